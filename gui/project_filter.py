"""What the tree is to show: words, ranges of the budget, states, tags, findings. No Qt."""

import re
import unicodedata
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

_NUMBER: Final = r"(\d+(?:\.\d+)?)万?元?"
_LIMIT: Final = re.compile(rf"(>=|<=|>|<|=|≥|≤){_NUMBER}\Z", re.ASCII)
_RANGE: Final = re.compile(rf"{_NUMBER}[-~]{_NUMBER}\Z", re.ASCII)
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
    """Read the search box: words and, as ``>100``, ``≤20`` or ``100-500``, budgets in 万元."""
    words: list[Word] = []
    budgets: list[Callable[[Decimal], bool]] = []
    for part in text.split():
        condition = _budget_condition(unicodedata.normalize("NFKC", part).replace(",", ""))
        if condition is None:
            words.append(Word(part, search_pattern(part)))
        else:
            budgets.append(condition)
    return Query(tuple(words), tuple(budgets))


def left_over(words: Sequence[Word], line: Line) -> list[Word]:
    """The words that have still to be found below a line."""
    return [word for word in words if not word.finds(line)]


def _budget_condition(part: str) -> Callable[[Decimal], bool] | None:
    if limit := _LIMIT.match(part):
        meets, bound = _MEETS[limit.group(1)], Decimal(limit.group(2))
        return lambda budget: meets(budget, bound)
    if span := _RANGE.match(part):
        low, high = Decimal(span.group(1)), Decimal(span.group(2))
        return lambda budget: low <= budget <= high
    return None
