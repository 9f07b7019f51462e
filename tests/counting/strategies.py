"""Random caseloads for property tests: few people, many coincidences, days that meet on edges."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from caseconsole.counting import Period
from tests.counting.caseloads import Caseload

START = dt.date(2023, 11, 1)
LENGTH = 800
EDGES = tuple(
    (dt.date.fromisoformat(text) - START).days
    for text in (
        "2023-12-31",
        "2024-01-01",
        "2024-02-29",
        "2024-03-01",
        "2024-06-30",
        "2024-07-01",
        "2024-12-31",
        "2025-01-01",
        "2025-03-01",
    )
)
offsets = st.sampled_from(EDGES) | st.integers(0, LENGTH)
KINDS = ("office", "phone", "message", "open_hour", "third_party", "no_show", "letter")
TOPICS = ("housing", "work", "family", "other")
PLACES = ("", "Musterstadt", "St. Blasien")
SETTLED = ("reached", "partly", "not_reached", "dropped")


def iso(offset: int) -> str:
    return (START + dt.timedelta(days=offset)).isoformat()


days = offsets.map(iso)
maybe_day = st.none() | days


@st.composite
def births(draw: Any) -> dict[str, Any]:
    """Birth dates at the edges of the age bands, of every precision, or none."""
    year = draw(st.sampled_from((2024, 2019, 2018, 2008, 2007, 2006, 1997, 1964)))
    day = draw(st.sampled_from(("01-01", "02-28", "03-01", "06-30", "07-01", "12-31")))
    born = f"{year}-{day}" if draw(st.booleans()) else "2008-02-29"
    precision = draw(st.sampled_from((None, "day", "month", "year")))
    stated = {"birth_date": born, "birth_precision": precision}
    return stated if draw(st.booleans()) else {}


@st.composite
def spans(draw: Any) -> list[tuple[str, str | None, str | None]]:
    """Care periods of one case: each begins on or after the day the one before ended."""
    cuts = sorted(draw(st.lists(offsets, min_size=1, max_size=6)))
    reasons = st.sampled_from((None, "moved_away", "died"))
    found = []
    for begin, end in zip(cuts[::2], [*cuts[1::2], None], strict=False):
        reason = draw(reasons) if end is not None else None
        found.append((iso(begin), None if end is None else iso(end), reason))
    # Two rows of one day each on the same day would overlap.
    return [
        span for place, span in enumerate(found) if not place or span[:2] != found[place - 1][:2]
    ]


@st.composite
def caseloads(draw: Any) -> Caseload:
    """A whole caseload: reopened, cancelled and double cases, moves, drafts, odd goals."""
    town = Caseload()
    persons = [_person(draw, town) for _ in range(draw(st.integers(1, 5)))]
    someone = st.sampled_from(persons)
    for _ in range(draw(st.integers(0, 3))):
        town.household(*draw(st.lists(_members(someone), max_size=4)), place=draw(places))
    for person in persons:
        for _ in range(draw(st.integers(0, 2))):
            town.status(
                person,
                draw(days),
                housing=draw(st.sampled_from((None, "private_flat", "reception"))),
                german_level=draw(st.sampled_from((None, "A1", "B1"))),
                place=draw(places),
            )
    for _ in range(draw(st.integers(0, 6))):
        _case(draw, town, draw(someone))
    for _ in range(draw(st.integers(0, 12))):
        town.contact(
            draw(days),
            *draw(st.lists(someone, max_size=3, unique=True)),
            kind=draw(st.sampled_from(KINDS)),
            minutes=draw(st.none() | st.integers(0, 90)),
            anonymous=draw(st.none() | st.integers(0, 7)),
            main_topic=draw(st.none() | st.sampled_from(TOPICS)),
            topics=draw(st.lists(st.sampled_from(TOPICS), max_size=3, unique=True)),
            interpreter=draw(st.none() | st.booleans()),
        )
    return town


places = st.sampled_from(PLACES)


def _members(someone: Any) -> Any:
    """Membership whose days are in order, now and then only one day long."""
    return st.tuples(someone, offsets, st.none() | st.integers(0, 200)).map(
        lambda one: (
            (one[0], iso(one[1])) if one[2] is None else (one[0], iso(one[1]), iso(one[1] + one[2]))
        )
    )


def _person(draw: Any, town: Caseload) -> str:
    return town.person(
        sex=draw(st.sampled_from((None, "female", "male", "diverse"))),
        nationalities=draw(st.sampled_from(([], ["SY"], ["UA", "SY"], ["stateless"]))),
        **draw(births()),
    )


def _case(draw: Any, town: Caseload, person: str) -> None:
    case = town.case(person, cancelled=draw(st.sampled_from((False, False, False, True))))
    # The order of entry need not be the order of the days.
    for begin, end, reason in draw(spans().flatmap(st.permutations)):
        town.period(case, begin, end, closing_reason=reason)
    for _ in range(draw(st.integers(0, 2))):
        agreed = draw(st.lists(maybe_day, max_size=3))
        plan = town.plan(case, *agreed, closed_on=draw(maybe_day))
        for _ in range(draw(st.integers(0, 3))):
            state = draw(st.sampled_from(("open", *SETTLED)))
            town.goal(
                plan,
                draw(maybe_day),
                state,
                settled_on=draw(maybe_day),
                area=draw(st.sampled_from(("work", "housing"))),
            )


@st.composite
def periods(draw: Any) -> Period:
    """Years, months, single days and anything between."""
    year = Period.of_year(draw(st.sampled_from((2023, 2024, 2025))))
    shape = draw(st.sampled_from(("year", "month", "any")))
    if shape == "year":
        return year
    if shape == "month":
        month: Period = draw(st.sampled_from(list(year.months())))
        return month
    first, last = sorted((draw(offsets), draw(offsets)))
    return Period(START + dt.timedelta(days=first), START + dt.timedelta(days=last))
