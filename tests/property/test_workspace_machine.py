"""A clerk edits, undoes, redoes, closes and reopens at random while the disk fails at random.

After every step the file holds exactly what a workspace in memory holds, and a refused step has changed nothing.
"""

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from PySide6.QtWidgets import QApplication

from core.domain.checkcode import check_code
from core.domain.edits import ChangeSet, SetField, set_field
from core.domain.records import FORM_FIELDS, INDICATOR_COLUMNS, BudgetUnit, Project, State, TargetTable
from core.services import intents, reverting
from db.store import FileStore
from gui.session import Session
from tests.property.faults import CODES, COMMIT, fault
from tests.property.workspace_model import Model

texts = st.one_of(
    st.sampled_from(["", "≥95%", "114.00", "1,234.5", "约一百", "0", " "]),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=8),
)
pick = st.integers(0, 1000)
"""Chooses one of however many there are, by remainder."""


class WorkspaceMachine(RuleBasedStateMachine):
    """The rules are the gestures of the window, made by the services that the window uses."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "工作区.jxdb"
        self.store = FileStore()
        self.session = Session(self.store.create(self.path))
        self.model = Model()
        self.perform(intents.add_year(2025, "2015"))
        self.perform(intents.add_unit([], self.model.years()[0], "001", "甲局"))
        self.perform(intents.add_project(None, self.model.units(self.model.years()[0])[0].id, "项目"))

    def teardown(self) -> None:
        self.session.workspace.close()
        left = [path.name for path in Path(self.folder.name).iterdir()]
        self.folder.cleanup()
        assert left == [self.path.name]

    def perform(self, change: ChangeSet) -> None:
        """One gesture, that goes through unless it touches a locked table."""
        if self.model.is_locked_against(change):
            assert not self.session.perform(change)
            assert "已锁定" in self.session.last_refusal
        else:
            assert self.session.perform(change), self.session.last_refusal
            self.model.perform(change)

    def some_table(self, choice: int) -> TargetTable:
        tables = self.model.tables()
        return tables[choice % len(tables)]

    def some_unit(self, choice: int) -> BudgetUnit:
        units = [unit for year in self.model.years() for unit in self.model.units(year)]
        return units[choice % len(units)]

    def has_tables(self) -> bool:
        return bool(self.model.tables())

    def has_units(self) -> bool:
        return any(self.model.units(year) for year in self.model.years())

    # --- the tree

    @rule(year=st.integers(2020, 2030), scheme=st.sampled_from(["2015", "2021"]))
    def add_year(self, year: int, scheme: str) -> None:
        if ("year", str(year)) in self.model.records:
            assert not self.session.perform(intents.add_year(year, scheme))
            assert "年度已经有了" in self.session.last_refusal
        else:
            self.perform(intents.add_year(year, scheme))

    @precondition(lambda self: self.model.years())
    @rule(choice=pick, code=texts, name=texts)
    def add_unit(self, choice: int, code: str, name: str) -> None:
        years = self.model.years()
        year = years[choice % len(years)]
        self.perform(intents.add_unit(self.model.units(year), year, code, name))

    @precondition(has_units)
    @rule(choice=pick, name=texts)
    def add_project(self, choice: int, name: str) -> None:
        unit = self.some_unit(choice)
        siblings = [table.project.position for table in self.model.tables() if table.unit == unit]
        self.perform(intents.add_project(max(siblings, default=None), unit.id, name))

    @precondition(has_units)
    @rule(choice=pick, field=st.sampled_from(["code", "name"]), text=texts)
    def rename_unit(self, choice: int, field: str, text: str) -> None:
        self.perform(intents.set_unit_fields(self.some_unit(choice), **{field: text}))

    @precondition(has_units)
    @rule(choice=pick, kind=st.sampled_from(["unit", "project"]), data=st.data())
    def reorder(self, choice: int, kind: str, data: st.DataObject) -> None:
        unit = self.some_unit(choice)
        siblings = self.model.children(kind, unit.year_id if kind == "unit" else unit.id)
        places = [(r.id, r.position) for r in siblings if isinstance(r, BudgetUnit | Project)]
        order = data.draw(st.permutations([id_ for id_, _ in places]))
        self.perform(intents.reposition(kind, places, order, "移动"))

    @precondition(has_tables)
    @rule(choices=st.sets(pick, min_size=1, max_size=3))
    def remove_projects(self, choices: set[int]) -> None:
        tables = {table.project.id: table for table in map(self.some_table, choices)}
        self.perform(intents.remove_tables(list(tables.values())))

    @precondition(has_units)
    @rule(choice=pick)
    def remove_unit(self, choice: int) -> None:
        unit = self.some_unit(choice)
        self.perform(intents.remove_unit(unit, [table for table in self.model.tables() if table.unit == unit]))

    @precondition(lambda self: self.model.years())
    @rule(choice=pick)
    def remove_year(self, choice: int) -> None:
        years = self.model.years()
        year = years[choice % len(years)]
        tables = [table for table in self.model.tables() if table.year == year]
        self.perform(intents.remove_year(year, self.model.units(year), tables))

    # --- the form and the grid

    @precondition(has_tables)
    @rule(choice=pick, field=st.sampled_from(FORM_FIELDS), text=texts)
    def type_into_form(self, choice: int, field: str, text: str) -> None:
        self.perform(intents.set_form_field(self.some_table(choice).project, field, text))

    @precondition(has_tables)
    @rule(choice=pick, state=st.sampled_from(State))
    def set_state(self, choice: int, state: State) -> None:
        table = self.some_table(choice)
        code = check_code(table) if state is State.SIGNED else ""
        fields = (("state", state), ("signed_code", code))
        self.perform(intents.change("定稿", [set_field(table.project, field, new) for field, new in fields]))

    @precondition(has_tables)
    @rule(
        choice=pick,
        cells=st.dictionaries(
            st.tuples(st.integers(0, 9), st.sampled_from(INDICATOR_COLUMNS)), texts, min_size=1, max_size=12
        ),
    )
    def paste(self, choice: int, cells: dict[tuple[int, str], str]) -> None:
        self.perform(intents.set_cells(self.some_table(choice), cells, "粘贴"))

    @precondition(has_tables)
    @rule(choice=pick, place=pick, count=st.integers(1, 4))
    def insert_rows(self, choice: int, place: int, count: int) -> None:
        table = self.some_table(choice)
        self.perform(intents.insert_rows(table, place % (len(table.indicators) + 1), count))

    @precondition(has_tables)
    @rule(choice=pick, rows=st.sets(st.integers(0, 9)))
    def delete_rows(self, choice: int, rows: set[int]) -> None:
        table = self.some_table(choice)
        self.perform(intents.delete_rows(table, [row for row in rows if row < len(table.indicators)]))

    @precondition(has_tables)
    @rule(choice=pick, rows=st.sets(st.integers(0, 9)), step=st.sampled_from([-1, 1]))
    def move_rows(self, choice: int, rows: set[int], step: int) -> None:
        table = self.some_table(choice)
        self.perform(intents.move_rows(table, [row for row in rows if row < len(table.indicators)], step))

    @precondition(has_tables)
    @rule(choice=pick, column=st.sampled_from(INDICATOR_COLUMNS))
    def sort_rows(self, choice: int, column: str) -> None:
        self.perform(intents.sort_rows(self.some_table(choice), lambda row: str(getattr(row, column))))

    # --- back and forth

    @rule()
    def undo(self) -> None:
        step = self.session.next_step(undoing=True)
        if self.undone():
            self.model.undo()
        else:
            assert self.may_be_refused(step, undoing=True) or not self.model.done

    def undone(self) -> bool:
        """Take the last gesture back; where that is as much as unlocking a table, not without a reason."""
        step = self.session.next_step(undoing=True)
        if step and reverting.needs_reason(step):
            assert not self.session.undo()
        return self.session.undo("改错了")

    @rule()
    def redo(self) -> None:
        step = self.session.next_step(undoing=False)
        if self.session.redo():
            self.model.redo()
        else:
            assert self.may_be_refused(step, undoing=False) or not self.model.undone

    def may_be_refused(self, step: ChangeSet | None, *, undoing: bool) -> bool:
        """Whether a step locks a table again, which is examined as by the command for it."""
        return step is not None and reverting.is_examined(step, undoing=undoing)

    @rule()
    def rest(self) -> None:
        self.session.workspace.rest()

    @rule()
    def reopen(self) -> None:
        assert self.session.workspace.check() == ()
        self.session.workspace.close()
        self.session = Session(self.store.open(self.path))
        self.model.forget_gestures()

    # --- what goes wrong

    @precondition(has_tables)
    @rule(
        choice=pick,
        what=st.sampled_from(["type", "paste", "remove", "undo", "redo"]),
        message=st.sampled_from(sorted(CODES)),
        moment=st.integers(COMMIT, 6),
    )
    def disk_fails(self, choice: int, what: str, message: str, moment: int) -> None:
        table = self.some_table(choice)
        cells = {(row, column): f"贴{choice}" for row in range(6) for column in INDICATOR_COLUMNS}
        changes = {
            "type": intents.set_form_field(table.project, "name", f"{table.project.name}又"),
            "paste": intents.set_cells(table, cells),
            "remove": intents.remove_tables([table]),
        }
        steps: dict[str, tuple[Callable[[], bool], Callable[[], None]]] = {
            name: (partial(self.session.perform, change), partial(self.model.perform, change))
            for name, change in changes.items()
        }
        steps["undo"], steps["redo"] = (self.session.undo, self.model.undo), (self.session.redo, self.model.redo)
        attempt, follow = steps[what]
        locked = what in changes and self.model.is_locked_against(changes[what])
        self.session.last_refusal = ""
        with fault(message, moment):
            went_through = attempt()
        if went_through:  # the fault's moment was never reached
            assert moment != COMMIT
            assert not locked
            follow()
        else:
            nothing_to_do = not {"undo": self.model.done, "redo": self.model.undone}.get(what, [table])
            assert nothing_to_do or "请" in self.session.last_refusal

    @precondition(has_tables)
    @rule(choice=pick)
    def edit_what_has_changed_elsewhere(self, choice: int) -> None:
        project = self.some_table(choice).project
        stale = SetField("project", project.id, "tag", f"{project.tag}旧", "新")
        assert not self.session.perform(ChangeSet("修改", (stale,)))
        assert "已在别处改动" in self.session.last_refusal

    @invariant()
    def the_file_equals_the_model(self) -> None:
        with self.session.workspace.read() as reader:
            outline, tables = reader.outline(), list(reader.tables())
            operations = len(reader.history(limit=10_000))
        assert tables == self.model.tables()
        assert [line.year for line in reversed(outline)] == self.model.years()
        assert [[u.unit for u in line.units] for line in reversed(outline)] == [
            self.model.units(year) for year in self.model.years()
        ]
        shown = [
            (p.id, p.number, p.name, p.budget, p.state)
            for year in reversed(outline)
            for unit in year.units
            for p in unit.projects
        ]
        assert shown == [(t.project.id, t.number, t.project.name, t.project.budget, t.project.state) for t in tables]
        assert operations == self.model.operations

    @invariant()
    def the_undo_stack_equals_the_model(self) -> None:
        stack = self.session.undo_stack
        assert (stack.index(), stack.count()) == (len(self.model.done), len(self.model.done) + len(self.model.undone))


def test_the_file_always_holds_what_the_window_shows(qapp: QApplication) -> None:
    run_state_machine_as_test(
        WorkspaceMachine,
        settings=settings(
            max_examples=40,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
