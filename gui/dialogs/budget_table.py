"""New budgets for many projects: typed, or pasted as a column from Excel or WPS."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QHeaderView, QTableView, QWidget

from core.domain.amounts import Amount, parse_amount, print_amount
from core.domain.records import TargetTable
from gui.style import em, tool_tip

_HEADERS: Final = ("项目名称", "原预算数", "新预算数（万元）")
_NAME, _OLD, _NEW = range(len(_HEADERS))
_DISPLAY: Final = Qt.ItemDataRole.DisplayRole
_EDIT: Final = Qt.ItemDataRole.EditRole
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_READABLE: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

Index = QModelIndex | QPersistentModelIndex


class BudgetModel(QAbstractTableModel):
    """A line for each project; the last column is typed into."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tables: Sequence[TargetTable] = ()
        self._typed: dict[str, str] = {}  # by project id

    def show(self, tables: Sequence[TargetTable]) -> None:
        """Show these projects; what was typed for one that was shown before is kept."""
        self.beginResetModel()
        self._tables = tables
        self.endResetModel()

    def budgets(self) -> dict[str, Amount]:
        """The new amounts by project id; what does not read as an amount is kept as text, as everywhere."""
        ids = {table.project.id for table in self._tables}
        return {id_: parse_amount(text) for id_, text in self._typed.items() if text.strip() and id_ in ids}

    @property
    def typed(self) -> int:
        """How many were typed or pasted, those of projects included that are not shown now."""
        return sum(1 for text in self._typed.values() if text)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The projects."""
        return 0 if parent.isValid() else len(self._tables)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Name, old and new budget."""
        return 0 if parent.isValid() else len(_HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """The columns' headings."""
        if orientation == Qt.Orientation.Horizontal and role == _DISPLAY and 0 <= section < len(_HEADERS):
            return _HEADERS[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only new budgets are typed."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _READABLE | Qt.ItemFlag.ItemIsEditable if index.column() == _NEW else _READABLE

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """The texts; amounts stand at the right."""
        if not index.isValid():
            return None
        project = self._tables[index.row()].project
        if role in (_DISPLAY, _EDIT, Qt.ItemDataRole.ToolTipRole):
            text = (project.name, print_amount(project.budget), self._typed.get(project.id, ""))[index.column()]
            return text if role != Qt.ItemDataRole.ToolTipRole else tool_tip(text)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() != _NAME:
            return _RIGHT
        return None

    def setData(self, index: Index, value: object, role: int = _EDIT) -> bool:
        """Type a new budget."""
        if role != _EDIT or not index.isValid() or index.column() != _NEW:
            return False
        self._typed[self._tables[index.row()].project.id] = str(value).strip()
        self.dataChanged.emit(index, index)
        return True


class BudgetTable(QTableView):
    """The model in a table that takes a pasted column."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("newBudgets")
        self.setAccessibleName("新的预算数")
        self._model = BudgetModel(self)
        self.setModel(self._model)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        header = self.horizontalHeader()
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        for column in (_OLD, _NEW):
            header.resizeSection(column, em(self, 8))

    def show_tables(self, tables: Sequence[TargetTable]) -> None:
        """Show these projects."""
        self._model.show(tables)
        if tables:
            self.setCurrentIndex(self._model.index(0, _NEW))

    def budgets(self) -> dict[str, Amount]:
        """The new amounts by project id."""
        return self._model.budgets()

    @property
    def typed(self) -> int:
        """How many were typed or pasted."""
        return self._model.typed

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V puts the lines of a column from the current line downwards; Delete clears; Enter goes down."""
        row = self.currentIndex().row()
        if event.matches(QKeySequence.StandardKey.Paste) and row >= 0:
            lines = QGuiApplication.clipboard().text().rstrip("\r\n").splitlines()
            for place, line in enumerate(lines[: self._model.rowCount() - row], start=row):
                self._model.setData(self._model.index(place, _NEW), line.split("\t")[-1])
        elif event.key() == Qt.Key.Key_Delete:
            for index in self.selectedIndexes():
                self._model.setData(index, "")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.state() != QTableView.State.EditingState:  # else it is committed first, see closeEditor
                self._go_down()
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:  # noqa: N802
        """Enter in the editor goes down too."""
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self._go_down()

    def _go_down(self) -> None:
        row = min(self.currentIndex().row() + 1, self._model.rowCount() - 1)
        self.setCurrentIndex(self._model.index(row, _NEW))
