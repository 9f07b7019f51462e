"""Writing: everything or nothing, and never without an audit row."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress

import peewee
import pytest
import time_machine

from caseconsole.errors import StoreError
from caseconsole.models import AuditEntry, Person, StoreInfo, database
from caseconsole.store import Store, transaction


def _names() -> list[str]:
    return [person.family_name for person in Person.select().order_by(Person.id)]


def _add(name: str) -> int:
    with transaction("person.create") as audit:
        person = Person.create(family_name=name)
        audit.record("person", person.id, fields=("family_name",))
        return int(person.id)


def test_a_write_is_stored_with_who_when_and_which_fields(store: Store) -> None:
    with time_machine.travel("2026-11-21T09:30:00Z", tick=False):
        person = store.call(_add, "Müller")
    row = store.call(lambda: AuditEntry.select().order_by(AuditEntry.id.desc()).get())
    assert (row.action, row.object_type, row.object_id) == ("person.create", "person", person)
    assert row.at == "2026-11-21T09:30:00+00:00"
    assert row.fields == ["family_name"]
    assert row.user
    assert "Müller" not in str(row.__data__)


def test_a_write_without_an_audit_row_is_refused_and_not_stored(store: Store) -> None:
    def silent() -> None:
        with transaction("person.create"):
            Person.create(family_name="Ungenannt")

    with pytest.raises(RuntimeError, match=r"person\.create"):
        store.call(silent)
    assert store.call(_names) == []


def test_a_transaction_that_only_reads_needs_no_audit_row(store: Store) -> None:
    def reading() -> int:
        with transaction("case.look"):
            return int(Person.select().count())

    assert store.call(reading) == 0


def test_a_failure_leaves_nothing_not_even_the_audit_row(store: Store) -> None:
    before = store.call(lambda: AuditEntry.select().count())

    def failing() -> None:
        with transaction("person.create") as audit:
            audit.record("person", Person.create(family_name="Halb").id)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.call(failing)
    assert store.call(_names) == []
    assert store.call(lambda: AuditEntry.select().count()) == before


def test_an_inner_transaction_joins_and_falls_with_the_outer(store: Store) -> None:
    def failing() -> None:
        with transaction("import") as audit:
            _add("Innen")
            audit.record("import")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.call(failing)
    assert store.call(_names) == []


def test_an_inner_audit_row_covers_the_outer_transaction(store: Store) -> None:
    def outer() -> None:
        with transaction("import"):
            _add("Innen")

    store.call(outer)
    assert store.call(_names) == ["Innen"]


def test_an_inner_failure_that_is_caught_undoes_only_the_inner_changes(store: Store) -> None:
    def inner_fails() -> None:
        with transaction("person.create") as audit:
            audit.record("person", Person.create(family_name="Innen").id)
            raise ZeroDivisionError

    def outer() -> None:
        with transaction("import") as audit:
            with pytest.raises(ZeroDivisionError):
                inner_fails()
            audit.record("person", Person.create(family_name="Außen").id)

    store.call(outer)
    assert store.call(_names) == ["Außen"]


def test_an_undone_inner_write_does_not_count_as_written(store: Store) -> None:
    def outer() -> None:
        with transaction("import"), suppress(ZeroDivisionError), transaction("inner"):
            Person.create(family_name="Innen")
            raise ZeroDivisionError

    store.call(outer)
    assert store.call(_names) == []


def test_an_undone_inner_audit_row_does_not_cover_the_outer_write(store: Store) -> None:
    def outer() -> None:
        with transaction("import"):
            Person.create(family_name="Außen")
            with suppress(ZeroDivisionError), transaction("inner") as audit:
                audit.record("person")
                raise ZeroDivisionError

    with pytest.raises(RuntimeError, match="import"):
        store.call(outer)
    assert store.call(_names) == []


def test_references_are_enforced(store: Store) -> None:
    def dangling() -> None:
        with transaction("case.create") as audit:
            audit.record("case")
            database.execute_sql(
                'INSERT INTO "case" (number, person_id, cancelled) VALUES (1,99,0)'
            )

    with pytest.raises(peewee.IntegrityError):
        store.call(dangling)


def test_everything_runs_on_one_thread_that_is_not_the_callers(store: Store) -> None:
    async def from_the_console() -> int:
        return await store.run(threading.get_ident)

    assert asyncio.run(from_the_console()) == store.call(threading.get_ident)
    assert store.call(threading.get_ident) != threading.get_ident()


def test_a_query_on_another_thread_fails_at_once(store: Store) -> None:
    with pytest.raises(peewee.InterfaceError):
        Person.select().count()
    with pytest.raises(peewee.InterfaceError):
        _add("Anderswo")


def test_a_call_from_the_database_thread_itself_does_not_wait_for_ever(store: Store) -> None:
    assert store.call(lambda: store.call(_names)) == []


async def test_the_loop_goes_on_while_a_function_runs(store: Store) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def waits() -> str:
        begun.set()
        return "fertig" if may_end.wait(10) else "blockiert"

    async def lets_it_end() -> None:
        await asyncio.to_thread(begun.wait, 10)
        may_end.set()

    result, _nothing = await asyncio.gather(store.run(waits), lets_it_end())
    assert result == "fertig"


async def test_a_save_that_nobody_waits_for_any_more_is_carried_out(store: Store) -> None:
    begun, may_start = threading.Event(), threading.Event()

    def holds_the_thread() -> None:
        begun.set()
        may_start.wait(10)

    first = asyncio.ensure_future(store.run(holds_the_thread))
    await asyncio.to_thread(begun.wait, 10)
    save = asyncio.ensure_future(store.run(_add, "Bleibt"))
    await asyncio.sleep(0)
    save.cancel()
    await asyncio.sleep(0)
    may_start.set()
    await first
    assert await store.run(_names) == ["Bleibt"]


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    with pytest.raises(StoreError, match="gesperrt"):
        store.call(_names)
    store.close()


def test_the_slots_are_kept_inside_too(store: Store) -> None:
    text = store.call(lambda: StoreInfo.get_by_id("keys").value)
    assert text == store.key_ring.to_json()
