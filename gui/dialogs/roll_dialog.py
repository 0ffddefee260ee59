"""复制上年: what is copied into which year, every year that its texts mention, and what becomes of the amounts."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from core.domain.amounts import print_amount
from core.domain.errors import KnownError
from core.domain.records import TargetTable
from core.domain.selection import Selection
from core.services import rolling
from core.services.rolling import Amounts, Choice, Mention, Plan, Rolled
from gui import background, messages
from gui.dialogs.budget_table import BudgetTable
from gui.dialogs.new_records import FIRST_YEAR, LAST_YEAR
from gui.project_tree import Scope
from gui.session import Session
from gui.style import button_box, note, resize
from gui.text_table import TextTable, TextTableModel

_TABLES: Final = ("表号", "项目名称", "预算单位", "预算数（万元）", "说明")
_TABLE_WIDTHS: Final = (4.2, 0, 14, 7, 7.5)
_REMARK: Final = len(_TABLES) - 1
_YEARS: Final = ("表", "位置", "原文", "改为", "依据")
_YEAR_WIDTHS: Final = (11, 8.5, 0, 0, 6.5)
_OF_AMOUNTS: Final = {
    Amounts.KEEP: "",
    Amounts.EMPTY: "三项金额都留空。",
    Amounts.REPLACE: "财政资金与新预算数相同，其他资金留空；没有填新预算数的表，三项金额都留空。",
}
_AMOUNTS: Final = ((Amounts.KEEP, "照抄"), (Amounts.EMPTY, "清空"), (Amounts.REPLACE, "换成新的预算数"))


class RollDialog(QDialog):
    """Nothing is written before 复制 is pressed, and then all of it in one step, behind a backup.

    Signals:
        rolled: :class:`Rolled`, after the copies were committed and the session told.
    """

    rolled = Signal(object)

    def __init__(
        self, parent: QWidget, session: Session, scopes: Sequence[Scope], chosen: int, source_year: int
    ) -> None:
        super().__init__(parent)
        self.setObjectName("rollDialog")
        self.setWindowTitle("复制上年")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize(self, 62, 36)
        self._session = session
        self._scopes = scopes
        self._plan: Plan | None = None
        self._there: frozenset[str] = frozenset()  # ids of projects that the target year has already
        self._task: background.Task | None = None
        self._scope = QComboBox(self)
        self._scope.setObjectName("rollScope")
        self._scope.setAccessibleName("要复制的范围")
        self._scope.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._scope.addItems([scope.words(self) for scope in scopes])
        self._scope.setCurrentIndex(chosen)
        self._year = QSpinBox(self)
        self._year.setObjectName("rollYear")
        self._year.setAccessibleName("复制到的年度")
        self._year.setRange(FIRST_YEAR, LAST_YEAR)
        self._year.setSuffix(" 年度")
        self._year.setValue(source_year + 1)
        self._year.setKeyboardTracking(False)
        self._tables = TextTableModel(_TABLES, self._table_texts, (3,), can_tick=True)
        self._years = TextTableModel(_YEARS, _mention_texts, can_tick=True)
        self._budgets = BudgetTable(self)
        self._note = note("", self)
        self._note.setObjectName("rollNote")
        self._buttons = button_box(QDialogButtonBox.StandardButton.Cancel, self)
        self._go = self._buttons.addButton("复制", QDialogButtonBox.ButtonRole.AcceptRole)
        self._lay_out()
        self._buttons.accepted.connect(self._roll)
        self._buttons.rejected.connect(self.reject)
        self._scope.currentIndexChanged.connect(self._look)
        self._year.valueChanged.connect(self._look)
        self._tables.dataChanged.connect(self._ticked)
        self._years.dataChanged.connect(self._tell)
        self._look()

    # What it is made of -------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        fields = QFormLayout()
        fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        fields.addRow("复制：", self._scope)
        fields.addRow("到：", self._year)
        fields.addRow("金额：", self._make_amounts())
        self._table_view = tables = TextTable(self, "要复制的表", self._tables, _TABLE_WIDTHS)
        tables.setObjectName("rollTables")
        years = TextTable(self, "文字中的年份", self._years, _YEAR_WIDTHS)
        years.setObjectName("rollYears")
        self._tabs = QTabWidget(self)
        self._tabs.addTab(self._year_page(years), "文字中的年份")
        self._tabs.addTab(tables, "要复制的表")
        self._tabs.addTab(self._budgets, "新的预算数")
        self._tabs.setTabVisible(2, False)
        layout = QVBoxLayout(self)
        layout.addLayout(fields)
        layout.addWidget(self._tabs, 1)
        layout.addWidget(self._note)
        layout.addWidget(self._buttons)

    def _make_amounts(self) -> QWidget:
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        self._amounts = QButtonGroup(box)
        for number, (_, text) in enumerate(_AMOUNTS):
            button = QRadioButton(text, box)
            button.setChecked(number == 0)
            self._amounts.addButton(button, number)
            row.addWidget(button)
        row.addStretch()
        self._amounts.idToggled.connect(lambda _id, checked: self._offer_budgets() if checked else None)
        return box

    def _year_page(self, years: TextTable) -> QWidget:
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(years, 1)
        row = QHBoxLayout()
        for text, ticked in (("全部改", True), ("全部不改", False)):
            button = QPushButton(text, page)
            button.setAutoDefault(False)
            button.clicked.connect(partial(self._tick_years, ticked))
            row.addWidget(button)
        hint = note("打勾的年份随年度推移；债券年份、文号、起止年份和较远的年份一般不改。", page)
        row.addWidget(hint, 1)
        layout.addLayout(row)
        return page

    # What it shows ------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        """Find out what would be copied."""
        self._go.setEnabled(False)
        if not self._scopes:
            self._note.setText("没有可以复制的表。请先导入或新建。")
            return
        if self._task is not None:
            self._task.abandon()
        selection: Selection = self._scopes[self._scope.currentIndex()].selection
        work = partial(rolling.plan, self._session.workspace, selection, self._year.value())
        self._task = background.start(self, work, self._show, self._refuse)

    def _show(self, plan: Plan) -> None:
        self._task = None
        self._plan = plan
        self._tables.show(plan.tables)
        self._chosen_changed()

    def _ticked(self, _first: QModelIndex, _last: QModelIndex, roles: Sequence[int]) -> None:
        if Qt.ItemDataRole.CheckStateRole in roles:  # else it is only the remark that changed
            self._chosen_changed()

    def _chosen_changed(self) -> None:
        """Years and budgets are shown of the tables that are chosen; ticks that the clerk set are kept."""
        if self._plan is None:
            return
        ids = {table.project.id for table in self._tables.ticked()}
        known = {mention.key: tick for mention, tick in zip(self._years.items, self._years.ticks, strict=True)}
        shown = [mention for mention in self._plan.mentions if mention.project_id in ids]
        self._years.show(shown, [known.get(mention.key, mention.reading.is_moved) for mention in shown])
        if self._amounts.checkedId() == _index_of(Amounts.REPLACE):
            self._budgets.show_tables(self._tables.ticked())
        self._tell()

    def _offer_budgets(self) -> None:
        self._tell()
        replacing = self._amounts.checkedId() == _index_of(Amounts.REPLACE)
        self._tabs.setTabVisible(2, replacing)
        if replacing:
            self._budgets.show_tables(self._tables.ticked())
            self._tabs.setCurrentIndex(2)
            self._budgets.setFocus()  # its first line is current: an amount typed now must not end in 复制 by Enter

    def _tick_years(self, ticked: bool) -> None:
        self._years.tick_all(ticked)

    def _tell(self) -> None:
        if self._plan is None:
            return
        chosen, moved = self._tables.ticked(), self._years.ticked()
        self._show_there(rolling.there_already(self._plan, {mention.key for mention in moved}))
        there = sum(1 for table in chosen if table.project.id in self._there)
        count, year = len(chosen) - there, self._year.value()
        self._tabs.setTabText(0, f"文字中的年份（改 {len(moved)}/{len(self._years.items)} 处）")
        self._tabs.setTabText(1, f"要复制的表（{len(chosen)}/{len(self._tables.items)} 张）")
        amounts, _ = _AMOUNTS[self._amounts.checkedId()]
        left_out = f"选中的表中有 {there} 张在 {year} 年度已有，不再复制。" if there else ""
        what = f"把 {count} 张表复制为 {year} 年度的草稿。{_OF_AMOUNTS[amounts]}复制前自动备份；复制后可以一步撤销。"
        self._note.setText(f"{left_out}{what if count or not there else ''}")
        self._go.setText(f"复制 {count} 张")
        self._go.setEnabled(count > 0)

    def _show_there(self, there: frozenset[str]) -> None:
        """Say beside each table whether the target year has it already."""
        if there != self._there:
            self._there = there
            self._tables.renew()
        self._table_view.setColumnHidden(_REMARK, not there)

    def _table_texts(self, table: TargetTable) -> tuple[str, ...]:
        unit = f"{table.unit.code} {table.unit.name}"
        remark = "已有，不复制" if table.project.id in self._there else ""
        return str(table.number), table.project.name, unit, print_amount(table.project.budget), remark

    def _refuse(self, error: KnownError) -> None:
        self._plan = None
        self._tables.show(())
        self._years.show(())
        self._go.setEnabled(False)
        self._note.setText(error.sentence)

    # What it does -------------------------------------------------------------------------------------------------

    def reject(self) -> None:
        """Esc, 取消 and the window's cross: what was typed is given up only if that is meant."""
        typed = self._budgets.typed
        if typed:
            messages.ask_to_give_up(self, f"填好的 {typed} 个新预算数还没有用上", super().reject)
        else:
            super().reject()

    def _roll(self) -> None:
        assert self._plan is not None
        self._go.setEnabled(False)
        wanted = replace(self._plan, tables=tuple(self._tables.ticked()))
        moved = frozenset(mention.key for mention in self._years.ticked())
        choice = Choice(moved, _AMOUNTS[self._amounts.checkedId()][0], self._budgets.budgets())
        session, workspace = self._session, self._session.workspace
        task = background.run(
            self,
            "复制上年",
            lambda progress: rolling.roll(workspace, wanted, choice, progress=progress),
            self._done,
            self._fail,
            lambda rolled: session.adopt(rolled.applied.change),
        )
        task.ended.connect(self._let_try_again)

    def _let_try_again(self) -> None:
        """It was cancelled, or refused."""
        self._go.setEnabled(True)

    def _done(self, rolled: Rolled) -> None:
        self.accept()
        self.rolled.emit(rolled)

    def _fail(self, error: KnownError) -> None:
        self._note.setText(error.sentence)


def _index_of(amounts: Amounts) -> int:
    return next(number for number, (kind, _) in enumerate(_AMOUNTS) if kind is amounts)


def _mention_texts(mention: Mention) -> tuple[str, ...]:
    before, after = mention.around(mention.before), mention.around(mention.after)
    return mention.label, mention.place, before, after, mention.reading.value
