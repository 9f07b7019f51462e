"""Documents of the file: every document as it was written, kept encrypted with its case.

What was handed out can be shown again years later, whatever was changed in the file since. A
document written again is a new one; none is ever replaced. All functions run on the database
thread.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peewee import JOIN, fn

from caseconsole.caseload.names import display_name
from caseconsole.errors import NotFoundError, RuleError, StoreError
from caseconsole.files import is_gone
from caseconsole.i18n import _
from caseconsole.models import Case, FiledDocument, Person, WorkingCopy, rows
from caseconsole.store import transaction

_CHUNK = 500
"""Values in one question; engines limit them."""


@dataclass(frozen=True)
class Made:
    """A document that is made and not kept anywhere yet.

    Args:
        name: neutral name of its file, from the number of the case.
        content: the Word file.
        kind: name of its kind.
        title: German title with its part, such as ``Integrationsplan v3``.
        version: number of the plan's version; ``None`` for what is no plan.
        second_language: code of the language beside the German; empty for German alone.
        recipient: office that it goes to; empty where it stays here.
        template: name of the template.
        template_hash: SHA-256 of the template.
    """

    name: str
    content: bytes
    kind: str
    title: str
    version: int | None = None
    second_language: str = ""
    recipient: str = ""
    template: str = ""
    template_hash: str = ""


@dataclass(frozen=True)
class FiledView:
    """A document of the file, without its content.

    Args:
        case_id: the case; ``None`` for a document about the office.
        client: name of the client; empty without a case.
        edited: whether it was changed in Word before it was filed.
        size: of the content, in bytes.
    """

    id: int
    case_id: int | None
    case_number: str
    client: str
    kind: str
    title: str
    file_name: str
    version: int | None
    second_language: str
    recipient: str
    template: str
    template_hash: str
    day: dt.date
    edited: bool
    sha256: str
    size: int


@dataclass(frozen=True)
class FiledTotal:
    """How many documents the store holds, and how large they are together in bytes."""

    count: int
    size: int


def file_documents(
    documents: Iterable[tuple[int | None, Made]], today: dt.date, *, reason: str = ""
) -> tuple[int, ...]:
    """Keep documents with their cases: all of them or none.

    Args:
        documents: the case and the document; ``None`` for one about the office.
        today: the day of writing.
        reason: why they were written although something spoke against it, such as a missing
            release; it stays in the audit trail.

    Returns:
        Their ids, in the same order.

    Raises:
        SaveError: there is no room, or the disk refused; none of them is kept.
    """
    with transaction("document.file") as audit:
        ids = []
        for case_id, made in documents:
            row = _insert(case_id, made, today, edited=False)
            audit.record("filed_document", row, fields=_stated(made), reason=reason)
            ids.append(row)
    return tuple(ids)


def file_edited(document_id: int, content: bytes, today: dt.date) -> int:
    """Keep what became of a document in Word, beside the one that it was made from.

    Raises:
        NotFoundError: that one is not in the file any more.
    """
    before = filed_view(document_id)
    made = Made(
        before.file_name,
        content,
        before.kind,
        before.title,
        before.version,
        before.second_language,
        before.recipient,
        before.template,
        before.template_hash,
    )
    with transaction("document.take_back") as audit:
        row = _insert(before.case_id, made, today, edited=True)
        audit.record("filed_document", row, fields=_stated(made))
    return row


def list_filed(case_id: int | None = None, limit: int | None = None) -> tuple[FiledView, ...]:
    """The documents of a case, or of all cases and the office, the newest first.

    Args:
        case_id: the case; ``None`` for all.
        limit: how many at most.
    """
    query = _views().order_by(FiledDocument.day.desc(), FiledDocument.id.desc())
    if case_id is not None:
        query = query.where(FiledDocument.case == case_id)
    if limit is not None:
        query = query.limit(limit)
    return tuple(map(_view, rows(query)))


def filed_view(document_id: int) -> FiledView:
    """One document of the file, without its content.

    Raises:
        NotFoundError: it is not in the file any more.
    """
    found = rows(_views().where(FiledDocument.id == document_id))
    if not found:
        raise _gone()
    return _view(found[0])


def filed_content(document_id: int) -> bytes:
    """The Word file of a document, byte for byte as it was filed.

    Raises:
        NotFoundError: it is not in the file any more.
        StoreError: its bytes are not those that were filed.
    """
    query = FiledDocument.select(
        FiledDocument.content, FiledDocument.sha256, FiledDocument.title
    ).where(FiledDocument.id == document_id)
    found = rows(query)
    if not found:
        raise _gone()
    content, sha256, title = bytes(found[0][0]), found[0][1], found[0][2]
    if sha256_of(content) != sha256:
        raise StoreError(
            _("Das Dokument „{title}“ ist in der Akte beschädigt und wird nicht geöffnet.").format(
                title=title
            ),
            _(
                "Alles andere ist unverändert. Schreiben Sie es aus der Akte neu, oder holen Sie "
                "es aus einer Sicherung."
            ),
        )
    return content


def filed_among(sums: Iterable[str]) -> frozenset[str]:
    """Those of ``sums`` that a document of the file has: what they stand for can be made again."""
    wanted = sorted(set(sums))
    found: set[str] = set()
    for start in range(0, len(wanted), _CHUNK):
        part = wanted[start : start + _CHUNK]
        query = FiledDocument.select(FiledDocument.sha256).where(FiledDocument.sha256.in_(part))
        found.update(row[0] for row in rows(query))
    return frozenset(found)


def remove_filed(document_id: int, reason: str) -> None:
    """Take a document out of the file; who, when and why stays in the audit trail.

    Raises:
        NotFoundError: it is not in the file any more.
        RuleError: a working copy of it still lies on the disk.
    """
    view = filed_view(document_id)
    copies = WorkingCopy.select(WorkingCopy.path).where(WorkingCopy.document == document_id)
    if not all(is_gone(Path(row[0])) for row in rows(copies)):
        raise RuleError(
            _("Von diesem Dokument liegt noch eine Arbeitskopie auf dem PC."),
            _("Bitte löschen Sie zuerst die Arbeitskopie unter „Dokumente“."),
        )
    with transaction("document.remove") as audit:
        FiledDocument.delete().where(FiledDocument.id == document_id).execute()
        audit.record("filed_document", document_id, reason=reason)
        if view.case_id is not None:
            # The row is gone, so only this says from whose file it was taken.
            audit.record("case", view.case_id, reason=reason)


def total_filed() -> FiledTotal:
    """Number and size of all documents; reads none of them."""
    query = FiledDocument.select(
        fn.COUNT(FiledDocument.id), fn.COALESCE(fn.SUM(fn.LENGTH(FiledDocument.content)), 0)
    )
    count, size = rows(query)[0]
    return FiledTotal(count, size)


def sha256_of(content: bytes) -> str:
    """What tells a document from every other one."""
    return hashlib.sha256(content).hexdigest()


def _insert(case_id: int | None, made: Made, today: dt.date, *, edited: bool) -> int:
    row = FiledDocument.create(
        case=case_id,
        kind=made.kind,
        title=made.title,
        file_name=made.name,
        version=made.version,
        second_language=made.second_language or None,
        recipient=made.recipient,
        template=made.template,
        template_hash=made.template_hash,
        day=today,
        edited=edited,
        sha256=sha256_of(made.content),
        content=made.content,
    )
    return int(row.id)


def _stated(made: Made) -> tuple[str, ...]:
    """Names of the fields of a document that say something."""
    names = ("title", "version", "second_language", "recipient", "template")
    return tuple(name for name in names if getattr(made, name) not in {None, ""})


def _views() -> Any:
    # The length of a blob stands at the head of its row: the content itself is not read.
    return (
        FiledDocument.select(
            FiledDocument.id,
            FiledDocument.case,
            Case.number,
            Person.family_name,
            Person.given_name,
            FiledDocument.kind,
            FiledDocument.title,
            FiledDocument.file_name,
            FiledDocument.version,
            FiledDocument.second_language,
            FiledDocument.recipient,
            FiledDocument.template,
            FiledDocument.template_hash,
            FiledDocument.day,
            FiledDocument.edited,
            FiledDocument.sha256,
            fn.LENGTH(FiledDocument.content),
        )
        .join(Case, JOIN.LEFT_OUTER)
        .join(Person, JOIN.LEFT_OUTER)
    )


def _view(row: tuple[Any, ...]) -> FiledView:
    (
        document_id, case_id, number, family, given, kind, title, name, version, language,
        recipient, template, template_hash, day, edited, sha256, size,
    ) = row  # fmt: skip
    return FiledView(
        id=document_id,
        case_id=case_id,
        case_number=number or "",
        client=display_name(family or "", given or ""),
        kind=kind,
        title=title,
        file_name=name,
        version=version,
        second_language=language or "",
        recipient=recipient,
        template=template,
        template_hash=template_hash,
        day=day,
        edited=edited,
        sha256=sha256,
        size=size,
    )


def _gone() -> NotFoundError:
    return NotFoundError(_("Dieses Dokument ist nicht mehr in der Akte."))
