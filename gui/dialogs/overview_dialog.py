"""总览: budgets as a chart, states, findings and categories as numbers, each of which leads to its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QRadioButton,
    QSplitter,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from core.audit.findings import Finding
from core.domain.amounts import print_amount
from core.domain.selection import Selection
from core.services import overview
from core.services.overview import Count, Key, Lead, Overview, Share
from gui import background
from gui.project_tree import Scope
from gui.session import Session
from gui.style import button_box, em, heading, note, plain_label, resize
from gui.style_options import fields
from gui.text_table import TextTable, TextTableModel

_SHARES: Final = ("名称", "预算数", "占比", "")
_SHARE_WIDTHS: Final = (0, 6, 4, 12)
_BAR: Final = len(_SHARES) - 1
_COUNTS: Final = ("", "数量", "表")
_COUNT_WIDTHS: Final = (0, 3.5, 3.5)
_LEADS: Final = ("表", "位置", "内容")
_LEAD_WIDTHS: Final = (18, 5, 0)
_NOTHING: Final = Decimal(0)
_BAR_ALPHA: Final = 150  # of 255


@dataclass(frozen=True, slots=True)
class _Bar:
    """A share with what it is measured against."""

    share: Share
    part: Decimal  # of the whole
    length: Decimal  # of the longest bar


class OverviewDialog(QDialog):
    """Stays open beside the window while one works.

    Signals:
        chosen: A :class:`Lead` to go to.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent)
        self.setObjectName("overviewDialog")
        self.setWindowTitle("总览")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        resize(self, 68, 40)
        self._session = session
        self._scopes: Sequence[Scope] = ()
        self._findings: Mapping[str, Sequence[Finding]] = {}
        self._seen: Overview | None = None
        self._task: background.Task | None = None
        self._led: Key | None = None  # of the number whose rows are listed
        self._is_put_away = False
        self._scope = QComboBox(self)
        self._scope.setObjectName("overviewScope")
        self._scope.setAccessibleName("总览的范围")
        self._scope.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._sums = heading("", self, 1.1)
        self._sums.setObjectName("overviewSums")
        self._sums.setWordWrap(True)
        self._shares = TextTableModel(_SHARES, _share_texts, (1, 2))
        self._states = TextTableModel(_COUNTS, _count_texts, (1, 2))
        self._categories = TextTableModel(_COUNTS, _count_texts, (1, 2))
        self._rows = TextTableModel(_LEADS, _lead_texts)
        self._rows_title = note("", self)
        self._lay_out()
        self._scope.currentIndexChanged.connect(self._look)

    def begin(self, scopes: Sequence[Scope], findings: Mapping[str, Sequence[Finding]]) -> None:
        """Come to the front.

        Args:
            scopes: What may be looked at; the first one is, but after :meth:`put_away` the same as before.
            findings: Of every table, by project id.
        """
        before = self._selection() if self._is_put_away else None
        same = next((number for number, scope in enumerate(scopes) if scope.selection == before), None)
        if same is None:
            self._led = None
        self._is_put_away = False
        self._findings = findings
        self._scopes = scopes
        self._scope.blockSignals(True)  # one look, when all are there
        self._scope.clear()
        self._scope.addItems([scope.words(self) for scope in scopes])
        self._scope.setCurrentIndex(same or 0)
        self._scope.blockSignals(False)
        self._look()
        self.show()
        self.activateWindow()

    def put_away(self) -> None:
        """Close for the moment: opened again it shows the same rows, as they are by then."""
        self._is_put_away = True
        self.hide()

    # Inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        bars = TextTable(self, "预算的分布", self._shares, _SHARE_WIDTHS)
        bars.setObjectName("overviewShares")
        bars.setItemDelegateForColumn(_BAR, _BarDelegate(bars))
        states = TextTable(self, "状态和审核结果", self._states, _COUNT_WIDTHS)
        states.setObjectName("overviewStates")
        categories = TextTable(self, "指标的类别", self._categories, _COUNT_WIDTHS)
        categories.setObjectName("overviewCategories")
        self._rows_view = rows = TextTable(self, "明细", self._rows, _LEAD_WIDTHS)
        rows.setObjectName("overviewRows")
        rows.opened.connect(self.chosen)
        for table in (bars, states, categories):
            table.opened.connect(self._lead)
        numbers = QSplitter(Qt.Orientation.Vertical, self)
        numbers.addWidget(_titled("状态和审核结果", states, self))
        numbers.addWidget(_titled("指标的类别", categories, self))
        above = QSplitter(Qt.Orientation.Horizontal, self)
        above.addWidget(self._chart_page(bars))
        above.addWidget(numbers)
        above.setSizes([em(self, 42), em(self, 24)])
        whole = QSplitter(Qt.Orientation.Vertical, self)
        whole.addWidget(above)
        whole.addWidget(self._rows_page(rows))
        whole.setSizes([em(self, 25), em(self, 11)])
        for splitter in (numbers, above, whole):
            splitter.setChildrenCollapsible(False)
        buttons = button_box(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(self._scope)
        layout.addWidget(self._sums)
        layout.addWidget(whole, 1)
        layout.addWidget(buttons)

    def _chart_page(self, bars: TextTable) -> QWidget:
        page = QWidget(self)
        line = QHBoxLayout()
        line.addWidget(plain_label("预算（万元）", page))
        self._kind = QButtonGroup(page)
        for number, text in enumerate(("按单位", "按项目")):
            button = QRadioButton(text, page)
            button.setChecked(number == 0)
            self._kind.addButton(button, number)
            line.addWidget(button)
        line.addStretch()
        self._kind.idToggled.connect(lambda _id, checked: self._show_shares() if checked else None)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(line)
        layout.addWidget(bars, 1)
        return page

    def _rows_page(self, rows: TextTable) -> QWidget:
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._rows_title)
        layout.addWidget(rows, 1)
        return page

    def _look(self) -> None:
        if not 0 <= self._scope.currentIndex() < len(self._scopes):
            return
        if self._task is not None:
            self._task.abandon()
        work = partial(overview.overview, self._session.workspace, self._selection(), self._findings)
        self._task = background.run(self, "汇总", work, self._show)

    def _selection(self) -> Selection:
        return self._scopes[self._scope.currentIndex()].selection

    def _show(self, seen: Overview) -> None:
        self._task = None
        self._seen = seen
        self._sums.setText(
            f"{seen.tables} 张表，{seen.indicators} 条指标。预算 {print_amount(seen.budget)} 万元，其中财政资金"
            f" {print_amount(seen.fiscal_funds)}，其他资金 {print_amount(seen.other_funds)}。"
        )
        one_unit = len(seen.units) < 2
        self._kind.button(1 if one_unit else 0).setChecked(True)
        self._states.show((*seen.states, *seen.levels))
        self._categories.show(seen.categories)
        line = self._rows_view.currentIndex().row()
        self._rows.show(())
        self._rows_title.setText("在上面的数字上按回车或双击，这里列出它们的来处；再按回车转到那一行。")
        self._show_shares()
        numbers: tuple[Share | Count, ...] = (*seen.units, *seen.projects, *seen.states, *seen.levels, *seen.categories)
        led = next((number for number in numbers if number.key == self._led), None)
        if led is not None:
            self._list_rows(led, line)

    def _show_shares(self) -> None:
        if self._seen is None:
            return
        shares = self._seen.projects if self._kind.checkedId() else self._seen.units
        longest = max((abs(share.budget) for share in shares), default=_NOTHING)
        self._shares.show(
            [_Bar(share, _part(share.budget, self._seen.budget), _part(abs(share.budget), longest)) for share in shares]
        )

    def _lead(self, item: _Bar | Count) -> None:
        """List the rows behind a number."""
        self._list_rows(item.share if isinstance(item, _Bar) else item, 0)

    def _list_rows(self, counted: Share | Count, line: int) -> None:
        """List them, with the cursor in a line, or in the last one if there are fewer."""
        self._led = counted.key
        selection = self._selection()
        workspace, findings = self._session.workspace, self._findings

        def show(found: Sequence[Lead]) -> None:
            self._rows.show(found)
            self._rows_title.setText(f"{counted.label}：{len(found)} 条，按回车转到。")
            if found:
                self._rows_view.selectRow(min(max(line, 0), len(found) - 1))
                self._rows_view.setFocus()

        background.run(
            self, "查找", lambda _progress: overview.leads(workspace, selection, counted.key, findings), show
        )


class _BarDelegate(QStyledItemDelegate):
    """Draws a share as a bar, in the palette's highlight."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The row's background as the style draws it, the bar upon it."""
        self.initStyleOption(option, index)
        look = fields(option)
        look.text = ""
        style = look.widget.style() if look.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, look.widget)
        model = index.model()
        assert isinstance(model, TextTableModel)
        bar: _Bar = model.item(index.row())
        gap = look.rect.height() // 5
        room = look.rect.adjusted(gap, gap, -gap, -gap)
        selected = bool(look.state & QStyle.StateFlag.State_Selected)
        colour = look.palette.color(QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Highlight)
        colour.setAlpha(_BAR_ALPHA)
        painter.fillRect(QRect(room.left(), room.top(), round(room.width() * bar.length), room.height()), colour)


def _part(amount: Decimal, whole: Decimal) -> Decimal:
    return amount / whole if whole else _NOTHING


def _titled(title: str, widget: QWidget, parent: QWidget) -> QWidget:
    page = QWidget(parent)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(plain_label(title, page))
    layout.addWidget(widget, 1)
    return page


def _share_texts(bar: _Bar) -> tuple[str, ...]:
    return bar.share.label, print_amount(bar.share.budget), f"{bar.part:.1%}", ""


def _count_texts(count: Count) -> tuple[str, ...]:
    return count.label, str(count.number), str(count.tables)


def _lead_texts(lead: Lead) -> tuple[str, ...]:
    return f"{lead.year} {lead.label}", lead.place, lead.text
