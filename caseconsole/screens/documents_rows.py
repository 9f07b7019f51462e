"""The lines of the screen of documents: copies, files, documents of the file, templates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from caseconsole import config
from caseconsole.documents.copies import Copy
from caseconsole.documents.filed import FiledTotal, FiledView
from caseconsole.documents.folders import own_template_folder
from caseconsole.documents.kinds import FORMS
from caseconsole.i18n import _, ngettext
from caseconsole.screens.case_part import in_full, short_name
from caseconsole.screens.documents_files import WrittenFile
from caseconsole.screens.filed_documents import state_of, title_of
from caseconsole.screens.working_copies import state_words
from caseconsole.text import ascii_of
from caseconsole.widgets import Shown, mark

COPY, FILE, FILED, TEMPLATE = "copy", "file", "filed", "template"
_MEGABYTE: Final = 1_000_000
MOST_FILED: Final = 200
"""Documents of the file that are listed, the newest ones; each case lists all of its own."""


@dataclass(frozen=True)
class Row:
    """A line of the list.

    Args:
        kind: which of the four it is.
        key: what tells it from the others of its kind.
        cells: name, person or kind, state, age.
        words: what it is found by when something is typed.
    """

    kind: str
    key: str
    section: str
    cells: tuple[Shown, ...]
    words: str
    path: Path | None = None
    copy: Copy | None = None
    document: FiledView | None = None


def matching(rows: Iterable[Row], typed: str) -> list[Row]:
    """The lines that hold every typed word."""
    wanted = ascii_of(typed).split()
    return [row for row in rows if all(word in ascii_of(row.words) for word in wanted)]


def copy_rows(copies: Sequence[Copy], *, private: bool) -> Iterator[Row]:
    """The working copies, the oldest first, and files beside them that no case knows."""
    section = ngettext("{count} Arbeitskopie", "{count} Arbeitskopien", len(copies))
    for copy in copies:
        document = copy.document
        name = _titled(document) if document else copy.path.name
        who = _client(document, private=private) if document else ""
        words = state_words(copy)
        state = mark(words, "warn" if copy.changed or copy.id is None else "quiet")
        yield Row(
            COPY,
            str(copy.path),
            section.format(count=len(copies)),
            (name, who, state, age_words(copy.days)),
            f"{name} {who} {copy.path.name}",
            path=copy.path,
            copy=copy,
            document=document,
        )


def file_rows(files: Sequence[WrittenFile]) -> Iterator[Row]:
    """The files in the folder for documents."""
    section = ngettext(
        "{count} Datei im Ordner für Dokumente", "{count} Dateien im Ordner für Dokumente",
        len(files),
    )  # fmt: skip
    for file in files:
        size = _("{size} KB").format(size=file.kilobytes)
        cells = (file.path.name, "", size, age_words(file.days))
        title = section.format(count=len(files))
        yield Row(FILE, str(file.path), title, cells, file.path.name, path=file.path)


def filed_rows(
    filed: Sequence[FiledView], copies: Sequence[Copy], total: FiledTotal, *, private: bool
) -> Iterator[Row]:
    """The newest documents of all cases and of the office."""
    section = ngettext(
        "{count} Dokument in den Akten, {size}", "{count} Dokumente in den Akten, {size}",
        total.count,
    ).format(count=total.count, size=size_words(total.size))  # fmt: skip
    if len(filed) < total.count:
        section += _("; die neuesten {count}").format(count=len(filed))
    for view in filed:
        name, who = _titled(view), _client(view, private=private)
        cells = (name, who, state_of(view, copies), in_full(view.day))
        words = f"{name} {who} {view.recipient} {in_full(view.day)}"
        yield Row(FILED, str(view.id), section, cells, words, document=view)


def template_rows(known: Mapping[str, Path]) -> Iterator[Row]:
    """The templates with what is written from them."""
    own_folder = own_template_folder()
    for name, path in known.items():
        origin = _("eigene") if path.parent == own_folder else _("mitgeliefert")
        kind = _(FORMS[name].title) if name in FORMS else ""
        cells = (path.name, kind, origin, "")
        yield Row(TEMPLATE, str(path), _("Vorlagen"), cells, f"{path.name} {kind}", path=path)


def age_words(days: int) -> Shown:
    """How long something has been lying there; with a sign where it is too long."""
    if days == 0:
        return _("heute")
    age = ngettext("{count} Tag", "{count} Tage", days).format(count=days)
    return mark(f"{age} !", "warn") if is_old(days) else age


def is_old(days: int) -> bool:
    """Whether the settings want such a file gone."""
    return days >= config.active().retention.working_copy_days


def size_words(size: int) -> str:
    """``43 KB``, ``1,2 MB``: a size in bytes as file managers show it."""
    if size < _MEGABYTE:
        return _("{size} KB").format(size=max(1, round(size / 1000)))
    return _("{size} MB").format(size=f"{size / _MEGABYTE:.1f}".replace(".", ","))


def _titled(view: FiledView) -> str:
    return f"{view.case_number}  {title_of(view)}".strip()


def _client(view: FiledView, *, private: bool) -> str:
    return short_name(view.client) if private else view.client
