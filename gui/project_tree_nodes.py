"""The project tree as plain data: nodes, what a search leaves of them, sums of budgets. No Qt."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import count
from typing import TypeAlias
from weakref import ref

from core.domain.amounts import Amount, exact, print_amount, tidy
from core.domain.edits import ChangeSet, Edit, Insert, SetField
from core.domain.records import BudgetUnit, BudgetYear, Project, State
from core.ports import Outline, ProjectLine
from gui.project_filter import Counts, Line, Query, Word, left_over, parse_query

UNNAMED_PROJECT = "（未命名项目）"
UNNAMED_UNIT = "（未命名单位）"

Condition: TypeAlias = Callable[[ProjectLine], bool]
Marks: TypeAlias = tuple[int, Counts]
"""What a line shows of itself: how many icons, for tag and state, and how many findings."""
NO_FINDINGS: Counts = (0, 0, 0)


@dataclass(slots=True, weakref_slot=True, eq=False)
class Node:
    """One line of the tree.

    It holds what is below it and only knows what is above it, so that a forest that nobody needs any more is gone at
    once: circles would stay for good, see :mod:`gui.parting`.

    Attributes:
        serial: The node's number in its forest; never used for another node of it.
        line: The record that it shows.
        children: All of them, in order.
        shown: Those that the search leaves.
        row: Its place among its parent's ``shown``.
    """

    serial: int
    line: Line
    _above: "ref[Node] | None" = None
    children: list["Node"] = field(default_factory=list)
    shown: list["Node"] = field(default_factory=list)
    row: int = 0
    total: Decimal | None = None  # the sum of budgets, once it has been asked for, if there are any
    is_summed: bool = False

    @property
    def parent(self) -> "Node | None":
        """The line above; ``None`` for a year."""
        return self._above() if self._above else None

    @property
    def kind(self) -> str:
        """``year``, ``unit`` or ``project``."""
        return _KINDS[type(self.line)]

    @property
    def key(self) -> tuple[str, str]:
        """``(kind, id)``, as :meth:`core.domain.edits.ChangeSet.touched` gives it."""
        return self.kind, self.line.id

    @property
    def year(self) -> BudgetYear:
        """The line of a year."""
        assert isinstance(self.line, BudgetYear)
        return self.line

    @property
    def unit(self) -> BudgetUnit:
        """The line of a unit."""
        assert isinstance(self.line, BudgetUnit)
        return self.line

    @property
    def project(self) -> ProjectLine:
        """The line of a project."""
        assert isinstance(self.line, ProjectLine)
        return self.line

    @property
    def position(self) -> int:
        """The place among its siblings of a unit or project."""
        assert not isinstance(self.line, BudgetYear)
        return self.line.position

    @property
    def title(self) -> str:
        """What the tree shows as its name."""
        line = self.line
        if isinstance(line, BudgetYear):
            return f"{line.year} 年度"
        if isinstance(line, BudgetUnit):
            return f"{line.code} {line.name or UNNAMED_UNIT}".strip()
        return f"{line.number}. {line.name or UNNAMED_PROJECT}"

    @property
    def budget(self) -> Amount:
        """The project's 预算数; for a unit or year the exact sum of those that are amounts, ``None`` without any."""
        if isinstance(self.line, ProjectLine):
            return self.line.budget
        if not self.is_summed:
            amounts = [amount for project in self.projects() if (amount := exact(project.budget)) is not None]
            self.total, self.is_summed = tidy(sum(amounts, Decimal(0))) if amounts else None, True
        return self.total

    @property
    def budget_text(self) -> str:
        """The budget as the form prints it."""
        return print_amount(self.budget)

    @property
    def state(self) -> State | None:
        """The state of a project."""
        return self.line.state if isinstance(self.line, ProjectLine) else None

    @property
    def tag(self) -> str:
        """The tag of a project, 待核 or 退回; empty for none."""
        return self.line.tag if isinstance(self.line, ProjectLine) else ""

    @property
    def icon_count(self) -> int:
        """How many icons tell of its state and tag."""
        return (self.state not in (None, State.DRAFT)) + bool(self.tag)

    def path(self) -> Iterator["Node"]:
        """The node itself and what is above it."""
        node: Node | None = self
        while node:
            yield node
            node = node.parent

    def projects(self) -> Iterator["Node"]:
        """The project nodes at and below it, whether shown or not."""
        if isinstance(self.line, ProjectLine):
            yield self
        for child in self.children:
            yield from child.projects()


_KINDS: dict[type, str] = {BudgetYear: "year", BudgetUnit: "unit", ProjectLine: "project"}
_STRUCTURE = frozenset({"position", "unit_id"})
_SHOWN_FIELDS = {"unit": {"code", "name"}, "project": {"name", "budget", "state", "tag"}}


class Forest:
    """All years of a workspace with what is below them, and the search that is in force.

    Attributes:
        outline: What it has grown from, as long as it is still as it was read; else ``None``.
    """

    def __init__(self, outline: Outline = ()) -> None:
        self.outline: Outline | None = outline
        self.nodes: dict[int, Node] = {}  # by serial
        self._serials = count()
        self.years: list[Node] = []
        self.shown: list[Node] = []
        self.by_key: dict[tuple[str, str], Node] = {}
        for year_line in outline:
            year = self._grow(year_line.year, None, self.years)
            for unit_line in year_line.units:
                unit = self._grow(unit_line.unit, year, year.children)
                for project in unit_line.projects:
                    self._grow(project, unit, unit.children)
        self.search("")

    def search(self, text: str, holds: Condition | None = None) -> int:
        """Show only what the query finds, with what is above it; a blank query shows everything.

        A project is found by its name or its whole number; a unit by its code or name and a year by its number,
        and then with all that is below it. Names are found by characters and by pinyin initials. Several words
        have all to be found in a project or above it; ``>100`` and the like ask for its budget.

        Args:
            text: As typed.
            holds: Asked of every project besides.

        Returns:
            The number of projects shown.
        """
        query = parse_query(text)
        if not query and holds is None:
            for node in self.nodes.values():
                node.shown = node.children
            self.shown = self.years
        else:
            self.shown = [year for year in self.years if _keep(year, query.words, _condition(query, holds))]
        _number(self.shown)
        return sum(len(unit.shown) for year in self.shown for unit in year.shown)

    def reshape(self, change: ChangeSet) -> bool:
        """Bring in, take away and move lines as a change does; the search has to be made anew then.

        Returns:
            False if it does not fit what stands here, which is to be read anew.
        """
        self.outline = None
        touched: dict[int, Node] = {}
        try:
            for edit in change.edits:
                for above in self._reshape(edit):
                    touched[above.serial] = above
        except (KeyError, ValueError):  # a line is not there
            return False
        self.years.sort(key=lambda node: node.year.year, reverse=True)
        for node in touched.values():
            node.children.sort(key=lambda child: (child.position, child.line.id))
            for above in node.path():
                above.is_summed = False
        for year in {id(top): top for node in touched.values() for top in node.path() if top.kind == "year"}.values():
            _renumber(year)
        return True

    def update(self, edit: SetField) -> Node | None:
        """Take over a new value of a field that the tree shows; the node that shows it, if one does."""
        node = self.by_key.get((edit.kind, edit.id))
        if node is None or edit.field not in _SHOWN_FIELDS.get(edit.kind, ()):
            return None
        self.outline = None
        node.line = replace(node.line, **{edit.field: edit.new})  # type: ignore[arg-type]
        for above in node.path():
            above.is_summed = False
        return node

    def _reshape(self, edit: Edit) -> Iterable[Node]:
        """Carry out one edit; the nodes whose children are others now."""
        if isinstance(edit, SetField):
            return self._move(edit) if edit.field in _STRUCTURE and edit.kind != "indicator" else ()
        line = _line_of(edit.record)
        if line is None:
            return ()
        parent = self.by_key[_home_of(line)] if not isinstance(line, BudgetYear) else None
        siblings = self.years if parent is None else parent.children
        if isinstance(edit, Insert):
            self._grow(line, parent, siblings)
        else:
            gone = self.by_key.pop((_KINDS[type(line)], line.id))
            siblings.remove(gone)
            del self.nodes[gone.serial]
        return () if parent is None else (parent,)

    def _move(self, edit: SetField) -> Iterable[Node]:
        node = self.by_key[edit.kind, edit.id]
        node.line = replace(node.line, **{edit.field: edit.new})  # type: ignore[arg-type]
        before, after = node.parent, self.by_key[_home_of(node.line)]
        if before is not None and before is not after:
            before.children.remove(node)
            after.children.append(node)
            node._above = ref(after)
            return before, after
        return (after,)

    def _grow(self, line: Line, parent: Node | None, siblings: list[Node]) -> Node:
        node = Node(next(self._serials), line, None if parent is None else ref(parent))
        self.nodes[node.serial] = node
        siblings.append(node)
        self.by_key[node.key] = node
        return node


def changes_structure(change: ChangeSet) -> bool:
    """Whether lines come, go or move, rather than showing other words."""
    return any(
        edit.field in _STRUCTURE and edit.kind != "indicator"
        if isinstance(edit, SetField)
        else _line_of(edit.record) is not None
        for edit in change.edits
    )


def add_counts(counts: Iterable[Counts]) -> Counts:
    """The sum of the findings of several tables."""
    errors = warnings = hints = 0
    for error, warning, hint in counts:
        errors, warnings, hints = errors + error, warnings + warning, hints + hint
    return errors, warnings, hints


def most_marks(marks: Iterable[Marks]) -> Marks:
    """The most icons and the largest numbers of several lines: what a line needs room for that has them all."""
    icons = errors = warnings = hints = 0
    for icon_count, (error, warning, hint) in marks:
        icons, errors = max(icons, icon_count), max(errors, error)
        warnings, hints = max(warnings, warning), max(hints, hint)
    return icons, (errors, warnings, hints)


def _line_of(record: object) -> Line | None:
    """The line that shows a record; ``None`` if none does."""
    if isinstance(record, Project):
        about = (record.name, record.budget, record.state, record.tag)
        return ProjectLine(record.id, record.unit_id, record.position, 0, *about)
    return record if isinstance(record, BudgetUnit | BudgetYear) else None


def _home_of(line: Line) -> tuple[str, str]:
    return ("unit", line.unit_id) if isinstance(line, ProjectLine) else ("year", line.year_id)  # type: ignore[union-attr]


def _renumber(year: Node) -> None:
    """Number the projects through, across units (form.md section 2)."""
    for number, node in enumerate(year.projects(), start=1):
        if isinstance(node.line, ProjectLine) and node.line.number != number:
            node.line = replace(node.line, number=number)


def _condition(query: Query, holds: Condition | None) -> Condition | None:
    """What is asked of every project apart from words; ``None``: nothing."""
    if not query.budgets:
        return holds
    return lambda line: query.holds_budget(line) and (holds is None or holds(line))


def _keep(node: Node, words: Sequence[Word], holds: Condition | None) -> bool:
    """Settle what is shown below a node; True if the node itself is shown."""
    left = left_over(words, node.line)
    if isinstance(node.line, ProjectLine):
        return not left and (holds is None or holds(node.line))
    if not left and holds is None:
        _show_all(node)
        return True
    node.shown = [child for child in node.children if _keep(child, left, holds)]
    return bool(node.shown)


def _show_all(node: Node) -> None:
    node.shown = node.children
    for child in node.children:
        _show_all(child)


def _number(nodes: list[Node]) -> None:
    for row, node in enumerate(nodes):
        node.row = row
        _number(node.shown)
