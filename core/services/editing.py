"""The one way in which anything is written: apply a ChangeSet in one transaction."""

import getpass
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from core.domain.edits import ChangeSet
from core.domain.errors import KnownError
from core.domain.locking import steps_back, steps_forward
from core.ports import Clock, Progress, Reader, Stamp, Workspace


@dataclass(frozen=True, slots=True)
class Applied:
    """What was committed.

    Attributes:
        change: The edits, as committed.
        origin: Whoever asked, so that a view does not refresh what it shows already; opaque here.
    """

    change: ChangeSet
    origin: object = None


def local_now() -> datetime:
    """The time with its zone."""
    return datetime.now().astimezone()


def user_name() -> str:
    """The system's user name, or ``?`` where the system does not tell."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"


def apply(
    workspace: Workspace,
    change: ChangeSet,
    origin: object = None,
    clock: Clock = local_now,
    condition: Callable[[Reader], None] | None = None,
    progress: Progress | None = None,
) -> Applied:
    """Commit a change: one gesture, one transaction.

    Args:
        workspace: Where it is written.
        change: What is written.
        origin: Whoever asks.
        clock: Tells the time for the history.
        condition: Raises KnownError if the change must not be made as things stand when it is written.
        progress: Called now and then before the commit; if it raises, nothing is written.

    Raises:
        StaleEditError: Something it builds on has changed in between; nothing is written.
        LockedError: It touches what is printed of a table that is not a draft; nothing is written.
        KnownError: The file cannot be written; nothing is written.
    """
    if change:
        with workspace.write() as unit_of_work:
            if condition:
                condition(unit_of_work)
            unit_of_work.apply(change, Stamp(clock(), user_name()), progress)
    return Applied(change, origin)


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
    from core.services import states  # here, since it audits, and auditing follows what is applied here

    condition = states.once_more(workspace, change, progress)
    return apply(workspace, change, origin, clock, condition, progress)


def needs_reason(change: ChangeSet) -> bool:
    """Whether taking a change back is as much as unlocking a table, which is not done without a reason."""
    return any(steps_back(edit.inverse()) for edit in change.edits)


def is_examined(change: ChangeSet, *, undoing: bool) -> bool:
    """Whether undoing or redoing a change locks tables, which may take as long as auditing all of them."""
    return any(steps_forward(edit.inverse() if undoing else edit) for edit in change.edits)
