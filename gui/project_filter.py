"""What the tree is to show: words, ranges of the budget, states, tags, findings. No Qt."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

from core.domain.amounts import exact
from core.domain.records import BudgetUnit, BudgetYear, State
from core.ports import ProjectLine
from gui.pinyin import half_width, search_pattern

Line: TypeAlias = BudgetYear | BudgetUnit | ProjectLine
Counts: TypeAlias = tuple[int, int, int]
"""Numbers of (errors, warnings, hints)."""

_AS_ASCII: Final = str.maketrans("０１２３４５６７８９．，＞＜＝－～〜—–―", "0123456789.,><=-~~---")
_NUMBER: Final = r"(\d[\d,]*(?:\.\d+)?)\s*(?:万元|万)?"
_LIMIT: Final = rf"(>=|<=|>|<|=|≥|≤)\s*{_NUMBER}"
_RANGE: Final = rf"{_NUMBER}\s*(?:[-~]+|至|到)\s*{_NUMBER}"
_BOUND: Final = rf"{_NUMBER}\s*[及或]?(以上|以下|以内)"
_CONDITION: Final = re.compile(rf"(?<!\S)(?:{_LIMIT}|{_RANGE}|{_BOUND})(?!\S)")
_YEARS: Final = re.compile(r"((?:19|20)\d\d)\s*(?:[-~]+|至|到)\s*((?:19|20)\d\d)")
_BETWEEN_YEARS: Final = r"\s*年?度?\s*(?:[-~－～〜—–―]+|至|到)\s*"
_SIGN_OF_BOUND: Final = {"以上": "≥", "以下": "≤", "以内": "≤"}
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

Condition: TypeAlias = Callable[[Decimal], bool]
"""On a budget in 万元."""

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
    """One word of a query: found in names by characters and pinyin initials, in codes and numbers as it stands.

    Attributes:
        budget: What it may mean otherwise: ``2024-2025`` are years in a name or a range of the budget.
    """

    text: str
    pattern: re.Pattern[str]
    budget: Condition | None = None

    def finds(self, line: Line) -> bool:
        """Whether a line of the tree is meant by it."""
        if isinstance(line, ProjectLine):
            named = bool(self.pattern.search(line.name)) or self.text == str(line.number)
            return named or (self.budget is not None and _meets(line, self.budget))
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
    budgets: tuple[Condition, ...]

    def __bool__(self) -> bool:
        """Whether it asks for anything."""
        return bool(self.words or self.budgets)

    def holds_budget(self, line: ProjectLine) -> bool:
        """Whether the budget is as asked for; one that does not read as an amount is not."""
        return all(_meets(line, condition) for condition in self.budgets)


def parse_query(text: str) -> Query:
    """Read the search box: words and, as ``>100``, ``≤ 20``, ``100 — 500`` or ``100以上``, budgets in 万元."""
    words: list[Word] = []
    budgets: list[Condition] = []
    rest = text = half_width(text)
    for found in reversed(list(_CONDITION.finditer(text.translate(_AS_ASCII)))):
        rest = f"{rest[: found.start()]} {rest[found.end() :]}"
        condition = _budget_condition(*found.groups())
        years = _YEARS.fullmatch(found.group())
        if years:
            words.append(Word(found.group(), re.compile(_BETWEEN_YEARS.join(years.groups())), condition))
        else:
            budgets.append(condition)
    words += [Word(part, search_pattern(part)) for part in rest.split() if not _is_begun(part)]
    return Query(tuple(words), tuple(budgets))


def left_over(words: Sequence[Word], line: Line) -> list[Word]:
    """The words that have still to be found below a line."""
    return [word for word in words if not word.finds(line)]


def _is_begun(part: str) -> bool:
    """Whether a word is nothing but the beginning of a condition: the rest of it is still to be typed."""
    return set(part.translate(_AS_ASCII)) <= _OPERATORS


def _meets(line: ProjectLine, condition: Condition) -> bool:
    budget = exact(line.budget)
    return budget is not None and condition(budget)


def _budget_condition(
    comparator: str | None, limit: str | None, low: str | None, high: str | None, bound: str | None, side: str | None
) -> Condition:
    """From the groups of :data:`_CONDITION`."""
    if low is not None and high is not None:
        least, most = sorted((_number(low), _number(high)))
        return lambda budget: least <= budget <= most
    meets, border = _MEETS[comparator or _SIGN_OF_BOUND[side or ""]], _number(limit or bound or "")
    return lambda budget: meets(budget, border)


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
