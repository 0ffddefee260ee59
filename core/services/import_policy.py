"""What comes in where no clerk chooses: the command line's ``--on-conflict``."""

from enum import Enum

from core.domain.errors import KnownError
from core.services.import_assistant import Incoming, IncomingTable, Status


class Policy(Enum):
    """What to do about tables that are there already; the value is the word of the command line."""

    STOP = "stop"
    """Bring in nothing of a file that holds one of them."""
    SKIP = "skip"
    """Leave them as they are."""
    REPLACE = "replace"
    """Give them the file's fields and rows; they and the rows that the file still has stay the same records."""


def choose(incoming: Incoming, policy: Policy) -> dict[int, frozenset[int]]:
    """What comes in, for :func:`core.services.import_assistant.bring_in`.

    Args:
        incoming: Of one file.
        policy: What to do about tables that are there already.

    Raises:
        KnownError: ``STOP`` and a table is there already; or a table to replace is final.
    """
    there = [found for found in incoming.tables if found.merge is not None]
    if policy is Policy.STOP and there:
        raise KnownError(_refusal(there))
    if policy is Policy.REPLACE:
        for found in there:
            _refuse_locked(found)
    return {index: _taken(found) for index, found in enumerate(incoming.tables) if comes_in(found, policy)}


def comes_in(found: IncomingTable, policy: Policy) -> bool:
    """Whether importing does anything about a table."""
    if policy is Policy.REPLACE:
        return found.status.is_suggested
    return found.status is Status.NEW


def _taken(found: IncomingTable) -> frozenset[int]:
    return found.merge.all if found.merge is not None else frozenset()


def _refusal(there: list[IncomingTable]) -> str:
    first = there[0]
    name = first.merge.existing.project.name if first.merge is not None else first.table.name
    years = "、".join(map(str, dict.fromkeys(found.year for found in there)))
    return (
        f"“{first.file_name}”里有 {len(there)} 张表在 {years} 年度中已有（如“{name}”），"
        "没有导入任何内容；请选“跳过”或“替换”后再导入（命令行用 --on-conflict skip 或 replace）。"
    )


def _refuse_locked(found: IncomingTable) -> None:
    if found.status is Status.LOCKED and found.merge is not None:
        existing = found.merge.existing
        raise KnownError(
            f"“{existing.label}”是{existing.project.state.label}，不能替换，没有导入任何内容；请先解锁，或改用“跳过”。"
        )
