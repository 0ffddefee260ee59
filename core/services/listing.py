"""The tables of a workspace at a glance."""

from dataclasses import dataclass

from core.domain.checkcode import check_code
from core.domain.records import TargetTable
from core.ports import Workspace


@dataclass(frozen=True, slots=True)
class ListedTable:
    """One table and what is known about it.

    Attributes:
        code: 校验码 of its content.
    """

    table: TargetTable
    code: str


def list_tables(workspace: Workspace) -> tuple[ListedTable, ...]:
    """All tables in publication order."""
    with workspace.read() as reader:
        return tuple(ListedTable(table, check_code(table)) for table in reader.tables())
