"""``caseconsole plan``, ``plans`` and ``template check``: Word documents without the console."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseconsole import clock
from caseconsole.commands.common import (
    end_progress,
    open_store,
    prepare,
    progress,
    say,
    stoppable,
    word_file,
)
from caseconsole.errors import DocumentError
from caseconsole.i18n import _, ngettext
from caseconsole.text import show

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from caseconsole.documents.batch import Progress
    from caseconsole.documents.doctor import Examination
    from caseconsole.documents.kinds import DocumentData
    from caseconsole.documents.plan_data import PlanData
    from caseconsole.documents.writer import Writer
    from caseconsole.store import Store

_FILED_AT_ONCE = 25
"""Documents that are kept in one transaction: the disk is waited for once, memory stays small."""


def plan(options: Namespace) -> int:
    """Write the plan of one case, and keep it with the case."""
    from caseconsole.documents.filed import file_documents
    from caseconsole.documents.kinds import PLAN
    from caseconsole.documents.kinds.plan import of_plan
    from caseconsole.documents.plan_data import read_plan
    from caseconsole.documents.writer import Writer, write_file

    target = word_file(options.output)
    store = open_store(options)
    try:
        today = clock.today()
        data = store.call(read_plan, options.case, options.version, today=today)
        writer = Writer(PLAN, options.template or "", options.second_language)
        made = writer.make(of_plan(data, today))
        written = write_file(made, target)
        store.call(file_documents, [(data.case_id, made)], today)
    finally:
        store.close()
    say(_("{kind} geschrieben: {file}").format(kind=_kind(data), file=written))
    say_phrases(writer, of_plan(data, today))
    return 0


def say_phrases(writer: Writer, data: DocumentData) -> None:
    """Say what the second language of a document lacks, and what its file has that nobody asks for.

    Args:
        writer: what has written it.
        data: what it was written from.
    """
    german, unknown = writer.stays_german(data), writer.unknown_phrases(data)
    if german:
        say(_("Nicht übersetzt und deutsch geblieben: {names}.").format(names=", ".join(german)))
    if unknown:
        say(
            _("In der Datei der Übersetzung unbekannt, vielleicht verschrieben: {names}").format(
                names=show(", ".join(unknown))
            )
        )


def plans(options: Namespace) -> int:
    """Write the valid plans of all running cases into a folder; Ctrl+C stops between two of them.

    Raises:
        DocumentError: not every plan was written; those that were are whole and stay.
    """
    from caseconsole.documents.batch import in_words
    from caseconsole.documents.kinds.plan import of_plan
    from caseconsole.documents.plan_data import read_plans, running_cases
    from caseconsole.documents.writer import make_folder

    store = open_store(options)
    try:
        today = clock.today()
        found = [of_plan(data, today) for data in store.call(read_plans, today)]
        without = len(store.call(running_cases, today)) - len(found)
        folder = make_folder(options.output)
        last = _write_plans(store, found, folder, only_missing=options.missing)
    finally:
        store.close()
    if not last.complete:
        raise _unfinished(last, folder)
    rest = ngettext(
        "{count} laufender Fall ohne gültigen Plan.",
        "{count} laufende Fälle ohne gültigen Plan.",
        without,
    ).format(count=without)
    say(" ".join([in_words(last), _("Ordner: {folder}.").format(folder=folder), rest]))
    return 0


def _write_plans(
    store: Store, documents: list[DocumentData], folder: Path, *, only_missing: bool
) -> Progress:
    """Write plans with a bar, and keep each of them with its case; returns how it ended."""
    from caseconsole.documents.batch import Progress, write_all
    from caseconsole.documents.filed import file_documents
    from caseconsole.documents.kinds import PLAN
    from caseconsole.documents.writer import Writer

    now = Progress(len(documents))
    unfiled = []
    with stoppable() as stopped:
        try:
            for now in write_all(
                documents, Writer(PLAN), folder, stop=stopped.is_set, only_missing=only_missing
            ):
                progress(now.done, now.total, _("Pläne"))
                if now.latest is not None:
                    data, made = now.latest
                    unfiled.append((data.request.case_id, made))
                if len(unfiled) == _FILED_AT_ONCE:
                    store.call(file_documents, unfiled, clock.today())
                    unfiled = []
        finally:
            if unfiled:
                store.call(file_documents, unfiled, clock.today())
    return now


def _unfinished(last: Progress, folder: Path) -> DocumentError:
    """The one line for a batch that did not write every plan; says the problems before it."""
    from caseconsole.documents.batch import in_words

    if last.done < last.total:
        end_progress()
    for problem in last.problems:
        say(show(problem))
    said = [str(last.failure)] if last.failure else []
    said += [in_words(last), _("Ordner: {folder}.").format(folder=folder)]
    if last.problems:
        said.append(
            ngettext(
                "{count} Plan ließ sich nicht schreiben.",
                "{count} Pläne ließen sich nicht schreiben.",
                len(last.problems),
            ).format(count=len(last.problems))
        )
    hint = _("Was noch fehlt, schreibt derselbe Befehl mit --missing.")
    return DocumentError(" ".join(said), hint)


def template_check(options: Namespace) -> int:
    """Print what is wrong with a template; exit status 1 if it cannot be used."""
    from caseconsole.documents import doctor

    prepare(options)
    found = doctor.diagnose(options.file)
    for finding in found.findings:
        say(show(doctor.in_words(finding)))
    if options.repair is not None:
        found = _repair(options.file, options.repair)
    if options.placeholders:
        for line in doctor.describe():
            say(line)
    if found.errors:
        raise DocumentError(
            ngettext(
                "{file}: {count} Fehler; die Vorlage kann so nicht verwendet werden.",
                "{file}: {count} Fehler; die Vorlage kann so nicht verwendet werden.",
                found.errors,
            ).format(file=(options.repair or options.file).name, count=found.errors)
        )
    if options.specimen is not None:
        written = doctor.write_specimen(options.repair or options.file, options.specimen)
        say(_("Mit erfundenen Angaben gefüllt: {file}").format(file=written))
    say(
        _("{file}: keine Fehler gefunden. Geeignet für: {kinds}.").format(
            file=(options.repair or options.file).name,
            kinds=", ".join(map(doctor.title_of, found.kinds)),
        )
    )
    return 0


def template_placeholders(options: Namespace) -> int:
    """Print the placeholders of one kind of document, or of all."""
    from caseconsole.documents.doctor import describe

    prepare(options)
    for line in describe(options.kind):
        say(line)
    return 0


def _repair(file: Path, copy: Path) -> Examination:
    from caseconsole.documents import doctor

    found, changes = doctor.repair(file, copy)
    for change in changes:
        say(show(f"{change.place}: {change.message}"))
    if not changes:
        say(_("Es gab nichts zu bereinigen."))
    say(_("Bereinigte Kopie: {file}").format(file=copy))
    for finding in found.findings:
        say(show(doctor.in_words(finding)))
    return found


def _kind(data: PlanData) -> str:
    if data.version.number == 0:
        return _("Der Fall hat noch keinen Plan; leerer Entwurf")
    if data.version.draft:
        return _("Entwurf der Version {number}").format(number=data.version.number)
    return _("Plan, Version {number},").format(number=data.version.number)
