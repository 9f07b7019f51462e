"""Key slots: who opens what, and that nothing about a slot can be altered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseconsole.errors import DamagedStoreError, InputError, StoreError, WrongKeyError
from caseconsole.store import keys
from caseconsole.store.passphrase import (
    BITS,
    SHORTEST,
    check_passphrase,
    generate_passphrase,
)
from caseconsole.store.recovery import (
    generate_recovery_key,
    is_meant_as_recovery_key,
    is_recovery_key,
    read_recovery_key,
)

FLOOR = 64 * 1024
CHEAP = 32
STORE = "00112233445566778899aabbccddeeff"


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A derivation of 32 KiB, so that a test can try many secrets."""
    monkeypatch.setattr(keys, "MEMORY_FLOOR", CHEAP)


def _ring(secret: str, key: bytes, memory: int = FLOOR) -> keys.KeyRing:
    slot = keys.seal("passphrase", keys.normal(secret), key, STORE, memory)
    return keys.KeyRing(STORE, (slot,))


def test_the_passphrase_gives_the_key_back_and_no_other_one_does() -> None:
    key = keys.new_key()
    ring = keys.KeyRing.from_json(_ring("richtig", key).to_json())
    assert keys.unseal(ring, "passphrase", "richtig") == key
    with pytest.raises(WrongKeyError, match="Kennwort oder Datei passt nicht"):
        keys.unseal(ring, "passphrase", "falsch")


@pytest.mark.parametrize(
    "secret",
    [
        "x'" + "ab" * 32 + "'",
        "a'b",
        '"; --',
        "z" * 10_000,
        "🔑 Schlüssel",
        "endet mit Leerzeichen ",
        "%s{0}\\n\t",
        "-" * 128,
    ],
)
@pytest.mark.usefixtures("cheap")
def test_every_passphrase_is_text_and_counts_in_full_length(secret: str) -> None:
    key = keys.new_key()
    ring = _ring(secret, key, CHEAP)
    assert keys.unseal(ring, "passphrase", keys.normal(secret)) == key
    for other in (secret[:-1], secret + " ", secret.swapcase() + "!"):
        with pytest.raises(WrongKeyError):
            keys.unseal(ring, "passphrase", keys.normal(other))


@pytest.mark.usefixtures("cheap")
def test_the_same_letters_composed_or_not_are_one_passphrase() -> None:
    key = keys.new_key()
    ring = _ring("Mu\u0308ller hat Gru\u0308n", key, CHEAP)
    assert keys.unseal(ring, "passphrase", keys.normal("Müller hat Grün")) == key


@pytest.mark.parametrize("secret", ["", "a\x00b", "a\ud800b"])
def test_what_no_keyboard_makes_is_refused(secret: str) -> None:
    with pytest.raises(InputError):
        keys.normal(secret)


@pytest.mark.parametrize("memory", [8, FLOOR - 1, keys.MEMORY_CAP + 1, 2**31])
def test_altered_costs_are_refused_before_memory_is_taken(
    memory: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = json.loads(_ring("geheim", keys.new_key()).to_json())
    ring["slots"][0]["kdf"]["memory_kib"] = memory

    def never(*_args: object) -> bytes:
        pytest.fail("derived with an altered cost")

    monkeypatch.setattr(keys, "_derive", never)
    with pytest.raises(DamagedStoreError, match="verändert"):
        keys.KeyRing.from_json(json.dumps(ring))


@pytest.mark.parametrize(("name", "value"), [("memory_kib", FLOOR + 1024), ("passes", 1)])
def test_costs_within_bounds_are_bound_to_the_slot(name: str, value: int) -> None:
    ring = json.loads(_ring("geheim", keys.new_key()).to_json())
    ring["slots"][0]["kdf"][name] = value
    with pytest.raises(WrongKeyError):
        keys.unseal(keys.KeyRing.from_json(json.dumps(ring)), "passphrase", "geheim")


def test_a_slot_of_another_store_or_kind_does_not_open() -> None:
    ring = json.loads(_ring("geheim", keys.new_key()).to_json())
    ring["store_id"] = "ff" * 16
    with pytest.raises(WrongKeyError):
        keys.unseal(keys.KeyRing.from_json(json.dumps(ring)), "passphrase", "geheim")
    ring["store_id"] = STORE
    ring["slots"][0]["kind"] = "recovery"
    altered = keys.KeyRing.from_json(json.dumps(ring))
    with pytest.raises(WrongKeyError):
        keys.unseal(altered, "recovery", "geheim")
    with pytest.raises(DamagedStoreError, match="fehlt"):
        keys.unseal(altered, "passphrase", "geheim")


@pytest.mark.usefixtures("cheap")
def test_no_flipped_bit_in_the_slots_opens_something_else() -> None:
    key = keys.new_key()
    text = _ring("geheim", key, CHEAP).to_json().encode("ascii")
    for position in range(len(text)):
        altered = bytearray(text)
        altered[position] ^= 1 << (position % 8)
        try:
            ring = keys.KeyRing.from_json(altered.decode("utf-8", errors="replace"))
            opened = keys.unseal(ring, "passphrase", "geheim")
        except (WrongKeyError, DamagedStoreError):
            continue
        # A letter of a hexadecimal number in the other case, or a blank between two tokens.
        assert opened == key
        assert bytes(altered).decode("ascii").split() != text.decode("ascii").split()


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"format": 1}', '{"format": 2, "store_id": "", "slots": []}',
     "[" * 60_000, '{"format": 1, "store_id": "zz", "slots": []}', "x" * 100_000],
)  # fmt: skip
def test_a_damaged_slot_file_is_named_and_explained(text: str) -> None:
    with pytest.raises(DamagedStoreError) as refused:
        keys.KeyRing.from_json(text)
    assert refused.value.hint


def test_a_pc_without_memory_is_told_to_close_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    from cryptography.hazmat.primitives.kdf import argon2

    class Poor:
        def __init__(self, **_kwargs: object) -> None:
            pass

        def derive(self, _secret: bytes) -> bytes:
            raise MemoryError

    ring = _ring("geheim", keys.new_key())
    monkeypatch.setattr(argon2, "Argon2id", Poor)
    with pytest.raises(StoreError, match="Arbeitsspeicher"):
        keys.unseal(ring, "passphrase", "geheim")


@pytest.mark.parametrize(
    ("seconds", "memory"),
    [(2.0, FLOOR), (0.6, FLOOR), (0.5, 128 * 1024), (0.3, 192 * 1024), (0.01, 256 * 1024)],
)
def test_memory_is_calibrated_to_a_second_within_floor_and_ceiling(
    seconds: float, memory: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "_derive", lambda *_args: b"")
    times = iter((10.0, 10.0 + seconds))
    assert keys.calibrated_memory(lambda: next(times)) == memory


def test_calibration_never_goes_below_the_floor_on_a_small_pc(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def poor(_secret: str, _salt: bytes, cost: keys.Cost) -> bytes:
        if cost.memory > FLOOR:
            raise StoreError(str(cost))
        return b""

    monkeypatch.setattr(keys, "_derive", poor)
    times = iter((0.0, 0.001))
    assert keys.calibrated_memory(lambda: next(times)) == FLOOR


# -- recovery key --------------------------------------------------------------------------------

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def test_a_recovery_key_has_nine_groups_and_is_never_the_same() -> None:
    made = {generate_recovery_key() for _time in range(50)}
    assert len(made) == 50
    assert all([len(group) for group in key.split("-")] == [4] * 9 for key in made)


def test_every_single_wrong_character_is_detected_and_its_group_named() -> None:
    key = generate_recovery_key()
    for position, char in enumerate(key):
        if char == "-":
            continue
        for other in _ALPHABET.replace(char, ""):
            typed = key[:position] + other + key[position + 1 :]
            with pytest.raises(InputError, match=f"Gruppe {position // 5 + 1} "):
                read_recovery_key(typed)


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_two_wrong_characters_are_detected(data: st.DataObject) -> None:
    key = generate_recovery_key().replace("-", "")
    first, second = sorted(
        data.draw(st.lists(st.integers(0, 31), min_size=2, max_size=2, unique=True))
    )
    typed = list(key)
    for position in (first, second):
        typed[position] = data.draw(st.sampled_from(_ALPHABET.replace(key[position], "")))
    with pytest.raises(InputError):
        read_recovery_key("".join(typed))


def test_swapped_neighbours_are_detected() -> None:
    key = generate_recovery_key().replace("-", "")
    for position in range(31):
        if key[position] != key[position + 1]:
            swapped = list(key)
            swapped[position : position + 2] = key[position + 1], key[position]
            with pytest.raises(InputError):
                read_recovery_key("".join(swapped))


def test_a_recovery_key_is_read_however_it_is_typed() -> None:
    printed = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ-"
    digits = [_ALPHABET.index(char) for char in printed.replace("-", "")]
    plain, weighted = sum(digits), sum(n * digit for n, digit in enumerate(digits, 1))
    checks = (plain // 32, plain % 32, weighted % 1021 // 32, weighted % 1021 % 32)
    printed += "".join(_ALPHABET[check] for check in checks)
    assert read_recovery_key(printed) == printed
    assert read_recovery_key(printed.lower().replace("-", " ")) == printed
    assert read_recovery_key(printed.replace("0", "o").replace("1", "l")) == printed


@pytest.mark.parametrize("typed", ["", "ABCD", "U" * 36, "?" * 36, "Ä" * 36, "0" * 37])
def test_what_is_no_recovery_key_is_refused(typed: str) -> None:
    with pytest.raises(InputError):
        read_recovery_key(typed)


# -- passphrases ---------------------------------------------------------------------------------


def test_generated_passphrases_pass_the_rule_and_differ() -> None:
    made = {generate_passphrase() for _time in range(200)}
    assert len(made) == 200
    for passphrase in made:
        check_passphrase(passphrase)
        assert [len(word) for word in passphrase.split("-")] == [5] * 6


def test_the_strength_that_is_claimed_is_what_the_alphabet_gives() -> None:
    made = "".join(generate_passphrase() for _time in range(2000)).replace("-", "")
    letters = [len(set(made[place::5])) for place in range(5)]
    choices = 1
    for count in letters:
        choices *= count
    assert 2**BITS <= choices**6 < 2 ** (BITS + 1)


@pytest.mark.parametrize(
    ("passphrase", "message"),
    [
        ("kurz", "4 Zeichen"),
        ("a" * (SHORTEST - 1), "19 Zeichen"),
        ("a" * 40, "wiederholt"),
        ("abcdefghij" * 3, "wiederholt"),
        ("Gemeinde-Rathaus-2026", "andere zuerst"),
        ("caseconsole Passwort 1", "andere zuerst"),
        ("Musterstadt-Weber-1234", "andere zuerst"),
        ("muellerstrasse-Müllerstraße", "andere zuerst"),
    ],
)
def test_what_is_guessed_early_is_refused(passphrase: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        check_passphrase(passphrase, ("Musterstadt", "Weber", "Müllerstraße"))


@pytest.mark.parametrize(
    "passphrase",
    ["Im Rathaus tanzt ein Wal Tango", "vier rote Enten auf dem Dach", "kdi39 fkwo2 lsPq0 ybnM4"],
)  # fmt: skip
def test_an_own_sentence_is_taken(passphrase: str) -> None:
    check_passphrase(passphrase, ("Musterstadt", ""))


def test_a_passphrase_is_kept_nowhere(tmp_path: Path) -> None:
    from caseconsole import text

    text.ascii_of.cache_clear()
    check_passphrase("vier rote Enten auf dem Dach")
    assert text.ascii_of.cache_info().currsize == 0


def test_a_recovery_key_is_known_by_its_form_and_its_sums() -> None:
    key = generate_recovery_key()
    for typed in (key, key.lower(), key.replace("-", " "), key.replace("-", "")):
        assert is_recovery_key(typed)
    wrong = ("A" if key[0] != "A" else "B") + key[1:]
    assert not is_recovery_key(wrong)
    assert is_meant_as_recovery_key(wrong)
    for _time in range(20):
        passphrase = generate_passphrase()
        assert not is_recovery_key(passphrase)
        assert not is_meant_as_recovery_key(passphrase)
