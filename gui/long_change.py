"""Committing a change of any size beside the window: made and written in the background, then undoable as any other."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from core.domain.edits import ChangeSet
from core.domain.errors import KnownError
from core.ports import Progress, Reader
from core.services import editing, reverting
from gui import background
from gui.session import Session

LARGE: Final = 500
"""Edits; what is smaller is committed faster than a person notices."""


def commit(
    parent: QWidget,
    title: str,
    session: Session,
    make: Callable[[], ChangeSet],
    done: Callable[[ChangeSet], None],
    failed: Callable[[KnownError], None],
    condition: Callable[[Reader], None] | None = None,
    *,
    at_once: bool = False,
) -> None:
    """Make a change and commit it.

    Args:
        parent: The dialog that asks; while the work is under way it and its window take no typing.
        title: What is done, for the progress dialog.
        session: Gets the change when it is committed, also if ``parent`` is gone by then.
        make: Runs in another thread; touches no widget.
        done: Called in the window's thread after the commit.
        failed: Called there if it could not be made or written; nothing was changed.
        condition: As ``editing.apply`` takes it.
        at_once: As ``background.run`` takes it.
    """
    workspace = session.workspace

    def work(progress: Progress) -> editing.Applied:
        return editing.apply(workspace, make(), condition=condition, progress=progress)

    background.run(
        parent,
        title,
        work,
        lambda applied: done(applied.change),
        failed,
        lambda applied: session.adopt(applied.change),
        at_once=at_once,
    )


def step(window: QWidget, session: Session, *, undoing: bool, done: Callable[[], None], reason: str = "") -> None:
    """Take back, or do once more, a gesture that is large or locks tables.

    Until it is committed or cancelled nothing else can be done.

    Args:
        window: The window.
        session: Has such a next step.
        undoing: Which of the two.
        done: Called after the commit.
        reason: As ``reverting.undo`` takes it.
    """
    change, workspace = session.next_step(undoing=undoing), session.workspace
    assert change is not None
    write = partial(reverting.undo, reason=reason) if undoing else reverting.redo

    def follow(applied: editing.Applied) -> None:
        session.carried_out(applied, undoing=undoing)
        done()

    title = f"{'撤销' if undoing else '重做'}{change.operation}"
    background.run(window, title, lambda progress: write(workspace, change, progress=progress), follow, at_once=True)
