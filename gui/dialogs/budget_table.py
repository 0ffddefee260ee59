"""New budgets for many projects: typed, or pasted as a column from Excel or WPS."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from core.domain.amounts import Amount, parse_amount, print_amount
from core.domain.records import TargetTable
from gui.style import em

_HEADERS: Final = ("项目名称", "原预算数", "新预算数（万元）")
_NAME, _OLD, _NEW = range(len(_HEADERS))
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class BudgetTable(QTableWidget):
    """A line for each project; the last column is typed into."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(0, len(_HEADERS), parent)
        self.setObjectName("newBudgets")
        self.setAccessibleName("新的预算数")
        self.setHorizontalHeaderLabels(_HEADERS)
        self.verticalHeader().hide()
        self.setAlternatingRowColors(True)
        header = self.horizontalHeader()
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        for column in (_OLD, _NEW):
            header.resizeSection(column, em(self, 8))
        self._ids: tuple[str, ...] = ()

    def show_tables(self, tables: Sequence[TargetTable]) -> None:
        """Show these projects; what was typed for one that was shown already is kept."""
        typed = self._typed()
        self._ids = tuple(table.project.id for table in tables)
        self.setRowCount(len(tables))
        for row, table in enumerate(tables):
            for column, text in ((_NAME, table.project.name), (_OLD, print_amount(table.project.budget))):
                item = QTableWidgetItem(text)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                item.setToolTip(text)
                self.setItem(row, column, item)
            self.setItem(row, _NEW, QTableWidgetItem(typed.get(table.project.id, "")))
            for column in (_OLD, _NEW):
                self.item(row, column).setTextAlignment(_RIGHT)
        if tables and self.currentRow() < 0:
            self.setCurrentCell(0, _NEW)

    def budgets(self) -> dict[str, Amount]:
        """The new amounts by project id; what does not read as an amount is kept as text, as everywhere."""
        return {project_id: parse_amount(text) for project_id, text in self._typed().items() if text.strip()}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V puts the lines of a column from the current line downwards; Enter goes down."""
        if event.matches(QKeySequence.StandardKey.Paste):
            lines = QGuiApplication.clipboard().text().rstrip("\r\n").splitlines()
            for row, line in enumerate(lines[: self.rowCount() - self.currentRow()], start=self.currentRow()):
                self.item(row, _NEW).setText(line.split("\t")[-1].strip())
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.setCurrentCell(min(self.currentRow() + 1, self.rowCount() - 1), _NEW)
            return
        super().keyPressEvent(event)

    def _typed(self) -> dict[str, str]:
        return {project_id: self.item(row, _NEW).text() for row, project_id in enumerate(self._ids)}
