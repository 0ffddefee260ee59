"""What of a table is locked once it is final: everything that is printed of it, and so everything in its 校验码."""

from typing import Final, TypeGuard

from core.domain.edits import Edit, SetField
from core.domain.errors import KnownError
from core.domain.records import BudgetUnit, Indicator, Project, State

_PRINTED_OF_PROJECT: Final = frozenset(
    {"unit_id", "name", "budget", "fiscal_funds", "other_funds", "purpose", "target"},
)
_ORDER: Final = tuple(State)  # as a table goes through them
_PRINTED_OF_UNIT: Final = frozenset({"code", "name"})


class LockedError(KnownError):
    """An edit would touch what is printed of a table that is final or signed; nothing was written."""

    def __init__(self, name: str, state: State) -> None:
        super().__init__(f"“{name or '（未命名项目）'}”{lock_sentence(state)}")


def lock_sentence(state: State, key: str = "") -> str:
    """Why a table that is no draft takes no typing and what to do about it; for behind the table's name.

    Args:
        state: Of the table.
        key: What the hands may press instead of the menu, where they are at it.
    """
    command = f"“审核 → 解锁”（{key}）" if key else "“审核 → 解锁”"
    return f"{state.label}，已锁定，不能修改。要修改，请用菜单{command}并说明理由。"


def steps_back(edit: Edit) -> bool:
    """Whether an edit takes a table back to an earlier state: what is locked or signed is so no more."""
    return _is_step(edit) and _ORDER.index(State(edit.new)) < _ORDER.index(State(edit.old))


def steps_forward(edit: Edit) -> TypeGuard[SetField]:
    """Whether an edit takes a table on to a later state: it is locked or signed by it."""
    return _is_step(edit) and _ORDER.index(State(edit.new)) > _ORDER.index(State(edit.old))


def _is_step(edit: Edit) -> TypeGuard[SetField]:
    return isinstance(edit, SetField) and (edit.kind, edit.field) == ("project", "state")


def touches_print(edit: Edit) -> bool:
    """Whether an edit touches what is printed of some table.

    State, signature, tag, place among the other projects, and notes are beside the content.
    """
    if not isinstance(edit, SetField):
        return isinstance(edit.record, Project | Indicator | BudgetUnit)
    return (
        edit.kind == "indicator"
        or (edit.kind == "project" and edit.field in _PRINTED_OF_PROJECT)
        or (edit.kind == "unit" and edit.field in _PRINTED_OF_UNIT)
    )
