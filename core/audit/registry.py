"""What a rule is. The rules stand in ``core.audit.rules``, one module a family."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from core.audit.findings import Level
from core.audit.settings import AuditSettings
from core.audit.subject import Subject
from core.domain.edits import ChangeSet
from core.domain.records import TargetTable


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a rule found something, and what it says; ``row``, ``column`` and ``about`` as in ``Finding``."""

    message: str
    row: int | None = None
    column: str | None = None
    about: str = ""


Check: TypeAlias = Callable[[Subject], Iterator[Hit]]
Fix: TypeAlias = Callable[[TargetTable, int | None, str | None, AuditSettings], ChangeSet]
"""The one safe fix at a place of a table, as (table, row, column, settings); an empty ChangeSet where there is none."""

INDICATOR_ORDER: Final = "indicator.position"
"""What a rule reads that asks which rows there are, or in which order."""
OTHER_TABLES: Final = "surroundings"
"""What a rule reads that asks about the other tables."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the audit.

    Attributes:
        id: Permanent.
        level: Its level unless the workspace sets another.
        title: What it forbids, in a few Chinese words.
        basis: Why it exists, one Chinese sentence.
        reads: Everything it looks at, as ``kind.field``; nothing else may change what it finds.
        check: Finds.
        on: Whether it runs unless the workspace says otherwise.
        fix: Mends, where one fix is safe.
    """

    id: str
    level: Level
    title: str
    basis: str
    reads: frozenset[str]
    check: Check
    on: bool = True
    fix: Fix | None = None


def rule(
    id: str,
    level: Level,
    title: str,
    *,
    basis: str,
    reads: tuple[str, ...],
    on: bool = True,
    fix: Fix | None = None,
) -> Callable[[Check], Rule]:
    """Make a rule of the function that checks it."""
    return lambda check: Rule(id, level, title, basis, frozenset(reads), check, on, fix)
