"""The findings below the form: what is wrong, where, why, and keys to get there and to mend or accept it."""

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Final

from PySide6.QtCore import QElapsedTimer, QEvent, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QProgressBar,
    QSizePolicy,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.audit.findings import Finding
from core.audit.rules import RULES
from gui import messages
from gui.background import SHOW_AFTER_MS
from gui.context_menu import ContextMenu, Groups
from gui.findings_model import (
    ACCEPTED,
    KIND_LABELS,
    KINDS,
    LEVEL,
    MESSAGE,
    PLACE,
    RULE,
    TITLES,
    Filter,
    FindingsModel,
    Grouping,
    as_line,
    explanation,
    kind_of,
    rule_title,
    unit_title,
)
from gui.findings_view import FindingsView
from gui.icons import icon
from gui.session import Session
from gui.style import em, note, tool_tip
from gui.two_halves import TwoHalves

_NOTHING = "没有发现问题"
_NO_TABLE = "选一张表，这里列出它的问题"
_ALL_HIDDEN = "发现的问题都被上面的筛选隐藏了"
_SORTED_BY: Final = (LEVEL, PLACE, MESSAGE, RULE)
_ALL_RULES: Final = "全部规则"
_ALL_UNITS: Final = "全部单位"


class Reach(Enum):
    """Whose findings are shown; the value is what the panel offers."""

    TABLE = "本表"
    WORKSPACE = "全部的表"


class FindingsPanel(QWidget):
    """Filters above the table of findings, below it the basis of the current one and what can be done about it.

    Signals:
        finding_chosen: The :class:`Finding` to go to (Enter, double click, 跳到).
        current_changed: The cursor is on another finding or on none, or others are selected.
        reach_changed: The findings of this table, or of all, are wanted.
        cancel_asked: The audit of all tables is to be given up.
    """

    finding_chosen = Signal(object)
    current_changed = Signal()
    reach_changed = Signal()
    cancel_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.model = FindingsModel(self)
        self.view = FindingsView(self.model, self)
        self._buttons = {kind: self._make_button(kind) for kind in KINDS}
        self._reach = self._make_choice("findingsReach", "范围", [(reach.value, reach) for reach in Reach])
        self._rule = self._make_choice("findingsRule", "按规则筛选", [(_ALL_RULES, None)])
        self._unit = self._make_choice("findingsUnit", "按单位筛选", [(_ALL_UNITS, None)])
        self._grouping = self._make_choice("findingsGrouping", "分组", [(g.value, g) for g in Grouping])
        self._sorting = self._make_choice("findingsSorting", "排序", [(f"按{TITLES[c]}排序", c) for c in _SORTED_BY])
        self._commands = QHBoxLayout()
        self._progress, self._cancel = self._make_progress()
        self._basis = note("", self)
        self._basis.setObjectName("findingBasis")
        self._basis.setWordWrap(False)
        self._basis.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._has_table = False
        self._nothing = note(_NO_TABLE, self)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setObjectName("nothingFound")
        self._since = QElapsedTimer()  # invalid while no audit of all tables is under way
        self._measure = QTimer(self)
        self._measure.setSingleShot(True)
        self._measure.setInterval(0)
        self._menu_actions = self._make_actions()
        self._offered: list[QAction] = []
        self._narrow = QAction(icon("filter"), "", self)
        self._lay_out()
        self._connect()
        self._unit.hide()  # until all tables are shown
        self._refresh()

    # For the window -----------------------------------------------------------------------------------------------

    @property
    def reach(self) -> Reach:
        """Whose findings are to be shown."""
        return Reach(self._reach.currentText())

    def offer(self, commands: Sequence[QAction]) -> None:
        """Put actions on the current finding below the table and into the context menu."""
        for command in commands:
            button = QToolButton(self)
            button.setDefaultAction(command)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setMinimumWidth(em(self, 1.5))
            self._commands.addWidget(button)
            QWidget.setTabOrder(self._last, button)
            self._last = button
        self._offered = [*self._offered, *commands]

    def show_progress(self, done: int, total: int) -> None:
        """Show how far the audit of all tables is; nothing with a total of 0."""
        if not total:
            self._since.invalidate()
        elif not self._since.isValid():
            self._since.start()
        shown = bool(total) and (self._since.elapsed() > SHOW_AFTER_MS or self._progress.isVisible())
        self._progress.setVisible(shown)
        self._cancel.setVisible(shown)
        self._progress.setRange(0, max(total, 1))
        self._progress.setValue(done)

    def show_findings(self, findings: Iterable[Finding], *, has_table: bool = True) -> None:
        """Show these findings instead; the cursor stays on the one it is on, if that is still there.

        Args:
            findings: Of the table shown, or of all.
            has_table: Whether a table is shown.
        """
        current = self.current_finding()
        self._has_table = has_table
        self.model.show(findings)
        self._tell_nothing()
        self._put_cursor(current)

    def shown_findings(self) -> tuple[Finding, ...]:
        """The findings in the table, in the order in which they stand there."""
        return self.model.shown()

    def current_finding(self) -> Finding | None:
        """The finding with the cursor."""
        return self.model.finding(self.view.currentIndex())

    def selected_findings(self) -> tuple[Finding, ...]:
        """The findings that are selected, in the order in which they stand there."""
        rows = sorted(self.view.selectionModel().selectedRows(), key=QModelIndex.row)
        return tuple(finding for row in rows if (finding := self.model.finding(row)) is not None)

    def set_current_finding(self, finding: Finding) -> None:
        """Put the cursor on a finding, if it is shown."""
        self._put_cursor(finding)

    def step(self, step: int) -> Finding | None:
        """Move the cursor to the next or previous finding, round and round; ``None`` if none is shown."""
        shown, current = self.shown_findings(), self.current_finding()
        if not shown:
            return None
        before_first = -1 if step > 0 else 0
        start = before_first if current is None else shown.index(current)
        self._put_cursor(shown[(start + step) % len(shown)])
        return self.current_finding()

    # Building -----------------------------------------------------------------------------------------------------

    def _make_button(self, kind: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"show_{kind}")
        button.setIcon(icon(kind))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setCheckable(True)
        button.setChecked(True)
        button.setToolTip(f"显示或隐藏{KIND_LABELS[kind]}{'的警告' if kind == ACCEPTED else ''}")
        button.toggled.connect(self._filter)
        return button

    def _make_choice(self, name: str, label: str, choices: Sequence[tuple[str, object]]) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(name)
        box.setAccessibleName(label)
        box.setToolTip(label)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(6)
        box.setMinimumWidth(em(self, 5))  # the first of the choices can be read whole
        for text, data in choices:
            box.addItem(text, data)
        box.view().setTextElideMode(Qt.TextElideMode.ElideRight)
        return box

    def _make_progress(self) -> tuple[QProgressBar, QToolButton]:
        bar = QProgressBar(self)
        bar.setObjectName("auditProgress")
        bar.setAccessibleName("审核全部的进度")
        bar.setFormat("审核全部 %p%")
        bar.setMinimumWidth(em(self, 4))
        bar.setMaximumWidth(em(self, 10))
        cancel = QToolButton(self)
        cancel.setObjectName("auditCancel")
        cancel.setText("取消")
        cancel.setToolTip("停止审核全部的表；已有的审核结果保留")
        cancel.clicked.connect(self.cancel_asked)
        bar.hide()
        cancel.hide()
        return bar, cancel

    def _make_actions(self) -> list[QAction]:
        go = QAction("跳到(&G)", self)
        go.triggered.connect(lambda: self._choose(self.view.currentIndex()))
        details = QAction("详情(&I)…", self)
        details.triggered.connect(self._show_details)
        copy = QAction(icon("copy"), "复制(&C)\tCtrl+C", self)
        copy.triggered.connect(self._copy)
        return [go, details, copy]

    def _lay_out(self) -> None:
        kinds, choices = QHBoxLayout(), QHBoxLayout()
        for widget in (self._reach, *self._buttons.values()):
            kinds.addWidget(widget)
        kinds.addStretch(1)
        self._reach.setMinimumWidth(em(self, 3.6))  # its choices are short
        for widget in (self._rule, self._unit, self._grouping):
            choices.addWidget(widget)
        choices.addStretch(1)
        choices.addWidget(self._progress)
        choices.addWidget(self._cancel)
        foot = QHBoxLayout()
        foot.addWidget(self._basis, 1)
        foot.addWidget(self._sorting)
        foot.addLayout(self._commands)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._nothing)
        layout = QVBoxLayout(self)
        gap = em(self, 0.35)
        layout.setContentsMargins(gap, 0, gap, gap)
        layout.setSpacing(em(self, 0.15))
        layout.addWidget(TwoHalves(kinds, choices, self))
        layout.addLayout(self._stack, 1)
        layout.addLayout(foot)
        chain = [
            *(self._reach, *self._buttons.values()),
            *(self._rule, self._unit, self._grouping, self._cancel, self.view, self._sorting),
        ]
        for one, other in itertools.pairwise(chain):
            QWidget.setTabOrder(one, other)
        self._last: QWidget = self._sorting  # of those that Tab reaches, in the order in which they are seen

    def _connect(self) -> None:
        self.view.activated.connect(self._choose)
        self.view.copy_asked.connect(self._copy)
        ContextMenu(self.view, self._menu_at)
        self.view.selectionModel().currentRowChanged.connect(self._show_basis)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self.current_changed.emit())
        self._reach.currentIndexChanged.connect(lambda _: self._change_reach())
        for box in (self._rule, self._unit):
            box.currentIndexChanged.connect(lambda _: self._filter())
        self._narrow.triggered.connect(self._show_one_rule)
        self._grouping.currentIndexChanged.connect(lambda _: self._group())
        self._sorting.activated.connect(lambda _: self._sort())
        self.view.horizontalHeader().sortIndicatorChanged.connect(self._show_sorting)
        self.model.modelReset.connect(self._refresh)
        self.view.horizontalHeader().sectionResized.connect(lambda *_: self._measure.start())
        self._measure.timeout.connect(self.view.fit_rows)

    # Qt -----------------------------------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys to the table; as a focus proxy it would hold Tab captive between itself and the buttons."""
        self.view.setFocus(event.reason())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows wrap anew."""
        super().resizeEvent(event)
        self._measure.start()

    def changeEvent(self, event: QEvent) -> None:
        """Another font wants other row heights."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._measure.start()

    # Inside -------------------------------------------------------------------------------------------------------

    def _filter(self) -> None:
        current = self.current_finding()
        hidden = frozenset(kind for kind, button in self._buttons.items() if not button.isChecked())
        self.model.filter_by(Filter(hidden, self._rule.currentData(), self._unit.currentData()))
        self._put_cursor(current)

    def _show_one_rule(self) -> None:
        """Those of the rule of the current finding alone, or of all rules again."""
        finding = self.current_finding()
        if finding is not None:
            is_alone = self._rule.currentData() == finding.rule
            self._rule.setCurrentIndex(0 if is_alone else self._rule.findData(finding.rule))

    def _group(self) -> None:
        current = self.current_finding()
        self.model.group_by(self._grouping.currentData())
        self._put_cursor(current)

    def _sort(self) -> None:
        self.view.sortByColumn(self._sorting.currentData(), Qt.SortOrder.AscendingOrder)

    def _show_sorting(self, column: int) -> None:
        self._sorting.setCurrentIndex(self._sorting.findData(column))

    def _change_reach(self) -> None:
        self._unit.setVisible(self.reach is Reach.WORKSPACE)
        self._unit.setCurrentIndex(0)
        self.reach_changed.emit()

    def _refresh(self) -> None:
        findings = self.model.findings()
        counts = Counter(map(kind_of, findings))
        for kind, button in self._buttons.items():
            button.setText(f"{KIND_LABELS[kind]} {counts[kind]}")
        self._offer_choices(findings)
        self._tell_nothing()
        self._stack.setCurrentWidget(self.view if self.model.rowCount() else self._nothing)
        self.view.clearSpans()
        for row in self.model.group_rows():
            self.view.setSpan(row, 0, 1, len(TITLES))
        self._show_basis()
        self._measure.start()

    def _tell_nothing(self) -> None:
        """Why there is nothing to see, where that is so."""
        nothing = _NOTHING if self._has_table or self.reach is Reach.WORKSPACE else _NO_TABLE
        self._nothing.setText(_ALL_HIDDEN if self.model.findings() else nothing)

    def _offer_choices(self, findings: Sequence[Finding]) -> None:
        rules = Counter(finding.rule for finding in findings)
        units = Counter(finding.unit_code for finding in findings)
        titles = {finding.unit_code: finding for finding in reversed(findings)}
        _offer(self._rule, [(f"{rule_title(rule)}（{count}）", rule) for rule, count in sorted(rules.items())])
        _offer(self._unit, [(f"{unit_title(titles[unit])}（{n}）", unit) for unit, n in sorted(units.items())])

    def _put_cursor(self, finding: Finding | None) -> None:
        row = self.model.row_of(finding) if finding else None
        if row is not None and row != self.view.currentIndex().row():
            self.view.choose(row)
            head = max((group for group in self.model.group_rows() if group < row), default=row)
            for shown in (head, row):  # the row that names the group too, if both find room
                self.view.scrollTo(self.model.index(shown, LEVEL))

    def _show_basis(self) -> None:
        finding = self.current_finding()
        reason = f"已接受，理由：{finding.reason}　" if finding and finding.accepted else ""
        self._basis.setText(f"{reason}依据：{finding.basis}" if finding else " ")
        self._basis.setToolTip(tool_tip(explanation(finding)) if finding else "")
        self.current_changed.emit()

    def _show_details(self) -> None:
        finding = self.current_finding()
        if finding is not None:
            place = (
                f"{finding.year} 年度 {unit_title(finding)}\n{finding.number}.{finding.project_name}，{finding.place}"
            )
            messages.show_sentence(self.window(), f"{rule_title(finding.rule)}\n{place}\n\n{explanation(finding)}")

    def _choose(self, index: QModelIndex) -> None:
        finding = self.model.finding(index)
        if finding is not None:
            self.finding_chosen.emit(finding)

    def _copy(self) -> None:
        findings = self.selected_findings()
        if findings:
            QGuiApplication.clipboard().setText("\n".join(map(as_line, findings)))

    def _menu_at(self, index: QModelIndex) -> Groups:
        finding = self.model.finding(index)
        if finding is None:
            return
        yield self._menu_actions
        yield [command for command in self._offered if command.isEnabled()]
        is_alone = self._rule.currentData() == finding.rule
        self._narrow.setText(f"看{_ALL_RULES}的(&R)" if is_alone else f"只看 {finding.rule} 的(&R)")
        yield [self._narrow]


def _offer(box: QComboBox, choices: Sequence[tuple[str, str]]) -> None:
    """Offer these below the first entry, which stands for all; the one chosen stays, if only to be unchosen."""
    chosen = box.currentData()
    offered = list(choices)
    if chosen is not None and chosen not in [data for _, data in offered]:
        offered.append((f"{rule_title(chosen) if chosen in RULES else chosen}（0）", chosen))
    if offered == [(box.itemText(row), box.itemData(row)) for row in range(1, box.count())]:
        return
    box.blockSignals(True)  # the filter stays what it is
    while box.count() > 1:
        box.removeItem(1)
    for text, data in offered:
        box.addItem(text, data)
    box.setCurrentIndex(max(box.findData(chosen), 0) if chosen is not None else 0)
    box.blockSignals(False)
