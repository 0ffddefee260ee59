"""A workspace in memory, as simple as can be: what the real one has to equal after every step."""

from dataclasses import replace
from typing import NamedTuple

from core.domain.edits import ChangeSet, Edit, Insert, SetField
from core.domain.locking import touches_print
from core.domain.records import (
    PARENT_FIELD,
    BudgetUnit,
    BudgetYear,
    Indicator,
    Project,
    Record,
    State,
    TargetTable,
    kind_of,
)


class Saved(NamedTuple):
    """A state of the model, kept."""

    records: dict[tuple[str, str], Record]
    operations: int


class Model:
    """Records by kind and id, and the changes that can be undone."""

    def __init__(self) -> None:
        self.records: dict[tuple[str, str], Record] = {}
        self.done: list[ChangeSet] = []
        self.undone: list[ChangeSet] = []
        self.operations = 0

    def perform(self, change: ChangeSet) -> None:
        """Do it, as a gesture that can be undone."""
        if change:
            self.carry_out(change)
            self.done.append(change)
            self.undone.clear()

    def undo(self) -> None:
        """Take back the last gesture."""
        if self.done:
            self.undone.append(self.done.pop())
            self.carry_out(self.undone[-1].inverse())

    def redo(self) -> None:
        """Do it once more."""
        if self.undone:
            self.done.append(self.undone.pop())
            self.carry_out(self.done[-1])

    def forget_gestures(self) -> None:
        """The undo stack ends with the session."""
        self.done.clear()
        self.undone.clear()

    def stands(self, change: ChangeSet) -> bool:
        """Whether everything that a change builds on is still as it was."""
        trial = Model()
        trial.records = dict(self.records)
        try:
            trial.carry_out(change)
        except (AssertionError, KeyError):
            return False
        return True

    def save(self) -> "Saved":
        """What a backup holds."""
        return Saved(dict(self.records), self.operations)

    def go_back_to(self, saved: "Saved") -> None:
        """A backup was put in the place of the file."""
        self.records, self.operations = dict(saved.records), saved.operations
        self.forget_gestures()

    def carry_out(self, change: ChangeSet) -> None:
        """Apply every edit; one that cannot be applied is a mistake of the test's."""
        self.operations += 1
        for edit in change.edits:
            if isinstance(edit, SetField):
                record = self.records[edit.kind, edit.id]
                assert getattr(record, edit.field) == edit.old
                self.records[edit.kind, edit.id] = replace(record, **{edit.field: edit.new})
            elif isinstance(edit, Insert):
                assert self.records.setdefault((kind_of(edit.record), edit.record.id), edit.record) is edit.record
            else:
                assert self.records.pop((kind_of(edit.record), edit.record.id)) == edit.record

    def is_locked_against(self, change: ChangeSet) -> bool:
        """Whether the change touches what is printed of a table that is final or signed."""
        locked = {r.id: r.unit_id for r in self.records.values() if isinstance(r, Project) and r.state != State.DRAFT}
        return any(self._projects_printing(edit) & locked.keys() for edit in change.edits if touches_print(edit))

    def _projects_printing(self, edit: Edit) -> set[str]:
        record = self.records.get((edit.kind, edit.id)) if isinstance(edit, SetField) else edit.record
        if isinstance(record, BudgetUnit):
            return {project.id for project in self.children("project", record.id)}
        if isinstance(record, Indicator):
            return {record.project_id}
        return {record.id} if isinstance(record, Project) else set()

    def years(self) -> list[BudgetYear]:
        """All years, oldest first."""
        return sorted((r for r in self.records.values() if isinstance(r, BudgetYear)), key=lambda r: r.year)

    def children(self, kind: str, parent_id: str) -> list[Record]:
        """A record's children in order."""
        found = [r for (k, _), r in self.records.items() if k == kind and getattr(r, PARENT_FIELD[kind]) == parent_id]
        return sorted(found, key=lambda r: (getattr(r, "position", 0), r.id))

    def units(self, year: BudgetYear) -> list[BudgetUnit]:
        """A year's units in order."""
        return [unit for unit in self.children("unit", year.id) if isinstance(unit, BudgetUnit)]

    def tables(self) -> list[TargetTable]:
        """Whole tables in publication order."""
        tables: list[TargetTable] = []
        for year in self.years():
            places = [
                (unit, project)
                for unit in self.units(year)
                for project in self.children("project", unit.id)
                if isinstance(project, Project)
            ]
            for number, (unit, project) in enumerate(places, start=1):
                rows = self.children("indicator", project.id)
                indicators = tuple(row for row in rows if isinstance(row, Indicator))
                tables.append(TargetTable(year, unit, project, indicators, number))
        return tables
