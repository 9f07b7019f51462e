"""Fixtures for the tests of documents: a database in memory, a day, the shipped template."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from caseconsole import paths
from caseconsole.documents.placeholders import PLACEHOLDERS
from caseconsole.documents.render import Template, load_template
from tests.documents.musterstadt import empty_database


@pytest.fixture
def today() -> dt.date:
    """The day of printing."""
    return dt.date(2026, 11, 20)


@pytest.fixture
def database() -> Iterator[None]:
    """Empty tables of the caseload, in memory."""
    with empty_database():
        yield


@pytest.fixture(scope="session")
def shipped() -> Template:
    """The shipped plan, compiled."""
    return load_template(paths.template_path("integrationsplan.docx"), PLACEHOLDERS)
