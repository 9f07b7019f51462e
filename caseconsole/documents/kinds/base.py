"""What a kind of document is: its template, its placeholders, how its data is read and worded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from caseconsole.documents.languages import Catalogue
    from caseconsole.documents.placeholders import Placeholder
    from caseconsole.documents.plan_data import PlanData

Context = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """Which document is wanted.

    Args:
        kind: name of the kind, which is also that of its template.
        case_id: the case; ``None`` for a document about the office.
        subject_id: the talk, referral, release or appointment it is about; see ``Kind.subject``.
        version: number of the plan's version; the newest agreed one if ``None``.
    """

    kind: str
    case_id: int | None = None
    subject_id: int | None = None
    version: int | None = None


@dataclass(frozen=True)
class DocumentData:
    """What one document is printed from, as plain data; reading it needs the store, nothing else.

    Args:
        request: what was asked for.
        today: the day of printing.
        case: the file of the case on that day; ``None`` for a document about the office.
        subject: what the kind itself reads.
        recipient: name of the office that the document goes to; empty where it stays here.
        released: whether a release towards that office is valid; ``None`` without a recipient.
    """

    request: Request
    today: dt.date
    case: PlanData | None = None
    subject: Any = None
    recipient: str = ""
    released: bool | None = None

    @property
    def second_language(self) -> str:
        """The second language that the plan of the case names; may be empty."""
        return self.case.version.second_language if self.case else ""


@dataclass(frozen=True)
class Form:
    """What a template can be made for.

    Args:
        name: name of its template without ending, such as ``vermittlung``.
        title: German title, as lists, files and the document's properties name it.
        placeholders: everything that may stand in its template.
    """

    name: str
    title: str
    placeholders: tuple[Placeholder, ...]


@dataclass(frozen=True)
class Kind(Form):
    """One kind of document about a case or the office.

    Args:
        subject: what one is about: ``plan``, ``case``, ``contact``, ``referral``, ``consent``,
            ``reminder`` or ``office``.
        read: reads the data; runs on the database thread.
        context: the values of all placeholders; needs no store.
        phrases: German headings and sentences that a second language can stand beside, by key;
            empty for a document that is German alone.
        part: what follows the title in names, such as ``v3``; nothing for most.
        spoken: whether the client's own first language stands beside the German where nothing
            names another one.
    """

    subject: str
    read: Callable[[Request, dt.date], DocumentData]
    context: Callable[[DocumentData, Catalogue | None], Context]
    phrases: Mapping[str, str] = field(default_factory=dict)
    part: Callable[[DocumentData], str] = lambda _data: ""
    spoken: bool = False


def case_of(data: DocumentData) -> PlanData:
    """The file of the case; a document about a case always has one."""
    if data.case is None:
        raise ValueError(data.request.kind)
    return data.case
