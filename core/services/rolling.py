"""复制上年: tables of one year as drafts of another, the years in their texts moved along where that is meant.

Which mentions of a year are moved unless the clerk decides otherwise (``resources/docs/roll-over.md``):

- moved by as many years as the tables are: the budget year itself, the year before and the year after
  (``2025年度``, ``2025年12月31日前完成2024年度评价报告``);
- left alone: years of bonds (``2024一般债``, ``2025年债券利息``), which belong to the bond; numbers of documents
  (``财预〔2021〕101号``); both ends of a span (``2023—2025年``), which name a plan; years further away.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, Final

from core.domain import positions
from core.domain.amounts import Amount
from core.domain.edits import ChangeSet, Edit, Insert, change
from core.domain.errors import KnownError
from core.domain.records import (
    AMOUNT_FIELDS,
    FORM_FIELDS,
    INDICATOR_COLUMNS,
    LABELS,
    BudgetUnit,
    BudgetYear,
    Indicator,
    Project,
    State,
    TargetTable,
    new_id,
)
from core.domain.selection import Selection
from core.ports import Clock, Outline, Progress, UnitLine, Workspace, YearLine
from core.services.editing import Applied, apply, local_now

OPERATION: Final = "复制上年"
BACKUP_REASON: Final = "复制上年前"

_DIGITS: Final = 4
# Four digits that are no part of a longer number, no decimal, and not counted: 2025人次 and ≥2025 are no years.
_YEAR: Final = re.compile(
    r"(?<![\d.≥≤><＞＜=＝])(?:19|20)\d{2}(?!\d|\.\d+(?![\d.])|\s*(?:[次个人份套项件台户家场篇条吨米元万亿天%％]|平方|公里|小时|分钟))",
    re.ASCII,
)
_BOND: Final = re.compile(r"年?度?[^，。；、：,;:（(\s]{0,8}?债")
_DOCUMENT: Final = re.compile(r"[〔［\[【（(]\Z")
_SPAN_AHEAD: Final = re.compile(r"年?度?\s*[-—–―~～至到]+\s*(?:19|20)\d{2}(?!\d)", re.ASCII)
_SPAN_BEHIND: Final = re.compile(r"(?<!\d)(?:19|20)\d{2}年?度?\s*[-—–―~～至到]+\s*\Z", re.ASCII)
_NAME: Final = "name"
_TEXT_FIELDS: Final = tuple(name for name in FORM_FIELDS if name not in AMOUNT_FIELDS)


class Reading(Enum):
    """What a mention of a year was taken for; the value is the word shown beside it."""

    NEAR = "预算年度前后"
    BOND = "债券年份"
    DOCUMENT = "文号"
    SPAN = "起止年份"
    FAR = "较远的年份"

    @property
    def is_moved(self) -> bool:
        """Whether it is moved unless the clerk decides otherwise."""
        return self is Reading.NEAR


class Amounts(Enum):
    """What becomes of 预算数, 财政资金 and 其他资金."""

    KEEP = "keep"
    EMPTY = "empty"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Mention:
    """One year in one text.

    Attributes:
        row: The indicator's row from 1; ``None`` for a field of the form.
        record_id: The indicator or the project.
        column: Field name.
        text: All of the cell's text.
        start: Where the year stands in it; its four digits begin.
        before: The year as it stands there.
        after: The year that it would become.
    """

    project_id: str
    label: str
    row: int | None
    record_id: str
    column: str
    text: str
    start: int
    before: int
    after: int
    reading: Reading

    @property
    def place(self) -> str:
        """``第 3 行 指标值``, ``项目名称``."""
        label = LABELS["project" if self.row is None else "indicator"][self.column]
        return label if self.row is None else f"第 {self.row} 行 {label}"

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells it from the others."""
        return self.record_id, self.column, self.start

    def around(self, year: int) -> str:
        """The text near the mention, with ``year`` in its place."""
        begin, end = max(0, self.start - 8), self.start + 16
        text = f"{self.text[: self.start]}{year}{self.text[self.start + _DIGITS :]}".replace("\n", " ")
        return f"{'…' if begin else ''}{text[begin:end]}{'…' if end < len(text) else ''}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be copied, and every year that is mentioned in it.

    Attributes:
        target_year: The year in which the copies come to stand.
        tables: What is copied, in publication order.
        mentions: In the order of the tables and of their texts.
        there: Unit and name of every project that the target year has already.
    """

    target_year: int
    tables: tuple[TargetTable, ...]
    mentions: tuple[Mention, ...]
    there: frozenset[tuple[str, str]] = frozenset()

    @property
    def proposed(self) -> frozenset[tuple[str, str, int]]:
        """The keys of the mentions that are moved unless the clerk decides otherwise."""
        return frozenset(mention.key for mention in self.mentions if mention.reading.is_moved)


@dataclass(frozen=True, slots=True)
class Choice:
    """What the clerk decided.

    Attributes:
        moved: Keys of the mentions that are moved.
        amounts: What becomes of the amounts.
        budgets: With ``REPLACE`` the new 预算数 by the id of the project that is copied; one without is left blank.
    """

    moved: Collection[tuple[str, str, int]]
    amounts: Amounts = Amounts.KEEP
    budgets: Mapping[str, Amount] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rolled:
    """What was done.

    Attributes:
        applied: The one change, committed; empty if all tables were there already.
        count: How many tables were copied.
        there_already: Names of the projects that the target year had already; they were left out.
    """

    applied: Applied
    count: int
    there_already: tuple[str, ...]


def plan(workspace: Workspace, selection: Selection, target_year: int, progress: Progress | None = None) -> Plan:
    """Look at what would be copied; nothing is written.

    Raises:
        KnownError: There is nothing to copy, or a table is of the target year itself.
        Cancelled: By ``progress``.
    """
    mentions: list[Mention] = []
    tables: list[TargetTable] = []
    with workspace.read() as reader:
        there = _there(_target(reader.outline(), target_year))
        for table in reader.tables(selection):
            tables.append(table)
            mentions += _mentions(table, target_year - table.year.year)
            if progress is not None:
                progress(len(tables), 0)
    if not tables:
        raise KnownError("没有可以复制的表。请先选择有表的年度、单位或项目。")
    if any(table.year.year == target_year for table in tables):
        raise KnownError(f"有的表就是 {target_year} 年度的，不能复制到自己的年度。请另选目标年度。")
    return Plan(target_year, tuple(tables), tuple(mentions), there)


def there_already(wanted: Plan, moved: Collection[tuple[str, str, int]]) -> frozenset[str]:
    """The ids of the projects that would be left out: their unit has one of this name in the target year.

    Args:
        wanted: What would be copied.
        moved: Keys of the mentions that are moved, which may be part of a name.
    """
    texts = _moved_texts([mention for mention in wanted.mentions if mention.column == _NAME], moved)

    def is_there(table: TargetTable) -> bool:
        name = texts.get(table.project.id, {}).get(_NAME, table.project.name)
        return (_key(table.unit), name) in wanted.there

    return frozenset(table.project.id for table in wanted.tables if is_there(table))


def roll(
    workspace: Workspace, wanted: Plan, choice: Choice, clock: Clock = local_now, progress: Progress | None = None
) -> Rolled:
    """Back the workspace up, then write the copies in one change.

    Raises:
        KnownError: The workspace cannot be written; nothing was changed.
        Cancelled: By ``progress``; nothing was changed.
    """
    with workspace.read() as reader:
        outline = reader.outline()
    result, count, left_out = _change(outline, wanted, choice, progress)
    if result:
        workspace.auto_backup(BACKUP_REASON)
    return Rolled(apply(workspace, result, clock=clock, progress=progress), count, left_out)


def reading_of(text: str, start: int, distance: int) -> Reading:
    """What a year in a text is taken for.

    Args:
        text: All of the text.
        start: Where the four digits begin.
        distance: The year less the table's own.
    """
    before, after = text[:start], text[start + _DIGITS :]
    if _DOCUMENT.search(before):
        return Reading.DOCUMENT
    if _SPAN_AHEAD.match(after) or _SPAN_BEHIND.search(before):
        return Reading.SPAN
    if _BOND.match(after):
        return Reading.BOND
    return Reading.NEAR if abs(distance) <= 1 else Reading.FAR


def _mentions(table: TargetTable, step: int) -> Iterator[Mention]:
    records: list[tuple[int | None, Project | Indicator, Sequence[str]]] = [(None, table.project, _TEXT_FIELDS)]
    records += [(number, row, INDICATOR_COLUMNS) for number, row in enumerate(table.indicators, start=1)]
    for number, record, columns in records:
        for column in columns:
            text: str = getattr(record, column)
            for match in _YEAR.finditer(text):
                year, start = int(match.group()), match.start()
                reading = reading_of(text, start, year - table.year.year)
                yield Mention(
                    table.project.id,
                    table.label,
                    number,
                    record.id,
                    column,
                    text,
                    start,
                    year,
                    year + step,
                    reading,
                )


def _change(
    outline: Outline, wanted: Plan, choice: Choice, progress: Progress | None
) -> tuple[ChangeSet, int, tuple[str, ...]]:
    target = _target(outline, wanted.target_year)
    edits: list[Edit] = []
    if target is None:
        edits.append(Insert(BudgetYear(wanted.target_year, wanted.tables[0].year.scheme)))
    arrivals = _Arrivals(target, wanted.target_year)
    texts = _moved_texts(wanted.mentions, choice.moved)
    there, left_out = _there(target), list[str]()
    for number, table in enumerate(wanted.tables):
        if progress is not None:
            progress(number, len(wanted.tables))
        project = _copied_project(table.project, texts, choice)
        if (_key(table.unit), project.name) in there:
            left_out.append(project.name)
            continue
        edits += arrivals.bring_in(table.unit, project)
        edits += [
            Insert(replace(row, id=new_id(), project_id=project.id, **texts.get(row.id, {})))
            for row in table.indicators
        ]
    return change(OPERATION, edits), len(wanted.tables) - len(left_out), tuple(left_out)


def _copied_project(project: Project, texts: Mapping[str, Mapping[str, Any]], choice: Choice) -> Project:
    copy = replace(
        project,
        id=new_id(),
        state=State.DRAFT,
        signed_code="",
        signed_on="",
        tag="",
        **texts.get(project.id, {}),
    )
    if choice.amounts is Amounts.KEEP:
        return copy
    budget = choice.budgets.get(project.id) if choice.amounts is Amounts.REPLACE else None
    return replace(copy, budget=budget, fiscal_funds=budget, other_funds=None)


def _moved_texts(mentions: Sequence[Mention], moved: Collection[tuple[str, str, int]]) -> dict[str, dict[str, Any]]:
    """New texts by record id and column."""
    texts: dict[str, dict[str, Any]] = {}
    for mention in mentions:
        if mention.key in moved:  # a year is as long as the one in its place, so the starts stay true
            columns = texts.setdefault(mention.record_id, {})
            text = columns.get(mention.column, mention.text)
            columns[mention.column] = f"{text[: mention.start]}{mention.after}{text[mention.start + _DIGITS :]}"
    return texts


def _target(outline: Outline, year: int) -> YearLine | None:
    return next((line for line in outline if line.year.year == year), None)


def _key(unit: BudgetUnit) -> str:
    """What a unit is known by in every year."""
    return unit.code or unit.name


def _units(target: YearLine | None) -> dict[str, UnitLine]:
    """The units of a year by their keys; of two alike the first."""
    return {_key(line.unit): line for line in reversed(target.units if target is not None else ())}


def _there(target: YearLine | None) -> frozenset[tuple[str, str]]:
    """Unit and name of every project of a year; one without a name is like no other."""
    lines = _units(target).items()
    return frozenset((key, project.name) for key, line in lines for project in line.projects if project.name)


class _Arrivals:
    """Finds or makes the units of the target year, and places behind their last projects."""

    def __init__(self, target: YearLine | None, year: int) -> None:
        self._year_id = str(year)
        lines = target.units if target is not None else ()
        self._units = {key: line.unit for key, line in _units(target).items()}
        self._last_unit = lines[-1].unit.position if lines else None
        self._last_project = {line.unit.id: line.projects[-1].position for line in lines if line.projects}

    def bring_in(self, unit: BudgetUnit, project: Project) -> Iterator[Edit]:
        """The project in its place, after its unit if that is new."""
        key = _key(unit)
        if key not in self._units:
            self._last_unit = positions.append_after(self._last_unit)[0]
            self._units[key] = replace(unit, id=new_id(), year_id=self._year_id, position=self._last_unit)
            yield Insert(self._units[key])
        unit_id = self._units[key].id
        self._last_project[unit_id] = positions.append_after(self._last_project.get(unit_id))[0]
        yield Insert(replace(project, unit_id=unit_id, position=self._last_project[unit_id]))
