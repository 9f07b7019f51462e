"""No typed word is found in any file of a store, whatever the encoding."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from caseconsole.models import Case, Person
from caseconsole.store import Store, backup, drafts, transaction

CANARIES = ("Kanarienvogel", "Grünschnabel", "ÄußersteÖde", "Łódź-Ağr", "Схід-Ключ")


def _traces(folder: Path) -> list[str]:
    """Files of ``folder`` that hold a canary in the encodings that a leak would have."""
    found: list[str] = []
    for path in folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        for canary in CANARIES:
            encoded = [canary.encode("utf-8"), canary.encode("utf-16-le")]
            if canary.isascii() or "ü" in canary:
                encoded.append(canary.encode("latin-1"))
            found += [f"{path.name}: {canary}" for each in encoded if each in content]
        if b"SQLite format 3" in content:
            found.append(f"{path.name}: plain")
    return found


def _write_canaries() -> list[Person]:
    with transaction("person.create") as audit:
        people = [Person.create(family_name=canary, notes=canary * 500) for canary in CANARIES]
        for person in people:
            audit.record("person", person.id, fields=("family_name", "notes"))
        case = Case.create(number="Kanarienvogel-1", person=people[0])
        audit.record("case", case.id)
    drafts.save_draft("contact", case.id, CANARIES[0], {"text": " ".join(CANARIES)})
    return people


def test_the_search_for_traces_finds_a_leak(tmp_path: Path) -> None:
    for number, encoding in enumerate(("utf-8", "utf-16-le", "latin-1")):
        (tmp_path / f"{number}.txt").write_bytes("xx Grünschnabel".encode(encoding))
    assert len(_traces(tmp_path)) == 3


def test_saved_words_are_in_no_file(store: Store, tmp_path: Path) -> None:
    store.call(_write_canaries)
    backup(store, tmp_path / "stick")
    assert _traces(tmp_path) == []
    store.close()
    assert _traces(tmp_path) == []


def test_words_are_in_no_file_while_they_are_being_changed_and_deleted(
    store: Store, tmp_path: Path
) -> None:
    people = store.call(_write_canaries)

    def inside_a_transaction() -> int:
        with transaction("person.change") as audit:
            Case.delete().execute()
            for person in people:
                person.notes = "anders"
                person.save()
                person.delete_instance()
                audit.record("person", person.id)
            # Write the changed pages out, so that the journal holds the old ones.
            store.raw.execute("PRAGMA cache_size=5")
            Person.insert_many([{"family_name": name * 300} for name in CANARIES * 200]).execute()
            assert _traces(tmp_path) == []
            return (store.folder / "caseload.db-journal").stat().st_size

    assert store.call(inside_a_transaction) > 0


def _decrypted(path: Path, key: bytes) -> bytes:
    """Every page decrypted by hand, free ones included: AES-256-CBC, IV behind the content."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    whole = path.read_bytes()
    pages: list[bytes] = []
    for start in range(0, len(whole), 4096):
        page = whole[start : start + 4096]
        vector = page[4096 - 80 : 4096 - 64]
        decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
        pages.append(decryptor.update(page[0 if start else 16 : 4096 - 80]))
    return b"".join(pages)


def test_deleted_words_are_gone_even_for_the_holder_of_the_key(store: Store) -> None:
    def delete() -> None:
        with transaction("person.delete") as audit:
            drafts.drop_draft("contact")
            Case.delete().execute()
            Person.delete().execute()
            audit.record("person")

    path, key = store.folder / "caseload.db", store.data_key
    store.call(_write_canaries)
    assert CANARIES[0].encode() in _decrypted(path, key)
    store.call(delete)
    store.compact()
    left = _decrypted(path, key)
    assert b"family_name" in left
    assert [canary for canary in CANARIES if canary.encode() in left] == []


def test_nothing_that_is_stored_reaches_a_log(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("peewee").setLevel(logging.DEBUG)
    store.call(_write_canaries)
    assert CANARIES[0] not in caplog.text
    assert caplog.records == [] or all(each.name != "peewee" for each in caplog.records)
