"""Title and definition of every figure, in the words that are printed beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from caseconsole import iso
from caseconsole.counting.care import NOT_STATED
from caseconsole.counting.definitions import (
    BASES,
    DIMENSIONS,
    GROUPS,
    HOUSEHOLD_TYPES,
    LISTS,
    MONTHS,
    TEXTS,
)
from caseconsole.counting.period import Period
from caseconsole.days import format_day
from caseconsole.errors import NotFoundError
from caseconsole.i18n import _
from caseconsole.settings import Settings
from caseconsole.values import ValueLists

Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one report: they name its days and the settings it was counted with."""

    period: Period
    settings: Settings
    lists: ValueLists

    def title(self, keys: Keys) -> str:
        """What the figure at ``keys`` is called.

        Raises:
            NotFoundError: there is no such figure.
        """
        path = ".".join(keys)
        if path in TEXTS:
            return self._filled(TEXTS[path][0])
        group, key = ".".join(keys[:-1]), keys[-1]
        if group in LISTS:
            return self._label(LISTS[group], key)
        match keys:
            case ("goals", "by_area", area, figure) if f"goals.{figure}" in TEXTS:
                return f"{self._label('area', area)}: {self._filled(TEXTS[f'goals.{figure}'][0])}"
            case ("referrals", "table", kind, result):
                kind = self._label("partner_kind", kind)
                return f"{kind}: {self._label('referral_result', result)}"
            case ("tables", base, dimension, value) if base in BASES and dimension in DIMENSIONS:
                return self.value(dimension, value)
            case ("months", month, event) if event in MONTHS:
                return f"{self.month(month)}: {_(MONTHS[event])}"
        raise NotFoundError(_("Diese Zahl gibt es in der Auswertung nicht."))

    def definition(self, keys: Keys) -> str:
        """How the figure at ``keys`` is counted."""
        self.title(keys)
        path = ".".join(keys)
        if path in TEXTS:
            return self._filled(TEXTS[path][1])
        if keys[0] == "tables":
            return f"{self.base_definition(keys[1])} {self.dimension_definition(keys[2])}"
        group = ".".join(keys[:2]) if keys[0] != "months" else "months"
        return self._filled(GROUPS[group][1])

    def group(self, path: str) -> str:
        """What a list such as ``consultations.by_kind`` is called."""
        return self._filled(GROUPS[path][0])

    def group_definition(self, path: str) -> str:
        """How a list such as ``consultations.by_kind`` is counted."""
        return self._filled(GROUPS[path][1])

    def base(self, base: str) -> str:
        """What the base set of a cross table is called."""
        return self._filled(BASES[base][0])

    def base_definition(self, base: str) -> str:
        """Who is in the tables of a base set, and on which day their values and age are read."""
        return f"{self._filled(BASES[base][1])} {self.age_reference(base)}"

    def dimension(self, dimension: str) -> str:
        """What a cross table is called, such as ``Wohnform``."""
        return _(DIMENSIONS[dimension][0])

    def dimension_definition(self, dimension: str) -> str:
        """What the rows of a cross table mean."""
        return _(DIMENSIONS[dimension][1])

    def order(self, dimension: str) -> Sequence[str]:
        """The keys of a cross table in the order of their list; empty where there is none."""
        if dimension == "age":
            return self.settings.reports.age_bands
        if dimension == "household_type":
            return tuple(HOUSEHOLD_TYPES)
        return self.lists[dimension].keys if dimension in self.lists else ()

    def age_reference(self, base: str) -> str:
        """The day on which the ages of a base set are taken, as printed under each table."""
        if base == "new_cases":
            return _("Alter am Tag des Beginns.")
        if base == "ended_cases":
            return _("Alter am Tag des Endes.")
        if base == "persons_in_care" and self.settings.reports.age_reference == "first_day":
            return _("Alter am ersten Tag der Betreuung im Zeitraum.")
        return _("Alter am {day}.").format(day=format_day(self.period.last))

    def value(self, dimension: str, key: str) -> str:
        """The label of one row of a cross table."""
        if key == NOT_STATED:
            return _("keine Angabe")
        if dimension in {"nationality", "place"} and key == "other":
            return _("übrige")
        if dimension == "nationality":
            return iso.country_name(key)
        if dimension == "household_type":
            return _(HOUSEHOLD_TYPES.get(key, key))
        return self.lists[dimension].label(key) if dimension in self.lists else key

    def month(self, key: str) -> str:
        """``03.2025`` for the key ``2025-03``."""
        day = dt.date.fromisoformat(f"{key}-01")
        return f"{day.month:02d}.{day.year:04d}"

    def event(self, name: str) -> str:
        """What a figure of a month is called."""
        return _(MONTHS[name])

    def _label(self, name: str, key: str) -> str:
        return _("keine Angabe") if key == NOT_STATED else self.lists[name].label(key)

    def _filled(self, text: str) -> str:
        deadlines = self.settings.deadlines
        return _(text).format(
            first=format_day(self.period.first),
            last=format_day(self.period.last),
            eve=format_day(self.period.eve),
            years=deadlines.counselling_years,
            most_years=deadlines.exceptional_years,
        )
