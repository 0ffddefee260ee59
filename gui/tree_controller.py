"""What the menu 项目 does: new, rename, delete and move, for years, units and projects."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtWidgets import QWidget

from core.domain.edits import ChangeSet, Insert
from core.domain.locking import LockedError
from core.domain.records import BudgetUnit, BudgetYear, State, TargetTable
from core.domain.selection import Selection
from core.services import intents
from core.services.editing import local_now
from gui import messages
from gui.dialogs.new_records import ProjectDialog, UnitDialog, YearDialog
from gui.project_tree import ProjectTree
from gui.project_tree_moves import move_among_siblings
from gui.project_tree_nodes import Node
from gui.session import Session
from gui.table_editor import TableEditor

FIRST_TYPED: Final = "budget"
"""The field of a new project where the hands go on: its name was just typed."""


class TreeController:
    """Turns the tree's commands into changes; dialogs ask, :class:`Session` writes."""

    def __init__(self, session: Session, tree: ProjectTree, editor: TableEditor) -> None:
        self._session = session
        self._tree = tree
        self._editor = editor
        tree.rename_asked.connect(self._rename_unit)

    def new_year(self) -> None:
        """Ask for a year and begin it."""
        taken = {node.year.year for node in self._tree.model.years()}
        proposed = max(taken) + 1 if taken else local_now().year
        dialog = YearDialog(self._window(), proposed, taken)
        dialog.accepted.connect(lambda: self._add(intents.add_year(dialog.year, dialog.scheme)))
        dialog.open()

    def new_unit(self) -> None:
        """Ask for code and name of a unit and add it to a year; where there is none yet, ask for that too."""
        self._ask_for_unit().open()

    def _ask_for_unit(self) -> UnitDialog:
        years = [node.year for node in self._tree.model.years()]
        dialog = UnitDialog(self._window(), years, self._current_of("year"), new_year=local_now().year)
        dialog.accepted.connect(lambda: self._add_unit(dialog.year, dialog.code, dialog.name))
        return dialog

    def new_project(self) -> None:
        """Ask for the name of a project and add it to a unit; where there is none, ask for that before."""
        units = [unit for year in self._tree.model.years() for unit in year.children]
        if not units:
            first = self._ask_for_unit()
            first.setWindowTitle("新建项目：先填预算单位")
            first.accepted.connect(self._go_on_to_project)
            first.open()
            return
        dialog = ProjectDialog(self._window(), units, self._current_of("unit"))
        dialog.accepted.connect(lambda: self._add_project(dialog.unit, dialog.name))
        dialog.open()

    def rename(self) -> None:
        """Edit the name in place, or ask for a unit's code and name; of a locked project say why neither is done."""
        node = self._tree.current_node()
        if node and node.state not in (None, State.DRAFT):
            messages.show_sentence(self._window(), str(LockedError(node.project.name, node.project.state)))
        else:
            self._tree.rename_current()

    def delete(self) -> None:
        """Delete what the cursor is on; asked first only if other things go with it."""
        node = self._tree.current_node()
        if node is None or not self._session.settle():
            return
        count = sum(1 for _ in node.projects())
        if node.kind == "project" or not count:
            self._delete(node)
            return
        question = f"“{node.title}”下有 {count} 个项目，将一起删除。删除后可以撤销。"
        messages.ask(self._window(), question, "删除", lambda: self._delete(node))

    def move_up(self) -> None:
        """Move the unit or project one place up among its siblings."""
        self._move(-1)

    def move_down(self) -> None:
        """Move it one place down."""
        self._move(1)

    def _go_on_to_project(self) -> None:
        if any(year.children for year in self._tree.model.years()):  # it was not refused
            self.new_project()

    # Inside -------------------------------------------------------------------------------------------------------

    def _window(self) -> QWidget:
        return self._tree.window()

    def _current_of(self, kind: str) -> Node | None:
        node = self._tree.working_node()
        return next((step for step in node.path() if step.kind == kind), None) if node else None

    def _perform(self, wanted: ChangeSet) -> bool:
        if self._session.perform(wanted):
            return True
        messages.show_sentence(self._window(), self._session.last_refusal)
        return False

    def _add(self, wanted: ChangeSet) -> None:
        added = wanted.edits[-1]
        assert isinstance(added, Insert)
        if self._perform(wanted):
            kind = {BudgetYear: "year", BudgetUnit: "unit"}.get(type(added.record), "project")
            self._tree.select(kind, added.record.id)

    def _add_unit(self, year: BudgetYear, code: str, name: str) -> None:
        year_node = self._tree.model.find("year", year.id)
        siblings = [node.unit for node in year_node.children] if year_node else []
        wanted = intents.add_unit(siblings, year, code, name)
        if year_node is None:
            wanted = ChangeSet(wanted.operation, intents.add_year(year.year, year.scheme).edits + wanted.edits)
        self._add(wanted)

    def _add_project(self, unit: Node, name: str) -> None:
        last = unit.children[-1].position if unit.children else None
        wanted = intents.add_project(last, unit.line.id, name)
        self._add(wanted)
        table = self._editor.current_table()
        if table is not None and Insert(table.project) == wanted.edits[0]:
            self._editor.go_to(None, FIRST_TYPED)

    def _rename_unit(self, node: Node) -> None:
        unit, year = node.unit, node.parent
        assert year is not None
        dialog = UnitDialog(self._window(), [year.year], year, unit)
        dialog.accepted.connect(
            lambda: self._perform(intents.set_unit_fields(unit, code=dialog.code, name=dialog.name))
        )
        dialog.open()

    def _delete(self, node: Node) -> None:
        tables = self._tables(node.projects())
        if isinstance(node.line, BudgetYear):
            self._perform(intents.remove_year(node.line, [unit.unit for unit in node.children], tables))
        elif isinstance(node.line, BudgetUnit):
            self._perform(intents.remove_unit(node.line, tables))
        else:
            self._perform(intents.remove_tables(tables))

    def _tables(self, nodes: Iterable[Node]) -> list[TargetTable]:
        ids = frozenset(node.line.id for node in nodes)
        with self._session.workspace.read() as reader:
            if len(ids) == 1:  # without looking where all the others stand
                return [table for table in map(reader.table, ids) if table is not None]
            return list(reader.tables(Selection(project_ids=ids))) if ids else []

    def _move(self, step: int) -> None:
        node = self._tree.current_node()
        if node is None or node.parent is None:
            return
        siblings = node.parent.children
        place = siblings.index(node)
        if 0 <= place + step < len(siblings):
            self._perform(move_among_siblings(node, place + step + (step > 0)))
