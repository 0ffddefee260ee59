"""The left side of the window: search box and tree of years, units and projects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QLineEdit, QTreeView, QVBoxLayout, QWidget

from core.domain.records import BudgetUnit
from core.domain.selection import EVERYTHING, Selection
from core.ports import Outline
from gui.filter_button import FilterButton
from gui.icons import icon
from gui.outline_model import BUDGET, MARKS, NAME
from gui.project_filter import Counts, ProjectFilter
from gui.project_tree_marks import MarksDelegate
from gui.project_tree_model import ProjectTreeModel
from gui.project_tree_nodes import Forest, Node
from gui.session import Session
from gui.soon import soon
from gui.style import em, note

if TYPE_CHECKING:
    from gui.table_editor.notice import Notice

NAME_WIDTH, BUDGET_WIDTH, MARKS_WIDTH = 7.2, 4.8, 5.8  # in em: a name that can be told, three marks with numbers
EXPAND_AT_MOST = 200  # projects found: more would only be scrolled over, and expanding them takes time
_LONGEST_SCOPE = 21  # em, of the name of a choice: what the smallest screen has room for in a dialog
_TOGGLED_KEY = "tree/toggled"
_LINE_KEY = "tree/line"


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the workspace.

    Attributes:
        label: For the choice.
        name: For a file name.
        selection: The tables.
        count: How many they are.
    """

    label: str
    name: str
    selection: Selection
    count: int

    def words(self, widget: QWidget) -> str:
        """The label, shortened as the widget's font asks for so that the count is always seen, and the count."""
        label = widget.fontMetrics().elidedText(self.label, Qt.TextElideMode.ElideRight, em(widget, _LONGEST_SCOPE))
        return f"{label}（{self.count} 张）"


class ProjectTree(QWidget):
    """Search box above the tree.

    Without a session it shows what it is given, and nothing can be changed; see :meth:`attach`.

    Signals:
        table_chosen: Id of the project that the cursor is on now; ``None`` on a year, a unit or nothing.
        node_chosen: The current :class:`Node`, or ``None``.
        rename_asked: A unit's node, when its name is to be changed (a project's is edited in place).
    """

    table_chosen = Signal(object)
    node_chosen = Signal(object)
    rename_asked = Signal(object)

    def __init__(self, session: Session | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ProjectTreeModel(session, self)
        self.search_box = self._make_search_box()
        self.filter_button = FilterButton(self, self._units)
        self.filter_button.changed.connect(self._narrow)
        self.view = self._make_view()
        self._nothing_found = note(
            "没有找到。可以按名称、拼音首字母、单位代码、表号或预算（如 >100）查找，或清除筛选。", self
        )
        self._nothing_found.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing_found.hide()
        self._note_size()
        self._marks_width = 0  # at which none of them is cut
        self._fit = QTimer(self, singleShot=True, interval=0)
        self._fit.timeout.connect(self._fit_marks)
        self._toggled: set[str] = set()  # ids of years and units that are not open or closed as usual
        self._arranging = False
        self._notice: Notice | None = None
        self._candidates: list[tuple[str, str]] = []  # where the cursor goes after it, best first
        self._came_from: list[tuple[str, str]] = []  # where the hands were when the program put the cursor elsewhere
        self._lay_out()
        self.model.modelAboutToBeReset.connect(self._remember)
        self.model.modelReset.connect(self._restore)
        self.model.rename_refused.connect(self._say_beside)
        self.model.narrowed.connect(self._tell_found)
        for changed in (self.model.modelReset, self.model.marked):
            changed.connect(lambda *_: self._fit.start())
        self.view.expanded.connect(self._note_toggle)
        self.view.collapsed.connect(self._note_toggle)
        self._arrange()

    # For the window -----------------------------------------------------------------------------------------------

    def show_forest(self, forest: Forest) -> None:
        """Show a workspace that is not open yet."""
        self.model.show_forest(forest)
        self._note_size()

    def attach(self, session: Session, outline: Outline) -> None:
        """From now on show the workspace of a session, whose outline has just been read."""
        self.model.attach(session, outline)
        self._note_size()

    def current_node(self) -> Node | None:
        """The node with the cursor."""
        return self.model.node(self.view.currentIndex())

    def working_node(self) -> Node | None:
        """The node with the cursor, or while a search hides that, the project whose table is shown still."""
        return self.current_node() or self._hidden_project()

    def select_project(self, project_id: str) -> None:
        """Put the cursor on a project; a search that hides it is given up."""
        self.select("project", project_id)

    def select(self, kind: str, record_id: str) -> None:
        """Put the cursor on a year, unit or project, and show it."""
        node = self.model.find(kind, record_id)
        if node and not self.model.index_of(node).isValid():
            self.search_box.clear()
            self.filter_button.clear()
        before = self.current_node()
        self._make_current(node)
        if before is not None and before is not node:
            self._came_from = [step.key for step in before.path()]

    def set_finding_counts(self, counts: Mapping[str, Counts]) -> None:
        """Show the numbers of (errors, warnings, hints) by project id."""
        self.model.set_finding_counts(counts)

    def rename_current(self) -> None:
        """Edit a project's name in place; for a unit, ask for code and name."""
        node = self.current_node()
        if node and node.kind == "project":
            self.view.edit(self.model.index_of(node))
        elif node and node.kind == "unit":
            self.rename_asked.emit(node)

    def scopes(self) -> list[Scope]:
        """What can be exported from where one works: the project, its unit, its year, everything."""
        node = self.working_node()
        near = [_scope(step) for step in node.path()] if node else []
        return [*near, Scope("整个工作区", "绩效目标表", EVERYTHING, self._count_projects())]

    def scopes_with_tables(self) -> list[Scope]:
        """Those of :meth:`scopes` in which there is a table; empty if the workspace has none."""
        return [scope for scope in self.scopes() if scope.count]

    def save_layout(self, settings: QSettings, project_id: str | None) -> None:
        """Remember which years and units were opened or closed, and the line with the cursor, or else the table."""
        settings.setValue(_TOGGLED_KEY, sorted(self._toggled))
        node = self.current_node()
        settings.setValue(_LINE_KEY, "/".join(node.key if node else ("project", project_id or "")))

    def restore_layout(self, settings: QSettings) -> None:
        """Open and close them again; the cursor on that line, else on the first project, else on the first line."""
        toggled = cast("list[str] | str | None", settings.value(_TOGGLED_KEY, []))
        self._toggled = {toggled} if isinstance(toggled, str) else set(toggled or [])
        self._arrange()
        years = self.model.years()
        first = next((project for year in years for project in year.projects()), next(iter(years), None))
        kind, _, record_id = str(settings.value(_LINE_KEY, "")).partition("/")
        self._make_current(self.model.find(kind, record_id) or first)

    # Inside -------------------------------------------------------------------------------------------------------

    def _count_projects(self) -> int:
        return sum(1 for year in self.model.years() for _ in year.projects())

    def _note_size(self) -> None:
        self._is_small = self._count_projects() <= EXPAND_AT_MOST

    def _make_search_box(self) -> QLineEdit:
        box = QLineEdit(self)
        box.setObjectName("searchBox")
        box.setAccessibleName("查找项目")
        box.setPlaceholderText("查找：名称、拼音首字母、代码、>100")
        box.setToolTip("名称、拼音首字母、单位代码、表号；几个词用空格隔开；预算写作 >100、≤20、100-500（万元）")
        box.setClearButtonEnabled(True)
        box.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        box.textChanged.connect(self._search)
        box.installEventFilter(self)
        return box

    def _make_view(self) -> QTreeView:
        view = QTreeView(self)
        view.setObjectName("projectTree")
        view.setAccessibleName("项目树")
        view.setModel(self.model)
        view.setUniformRowHeights(True)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._marks = MarksDelegate(view)
        view.setItemDelegateForColumn(MARKS, self._marks)
        view.setTextElideMode(Qt.TextElideMode.ElideRight)
        view.setIndentation(em(self, 0.9))
        view.setFrameShape(QTreeView.Shape.NoFrame)
        view.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        header = view.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(em(self, 2))
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(BUDGET, em(self, BUDGET_WIDTH))
        header.resizeSection(MARKS, em(self, MARKS_WIDTH))
        view.setMinimumWidth(em(self, NAME_WIDTH + MARKS_WIDTH))
        header.setSectionsMovable(False)
        view.selectionModel().currentChanged.connect(self._current_changed)
        return view

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(em(self, 0.4), em(self, 0.4), 0, em(self, 0.4))
        layout.setSpacing(em(self, 0.3))
        line = QHBoxLayout()
        line.setSpacing(em(self, 0.2))
        line.addWidget(self.search_box, 1)
        line.addWidget(self.filter_button)
        layout.addLayout(line)
        layout.addWidget(self._nothing_found)
        layout.addWidget(self.view, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out anew."""
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """In a narrow tree the budgets give way to the names; the marks take what they need of the rest."""
        is_narrow = self.view.width() < em(self, NAME_WIDTH + BUDGET_WIDTH + MARKS_WIDTH)
        self.view.setColumnHidden(BUDGET, is_narrow)
        room = self.view.viewport().width() - em(self, NAME_WIDTH + (0 if is_narrow else BUDGET_WIDTH))
        self.view.header().resizeSection(MARKS, max(em(self, MARKS_WIDTH), min(self._marks_width, room)))

    def _fit_marks(self) -> None:
        self._marks_width = self._marks.width_for(self.model.widest_marks())
        self._fit_columns()

    def _search(self, query: str) -> None:
        self._tell_found(self.model.search(query))

    def _narrow(self, wanted: ProjectFilter) -> None:
        self._tell_found(self.model.narrow(wanted))

    def _tell_found(self, shown: int) -> None:
        self._nothing_found.setVisible(shown == 0 and self._is_searching())

    def _is_searching(self) -> bool:
        return bool(self.search_box.text().strip()) or self.filter_button.filter.count > 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the search box Esc clears, Down goes into the tree, Enter goes to the first project found."""
        if watched is self.search_box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key == Qt.Key.Key_Escape and self.search_box.text():
                self.search_box.clear()
                return True
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._enter_tree(to_project=key != Qt.Key.Key_Down)
                return True
        return super().eventFilter(watched, event)

    def _enter_tree(self, *, to_project: bool) -> None:
        index = self.view.currentIndex()
        node = self.model.node(index)
        if not index.isValid() or (to_project and node and node.kind != "project"):
            index = self.model.index(0, NAME)
            while to_project and self.model.rowCount(index):
                index = self.model.index(0, NAME, index)
            self.view.setCurrentIndex(index)
        self.view.setFocus(Qt.FocusReason.TabFocusReason)

    def _say_beside(self, node: Node, sentence: str) -> None:
        """Say under a line why its name stays as it is."""
        from gui.table_editor.notice import Notice  # here, since loading the editor would keep the tree waiting

        if self._notice is None:
            self._notice = Notice(self.window())
        place = self.view.visualRect(self.model.index_of(node))
        corner = self.view.viewport().mapTo(self.window(), place.topLeft())
        self._notice.say(sentence, QRect(corner, place.size()))

    def _make_current(self, node: Node | None) -> None:
        index = self.model.index_of(node)
        if index.isValid():
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        node = self.model.node(current)
        self.node_chosen.emit(node)
        self._came_from = []
        is_project = node is not None and node.kind == "project"
        self.table_chosen.emit(node.line.id if node and is_project else None)
        if node and is_project:
            soon(self, partial(self.model.keep, node.line.id))  # never while the cursor is on its way

    def _units(self) -> list[BudgetUnit]:
        """Every unit of the workspace, the newest first."""
        return [unit.unit for year in self.model.years() for unit in year.children]

    def _remember(self) -> None:
        node = self.current_node()
        if node:
            self._candidates = _nearest(node, self._came_from)

    def _restore(self) -> None:
        """After a reset: open again what was, the cursor on the same record or on what is nearest."""
        self._arrange()
        self._make_current(next((node for key in self._candidates if (node := self.model.find(*key))), None))
        if not self.view.currentIndex().isValid():
            self.node_chosen.emit(None)
            if self._hidden_project() is None:
                self.table_chosen.emit(None)

    def _hidden_project(self) -> Node | None:
        """Where there is no cursor, the project that it was on, if that is still there."""
        node = self.model.find(*self._candidates[0]) if self._candidates else None
        return node if node is not None and node.kind == "project" else None

    def _arrange(self) -> None:
        """Open and close years and units; what a search has found is open if it is little enough to look through."""
        self._arranging = True
        searching = self._is_searching()
        units = [unit for year in self.model.years() for unit in year.shown]
        found_little = searching and sum(len(unit.shown) for unit in units) <= EXPAND_AT_MOST
        for node in (*self.model.years(), *units):
            index = self.model.index_of(node)
            if index.isValid():
                self.view.setExpanded(index, found_little or self._is_open(node))
        self._arranging = False

    def _is_open(self, node: Node) -> bool:
        return self._is_usually_open(node) != (node.line.id in self._toggled)

    def _is_usually_open(self, node: Node) -> bool:
        return node.kind == "year" or self._is_small

    def _note_toggle(self, index: QModelIndex) -> None:
        node = self.model.node(index)
        if node and not self._arranging and not self._is_searching():
            is_usual = self.view.isExpanded(index) == self._is_usually_open(node)
            if is_usual:
                self._toggled.discard(node.line.id)
            else:
                self._toggled.add(node.line.id)


def _nearest(node: Node, came_from: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The node itself, then what the cursor goes to if it is gone.

    That is where it came from, if the program put it here; its neighbours; what is above it.
    """
    siblings = node.parent.shown if node.parent else []
    place = node.row
    neighbours = [*siblings[place + 1 : place + 2], *siblings[max(place - 1, 0) : place]]
    return [node.key, *came_from, *(step.key for step in (*neighbours, *node.path()))]


def _scope(node: Node) -> Scope:
    ids = frozenset(project.line.id for project in node.projects())
    words = {"project": "当前项目", "unit": "当前单位", "year": "当前年度"}
    return Scope(f"{words[node.kind]}：{node.title}", node.title, Selection(project_ids=ids), len(ids))
