"""The scripts lead to the models, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import peewee
import pytest
from playhouse.schema_diff import diff_models

from caseconsole.errors import StoreError
from caseconsole.models import ALL_MODELS, Person, database
from caseconsole.store import Store, schema, transaction


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


SECOND = """
from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("person", "shoe_size", IntegerField(null=True)))
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
    assert opened.call(lambda: opened.raw.execute("PRAGMA foreign_keys").fetchone()[0]) == 1
    opened.close()
    assert len(list((folder / "sicherungen").glob("*.ccb"))) == 1


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
