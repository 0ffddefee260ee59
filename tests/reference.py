"""The fourteen reference tables (``tests/data/tables-2025.json``) as domain records."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from core.catalogue.schemes import DEFAULT_SCHEME
from core.domain.amounts import parse_amount
from core.domain.positions import STEP
from core.domain.records import INDICATOR_COLUMNS, BudgetUnit, BudgetYear, Indicator, Project, TargetTable

YEAR = 2025
DATA = Path(__file__).parent / "data"
JSON_FILE = DATA / "tables-2025.json"
TXT_FILE = DATA / "tables-2025.txt"
DOCX_FILE = DATA / "tables-2025.docx"

# As ``tables-2025.txt`` shows it; a line break behind the name of 2#4 besides.
_PUBLISHED_SPACE = {
    8: {"target": "\t" * 6},
    9: {"purpose": "\t\t", "target": "\t" * 6},
    10: {"purpose": "\t\t", "target": "\t" * 6},
}
_KEYS = ("level1", "level2", "level3", "description", "value")


@cache
def reference_records() -> list[dict[str, Any]]:
    """The oracle as it stands in the file."""
    content: list[dict[str, Any]] = json.loads(JSON_FILE.read_text(encoding="utf-8"))
    return content


@cache
def reference_tables() -> tuple[TargetTable, ...]:
    """The fourteen tables in publication order, texts to the letter, ids stable (``p1``, ``p1-r1`` …)."""
    return tuple(_table(record) for record in reference_records())


@cache
def published_tables() -> tuple[TargetTable, ...]:
    """The fourteen tables with the white space that the publication has and importing cleans."""
    tables = {table.number: table for table in reference_tables()}
    for number, fields in _PUBLISHED_SPACE.items():
        project = tables[number].project
        spaced = {field: getattr(project, field) + space for field, space in fields.items()}
        tables[number] = replace(tables[number], project=replace(project, **spaced))
    second = tables[2]
    rows = tuple(replace(row, name=row.name + "\n") if row.id == "p2-r4" else row for row in second.indicators)
    tables[2] = replace(second, indicators=rows)
    return tuple(tables.values())


def _table(record: dict[str, Any]) -> TargetTable:
    number = record["number"]
    year = BudgetYear(YEAR, DEFAULT_SCHEME)
    unit = BudgetUnit(
        f"u{record['unit_code']}", year.id, int(record["unit_code"]), record["unit_code"], record["unit_name"]
    )
    project = Project(
        id=f"p{number}",
        unit_id=unit.id,
        position=number * STEP,
        name=record["project"],
        budget=parse_amount(record["budget"] or ""),
        fiscal_funds=parse_amount(record["fiscal"] or ""),
        other_funds=parse_amount(record["other"] or ""),
        purpose=record["purpose"],
        target=record["goal"],
    )
    rows = tuple(
        Indicator(
            f"{project.id}-r{row}",
            project.id,
            row * STEP,
            **{column: texts[key] for column, key in zip(INDICATOR_COLUMNS, _KEYS, strict=True)},
        )
        for row, texts in enumerate(record["indicators"], start=1)
    )
    return TargetTable(year, unit, project, rows, number)
