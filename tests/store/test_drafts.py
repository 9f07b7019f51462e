"""Drafts: kept while typing, listed after a crash, dropped with the save."""

from __future__ import annotations

import pytest
import time_machine

from caseconsole.models import AuditEntry, Case, Person
from caseconsole.store import Store, drafts, transaction


def _case() -> int:
    with transaction("case.create") as audit:
        case = Case.create(number="2026-1", person=Person.create(family_name="A"))
        audit.record("case", case.id)
        return int(case.id)


def test_a_draft_comes_back_as_it_was_typed(store: Store) -> None:
    case = store.call(_case)
    values: dict[str, object] = {
        "day": "1.2.",
        "text": "Grüße سلام",
        "topics": ["work"],
        "minutes": "",
    }
    with time_machine.travel("2026-11-21T08:00:00Z", tick=False):
        store.call(drafts.save_draft, "contact", case, "Beratung", values)
    draft = store.call(drafts.get_draft, "contact")
    assert draft == drafts.Draft(
        key="contact",
        case_id=case,
        title="Beratung",
        values=values,
        updated_at="2026-11-21T08:00:00+00:00",
        characters=len("1.2.") + len("Grüße سلام"),
    )


def test_the_newest_typing_replaces_the_earlier_and_needs_no_audit_row(store: Store) -> None:
    before = store.call(lambda: AuditEntry.select().count())
    for text in ("a", "ab", "abc"):
        store.call(drafts.save_draft, "contact", None, "", {"text": text})
    assert [draft.values for draft in store.call(drafts.list_drafts)] == [{"text": "abc"}]
    assert store.call(lambda: AuditEntry.select().count()) == before


def test_drafts_are_listed_newest_first_and_survive_the_end(store: Store) -> None:
    for minute, name in enumerate(("a", "b", "c")):
        with time_machine.travel(f"2026-11-21T08:0{minute}:00Z", tick=False):
            store.call(drafts.save_draft, name, None, "", {})
    key = store.data_key
    store.close()
    again = Store._open_with_key(store.folder, key)
    assert [draft.key for draft in again.call(drafts.list_drafts)] == ["c", "b", "a"]
    again.close()


def test_a_dropped_draft_is_gone_and_dropping_none_is_no_error(store: Store) -> None:
    store.call(drafts.save_draft, "contact", None, "", {"text": "x"})
    store.call(drafts.drop_draft, "contact")
    store.call(drafts.drop_draft, "contact")
    assert store.call(drafts.get_draft, "contact") is None


def test_a_draft_stays_if_the_save_that_drops_it_fails(store: Store) -> None:
    store.call(drafts.save_draft, "contact", None, "", {"text": "x"})

    def failing_save() -> None:
        with transaction("contact.create") as audit:
            audit.record("contact")
            drafts.drop_draft("contact")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.call(failing_save)
    assert store.call(drafts.get_draft, "contact") is not None
