"""Development helper: write the migration that leads from the newest scripts to the models.

``python -m caseconsole.store.migrate NAME`` compares a database made by the scripts so far with
``caseconsole.models`` and writes the next script into ``store/migrations``. Read it, run the tests,
commit it. A script that shipped is never changed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from peewee import SqliteDatabase
from playhouse.migrations import Runner, template
from playhouse.schema_diff import diff_models

from caseconsole.models import ALL_MODELS
from caseconsole.store.schema import SCRIPTS


def main(arguments: list[str]) -> int:
    """Write the script and print its path; exit status 0, or 2 for wrong usage."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m caseconsole.store.migrate NAME\n")
        return 2
    with TemporaryDirectory() as folder:
        # Holds table definitions only, never a row of anybody.
        database = SqliteDatabase(str(Path(folder) / "schema.db"))
        runner = Runner(database, str(SCRIPTS))
        with database.connection_context():
            runner.up()
            diff = diff_models(database, ALL_MODELS)
        if not diff:
            sys.stdout.write("The scripts already lead to the models.\n")
            return 0
        body = _script(arguments[0], template(diff))
        sys.stdout.write(f"{runner.create(arguments[0], body=body)}\n")
    return 0


def _script(name: str, generated: str) -> str:
    """The generated script without its date and without the way back, which is a backup here."""
    upward = generated.partition("\ndef down(")[0]
    lines = [line for line in upward.splitlines() if not line.startswith("# Generated")]
    title = f'"""Tables: {name}. Loaded by path; never changed once it shipped."""'
    return "\n".join(["# mypy: ignore-errors", title, *lines]).rstrip() + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
