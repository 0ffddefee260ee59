"""The findings below the form: what is wrong, where, why, and keys to get there and to mend or accept it."""

import itertools
from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.audit.findings import Finding
from gui import messages
from gui.context_menu import ContextMenu, Groups
from gui.findings_filters import ALL_RULES, FindingsFilters, Reach, choice
from gui.findings_model import (
    LEVEL,
    MESSAGE,
    PLACE,
    RULE,
    TITLES,
    FindingsModel,
    as_line,
    explanation,
    rule_title,
    unit_title,
)
from gui.findings_view import FindingsView
from gui.icons import icon
from gui.session import Session
from gui.style import em, note, tool_tip

_NOTHING = "没有发现问题"
_NO_TABLE = "选一张表，这里列出它的问题"
_ALL_HIDDEN = "发现的问题都被上面的筛选隐藏了"
_SORTED_BY: Final = (LEVEL, PLACE, MESSAGE, RULE)


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
        self._filters = FindingsFilters(self)
        self._sorting = choice("findingsSorting", "排序", [(f"按{TITLES[c]}排序", c) for c in _SORTED_BY], self)
        self._last: QWidget = self._sorting  # of those that Tab reaches, in the order in which they are seen
        self._commands = QHBoxLayout()
        self._basis = note("", self)
        self._basis.setObjectName("findingBasis")
        self._basis.setWordWrap(False)
        self._basis.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._has_table = False
        self._nothing = note(_NO_TABLE, self)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setObjectName("nothingFound")
        self._measure = QTimer(self)
        self._measure.setSingleShot(True)
        self._measure.setInterval(0)
        self._menu_actions = self._make_actions()
        self._offered: list[QAction] = []
        self._narrow = QAction(icon("filter"), "", self)
        self._lay_out()
        self._connect()
        self._refresh()

    # For the window -----------------------------------------------------------------------------------------------

    @property
    def reach(self) -> Reach:
        """Whose findings are to be shown."""
        return self._filters.reach

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
        self._filters.show_progress(done, total)

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

    def _make_actions(self) -> list[QAction]:
        go = QAction("跳到(&G)", self)
        go.triggered.connect(lambda: self._choose(self.view.currentIndex()))
        details = QAction("详情(&I)…", self)
        details.triggered.connect(self._show_details)
        copy = QAction(icon("copy"), "复制(&C)\tCtrl+C", self)
        copy.triggered.connect(self._copy)
        return [go, details, copy]

    def _lay_out(self) -> None:
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
        layout.addWidget(self._filters)
        layout.addLayout(self._stack, 1)
        layout.addLayout(foot)
        chain = [*self._filters.in_tab_order(), self.view, self._sorting]
        for one, other in itertools.pairwise(chain):
            QWidget.setTabOrder(one, other)

    def _connect(self) -> None:
        self.view.activated.connect(self._choose)
        self.view.copy_asked.connect(self._copy)
        ContextMenu(self.view, self._menu_at)
        self.view.selectionModel().currentRowChanged.connect(self._show_basis)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self.current_changed.emit())
        self._filters.reach_changed.connect(self.reach_changed)
        self._filters.cancel_asked.connect(self.cancel_asked)
        self._filters.changed.connect(self._filter)
        self._filters.grouping_changed.connect(self._group)
        self._narrow.triggered.connect(self._show_one_rule)
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
        self.model.filter_by(self._filters.chosen())
        self._put_cursor(current)

    def _show_one_rule(self) -> None:
        """Those of the rule of the current finding alone, or of all rules again."""
        finding = self.current_finding()
        if finding is not None:
            self._filters.toggle_rule(finding.rule)

    def _group(self) -> None:
        current = self.current_finding()
        self.model.group_by(self._filters.grouping)
        self._put_cursor(current)

    def _sort(self) -> None:
        self.view.sortByColumn(self._sorting.currentData(), Qt.SortOrder.AscendingOrder)

    def _show_sorting(self, column: int) -> None:
        self._sorting.setCurrentIndex(self._sorting.findData(column))

    def _refresh(self) -> None:
        self._filters.count(self.model.findings())
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
        is_alone = self._filters.chosen().rule == finding.rule
        self._narrow.setText(f"看{ALL_RULES}的(&R)" if is_alone else f"只看 {finding.rule} 的(&R)")
        yield [self._narrow]
