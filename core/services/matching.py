"""Which table of a file is which of the workspace."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from core.domain.records import BudgetUnit, Indicator, Project, TargetTable
from core.importing.proposal import ProposedIndicator, ProposedTable
from core.ports import Outline, ProjectLine, YearLine

Originals: TypeAlias = Mapping[str, TargetTable]
"""Project → its table as it stands, of those that copies of ours were written from and that are still there."""

_SHARE_KEPT = 1 / 3
"""A renamed copy with fewer of its rows left is another project, for which somebody used it as a model."""


def year_line_of(outline: Outline, year: int) -> YearLine | None:
    """The year's part of the outline, ``None`` if the workspace has no such year."""
    return next((line for line in outline if line.year.year == year), None)


def units_of(year_line: YearLine | None) -> list[BudgetUnit]:
    """The units of the year, in order."""
    return [line.unit for line in year_line.units] if year_line is not None else []


def units_by_project(year_line: YearLine | None) -> dict[str, BudgetUnit]:
    """The unit of each project of the year, by the project's id."""
    return {line.id: unit.unit for unit in (year_line.units if year_line else ()) for line in unit.projects}


def unit_of(units: Sequence[BudgetUnit], code: str, name: str) -> BudgetUnit | None:
    """The unit that a table belongs to: that with its code and name, else with its code.

    A table without a code belongs to the unit with its name, if just one has it.
    """
    exact = [unit for unit in units if (unit.code, unit.name) == (code, name)]
    same_code = [unit for unit in units if code and unit.code == code]
    same_name = [unit for unit in units if name and not code and unit.name == name]
    return next(iter(exact or same_code or (same_name if len(same_name) == 1 else [])), None)


def original_of(table: ProposedTable, originals: Originals) -> TargetTable | None:
    """The table that a copy was written from, as it stands; ``None`` if it is no copy of ours, or that is gone."""
    return originals.get(table.identity.project_id) if table.identity is not None else None


def matched(
    originals: Originals, year_line: YearLine | None, tables: Sequence[ProposedTable], *, knows_renamed: bool = True
) -> list[tuple[ProposedTable, str | None]]:
    """Each table of a file with the project that it is about: the one that it was written from, else its namesake.

    Args:
        originals: What they were written from.
        year_line: Of the year that the file comes in under; copies of other years' tables are about none of it.
        tables: All those of one file.
        knows_renamed: Whether a copy of ours is still of its project under a new name; else that is a new project.
    """
    here, units = units_by_project(year_line), units_of(year_line)
    goes_on = is_still if knows_renamed else _is_namesake
    found: dict[int, str] = {}
    for table in tables:
        original = original_of(table, originals)
        if original is None or original.project.id not in here:
            continue
        if not _is_of_another_unit(table, original.unit, units) and goes_on(table, original):
            found[id(table)] = original.project.id
    others = [table for table in tables if id(table) not in found]
    for table, line in match_names(year_line, others, found.values()):
        if line is not None:
            found[id(table)] = line.id
    return [(table, found.get(id(table))) for table in tables]


def _is_of_another_unit(table: ProposedTable, unit: BudgetUnit, units: Sequence[BudgetUnit]) -> bool:
    """Whether a copy states another unit that is there, for which somebody used it as a model."""
    stated = table.unit_code, table.unit_name
    return unit_of([unit], *stated) is None and unit_of(units, *stated) is not None


def match_names(
    year_line: YearLine | None, tables: Sequence[ProposedTable], taken: Iterable[str] = ()
) -> list[tuple[ProposedTable, ProjectLine | None]]:
    """Each table of a file with the project that is there already under the same year, unit and name.

    A name that a unit has twice, here or in the file, is a draft's fault that the audit tells (P02): the first
    there is the first of the file, the second the second. A project without a name is like no other.

    Args:
        year_line: The year as it stands.
        tables: All those of one file.
        taken: Projects that other tables of the file are about.
    """
    claimed = set(taken)
    found: list[tuple[ProposedTable, ProjectLine | None]] = []
    for table in tables:
        line = next((line for line in _namesakes(year_line, table) if line.id not in claimed), None)
        if line is not None:
            claimed.add(line.id)
        found.append((table, line))
    return found


def is_still(table: ProposedTable, original: TargetTable) -> bool:
    """Whether a copy is still of the project that it was written from, and has not been overwritten with another.

    A new name alone is an edit like any other; a new name over other rows is a new project.
    """
    return _have_same_name(table, original.project) or _keeps_rows(table, original.indicators)


def copied_from(table: ProposedTable, tables: Sequence[ProposedTable]) -> ProposedTable | None:
    """The table of the same copy of ours that this one was copied from within it, and then edited.

    Of a worksheet that was copied the original has the identity that it was written with, the copy none.

    Args:
        table: One of ``tables``.
        tables: All those of one file.
    """
    if table.identity is not None or table.is_exact or not table.name.strip():
        return None
    originals = [one for one in tables if one.identity is not None]
    same_name = (one for one in originals if is_version_of(table, one))
    same_rows = (one for one in originals if table.indicators and _keeps_rows(table, one.indicators))
    return next(same_name, None) or next(same_rows, None)


def is_version_of(copied: ProposedTable, original: ProposedTable) -> bool:
    """Whether a table copied within a file is another version of its project; under another name it is a new one."""
    return copied.name.strip() == original.name.strip() and copied.unit_code == original.unit_code


def _keeps_rows(table: ProposedTable, rows: Sequence[Indicator] | Sequence[ProposedIndicator]) -> bool:
    if not table.indicators:
        return not rows
    names = {row.name.strip() for row in rows}
    kept = sum(row.name.strip() in names for row in table.indicators)
    return kept >= len(table.indicators) * _SHARE_KEPT


def _is_namesake(table: ProposedTable, original: TargetTable) -> bool:
    unit = original.unit
    return _have_same_name(table, original.project) and unit_of([unit], table.unit_code, table.unit_name) is not None


def _namesakes(year_line: YearLine | None, table: ProposedTable) -> Iterator[ProjectLine]:
    unit = unit_of(units_of(year_line), table.unit_code, table.unit_name)
    if unit is None or year_line is None or not table.name.strip():
        return
    for unit_line in year_line.units:
        if unit_line.unit.id == unit.id:
            yield from (line for line in unit_line.projects if _have_same_name(table, line))


def _have_same_name(table: ProposedTable, project: Project | ProjectLine) -> bool:
    """White space at the ends is no part of a name: not every format keeps it."""
    return table.name.strip() == project.name.strip()
