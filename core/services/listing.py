"""The tables of a workspace at a glance."""

from dataclasses import dataclass

from core.domain.checkcode import check_code
from core.domain.records import TargetTable
from core.ports import Workspace
from core.services.auditing import NONE_FOUND, Counts, audit


@dataclass(frozen=True, slots=True)
class ListedTable:
    """One table and what is known about it.

    Attributes:
        code: 校验码 of its content.
        counts: How many findings it has, by level.
    """

    table: TargetTable
    code: str
    counts: Counts


def list_tables(workspace: Workspace) -> tuple[ListedTable, ...]:
    """All tables in publication order."""
    counts = audit(workspace).counts
    with workspace.read() as reader:
        return tuple(
            ListedTable(table, check_code(table), counts.get(table.project.id, NONE_FOUND)) for table in reader.tables()
        )
