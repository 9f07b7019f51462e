"""The widget for each kind of field, and what stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.widget import Widget

from caseconsole.fields import LONGEST_LINE, LONGEST_NOTE, Kind, label_of, options
from caseconsole.i18n import _
from caseconsole.widgets import Choice, DateInput, MultiChoice, NoteArea, TextInput, Toggle

if TYPE_CHECKING:
    from caseconsole.fields import FieldSpec, Ui
    from caseconsole.forms.raw import Raw

Control = TextInput | DateInput | NoteArea | Choice | MultiChoice | Toggle

_LONGEST_WORDS = 1000
_DAY_WIDTH = 28
_WARNED_DAY_WIDTH = 40


def make_control(field: FieldSpec, raw: Raw) -> Control:
    """The widget for a field, with ``raw`` in it."""
    ui = field.ui
    missing = _("fehlt noch") if ui.missing else ""
    if field.choices:
        return Choice(
            field.choices, value=cast("str", raw), new=_(field.new), placeholder=missing
        )  # fmt: skip
    if ui.kind is Kind.YESNO:
        return Toggle(value=cast("bool | None", raw), open_ended=True)
    if ui.kind is Kind.CHOICE:
        return Choice(
            options(ui),
            value=cast("str", raw),
            label_of=lambda key: label_of(ui, key),
            placeholder=missing,
        )
    if ui.kind in {Kind.CHOICES, Kind.COUNTRIES, Kind.LANGUAGES}:
        return MultiChoice(
            options(ui),
            value=cast("tuple[str, ...]", raw),
            label_of=lambda key: label_of(ui, key),
            placeholder=missing,
        )
    return _text_control(ui, cast("str", raw), missing)


def _text_control(ui: Ui, text: str, missing: str) -> Control:
    if ui.kind is Kind.NOTE:
        return NoteArea(text, longest=LONGEST_NOTE, placeholder=missing)
    if ui.kind in {Kind.DAY, Kind.BIRTH}:
        control = DateInput(
            text, partial=ui.kind is Kind.BIRTH, ahead=ui.ahead, placeholder=missing
        )
        control.styles.max_width = _WARNED_DAY_WIDTH if ui.ahead else _DAY_WIDTH
        return control
    longest = _LONGEST_WORDS if ui.kind is Kind.WORDS else LONGEST_LINE
    line = TextInput(text, longest=longest, placeholder=missing)
    if ui.width:
        line.styles.max_width = ui.width + 1
    return line


def raw_in(control: Widget) -> Raw:
    """What stands in a widget made by ``make_control``."""
    return cast("Control", control).value


def load_raw(control: Control, raw: Raw) -> None:
    """Put ``raw`` into a widget made by ``make_control``."""
    if isinstance(control, Toggle):
        control.load(cast("bool | None", raw))
    elif isinstance(control, MultiChoice):
        control.load(cast("tuple[str, ...]", raw))
    else:
        control.load(cast("str", raw))


def problem_in(control: Widget) -> str:
    """What is wrong in the widget that its value does not show: words that are no entry."""
    return control.problem if isinstance(control, Choice | MultiChoice) else ""
