"""Records are written by their declarations, checked, cleaned and audited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from caseconsole.caseload.cases import open_case
from caseconsole.caseload.records import (
    KINDS,
    change_record,
    create_record,
    delete_record,
    form_spec,
    list_records,
    read_record,
)
from caseconsole.caseload.rules import overlapping
from caseconsole.days import PartialDay
from caseconsole.errors import InputError, NotFoundError, RuleError
from caseconsole.fields import LONGEST_LINE, parse
from caseconsole.models import AuditEntry, Person, rows

Call = Callable[..., Any]
MARCH = dt.date(2026, 3, 1)


def _audit() -> list[tuple[Any, ...]]:
    return rows(
        AuditEntry.select(
            AuditEntry.action, AuditEntry.object_type, AuditEntry.object_id, AuditEntry.fields
        )
        .where(AuditEntry.object_type != "session")
        .order_by(AuditEntry.id)
    )


def _keys(person_id: int) -> tuple[str, str]:
    person = Person.get_by_id(person_id)
    return person.sort_key, person.search_key


def _case(call: Call, family: str = "Tekle") -> int:
    case_id: int = call(open_case, MARCH, person={"family_name": family})
    return case_id


def test_the_person_form_has_its_tabs_in_order() -> None:
    assert [label for _key, label in form_spec("person").groups] == [
        "Person",
        "Kontakt",
        "Ankunft",
        "Bildung",
        "Familie",
        "Gesundheit",
        "Bemerkungen",
    ]


@pytest.mark.parametrize("kind", [*KINDS, "contact"])
def test_every_kind_has_a_form(kind: str) -> None:
    spec = form_spec(kind)
    assert spec.fields
    assert {field.ui.group for field in spec.fields} == {group for group, _label in spec.groups}


def test_a_case_is_cancelled_only_with_a_reason() -> None:
    assert [field.name for field in form_spec("case").fields] == ["number", "extension_reason"]


def test_typed_values_are_understood_by_their_field() -> None:
    typed = {"family_name": " Al-Hamad ", "birth_date": "05.1992", "languages": "arabisch, de"}
    spec = form_spec("person")
    assert {name: parse(spec[name].ui, text, MARCH) for name, text in typed.items()} == {
        "family_name": "Al-Hamad",
        "birth_date": PartialDay(dt.date(1992, 5, 1), "month"),
        "languages": ("ar", "de"),
    }


def test_a_person_is_kept_as_entered(call: Call) -> None:
    values = {
        "family_name": "  Müller\u202e ",
        "also_known_as": ("Anni", "Anni", " "),
        "birth_date": PartialDay(dt.date(1990, 1, 1), "year"),
        "nationalities": ("SY", "stateless"),
        "notes": "erste Zeile\r\nzweite",
    }
    person_id = call(create_record, "person", values)
    record = call(read_record, "person", person_id)
    assert record.values["family_name"] == "Müller"
    assert record.values["given_name"] == ""
    assert record.values["also_known_as"] == ("Anni",)
    assert record.values["birth_date"] == PartialDay(dt.date(1990, 1, 1), "year")
    assert record.values["nationalities"] == ("SY", "stateless")
    assert record.values["notes"] == "erste Zeile\nzweite"
    assert record.values["sex"] is None


def test_creating_is_audited_with_field_names_only(call: Call) -> None:
    person_id = call(create_record, "person", {"family_name": "Müller", "phone": "07151 1"})
    assert call(_audit) == [("person.create", "person", person_id, ["family_name", "phone"])]


def test_a_person_needs_some_name(call: Call) -> None:
    with pytest.raises(RuleError) as refused:
        call(create_record, "person", {"phone": "1", "family_name": "  "})
    assert refused.value.field == "family_name"
    assert call(_audit) == []
    assert call(create_record, "person", {"given_name": "Selam"})


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"family_name": "x" * 201}, "family_name"),
        ({"family_name": "A", "sex": "yes"}, "sex"),
        ({"family_name": "A", "nationalities": ("SY", "XX")}, "nationalities"),
        ({"family_name": "A", "notes": "a\x00b"}, "notes"),
        (
            {
                "family_name": "A",
                "birth_date": PartialDay(dt.date(2000, 1, 1), "year"),
                "arrived_on": dt.date(1999, 12, 31),
            },
            "arrived_on",
        ),
    ],
)
def test_a_wrong_value_is_refused_at_its_field(
    call: Call, values: dict[str, Any], field: str
) -> None:
    with pytest.raises((InputError, RuleError)) as refused:
        call(create_record, "person", values)
    assert refused.value.field == field


def test_only_what_differs_is_written(call: Call) -> None:
    person_id = call(create_record, "person", {"family_name": "Çelik", "given_name": "Ayşe"})
    call(change_record, "person", person_id, {"family_name": "Çelik", "given_name": "Ayşe "})
    call(change_record, "person", person_id, {"family_name": "Çelik", "given_name": "Elif"})
    assert call(_audit)[1:] == [("person.change", "person", person_id, ["given_name"])]


def test_what_a_file_brought_stays_while_something_else_is_changed(call: Call) -> None:
    """A caseload file has no limits of length; a form has, but only for what is typed."""
    person_id = call(create_record, "person", {"family_name": "Tekle"})
    long = "x" * (LONGEST_LINE + 1)
    call(lambda: Person.update(schooling=long, sex="gone").execute())
    call(change_record, "person", person_id, {"phone": "1", "schooling": long, "sex": "gone"})
    values = call(read_record, "person", person_id).values
    assert (values["phone"], values["schooling"], values["sex"]) == ("1", long, "gone")
    with pytest.raises(InputError) as refused:
        call(change_record, "person", person_id, {"schooling": long + "x"})
    assert refused.value.field == "schooling"


def test_the_keys_of_a_name_follow_it(call: Call) -> None:
    person_id = call(create_record, "person", {"family_name": "Öztürk"})
    before = call(_keys, person_id)
    call(change_record, "person", person_id, {"family_name": "Azizi"})
    after = call(_keys, person_id)
    assert before[0] == "oeztuerk\x1f"
    assert after[0] == "azizi\x1f"
    assert before[1] != after[1]


def test_a_field_can_be_emptied(call: Call) -> None:
    person_id = call(
        create_record, "person", {"family_name": "A", "sex": "female", "languages": ("ar",)}
    )
    call(change_record, "person", person_id, {"sex": None, "languages": ()})
    values = call(read_record, "person", person_id).values
    assert values["sex"] is None
    assert values["languages"] == ()


def test_a_record_that_is_gone_is_said_to_be_gone(call: Call) -> None:
    with pytest.raises(NotFoundError):
        call(read_record, "partner", 7)
    with pytest.raises(NotFoundError):
        call(change_record, "partner", 7, {"name": "x"})


def test_states_are_listed_newest_first(call: Call) -> None:
    person_id = call(create_record, "person", {"family_name": "A"})
    for month in (3, 1, 2):
        day = dt.date(2026, month, 1)
        call(
            create_record,
            "person_status",
            {"from_day": day, "german_level": "A1"},
            person=person_id,
        )
    found = call(list_records, "person_status", person=person_id)
    assert [record.values["from_day"].month for record in found] == [3, 2, 1]
    assert found[0].parents == {"person": person_id}


def test_a_state_names_a_day_after_birth_and_something(call: Call) -> None:
    birth = PartialDay(dt.date(2000, 5, 5))
    person_id = call(create_record, "person", {"family_name": "A", "birth_date": birth})
    for values, field in (
        ({"german_level": "A1"}, "from_day"),
        ({"german_level": "A1", "from_day": dt.date(2000, 5, 4)}, "from_day"),
        ({"from_day": MARCH}, "residence_status"),
    ):
        with pytest.raises((InputError, RuleError)) as refused:
            call(create_record, "person_status", values, person=person_id)
        assert refused.value.field == field


def test_a_case_number_is_given_once(call: Call) -> None:
    first = _case(call)
    number = call(read_record, "case", first).values["number"]
    person_id = call(create_record, "person", {"family_name": "B"})
    with pytest.raises(RuleError) as refused:
        call(create_record, "case", {"number": number}, person=person_id)
    assert refused.value.field == "number"
    call(change_record, "case", first, {"number": number})


JAN, FEB = dt.date(2026, 1, 1), dt.date(2026, 2, 1)


@pytest.mark.parametrize(
    ("spans", "clash"),
    [
        ([(JAN, FEB), (FEB, None)], False),  # closed and reopened on one day
        ([(JAN, FEB), (FEB, FEB), (FEB, MARCH)], False),
        ([(MARCH, None), (JAN, FEB)], False),
        ([(JAN, None), (FEB, None)], True),
        ([(JAN, None), (JAN, None)], True),
        ([(JAN, MARCH), (FEB, FEB)], True),
        ([(JAN, FEB), (dt.date(2026, 1, 31), None)], True),
        ([], False),
    ],
)
def test_which_periods_overlap(spans: list[tuple[dt.date, dt.date | None]], clash: bool) -> None:  # noqa: FBT001
    assert (overlapping(spans) is not None) is clash
    assert (overlapping(reversed(spans)) is not None) is clash


def test_overlapping_periods_of_a_case_are_refused(call: Call) -> None:
    case_id = _case(call)
    with pytest.raises(RuleError) as refused:
        call(create_record, "care_period", {"begin": dt.date(2026, 4, 1)}, case=case_id)
    assert "01.03.2026" in refused.value.message
    (period,) = call(list_records, "care_period", case=case_id)
    with pytest.raises(RuleError) as refused:
        call(change_record, "care_period", period.id, {"end": dt.date(2026, 2, 28)})
    assert refused.value.field == "end"


def test_a_person_is_in_a_household_once_at_a_time(call: Call) -> None:
    person_id = call(create_record, "person", {"family_name": "A"})
    household_id = call(create_record, "household", {"place": "Oberdorf"})
    tie = {"household": household_id, "person": person_id}
    call(create_record, "household_member", {"from_day": JAN, "to_day": FEB}, **tie)
    with pytest.raises(RuleError):
        call(create_record, "household_member", {"from_day": dt.date(2026, 1, 31)}, **tie)
    call(create_record, "household_member", {"from_day": MARCH}, **tie)


def test_a_consent_does_not_end_before_it_was_given(call: Call) -> None:
    case_id = _case(call)
    values = {"purpose": "release", "granted_on": FEB}
    for name in ("ends_on", "withdrawn_on"):
        with pytest.raises(RuleError) as refused:
            call(create_record, "consent", {**values, name: JAN}, case=case_id)
        assert refused.value.field == name


def test_a_recipient_of_the_address_book_is_linked(call: Call) -> None:
    case_id = _case(call)
    partner_id = call(create_record, "partner", {"name": "Jobcenter Musterkreis"})
    consent_id = call(
        create_record,
        "consent",
        {"purpose": "release", "recipient": "jobcenter musterkreis"},
        case=case_id,
    )
    assert call(read_record, "consent", consent_id).parents["partner"] == partner_id
    call(change_record, "consent", consent_id, {"recipient": "Frau Böhm"})
    assert call(read_record, "consent", consent_id).parents["partner"] is None


def test_a_row_entered_by_mistake_is_deleted_with_a_trace(call: Call) -> None:
    case_id = _case(call)
    values = {"due_on": MARCH, "text": "Bescheid prüfen"}
    reminder_id = call(create_record, "reminder", values, case=case_id)
    with pytest.raises(InputError):
        call(delete_record, "reminder", reminder_id, " ")
    call(delete_record, "reminder", reminder_id, "doppelt")
    assert call(list_records, "reminder", case=case_id) == ()
    assert [row[:3] for row in call(_audit)[-2:]] == [
        ("reminder.delete", "reminder", reminder_id),
        ("reminder.delete", "case", case_id),
    ]


def test_people_and_care_periods_are_kept(call: Call) -> None:
    case_id = _case(call)
    (period,) = call(list_records, "care_period", case=case_id)
    for kind, row in (("case", case_id), ("care_period", period.id), ("person", 1)):
        with pytest.raises(RuleError):
            call(delete_record, kind, row, "doppelt")


def test_a_reminder_needs_no_case(call: Call) -> None:
    reminder_id = call(create_record, "reminder", {"due_on": MARCH, "text": "Stichtag"})
    assert call(read_record, "reminder", reminder_id).parents == {"case": None}


def test_an_appointment_takes_its_time_as_people_write_it(call: Call) -> None:
    values = {
        "due_on": MARCH,
        "text": "Jobcenter",
        "time": "9.30",
        "place": "Raum 3",
        "bring": "Ausweis",
    }
    made = call(create_record, "reminder", values, case=_case(call))
    kept = call(read_record, "reminder", made).values
    assert [kept[name] for name in ("time", "place", "bring")] == ["09:30", "Raum 3", "Ausweis"]
    call(change_record, "reminder", made, {"time": "1015"})
    assert call(read_record, "reminder", made).values["time"] == "10:15"
    call(change_record, "reminder", made, {"time": None})
    assert call(read_record, "reminder", made).values["time"] == ""
    with pytest.raises(InputError, match="„mittags“ ist keine Uhrzeit") as refused:
        call(change_record, "reminder", made, {"time": "mittags"})
    assert refused.value.field == "time"
