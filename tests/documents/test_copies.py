"""Working copies: private, neutral, known, gone when nothing is lost, kept when something would."""

from __future__ import annotations

import datetime as dt
import errno
import os
import stat
import zipfile
from pathlib import Path

import pytest

from caseconsole.caseload.cases import open_case
from caseconsole.documents import copies
from caseconsole.documents.copies import (
    Copy,
    copies_of,
    delete_copies,
    delete_unchanged,
    list_copies,
    make_copy,
    take_back,
)
from caseconsole.documents.filed import (
    Made,
    file_documents,
    filed_content,
    list_filed,
    remove_filed,
)
from caseconsole.documents.folders import copies_folder
from caseconsole.errors import CaseconsoleError, DocumentError, RuleError, SaveError, StoreError
from caseconsole.models import WorkingCopy
from caseconsole.store import Store
from tests.documents.word_files import word_file

DAY = dt.date(2026, 11, 20)
NAME = "2026-001_Integrationsplan_v1.docx"


@pytest.fixture
def folder(store: Store) -> Path:
    return copies_folder(store.key_ring.store_id)


@pytest.fixture
def content() -> bytes:
    return word_file(["Ein Brief"])


@pytest.fixture
def document(store: Store, content: bytes) -> int:
    case_id = store.call(open_case, dt.date(2026, 3, 2), person={"family_name": "Jallow"})
    made = Made(NAME, content, "integrationsplan", "Integrationsplan v1", 1)
    (document_id,) = store.call(file_documents, [(case_id, made)], DAY)
    return document_id


def only(store: Store, folder: Path, day: dt.date = DAY) -> Copy:
    (copy,) = store.call(list_copies, folder, day)
    return copy


def rows_of_copies(store: Store) -> int:
    return store.call(lambda: WorkingCopy.select().count())


def test_a_copy_lies_outside_the_caseload_with_the_neutral_name_and_the_filed_bytes(
    store: Store, document: int, folder: Path, content: bytes, home: Path
) -> None:
    path = store.call(make_copy, document, folder, DAY)
    assert path == folder / NAME
    assert path.read_bytes() == content
    assert home in path.parents
    assert store.folder not in path.parents
    copy = only(store, folder)
    assert (copy.changed, copy.is_open, copy.days, copy.can_go) == (False, False, 0, True)
    assert copy.document is not None
    assert copy.document.id == document


@pytest.mark.skipif(os.name != "posix", reason="Windows protects the profile")
def test_folder_and_copy_are_the_users_alone(store: Store, document: int, folder: Path) -> None:
    path = store.call(make_copy, document, folder, DAY)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(folder.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_second_copy_never_takes_the_place_of_the_first(
    store: Store, document: int, folder: Path
) -> None:
    first = store.call(make_copy, document, folder, DAY)
    first.write_bytes(b"in Word getippt")
    second = store.call(make_copy, document, folder, DAY)
    assert second.name == "2026-001_Integrationsplan_v1_2.docx"
    assert first.read_bytes() == b"in Word getippt"
    newest = [copy.path for copy in store.call(copies_of, document, folder, DAY)]
    assert newest == [second, first]


def test_unchanged_copies_go_and_changed_or_open_ones_stay(
    store: Store, document: int, folder: Path
) -> None:
    gone, changed, in_word, in_office = (
        store.call(make_copy, document, folder, DAY) for _number in range(4)
    )
    changed.write_bytes(b"in Word getippt")
    (folder / f"~${in_word.name[2:]}").write_bytes(b"")
    (folder / f".~lock.{in_office.name}#").write_bytes(b"")
    if os.name == "nt":
        in_word.write_bytes(b"Word")
    assert store.call(delete_unchanged, folder, DAY) == 1
    assert not gone.exists()
    left = store.call(list_copies, folder, DAY)
    assert {copy.path for copy in left} == {changed, in_word, in_office}
    assert [copy.changed for copy in left if copy.path == changed] == [True]


@pytest.mark.parametrize("owner", ["~$26-001_Integrationsplan_v1.docx", f"~${NAME}"])
def test_words_owner_file_is_known_by_its_shortened_name(
    store: Store, document: int, folder: Path, owner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = store.call(make_copy, document, folder, DAY)
    monkeypatch.setattr("caseconsole.documents.copies.os.name", "posix")
    assert copies.seems_open(path, {path.name, owner})
    assert not copies.seems_open(path, {path.name, "~$26-002_Integrationsplan_v1.docx"})


def test_on_windows_a_copy_that_cannot_be_written_to_is_open(
    store: Store, document: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = store.call(make_copy, document, folder, DAY)
    monkeypatch.setattr("caseconsole.documents.copies.os.name", "nt")
    assert not copies.seems_open(path, {path.name})

    def refuse(*_arguments: object) -> None:
        raise PermissionError(errno.EACCES, "sharing violation")

    monkeypatch.setattr(type(path), "open", refuse)
    assert copies.seems_open(path, {path.name})


def test_after_the_days_of_the_settings_only_unchanged_copies_are_deleted(
    store: Store, document: int, folder: Path
) -> None:
    old = store.call(make_copy, document, folder, DAY)
    changed = store.call(make_copy, document, folder, DAY)
    changed.write_bytes(b"in Word getippt")
    day_29, day_30 = DAY + dt.timedelta(days=29), DAY + dt.timedelta(days=30)
    assert store.call(lambda: delete_unchanged(folder, day_29, from_day=30)) == 0
    assert old.exists()
    assert store.call(lambda: delete_unchanged(folder, day_30, from_day=30)) == 1
    assert not old.exists()
    assert only(store, folder, day_30).path == changed


def test_a_clock_that_was_set_back_makes_no_copy_old(
    store: Store, document: int, folder: Path
) -> None:
    store.call(make_copy, document, folder, DAY)
    assert only(store, folder, DAY - dt.timedelta(days=400)).days == 0


def test_what_was_changed_in_word_becomes_a_document_and_its_copy_may_go(
    store: Store, document: int, folder: Path, content: bytes
) -> None:
    path = store.call(make_copy, document, folder, DAY)
    path.write_bytes(word_file(["Ein Brief, ergänzt"]))
    later = DAY + dt.timedelta(days=3)
    taken = store.call(take_back, only(store, folder), later)
    assert store.call(filed_content, taken) == path.read_bytes()
    assert store.call(filed_content, document) == content
    newest = store.call(list_filed)[0]
    assert (newest.id, newest.edited, newest.day) == (taken, True, later)
    copy = only(store, folder, later)
    assert copy.can_go
    assert copy.document is not None
    assert copy.document.id == taken


def test_what_carries_macros_or_is_no_word_file_is_refused_and_stays(
    store: Store, document: int, folder: Path
) -> None:
    path = store.call(make_copy, document, folder, DAY)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("word/vbaProject.bin", b"makro")
    before = path.read_bytes()
    with pytest.raises(DocumentError, match="bleibt liegen") as refused:
        store.call(take_back, only(store, folder), DAY)
    assert "Makros" in refused.value.hint
    path.write_bytes(b"kein Word")
    with pytest.raises(DocumentError, match="bleibt liegen"):
        store.call(take_back, only(store, folder), DAY)
    assert path.read_bytes() == b"kein Word"
    assert before != b"kein Word"
    assert len(store.call(list_filed)) == 1


def test_a_foreign_file_is_listed_and_never_deleted_by_itself(
    store: Store, document: int, folder: Path
) -> None:
    store.call(make_copy, document, folder, DAY)
    stray = folder / "Brief.pdf"
    stray.write_bytes(b"von Word als PDF gespeichert")
    for name in ("~$26-001.docx", ".~lock.x.docx#"):
        (folder / name).write_bytes(b"")
    assert store.call(lambda: delete_unchanged(folder, DAY, from_day=0)) == 1
    copy = only(store, folder)
    assert (copy.path, copy.id, copy.can_go) == (stray, None, False)
    assert store.call(delete_copies, [copy]) == ()
    assert not stray.exists()


def test_a_copy_that_was_deleted_by_hand_is_forgotten(
    store: Store, document: int, folder: Path
) -> None:
    store.call(make_copy, document, folder, DAY).unlink()
    assert store.call(list_copies, folder, DAY) == ()
    assert rows_of_copies(store) == 1
    store.call(delete_unchanged, folder, DAY)
    assert rows_of_copies(store) == 0


def test_a_copy_that_word_saved_since_it_was_listed_is_kept(
    store: Store, document: int, folder: Path
) -> None:
    path = store.call(make_copy, document, folder, DAY)
    listed = only(store, folder)
    path.write_bytes(word_file(["ergänzt"]))
    assert store.call(delete_copies, [listed]) == (listed,)
    assert path.exists()
    asked_about = only(store, folder)
    assert asked_about.changed
    assert store.call(delete_copies, [asked_about]) == ()
    assert not path.exists()


def test_a_document_can_go_once_its_copy_was_deleted_by_hand(
    store: Store, document: int, folder: Path
) -> None:
    path = store.call(make_copy, document, folder, DAY)
    with pytest.raises(RuleError, match="Arbeitskopie"):
        store.call(remove_filed, document, "Versehen")
    path.unlink()
    store.call(remove_filed, document, "Versehen")
    assert store.call(list_filed) == ()
    assert rows_of_copies(store) == 0


def test_a_file_that_will_not_go_is_kept_and_said(
    store: Store, document: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = store.call(make_copy, document, folder, DAY)

    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError(errno.EACCES, "sharing violation")

    monkeypatch.setattr(type(path), "unlink", refuse)
    copy = only(store, folder)
    assert store.call(delete_copies, [copy]) == (copy,)
    assert rows_of_copies(store) == 1


# -- nothing half written ------------------------------------------------------------------------


def test_a_full_disk_leaves_no_copy_and_the_document_in_the_file(
    store: Store, document: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = store.call(make_copy, document, folder, DAY)

    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("caseconsole.files.os.fsync", full)
    with pytest.raises(DocumentError, match="konnte nicht geschrieben werden") as refused:
        store.call(make_copy, document, folder, DAY)
    assert "kein Platz" in refused.value.hint
    monkeypatch.undo()
    assert [path.name for path in folder.iterdir()] == [first.name]
    assert rows_of_copies(store) == 1
    assert len(store.call(list_filed)) == 1


def test_a_copy_that_cannot_be_noted_is_not_left_behind(
    store: Store, document: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**columns: object) -> None:
        raise SaveError(str(columns.get("path")))

    monkeypatch.setattr(WorkingCopy, "create", full)
    with pytest.raises(SaveError, match="2026-001"):
        store.call(make_copy, document, folder, DAY)
    assert list(folder.iterdir()) == []


def test_a_file_in_the_place_of_the_folder_is_said_in_words(
    store: Store, document: int, folder: Path
) -> None:
    folder.parent.mkdir(parents=True)
    folder.write_bytes(b"im Weg")
    with pytest.raises(CaseconsoleError, match="Ordner für Arbeitskopien"):
        store.call(make_copy, document, folder, DAY)
    assert folder.read_bytes() == b"im Weg"


def test_of_a_damaged_document_no_copy_is_made(store: Store, document: int, folder: Path) -> None:
    from caseconsole.models import FiledDocument

    store.call(FiledDocument.update(content=b"anderes").execute)
    with pytest.raises(StoreError, match="beschädigt"):
        store.call(make_copy, document, folder, DAY)
    assert not folder.exists()
