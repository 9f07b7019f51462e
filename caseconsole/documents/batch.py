"""Many documents one after another: each is written whole, and between two one may stop.

The command and the console walk through the same loop, which asks nobody and shows nothing. It
needs no store and may run on any thread, one step at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from caseconsole.documents.writer import file_name, write_file
from caseconsole.errors import DocumentError
from caseconsole.files import is_file
from caseconsole.i18n import _, ngettext

if TYPE_CHECKING:
    from pathlib import Path

    from caseconsole.documents.filed import Made
    from caseconsole.documents.kinds import DocumentData
    from caseconsole.documents.writer import Writer


@dataclass(frozen=True)
class Progress:
    """How far it is.

    Args:
        total: documents to write.
        done: documents that are dealt with, one way or another.
        written: files written.
        renamed: those of them with another name, since a file of theirs lay there.
        kept: documents left out since a file of theirs lay there.
        problems: a sentence for each document that could not be made, with the case number.
        stopped: whether it ended before the last one because somebody wanted it to.
        failure: why nothing more can be written here at all: a full disk, a folder that is gone.
        latest: the document written in this step, with what it was made from.
    """

    total: int
    done: int = 0
    written: int = 0
    renamed: int = 0
    kept: int = 0
    problems: tuple[str, ...] = ()
    stopped: bool = False
    failure: DocumentError | None = None
    latest: tuple[DocumentData, Made] | None = None

    @property
    def complete(self) -> bool:
        """Whether there is a file of every document."""
        return self.written + self.kept == self.total


def write_all(
    documents: Sequence[DocumentData],
    writer: Writer,
    folder: Path,
    *,
    stop: Callable[[], bool],
    only_missing: bool = False,
) -> Iterator[Progress]:
    """Write documents of one kind; no file that lies in ``folder`` is ever replaced.

    A document that cannot be made is noted, and the next one follows. Where writing fails nothing
    else would arrive either: it ends there.

    Args:
        documents: what to write, each about a case.
        writer: makes them.
        folder: where the files go; it must exist.
        stop: asked between two documents, never within one.
        only_missing: leave out what a file of that name lies there for, instead of writing a new
            one beside it.

    Yields:
        How far it is: before the first document, and after each.
    """
    now = Progress(len(documents))
    yield now
    for data in documents:
        if stop():
            yield replace(now, stopped=True, latest=None)
            return
        if only_missing and is_file(folder / file_name(writer.kind, data)):
            now = replace(now, done=now.done + 1, kept=now.kept + 1, latest=None)
        else:
            now = _one(now, data, writer, folder)
        yield now
        if now.failure is not None:
            return


def _one(before: Progress, data: DocumentData, writer: Writer, folder: Path) -> Progress:
    now = replace(before, done=before.done + 1, latest=None)
    try:
        made = writer.make(data)
    except DocumentError as error:
        number = data.case.case_number if data.case else ""
        return replace(now, problems=(*now.problems, f"{number}: {error}"))
    try:
        path = write_file(made, folder)
    except DocumentError as error:
        return replace(before, failure=error, latest=None)
    return replace(
        now,
        written=now.written + 1,
        renamed=now.renamed + (path.name != made.name),
        latest=(data, made),
    )


def in_words(last: Progress) -> str:
    """What became of it, in one line; problems and their remedies are the caller's to name."""
    if not last.total:
        return _("Es gibt keinen gültigen Plan. Es wurde nichts geschrieben.")
    said = [
        ngettext(
            "{count} von {total} Plan geschrieben.",
            "{count} von {total} Plänen geschrieben.",
            last.total,
        ).format(count=last.written, total=last.total)
    ]
    if last.stopped:
        said.append(_("Angehalten."))
    if last.written and (last.stopped or last.failure):
        said.append(_("Was geschrieben ist, ist vollständig."))
    if last.renamed:
        said.append(
            ngettext(
                "{count} Datei gab es schon; sie blieb, die neue heißt anders (_2).",
                "{count} Dateien gab es schon; sie blieben, die neuen heißen anders (_2).",
                last.renamed,
            ).format(count=last.renamed)
        )
    if last.kept:
        said.append(
            ngettext(
                "{count} Datei gab es schon; sie blieb, wie sie ist.",
                "{count} Dateien gab es schon; sie blieben, wie sie sind.",
                last.kept,
            ).format(count=last.kept)
        )
    return " ".join(said)
