"""Editing in the grid: one open editor, committed before anything else happens, fed by input methods."""

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QWidget

from gui.table_editor.cell_editor import CellEditor, Leave
from gui.table_editor.current_table import CurrentTable
from gui.table_editor.delegates import IndicatorDelegate
from gui.table_editor.grid_look import FormTableView, Index
from gui.table_editor.grid_model import IndicatorModel
from gui.table_editor.rescue import ROW_GONE, rescue, why_table_left

CURSOR_RECTANGLE = Qt.InputMethodQuery.ImCursorRectangle
NO_HINT = IndicatorDelegate.EndEditHint.NoHint


class EditableTableView(FormTableView):
    """Opens, commits and closes :class:`CellEditor`; what is typed is lost only to Esc."""

    def __init__(self, current: CurrentTable, model: IndicatorModel, parent: QWidget | None = None) -> None:
        super().__init__(current, model, parent)
        self._stuck = False
        self._delegate.editor_made = self._adopt_editor
        model.rowsAboutToBeRemoved.connect(self._let_go_of_rows)
        model.modelAboutToBeReset.connect(lambda: self._let_go(why_table_left(current)))
        for renewed in (current.chosen, current.refreshed):
            renewed.connect(self._follow_lock)
        self.setEditTriggers(QAbstractItemView.EditTrigger.AnyKeyPressed)

    def go_on(self, leave: Leave) -> None:
        """Move as the hands expect after a cell was left; the class above knows how."""
        raise NotImplementedError

    @property
    def editor(self) -> CellEditor | None:
        """The open editor."""
        return self._editor

    def open_editor(self, *, typed_over: bool) -> bool:
        """Open the editor of the current cell.

        Args:
            typed_over: Typing replaces the text; otherwise (F2) the cursor stands behind it.

        Returns:
            Whether it is open now. If the cell takes no typing, the reason is shown beside it.
        """
        index = self.currentIndex()
        if not index.isValid():
            return False
        reason = self._current.lock_reason()
        if reason:
            self.say(reason)
            return False
        self._delegate.typed_over = typed_over
        self.edit(index)
        self._delegate.typed_over = True
        if self._editor is not None and not typed_over:
            self._editor.show_offers()
        return self._editor is not None

    def commit_editor(self) -> bool:
        """Commit what is being typed, an unfinished composition included, and close the editor.

        Returns:
            False if it was refused: the editor stays open with what was typed, and the reason is shown.
        """
        if self._editor is None:
            return True
        return self._finish(self._editor)

    def give_up(self) -> None:
        """Close the open editor as Esc does, whatever was typed."""
        self._cancel_editor()

    def _adopt_editor(self, editor: CellEditor, index: Index) -> None:
        """Take a fresh editor of the delegate into care."""
        self._editor = editor
        self._edited = QPersistentModelIndex(index)
        self._model.set_edited(self._edited)
        editor.left.connect(self._leave_editor)
        editor.cancelled.connect(self._cancel_editor)
        editor.grown.connect(self._grow_editor)

    def commitData(self, editor: QWidget) -> None:  # noqa: N802
        """Write what is typed; if it is refused, the editor will not be closed."""
        if not isinstance(editor, CellEditor) or editor is not self._editor:
            return
        editor.finish_composition()
        committed = self._delegate.commit(editor, self._edited)
        if editor is not self._editor:
            return  # the row or the table was found to be gone, see _let_go
        self._stuck = not committed
        if self._stuck:
            self.say_refusal(self._edited)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:  # noqa: N802
        """Close it, unless what was typed could not be written."""
        if self._stuck or editor is not self._editor:
            return
        assert isinstance(editor, CellEditor)
        edited, self._editor = self._edited, None
        self._edited = QPersistentModelIndex()
        self._model.set_edited(QModelIndex())
        editor.close_offers()
        super().closeEditor(editor, hint)
        if edited.isValid():
            self._fit_rows(edited.row(), edited.row())
            self.update(self._model.index(edited.row(), edited.column()))

    def _finish(self, editor: CellEditor) -> bool:
        self.commitData(editor)
        if editor is not self._editor:
            return False
        if self._stuck:
            editor.setFocus()
            return False
        self.closeEditor(editor, NO_HINT)
        return True

    def _let_go_of_rows(self, _parent: QModelIndex, first: int, last: int) -> None:
        if self._edited.isValid() and first <= self._edited.row() <= last:
            self._let_go(ROW_GONE)

    def _let_go(self, why: str) -> None:
        """The cell under edit is about to vanish: keep what was typed for the hands, and close the editor."""
        editor = self._editor
        if editor is None:
            return
        editor.finish_composition()
        typed, old = editor.text(), self._model.text(self._edited.row(), self._edited.column())
        self._stuck = False
        self.closeEditor(editor, NO_HINT)
        if typed.strip() and typed != old:
            self.say(rescue(editor.accessibleName(), typed, why), QModelIndex(), lasting=True)

    def _leave_editor(self, leave: Leave) -> None:
        if self._editor is not None and self._finish(self._editor):
            self.go_on(leave)

    def _cancel_editor(self) -> None:
        if self._editor is not None:
            self._stuck = False
            self.hide_notice()
            self.closeEditor(self._editor, NO_HINT)

    def _fit_all_rows(self) -> None:
        super()._fit_all_rows()
        self._grow_editor()

    def _grow_editor(self) -> None:
        if self._editor is None or not self._edited.isValid():
            return
        row, column = self._edited.row(), self._edited.column()
        others = list(self._model.texts(row))
        others[column] = ""
        height = max(self._row_height(tuple(others)), self._editor.wanted_height() + 2 * self._delegate.texts.frame)
        if height != self.rowHeight(row):
            self.setRowHeight(row, height)
        self.updateEditorGeometries()

    # Input methods (desk.md section 1)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Text that arrives before there is an editor opens one and goes into it, commits without preedit too."""
        text = event.preeditString() or event.commitString()
        reason = self._current.lock_reason() if self._editor is None and text else ""
        waiting = self._editor is not None or event.preeditString() or not text
        if reason:
            self.say(reason)
        elif waiting:
            super().inputMethodEvent(event)
        elif self.open_editor(typed_over=True) and self._editor is not None:
            QCoreApplication.sendEvent(self._editor, event)
        self.updateMicroFocus()

    def _follow_lock(self) -> None:
        """No composition begins where none is taken: each key comes by itself then, and is told why.

        Qt looks at a cell only when it becomes the current one, and a table is locked and unlocked under it.
        """
        takes_typing = self._model.flags(self.currentIndex()) & Qt.ItemFlag.ItemIsEditable
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, bool(takes_typing))

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:
        """The current cell is where the candidate window belongs."""
        if query != CURSOR_RECTANGLE:
            return super().inputMethodQuery(query)
        if self._editor is not None:
            cursor = self._editor.cursorRect()
            return cursor.translated(self._editor.viewport().mapTo(self, QPoint(0, 0)))
        return self.visualRect(self.currentIndex()).translated(self.viewport().pos())
