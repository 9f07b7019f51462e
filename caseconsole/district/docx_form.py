"""Fills the placeholders of a district's Word form with the engine of the Word templates."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from caseconsole.documents.declare import Placeholder, Shape
from caseconsole.errors import DocumentError
from caseconsole.i18n import _


class DocumentForm:
    """A Word document to fill.

    Args:
        path: the document.
        meanings: what each placeholder of the mapping is called in words.

    Raises:
        DocumentError: it is no Word document that may be used.
    """

    def __init__(self, path: Path, meanings: Mapping[str, str]) -> None:
        from caseconsole.documents.package import read_package

        self._package = read_package(path)
        self._declared = [
            Placeholder(name, meaning, Shape.QUIET) for name, meaning in meanings.items()
        ]

    def problems(self) -> Iterator[str]:
        """What is wrong with the document and with the names in it, each with its place."""
        from caseconsole.documents.gate import ERROR
        from caseconsole.documents.render import compile_checked, findings

        found = [
            finding
            for finding in findings(self._package, self._declared)
            if finding.severity == ERROR
        ]
        for finding in found:
            yield f"{finding.place}: {finding.message} {finding.hint}".rstrip()
        if not found:
            used = compile_checked(self._package).names
            for placeholder in self._declared:
                if placeholder.name not in used:
                    yield _("Der Platzhalter {{{{ {name} }}}} steht nicht im Formular.").format(
                        name=placeholder.name
                    )

    def fill(self, texts: Mapping[str, str], mark: str = "") -> bytes:
        """The document with ``texts`` in place of its placeholders.

        Args:
            texts: the text of each placeholder.
            mark: what every page says at its top; nothing if empty.

        Raises:
            DocumentError: a text cannot stand in a document, or was not found again in it.
        """
        from caseconsole.documents.render import compile_template

        data = compile_template(self._package, self._declared).fill(texts)
        return _marked(data, mark) if mark else data


def placeholders_in(path: Path) -> tuple[str, ...]:
    """The names between the braces of a document, in alphabetical order.

    Raises:
        DocumentError: it is no Word document that may be used, or a tag in it is broken.
    """
    from caseconsole.documents.package import read_package
    from caseconsole.documents.render import compile_checked

    return tuple(sorted(compile_checked(read_package(path)).names))


def _marked(data: bytes, mark: str) -> bytes:
    """The document with ``mark`` above the header of every page."""
    from docx import Document

    try:
        document = Document(io.BytesIO(data))
        for section in document.sections:
            headers = [section.header]
            if section.different_first_page_header_footer:
                headers.append(section.first_page_header)
            if document.settings.odd_and_even_pages_header_footer:
                headers.append(section.even_page_header)
            for header in headers:
                first = header.paragraphs[0] if header.paragraphs else header.add_paragraph()
                line = first.insert_paragraph_before() if first.text else first
                line.add_run(mark).bold = True
        stream = io.BytesIO()
        document.save(stream)
    except (KeyError, ValueError, AttributeError) as error:
        raise DocumentError(
            _("Das Formular lässt sich nicht kennzeichnen; es wurde nichts geschrieben.")
        ) from error
    return stream.getvalue()
