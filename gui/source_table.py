"""The rows of a file that a table was read from, as the file has them, with a place in them pointed out."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from core.importing.proposal import Source, SourceCell
from gui.style import em, tool_tip

Index = QModelIndex | QPersistentModelIndex

_MOST_SPANNED_ROWS: Final = 1000
"""Cells over several columns are drawn so in sources up to this length; a view lays out more of them slowly."""
_WIDTH: Final = 7.0  # em
_LINE_HEIGHT: Final = 1.3  # em


class SourceModel(QAbstractTableModel):
    """A cell stands in the column in which it begins in the file."""

    def __init__(self) -> None:
        super().__init__()
        self._source = Source()
        self._texts: list[dict[int, str]] = []
        self._width = 0

    def show(self, source: Source) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._source = source
        self._texts = [{cell.column: cell.text for cell in row.cells} for row in source.rows]
        self._width = max((cell.column + cell.span for row in source.rows for cell in row.cells), default=0)
        self.endResetModel()

    # QAbstractTableModel

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """As many as the table was read from."""
        return 0 if parent.isValid() else len(self._texts)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Those of the widest row."""
        return 0 if parent.isValid() else self._width

    def flags(self, index: Index) -> Qt.ItemFlag:
        """To be looked at only."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A text as read, in full as the tool tip."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        text = self._texts[index.row()].get(index.column(), "")
        return text.replace("\n", " ") if role == Qt.ItemDataRole.DisplayRole else tool_tip(text)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Where a row stands, without the worksheet, which is the same for all."""
        if orientation == Qt.Orientation.Vertical and 0 <= section < len(self._source.rows):
            place = self._source.rows[section].place
            if role == Qt.ItemDataRole.DisplayRole:
                return place.rpartition("”")[2].strip()
            if role == Qt.ItemDataRole.ToolTipRole:
                return place
        return None


class SourceTable(QTableView):
    """Shows a :class:`Source`; whoever shows what was recognised in it points at places."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sourceRows")
        self.setAccessibleName("文件中的原文")
        self._model = SourceModel()
        self._model.setParent(self)
        self.setModel(self._model)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().hide()
        self.horizontalHeader().setDefaultSectionSize(em(self, _WIDTH))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(em(self, _LINE_HEIGHT))

    def show_source(self, source: Source) -> None:
        """Show other rows, from the top."""
        self.clearSpans()
        self._model.show(source)
        if len(source.rows) <= _MOST_SPANNED_ROWS:
            for row, line in enumerate(source.rows):
                for cell in line.cells:
                    if cell.span > 1:
                        self.setSpan(row, cell.column, 1, cell.span)
        self.scrollToTop()

    def showEvent(self, event: QShowEvent) -> None:
        """What was pointed out before the rows had their place on the screen is shown now."""
        super().showEvent(event)
        marked = self.selectedIndexes()
        if marked:
            self._show_cell(min(marked))

    def point_at(self, cells: Sequence[SourceCell]) -> None:
        """Select these cells, and show the first of them."""
        selection = self.selectionModel()
        selection.clear()
        for row, column in cells:
            selection.select(self._model.index(row, column), QItemSelectionModel.SelectionFlag.Select)
        if cells:
            self._show_cell(self._model.index(*cells[0]))

    def _show_cell(self, index: QModelIndex) -> None:
        """In the middle, if it fits; of one that is wider than the view the beginning, where its text is."""
        self.scrollTo(index, QTableView.ScrollHint.PositionAtCenter)
        room = self.viewport().width() - self.visualRect(index).width()
        left = self.horizontalHeader().sectionPosition(index.column())
        self.horizontalScrollBar().setValue(left - max(room, 0) // 2)
