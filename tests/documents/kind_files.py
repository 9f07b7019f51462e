"""Documents of any kind for tests: a case, what is read of it, what is printed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from caseconsole import models as m
from caseconsole.documents.kinds import DocumentData, Kind, Request
from caseconsole.documents.writer import Writer
from tests.documents import walk


def new_case(**values: Any) -> m.Case:
    """A case of Zainab Al-Bayati, with ``values`` of its own."""
    names = {"given_name": "Zainab", "family_name": "Al-Bayati"}
    person = m.Person.create(**names, birth_date=dt.date(1969, 5, 12))
    return m.Case.create(**({"number": "2024-001", "person": person} | values))


def read_kind(kind: Kind, case: m.Case, today: dt.date, subject: int | None = None) -> DocumentData:
    """What is read for a document of ``kind``."""
    return kind.read(Request(kind.name, case.id, subject), today)


def printed_lines(kind: Kind, data: DocumentData, language: str | None = None) -> list[str]:
    """The paragraphs of the written document."""
    return walk.paragraphs(Writer(kind, second_language=language).make(data).content)


def holds(lines: list[str], *expected: str) -> None:
    """Each of ``expected`` stands in one of the paragraphs."""
    for words in expected:
        assert any(words in line for line in lines), words
