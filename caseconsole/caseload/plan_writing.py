"""What every change of a plan shares: its transaction, its checks, the copy of what is agreed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from caseconsole.caseload.plan_content import contents
from caseconsole.caseload.plan_views import plan_rows
from caseconsole.errors import NotFoundError, RuleError
from caseconsole.fields import check, ui_of
from caseconsole.i18n import _
from caseconsole.models import PlanVersion
from caseconsole.store import Audit, transaction
from caseconsole.text import clean


@contextmanager
def changing(plan_id: int, action: str) -> Iterator[Audit]:
    """A transaction that changes a plan.

    Agreed versions that came from a file get their copy before: nothing done later changes them.
    """
    with transaction(action) as audit:
        found = plan_rows(plan_id)
        for version_id, goals in contents(found).items():
            row = next(row for row in found.versions if row["id"] == version_id)
            if row["agreed_on"] is not None and row["frozen"] is None:
                PlanVersion.update(frozen={"goals": goals}).where(
                    PlanVersion.id == version_id
                ).execute()
        yield audit


def row_of_plan(model: type[Any], row_id: int) -> Any:
    """The row with this id.

    Raises:
        NotFoundError: it is not there (any more).
    """
    row = model.get_or_none(model.id == row_id)
    if row is None:
        raise NotFoundError(_("Dieser Eintrag ist nicht mehr da."))
    return row


def check_values(model: type[Any], values: dict[str, Any]) -> None:
    """Clean the texts of ``values`` in place and refuse what the fields refuse."""
    for name, value in values.items():
        ui = ui_of(getattr(model, name))
        if ui is None:
            continue
        if isinstance(value, str):
            values[name] = clean(value, multiline=ui.kind == "note")
        check(ui, values[name])


def change_row(
    kind: str, plan_id: int, row: Any, changes: dict[str, Any], allowed: set[str]
) -> None:
    """Store what ``changes`` make different; nothing different writes nothing.

    Raises:
        RuleError: something that is not ``allowed`` to change.
    """
    if set(changes) - allowed:
        raise RuleError(_("Diese Angabe lässt sich hier nicht ändern."))
    check_values(type(row), changes)
    stored = row.__data__
    changed = {name: value for name, value in changes.items() if stored.get(name) != value}
    if not changed:
        return
    with changing(plan_id, f"{kind}.change") as audit:
        for name, value in changed.items():
            setattr(row, name, value)
        row.save(only=list(changed))
        audit.record(kind, row.id, fields=tuple(changed))
