"""The indicator grid: Excel's hands on the form's table."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from core.layout.form import MERGED_CATEGORY
from gui.table_editor import grid_cursor
from gui.table_editor.cell_editor import CellEditor, Leave
from gui.table_editor.cell_texts import CellTexts
from gui.table_editor.column_widths import ColumnWidths
from gui.table_editor.current_table import CurrentTable
from gui.table_editor.delegates import ALIGN_CENTRE, CATEGORY, CENTRED, IndicatorDelegate
from gui.table_editor.grid_cursor import Cell
from gui.table_editor.grid_keys import EXTENDABLE, command_of, is_text
from gui.table_editor.grid_model import COLUMN_COUNT, IndicatorModel
from gui.table_editor.notice import Notice

Index = QModelIndex | QPersistentModelIndex
SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
CONTROL: Final = Qt.KeyboardModifier.ControlModifier
LEFT_BUTTON: Final = Qt.MouseButton.LeftButton
SELECT_ONLY: Final = QItemSelectionModel.SelectionFlag.ClearAndSelect
NO_UPDATE: Final = QItemSelectionModel.SelectionFlag.NoUpdate
NO_HINT: Final = QAbstractItemView.State.NoState
CURSOR_RECTANGLE: Final = Qt.InputMethodQuery.ImCursorRectangle

WRAPPED_CENTRED: Final = int(ALIGN_CENTRE) | int(Qt.TextFlag.TextWordWrap) | int(Qt.TextFlag.TextWrapAnywhere)

ZOOM_STEPS: Final = (50, 75, 90, 100, 110, 125, 150, 175, 200, 250, 300)  # per cent
BELOW_HINT: Final = "在最后一行按回车键，或点击这里，增加一行"


class IndicatorGrid(QTableView):
    """See the module; keys are in :mod:`gui.table_editor.grid_keys`.

    Signals:
        command: The name of a command whose key was pressed (``insert_rows`` …).
        place_changed: The current cell or the selection changed.
    """

    command = Signal(str)
    place_changed = Signal()

    def __init__(self, current: CurrentTable, model: IndicatorModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("indicatorGrid")
        self.setAccessibleName("绩效指标表")
        self._current = current
        self._model = model
        self._notice: Notice | None = None
        self._editor: CellEditor | None = None
        self._edited = QPersistentModelIndex()
        self._stuck = False
        self._forwarding = False
        self._extending = False
        self._leaving = False
        self._anchor = QPersistentModelIndex()
        self._enter_column: int | None = None
        self._zoom = 100
        self._base_size = self.font().pointSizeF()
        self.setModel(model)
        self._delegate = IndicatorDelegate(current, model, self)
        self._delegate.is_merged = self._is_merged
        self._delegate.is_merged_below = lambda row: self._is_merged(row) and self._is_merged(row + 1)
        self._delegate.editor_made = self._adopt_editor
        self.setItemDelegate(self._delegate)
        self._set_up()
        self.widths = ColumnWidths(self)
        self._refit = QTimer(self, singleShot=True, interval=0)
        self._refit.timeout.connect(self._fit_all_rows)
        self.widths.changed.connect(self._refit.start)
        model.dataChanged.connect(self._fit_changed)
        model.rowsInserted.connect(lambda _parent, first, last: self._fit_rows(first, last))
        model.layoutChanged.connect(self._fit_all_rows)
        model.modelReset.connect(self._after_reset)
        model.normalised.connect(self._show_normalisation)

    def _set_up(self) -> None:
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.AnyKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)  # the delegate draws the rules, which merged cells interrupt
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.horizontalHeader().setHighlightSections(True)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self._apply_metrics()

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
        cells = {
            (row, column)
            for area in self.selectionModel().selection()
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

    def select_rows(self, rows: list[int], column: int) -> None:
        """Select one cell in each of these rows, as after a move; the first becomes the current one."""
        self.select_block(rows[0], column, rows[-1], column) if rows else None

    def select_block(self, top: int, left: int, bottom: int, right: int) -> None:
        """Select a rectangle; its upper left cell becomes the current one."""
        first, last = self._model.index(top, left), self._model.index(bottom, right)
        self.selectionModel().setCurrentIndex(first, NO_UPDATE)
        self.selectionModel().select(QItemSelection(first, last), SELECT_ONLY)

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        """Follow with the anchor of the selection, the input method's window and the spare row."""
        super().currentChanged(current, previous)
        if not self._extending and self.state() != QAbstractItemView.State.DragSelectingState:
            self._anchor = QPersistentModelIndex(current)
        self.updateMicroFocus()
        if self._model.has_spare_row and current.isValid() and current.row() < self._model.indicator_count:
            QTimer.singleShot(0, self, self._close_idle_spare_row)
        for index in (current, previous):
            self.update(self.model().index(index.row(), index.column()))
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
        else:
            QAbstractItemView.keyPressEvent(self, event) if _is_page_key(event) else event.ignore()

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
        self._go(Leave.ENTER)

    def _key_enter_up(self) -> None:
        self._go(Leave.ENTER_UP)

    def _key_next(self) -> None:
        self._go(Leave.NEXT)

    def _key_previous(self) -> None:
        self._go(Leave.PREVIOUS)

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

    def _go(self, leave: Leave) -> None:
        """Move as the hands expect after a cell was left: Enter goes down, below where the Tabs began."""
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
            self._model.open_spare_row()
        self.go_to(grid_cursor.stepped((cell[0], column), _DIRECTIONS[leave], self.shape()))

    def _is_row_begun(self, row: int) -> bool:
        return row < self._model.indicator_count

    # Editing

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
        self._stuck = not self._delegate.commit(editor, self._edited)
        if self._stuck:
            self.say(self._current.session.last_refusal, self._edited)

    def closeEditor(self, editor: QWidget, hint: object) -> None:  # noqa: N802
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
        if self._stuck:
            editor.setFocus()
            return False
        self.closeEditor(editor, IndicatorDelegate.EndEditHint.NoHint)
        return True

    def _leave_editor(self, leave: Leave) -> None:
        if self._editor is not None and self._finish(self._editor):
            self._go(leave)

    def _cancel_editor(self) -> None:
        if self._editor is not None:
            self._stuck = False
            self.hide_notice()
            self.closeEditor(self._editor, IndicatorDelegate.EndEditHint.NoHint)

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
        waiting = self._editor is not None or event.preeditString() or not event.commitString()
        if waiting:
            super().inputMethodEvent(event)
        elif self.open_editor(typed_over=True):
            QCoreApplication.sendEvent(self._editor, event)
        self.updateMicroFocus()

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:
        """The current cell is where the candidate window belongs."""
        if query != CURSOR_RECTANGLE:
            return super().inputMethodQuery(query)
        if self._editor is not None:
            cursor = self._editor.cursorRect()
            return cursor.translated(self._editor.viewport().mapTo(self, QPoint(0, 0)))
        return self.visualRect(self.currentIndex()).translated(self.viewport().pos())

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Leaving a cell commits it first; a click below the rows opens a new one."""
        self.hide_notice()
        if not self.commit_editor():
            return
        self._enter_column = None
        index = self.indexAt(event.position().toPoint())
        if event.button() == LEFT_BUTTON and not index.isValid() and self._model.open_spare_row():
            self.go_to((self._model.rowCount() - 1, CATEGORY))
        elif event.button() == LEFT_BUTTON and index.isValid() and event.modifiers() == SHIFT:
            self.go_to((index.row(), index.column()), extend=True)
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit what is there."""
        if self.indexAt(event.position().toPoint()).isValid() and event.button() == LEFT_BUTTON:
            self.open_editor(typed_over=False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl+wheel zooms."""
        if event.modifiers() & CONTROL:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    # Size of things

    def zoom(self, step: int) -> None:
        """Larger (1), smaller (-1), or back to 100 % (0)."""
        place = ZOOM_STEPS.index(self._zoom) + step if step else ZOOM_STEPS.index(100)
        self._zoom = ZOOM_STEPS[min(max(place, 0), len(ZOOM_STEPS) - 1)]
        font = self.font()
        font.setPointSizeF(self._base_size * self._zoom / 100)
        self.setFont(font)

    @property
    def zoom_percent(self) -> int:
        """The zoom in per cent."""
        return self._zoom

    def changeEvent(self, event: QEvent) -> None:
        """New fonts and palettes concern heights and colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_refit"):
            self._apply_metrics()
            self._fit_all_rows()
        elif event.type() == QEvent.Type.PaletteChange and hasattr(self, "_delegate"):
            self._delegate.follow_palette(self.palette())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share the width."""
        super().resizeEvent(event)
        self.widths.spread()

    def sizeHintForColumn(self, column: int) -> int:  # noqa: N802
        """The width that shows every text of the column on one line: a double click on the header's border asks."""
        metrics = self.fontMetrics()
        texts = [self._model.headerData(column, Qt.Orientation.Horizontal)]
        texts += [line for row in range(self._model.rowCount()) for line in self._model.text(row, column).split("\n")]
        widest = max(metrics.horizontalAdvance(str(text)) for text in texts)
        return min(widest + 3 * self._delegate.texts.padding, self.viewport().width() * 2 // 3)

    def sizeHintForRow(self, row: int) -> int:  # noqa: N802
        """The height that shows all of the row."""
        return self._row_height(self._model.texts(row))

    def _apply_metrics(self) -> None:
        texts = CellTexts(self.font())
        self._delegate.texts = texts
        self.verticalHeader().setMinimumSectionSize(texts.single)
        self.verticalHeader().setDefaultSectionSize(texts.single + 1)
        self.verticalHeader().setFixedWidth(texts.em * 4)
        self.horizontalHeader().setFixedHeight(texts.single + texts.padding)

    def _row_height(self, texts: tuple[str, ...]) -> int:
        widths = tuple(self.columnWidth(column) for column in range(COLUMN_COUNT))
        return self._delegate.texts.row_height(texts, widths, CENTRED) + 1

    def _fit_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self._fit_rows(first.row(), last.row())
        if first.column() == CATEGORY:  # a merged cell may begin or end elsewhere now
            self.viewport().update(0, 0, self.columnViewportPosition(CATEGORY + 1), self.viewport().height())

    def _fit_rows(self, first: int, last: int) -> None:
        header = self.verticalHeader()
        for row in range(first, min(last, self._model.rowCount() - 1) + 1):
            if self._editor is not None and row == self._edited.row():
                continue
            height = self._row_height(self._model.texts(row))
            if header.sectionSize(row) != height:
                header.resizeSection(row, height)

    def _fit_all_rows(self) -> None:
        self._fit_rows(0, self._model.rowCount() - 1)
        self._grow_editor()

    def _after_reset(self) -> None:
        self._enter_column = None
        self._fit_all_rows()
        self.scrollToTop()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cells, then what lies over several of them: merged labels, the current cell's frame, the hint below."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        for rect, text in self._merged_labels():
            self._draw_label(painter, rect, text)
        self._draw_current(painter)
        self._draw_hint(painter)

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802
        """Merged labels stay in the middle of what is seen of their cell."""
        super().scrollContentsBy(dx, dy)
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The current cell's frame shows the focus."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._model.rowCount():
            self.go_to((0, 0))
        self.viewport().update()

    def _is_merged(self, row: int) -> bool:
        """Whether the row's 一级指标 is shown merged with its neighbours', as on the form."""
        return self._model.text(row, CATEGORY) == MERGED_CATEGORY

    def _merged_labels(self) -> Iterator[tuple[QRect, str]]:
        """The visible part of each merged cell, and its text."""
        area = self.viewport().rect()
        top = self.rowAt(0)
        bottom = self.rowAt(area.bottom())
        bottom = self._model.rowCount() - 1 if bottom < 0 else bottom
        run: QRect | None = None
        for row in range(top, bottom + 1) if top >= 0 else ():
            rect = self.visualRect(self._model.index(row, CATEGORY))
            if self._is_merged(row):
                run = rect if run is None else run.united(rect)
            elif run is not None:
                yield run.intersected(area), MERGED_CATEGORY
                run = None
        if run is not None:
            yield run.intersected(area), MERGED_CATEGORY

    def _draw_label(self, painter: QPainter, rect: QRect, text: str) -> None:
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        padding = self._delegate.texts.padding
        rect = self._beside_editor(rect)
        painter.drawText(rect.adjusted(padding, 0, -padding, 0), WRAPPED_CENTRED, text)

    def _beside_editor(self, rect: QRect) -> QRect:
        """The larger part of a merged cell above or below the editor, if that is open inside of it."""
        if self._editor is None or not rect.intersects(self._editor.geometry()):
            return rect
        above, below = QRect(rect), QRect(rect)
        above.setBottom(self._editor.geometry().top())
        below.setTop(self._editor.geometry().bottom())
        return max(above, below, key=QRect.height)

    def _draw_current(self, painter: QPainter) -> None:
        index = self.currentIndex()
        if not index.isValid():
            return
        active = self.hasFocus() or self._editor is not None
        role = QPalette.ColorRole.Highlight if active else QPalette.ColorRole.Mid
        pen = QPen(QColor(self.palette().color(role)), self._delegate.texts.frame)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        inset = self._delegate.texts.frame // 2
        painter.drawRect(self.visualRect(index).adjusted(inset - 1, inset - 1, -inset - 1, -inset - 1))

    def _draw_hint(self, painter: QPainter) -> None:
        if self._current.table is None or self._current.lock_reason() or self._model.has_spare_row:
            return
        top = self.verticalHeader().length() - self.verticalOffset()
        rect = QRect(0, top, self.viewport().width(), self._delegate.texts.single)
        if rect.bottom() <= self.viewport().height():
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(rect, ALIGN_CENTRE, BELOW_HINT)

    # Notices

    def say(self, sentence: str, index: Index | None = None) -> None:
        """Show a sentence under a cell, by default the current one."""
        self._notice_box().say(sentence, self._in_window(index or self.currentIndex()))

    def hide_notice(self) -> None:
        """Take the sentence away."""
        if self._notice is not None:
            self._notice.hide()

    def _show_normalisation(self, row: int, changes: object) -> None:
        pairs = "，".join(f"“{c.before}”改写为“{c.after}”" for c in changes)  # type: ignore[attr-defined]
        index = self._model.index(row, COLUMN_COUNT - 1)
        sentence = f"已按表格的写法：{pairs}（可撤销）。"
        self._notice_box().say(sentence, self._in_window(index), above=True)  # Enter goes on below

    def _notice_box(self) -> Notice:
        if self._notice is None:
            self._notice = Notice(self.window())
        return self._notice

    def _in_window(self, index: Index) -> QRect:
        rect = self.visualRect(index).intersected(self.viewport().rect())
        return QRect(self.viewport().mapTo(self.window(), rect.topLeft()), rect.size())


_DIRECTIONS: Final = {
    Leave.ENTER: grid_cursor.DOWN,
    Leave.ENTER_UP: grid_cursor.UP,
    Leave.DOWN: grid_cursor.DOWN,
    Leave.UP: grid_cursor.UP,
    Leave.LEFT: grid_cursor.LEFT,
    Leave.RIGHT: grid_cursor.RIGHT,
}


def _is_page_key(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
