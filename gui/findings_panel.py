"""The findings below the form: what is wrong, where, and a key to get there."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QSizePolicy,
    QStackedLayout,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.audit.findings import Finding, Level
from gui.findings_model import LEVEL, MESSAGE, PLACE, RULE, FindingsModel, as_line
from gui.icons import icon
from gui.session import Session
from gui.style import em, note

_WRAP_AT_MOST = 100  # rows that are measured for wrapped text; more are scrolled over, one line each
_NOTHING = "没有发现问题"
_ALL_HIDDEN = "发现的问题都被上面的级别按钮隐藏了"


class _FindingsView(QTableView):
    """Copies whole rows; by itself it claims Ctrl+C, so that no menu of the window takes the key away.

    Signals:
        copy_asked: Ctrl+C was pressed.
    """

    copy_asked = Signal()

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


class FindingsPanel(QWidget):
    """A button for each level, with its number, above the table of findings.

    Signals:
        finding_chosen: The :class:`Finding` to go to (Enter, double click, 跳到).
    """

    finding_chosen = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.model = FindingsModel(self)
        self.view = self._make_view()
        self._buttons = {level: self._make_button(level) for level in Level}
        self._basis = note("", self)
        self._basis.setWordWrap(False)
        self._basis.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._nothing = note(_NOTHING, self)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setObjectName("nothingFound")
        self._measure = QTimer(self)
        self._measure.setSingleShot(True)
        self._measure.setInterval(0)
        self._actions = self._make_actions()
        self._lay_out()
        self._connect()
        self._refresh()

    # For the window -----------------------------------------------------------------------------------------------

    def show_findings(self, findings: Iterable[Finding]) -> None:
        """Show these findings instead; the cursor stays on the one it is on, if that is still there."""
        current = self.current_finding()
        self.model.show(findings)
        self._put_cursor(current)

    def shown_findings(self) -> tuple[Finding, ...]:
        """The findings in the table, in the order in which they stand there."""
        return self.model.shown()

    def current_finding(self) -> Finding | None:
        """The finding with the cursor."""
        return self.model.finding(self.view.currentIndex())

    def set_current_finding(self, finding: Finding) -> None:
        """Put the cursor on a finding, if it is shown."""
        self._put_cursor(finding)

    # Building -----------------------------------------------------------------------------------------------------

    def _make_view(self) -> _FindingsView:
        view = _FindingsView(self)
        view.setObjectName("findingsTable")
        view.setAccessibleName("审核结果")
        view.setModel(self.model)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setTabKeyNavigation(False)
        view.setWordWrap(True)
        view.setShowGrid(False)
        view.setAlternatingRowColors(True)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setIconSize(view.iconSize().scaled(em(view), em(view), Qt.AspectRatioMode.KeepAspectRatio))
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(em(view, 1.5))
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(MESSAGE, QHeaderView.ResizeMode.Stretch)
        for column, width in ((LEVEL, 4.5), (PLACE, 10), (RULE, 4)):
            header.resizeSection(column, em(view, width))
        view.setSortingEnabled(True)
        view.sortByColumn(LEVEL, Qt.SortOrder.AscendingOrder)
        return view

    def _make_button(self, level: Level) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"show_{level.value}")
        button.setIcon(icon(level.value))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setCheckable(True)
        button.setChecked(True)
        button.setToolTip(f"显示或隐藏{level.label}")
        button.toggled.connect(self._filter)
        return button

    def _make_actions(self) -> tuple[QAction, QAction]:
        go = QAction("跳到(&G)", self)
        go.triggered.connect(lambda: self._choose(self.view.currentIndex()))
        copy = QAction(icon("copy"), "复制(&C)\tCtrl+C", self)
        copy.triggered.connect(self._copy)
        return go, copy

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        for button in self._buttons.values():
            bar.addWidget(button)
        bar.addSpacing(em(self, 0.5))
        bar.addWidget(self._basis, 1)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._nothing)
        layout = QVBoxLayout(self)
        gap = em(self, 0.35)
        layout.setContentsMargins(gap, 0, gap, gap)
        layout.setSpacing(em(self, 0.15))
        layout.addLayout(bar)
        layout.addLayout(self._stack, 1)
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        self.view.activated.connect(self._choose)
        self.view.copy_asked.connect(self._copy)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.view.selectionModel().currentRowChanged.connect(self._show_basis)
        self.model.modelReset.connect(self._refresh)
        self.view.horizontalHeader().sectionResized.connect(lambda *_: self._measure.start())
        self._measure.timeout.connect(self._fit_rows)

    # Qt -----------------------------------------------------------------------------------------------------------

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
        self.model.hide_levels(level for level, button in self._buttons.items() if not button.isChecked())
        self._put_cursor(current)

    def _refresh(self) -> None:
        levels = [finding.level for finding in self.model.findings()]
        for level, button in self._buttons.items():
            button.setText(f"{level.label} {levels.count(level)}")
        self._nothing.setText(_ALL_HIDDEN if levels else _NOTHING)
        self._stack.setCurrentWidget(self.view if self.model.rowCount() else self._nothing)
        self._show_basis()
        self._measure.start()

    def _fit_rows(self) -> None:
        if self.model.rowCount() <= _WRAP_AT_MOST:
            self.view.resizeRowsToContents()

    def _put_cursor(self, finding: Finding | None) -> None:
        row = self.model.row_of(finding) if finding else None
        if row is not None and row != self.view.currentIndex().row():
            self.view.selectRow(row)
            self.view.scrollTo(self.model.index(row, LEVEL))

    def _show_basis(self) -> None:
        finding = self.current_finding()
        self._basis.setText(f"依据：{finding.basis}" if finding else "")
        self._basis.setToolTip(finding.basis if finding else "")

    def _choose(self, index: QModelIndex) -> None:
        finding = self.model.finding(index)
        if finding is not None:
            self.finding_chosen.emit(finding)

    def _copy(self) -> None:
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        shown = self.model.shown()
        if rows:
            QGuiApplication.clipboard().setText("\n".join(as_line(shown[row]) for row in rows))

    def _open_menu(self, position: QPoint) -> None:
        if self.view.indexAt(position).isValid():
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addActions(self._actions)
            menu.popup(self.view.viewport().mapToGlobal(position))


def _is_copy(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Copy)
