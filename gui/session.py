"""One open workspace as the window works with it: every write, every undo, one signal for all views."""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from core.domain.edits import ChangeSet, Edit
from core.domain.errors import KnownError
from core.ports import Reader, Workspace
from core.services import editing, reverting

ELSEWHERE: Final = "别处的修改"
"""The name of what was not done in this window."""

log = logging.getLogger(__name__)


class Session(QObject):
    """Applies ChangeSets, keeps the undo stack, tells the views.

    Write first, then push an already-applied command: an exception inside ``QUndoCommand.redo`` leaves Qt's
    stack out of step with the database (resources/docs/adr/0002).

    Signals:
        changed: ``editing.Applied``, after each commit, undo and redo included.
        refused: ``str``, the sentence of a write that could not be done; nothing was changed.
    """

    changed = Signal(object)
    refused = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.undo_stack = QUndoStack(self)
        self.last_refusal = ""
        self.at_rest = threading.Event()
        """Set unless something is being written and shown; whoever gathers beside the window waits for it."""

        self.at_rest.set()
        self.editors: list[Callable[[], bool]] = []
        """Whoever may have something under edit; called to commit it, answers False if that was refused."""

        with workspace.read() as reader:
            self._followed = reader.newest_sequence()  # up to here of the history everything was told to the views
        self._own = 0  # operations of this session since then

    def perform(
        self, change: ChangeSet, origin: object = None, condition: Callable[[Reader], None] | None = None
    ) -> bool:
        """Commit one gesture and make it undoable.

        Args:
            change: What is written.
            origin: Whoever asks.
            condition: As ``editing.apply`` takes it.

        Returns:
            True after the commit (or when there was nothing to change); False if it was refused, with the
            sentence in ``last_refusal`` and sent by ``refused``.
        """
        if not change:
            return True
        if not self._write(lambda: editing.apply(self.workspace, change, origin, condition=condition)):
            return False
        self.undo_stack.push(_AppliedCommand(change))
        return True

    def adopt(self, change: ChangeSet, origin: object = None) -> None:
        """Make undoable, and tell the views of, a change that a service has committed itself (an import)."""
        if change:
            self._own += 1
            self.undo_stack.push(_AppliedCommand(change))
            self.changed.emit(editing.Applied(change, origin))

    def catch_up(self) -> None:
        """Tell the views what others have committed to the file meanwhile: another window, the command line.

        A file that cannot be read just now is no reason to disturb the hands; the next write says so.
        """
        with suppress(KnownError):
            with self.workspace.read() as reader:
                newest = reader.newest_sequence()
                count = newest - self._followed
                entries = reader.history(limit=count) if count > self._own else ()
            self._followed, self._own = newest, 0
            if entries:
                edits = tuple(edit for entry in reversed(entries) for edit in entry.edits)
                self.changed.emit(editing.Applied(ChangeSet(ELSEWHERE, edits)))

    def undo(self, reason: str = "") -> bool:
        """Take back the last gesture; True if something was taken back. ``reason`` as ``reverting.undo`` takes it."""
        undo = partial(reverting.undo, reason=reason)
        return self.settle() and self._step(undo, undoing=True)

    def redo(self) -> bool:
        """Do the last gesture taken back once more; True if something was done."""
        return self.settle() and self._step(reverting.redo, undoing=False)

    def next_step(self, *, undoing: bool) -> ChangeSet | None:
        """The gesture that would be taken back or done once more; ``None`` if there is none."""
        index = self.undo_stack.index() - 1 if undoing else self.undo_stack.index()
        command = self.undo_stack.command(index) if 0 <= index < self.undo_stack.count() else None
        return command.change if isinstance(command, _AppliedCommand) else None

    def edits(self) -> list[Edit]:
        """Every edit that can be undone or done once more."""
        commands = (self.undo_stack.command(index) for index in range(self.undo_stack.count()))
        return [edit for command in commands if isinstance(command, _AppliedCommand) for edit in command.change.edits]

    def carried_out(self, applied: editing.Applied, *, undoing: bool) -> None:
        """Follow the next step, which somebody has committed beside the window while nothing else was."""
        self._own += 1
        self.changed.emit(applied)
        (self.undo_stack.undo if undoing else self.undo_stack.redo)()

    def settle(self) -> bool:
        """Have open editors commit, before an action reads data.

        Returns:
            False if something was refused: it stays as it was typed, the reason was said, the action must not go on.
        """
        return all(commit() for commit in self.editors)

    def _step(self, write: Callable[[Workspace, ChangeSet], editing.Applied], *, undoing: bool) -> bool:
        change = self.next_step(undoing=undoing)
        if change is None:
            return False
        if not self._write(lambda: write(self.workspace, change)):
            return False
        (self.undo_stack.undo if undoing else self.undo_stack.redo)()
        return True

    def _write(self, write: Callable[[], editing.Applied]) -> bool:
        self.at_rest.clear()
        try:
            applied = write()
            self._own += 1
            self.changed.emit(applied)
        except KnownError as error:
            self.last_refusal = error.sentence
            log.info("write refused: %s", type(error).__name__)  # the sentence may quote a table
            self.refused.emit(error.sentence)
            return False
        finally:
            self.at_rest.set()
        return True


class _AppliedCommand(QUndoCommand):
    """A change that is in the database already; the stack only counts it, ``Session`` does the writing."""

    def __init__(self, change: ChangeSet) -> None:
        super().__init__(change.operation)
        self.change = change
