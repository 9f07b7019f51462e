"""The backup file (``.ccb``): a clear head with the key slots, then the encrypted database.

Layout: 8 bytes ``CCBACKUP``; 4 bytes length of the head, big-endian; the head as JSON; zeros up to
the next multiple of 4096; the database. The head names the format, the store's id, the running
number, when it was made, the schema, the database's length and SHA-256, and holds the key slots, so
that the file opens on any computer with the passphrase or the recovery key. It names no person.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, BinaryIO

from caseconsole.errors import DamagedStoreError, StoreError
from caseconsole.i18n import _
from caseconsole.store.files import PAGE
from caseconsole.store.keys import KeyRing

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 1
SUFFIX = ".ccb"
_MAGIC = b"CCBACKUP"
_LENGTH_BYTES = 4
_LONGEST_HEAD = 1024 * 1024
_BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Head:
    """What stands in clear before the encrypted database.

    Attributes:
        format: of the file.
        store_id: of the store, 32 hexadecimal digits.
        sequence: running number of the store's backups; it orders them, not the clock.
        made_at: UTC, ISO 8601.
        schema: version of the tables.
        length: of the database in bytes.
        sha256: of the database as it stands in the file.
        keys: the key slots, as in ``keys.json``.
    """

    format: int
    store_id: str
    sequence: int
    made_at: str
    schema: int
    length: int
    sha256: str
    keys: str

    @property
    def ring(self) -> KeyRing:
        """The key slots, checked to be this store's."""
        ring = KeyRing.from_json(self.keys)
        if ring.store_id != self.store_id:
            raise damaged()
        return ring


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pack(head: Head, database: Path, target: BinaryIO) -> None:
    """Write the container to ``target`` and force it to the disk."""
    text = json.dumps(asdict(head)).encode("ascii")
    start = _MAGIC + len(text).to_bytes(_LENGTH_BYTES, "big") + text
    target.write(start + bytes(-len(start) % PAGE))
    with database.open("rb") as source:
        while block := source.read(_BLOCK):
            target.write(block)
    target.flush()
    os.fsync(target.fileno())


def read_head(file: BinaryIO) -> Head:
    """The head of a container; the database begins where ``file`` then stands.

    Raises:
        DamagedStoreError: this is no backup, or its head is damaged.
        StoreError: a newer program made it.
    """
    if file.read(len(_MAGIC)) != _MAGIC:
        raise DamagedStoreError(
            _("Diese Datei ist keine Sicherung dieses Programms."),
            _("Sicherungen heißen CC_….ccb. Es wurde nichts verändert."),
        )
    length = int.from_bytes(file.read(_LENGTH_BYTES), "big")
    if length > _LONGEST_HEAD:
        raise damaged()
    try:
        fields = json.loads(file.read(length))
        if fields["format"] > FORMAT:
            raise StoreError(
                _("Diese Sicherung stammt von einer neueren Version des Programms."),
                _("Bitte verwenden Sie die neueste Version."),
            )
        head = Head(**fields)
        numbers = (head.format, head.sequence, head.schema, head.length)
        texts = (head.store_id, head.made_at, head.sha256, head.keys)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise damaged() from None
    if any(type(n) is not int or n < 0 for n in numbers) or any(type(t) is not str for t in texts):
        raise damaged()
    file.seek(-file.tell() % PAGE, os.SEEK_CUR)
    return head


def unpack(source: Path, database: Path) -> Head:
    """Write the database in the container ``source`` to the new file ``database``.

    Raises:
        DamagedStoreError: the container is no backup, cut, or altered.
        StoreError: a newer program made it.
        OSError: a file cannot be read or written.
    """
    found = hashlib.sha256()
    with source.open("rb") as file:
        head = read_head(file)
        left = head.length
        with database.open("xb") as target:
            while block := file.read(min(_BLOCK, left)):
                found.update(block)
                target.write(block)
                left -= len(block)
            rest = file.read(1)
            target.flush()
            os.fsync(target.fileno())
    if left or rest or found.hexdigest() != head.sha256:
        raise damaged()
    return head


def damaged() -> DamagedStoreError:
    """The error for a backup that is not what was written."""
    return DamagedStoreError(
        _("Die Sicherung ist beschädigt oder unvollständig."),
        _("Es wurde nichts verändert. Nehmen Sie die Sicherung davor."),
    )
