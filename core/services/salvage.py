"""抢救: what can be read of a damaged workspace goes into a new one; the damaged file stays as it is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from core.catalogue.schemes import DEFAULT_SCHEME
from core.domain.edits import ChangeSet, Insert
from core.domain.errors import KnownError, UntidyError
from core.domain.records import BudgetUnit, BudgetYear, Indicator, Project, Record
from core.ports import Clock, Stamp, WorkspaceStore
from core.services.editing import local_now, user_name

OPERATION: Final = "抢救"
NAMELESS_UNIT: Final = "（抢救出的单位）"
NAMELESS_PROJECT: Final = "（抢救出的项目）"


@dataclass(frozen=True, slots=True)
class SalvageReport:
    """What came of it.

    Attributes:
        path: The new workspace.
        table_count: How many tables are in it.
        row_count: How many indicator rows.
        losses: One Chinese sentence for each thing that was lost, mended, or must be looked at.
    """

    path: Path
    table_count: int
    row_count: int
    losses: tuple[str, ...]


def salvage(store: WorkspaceStore, damaged: Path, target: Path, clock: Clock = local_now) -> SalvageReport:
    """Make a new workspace of what can be read of a damaged one.

    Args:
        store: Reads the one and makes the other.
        damaged: Is not touched.
        target: Must not exist yet.
        clock: Dates the new history's first entry, and stands in for a year that is lost.

    Raises:
        KnownError: Nothing can be read, or the new workspace cannot be made.
    """
    salvaged = store.salvage(damaged)
    records, losses = _with_parents(salvaged.records, clock().year)
    workspace = store.create(target)
    try:
        with workspace.write() as writer:
            change = ChangeSet(OPERATION, tuple(Insert(record) for record in records))
            writer.apply(change, Stamp(clock(), user_name()))
            for key, value in salvaged.settings.items():
                writer.put_setting(key, value)
    except KnownError:
        store.discard(workspace)
        raise
    try:
        workspace.close()
    except UntidyError as error:
        losses.append(error.sentence)
    counts = {kind: sum(isinstance(record, kind) for record in records) for kind in (Project, Indicator)}
    return SalvageReport(target, counts[Project], counts[Indicator], (*salvaged.losses, *losses))


def _with_parents(records: Iterable[Record], year: int) -> tuple[list[Record], list[str]]:
    """The records, and for every parent that is lost one in its place; and a sentence about each."""
    kept = list(records)
    losses: list[str] = []
    projects = {record.id for record in kept if isinstance(record, Project)}
    orphaned = dict.fromkeys(r.project_id for r in kept if isinstance(r, Indicator) and r.project_id not in projects)
    if orphaned:
        losses.append(f"有 {len(orphaned)} 张表只剩下指标，放在“{NAMELESS_PROJECT}”下。")
    kept += [Project(id_, f"抢救-{year}", 0, NAMELESS_PROJECT) for id_ in orphaned]
    units = {record.id for record in kept if isinstance(record, BudgetUnit)}
    lost_units = dict.fromkeys(r.unit_id for r in kept if isinstance(r, Project) and r.unit_id not in units)
    if lost_units:
        losses.append(f"有 {len(lost_units)} 个单位的代码和名称没有读出来，请重新填写。")
    kept += [BudgetUnit(id_, str(year), 0, "", NAMELESS_UNIT) for id_ in lost_units]
    return _with_years(kept, year, losses), losses


def _with_years(records: list[Record], year: int, losses: list[str]) -> list[Record]:
    years = {record.id for record in records if isinstance(record, BudgetYear)}
    lost = dict.fromkeys(r.year_id for r in records if isinstance(r, BudgetUnit) and r.year_id not in years)
    if not lost:
        return records
    losses.append("有的年度没有读出来，已按默认的指标体系补上，请核对。")
    known = {id_: id_ if id_.isascii() and id_.isdigit() and id_ == str(int(id_)) else str(year) for id_ in lost}
    moved = [replace(r, year_id=known.get(r.year_id, r.year_id)) if isinstance(r, BudgetUnit) else r for r in records]
    missing = dict.fromkeys(id_ for id_ in known.values() if id_ not in years)
    return [*(BudgetYear(int(id_), DEFAULT_SCHEME) for id_ in missing), *moved]
