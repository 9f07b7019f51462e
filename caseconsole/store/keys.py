"""Key slots: the random data key, sealed once for each secret that opens the store.

The caseload is encrypted with 32 random bytes, the data key. Each slot holds that key sealed with
AES-256-GCM under a key derived from one secret with Argon2id. The parameters of the derivation and
the store's id are authenticated, so that nobody can weaken a slot or move it to another store
unnoticed. A new passphrase means a new slot; the data stay as they are.

Slots are kept in the clear file ``keys.json``, inside the database, and in every backup.
"""

from __future__ import annotations

import json
import secrets
import time
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from caseconsole.errors import DamagedStoreError, InputError, StoreError, WrongKeyError
from caseconsole.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

FORMAT = 1
"""Format of the slots; a program that does not know it refuses."""

KEY_BYTES = 32
MEMORY_FLOOR = 64 * 1024
"""Least memory of a derivation, in KiB (RFC 9106, second recommended option)."""

MEMORY_CEILING = 256 * 1024
"""Most memory that calibration chooses, in KiB: an office PC may have 4 GB in all."""

MEMORY_CAP = 1024 * 1024
"""A slot that asks for more, in KiB, was altered; it is refused before memory is taken."""

_PASSES, _LANES = 3, 4
_MOST_PASSES, _MOST_LANES = 16, 16
_SALT_BYTES, _NONCE_BYTES = 16, 12
_LONGEST_FILE = 64 * 1024

Kind = Literal["passphrase", "recovery"]


@dataclass(frozen=True)
class Cost:
    """Parameters of Argon2id: ``memory`` in KiB, ``passes`` over it, parallel ``lanes``."""

    memory: int
    passes: int = _PASSES
    lanes: int = _LANES

    def check(self) -> None:
        """Refuse parameters that no slot of this program has.

        Raises:
            DamagedStoreError: weaker than the floor, or more than a PC can give.
        """
        if not (
            MEMORY_FLOOR <= self.memory <= MEMORY_CAP
            and 1 <= self.passes <= _MOST_PASSES
            and 1 <= self.lanes <= _MOST_LANES
        ):
            raise DamagedStoreError(
                _("Die Schlüsseldatei wurde verändert."),
                how_to_bring_keys_back(),
            )


@dataclass(frozen=True)
class Slot:
    """The data key, sealed for one secret."""

    kind: str
    cost: Cost
    salt: bytes
    nonce: bytes
    sealed: bytes


@dataclass(frozen=True)
class KeyRing:
    """All slots of one store; ``store_id`` is 32 hexadecimal digits."""

    store_id: str
    slots: tuple[Slot, ...]

    def with_slot(self, slot: Slot) -> KeyRing:
        """The ring in which ``slot`` takes the place of the one of its kind."""
        return replace(self, slots=(*(s for s in self.slots if s.kind != slot.kind), slot))

    def to_json(self) -> str:
        """The ring as text, the same for the same ring."""
        slots = [
            {
                "kind": slot.kind,
                "kdf": _kdf(slot.cost),
                "salt": slot.salt.hex(),
                "nonce": slot.nonce.hex(),
                "sealed": slot.sealed.hex(),
            }
            for slot in self.slots
        ]
        ring = {"format": FORMAT, "store_id": self.store_id, "slots": slots}
        return json.dumps(ring, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> KeyRing:
        """Read what ``to_json`` wrote.

        Raises:
            DamagedStoreError: the text is not a ring, or one of a newer program.
        """
        try:
            ring = _read(text)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise DamagedStoreError(
                _("Die Schlüsseldatei keys.json ist beschädigt."),
                how_to_bring_keys_back(),
            ) from None
        for slot in ring.slots:
            slot.cost.check()
        return ring


def how_to_bring_keys_back() -> str:
    """What to do about a lost or damaged key file: the command that takes it from a backup."""
    return _(
        "Jede Sicherung enthält sie: caseconsole restore SICHERUNG.ccb --to ORDNER legt sie in "
        "den Ordner der Fallakten zurück."
    )


def new_key() -> bytes:
    """A random data key."""
    return secrets.token_bytes(KEY_BYTES)


def seal(kind: Kind, secret: str, key: bytes, store_id: str, memory: int) -> Slot:
    """Make the slot that ``secret`` opens.

    Args:
        kind: what the secret is.
        secret: passphrase or recovery key, as ``normal`` returns it.
        key: the data key.
        store_id: the store the slot belongs to.
        memory: of the derivation, in KiB.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cost = Cost(memory)
    cost.check()
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    wrapping = AESGCM(_derive(secret, salt, cost))
    sealed = wrapping.encrypt(nonce, key, _bound(kind, cost, store_id))
    return Slot(kind, cost, salt, nonce, sealed)


def unseal(ring: KeyRing, kind: Kind, secret: str) -> bytes:
    """The data key, opened with ``secret``.

    Raises:
        WrongKeyError: the secret does not fit, or the slot was altered: one message for both,
            since nobody can tell them apart.
        DamagedStoreError: the ring has no slot of this kind.
        StoreError: the PC cannot give the memory.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    slots = [slot for slot in ring.slots if slot.kind == kind]
    if not slots:
        raise DamagedStoreError(
            _("In der Schlüsseldatei fehlt der Eintrag für dieses Kennwort."),
            _("Versuchen Sie es mit dem anderen: Kennwort oder Notfallschlüssel."),
        )
    for slot in slots:
        slot.cost.check()
        wrapping = AESGCM(_derive(secret, slot.salt, slot.cost))
        try:
            key = wrapping.decrypt(slot.nonce, slot.sealed, _bound(kind, slot.cost, ring.store_id))
        except (InvalidTag, ValueError):
            continue
        if len(key) == KEY_BYTES:
            return key
    raise WrongKeyError(
        _("Kennwort oder Datei passt nicht."),
        _("Prüfen Sie Feststelltaste und Tastatur und versuchen Sie es noch einmal."),
    )


def normal(secret: str) -> str:
    """``secret`` as it is used: NFC, otherwise every character as typed, in full length.

    Raises:
        InputError: it is empty or holds a character that no keyboard makes.
    """
    if not secret:
        raise InputError(_("Das Kennwort ist leer."), _("Bitte geben Sie es ein."))
    if "\x00" in secret or any("\ud800" <= char <= "\udfff" for char in secret):
        raise InputError(
            _("Das Kennwort enthält ein Zeichen, das keine Tastatur erzeugt."),
            _("Bitte tippen Sie es ein, statt es einzufügen."),
        )
    return unicodedata.normalize("NFC", secret)


def calibrated_memory(timer: Callable[[], float] = time.perf_counter) -> int:
    """Memory in KiB with which one derivation takes about a second on this PC.

    Time grows with memory, so one run at the floor tells the rest. A PC that cannot give the
    chosen memory gets the next smaller one, never less than the floor.
    """
    begin = timer()
    _derive("calibration", bytes(_SALT_BYTES), Cost(MEMORY_FLOOR))
    seconds = max(timer() - begin, 0.001)
    wanted = int(MEMORY_FLOOR / seconds)
    for memory in (MEMORY_CEILING, MEMORY_CEILING * 3 // 4, MEMORY_CEILING // 2):
        if memory <= wanted and _can_derive(memory):
            return memory
    return MEMORY_FLOOR


def _can_derive(memory: int) -> bool:
    try:
        _derive("calibration", bytes(_SALT_BYTES), Cost(memory, passes=1))
    except StoreError:
        return False
    return True


def _derive(secret: str, salt: bytes, cost: Cost) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory,
    )
    try:
        return kdf.derive(secret.encode("utf-8"))
    except MemoryError:
        raise StoreError(
            _("Der Arbeitsspeicher reicht zum Entsperren nicht aus."),
            _("Bitte schließen Sie andere Programme und versuchen Sie es noch einmal."),
        ) from None


def _kdf(cost: Cost) -> dict[str, str | int]:
    return {
        "name": "argon2id",
        "memory_kib": cost.memory,
        "passes": cost.passes,
        "lanes": cost.lanes,
    }


def _bound(kind: str, cost: Cost, store_id: str) -> bytes:
    """What a slot is authenticated with, besides the sealed key."""
    bound = {"format": FORMAT, "store_id": store_id, "kind": kind, "kdf": _kdf(cost)}
    return json.dumps(bound, sort_keys=True, separators=(",", ":")).encode("ascii")


def _read(text: str) -> KeyRing:
    if len(text) > _LONGEST_FILE:
        raise ValueError
    ring: dict[str, Any] = json.loads(text)
    if ring["format"] != FORMAT:
        raise DamagedStoreError(
            _("Die Schlüsseldatei hat das Format {found}; dieses Programm kennt {known}.").format(
                found=ring["format"], known=FORMAT
            ),
            _("Bitte verwenden Sie die neueste Version des Programms."),
        )
    if len(bytes.fromhex(ring["store_id"])) != 16:  # noqa: PLR2004 - SQLCipher's salt
        raise ValueError
    return KeyRing(ring["store_id"].lower(), tuple(_slot(entry) for entry in ring["slots"]))


def _slot(entry: dict[str, Any]) -> Slot:
    kdf = entry["kdf"]
    numbers = (kdf["memory_kib"], kdf["passes"], kdf["lanes"])
    if kdf["name"] != "argon2id" or any(type(number) is not int for number in numbers):
        raise ValueError
    salt, nonce, sealed = (bytes.fromhex(entry[part]) for part in ("salt", "nonce", "sealed"))
    if len(salt) != _SALT_BYTES or len(nonce) != _NONCE_BYTES:
        raise ValueError
    return Slot(str(entry["kind"]), Cost(*numbers), salt, nonce, sealed)
