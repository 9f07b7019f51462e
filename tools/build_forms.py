"""Builds the two example forms of a district: ``python -m tools.build_forms``.

Their mappings beside them are written by hand, with comments, as a user would write them.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

from tools import district_document, district_workbook

FOLDER = Path(__file__).parent.parent / "templates" / "formulare"
_MADE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def document() -> bytes:
    """The Word form as it is committed."""
    made = district_document.build()
    properties = made.core_properties
    properties.author, properties.last_modified_by, properties.comments = "", "", ""
    properties.title = "Sachstandsmeldung Integrationsmanagement (Beispiel)"
    properties.created = properties.modified = _MADE
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


BUILDERS: dict[str, Callable[[], bytes]] = {
    "jahresmeldung.xlsx": district_workbook.build,
    "sachstand.docx": document,
}
"""The example forms by file name."""


def main() -> None:
    """Write both forms into ``templates/formulare``."""
    FOLDER.mkdir(exist_ok=True)
    for name, build in BUILDERS.items():
        (FOLDER / name).write_bytes(build())


if __name__ == "__main__":
    main()
