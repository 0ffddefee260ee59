"""The indicator grid: Excel's hands on the form's table."""

from typing import Final

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from gui.soon import soon
from gui.table_editor import grid_cursor
from gui.table_editor.cell_editor import Leave
from gui.table_editor.current_table import CurrentTable
from gui.table_editor.delegates import CATEGORY
from gui.table_editor.grid_cursor import Cell
from gui.table_editor.grid_editing import EditableTableView
from gui.table_editor.grid_keys import EXTENDABLE, command_of, is_text
from gui.table_editor.grid_look import Index
from gui.table_editor.grid_model import COLUMN_COUNT, IndicatorModel

SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
CONTROL: Final = Qt.KeyboardModifier.ControlModifier
LEFT_BUTTON: Final = Qt.MouseButton.LeftButton
SELECT_ONLY: Final = QItemSelectionModel.SelectionFlag.ClearAndSelect
NO_UPDATE: Final = QItemSelectionModel.SelectionFlag.NoUpdate


class IndicatorGrid(EditableTableView):
    """Keys (:mod:`gui.table_editor.grid_keys`), moves, selections, the mouse.

    Signals:
        command: The name of a command whose key was pressed (``insert_rows`` …).
        place_changed: The current cell or the selection changed.
    """

    command = Signal(str)
    place_changed = Signal()

    def __init__(self, current: CurrentTable, model: IndicatorModel, parent: QWidget | None = None) -> None:
        super().__init__(current, model, parent)
        self.setObjectName("indicatorGrid")
        self.setAccessibleName("绩效指标表")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTabKeyNavigation(False)  # Tab is a key of ours
        self._forwarding = False
        self._extending = False
        self._leaving = False
        self._anchor = QPersistentModelIndex()
        self._enter_column: int | None = None

    # The current cell and the selection

    def cell(self) -> Cell | None:
        """Row and column of the current cell, from 0."""
        index = self.currentIndex()
        return (index.row(), index.column()) if index.isValid() else None

    def shape(self) -> tuple[int, int]:
        """Rows (the spare one included) and columns."""
        return self._model.rowCount(), COLUMN_COUNT

    def selected_cells(self) -> list[Cell]:
        """Every selected cell in reading order; the current one if nothing is selected."""
        selection = self.selectionModel().selection()
        cells = {
            (row, column)
            for area in map(selection.at, range(selection.count()))
            for row in range(area.top(), area.bottom() + 1)
            for column in range(area.left(), area.right() + 1)
        }
        current = self.cell()
        return sorted(cells) or ([current] if current else [])

    def go_to(self, cell: Cell, *, extend: bool = False) -> None:
        """Make a cell the current one; with ``extend`` the selection stretches to it from where it began."""
        index = self._model.index(*cell)
        if not index.isValid():
            return
        if not extend or not self._anchor.isValid():
            self.selectionModel().setCurrentIndex(index, SELECT_ONLY)
        else:
            self._extending = True
            anchor = self._model.index(self._anchor.row(), self._anchor.column())
            self.selectionModel().select(QItemSelection(anchor, index), SELECT_ONLY)
            self.selectionModel().setCurrentIndex(index, NO_UPDATE)
            self._extending = False
        self.scrollTo(index)

    def select_block(self, top: int, left: int, bottom: int, right: int) -> None:
        """Select a rectangle; its upper left cell becomes the current one."""
        first, last = self._model.index(top, left), self._model.index(bottom, right)
        self.selectionModel().setCurrentIndex(first, NO_UPDATE)
        self.selectionModel().select(QItemSelection(first, last), SELECT_ONLY)

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        """Follow with the anchor of the selection, the input method's window and the spare row."""
        super().currentChanged(current, previous)
        if not self._ready:
            return
        if not self._extending and self.state() != QAbstractItemView.State.DragSelectingState:
            self._anchor = QPersistentModelIndex(current)
        self.updateMicroFocus()
        if self._model.has_spare_row and current.isValid() and current.row() < self._model.indicator_count:
            soon(self, self._close_idle_spare_row)
        for index in (current, previous):
            self.repaint_around(self.model().index(index.row(), index.column()))
        self.place_changed.emit()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:  # noqa: N802
        """Tell the status line."""
        super().selectionChanged(selected, deselected)
        self.place_changed.emit()

    def _close_idle_spare_row(self) -> None:
        current = self.currentIndex()
        if self._editor is None and current.isValid() and current.row() < self._model.indicator_count:
            self._model.close_spare_row()

    # Keys

    def event(self, event: QEvent) -> bool:
        """Take the grid's own keys before the window's shortcuts do."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and command_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Commands, moves, and typing that opens the editor."""
        if self._editor is not None:
            self._forward(event)
            return
        self.hide_notice()
        name = command_of(event)
        if name is not None:
            self._obey(name)
            event.accept()
        elif is_text(event):
            if self.open_editor(typed_over=True):
                self._forward(event)
            event.accept()
        elif event.key() in _PAGES:
            self._turn_page(event)
        else:
            event.ignore()

    def _obey(self, name: str) -> None:
        action = getattr(self, f"_key_{name}", None)
        if action is not None:
            action()
        elif name.removeprefix("extend_") in EXTENDABLE:
            self._move(name.removeprefix("extend_"), extend=name.startswith("extend_"))
        else:
            self.command.emit(name)

    def _forward(self, event: QKeyEvent) -> None:
        """Hand a key to the open editor: typed faster than the focus moved."""
        if self._editor is not None and not self._forwarding:
            self._forwarding = True
            QCoreApplication.sendEvent(self._editor, event)
            self._forwarding = False

    def _move(self, name: str, *, extend: bool) -> None:
        cell = self.cell() or (0, 0)
        if not self._model.rowCount():
            return
        self._enter_column = None
        if name == "down" and not extend and cell[0] == self._model.rowCount() - 1:
            self._model.open_spare_row()
        self.go_to(EXTENDABLE[name](cell, self.shape(), self._is_filled), extend=extend)

    def _turn_page(self, event: QKeyEvent) -> None:
        """As far as Qt goes, but with Shift from where the selection began."""
        target = self.moveCursor(_PAGES[Qt.Key(event.key())], event.modifiers())
        self.go_to((target.row(), target.column()), extend=bool(event.modifiers() & SHIFT))

    def _is_filled(self, row: int, column: int) -> bool:
        return bool(self._model.text(row, column))

    def _key_edit(self) -> None:
        self.open_editor(typed_over=False)

    def _key_edit_empty(self) -> None:
        if self.open_editor(typed_over=True) and self._editor is not None:
            self._editor.replace_all("")

    def _key_select_row(self) -> None:
        cell = self.cell()
        if cell:
            self.select_block(cell[0], 0, cell[0], COLUMN_COUNT - 1)

    def _key_select_all(self) -> None:
        self.selectAll()

    def _key_enter(self) -> None:
        self.go_on(Leave.ENTER)

    def _key_enter_up(self) -> None:
        self.go_on(Leave.ENTER_UP)

    def _key_next(self) -> None:
        self.go_on(Leave.NEXT)

    def _key_previous(self) -> None:
        self.go_on(Leave.PREVIOUS)

    def _key_leave(self) -> None:
        self._leave_grid(forward=True)

    def _key_leave_back(self) -> None:
        self._leave_grid(forward=False)

    def _leave_grid(self, *, forward: bool) -> None:
        self._leaving = True
        (self.focusNextChild if forward else self.focusPreviousChild)()
        self._leaving = False

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        """Tab and Shift+Tab move between cells; only Ctrl+Tab, and Shift+Tab in the first cell, leave the grid."""
        return self._leaving and super().focusNextPrevChild(forward)

    def go_on(self, leave: Leave) -> None:
        """Enter goes down, below where the Tabs began; Tab goes right, behind the last cell to the next row."""
        cell = self.cell()
        if cell is None or leave is Leave.STAY:
            return
        shape = self.shape()
        last_row = cell[0] == shape[0] - 1
        if leave is Leave.PREVIOUS and cell == (0, 0):
            self._leave_grid(forward=False)
            return
        if leave in (Leave.NEXT, Leave.PREVIOUS):
            if self._enter_column is None:
                self._enter_column = cell[1]
            if leave is Leave.NEXT and last_row and cell[1] == COLUMN_COUNT - 1 and self._is_row_begun(cell[0]):
                self._model.open_spare_row()
            target = grid_cursor.along(cell, 1 if leave is Leave.NEXT else -1, self.shape())
            if target[0] != cell[0]:
                self._enter_column = 0
            self.go_to(target)
            return
        column = cell[1] if self._enter_column is None or leave is not Leave.ENTER else self._enter_column
        self._enter_column = None
        if leave in (Leave.ENTER, Leave.DOWN) and last_row and self._is_row_begun(cell[0]):
            self._begin_row()
        self.go_to(grid_cursor.stepped((cell[0], column), _DIRECTIONS[leave], self.shape()))

    def _begin_row(self) -> bool:
        """Open an empty row behind the last one, or say why none can be added."""
        reason = self._current.lock_reason()
        if reason:
            self.say(reason, self._model.index(self._model.rowCount() - 1, CATEGORY))
        return self._model.open_spare_row()

    def _is_row_begun(self, row: int) -> bool:
        return row < self._model.indicator_count

    def renew_offers(self) -> None:
        """The indicator library holds other indicators by now."""
        self._delegate.library.renew()

    # Mouse and focus

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The current cell's frame shows the focus; what will be offered is looked up."""
        super().focusInEvent(event)
        self._delegate.library.prepare()
        if not self.currentIndex().isValid() and self._model.rowCount():
            self.go_to((0, 0))
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Leaving a cell commits it first; the arrow opens the list; a click below the rows opens a new one."""
        self.hide_notice()
        if not self.commit_editor():
            return
        self._enter_column = None
        index = self.indexAt(event.position().toPoint())
        if event.button() == LEFT_BUTTON and self.offer_button().contains(event.position().toPoint()):
            self.open_editor(typed_over=False)
        elif event.button() == LEFT_BUTTON and not index.isValid() and self._begin_row():
            self.go_to((self._model.rowCount() - 1, CATEGORY))
        elif event.button() == LEFT_BUTTON and index.isValid() and event.modifiers() == SHIFT:
            self.go_to((index.row(), index.column()), extend=True)
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit what is there; below the rows it is a second click."""
        if event.button() == LEFT_BUTTON and self.indexAt(event.position().toPoint()).isValid():
            self.open_editor(typed_over=False)
        else:
            self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl+wheel zooms."""
        if event.modifiers() & CONTROL:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)


_DIRECTIONS: Final = {
    Leave.ENTER: grid_cursor.DOWN,
    Leave.ENTER_UP: grid_cursor.UP,
    Leave.DOWN: grid_cursor.DOWN,
    Leave.UP: grid_cursor.UP,
    Leave.LEFT: grid_cursor.LEFT,
    Leave.RIGHT: grid_cursor.RIGHT,
}
_PAGES: Final = {
    Qt.Key.Key_PageUp: QAbstractItemView.CursorAction.MovePageUp,
    Qt.Key.Key_PageDown: QAbstractItemView.CursorAction.MovePageDown,
}
