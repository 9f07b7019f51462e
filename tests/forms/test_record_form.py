"""A form from declarations: nothing typed is lost, and every fault is shown where it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from caseconsole.days import PartialDay
from caseconsole.errors import InputError
from caseconsole.fields import FieldSpec, FormSpec, Kind, Ui
from caseconsole.forms import RecordForm
from caseconsole.forms.row import FieldRow
from caseconsole.widgets import Choice, DateInput, NoteArea, TabBar, TextInput
from tests.frames import SMALL, WIDE, escapes, frame
from tests.host import HOSTILE, Host

SPEC = FormSpec(
    "person",
    (("person", "Person"), ("contact", "Kontakt")),
    (
        FieldSpec("name", Ui("Familienname", "person", required=True, help="Wie im Ausweis.")),
        FieldSpec("born", Ui("Geboren", "person", Kind.BIRTH, missing=True)),
        FieldSpec("sex", Ui("Geschlecht", "person", Kind.CHOICE, "sex")),
        FieldSpec("countries", Ui("Staatsangehörigkeit", "person", Kind.COUNTRIES)),
        FieldSpec("interpreter", Ui("Sprachmittlung", "person", Kind.YESNO)),
        FieldSpec("remarks", Ui("Bemerkungen", "person", Kind.NOTE)),
        FieldSpec("phone", Ui("Telefon", "contact")),
        FieldSpec("arrived", Ui("Einreise am", "contact", Kind.DAY)),
    ),
)
VALUES: dict[str, Any] = {
    "name": "Al-Hamad",
    "born": PartialDay(dt.date(1992, 5, 1), "month"),
    "sex": "male",
    "countries": ("SY",),
    "interpreter": None,
    "remarks": "",
    "phone": "+49 711 1",
    "arrived": None,
}


@pytest.fixture(autouse=True)
def _saturday() -> Iterator[None]:
    with time_machine.travel(dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)):
        yield


def control(form: RecordForm, name: str) -> Any:
    """The widget of a field that was already shown."""
    rows = {row.spec.name: row.control for row in form.query(FieldRow)}
    return rows[name]


async def test_labels_values_required_marks_and_gaps_stand_in_columns() -> None:
    app = Host(RecordForm(SPEC, VALUES))
    async with app.run_test(size=SMALL):
        assert frame(app).splitlines()[:8] == [
            "[Person] Kontakt",
            "",
            "  Familienname *         Al-Hamad",
            "  Geboren                05.1992  nur Monat",
            "  Geschlecht             männlich",
            "  Staatsangehörigkeit    Syrien",
            "  Sprachmittlung         [·] keine Angabe",
            "  Bemerkungen",
        ]


async def test_an_untouched_form_has_no_changes_and_gives_its_values_back() -> None:
    form = RecordForm(SPEC, VALUES)
    app = Host(form)
    async with app.run_test(size=SMALL, message_hook=app.hear) as pilot:
        await pilot.press("ctrl+pagedown", "ctrl+pageup")
        assert not form.is_dirty
        assert form.changes() == {}
        assert form.draft() == {}
        values = form.values()
        assert {name: values[name] or VALUES[name] for name in VALUES} == VALUES
        assert app.of(RecordForm.Changed) == []


async def test_changes_hold_only_what_means_something_else() -> None:
    form = RecordForm(SPEC, VALUES)
    app = Host(form)
    async with app.run_test(size=SMALL) as pilot:
        form.focus_first()
        await pilot.press("x", "tab", "tab", "w", "enter", "tab", "j", "enter")
        assert form.focused_field == SPEC["remarks"]
        assert form.changes() == {"name": "Al-Hamadx", "sex": "female", "interpreter": True}
        control(form, "born").value = "5.1992"
        await pilot.pause()
        assert "born" not in form.changes()
        assert "● Familienname" in frame(app)
        assert "● Geboren" not in frame(app)


async def test_enter_takes_the_one_entry_of_a_choice_and_goes_on() -> None:
    form = RecordForm(SPEC, VALUES)
    app = Host(form)
    async with app.run_test(size=SMALL) as pilot:
        form.focus_field("sex")
        await pilot.press("w", "enter")
        assert form.focused_field == SPEC["countries"]
        await pilot.press(*"türk", "enter", *"irak", "enter")  # of several, more can be added
        assert form.focused_field == SPEC["countries"]
        assert form.changes() == {"sex": "female", "countries": ("SY", "TR", "IQ")}


async def test_a_choice_at_the_end_of_a_form_ends_nothing() -> None:
    form = RecordForm(FormSpec("person", (("person", ""),), (SPEC["sex"],)), VALUES)
    app = Host(form)
    async with app.run_test(size=SMALL, message_hook=app.hear) as pilot:
        form.focus_first()
        await pilot.press("w", "enter")
        assert app.of(RecordForm.Finished) == []
        assert form.focused_field == SPEC["sex"]
        await pilot.press("enter")
        assert len(app.of(RecordForm.Finished)) == 1


async def test_what_is_wrong_stays_as_typed_with_a_message_until_it_is_right() -> None:
    form = RecordForm(SPEC, VALUES)
    app = Host(form)
    async with app.run_test(size=SMALL) as pilot:
        form.focus_field("born")
        await pilot.press("ctrl+a", *"31.2.1992")
        assert "gibt es nicht" not in frame(app)
        await pilot.press("tab")
        drawn = frame(app)
        assert "31.2.1992" in drawn
        assert "! Den Tag „31.2.1992“ gibt es nicht." in drawn
        with pytest.raises(InputError) as caught:
            form.changes()
        assert caught.value.field == "born"
        assert form.draft() == {"born": "31.2.1992"}
        await pilot.press("shift+tab", "ctrl+a", *"28.2.1992")
        assert "gibt es nicht" not in frame(app)
        assert form.changes() == {"born": PartialDay(dt.date(1992, 2, 28))}


async def test_saving_with_faults_goes_to_the_first_one_in_whatever_group() -> None:
    form = RecordForm(SPEC, VALUES)
    app = Host(form)
    async with app.run_test(size=SMALL) as pilot:
        form.focus_field("arrived")
        await pilot.pause()
        await pilot.press(*"99")
        form.focus_field("name")
        await pilot.press("ctrl+a", "backspace")
        assert set(form.problems()) == {"name", "arrived"}
        assert form.show_problems() == 2
        await pilot.pause()
        assert form.focused_field == SPEC["name"]
        assert "[Person !] Kontakt !" in frame(app)
        assert "! „Familienname“ fehlt." in frame(app)
        await pilot.press("x")
        assert form.show_problems() == 1
        await pilot.pause()
        assert form.focused_field == SPEC["arrived"]
        assert "! „99“ ist kein Tag." in frame(app)


async def test_a_field_the_caseload_refused_is_shown_until_it_is_changed() -> None:
    form = RecordForm(SPEC, VALUES)
    app = Host(form)
    async with app.run_test(size=SMALL) as pilot:
        form.refuse("phone", "Diese Nummer gehört schon zu einem anderen Fall.")
        await pilot.pause()
        assert form.focused_field == SPEC["phone"]
        assert "! Diese Nummer gehört schon" in frame(app)
        await pilot.press("2")
        assert "! Diese Nummer" not in frame(app)
        assert form.problems() == {}


async def test_words_in_a_list_field_that_are_no_entry_are_a_problem() -> None:
    form = RecordForm(SPEC, VALUES)
    app = Host(form)
    async with app.run_test(size=SMALL) as pilot:
        form.focus_field("sex")
        await pilot.press(*"qqq", "tab")
        assert "qqq" in form.problems()["sex"]
        assert form.values()["sex"] == "male"


async def test_tab_enter_and_shift_tab_run_through_all_groups() -> None:
    form = RecordForm(SPEC, VALUES)
    app = Host(form)
    async with app.run_test(size=SMALL, message_hook=app.hear) as pilot:
        form.focus_field("remarks")
        await pilot.press("tab")
        assert form.focused_field == SPEC["phone"]
        assert "Person [Kontakt]" in frame(app)
        await pilot.press("shift+tab")
        assert form.focused_field == SPEC["remarks"]
        form.focus_field("phone")
        await pilot.press("enter")
        assert form.focused_field == SPEC["arrived"]
        assert app.of(RecordForm.Finished) == []
        await pilot.press("enter")
        assert len(app.of(RecordForm.Finished)) == 1


async def test_fields_of_a_group_are_made_when_it_is_first_shown() -> None:
    form = RecordForm(SPEC, VALUES)
    app = Host(form)
    async with app.run_test(size=SMALL) as pilot:
        assert {row.spec.name for row in form.query(FieldRow)} == {
            field.name for field in SPEC.of_group("person")
        }
        await pilot.click(TabBar, offset=(11, 0))
        await pilot.pause()
        assert len(form.query(FieldRow)) == len(SPEC.fields)


async def test_a_draft_stands_above_the_values_to_the_letter() -> None:
    draft = {"born": "31.2", "countries": ["SY", "TR"], "remarks": "halb fert", "phone": "0711/"}
    form = RecordForm(SPEC, VALUES, draft=draft)
    app = Host(form)
    async with app.run_test(size=SMALL):
        assert form.draft() == draft
        assert control(form, "born").value == "31.2"
        assert control(form, "countries").value == ("SY", "TR")
        assert control(form, "remarks").value == "halb fert"
        assert form.is_dirty


async def test_after_saving_and_after_loading_nothing_counts_as_changed() -> None:
    form = RecordForm(SPEC, VALUES)
    app = Host(form)
    async with app.run_test(size=SMALL, message_hook=app.hear) as pilot:
        form.focus_first()
        await pilot.press("x")
        form.mark_saved()
        await pilot.pause()
        assert not form.is_dirty
        assert "●" not in frame(app)
        before = len(app.of(RecordForm.Changed))
        form.load({"name": "Kovalenko", "sex": "female", "remarks": "neu"})
        await pilot.pause()
        assert not form.is_dirty
        assert len(app.of(RecordForm.Changed)) == before
        assert "Kovalenko" in frame(app)
        assert control(form, "remarks").value == "neu"


async def test_every_change_and_every_leaving_is_told_once() -> None:
    form = RecordForm(SPEC, VALUES)
    app = Host(form)
    async with app.run_test(size=SMALL, message_hook=app.hear) as pilot:
        form.focus_first()
        await pilot.press("x", "y", "tab", "+", "1")
        assert [message.name for message in app.of(RecordForm.Changed)] == [
            "name",
            "name",
            "born",
            "born",
        ]
        assert "name" in {message.name for message in app.of(RecordForm.Left)}


async def test_a_wide_terminal_shows_two_columns_and_notes_across_both() -> None:
    form = RecordForm(SPEC, VALUES)
    app = Host(form)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        lines = frame(app).splitlines()
        assert "Familienname" in lines[2]
        assert "Geboren" in lines[2]
        assert control(form, "remarks").size.width > 100


async def test_a_form_shows_hostile_labels_values_and_messages_literally() -> None:
    fields = tuple(FieldSpec(f"f{n}", Ui(text, "g")) for n, text in enumerate(HOSTILE))
    spec = FormSpec("x", (("g", "[/b]"), ("h", HOSTILE[2])), fields)
    form = RecordForm(spec, {f"f{n}": text for n, text in enumerate(HOSTILE)})
    app = Host(form)
    async with app.run_test(size=(120, 80)) as pilot:
        form.refuse("f0", " ".join(HOSTILE[:8]))
        await pilot.pause()
        assert escapes(app) == []
        drawn = frame(app)
        assert "[/b]" in drawn
        assert drawn.count("[@click=app.delete('1')]") == 2
        assert "! [bold]Ali [/ [/foo]" in drawn


async def test_each_kind_has_its_widget() -> None:
    form = RecordForm(SPEC, VALUES)
    app = Host(form)
    async with app.run_test(size=SMALL):
        assert isinstance(control(form, "name"), TextInput)
        assert isinstance(control(form, "born"), DateInput)
        assert isinstance(control(form, "sex"), Choice)
        assert isinstance(control(form, "remarks"), NoteArea)
