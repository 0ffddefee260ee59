"""The outline of a workspace as an item model: year → unit → project, with budgets and marks. It changes nothing.

Searching is done in :mod:`gui.project_tree_nodes` and shown by a reset: a proxy over a Python model took 5.9 s for
a keystroke over 10 000 projects, this takes some milliseconds (desk.md section 3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from core.domain.records import BudgetYear
from core.ports import ProjectLine
from gui.icons import icon
from gui.project_filter import EVERY_PROJECT, Counts, ProjectFilter
from gui.project_tree_nodes import NO_FINDINGS, Forest, Marks, Node, add_counts, most_marks
from gui.soon import soon
from gui.style import tool_tip

Index = QModelIndex | QPersistentModelIndex

NAME, BUDGET, MARKS = range(3)
HEADERS = ("名称", "预算（万元）", "状态")
COUNTS_ROLE = Qt.ItemDataRole.UserRole + 1
STATE_ROLE = Qt.ItemDataRole.UserRole + 2
TAG_ROLE = Qt.ItemDataRole.UserRole + 3

# Full enum names looked up once: a lookup in data() costs more than the answer (desk.md section 3).
_DISPLAY = Qt.ItemDataRole.DisplayRole
_EDIT = Qt.ItemDataRole.EditRole
_TOOL_TIP = Qt.ItemDataRole.ToolTipRole
_DECORATION = Qt.ItemDataRole.DecorationRole
_ALIGNMENT = Qt.ItemDataRole.TextAlignmentRole
_ACCESSIBLE = Qt.ItemDataRole.AccessibleTextRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
SELECTABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_AT_ONCE = 5  # parents of lines announced at a time; after an audit of all tables the window must go on answering
_LEVEL_WORDS = ("个错误", "个警告", "个提示")


class OutlineModel(QAbstractItemModel):
    """Shows a forest, or what a search and a filter leave of it.

    Signals:
        narrowed: The number of projects shown, after the filter was applied anew to what has changed.
        marked: Lines may have other marks; once for all of them, though they are announced by and by.
    """

    narrowed = Signal(int)
    marked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._query = ""
        self._filter = EVERY_PROJECT
        self._kept = ""  # id of the project that is shown whatever the filter asks for
        self._counts: Mapping[str, Counts] = {}
        self._sums: dict[int, Counts] = {}  # findings of units and years by serial, once asked for
        self._most: dict[int, Marks] = {}  # the marks of a unit's projects that need most room, likewise
        self._icons = {kind: icon(kind) for kind in ("year", "unit")}  # projects are told by their numbers
        self._forest = Forest()
        self._stale: dict[int | None, list[Node]] = {}  # new data still to be announced, by the serial of the parent

    def show_forest(self, forest: Forest) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._forest = forest
        self._renew()
        self.endResetModel()

    def node(self, index: Index) -> Node | None:
        """The node at an index; ``None`` for the invalid one, and where there is none any more."""
        return self._forest.nodes.get(index.internalId()) if index.isValid() else None

    def index_of(self, node: Node | None, column: int = NAME) -> QModelIndex:
        """The index of a node, invalid if the search hides it."""
        if node is None or not self._is_shown(node):
            return QModelIndex()
        return self.createIndex(node.row, column, node.serial)

    def find(self, kind: str, record_id: str) -> Node | None:
        """The node of a record, whether it is shown or not."""
        return self._forest.by_key.get((kind, record_id))

    def lines(self) -> tuple[dict[Any, Node], ...]:
        """Every node, as the forest keeps them, for whoever takes it apart."""
        return self._forest.nodes, self._forest.by_key

    def years(self) -> list[Node]:
        """The nodes of all years, newest first."""
        return self._forest.years

    def search(self, query: str) -> int:
        """Show what the query finds; the number of projects shown."""
        self.beginResetModel()
        self._query = query
        shown = self._search()
        self.endResetModel()
        return shown

    def narrow(self, wanted: ProjectFilter) -> int:
        """Show, of what the query finds, only some projects; the number of those shown."""
        self._kept = ""
        return self._narrow(wanted)

    def keep(self, project_id: str) -> None:
        """Show a project as long as one works with it, even when it is no longer what the filter asks for."""
        before, self._kept = self._kept, project_id
        if before and before != project_id:
            self._narrow_anew([node for node in [self.find("project", before)] if node])

    def set_finding_counts(self, counts: Mapping[str, Counts]) -> None:
        """Take over the numbers of findings by project id; only rows whose marks change are repainted."""
        before, self._counts = self._counts, dict(counts)
        ids = [i for i, found in counts.items() if before.get(i) != found] + [i for i in before if i not in counts]
        self._show_changed([node for i in ids if (node := self.find("project", i))])

    def widest_marks(self) -> list[Marks]:
        """Marks that need as much room as any line: those of each year, and what the projects have at most."""
        years = self._forest.years
        most = [self._most_below(unit) for year in years for unit in year.children]
        return [*((0, self._counts_of(year)) for year in years), most_marks(most)]

    # QAbstractItemModel -----------------------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Bounds-checked: Qt asks for rows that a search has just taken away."""
        nodes = self._children(parent)
        if not (0 <= row < len(nodes) and 0 <= column < len(HEADERS)):
            return QModelIndex()
        return self.createIndex(row, column, nodes[row].serial)

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """The index of the line above."""
        node = self.node(index)
        return self.index_of(node.parent) if node else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many lines the search leaves below an index."""
        return len(self._children(parent))

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008, N802
        """Whether a line can be opened; asked once a line, so it is answered without counting columns."""
        return bool(self._children(parent))

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Name, budget and marks."""
        return len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """The columns' headings."""
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(HEADERS):
            if role == _DISPLAY:
                return HEADERS[section]
            if role == _ALIGNMENT and section == BUDGET:
                return _RIGHT
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every line can be selected."""
        return SELECTABLE if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """What the tree shows; see the roles of this module for the marks."""
        node = self.node(index)
        if node is None:
            return None
        column = index.column()
        if column == NAME:
            return self._name_data(node, role)
        if column == BUDGET:
            if role == _DISPLAY:
                return node.budget_text
            return _RIGHT if role == _ALIGNMENT else None
        return self._marks_data(node, role)

    # Inside -----------------------------------------------------------------------------------------------------------

    def _renew(self) -> None:
        """The nodes are others now."""
        self._stale.clear()
        self._search()
        self._sums.clear()
        self._most.clear()

    def _name_data(self, node: Node, role: int) -> object:
        if role == _DISPLAY:
            return node.title
        if role == _TOOL_TIP:
            return tool_tip(node.title)
        if role == _EDIT:
            return node.line.year if isinstance(node.line, BudgetYear) else node.line.name
        if role == _DECORATION:
            return self._icons.get(node.kind)
        return None

    def _marks_data(self, node: Node, role: int) -> object:
        if role == COUNTS_ROLE:
            return self._counts_of(node)
        if role == STATE_ROLE:
            return node.state
        if role == TAG_ROLE:
            return node.tag
        if role in (_TOOL_TIP, _ACCESSIBLE):
            words = [word for word in (node.state.label if node.state else "", node.tag) if word]
            words += [f"{n} {word}" for n, word in zip(self._counts_of(node), _LEVEL_WORDS, strict=True) if n]
            return "，".join(words)
        return None

    def _counts_of(self, node: Node) -> Counts:
        if node.kind == "project":
            return self._counts.get(node.line.id, NO_FINDINGS)
        if node.serial not in self._sums:
            self._sums[node.serial] = add_counts(map(self._counts_of, node.children))
        return self._sums[node.serial]

    def _most_below(self, unit: Node) -> Marks:
        if unit.serial not in self._most:
            self._most[unit.serial] = most_marks((node.icon_count, self._counts_of(node)) for node in unit.children)
        return self._most[unit.serial]

    def _search(self) -> int:
        if not self._filter.count:
            return self._forest.search(self._query)
        return self._forest.search(self._query, self._is_wanted)

    def _is_wanted(self, line: ProjectLine) -> bool:
        if line.id == self._kept:
            return True
        unit = self._forest.by_key["unit", line.unit_id].unit
        return self._filter.holds(line, self._counts.get(line.id, NO_FINDINGS), unit)

    def _show_changed(self, changed: Sequence[Node]) -> None:
        """Other words, states, tags or findings of these: what they add up to above them is worked out anew, too."""
        for serial in {step.serial for node in changed for step in node.path()}:
            self._sums.pop(serial, None)
            self._most.pop(serial, None)
        self._narrow_anew(changed)
        self._repaint(changed)
        if changed:
            self.marked.emit()

    def _narrow_anew(self, changed: Iterable[Node]) -> None:
        """Apply the filter once more if it would show or hide one of these projects."""
        if self._filter.count and any(
            self._is_wanted(node.project) != self._is_shown(node) for node in changed if node.kind == "project"
        ):
            self.narrowed.emit(self._narrow(self._filter))

    def _narrow(self, wanted: ProjectFilter) -> int:
        self.beginResetModel()
        self._filter = wanted
        shown = self._search()
        self.endResetModel()
        return shown

    def _children(self, parent: Index) -> list[Node]:
        if not parent.isValid():
            return self._forest.shown
        node = self.node(parent) if parent.column() == NAME else None
        return node.shown if node else []

    def _is_shown(self, node: Node) -> bool:
        siblings = node.parent.shown if node.parent else self._forest.shown
        at_its_row = node.row < len(siblings) and siblings[node.row] is node
        return at_its_row and (node.parent is None or self._is_shown(node.parent))

    def _repaint(self, nodes: Iterable[Node]) -> None:
        """Announce new data of nodes and, since they show sums, of what is above them; many of them by and by."""
        for line in {step.serial: step for node in nodes for step in node.path()}.values():
            self._stale.setdefault(line.parent.serial if line.parent else None, []).append(line)
        self._announce()

    def _announce(self) -> None:
        """Tell the view of the lines with new data, those of one parent in one signal."""
        for parent in list(self._stale)[:_AT_ONCE]:
            nodes = [node for node in self._stale.pop(parent) if self._is_shown(node)]
            if nodes:
                first, last = min(nodes, key=_row), max(nodes, key=_row)
                self.dataChanged.emit(self.index_of(first, NAME), self.index_of(last, MARKS))
        if self._stale:
            soon(self, self._announce)


def _row(node: Node) -> int:
    return node.row
