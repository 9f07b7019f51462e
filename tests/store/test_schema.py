"""The scripts lead to the models, whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import peewee
import pytest
from playhouse.migrations import Runner
from playhouse.schema_diff import diff_models

from caseconsole.errors import StoreError
from caseconsole.models import ALL_MODELS, Contact, Household, Person, Stored, database
from caseconsole.store import Store, highest_ids, schema, transaction


def test_the_scripts_lead_from_nothing_to_the_models(store: Store) -> None:
    difference = store.call(lambda: str(diff_models(database.obj, ALL_MODELS)))
    assert difference == ""


def test_column_types_and_obligations_are_those_of_the_models(store: Store, tmp_path: Path) -> None:
    """``diff_models`` compares names only; a database made by the models themselves tells more."""
    made = peewee.SqliteDatabase(str(tmp_path / "made.db"))
    with made.bind_ctx(ALL_MODELS), made.connection_context():
        made.create_tables(ALL_MODELS)
        expected = _columns(made)
    assert store.call(lambda: _columns(database.obj)) == expected


def _columns(opened: peewee.SqliteDatabase) -> set[tuple[object, ...]]:
    found: set[tuple[object, ...]] = set()
    for model in ALL_MODELS:
        table = model._meta.table_name
        for column in opened.get_columns(table):
            found.add((table, column.name, column.data_type, column.null, column.primary_key))
        for key in opened.get_foreign_keys(table):
            found.add((table, key.column, key.dest_table, key.dest_column))
        query = f'PRAGMA foreign_key_list("{table}")'
        actions = opened.execute_sql(query).fetchall()  # type: ignore[no-untyped-call]
        found |= {(table, action[3], "on delete", action[6]) for action in actions}
    return found


def test_an_id_is_never_given_again(store: Store) -> None:
    def add_and_remove(model: Any, **values: Any) -> tuple[int, int]:
        first = model.create(**values)
        first.delete_instance()
        return first.id, model.create(**values).id

    day = dt.date(2026, 1, 2)
    for model, values in (
        (Person, {"family_name": "Alt"}),
        (Contact, {"day": day, "kind": "office"}),
        (Household, {"place": "Musterstadt"}),
    ):
        gone, new = store.call(add_and_remove, model, **values)
        assert new == gone + 1
    store.compact()
    assert store.call(add_and_remove, Person, family_name="Alt") == (3, 4)
    tables = [model._meta.table_name for model in ALL_MODELS if issubclass(model, Stored)]
    made = dict(
        store.call(
            lambda: store.raw.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
            ).fetchall()
        )
    )
    assert [table for table in tables if "AUTOINCREMENT" not in made[table]] == []


def test_older_tables_keep_rows_indexes_and_ids_that_are_gone(tmp_path: Path) -> None:
    """The tables of the version before, filled, then brought up to date by their script."""
    old = peewee.SqliteDatabase(str(tmp_path / "old.db"))
    runner = Runner(old, str(schema.SCRIPTS))
    with old.connection_context():
        runner.up("0003_handing_in")
        for statement in _OLDER:
            old.execute_sql(statement)  # type: ignore[no-untyped-call]
        before = {table: _rows(old, table) for table in ("person", "case", "care_period")}
        old.pragma("foreign_keys", 0)
        runner.up()
        after = {table: _rows(old, table) for table in before}
        for table, rows in before.items():
            assert [row[: len(rows[0])] for row in after[table]] == rows
        assert old.pragma("foreign_key_check") is None
        with old.bind_ctx(ALL_MODELS):
            assert str(diff_models(old, ALL_MODELS)) == ""
            assert Person.create(family_name="Neu").id == 10  # the trail names a ninth one
            assert Contact.create(day=dt.date(2026, 1, 2), kind="office").id == 1
        made = peewee.SqliteDatabase(str(tmp_path / "made.db"))
        with made.bind_ctx(ALL_MODELS), made.connection_context():
            made.create_tables(ALL_MODELS)
            expected = _columns(made), _indexes(made)
        assert (_columns(old), _indexes(old)) == expected


_OLDER = (
    (
        "INSERT INTO person VALUES (4, 'Alt', '', '[]', '', NULL, NULL, '', NULL, '[]', '[]', NULL,"
        " '', '', NULL, NULL, NULL, '', '', '', NULL, '', '', '', '', '', '', 'alt', 'alt')"
    ),
    "INSERT INTO \"case\" VALUES (7, '2024-001', 4, '', 0)",
    "INSERT INTO care_period VALUES (2, 7, '2024-01-02', NULL, NULL, '')",
    "INSERT INTO audit_entry VALUES (1, '2026', '', 'import.undo', 'person', 9, '[]', '')",
)


def _rows(opened: peewee.SqliteDatabase, table: str) -> list[tuple[object, ...]]:
    query = f'SELECT * FROM "{table}" ORDER BY id'  # noqa: S608 - names of the test
    found: list[tuple[object, ...]] = opened.execute_sql(query).fetchall()  # type: ignore[no-untyped-call]
    return found


def _indexes(opened: peewee.SqliteDatabase) -> set[tuple[object, ...]]:
    return {
        (index.table, tuple(index.columns), index.unique)
        for model in ALL_MODELS
        for index in opened.get_indexes(model._meta.table_name)
    }


SECOND = """
from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("person", "shoe_size", IntegerField(default=0)))
"""


@pytest.fixture
def scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The shipped scripts in a folder to which a test can add one."""
    folder = tmp_path / "scripts"
    folder.mkdir()
    for script in schema.SCRIPTS.glob("*.py"):
        (folder / script.name).write_bytes(script.read_bytes())
    monkeypatch.setattr(schema, "SCRIPTS", folder)
    schema.newest.cache_clear()
    yield folder
    schema.newest.cache_clear()


def _add() -> None:
    with transaction("person.create") as audit:
        audit.record("person", Person.create(family_name="Alt").id)


def _closed_with_one_person(store: Store) -> tuple[Path, bytes]:
    store.call(_add)
    store.call(lambda: Person.create(family_name="Gelöscht").delete_instance())
    key = store.data_key
    store.close()
    return store.folder, key


def test_older_data_are_brought_up_to_date_with_a_backup_before(
    store: Store, scripts: Path
) -> None:
    folder, key = _closed_with_one_person(store)
    old = schema.newest()
    (scripts / f"{old + 1:04d}_more.py").write_text(SECOND, encoding="utf-8")
    schema.newest.cache_clear()
    opened = Store._open_with_key(folder, key)
    columns = opened.call(
        lambda: [row[1] for row in opened.raw.execute("PRAGMA table_info(person)")]
    )
    version = opened.call(lambda: opened.raw.execute("PRAGMA user_version").fetchone()[0])
    assert "shoe_size" in columns
    assert version == old + 1
    assert opened.call(Person.select().count) == 1
    assert opened.call(_highest, "person") == 2
    assert opened.call(lambda: opened.raw.execute("PRAGMA foreign_keys").fetchone()[0]) == 1
    opened.close()
    assert len(list((folder / "sicherungen").glob("*.ccb"))) == 1


def _highest(table: str) -> int:
    return highest_ids()[table]


DANGLING = """
    db.execute_sql('INSERT INTO contact_case (contact_id, case_id, position) VALUES (98, 99, 0)')
"""


@pytest.mark.parametrize(
    ("added", "error"),
    [
        ("    raise ZeroDivisionError", ZeroDivisionError),
        ("    db.execute_sql('DELETE FROM person')\n    nonsense", NameError),
        (DANGLING, StoreError),
    ],
)
def test_a_script_that_fails_leaves_the_old_state(
    store: Store, scripts: Path, added: str, error: type[Exception]
) -> None:
    folder, key = _closed_with_one_person(store)
    old = schema.newest()
    script = scripts / f"{old + 1:04d}_more.py"
    script.write_text(SECOND + added, encoding="utf-8")
    schema.newest.cache_clear()
    with pytest.raises(error):
        Store._open_with_key(folder, key)
    script.unlink()
    schema.newest.cache_clear()
    opened = Store._open_with_key(folder, key)
    assert opened.call(lambda: str(diff_models(database.obj, ALL_MODELS))) == ""
    assert opened.call(lambda: opened.raw.execute("PRAGMA user_version").fetchone()[0]) == old
    assert opened.call(Person.select().count) == 1
    opened.close()
