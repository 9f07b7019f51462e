"""Builds the Word templates that ship with caseconsole: ``python -m tools.build_templates``.

The templates are made by this script so that their text can be reviewed and compared; a test proves
that the committed files are what it makes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from docx.document import Document as WordDocument

from caseconsole.documents.kinds import FORMS
from tools import (
    activity_report_template,
    appointment_template,
    closing_template,
    consent_template,
    contact_template,
    fourth_year_template,
    plan_template,
    referral_template,
    release_template,
    stand_in_template,
)

FOLDER = Path(__file__).parent.parent / "templates"

BUILDERS: dict[str, Callable[[], WordDocument]] = {
    "integrationsplan.docx": plan_template.build,
    "beratungsprotokoll.docx": contact_template.build,
    "vermittlung.docx": referral_template.build,
    "schweigepflichtentbindung.docx": release_template.build,
    "einwilligung.docx": consent_template.build,
    "begruendung-viertes-jahr.docx": fourth_year_template.build,
    "abschlussbericht.docx": closing_template.build,
    "terminzettel.docx": appointment_template.build,
    "vertretungsblatt.docx": stand_in_template.build,
    "sachbericht.docx": activity_report_template.build,
}
"""The shipped templates by file name."""

_MADE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def main() -> None:
    """Write every template into ``templates/``."""
    for name, build in BUILDERS.items():
        document = build()
        properties = document.core_properties
        properties.author, properties.last_modified_by = "", ""
        properties.title, properties.comments = FORMS[name.removesuffix(".docx")].title, ""
        properties.created = properties.modified = _MADE
        document.save(str(FOLDER / name))


if __name__ == "__main__":
    main()
