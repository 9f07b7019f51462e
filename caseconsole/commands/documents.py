"""``caseconsole plan``, ``plans`` and ``template check``: Word documents without the console."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from caseconsole import clock
from caseconsole.commands.common import open_store, prepare, progress, say
from caseconsole.errors import DocumentError
from caseconsole.files import is_folder
from caseconsole.i18n import _, ngettext
from caseconsole.text import show

if TYPE_CHECKING:
    from argparse import Namespace

    from caseconsole.documents.plan_data import PlanData

_DOCX = ".docx"


def plan(options: Namespace) -> int:
    """Write the plan of one case."""
    from caseconsole.documents.plan_data import read_plan
    from caseconsole.documents.plans import PlanWriter

    target = _target(options.output)
    store = open_store(options)
    try:
        data = store.call(read_plan, options.case, options.version, today=clock.today())
    finally:
        store.close()
    writer = PlanWriter(options.template or "", options.second_language)
    written = writer.write(data, target)
    say(_("{kind} geschrieben: {file}").format(kind=_kind(data), file=written))
    if writer.stays_german(data):
        say(_("Nicht übersetzt und deutsch geblieben: {names}.").format(
            names=", ".join(writer.stays_german(data))
        ))  # fmt: skip
    return 0


def plans(options: Namespace) -> int:
    """Write the valid plans of all running cases into a folder."""
    from caseconsole.documents.plan_data import read_plans, running_cases
    from caseconsole.documents.plans import PlanWriter, make_folder

    store = open_store(options)
    try:
        today = clock.today()
        found = store.call(read_plans, today)
        running = len(store.call(running_cases, today))
    finally:
        store.close()
    folder = make_folder(options.output)
    writer = PlanWriter()
    progress(0, len(found), _("Pläne"))
    for number, data in enumerate(found, start=1):
        writer.write(data, folder)
        progress(number, len(found), _("Pläne"))
    written = ngettext(
        "{count} Plan geschrieben nach {folder}", "{count} Pläne geschrieben nach {folder}",
        len(found),
    ).format(count=len(found), folder=folder)  # fmt: skip
    without = ngettext(
        "{count} laufender Fall ohne gültigen Plan",
        "{count} laufende Fälle ohne gültigen Plan",
        running - len(found),
    ).format(count=running - len(found))
    say(f"{written}; {without}.")
    return 0


def template_check(options: Namespace) -> int:
    """Print what is wrong with a template; exit status 1 if it cannot be used."""
    from caseconsole.documents.doctor import examine, in_words
    from caseconsole.documents.gate import ERROR
    from caseconsole.documents.placeholders import describe

    prepare(options)
    found = examine(options.file)
    for finding in found:
        say(show(in_words(finding)))
    errors = sum(finding.severity == ERROR for finding in found)
    if options.placeholders:
        for line in describe():
            say(line)
    if errors:
        raise DocumentError(
            ngettext(
                "{file}: {count} Fehler; die Vorlage kann so nicht verwendet werden.",
                "{file}: {count} Fehler; die Vorlage kann so nicht verwendet werden.",
                errors,
            ).format(file=options.file.name, count=errors)
        )
    say(_("{file}: keine Fehler gefunden.").format(file=options.file.name))
    return 0


def _target(path: Path) -> Path:
    """The file to write; refused before anything is opened if it cannot become one."""
    if path.suffix.lower() != _DOCX and not is_folder(path):
        raise DocumentError(
            _("Ein Plan wird als Word-Datei geschrieben."),
            _("Bitte geben Sie nach -o eine Datei mit der Endung .docx an."),
        )
    if not is_folder(path.parent):
        raise DocumentError(
            _("Den Ordner {folder} gibt es nicht.").format(folder=path.parent),
            _("Bitte legen Sie ihn an oder wählen Sie einen anderen."),
        )
    return path


def _kind(data: PlanData) -> str:
    if data.version.number == 0:
        return _("Der Fall hat noch keinen Plan; leerer Entwurf")
    if data.version.draft:
        return _("Entwurf der Version {number}").format(number=data.version.number)
    return _("Plan, Version {number},").format(number=data.version.number)
