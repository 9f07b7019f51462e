"""A form made from the declarations of the fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len
from textual import on
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from caseconsole import clock
from caseconsole.errors import InputError
from caseconsole.fields import Kind
from caseconsole.forms.controls import load_raw, problem_in, raw_in
from caseconsole.forms.raw import Raw, problem_of, raw_from_draft, raw_of, same, value_of
from caseconsole.forms.row import FieldRow
from caseconsole.i18n import N_
from caseconsole.text import show
from caseconsole.widgets import Picker, TabBar, Toggle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events
    from textual.app import ComposeResult

    from caseconsole.fields import FieldSpec, FormSpec

TWO_COLUMNS_FROM = 116
_LABEL_WIDTHS = (12, 28)


class FieldGroup(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The fields of one group; made when the group is first shown.

    It scrolls with the focus: the keys of a scrolled page belong to the form.
    """


class RecordForm(Widget):
    """The fields of one record, group by group.

    Nothing that was typed is ever cleared: what cannot be understood stays, with a message.

    Args:
        spec: the fields.
        values: their values; what is missing is not stated.
        draft: what a draft kept, as ``draft()`` gave it; stands above ``values``.
        id: id of the widget.
        classes: CSS classes.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "go(1)", N_("Nächstes Feld"), show=False, id="form.next"),
        Binding("shift+tab", "go(-1)", N_("Voriges Feld"), show=False, id="form.previous"),
        Binding("ctrl+pagedown", "turn(1)", N_("nächste Seite"), id="form.next_group"),
        Binding(
            "ctrl+pageup", "turn(-1)", N_("vorige Seite"), show=False, id="form.previous_group"
        ),
    ]

    class FormMessage(Message):
        """Something happened in a form."""

        def __init__(self, form: RecordForm, name: str = "") -> None:
            super().__init__()
            self.form = form
            self.name = name

        @property
        def control(self) -> RecordForm:
            """The form, for ``@on`` with a selector."""
            return self.form

    class Changed(FormMessage):
        """What stands in the field ``name`` was changed by the user."""

    class Left(FormMessage):
        """The field ``name`` was left; a good moment to save the draft at once."""

    class Finished(FormMessage):
        """Enter was pressed in the last field."""

    def __init__(
        self,
        spec: FormSpec,
        values: Mapping[str, Any] | None = None,
        *,
        draft: Mapping[str, Any] | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.spec = spec
        self._first: dict[str, Any] = {}
        self._raw: dict[str, Raw] = {}
        self._rows: dict[str, FieldRow] = {}
        self._refused: dict[str, str] = {}
        self._group = spec.groups[0][0]
        self._take_in(values or {}, draft or {})

    # ---- what is in the form -------------------------------------------------------------

    def _take_in(self, values: Mapping[str, Any], draft: Mapping[str, Any]) -> None:
        for field in self.spec.fields:
            value = values.get(field.name)
            self._first[field.name] = value
            kept = field.name in draft
            self._raw[field.name] = (
                raw_from_draft(field.ui, draft[field.name]) if kept else raw_of(field.ui, value)
            )

    def load(self, values: Mapping[str, Any], draft: Mapping[str, Any] | None = None) -> None:
        """Show other values; the form is unchanged afterwards except for what ``draft`` holds."""
        self._refused.clear()
        self._take_in(values, draft or {})
        for name, row in self._rows.items():
            with self.prevent(Input.Changed, TextArea.Changed, Toggle.Changed):
                load_raw(row.control, self._raw[name])
            self._draw_state(name)

    def mark_saved(self) -> None:
        """What stands there now is stored: nothing counts as changed any more."""
        self._first = self.values()
        for name in self._rows:
            self._draw_state(name)

    def values(self) -> dict[str, Any]:
        """The value of every field.

        Raises:
            InputError: a field cannot be understood; ``field`` says which.
        """
        return {field.name: self._value(field) for field in self.spec.fields}

    def changes(self) -> dict[str, Any]:
        """The values that differ from those the form began with.

        Raises:
            InputError: a changed field cannot be understood; ``field`` says which.
        """
        names = self._changed_names()
        return {field.name: self._value(field) for field in self.spec.fields if field.name in names}

    def draft(self) -> dict[str, Any]:
        """What was typed into the changed fields, as it stands there; JSON can hold it."""
        changed = self._changed_names()
        kept = {name: raw for name, raw in self._raw.items() if name in changed}
        return {name: list(raw) if isinstance(raw, tuple) else raw for name, raw in kept.items()}

    def raw(self, name: str) -> Raw:
        """What stands in the field ``name``: text, key or keys, as its control holds it."""
        return self._raw[name]

    def put(self, name: str, text: str) -> None:
        """Write ``text`` into the field ``name`` as if it had been typed, and go there."""
        if name in self._rows:
            load_raw(self._rows[name].control, text)
        self.focus_field(name)

    @property
    def is_dirty(self) -> bool:
        """Whether anything differs from what the form began with."""
        return bool(self._changed_names())

    def problems(self) -> dict[str, str]:
        """The fields that cannot be stored as they are, each with the reason."""
        found = {field.name: self._problem(field) for field in self.spec.fields}
        return {name: problem for name, problem in found.items() if problem}

    def show_problems(self) -> int:
        """Draw every message, go to the first field that has one, and say how many there are."""
        problems = self.problems()
        for name in self._rows:
            self._draw_state(name, checked=True)
        self._mark_groups(problems)
        if problems:
            self.focus_field(next(iter(problems)))
        return len(problems)

    def refuse(self, name: str, message: str) -> None:
        """Show why the caseload refused the field ``name``, until anything is changed."""
        self._refused[name] = message
        self._mark_groups(self.problems())
        self.focus_field(name)
        if name in self._rows:
            self._draw_state(name, checked=True)

    def _value(self, field: FieldSpec) -> Any:
        try:
            return value_of(field.ui, self._raw[field.name], clock.today())
        except InputError as error:
            error.field = field.name
            raise

    def _problem(self, field: FieldSpec) -> str:
        name = field.name
        row = self._rows.get(name)
        stuck = problem_in(row.control) if row else ""
        wrong = stuck or problem_of(field.ui, self._raw[name], clock.today())
        return wrong or self._refused.get(name, "")

    def _is_changed(self, field: FieldSpec) -> bool:
        raw, first = self._raw[field.name], self._first[field.name]
        if raw == raw_of(field.ui, first):
            return False
        if problem_of(field.ui, raw, clock.today()):
            return True
        return not same(self._value(field), first)

    def _changed_names(self) -> set[str]:
        return {field.name for field in self.spec.fields if self._is_changed(field)}

    # ---- how it is laid out --------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Lay out the line of tabs and the places for the groups; fields come when shown."""
        if len(self.spec.groups) > 1:
            yield TabBar(self.spec.groups)
        for key, _label in self.spec.groups:
            yield FieldGroup(id=f"group-{key}")

    async def on_mount(self) -> None:
        """Make the fields of the first group."""
        await self._show_group(self._group)

    def on_resize(self, event: events.Resize) -> None:
        """Stand the fields in two columns where there is space."""
        self.set_class(event.size.width >= TWO_COLUMNS_FROM, "-wide")

    def _turn_to(self, key: str) -> None:
        self._group = key
        for name, _label in self.spec.groups:
            self.query_one(f"#group-{name}").display = name == key
        for bar in self.query(TabBar):
            with self.prevent(TabBar.Chosen):
                bar.active = key

    async def _show_group(self, key: str) -> None:
        self._turn_to(key)
        fields = self.spec.of_group(key)
        if fields and fields[0].name not in self._rows:
            await self._make_rows(key, fields)

    async def _make_rows(self, key: str, fields: tuple[FieldSpec, ...]) -> None:
        beside = [field for field in fields if field.ui.kind is not Kind.NOTE]
        longest = max((cell_len(show(field.label)) for field in beside), default=0) + 6
        width = min(max(longest, _LABEL_WIDTHS[0]), _LABEL_WIDTHS[1])
        for field in fields:
            self._rows[field.name] = FieldRow(field, self._raw[field.name], width)
        widgets: list[Widget] = []
        cells = 0
        for field in fields:
            note = field.ui.kind is Kind.NOTE
            if note and cells % 2:
                # In two columns a note begins a line; the grid does not see to that by itself.
                widgets.append(Vertical(classes="gap"))
                cells += 1
            widgets.append(self._rows[field.name])
            cells += 2 if note else 1
        with self.app.batch_update():
            await self.query_one(f"#group-{key}").mount_all(widgets)
            for field in fields:
                self._draw_state(field.name)

    def _draw_state(self, name: str, *, checked: bool = False) -> None:
        row, field = self._rows[name], self.spec[name]
        problem = self._problem(field) if checked or row.problem else ""
        row.show_state(changed=self._is_changed(field), problem=problem)

    def _mark_groups(self, problems: Mapping[str, str]) -> None:
        wrong = {self.spec[name].ui.group for name in problems}
        for bar in self.query(TabBar):
            for key, _label in self.spec.groups:
                bar.set_mark(key, "!" if key in wrong else "")

    # ---- moving about --------------------------------------------------------------------

    @property
    def focused_field(self) -> FieldSpec | None:
        """The field that has the focus, for help; ``None`` where none has."""
        row = self._row_of(self.screen.focused)
        return row.spec if row else None

    def _row_of(self, widget: Widget | None) -> FieldRow | None:
        parent = widget.parent if widget is not None else None
        known = isinstance(parent, FieldRow) and parent.spec.name in self._rows
        return parent if known and isinstance(parent, FieldRow) else None

    def focus_field(self, name: str) -> None:
        """Go to a field, in whatever group it is; at once where its group was shown before."""
        if name in self._rows:
            self._turn_to(self.spec[name].ui.group)
            self._rows[name].control.focus()
            self._draw_state(name, checked=name in self._refused)
        else:
            self.run_worker(
                self._go_to(name), group="form-focus", exclusive=True, exit_on_error=False
            )

    async def _go_to(self, name: str) -> None:
        await self._show_group(self.spec[name].ui.group)
        self.focus_field(name)

    def focus_first(self) -> None:
        """Go to the first field."""
        self.focus_field(self.spec.fields[0].name)

    def _neighbour(self, step: int) -> str | None:
        """The field after or before the focused one, where the group ends there."""
        here = self.focused_field
        if here is None:
            return None
        order = [f.name for key, _label in self.spec.groups for f in self.spec.of_group(key)]
        place = order.index(here.name) + step
        if not 0 <= place < len(order):
            return None
        return order[place] if self.spec[order[place]].ui.group != here.ui.group else None

    async def action_go(self, step: int) -> None:
        """Go on to the next group at the end of one; elsewhere the screen moves the focus."""
        name = self._neighbour(step)
        if name is None:
            raise SkipAction
        await self._go_to(name)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to turn to only where there are several groups."""
        del parameters
        return action != "turn" or len(self.spec.groups) > 1

    async def action_turn(self, step: int) -> None:
        """Show the next group."""
        keys = [key for key, _label in self.spec.groups]
        group = keys[(keys.index(self._group) + step) % len(keys)]
        await self._go_to(self.spec.of_group(group)[0].name)

    @on(TabBar.Chosen)
    async def _chosen(self, event: TabBar.Chosen) -> None:
        event.stop()
        await self._show_group(event.key)

    # ---- what the user does in the fields ------------------------------------------------

    @on(Input.Submitted)
    @on(Picker.Submitted)
    @on(Picker.Taken)
    @on(Toggle.Submitted)
    async def _next(self, event: Message) -> None:
        event.stop()
        here, last = self.focused_field, self.spec.of_group(self.spec.groups[-1][0])[-1]
        if here is None or here.name == last.name:
            if not isinstance(event, Picker.Taken):
                self.post_message(self.Finished(self, last.name))
            return
        name = self._neighbour(1)
        if name is None:
            self.screen.focus_next()
        else:
            await self._go_to(name)

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Toggle.Changed)
    @on(Picker.Changed)
    def _edited(self, event: Message) -> None:
        event.stop()
        row = self._row_of(event.control if isinstance(event.control, Widget) else None)
        if row is None:
            return
        name, raw = row.spec.name, raw_in(row.control)
        if raw == self._raw[name]:
            return
        self._raw[name] = raw
        # A refusal was about the record as it was: another field may have made it right.
        refused = {*self._refused, name}
        self._refused.clear()
        for each in refused & self._rows.keys():
            self._draw_state(each)
        self.post_message(self.Changed(self, name))

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Check a field when it is left; a message stays until the field is right."""
        row = self._row_of(event.widget)
        if row is not None:
            self._draw_state(row.spec.name, checked=True)
            self.post_message(self.Left(self, row.spec.name))
