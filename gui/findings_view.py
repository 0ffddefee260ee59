"""The table of the findings panel: whole rows, wrapped messages, columns that suit its width."""

from typing import Final

from PySide6.QtCore import QAbstractItemModel, QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gui.findings_model import LEVEL, MESSAGE, PLACE, RULE
from gui.style import em

_WRAP_AT_MOST: Final = 100  # rows that are measured for wrapped text; more are scrolled over, one line each
_NARROW: Final = 30  # em; where it is narrower, the message needs what the other columns can spare
_WIDTHS: Final = {
    False: ((LEVEL, 4.5), (PLACE, 10), (RULE, 4)),
    True: ((LEVEL, 3.6), (PLACE, 6), (RULE, 2.6)),
}
"""Of the columns beside the message, in em, by whether the table is narrow."""
_THIS_ROW_ALONE: Final = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class FindingsView(QTableView):
    """Copies whole rows; by itself it claims Ctrl+C, so that no menu of the window takes the key away.

    Signals:
        copy_asked: Ctrl+C was pressed.
    """

    copy_asked = Signal()

    def __init__(self, model: QAbstractItemModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("findingsTable")
        self.setAccessibleName("审核结果")
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setIconSize(self.iconSize().scaled(em(self), em(self), Qt.AspectRatioMode.KeepAspectRatio))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(em(self, 1.5))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(MESSAGE, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(em(self, 2))
        self._is_narrow: bool | None = None
        self.setSortingEnabled(True)
        self.sortByColumn(LEVEL, Qt.SortOrder.AscendingOrder)

    def fit_rows(self) -> None:
        """Make rows as high as their messages, if they are not too many."""
        if self.model().rowCount() <= _WRAP_AT_MOST:
            self.resizeRowsToContents()

    def choose(self, row: int) -> None:
        """Put the cursor on a row and select it alone; ``selectRow`` adds it to the others while Shift is held."""
        self.selectionModel().setCurrentIndex(self.model().index(row, LEVEL), _THIS_ROW_ALONE)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt puts the cursor on the first row and selects none; what is offered of it would not be what is done."""
        super().focusInEvent(event)
        current = self.currentIndex()
        if current.isValid() and not self.selectionModel().hasSelection():
            self.choose(current.row())

    def event(self, event: QEvent) -> bool:
        """Claim the key."""
        if event.type() == QEvent.Type.ShortcutOverride and _is_copy(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the key."""
        if _is_copy(event):
            self.copy_asked.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out anew when the table becomes narrow, or wide again."""
        super().resizeEvent(event)
        is_narrow = self.width() < em(self, _NARROW)
        if is_narrow is not self._is_narrow:
            self._is_narrow = is_narrow
            for column, width in _WIDTHS[is_narrow]:
                self.horizontalHeader().resizeSection(column, em(self, width))


def _is_copy(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Copy)
