"""Fields with a list: one value, several values, and values looked up while typing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content
from textual.style import Style
from textual.worker import Worker

from caseconsole.text import show
from caseconsole.widgets.matching import Option, matching
from caseconsole.widgets.picker import Picker
from caseconsole.widgets.signs import signs

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from textual import events

Pair = tuple[str, str] | tuple[str, str, str] | Option
"""Key, label and, if wanted, a hint."""


NEW = "+"
"""Begin of the key of something that is not there yet."""


def _options(pairs: Iterable[Pair]) -> tuple[Option, ...]:
    return tuple(Option(*pair) for pair in pairs)


class Choice(Picker):
    """One entry of a list.

    Args:
        options: key and label of each entry, in the order offered.
        value: key to begin with; may be one that is no longer offered.
        label_of: label of a key that is not offered; by default the key itself.
        new: words of a last entry that makes something new of what is typed, with ``{typed}`` in
            them; its key is what is typed, behind ``NEW``. Without it, only entries can be chosen.
        placeholder: what stands in the empty field.
        id: id of the widget.
        classes: CSS classes.
    """

    def __init__(
        self,
        options: Iterable[Pair],
        *,
        value: str = "",
        label_of: Callable[[str], str] = str,
        new: str = "",
        placeholder: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(value, placeholder=placeholder, id=id, classes=classes)
        self.options = _options(options)
        self._label_of = label_of
        self._new = new

    @property
    def value(self) -> str:
        """The key chosen; empty for none."""
        return str(self._state)

    @property
    def label(self) -> str:
        """The label of the value; empty for none."""
        if self._new and self.value.startswith(NEW):
            return self._new.format(typed=self.value.removeprefix(NEW))
        labels = (option.label for option in self.options if option.key == self.value)
        return next(labels, self._label_of(self.value) if self.value else "")

    def load(self, value: str | None) -> None:
        """Show another value without a message."""
        self._load(value or "")

    def _look_up(self) -> None:
        found = matching(self.options, self.typed)
        typed = self.typed.strip()
        if self._new and typed:
            found = [*found, Option(f"{NEW}{typed}", self._new.format(typed=typed))]
        keys = [option.key for option in found]
        here = keys.index(self.value) if not self.typed and self.value in keys else 0
        self._offer(found, cursor=here)

    def action_take(self) -> None:
        """Take the entry under the cursor and say so: nothing more belongs into the field."""
        takes = self._open and bool(self._matches)
        super().action_take()
        if takes:
            self.post_message(self.Taken(self))

    def _with(self, option: Option) -> str:
        return option.key

    def _without(self) -> str:
        return ""

    def _words(self) -> Content:
        return Content("" if self.typed else show(self.label))


class MultiChoice(Picker):
    """Several entries of a list, shown as words; typing adds, Backspace takes the last away.

    Args:
        options: key and label of each entry, in the order offered.
        value: keys to begin with.
        label_of: label of a key that is not offered; by default the key itself.
        star: whether the first one is marked as the main one.
        placeholder: what stands in the empty field.
        id: id of the widget.
        classes: CSS classes.
    """

    def __init__(
        self,
        options: Iterable[Pair],
        *,
        value: Iterable[str] = (),
        label_of: Callable[[str], str] = str,
        star: bool = False,
        placeholder: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(tuple(value), placeholder=placeholder, id=id, classes=classes)
        self.options = _options(options)
        self._label_of = label_of
        self._star = star

    @property
    def value(self) -> tuple[str, ...]:
        """The keys, in the order chosen."""
        return tuple(self._state)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the values, in the order chosen."""
        known = {option.key: option.label for option in self.options}
        return tuple(known.get(key) or self._label_of(key) for key in self.value)

    def load(self, value: Iterable[str] | None) -> None:
        """Show other values without a message."""
        self._load(tuple(value or ()))

    def _look_up(self) -> None:
        left = (option for option in self.options if option.key not in self.value)
        self._offer(matching(left, self.typed))

    def _with(self, option: Option) -> tuple[str, ...]:
        return (*self.value, option.key)

    def _without(self) -> tuple[str, ...]:
        return self.value[:-1]

    def _words(self) -> Content:
        parts: list[Content] = []
        for index, label in enumerate(self.labels):
            text = show(label) + ("*" if self._star and not index else "")
            part = Content(text.replace(" ", "\u00a0"))
            if self.has_focus:
                sign = f"\u00a0{signs().remove}"
                part += Content.styled(sign, Style.from_meta({"remove": index}))
            parts.append(part)
        return Content("  ").join(parts)

    def on_click(self, event: events.Click) -> None:
        """Take away the entry whose cross was clicked."""
        index = event.style.meta.get("remove")
        if isinstance(index, int) and index < len(self.value):
            event.stop()
            event.prevent_default()
            self._set(self.value[:index] + self.value[index + 1 :])


class TypeAhead(Picker):
    """One entry that is looked up while one types, such as a person.

    Args:
        source: gives the entries for what was typed, best first; called for every change.
        free: whether text that is no entry may stay; it is then in ``typed``.
        value: entry to begin with.
        placeholder: what stands in the empty field.
        id: id of the widget.
        classes: CSS classes.
    """

    def __init__(
        self,
        source: Callable[[str], Awaitable[Sequence[Pair]]],
        *,
        free: bool = False,
        value: Option | None = None,
        placeholder: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(value, placeholder=placeholder, id=id, classes=classes)
        self._source = source
        self._free = free
        self._waiting = False
        self._take_next = False

    @property
    def chosen(self) -> Option | None:
        """The entry chosen."""
        return self._state if isinstance(self._state, Option) else None

    @property
    def value(self) -> str:
        """Key of the entry; empty for none."""
        return self.chosen.key if self.chosen else ""

    @property
    def problem(self) -> str:
        """Why what was typed is no choice; empty where free text may stay."""
        return "" if self._free else super().problem

    def load(self, value: Option | None) -> None:
        """Show another entry without a message."""
        self._load(value)

    def _look_up(self) -> None:
        self._waiting = True
        # A function and not its coroutine: one that is dropped before it began leaves nothing.
        ask = partial(self._ask, self.typed)
        _asking: Worker[None] = self.run_worker(
            ask, group="look-up", exclusive=True, exit_on_error=False
        )

    async def _ask(self, typed: str) -> None:
        try:
            found = _options(await self._source(typed.strip()))
        except Exception:
            self._waiting = False
            raise
        self._waiting = False
        self._offer(found)
        if self._take_next:
            self._take_next = False
            self._take_current()

    def _ready(self) -> bool:
        self._take_next = self._waiting
        return not self._waiting

    def _sure(self) -> int | None:
        return None if self._waiting or self._free else super()._sure()

    def action_take(self) -> None:
        """Take the entry under the cursor; free text that no entry fits stays as it is."""
        if self._open and self._free and not self._waiting and not self._matches:
            self._set_open(False)
        super().action_take()

    def _type(self, text: str) -> None:
        self._take_next = False
        super()._type(text)
        if self._free:
            self.post_message(self.Changed(self))

    def _with(self, option: Option) -> Option:
        return option

    def _without(self) -> None:
        return None

    def _words(self) -> Content:
        return Content(show(self.chosen.label) if self.chosen and not self.typed else "")
