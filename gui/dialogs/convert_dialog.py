"""A year goes over to another scheme of categories: what moves and what has no place, before anything is written."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.catalogue.schemes import schemes
from core.domain.edits import ChangeSet
from core.domain.errors import KnownError
from core.domain.records import BudgetYear
from core.ports import Progress
from core.services import converting
from core.services.converting import Conversion, Placed
from gui import background
from gui.session import Session
from gui.style import button_box, note, resize, tool_tip

_COLUMNS: Final = ("表", "行", "三级指标", "现在", "改为")
_NAMED_AT_MOST: Final = 3
_MOVED, _UNPLACED = "改变类别", "没有位置"
_COMPARING: Final = "正在比较…"


class ConvertDialog(QDialog):
    """Year, scheme, and what the conversion would do; nothing is written here.

    Args:
        parent: The window.
        session: Whose tables they are.
        years: At least one, the one to begin with first.
    """

    def __init__(self, parent: QWidget, session: Session, years: Sequence[BudgetYear]) -> None:
        super().__init__(parent)
        self.setObjectName("convertDialog")
        self.setWindowTitle("转换指标体系")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize(self, 54, 32)
        self._session, self._years = session, list(years)
        self._conversion: Conversion | None = None
        self._year = QComboBox(self)
        self._year.setObjectName("convertYear")
        self._year.setAccessibleName("年度")
        self._year.addItems([f"{year.year} 年度，现在是 {schemes()[year.scheme].title}" for year in self._years])
        self._target = QComboBox(self)
        self._target.setObjectName("convertTarget")
        self._target.setAccessibleName("改用")
        self._sort = QCheckBox("原来按体系次序排列的表，转换后按新体系的次序排列(&S)", self)
        self._sort.setChecked(True)
        self._moved = self._make_list("convertMoved", "改变类别的指标", len(_COLUMNS))
        self._unplaced = self._make_list("convertUnplaced", "新体系中没有位置的指标", len(_COLUMNS) - 1)
        self._tabs = QTabWidget(self)
        self._note = note("", self)
        self._note.setObjectName("convertNote")
        buttons = button_box(QDialogButtonBox.StandardButton.Cancel, self)
        self._go = buttons.addButton("转换", QDialogButtonBox.ButtonRole.AcceptRole)
        self._go.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._lay_out(buttons)
        self._year.currentIndexChanged.connect(self._offer_targets)
        self._target.currentIndexChanged.connect(self._propose)
        self._sort.toggled.connect(self._propose)
        self._offer_targets()

    @property
    def change(self) -> ChangeSet:
        """What was agreed to."""
        assert self._conversion is not None, "the button is disabled without a proposal"
        return self._conversion.change

    def _make_list(self, name: str, label: str, columns: int) -> QTreeWidget:
        found = QTreeWidget(self)
        found.setObjectName(name)
        found.setAccessibleName(label)
        found.setHeaderLabels(_COLUMNS[:columns])
        found.setRootIsDecorated(False)
        found.setUniformRowHeights(True)
        found.setAlternatingRowColors(True)
        header = found.header()
        header.setStretchLastSection(False)
        for column in range(columns):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)  # the number of the row
        return found

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow("年度：", self._year)
        form.addRow("改用：", self._target)
        form.addRow("", self._sort)
        self._tabs.addTab(self._moved, _MOVED)
        self._tabs.addTab(self._unplaced, _UNPLACED)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self._tabs, 1)
        layout.addWidget(self._note)
        layout.addWidget(buttons)

    def _offer_targets(self) -> None:
        now = self._years[self._year.currentIndex()].scheme
        self._target.blockSignals(True)
        self._target.clear()
        for scheme in schemes().values():
            if scheme.id != now:
                self._target.addItem(scheme.title, scheme.id)
        self._target.blockSignals(False)
        self._propose()

    def _propose(self) -> None:
        self._conversion = None
        self._go.setEnabled(False)
        self._note.setText(_COMPARING)
        year, target, sort = self._years[self._year.currentIndex()], self._target.currentData(), self._sort.isChecked()
        asked = year, target, sort
        self._asked = asked
        workspace = self._session.workspace

        def work(_progress: Progress) -> Conversion:
            return converting.propose(workspace, year, target, sort=sort)

        def done(conversion: Conversion) -> None:
            if asked == self._asked:  # else another was asked for meanwhile
                self._show(conversion)

        background.run(self, "比较指标体系", work, done, self._refuse)

    def _show(self, conversion: Conversion) -> None:
        self._conversion = conversion
        for found, placed, title in (
            (self._moved, conversion.moved, _MOVED),
            (self._unplaced, conversion.unplaced, _UNPLACED),
        ):
            found.clear()
            found.addTopLevelItems([_item(each, found.columnCount()) for each in placed])
            self._tabs.setTabText(self._tabs.indexOf(found), f"{title}（{len(placed)}）")
        self._go.setEnabled(not conversion.locked)
        self._note.setText("".join(_sentences(conversion)))

    def _refuse(self, error: KnownError) -> None:
        self._note.setText(error.sentence)


def _sentences(conversion: Conversion) -> Sequence[str]:
    said = []
    if conversion.locked:
        named = "、".join(conversion.locked[:_NAMED_AT_MOST])
        said.append(f"{len(conversion.locked)} 张表已定稿，不能转换，请先解锁：{named}。")
    else:
        said.append("一步完成，可以一次撤销。")
    if conversion.unplaced:
        said.append(f"{len(conversion.unplaced)} 个指标在新体系中没有位置，内容保留，转换后由审核指出，请另选类别。")
    if conversion.reordered:
        said.append(f"{len(conversion.reordered)} 张表的行按新体系的次序排列。")
    return said


def _item(placed: Placed, columns: int) -> QTreeWidgetItem:
    texts = [placed.table, str(placed.row), placed.name, " / ".join(placed.before), " / ".join(placed.after)]
    item = QTreeWidgetItem(texts[:columns])
    for column, text in enumerate(texts[:columns]):
        item.setToolTip(column, tool_tip(text))
    return item
