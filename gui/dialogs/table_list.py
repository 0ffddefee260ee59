"""A list of tables with ticks, for dialogs that are about several tables."""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from core.domain.records import TargetTable
from gui.style import em

_COLUMNS: Final = ("表号", "项目名称", "预算单位", "说明")
_NUMBER, _NAME, _UNIT, _REMARK = range(len(_COLUMNS))
_TABLE_ROLE: Final = Qt.ItemDataRole.UserRole


class TableList(QTreeWidget):
    """Tables with number, name, unit and a remark; those that can be chosen carry a tick.

    Signals:
        ticked: Another table was ticked or unticked.
    """

    ticked = Signal()

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setHeaderLabels(_COLUMNS)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in ((_NUMBER, 4.2), (_UNIT, 12), (_REMARK, 14)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(column, em(self, width))
        self.itemChanged.connect(lambda _item, column: self.ticked.emit() if column == _NUMBER else None)

    def show_tables(self, lines: Iterable[tuple[TargetTable, str, bool]]) -> None:
        """Show tables, each with a remark and whether it can be chosen; those that can are ticked."""
        items = [_item(*line) for line in lines]
        self.blockSignals(True)  # one signal for all
        self.clear()
        self.addTopLevelItems(items)
        self.blockSignals(False)
        self.setColumnHidden(_REMARK, not any(item.text(_REMARK) for item in items))
        if items:
            self.setCurrentItem(items[0])
        self.ticked.emit()

    def chosen(self) -> Sequence[TargetTable]:
        """The tables that are ticked, in order."""
        items = (self.topLevelItem(row) for row in range(self.topLevelItemCount()))
        return [
            item.data(_NUMBER, _TABLE_ROLE)
            for item in items
            if item.checkState(_NUMBER) == Qt.CheckState.Checked and item.data(_NUMBER, _TABLE_ROLE) is not None
        ]


def _item(table: TargetTable, remark: str, can_be_chosen: bool) -> QTreeWidgetItem:
    unit = f"{table.unit.code} {table.unit.name}"
    item = QTreeWidgetItem([str(table.number), table.project.name or "（未命名项目）", unit, remark])
    item.setData(_NUMBER, _TABLE_ROLE, table)
    for column in (_NAME, _UNIT, _REMARK):
        item.setToolTip(column, item.text(column))
    if can_be_chosen:
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(_NUMBER, Qt.CheckState.Checked)
    else:
        item.setDisabled(True)
    return item
