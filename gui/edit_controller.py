"""Undo and redo, and the clipboard for whatever has the keyboard: a text field or the grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from core.domain.edits import ChangeSet
from core.services import reverting
from gui import long_change
from gui.long_change import LARGE
from gui.table_editor.form_fields import LineField, TextField

if TYPE_CHECKING:
    from gui.main_window import MainWindow
    from gui.session import Session
    from gui.workbench import Workbench


class EditController:
    """The menu 编辑, and moving rows."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def undo(self) -> None:
        """Take back the last gesture, and show where it was."""
        self._step(undoing=True)

    def redo(self) -> None:
        """Do it once more, and show where."""
        self._step(undoing=False)

    def cut(self) -> None:
        """Cut the selected text or cells."""
        self._pass_on("cut")

    def copy(self) -> None:
        """Copy the selected text or cells."""
        self._pass_on("copy")

    def paste(self) -> None:
        """Paste text or cells."""
        self._pass_on("paste")

    def clear(self) -> None:
        """Clear the selected text or cells."""
        field = _text_field()
        if field is not None and _refuses(field):
            return
        if isinstance(field, QLineEdit):
            if field.hasSelectedText():
                field.del_()
            else:
                field.clear()
        elif isinstance(field, QPlainTextEdit):
            field.textCursor().removeSelectedText()
        elif self._window.workbench:
            self._window.workbench.editor.clear()

    def rows_up(self) -> None:
        """Move the selected rows one up."""
        if self._window.workbench:
            self._window.workbench.editor.move_rows(-1)

    def rows_down(self) -> None:
        """Move the selected rows one down."""
        if self._window.workbench:
            self._window.workbench.editor.move_rows(1)

    def _step(self, *, undoing: bool) -> None:
        session, bench = self._window.session, self._window.workbench
        if session is None or bench is None or not session.settle():
            return
        change = session.next_step(undoing=undoing)
        if change is None:
            return
        if undoing and reverting.needs_reason(change):
            self._ask_and_undo(session, bench, change)
        elif len(change.edits) > LARGE or reverting.is_examined(change, undoing=undoing):
            long_change.step(self._window, session, undoing=undoing, done=bench.go_to_last_change)
        elif (session.undo if undoing else session.redo)():
            bench.go_to_last_change()

    def _ask_and_undo(self, session: Session, bench: Workbench, change: ChangeSet) -> None:
        """A table is not unlocked in passing: as by the command for it, only with a reason."""
        from gui.dialogs.undo_dialog import UndoDialog

        dialog = UndoDialog(self._window, change)

        def undo() -> None:
            if session.next_step(undoing=True) is change:
                done = bench.go_to_last_change
                long_change.step(self._window, session, undoing=True, done=done, reason=dialog.reason)

        dialog.accepted.connect(undo)
        dialog.open()

    def _pass_on(self, command: str) -> None:
        field = _text_field()
        if field is not None and command != "copy" and _refuses(field):
            return
        target: object = field if field is not None else self._window.workbench and self._window.workbench.editor
        if target is not None:
            getattr(target, command)()


def _refuses(field: QLineEdit | QPlainTextEdit) -> bool:
    """Whether a field takes no typing; one of the form says why."""
    if field.isReadOnly() and isinstance(field, LineField | TextField):
        field.refused_typing.emit()
    return field.isReadOnly()


def _text_field() -> QLineEdit | QPlainTextEdit | None:
    focused = QApplication.focusWidget()
    return focused if isinstance(focused, QLineEdit | QPlainTextEdit) else None
