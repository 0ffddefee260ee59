"""What the tree is to show: words, ranges of the budget, states, tags, findings. No Qt."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

from core.domain.amounts import exact
from core.domain.records import BudgetUnit, BudgetYear, State
from core.ports import ProjectLine
from gui.pinyin import search_pattern

Line: TypeAlias = BudgetYear | BudgetUnit | ProjectLine
Counts: TypeAlias = tuple[int, int, int]
"""Numbers of (errors, warnings, hints)."""

_AS_ASCII: Final = str.maketrans("０１２３４５６７８９．，＞＜＝－～〜—–―", "0123456789.,><=-~~---")
_NUMBER: Final = r"(\d[\d,]*(?:\.\d+)?)\s*(?:万元|万)?"
_LIMIT: Final = rf"(>=|<=|>|<|=|≥|≤)\s*{_NUMBER}"
_RANGE: Final = rf"{_NUMBER}\s*(?:[-~]+|至|到)\s*{_NUMBER}"
_CONDITION: Final = re.compile(rf"(?<!\S)(?:{_LIMIT}|{_RANGE})(?!\S)")
_OPERATORS: Final = frozenset("<>=≥≤-~")
_MEETS: Final[dict[str, Callable[[Decimal, Decimal], bool]]] = {
    ">": lambda budget, limit: budget > limit,
    "<": lambda budget, limit: budget < limit,
    "=": lambda budget, limit: budget == limit,
    ">=": lambda budget, limit: budget >= limit,
    "≥": lambda budget, limit: budget >= limit,
    "<=": lambda budget, limit: budget <= limit,
    "≤": lambda budget, limit: budget <= limit,
}

ERRORS: Final = "errors"
WARNINGS: Final = "warnings"
CLEAN: Final = "clean"


@dataclass(frozen=True, slots=True)
class ProjectFilter:
    """Chosen from the menu beside the search box; an empty set asks for nothing.

    Attributes:
        findings: Of :data:`ERRORS`, :data:`WARNINGS`, :data:`CLEAN` (neither).
        units: As :func:`unit_key` names them, in whichever year.
    """

    states: frozenset[State] = frozenset()
    tags: frozenset[str] = frozenset()
    findings: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()

    @property
    def count(self) -> int:
        """How many things are chosen."""
        return len(self.states) + len(self.tags) + len(self.findings) + len(self.units)

    def holds(self, line: ProjectLine, counts: Counts, unit: BudgetUnit) -> bool:
        """Whether a project of this unit with these findings is to be shown."""
        errors, warnings, _ = counts
        found = {ERRORS: errors > 0, WARNINGS: warnings > 0, CLEAN: not errors and not warnings}
        return (
            (not self.states or line.state in self.states)
            and (not self.tags or line.tag in self.tags)
            and (not self.findings or any(found[kind] for kind in self.findings))
            and (not self.units or unit_key(unit) in self.units)
        )


def unit_key(unit: BudgetUnit) -> str:
    """What a unit is known by from year to year: its code, or its name as long as it has none."""
    return unit.code or unit.name


EVERY_PROJECT: Final = ProjectFilter()


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query: found in names by characters and pinyin initials, in codes and numbers as it stands."""

    text: str
    pattern: re.Pattern[str]

    def finds(self, line: Line) -> bool:
        """Whether a line of the tree is meant by it."""
        if isinstance(line, ProjectLine):
            return bool(self.pattern.search(line.name)) or self.text == str(line.number)
        if isinstance(line, BudgetUnit):
            return self.text in line.code or bool(self.pattern.search(line.name))
        return self.text == str(line.year)


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed into the search box, all of which has to be met.

    Attributes:
        words: Each has to be found in a project, or in the unit or year above it.
        budgets: Conditions on a project's budget.
    """

    words: tuple[Word, ...]
    budgets: tuple[Callable[[Decimal], bool], ...]

    def __bool__(self) -> bool:
        """Whether it asks for anything."""
        return bool(self.words or self.budgets)

    def holds_budget(self, line: ProjectLine) -> bool:
        """Whether the budget is as asked for; one that does not read as an amount is not."""
        if not self.budgets:
            return True
        budget = exact(line.budget)
        return budget is not None and all(meets(budget) for meets in self.budgets)


def parse_query(text: str) -> Query:
    """Read the search box: words and, as ``>100``, ``≤ 20`` or ``100 — 500``, budgets in 万元."""
    conditions = list(_CONDITION.finditer(text.translate(_AS_ASCII)))
    words = text
    for found in reversed(conditions):
        words = f"{words[: found.start()]} {words[found.end() :]}"
    return Query(
        tuple(Word(part, search_pattern(part)) for part in words.split() if not _is_begun(part)),
        tuple(_budget_condition(*found.groups()) for found in conditions),
    )


def left_over(words: Sequence[Word], line: Line) -> list[Word]:
    """The words that have still to be found below a line."""
    return [word for word in words if not word.finds(line)]


def _is_begun(part: str) -> bool:
    """Whether a word is nothing but the beginning of a condition: the rest of it is still to be typed."""
    return set(part.translate(_AS_ASCII)) <= _OPERATORS


def _budget_condition(
    comparator: str | None, limit: str, low: str | None, high: str | None
) -> Callable[[Decimal], bool]:
    if comparator:
        meets, bound = _MEETS[comparator], _number(limit)
        return lambda budget: meets(budget, bound)
    assert low is not None
    assert high is not None
    least, most = sorted((_number(low), _number(high)))
    return lambda budget: least <= budget <= most


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
