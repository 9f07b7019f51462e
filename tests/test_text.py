# ruff: noqa: RUF001 - letters of many scripts are the point here
"""Text from outside: what is kept to the letter, what is dropped, what is refused."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseconsole.errors import InputError
from caseconsole.text import clean, file_slug, fold, show, sort_key

ANY_TEXT = st.text(st.characters(exclude_categories=[]))


@pytest.mark.parametrize(
    "name",
    [
        "أحمد الحمد", "Оксана Коваленко", "İbrahim Yıldız", "ሰላም ተክለ", "Nguyễn Thị Hạnh", "O'Brien",
        "Null", "N/A", "[bold]Ali", "{{7*7}}", "می\u200cخواهم", "👨\u200d👩\u200d👧", "張偉",
        "x & <y>",
    ],
)  # fmt: skip
def test_names_are_kept_to_the_letter(name: str) -> None:
    assert clean(name) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    ("dirty", "kept"),
    [
        ("\x1b[31mAli\x1b[0m", "[31mAli[0m"),
        ("\x1b]0;PWNED\x07Ali", "]0;PWNEDAli"),
        ("\x9b31mAli", "31mAli"),
        ("A\u202eli", "Ali"),
        ("\ufeffAli", "Ali"),
        ("  Ali   Reza \n", "Ali Reza"),
        ("Mu\u0308ller", "Müller"),
        ("Zeile 1\r\nZeile 2", "Zeile 1 Zeile 2"),
    ],
)
def test_commands_and_overrides_are_dropped(dirty: str, kept: str) -> None:
    assert clean(dirty) == kept


def test_notes_keep_their_lines() -> None:
    assert clean("Erste\r\nzweite\rdritte\n", multiline=True) == "Erste\nzweite\ndritte"


@pytest.mark.parametrize(
    ("text", "position", "code"),
    [("Ali\x00", 4, "0000"), ("\ud800", 1, "D800"), ("ab\ufffe", 3, "FFFE")],
)
def test_what_no_file_can_keep_is_refused_with_its_place(
    text: str, position: int, code: str
) -> None:
    with pytest.raises(InputError, match=rf"Zeichen {position} .*U\+{code}"):
        clean(text)


@given(ANY_TEXT, st.booleans())
def test_cleaning_is_idempotent_and_leaves_nothing_unfit(text: str, multiline: bool) -> None:  # noqa: FBT001
    try:
        cleaned = clean(text, multiline=multiline)
    except InputError:
        assert re.search("[\x00\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]", text)
        return
    assert clean(cleaned, multiline=multiline) == cleaned
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    allowed = {"\n", "\t"} if multiline else set()
    assert not [c for c in cleaned if unicodedata.category(c) == "Cc" and c not in allowed]


@given(ANY_TEXT, st.booleans())
def test_what_is_shown_never_commands_the_terminal(text: str, multiline: bool) -> None:  # noqa: FBT001
    shown = show(text, multiline=multiline)
    controls = [c for c in shown if unicodedata.category(c) in {"Cc", "Cs"} and c != "\n"]
    assert not controls
    assert multiline or "\n" not in shown
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", shown)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller", "Mueller"), ("Çelik", "Celik"), ("Mohammed", "Muhammad"),
        ("Abdoul", "Abdul"), ("Kowalenko", "Kovalenko"), ("O'Brien", "OBrien"), ("Weiß", "Weiss"),
    ],
)  # fmt: skip
def test_spellings_of_one_name_sound_alike(one: str, other: str) -> None:
    assert fold(one).replace(" ", "") == fold(other).replace(" ", "")


@given(ANY_TEXT)
def test_folding_never_fails(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9 ]*", fold(text.encode("utf-8", "replace").decode("utf-8")))


def test_names_sort_as_in_a_german_directory() -> None:
    names = ["Zoë", "ozan", "Äbel", "Abel", "Aebersold", "Öz", "Strauß", "Strausz"]
    assert sorted(names, key=sort_key) == [
        "Abel", "Äbel", "Aebersold", "Öz", "ozan", "Strauß", "Strausz", "Zoë",
    ]  # fmt: skip


def test_a_file_name_never_carries_a_path() -> None:
    assert file_slug("../..\\CON: Müller\x00") == "con-mueller"
    assert file_slug("…") == "ohne"
