"""From tables of a file to records of the workspace."""

from collections.abc import Iterator, Sequence

from core.catalogue.schemes import DEFAULT_SCHEME, schemes
from core.domain import positions
from core.domain.edits import Edit, Insert
from core.domain.records import (
    FORM_FIELDS,
    INDICATOR_COLUMNS,
    BudgetUnit,
    BudgetYear,
    Indicator,
    Project,
    TargetTable,
    new_id,
)
from core.importing.proposal import ProposedIndicator, ProposedTable
from core.ports import YearLine
from core.services.matching import unit_of, units_of


def arrivals(year_line: YearLine | None, year: int, tables: Sequence[ProposedTable]) -> Iterator[Edit]:
    """Insert new projects in file order, with the year and the units that they need.

    Args:
        year_line: The year as it stands, ``None`` if the workspace does not have it.
        year: The year that they come in under.
        tables: None of them is there already.
    """
    if not tables:
        return
    if year_line is None:
        yield Insert(BudgetYear(year, scheme_of_new(tables)))
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
        project, rows = _new_project(unit.id, position, table)
        yield Insert(project)
        yield from (Insert(row) for row in rows)


def scheme_of_new(tables: Sequence[ProposedTable]) -> str:
    """The scheme of a year that is new here: the one that its tables were written under, if they say so."""
    written = (table.identity.scheme for table in tables if table.identity is not None)
    return next((name for name in written if name in schemes()), DEFAULT_SCHEME)


def new_indicator(project_id: str, position: int, row: ProposedIndicator) -> Indicator:
    """A row of a file as a new one of the workspace."""
    texts = {column: getattr(row, column) for column in INDICATOR_COLUMNS}
    return Indicator(new_id(), project_id, position, **texts)


def as_target_table(year: int, unit: BudgetUnit, table: ProposedTable) -> TargetTable:
    """The table of a file as it would stand in the workspace, its number aside."""
    project, rows = _new_project(unit.id, 0, table)
    return TargetTable(BudgetYear(year, DEFAULT_SCHEME), unit, project, rows, 0)


def _new_project(unit_id: str, position: int, table: ProposedTable) -> tuple[Project, tuple[Indicator, ...]]:
    project = Project(new_id(), unit_id, position, **{field: getattr(table, field) for field in FORM_FIELDS})
    places = positions.append_after(None, len(table.indicators))
    rows = zip(places, table.indicators, strict=True)
    return project, tuple(new_indicator(project.id, place, row) for place, row in rows)
