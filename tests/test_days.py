"""Days as they are typed: what is understood, what is refused, and how old that makes somebody."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseconsole.days import (
    PartialDay,
    add_months,
    age_on,
    format_day,
    format_short,
    parse_day,
    parse_partial,
    parse_time,
)
from caseconsole.errors import InputError

TODAY = dt.date(2026, 11, 21)
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2150, 12, 31))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1.2.", dt.date(2026, 2, 1)),
        ("1.2", dt.date(2026, 2, 1)),
        ("01.02.26", dt.date(2026, 2, 1)),
        ("010226", dt.date(2026, 2, 1)),
        ("0102", dt.date(2026, 2, 1)),
        ("01022026", dt.date(2026, 2, 1)),
        ("1/2/2026", dt.date(2026, 2, 1)),
        ("2026-02-01", dt.date(2026, 2, 1)),
        ("1.2.98", dt.date(1998, 2, 1)),
        ("1.2.45", dt.date(2045, 2, 1)),
        ("1.2.46", dt.date(1946, 2, 1)),
        ("heute", TODAY),
        ("Gestern", dt.date(2026, 11, 20)),
        ("+14", dt.date(2026, 12, 5)),
        ("-3", dt.date(2026, 11, 18)),
        ("+2w", dt.date(2026, 12, 5)),
        ("+3m", dt.date(2027, 2, 21)),
        ("+1j", dt.date(2027, 11, 21)),
        ("mo", dt.date(2026, 11, 23)),
        ("Samstag", dt.date(2026, 11, 28)),
    ],
)
def test_a_day_is_understood(typed: str, day: dt.date) -> None:
    assert parse_day(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("30.04.", dt.date(2027, 4, 30)),
        ("31.3.", dt.date(2027, 3, 31)),
        ("3103", dt.date(2027, 3, 31)),
        ("20.11.", dt.date(2027, 11, 20)),
        ("21.11.", TODAY),
        ("22.11", dt.date(2026, 11, 22)),
        ("29.2.", dt.date(2028, 2, 29)),
        ("30.4.26", dt.date(2026, 4, 30)),
        ("30.04.2026", dt.date(2026, 4, 30)),
        ("gestern", dt.date(2026, 11, 20)),
        ("+14", dt.date(2026, 12, 5)),
    ],
)
def test_a_day_that_is_planned_for_is_the_next_such_day(typed: str, day: dt.date) -> None:
    assert parse_day(typed, TODAY, ahead=True) == day


@pytest.mark.parametrize("typed", ["31.2.", "32.1.", "1.13."])
def test_a_planned_day_that_does_not_exist_is_refused_by_name(typed: str) -> None:
    with pytest.raises(InputError, match="gibt es nicht"):
        parse_day(typed, TODAY, ahead=True)


@pytest.mark.parametrize("typed", ["31.2.", "32.1.26", "2026-13-01", "0.1.", "29.2.2025"])
def test_a_day_that_does_not_exist_is_refused_by_name(typed: str) -> None:
    with pytest.raises(InputError, match="gibt es nicht"):
        parse_day(typed, TODAY)


@pytest.mark.parametrize("typed", ["bald", "1.", "++3", "1.2.3.4", "+99999m", "+9999j", "٣.٢."])
def test_what_is_no_day_is_refused_with_examples(typed: str) -> None:
    with pytest.raises(InputError, match=r"kein Tag|gibt es nicht"):
        parse_day(typed, TODAY)


@pytest.mark.parametrize("typed", ["1.1.1492", "1.1.3000"])
def test_a_year_far_off_is_refused(typed: str) -> None:
    with pytest.raises(InputError, match="außerhalb der Jahre"):
        parse_day(typed, TODAY)


@given(DAYS)
def test_a_written_day_reads_back(day: dt.date) -> None:
    assert parse_day(format_day(day), TODAY) == day
    assert parse_day(day.isoformat(), TODAY) == day


@given(st.text(max_size=12))
def test_any_text_is_a_day_or_a_clear_refusal(typed: str) -> None:
    try:
        day = parse_day(typed, TODAY)
    except InputError as error:
        refusal = error.message
    else:
        refusal = ""
        assert isinstance(day, dt.date)
    assert not refusal or f"„{typed}“" in refusal


@pytest.mark.parametrize(
    ("typed", "partial"),
    [
        ("5.5.1992", PartialDay(dt.date(1992, 5, 5))),
        ("05.1992", PartialDay(dt.date(1992, 5, 1), "month")),
        ("1992-05", PartialDay(dt.date(1992, 5, 1), "month")),
        ("1992", PartialDay(dt.date(1992, 1, 1), "year")),
        ("050592", PartialDay(dt.date(1992, 5, 5))),
        ("5.5.30", PartialDay(dt.date(1930, 5, 5))),
    ],
)
def test_a_birth_date_may_be_partial(typed: str, partial: PartialDay) -> None:
    assert parse_partial(typed, TODAY) == partial
    assert parse_partial(str(partial), TODAY) == partial


@pytest.mark.parametrize("typed", ["1.1.2030", "2030", "12.2026", "+1"])
def test_nobody_is_born_in_the_future(typed: str) -> None:
    with pytest.raises(InputError, match="Zukunft"):
        parse_partial(typed, TODAY)


def test_a_partial_day_knows_its_bounds() -> None:
    month = PartialDay(dt.date(2024, 2, 1), "month")
    assert (month.earliest, month.latest) == (dt.date(2024, 2, 1), dt.date(2024, 2, 29))
    year = PartialDay(dt.date(2024, 1, 1), "year")
    assert (year.earliest, year.latest) == (dt.date(2024, 1, 1), dt.date(2024, 12, 31))


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (dt.date(2026, 2, 28), 17),  # BGB 188: reached with the end of 28 February
        (dt.date(2026, 3, 1), 18),
        (dt.date(2028, 2, 28), 19),
        (dt.date(2028, 2, 29), 20),
    ],
)
def test_born_on_29_february_is_18_on_1_march_of_a_common_year(day: dt.date, age: int) -> None:
    assert age_on(dt.date(2008, 2, 29), day) == age


@given(DAYS, st.integers(0, 100))
def test_the_birthday_itself_counts(born: dt.date, years: int) -> None:
    birthday = add_months(born, 12 * years)
    assert age_on(born, birthday + dt.timedelta(days=1)) >= years
    assert age_on(born, birthday - dt.timedelta(days=1)) < max(years, 1)


@given(DAYS, st.integers(-600, 600))
def test_moving_by_months_keeps_the_day_or_takes_the_last(day: dt.date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved + dt.timedelta(days=1)).day == 1


def test_a_short_day_names_the_year_only_where_it_differs() -> None:
    assert format_short(dt.date(2026, 3, 7), TODAY) == "07.03."
    assert format_short(dt.date(2024, 3, 7), TODAY) == "07.03.24"


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("9", "09:00"), ("9:30", "09:30"), ("9.30", "09:30"), ("0930", "09:30"), ("930", "09:30"),
        ("14.15", "14:15"), (" 9 Uhr ", "09:00"), ("9 Uhr 30", "09:30"), ("14:15 Uhr", "14:15"),
        ("8h", "08:00"), ("0", "00:00"), ("23:59", "23:59"), ("2359", "23:59"), ("09:30", "09:30"),
    ],
)  # fmt: skip
def test_a_time_is_understood(typed: str, time: str) -> None:
    assert parse_time(typed) == time
    assert parse_time(time) == time


@pytest.mark.parametrize(
    "typed",
    ["24", "24:00", "9:60", "2400", "960", "-9", "9:5", "halb neun", "12345", "٩", "", "9:30:00"],
)
def test_what_is_no_time_is_refused_with_examples(typed: str) -> None:
    with pytest.raises(InputError, match=r"keine Uhrzeit.*9:30"):
        parse_time(typed)
