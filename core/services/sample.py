"""打开示例: the fourteen tables that two units of Tianjin published for 2025, to look around in."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

from core.catalogue.resources import resource
from core.catalogue.schemes import DEFAULT_SCHEME
from core.domain.amounts import parse_amount
from core.domain.edits import ChangeSet, Insert, change
from core.domain.errors import KnownError
from core.domain.positions import append_after
from core.domain.records import BudgetUnit, BudgetYear, Indicator, Project, new_id
from core.ports import Clock, Outline, UnitLine, Workspace, YearLine
from core.services.editing import Applied, apply, local_now

SAMPLE_YEAR: Final = 2025


def add_sample(workspace: Workspace, origin: object = None, clock: Clock = local_now) -> Applied:
    """Put the fourteen reference tables into the workspace, in one change.

    Raises:
        KnownError: One of them is there already (same year, unit and project name); nothing is written.
    """
    with workspace.read() as reader:
        outline = reader.outline()
    return apply(workspace, sample_change(outline), origin, clock)


def sample_change(outline: Outline) -> ChangeSet:
    """The change that brings the sample into a workspace as it stands.

    Raises:
        KnownError: A table of the sample is there already.
    """
    present = next((line for line in outline if line.year.year == SAMPLE_YEAR), None)
    year = present.year if present else BudgetYear(SAMPLE_YEAR, DEFAULT_SCHEME)
    inserts = [] if present else [Insert(year)]
    last_unit = present.units[-1].unit.position if present and present.units else None
    for code, records in groupby(_sample_records(), key=lambda record: record["unit_code"]):
        line = _unit_line(present, code)
        entries = list(records)
        if line is None:
            last_unit = append_after(last_unit)[0]
            line = UnitLine(BudgetUnit(new_id(), year.id, last_unit, code, entries[0]["unit_name"]), ())
            inserts.append(Insert(line.unit))
        inserts += _project_inserts(line, entries)
    return change("打开示例", inserts)


def _sample_records() -> list[dict[str, Any]]:
    text = resource("sample", "tables-2025.json").read_text(encoding="utf-8")
    records: list[dict[str, Any]] = json.loads(text)
    return records


def _unit_line(year: YearLine | None, code: str) -> UnitLine | None:
    return next((line for line in year.units if line.unit.code == code), None) if year else None


def _project_inserts(line: UnitLine, records: Iterable[dict[str, Any]]) -> Iterator[Insert]:
    names = {project.name for project in line.projects}
    last = line.projects[-1].position if line.projects else None
    for record in records:
        if record["project"] in names:
            raise KnownError(f"工作区里已有示例中的“{record['project']}”，没有重复加入，什么都没有改动。")
        last = append_after(last)[0]
        project = Project(
            new_id(),
            line.unit.id,
            last,
            name=record["project"],
            budget=parse_amount(record["budget"] or ""),
            fiscal_funds=parse_amount(record["fiscal_funds"] or ""),
            other_funds=parse_amount(record["other_funds"] or ""),
            purpose=record["purpose"],
            target=record["target"],
        )
        yield Insert(project)
        for position, row in zip(append_after(None, len(record["indicators"])), record["indicators"], strict=True):
            yield Insert(Indicator(new_id(), project.id, position, **row))
