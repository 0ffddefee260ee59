"""Takes changes back and makes them once more: each is a change of its own, by the conditions of the first time."""

from core.domain.edits import ChangeSet
from core.domain.errors import KnownError
from core.domain.locking import steps_back, steps_forward
from core.ports import Clock, Progress, Workspace
from core.services.editing import Applied, apply, local_now
from core.services.states import once_more


def undo(
    workspace: Workspace,
    change: ChangeSet,
    origin: object = None,
    clock: Clock = local_now,
    progress: Progress | None = None,
    reason: str = "",
) -> Applied:
    """Commit the inverse of a change; the history gets it as ``撤销 …`` and is never rewritten.

    Args:
        workspace: As :func:`apply` takes it.
        change: What is taken back.
        origin: As :func:`apply` takes it.
        clock: As :func:`apply` takes it.
        progress: As :func:`apply` takes it.
        reason: Goes into the history; needed where :func:`needs_reason`.

    Raises:
        KnownError: As :func:`apply`; or a reason is needed and blank; or a table would be locked or signed again
            that may not be any more.
    """
    given = " ".join(reason.split())
    if not given and needs_reason(change):
        raise KnownError(f"撤销“{change.operation}”等于解锁，请写明理由，理由会记入修改历史。")
    operation = f"撤销 {change.operation}" + (f"（{given}）" if given else "")
    inverse = ChangeSet(operation, change.inverse().edits)
    return redo(workspace, inverse, origin, clock, progress)


def redo(
    workspace: Workspace,
    change: ChangeSet,
    origin: object = None,
    clock: Clock = local_now,
    progress: Progress | None = None,
) -> Applied:
    """Commit a change that was taken back once more; what it was made on condition of is looked at anew.

    Args:
        workspace: As :func:`apply` takes it.
        change: What is done again.
        origin: As :func:`apply` takes it.
        clock: As :func:`apply` takes it.
        progress: As :func:`apply` takes it.

    Raises:
        KnownError: As :func:`apply`; or a table would be locked or signed again that may not be any more.
    """
    condition = once_more(workspace, change, progress)
    return apply(workspace, change, origin, clock, condition, progress)


def needs_reason(change: ChangeSet) -> bool:
    """Whether taking a change back is as much as unlocking a table, which is not done without a reason."""
    return any(steps_back(edit.inverse()) for edit in change.edits)


def is_examined(change: ChangeSet, *, undoing: bool) -> bool:
    """Whether undoing or redoing a change locks tables, which may take as long as auditing all of them."""
    return any(steps_forward(edit.inverse() if undoing else edit) for edit in change.edits)
