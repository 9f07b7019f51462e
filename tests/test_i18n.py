"""Which language is spoken where."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from caseconsole.errors import InputError
from caseconsole.i18n import _, language, set_language, speaking


def test_a_block_speaks_its_own_language_and_the_other_threads_go_on() -> None:
    set_language("en")
    with ThreadPoolExecutor(1) as other, speaking("de"):
        assert (_("Heute"), language()) == ("Heute", "de")
        assert other.submit(_, "Heute").result() == "Today"
    assert (_("Heute"), language()) == ("Today", "en")


def test_an_error_ends_the_block() -> None:
    set_language("en")
    with pytest.raises(InputError), speaking("de"):
        raise InputError(_("Heute"))
    assert language() == "en"


def test_an_unknown_language_is_german() -> None:
    set_language("fr")
    assert (_("Heute"), language()) == ("Heute", "de")
