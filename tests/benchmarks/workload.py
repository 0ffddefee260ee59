"""Workspaces of any size for the benchmarks, every table of them different."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from core.domain.edits import ChangeSet, Insert
from core.domain.positions import STEP
from core.domain.records import BudgetUnit, BudgetYear, Record, TargetTable, new_id
from tests.reference import YEAR, reference_tables

PROJECTS_PER_UNIT = 20


def distinct_tables(count: int) -> Iterator[TargetTable]:
    """Tables made from the published ones, in units of twenty, in one year and in publication order.

    Names, amounts and long texts differ from table to table, so that nothing is drawn or read twice from a cache.
    """
    published = reference_tables()
    year = BudgetYear(YEAR, "2015")
    unit = BudgetUnit("", year.id, 0, "", "")
    for index in range(count):
        if index % PROJECTS_PER_UNIT == 0:
            number = index // PROJECTS_PER_UNIT + 1
            unit = BudgetUnit(new_id(), year.id, STEP * number, f"{300000 + number}", f"第{number}预算单位")
        yield _variant(published[index % len(published)], year, unit, index)


def bring_in(tables: Iterator[TargetTable]) -> ChangeSet:
    """The one change that an import of all these tables is, their years and units included."""
    records: dict[str, Record] = {}
    for table in tables:
        for record in (table.year, table.unit, table.project, *table.indicators):
            records.setdefault(record.id, record)
    return ChangeSet("导入", tuple(Insert(record) for record in records.values()))


def _variant(model: TargetTable, year: BudgetYear, unit: BudgetUnit, index: int) -> TargetTable:
    mark = index + 1
    amount = Decimal(index) + Decimal("0.25")
    project = replace(
        model.project,
        id=new_id(),
        unit_id=unit.id,
        position=STEP * (index % PROJECTS_PER_UNIT + 1),
        name=f"{model.project.name}之{mark}",
        budget=amount,
        fiscal_funds=amount,
        purpose=f"{model.project.purpose}（第{mark}号）",
        target=f"{model.project.target}（第{mark}号）",
    )
    rows = tuple(
        replace(
            row,
            id=new_id(),
            project_id=project.id,
            name=f"{row.name}{mark}",
            description=f"{row.description}{mark}",
        )
        for row in model.indicators
    )
    return TargetTable(year, unit, project, rows, mark)
