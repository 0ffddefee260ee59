"""What the tree shows of a workspace, read with plain SQL: the first look at a file does without SQLAlchemy."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, Final, TypeAlias

from core.domain.records import BudgetYear, field_names
from core.ports import Outline, ProjectLine, UnitLine, YearLine
from db.mappers import amount_from_column, state_from_column, unit_from, year_from

Query: TypeAlias = Callable[[str], Iterable[Sequence[Any]]]
"""Gives the rows of a statement."""

# Positions order siblings; ids only make the order of two equal positions the same every time.
_YEARS: Final = f"SELECT {', '.join(field_names('year'))} FROM budget_year ORDER BY year DESC"
_UNITS: Final = f"SELECT {', '.join(field_names('unit'))} FROM budget_unit ORDER BY year_id, position, id"
_PROJECTS: Final = "SELECT id, unit_id, position, name, budget, state, tag FROM project ORDER BY unit_id, position, id"


def read_outline(query: Query) -> Outline:
    """Everything the tree shows, newest year first."""
    units = {year_id: list(rows) for year_id, rows in groupby(map(unit_from, query(_UNITS)), attrgetter("year_id"))}
    projects = {unit_id: list(rows) for unit_id, rows in groupby(query(_PROJECTS), itemgetter(1))}

    def lines_of(year: BudgetYear) -> Iterable[UnitLine]:
        number = 0
        for unit in units.get(year.id, ()):
            rows = projects.get(unit.id, ())
            yield UnitLine(unit, tuple(_project_line(row, number + place) for place, row in enumerate(rows, start=1)))
            number += len(rows)

    return tuple(YearLine(year, tuple(lines_of(year))) for year in map(year_from, query(_YEARS)))


def _project_line(row: Sequence[Any], number: int) -> ProjectLine:
    id_, unit_id, position, name, budget, state, tag = row
    return ProjectLine(id_, unit_id, position, number, name, amount_from_column(budget), state_from_column(state), tag)
