# mypy: ignore-errors
"""Tables: ids_for_good_and_erasing. Loaded by path; never changed once it shipped.

SQLite gives the highest id of a deleted row again unless the table says AUTOINCREMENT, which only
a table made anew can say. Rows, indexes and references stay; the counter of each table begins
above every id that the trail of changes has ever named.
"""
import re

from peewee import *

_ID = '"id" INTEGER NOT NULL PRIMARY KEY'


def _rebuild(db, table, sql):
    new = f"new_{table}"
    made = re.sub(r'^CREATE TABLE\s+("?)%s\1' % table, f'CREATE TABLE "{new}"', sql, count=1)
    db.execute_sql(made.replace(_ID, f"{_ID} AUTOINCREMENT", 1))
    columns = ", ".join(f'"{row[1]}"' for row in db.execute_sql(f'PRAGMA table_info("{table}")'))
    indexes = db.execute_sql(
        "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
        (table,),
    ).fetchall()
    db.execute_sql(f'INSERT INTO "{new}" ({columns}) SELECT {columns} FROM "{table}"')
    db.execute_sql(f'DROP TABLE "{table}"')
    db.execute_sql(f'ALTER TABLE "{new}" RENAME TO "{table}"')
    for (index,) in indexes:
        db.execute_sql(index)


def _raise_counter(db, table):
    named = "SELECT max(object_id) FROM audit_entry WHERE object_type = ?"
    highest = db.execute_sql(named, (table,)).fetchone()[0] or 0
    known = db.execute_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    if known is None:
        db.execute_sql("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, highest))
    elif highest > known[0]:
        db.execute_sql("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (highest, table))


def up(migrator, db):
    tables = db.execute_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    rebuilt = [(table, sql) for table, sql in tables if _ID in sql and "AUTOINCREMENT" not in sql]
    for table, sql in rebuilt:
        _rebuild(db, table, sql)

    class Statistic(Model):
        id = AutoField(constraints=[SQL("AUTOINCREMENT")])
        first_day = DateField()
        last_day = DateField(null=True)
        figures = JSONField(default=list)
        class Meta:
            database = db
            table_name = 'statistic'
            indexes = ((('first_day', 'last_day'), False),)
    db.create_tables([Statistic])

    migrator.migrate(migrator.add_column('contact', 'erased_first', BooleanField(default=False)))
    migrator.migrate(migrator.add_column('person', 'erased_care', BooleanField(default=False)))
    migrator.migrate(migrator.add_column('person', 'erased_talk', BooleanField(default=False)))
    # At the end: a column that may not be empty makes the table anew, which forgets the counter.
    for table, _sql in rebuilt:
        _raise_counter(db, table)
