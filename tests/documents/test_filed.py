"""Documents of the file: kept as they were written, encrypted, each beside the others."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from caseconsole.caseload.cases import open_case
from caseconsole.caseload.history import case_history
from caseconsole.documents.filed import (
    FiledTotal,
    Made,
    file_documents,
    file_edited,
    filed_content,
    filed_view,
    list_filed,
    remove_filed,
    total_filed,
)
from caseconsole.errors import NotFoundError, RuleError, StoreError
from caseconsole.exchange.caseload_export import export_file
from caseconsole.exchange.caseload_file import import_file
from caseconsole.exchange.undo import last_import, undo_import
from caseconsole.models import AuditEntry, FiledDocument, rows
from caseconsole.store import Store, backup

DAY = dt.date(2026, 11, 20)
WORD = "Zwetschgendatschi"


def made(text: str = WORD, name: str = "2026-001_Integrationsplan_v1.docx") -> Made:
    return Made(
        name=name,
        content=f"Inhalt {text} ".encode() * 300,
        kind="integrationsplan",
        title="Integrationsplan v1",
        version=1,
        second_language="ar",
        recipient="",
        template="integrationsplan",
        template_hash="ab" * 32,
    )


@pytest.fixture
def case_id(store: Store) -> int:
    person = {"family_name": "Al-Hamad", "given_name": "Ahmad"}
    return store.call(open_case, dt.date(2026, 3, 2), person=person)


def test_a_document_comes_back_byte_for_byte_with_all_that_is_known_of_it(
    store: Store, case_id: int
) -> None:
    (document_id,) = store.call(file_documents, [(case_id, made())], DAY)
    assert store.call(filed_content, document_id) == made().content
    view = store.call(filed_view, document_id)
    assert (view.case_id, view.client, view.title) == (
        case_id, "Al-Hamad, Ahmad", "Integrationsplan v1",
    )  # fmt: skip
    assert (view.version, view.second_language, view.day, view.edited) == (1, "ar", DAY, False)
    assert view.size == len(made().content)
    assert store.call(total_filed) == FiledTotal(1, view.size)


def test_writing_again_makes_a_new_document_and_the_newest_stands_first(
    store: Store, case_id: int
) -> None:
    first, second = store.call(
        file_documents, [(case_id, made("eins")), (case_id, made("zwei"))], DAY
    )
    (third,) = store.call(file_documents, [(None, made("drei"))], DAY + dt.timedelta(days=1))
    assert [view.id for view in store.call(list_filed)] == [third, second, first]
    assert [view.id for view in store.call(list_filed, case_id)] == [second, first]
    assert [view.id for view in store.call(list_filed, None, 1)] == [third]
    assert b"eins" in store.call(filed_content, first)


def test_a_list_reads_no_content(
    store: Store, case_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.call(file_documents, [(case_id, made())], DAY)
    asked: list[str] = []
    execute = type(store._database).execute_sql

    def noted(self: object, sql: str, *args: object, **kwargs: object) -> object:
        asked.append(sql)
        return execute(self, sql, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(type(store._database), "execute_sql", noted)
    store.call(list_filed)
    assert asked
    assert all('"content"' not in sql.replace('LENGTH("t1"."content")', "") for sql in asked)


def test_none_is_kept_where_one_cannot_be(store: Store, case_id: int) -> None:
    def file_two() -> None:
        file_documents([(case_id, made()), (case_id + 99, made())], DAY)

    with pytest.raises(Exception, match="FOREIGN KEY"):
        store.call(file_two)
    assert store.call(list_filed) == ()


def test_no_word_of_a_document_is_in_any_file_of_the_store(
    store: Store, case_id: int, tmp_path: Path
) -> None:
    (document_id,) = store.call(file_documents, [(case_id, made())], DAY)
    backup(store, tmp_path / "stick")
    store.call(remove_filed, document_id, "Versehen")
    store.close()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) >= 3
    for path in files:
        assert WORD.encode() not in path.read_bytes(), path
        assert WORD.encode("utf-16-le") not in path.read_bytes(), path


def test_a_damaged_document_is_refused_in_words_and_the_others_open(
    store: Store, case_id: int
) -> None:
    bad, good = store.call(file_documents, [(case_id, made()), (case_id, made("gut"))], DAY)
    damage = FiledDocument.update(content=b"anderes").where(FiledDocument.id == bad)
    store.call(damage.execute)
    with pytest.raises(StoreError, match="„Integrationsplan v1“ ist in der Akte beschädigt"):
        store.call(filed_content, bad)
    assert b"gut" in store.call(filed_content, good)


def test_what_was_changed_in_word_is_filed_beside_its_origin(store: Store, case_id: int) -> None:
    (first,) = store.call(file_documents, [(case_id, made())], DAY)
    second = store.call(file_edited, first, b"anders", DAY + dt.timedelta(days=2))
    view = store.call(filed_view, second)
    assert (view.edited, view.title, view.case_id) == (True, "Integrationsplan v1", case_id)
    assert store.call(filed_content, first) == made().content
    assert store.call(filed_content, second) == b"anders"


def test_removing_leaves_its_reason_in_the_trail_of_the_case(store: Store, case_id: int) -> None:
    (document_id,) = store.call(file_documents, [(case_id, made())], DAY)
    store.call(remove_filed, document_id, "Falscher Fall")
    assert store.call(list_filed, case_id) == ()
    with pytest.raises(NotFoundError):
        store.call(remove_filed, document_id, "noch einmal")
    newest = store.call(case_history, case_id)[0]
    assert (newest.what, newest.reason) == ("Dokument: aus der Akte genommen", "Falscher Fall")


def test_the_trail_names_the_document_and_never_its_words(store: Store, case_id: int) -> None:
    reason = "Freigabe folgt morgen"
    store.call(lambda: file_documents([(case_id, made())], DAY, reason=reason))
    change = store.call(case_history, case_id)[0]
    assert (change.what, change.reason) == ("Dokument geschrieben", reason)
    assert "Vorlage" in change.fields
    entries = store.call(lambda: rows(AuditEntry.select(AuditEntry.fields, AuditEntry.reason)))
    assert WORD not in json.dumps(entries)


def test_an_export_leaves_documents_out(store: Store, case_id: int, tmp_path: Path) -> None:
    store.call(file_documents, [(case_id, made())], DAY)
    target = tmp_path / "bestand.jsonl"
    store.call(export_file, target)
    exported = target.read_text(encoding="utf-8")
    assert "Al-Hamad" in exported
    assert "filed_document" not in exported
    assert WORD not in exported


def test_an_import_is_not_taken_back_under_a_document(store: Store, tmp_path: Path) -> None:
    source = Path(__file__).parents[1] / "data" / "musterstadt.jsonl"
    store.call(import_file, source)
    batch = store.call(last_import)
    assert batch is not None
    (document_id,) = store.call(file_documents, [(1, made())], DAY)
    with pytest.raises(RuleError):
        store.call(undo_import, batch.id)
    store.call(remove_filed, document_id, "Versehen")
    store.call(undo_import, batch.id)
