"""Undo and redo, and the clipboard for whatever has the keyboard: a text field or the grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

if TYPE_CHECKING:
    from gui.main_window import MainWindow


class EditController:
    """The menu 编辑, and moving rows."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def undo(self) -> None:
        """Take back the last gesture, and show where it was."""
        session, bench = self._window.session, self._window.workbench
        if session and bench and session.undo():
            bench.go_to_last_change()

    def redo(self) -> None:
        """Do it once more, and show where."""
        session, bench = self._window.session, self._window.workbench
        if session and bench and session.redo():
            bench.go_to_last_change()

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
        if isinstance(field, QLineEdit):
            field.del_() if field.hasSelectedText() else field.clear()
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

    def _pass_on(self, command: str) -> None:
        field = _text_field()
        target: object = field if field is not None else self._window.workbench and self._window.workbench.editor
        if target is not None:
            getattr(target, command)()


def _text_field() -> QWidget | None:
    focused = QApplication.focusWidget()
    return focused if isinstance(focused, QLineEdit | QPlainTextEdit) else None
