"""The one way in which anything is written: apply a ChangeSet in one transaction."""

import getpass
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from core.domain.edits import ChangeSet
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
