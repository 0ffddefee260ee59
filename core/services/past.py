"""The tables as they once were: the history, walked backwards."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Final

from core.domain.checkcode import check_code
from core.domain.edits import ChangeSet, Edit, Insert, SetField
from core.domain.records import BudgetUnit, BudgetYear, Indicator, Project, Record, TargetTable, kind_of
from core.ports import HistoryEntry, Reader

IMPORT_OPERATION: Final = "导入 "
"""Begin of the names of the operations that bring in tables from files."""


class Past:
    """All tables of a workspace at one moment, at first the present.

    Args:
        tables: Every table as it stands.
    """

    def __init__(self, tables: Iterable[TargetTable]) -> None:
        self._records: dict[tuple[str, str], Record] = {}
        self._children: dict[str, set[str]] = {}
        for table in tables:
            records: tuple[Record, ...] = (table.year, table.unit, table.project, *table.indicators)
            for record in records:
                self._put(record)

    def step_back(self, entry: HistoryEntry) -> set[str]:
        """Take back the newest operation that still stands.

        Returns:
            The ids of the projects whose tables it touched.
        """
        touched: set[str] = set()
        for edit in ChangeSet(entry.operation, entry.edits).inverse().edits:
            record = self._carry_out(edit)
            if isinstance(record, Indicator):
                touched.add(record.project_id)
            elif isinstance(record, Project):
                touched.add(record.id)
            elif isinstance(record, BudgetUnit):
                touched |= self._children.get(record.id, set())
        return touched

    def table(self, project_id: str) -> TargetTable | None:
        """A table at this moment, or ``None`` if there was none; its number is not known and 0."""
        project = self._records.get(("project", project_id))
        unit = self._records.get(("unit", project.unit_id)) if isinstance(project, Project) else None
        year = self._records.get(("year", unit.year_id)) if isinstance(unit, BudgetUnit) else None
        if not (isinstance(project, Project) and isinstance(unit, BudgetUnit) and isinstance(year, BudgetYear)):
            return None
        rows = [self._records["indicator", id_] for id_ in self._children.get(project_id, ())]
        indicators = sorted((row for row in rows if isinstance(row, Indicator)), key=lambda row: (row.position, row.id))
        return TargetTable(year, unit, project, tuple(indicators), 0)

    def _carry_out(self, edit: Edit) -> Record | None:
        if isinstance(edit, SetField):
            record = self._records.get((edit.kind, edit.id))
            if record is not None:
                self._forget(record)
                record = replace(record, **{edit.field: edit.new})  # type: ignore[arg-type]
                self._put(record)
            return record
        (self._put if isinstance(edit, Insert) else self._forget)(edit.record)
        return edit.record

    def _put(self, record: Record) -> None:
        self._records[kind_of(record), record.id] = record
        parent = _parent_id(record)
        if parent is not None:
            self._children.setdefault(parent, set()).add(record.id)

    def _forget(self, record: Record) -> None:
        self._records.pop((kind_of(record), record.id), None)
        parent = _parent_id(record)
        if parent is not None:
            self._children.get(parent, set()).discard(record.id)


def tables_with_codes(reader: Reader, tables: Sequence[TargetTable], codes: Collection[str]) -> dict[str, TargetTable]:
    """The tables that have, or once had, these 校验码, as they were then; of each code the newest.

    Args:
        reader: Gives the history.
        tables: Every table as it stands.
        codes: As :func:`core.domain.checkcode.check_code` gives them.
    """
    found = {code: table for table in tables if (code := check_code(table)) in codes}
    missing = set(codes) - set(found)
    if not missing:
        return found
    past = Past(tables)
    for entry in reader.history():
        for project_id in past.step_back(entry):
            table = past.table(project_id)
            code = check_code(table) if table is not None else ""
            if table is not None and code in missing:
                found[code] = table
                missing.remove(code)
        if not missing:
            break
    return found


def tables_as_imported(
    reader: Reader, tables: Sequence[TargetTable], project_ids: Collection[str]
) -> dict[str, TargetTable]:
    """Projects that an import brought in, as they were right after it; those that began otherwise are left out.

    Args:
        reader: Gives the history.
        tables: Every table as it stands.
        project_ids: The projects that are asked about.
    """
    found: dict[str, TargetTable] = {}
    missing = set(project_ids)
    past = Past(tables)
    for entry in reader.history():
        if not missing:
            break
        begun = {edit.record.id for edit in entry.edits if isinstance(edit, Insert)} & missing
        if entry.operation.startswith(IMPORT_OPERATION):
            found |= {id_: table for id_ in begun if (table := past.table(id_)) is not None}
        missing -= begun
        past.step_back(entry)
    return found


def _parent_id(record: Record) -> str | None:
    if isinstance(record, Indicator):
        return record.project_id
    return record.unit_id if isinstance(record, Project) else None
