"""打开示例: the fourteen tables that two units of Tianjin published for 2025, to look around in."""

from typing import Final

from core.catalogue.resources import resource
from core.domain.edits import change
from core.domain.errors import KnownError
from core.importing.proposal import ProposedTable
from core.ports import Clock, Workspace, YearLine
from core.services.arrivals import arrivals
from core.services.editing import Applied, apply, local_now
from core.services.matching import match_names, year_line_of

SAMPLE_YEAR: Final = 2025


def add_sample(workspace: Workspace, origin: object = None, clock: Clock = local_now) -> Applied:
    """Put the fourteen reference tables into the workspace, in one change.

    Raises:
        KnownError: One of them is there already (same year, unit and project name); nothing is written.
    """
    tables = _sample_tables()
    with workspace.read() as reader:
        year_line = year_line_of(reader.outline(), SAMPLE_YEAR)
    _refuse_repetition(year_line, tables)
    return apply(workspace, change("打开示例", arrivals(year_line, SAMPLE_YEAR, tables)), origin, clock)


def _sample_tables() -> tuple[ProposedTable, ...]:
    from core.importing.records import propose_records  # readers of files are loaded on first use

    return propose_records(resource("sample", "tables-2025.json")).tables


def _refuse_repetition(year_line: YearLine | None, tables: tuple[ProposedTable, ...]) -> None:
    present = next((table for table, line in match_names(year_line, tables) if line is not None), None)
    if present is not None:
        raise KnownError(f"工作区里已有示例中的“{present.name}”，没有重复加入，什么都没有改动。")
