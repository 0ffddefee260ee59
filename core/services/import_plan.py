"""From proposed tables to the one ChangeSet that brings them in. Reads the workspace, writes nothing."""

from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import zip_longest

from core.catalogue.schemes import DEFAULT_SCHEME
from core.domain import positions
from core.domain.edits import ChangeSet, Edit, Insert, Remove, change, set_field
from core.domain.errors import KnownError
from core.domain.records import (
    FORM_FIELDS,
    INDICATOR_COLUMNS,
    BudgetUnit,
    BudgetYear,
    Indicator,
    Project,
    State,
    TargetTable,
    new_id,
)
from core.importing.proposal import ProposedIndicator, ProposedTable
from core.ports import ProjectLine, Reader, YearLine
from core.services.past import IMPORT_OPERATION


class Policy(Enum):
    """What to do about tables that are there already; the value is the word of the command line."""

    STOP = "stop"
    SKIP = "skip"
    REPLACE = "replace"


def make_change(
    reader: Reader, file_name: str, year: int, tables: Sequence[ProposedTable], policy: Policy
) -> ChangeSet:
    """The change that brings in the tables of one file.

    Raises:
        KnownError: ``STOP`` and a table is there already; or a table to replace is final.
    """
    year_line = next((line for line in reader.outline() if line.year.year == year), None)
    matched = match_existing(year_line, tables)
    if policy is Policy.STOP:
        _refuse_conflicts(file_name, year, [table for table, line in matched if line is not None])
    edits: list[Edit] = []
    if policy is Policy.REPLACE:
        for table, line in matched:
            edits += _replacement(reader, line, table) if line is not None else ()
    newcomers = [table for table, line in matched if line is None]
    return change(f"{IMPORT_OPERATION}{file_name}", [*edits, *arrivals(year_line, year, newcomers)])


def units_of(year_line: YearLine | None) -> list[BudgetUnit]:
    """The units of the year, in order."""
    return [line.unit for line in year_line.units] if year_line is not None else []


def unit_of(units: Sequence[BudgetUnit], code: str, name: str) -> BudgetUnit | None:
    """The unit that a table belongs to: that with its code and name, else with its code.

    A table without a code belongs to the unit with its name, if just one has it.
    """
    exact = [unit for unit in units if (unit.code, unit.name) == (code, name)]
    same_code = [unit for unit in units if code and unit.code == code]
    same_name = [unit for unit in units if name and not code and unit.name == name]
    return next(iter(exact or same_code or (same_name if len(same_name) == 1 else [])), None)


def match_existing(
    year_line: YearLine | None, tables: Sequence[ProposedTable]
) -> list[tuple[ProposedTable, ProjectLine | None]]:
    """Each table of a file with the project that is there already under the same year, unit and name.

    A name that a unit has twice, here or in the file, is a draft's fault that the audit tells (P02): the first
    there is the first of the file, the second the second. A project without a name is like no other.
    """
    taken: set[str] = set()
    matched: list[tuple[ProposedTable, ProjectLine | None]] = []
    for table in tables:
        line = next((line for line in _namesakes(year_line, table) if line.id not in taken), None)
        if line is not None:
            taken.add(line.id)
        matched.append((table, line))
    return matched


def _namesakes(year_line: YearLine | None, table: ProposedTable) -> Iterator[ProjectLine]:
    unit = unit_of(units_of(year_line), table.unit_code, table.unit_name)
    if unit is None or year_line is None or not table.name:
        return
    for unit_line in year_line.units:
        if unit_line.unit.id == unit.id:
            yield from (line for line in unit_line.projects if line.name == table.name)


def _refuse_conflicts(file_name: str, year: int, there: Sequence[ProposedTable]) -> None:
    if there:
        raise KnownError(
            f"“{file_name}”里有 {len(there)} 张表在 {year} 年度中已有（如“{there[0].name}”），"
            "没有导入任何内容；请选“跳过”或“替换”后再导入（命令行用 --on-conflict skip 或 replace）。"
        )


def _replacement(reader: Reader, line: ProjectLine, new: ProposedTable) -> Iterator[Edit]:
    """Give a project the file's fields and rows; rows in place keep their identity."""
    old = reader.table(line.id)
    if old is None:
        return
    edits = [*_field_edits(old, new), *_row_edits(old, new)]
    if change("", edits) and old.project.state is not State.DRAFT:
        raise KnownError(
            f"“{old.label}”是{old.project.state.label}，不能替换，没有导入任何内容；请先解锁，或改用“跳过”。"
        )
    yield from edits


def _field_edits(old: TargetTable, new: ProposedTable) -> Iterator[Edit]:
    return (set_field(old.project, field, getattr(new, field)) for field in FORM_FIELDS)


def _row_edits(old: TargetTable, new: ProposedTable) -> Iterator[Edit]:
    last = old.indicators[-1].position if old.indicators else None
    fresh = iter(positions.append_after(last, max(0, len(new.indicators) - len(old.indicators))))
    for row, proposed in zip_longest(old.indicators, new.indicators):
        if row is None:
            yield Insert(_indicator(old.project.id, next(fresh), proposed))
        elif proposed is None:
            yield Remove(row)
        else:
            yield from (set_field(row, column, getattr(proposed, column)) for column in INDICATOR_COLUMNS)


def arrivals(year_line: YearLine | None, year: int, tables: Sequence[ProposedTable]) -> Iterator[Edit]:
    """Insert new projects in file order, with the year and the units that they need."""
    if not tables:
        return
    if year_line is None:
        yield Insert(BudgetYear(year, DEFAULT_SCHEME))
    units = units_of(year_line)
    last_unit = units[-1].position if units else None
    last_project = {
        line.unit.id: line.projects[-1].position for line in (year_line.units if year_line else ()) if line.projects
    }
    for table in tables:
        unit = unit_of(units, table.unit_code, table.unit_name)
        if unit is None:
            last_unit = positions.append_after(last_unit)[0]
            unit = BudgetUnit(new_id(), str(year), last_unit, table.unit_code, table.unit_name)
            units.append(unit)
            yield Insert(unit)
        position = positions.append_after(last_project.get(unit.id))[0]
        last_project[unit.id] = position
        yield from _whole_table(unit.id, position, table)


def _whole_table(unit_id: str, position: int, table: ProposedTable) -> Iterator[Edit]:
    project = Project(new_id(), unit_id, position, **{field: getattr(table, field) for field in FORM_FIELDS})
    yield Insert(project)
    row_positions = positions.append_after(None, len(table.indicators))
    for row_position, row in zip(row_positions, table.indicators, strict=True):
        yield Insert(_indicator(project.id, row_position, row))


def _indicator(project_id: str, position: int, row: ProposedIndicator) -> Indicator:
    texts = {column: getattr(row, column) for column in INDICATOR_COLUMNS}
    return Indicator(new_id(), project_id, position, **texts)
