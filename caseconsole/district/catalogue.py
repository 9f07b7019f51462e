"""Every figure that a form can ask for, by its name and by what it is called.

The names are the paths of the report, as in the counts file, and three kinds beside them: texts,
months without their year, so that a mapping serves every year, and the rest of a list or table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from caseconsole import iso
from caseconsole.counting import Report, sections
from caseconsole.counting.care import NOT_STATED
from caseconsole.counting.definitions import BASES, DIMENSIONS, LISTS, MONTHS
from caseconsole.counting.plans import GOAL_FIGURES
from caseconsole.i18n import N_, _
from caseconsole.reports.protection import OTHER

REST = "rest"
"""In place of a key: all rows of the list or table that have no place of their own in the form."""

TEXT = "text."
"""Begins the names of texts."""

TEXTS = {
    "municipality": N_("Name der Gemeinde"),
    "place": N_("Ort der Gemeinde"),
    "period": N_("Zeitraum"),
    "from": N_("Erster Tag des Zeitraums"),
    "to": N_("Letzter Tag des Zeitraums"),
    "year": N_("Jahr"),
    "manager": N_("Name der Fachkraft"),
    "phone": N_("Telefon der Fachkraft"),
    "email": N_("E-Mail der Fachkraft"),
    "grant_number": N_("Aktenzeichen der Förderung"),
    "today": N_("Tag des Ausfüllens"),
    "note": N_("Satz zur Rundung"),
}
"""Texts by their name after ``text.``."""

_MERGED = ("nationality", "place")
_MONTHS = tuple(f"{month:02d}" for month in range(1, 13))
_LEAST_ALIKE = 60


@dataclass(frozen=True, slots=True)
class Named:
    """A figure that can be asked for.

    Args:
        name: its name in a mapping.
        group: what it belongs to, in words.
        title: what it is called.
    """

    name: str
    group: str
    title: str


def catalogue(report: Report) -> dict[str, Named]:
    """Every figure by name, in the order in which the report shows them."""
    return {named.name: named for named in _all(report)}


def nearest(wrong: str, known: dict[str, Named]) -> str:
    """The name that is meant by ``wrong``, also by its title; empty where none is near."""
    from rapidfuzz import fuzz, process

    wanted = wrong.strip().casefold()
    titled = [named.name for named in known.values() if named.title.casefold() == wanted]
    if titled:
        return titled[0]
    best = process.extractOne(wanted, list(known), scorer=fuzz.ratio, score_cutoff=_LEAST_ALIKE)
    return str(best[0]) if best else ""


def rest_of(name: str) -> str:
    """The list or table whose rest ``name`` is; empty where it is no rest."""
    group, _dot, key = name.rpartition(".")
    parts = group.split(".")
    merged = parts[0] == "tables" and parts[-1] in _MERGED and key == OTHER
    return group if key == REST or merged else ""


def _all(report: Report) -> Iterator[Named]:
    words = report.words
    for section in sections.headlines(report):
        for row in section.rows:
            yield Named(row.path, section.title, row.title)
    for group in LISTS:
        yield from _rows(group, words.group(group), report, _list_keys(report, group))
    yield from _goals(report)
    yield from _referrals(report)
    yield from _tables(report)
    title = words.group("months")
    for month in (*_MONTHS, *_months_of(report)):
        for event in MONTHS:
            yield Named(f"months.{month}.{event}", title, f"{month}: {words.event(event)}")
    for name, text in TEXTS.items():
        yield Named(f"{TEXT}{name}", _("Texte"), _(text))


def _rows(group: str, title: str, report: Report, keys: Iterable[str]) -> Iterator[Named]:
    for key in keys:
        yield Named(f"{group}.{key}", title, report.title(f"{group}.{key}"))
    if f"{group}.{REST}" not in report.entries:
        yield Named(f"{group}.{REST}", title, _rest())


def _rest() -> str:
    return _("alle übrigen, die im Formular keine eigene Stelle haben")


def _found(report: Report, group: str) -> list[str]:
    return [report.entries[path].keys[-1] for path in report.rows(group)]


def _list_keys(report: Report, group: str) -> list[str]:
    """The keys that the list can have; a kind of contact is either a consultation or not."""
    values = report.words.lists[LISTS[group]]
    keys = list(values.keys)
    if group == "consultations.by_kind":
        keys = [key for key in keys if key in values.counting]
    elif group == "other_contacts.by_kind":
        keys = [key for key in keys if key not in values.counting]
    return list(dict.fromkeys([*keys, *_found(report, group), NOT_STATED]))


def _goals(report: Report) -> Iterator[Named]:
    title = report.words.group("goals.by_area")
    for area in (*report.words.lists["area"].keys, NOT_STATED):
        for figure in GOAL_FIGURES:
            name = f"goals.by_area.{area}.{figure}"
            yield Named(name, title, report.title(name))


def _referrals(report: Report) -> Iterator[Named]:
    lists, title = report.words.lists, report.words.group("referrals.table")
    for kind in (*lists["partner_kind"].keys, NOT_STATED):
        for result in (*lists["referral_result"].keys, NOT_STATED):
            name = f"referrals.table.{kind}.{result}"
            yield Named(name, title, report.title(name))


def _tables(report: Report) -> Iterator[Named]:
    words = report.words
    for base in BASES:
        for dimension in DIMENSIONS:
            group = f"tables.{base}.{dimension}"
            title = f"{words.base(base)}: {words.dimension(dimension)}"
            keys = [*_table_keys(report, dimension), *_found(report, group), NOT_STATED]
            yield from _rows(group, title, report, dict.fromkeys(keys))
            if dimension in _MERGED:
                yield Named(f"{group}.{OTHER}", title, _rest())


def _table_keys(report: Report, dimension: str) -> Iterable[str]:
    if dimension == "nationality":
        return (*iso.COUNTRIES, *iso.NO_COUNTRY)
    if dimension == "place":
        town = report.settings.municipality
        return [place for place in (*town.members, town.place) if place]
    return report.words.order(dimension)


def _months_of(report: Report) -> list[str]:
    months = (entry.keys[1] for entry in report.entries.values() if entry.keys[0] == "months")
    return list(dict.fromkeys(months))
