"""What was typed, what it means, and back again."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseconsole.days import PartialDay
from caseconsole.errors import InputError
from caseconsole.fields import Kind, Ui
from caseconsole.forms.raw import problem_of, raw_from_draft, raw_of, same, value_of

TODAY = dt.date(2026, 11, 21)

words = st.text(alphabet="abcäöüßÇأ'-", min_size=1, max_size=10)
VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.LINE: words,
    Kind.NOTE: st.lists(words, min_size=1).map("\n".join),
    Kind.DAY: st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)),
    Kind.BIRTH: st.one_of(
        st.dates(dt.date(1900, 1, 1), TODAY).map(PartialDay),
        st.integers(1900, 2025).map(lambda year: PartialDay(dt.date(year, 1, 1), "year")),
        st.integers(1, 12).map(lambda month: PartialDay(dt.date(1999, month, 1), "month")),
    ),
    Kind.CHOICE: st.sampled_from(["male", "female"]),
    Kind.COUNTRIES: st.lists(st.sampled_from(["SY", "TR", "stateless"]), unique=True).map(tuple),
    Kind.LANGUAGES: st.lists(st.sampled_from(["ar", "tr", "uk"]), unique=True).map(tuple),
    Kind.WORDS: st.lists(words, unique=True).map(tuple),
    Kind.YESNO: st.sampled_from([True, False, None]),
    Kind.NUMBER: st.integers(0, 100_000),
}


def ui(kind: Kind, *, required: bool = False) -> Ui:
    values = "sex" if kind is Kind.CHOICE else ""
    return Ui("Feld", "gruppe", kind, values, required=required)


@given(st.data(), st.sampled_from(sorted(VALUES)))
def test_a_value_survives_the_field_and_the_draft(data: st.DataObject, kind: Kind) -> None:
    value = data.draw(VALUES[kind])
    raw = raw_of(ui(kind), value)
    kept = json.loads(json.dumps(raw))
    assert same(value_of(ui(kind), raw, TODAY), value)
    assert raw_from_draft(ui(kind), kept) == raw


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.CHOICES])
def test_an_empty_field_states_nothing_and_is_a_problem_only_where_required(kind: Kind) -> None:
    raw = raw_of(ui(kind), None)
    assert same(value_of(ui(kind), raw, TODAY), None)
    assert problem_of(ui(kind), raw, TODAY) == ""
    assert "fehlt" in problem_of(ui(kind, required=True), raw, TODAY)


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (Kind.DAY, "32.1."),
        (Kind.BIRTH, "2030"),
        (Kind.NUMBER, "zwölf"),
        (Kind.LINE, "x" * 201),
        (Kind.LINE, "a\x00b"),
        (Kind.CHOICE, "no such key"),
        (Kind.COUNTRIES, ("SY", "XX")),
    ],
)
def test_what_cannot_be_stored_is_refused_in_words(kind: Kind, raw: str | tuple[str, ...]) -> None:
    with pytest.raises(InputError) as caught:
        value_of(ui(kind), raw, TODAY)
    assert problem_of(ui(kind), raw, TODAY) == str(caught.value) != ""


def test_all_ways_to_state_nothing_are_the_same_and_no_is_not_nothing() -> None:
    nothing = (None, "", ())
    assert all(same(one, other) for one in nothing for other in nothing)
    assert not same(False, None)
    assert not same(0, None)
    assert not same("a", "b")
