"""What stands in a cell of a form: the figures of a report as they may leave, and texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from caseconsole import clock, config
from caseconsole.counting import Report
from caseconsole.days import format_day
from caseconsole.district.catalogue import TEXT, Named, catalogue, nearest, rest_of
from caseconsole.errors import InputError
from caseconsole.i18n import _
from caseconsole.reports.protection import LEFT_OUT, Shown, in_cross_table, protect

PLUS = " + "
"""Joins figures that stand in one cell together; the blanks tell it from ``60+``."""

_SMALL = 3
"""Below this an exact figure of a table may be a single person (security 4.3, R10)."""


@dataclass(frozen=True, slots=True)
class Value:
    """What goes into one place of a form.

    Args:
        content: a number, a text or a day.
        rounded: whether it is a figure of a cross table, rounded.
        left_out: whether its table, or its row, may not leave; then the content is ``•``.
        small: whether it is an exact figure of a table that may be a single person.
        is_name: whether a number only names something, as a year does: then it has no points.
    """

    content: int | str | dt.date
    rounded: bool = False
    left_out: bool = False
    small: bool = False
    is_name: bool = False

    @property
    def text(self) -> str:
        """As it is read in a document: with a point every three digits, a day as in a letter."""
        if isinstance(self.content, dt.date):
            return format_day(self.content)
        if isinstance(self.content, int) and not self.is_name:
            return f"{self.content:,}".replace(",", ".")
        return str(self.content)


class Figures:
    """The figures that a form may ask for.

    Args:
        report: the counted figures.
        previous: those of the year before, whose tables may have left already.
        internal: whether figures of cross tables are exact.
    """

    def __init__(
        self, report: Report, previous: Report | None = None, *, internal: bool = False
    ) -> None:
        self.report = report
        self.internal = internal
        self._shown = Shown(report if internal else protect(report, previous), internal=internal)

    @property
    def note(self) -> str:
        """What a reader must know of figures of tables, and of the report."""
        return " ".join(filter(None, (self._shown.note, self.report.note)))

    @property
    def base(self) -> int:
        """What figures of tables are rounded to."""
        return self._shown.base

    @cached_property
    def known(self) -> dict[str, Named]:
        """Every figure by name."""
        return catalogue(self.report)

    def parts(self, figure: str) -> tuple[str, ...]:
        """The names of the figures that stand together in one place.

        Raises:
            InputError: one of them does not exist; the message names the nearest one.
        """
        names = self._split(figure)
        for name in names:
            if name not in self.known:
                raise self._unknown(name)
            if len(names) > 1 and name.startswith(TEXT):
                raise InputError(
                    _("„{name}“ ist ein Text und lässt sich nicht zusammenzählen.").format(
                        name=name
                    )
                )
            if name.startswith("months."):
                self._month(name)
        return names

    def value(self, figure: str, placed: Iterable[str] = ()) -> Value:
        """What stands where ``figure`` is placed.

        Args:
            figure: a name, or several with ``+`` between them.
            placed: the names of all figures that the form places, for the rest of a list.

        Raises:
            InputError: there is no such figure.
        """
        names = self.parts(figure)
        if names[0].startswith(TEXT):
            return Value(self._text(names[0].removeprefix(TEXT)), is_name=True)
        values = [self._number(name, frozenset(placed)) for name in names]
        if any(value.left_out for value in values):
            return Value(LEFT_OUT, left_out=True)
        return Value(
            sum(value.content for value in values if isinstance(value.content, int)),
            rounded=any(value.rounded for value in values),
            small=any(value.small for value in values),
        )

    def title(self, figure: str) -> str:
        """What the figure is called, with what it belongs to; of an unknown one its name."""
        found = (self.known.get(part) for part in self._split(figure))
        titles = [f"{named.group}: {named.title}" for named in found if named]
        return " + ".join(titles) or figure

    def _split(self, figure: str) -> tuple[str, ...]:
        if figure.strip() in self.known:
            return (figure.strip(),)
        return tuple(part.strip() for part in figure.split(PLUS))

    def _number(self, name: str, placed: frozenset[str]) -> Value:
        group = rest_of(name)
        if group:
            return self._rest(group, placed)
        return self._one(self._month(name) if name.startswith("months.") else name)

    def _one(self, path: str) -> Value:
        if self._shown.is_left_out(path):
            return Value(LEFT_OUT, left_out=True)
        number = self._shown.value(path)
        small = self.internal and in_cross_table(tuple(path.split("."))) and 0 < number < _SMALL
        return Value(number, rounded=self._shown.rounds(path), small=small)

    def _rest(self, group: str, placed: frozenset[str]) -> Value:
        """What the rows without a place of their own add up to, as they are shown.

        The sum is made of figures that leave anyway, so it tells nothing more than they do.
        """
        rows = self._shown.report.rows(group)
        keys = tuple(group.split("."))
        if not rows and keys[0] == "tables" and not self.internal:
            return Value(LEFT_OUT, left_out=True)
        # The row of rare groups is called as the rest itself and belongs to it.
        values = [self._one(path) for path in rows if rest_of(path) or path not in placed]
        number = sum(value.content for value in values if isinstance(value.content, int))
        tabled = in_cross_table((*keys, ""))
        return Value(
            number,
            rounded=tabled and not self.internal,
            small=tabled and self.internal and 0 < number < _SMALL,
        )

    def _month(self, name: str) -> str:
        """``months.2025-03.new`` for ``months.03.new`` in a period with one March."""
        _months, month, event = name.split(".")
        period = self.report.period
        days = [part.first for part in period.months()]
        found = [f"{day:%Y-%m}" for day in days if month in {f"{day:%m}", f"{day:%Y-%m}"}]
        if len(found) == 1:
            return f"months.{found[0]}.{event}"
        if found:
            raise InputError(
                _("Den Monat {month} gibt es im Zeitraum mehrmals; gemeint ist zum Beispiel "
                  "months.{found}.{event}.").format(month=month, found=found[0], event=event)
            )  # fmt: skip
        raise InputError(
            _("Der Monat {month} liegt nicht im Zeitraum {period}.").format(
                month=month, period=period
            )
        )

    def _text(self, name: str) -> int | str | dt.date:
        period, manager = self.report.period, config.active().manager
        town = self.report.settings.municipality
        texts: dict[str, int | str | dt.date] = {
            "municipality": town.name or config.active().municipality.name,
            "place": town.place,
            "period": str(period),
            "from": period.first,
            "to": period.last,
            "year": period.first.year if period.first.year == period.last.year else str(period),
            "manager": manager.name,
            "phone": manager.phone,
            "email": manager.email,
            "grant_number": manager.grant_number,
            "today": clock.today(),
            "note": self.note,
        }
        return texts[name]

    def _unknown(self, name: str) -> InputError:
        near = nearest(name, self.known)
        words = _("Eine Zahl „{name}“ gibt es nicht.").format(name=name)
        if not near:
            return InputError(words)
        title = self.known[near].title
        return InputError(
            words,
            _("Gemeint ist vielleicht „{near}“ ({title}).").format(near=near, title=title),
        )
