"""总览 of a year, a unit or everything: sums, counts, and for each number the rows that it counts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, NamedTuple, TypeAlias

from core.audit.findings import Finding, Level
from core.catalogue.schemes import scheme
from core.domain.amounts import exact, print_amount, tidy
from core.domain.records import AMOUNT_FIELDS, Indicator, State, TargetTable
from core.domain.selection import Selection
from core.ports import Progress, Workspace

UNCLASSED: Final = "（未填写）"


class UnitKey(NamedTuple):
    """The tables of a unit."""

    unit_id: str


class ProjectKey(NamedTuple):
    """One table."""

    project_id: str


class CategoryKey(NamedTuple):
    """The indicators under a 一级 and 二级指标."""

    category: str
    subcategory: str


class TagKey(NamedTuple):
    """The tables with a tag."""

    tag: str


Key: TypeAlias = UnitKey | ProjectKey | CategoryKey | TagKey | State | Level
"""What a number counts."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the budget: of a unit, or of a project.

    Attributes:
        budget: The exact sum of those that read as amounts.
        tables: How many tables it is of.
    """

    key: Key
    label: str
    budget: Decimal
    tables: int


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of something.

    Attributes:
        number: Of tables for states and tags, of findings for levels, of indicators for categories.
        tables: In how many tables.
    """

    key: Key
    label: str
    number: int
    tables: int


@dataclass(frozen=True, slots=True)
class Overview:
    """All numbers of a selection, amounts in 万元.

    Attributes:
        units: Shares of the budget in publication order.
        projects: Likewise.
        states: All three, and the tags that occur.
        levels: Findings that nobody accepted, by level.
        categories: In the order of the scheme.
    """

    tables: int
    indicators: int
    budget: Decimal
    fiscal_funds: Decimal
    other_funds: Decimal
    units: tuple[Share, ...]
    projects: tuple[Share, ...]
    states: tuple[Count, ...]
    levels: tuple[Count, ...]
    categories: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Lead:
    """One row that a number counts, and where it is.

    Attributes:
        row: The indicator's row from 1; ``None`` for the table as a whole or its form.
        column: Field name, or ``None``.
        text: What stands there.
    """

    project_id: str
    year: int
    label: str
    row: int | None
    column: str | None
    text: str

    @property
    def place(self) -> str:
        """``第 3 行``; empty for the table as a whole."""
        return "" if self.row is None else f"第 {self.row} 行"


def overview(
    workspace: Workspace,
    selection: Selection,
    findings: Mapping[str, Iterable[Finding]],
    progress: Progress | None = None,
) -> Overview:
    """Count and sum up.

    Args:
        workspace: Only read.
        selection: Which tables.
        findings: Of every table, by project id.
        progress: Told after each table.

    Raises:
        KnownError: The workspace cannot be read.
        Cancelled: By ``progress``.
    """
    tally = _Tally()
    with workspace.read() as reader:
        total = sum(len(unit.projects) for year in reader.outline() for unit in year.units)
        for number, table in enumerate(reader.tables(selection), start=1):
            tally.add(table, findings.get(table.project.id, ()))
            if progress is not None:
                progress(number, total)
    return tally.result()


def leads(
    workspace: Workspace, selection: Selection, key: Key, findings: Mapping[str, Iterable[Finding]]
) -> tuple[Lead, ...]:
    """The rows that a number counts, in publication order.

    Raises:
        KnownError: The workspace cannot be read.
    """
    with workspace.read() as reader:
        return tuple(
            lead
            for table in reader.tables(selection)
            for lead in _leads(table, key, findings.get(table.project.id, ()))
        )


def _leads(table: TargetTable, key: Key, findings: Iterable[Finding]) -> Iterator[Lead]:
    if isinstance(key, Level):
        for finding in findings:
            if finding.level is key and not finding.accepted:
                yield _lead(table, finding.row, finding.column, finding.message)
    elif isinstance(key, CategoryKey):
        for number, row in enumerate(table.indicators, start=1):
            if _class_of(table, row) == key:
                yield _lead(table, number, "name", "｜".join((row.name, row.description, row.value)))
    elif _is_counted(table, key):
        yield _lead(table, None, None, f"预算数 {print_amount(table.project.budget) or '（空白）'} 万元")


def _is_counted(table: TargetTable, key: Key) -> bool:
    if isinstance(key, State):
        return table.project.state is key
    if isinstance(key, TagKey):
        return table.project.tag == key.tag
    return key in (UnitKey(table.unit.id), ProjectKey(table.project.id))


def _lead(table: TargetTable, row: int | None, column: str | None, text: str) -> Lead:
    return Lead(table.project.id, table.year.year, table.label, row, column, text)


def _class_of(table: TargetTable, row: Indicator) -> CategoryKey:
    category, subcategory = scheme(table.year.scheme).canonical(row.category, row.subcategory)
    return CategoryKey(category or UNCLASSED, subcategory or UNCLASSED)


@dataclass(slots=True)
class _Tally:
    """The sums while the tables go by."""

    tables: int = 0
    amounts: dict[str, Decimal] = field(default_factory=lambda: dict.fromkeys(AMOUNT_FIELDS, Decimal(0)))
    units: dict[UnitKey, tuple[str, Decimal, int]] = field(default_factory=dict)
    projects: list[Share] = field(default_factory=list)
    states: Counter[State] = field(default_factory=Counter)
    tags: Counter[str] = field(default_factory=Counter)
    levels: Counter[Level] = field(default_factory=Counter)
    tables_with_level: Counter[Level] = field(default_factory=Counter)
    categories: Counter[CategoryKey] = field(default_factory=Counter)
    tables_with_category: Counter[CategoryKey] = field(default_factory=Counter)
    order: dict[CategoryKey, tuple[str, int, int]] = field(default_factory=dict)

    def add(self, table: TargetTable, findings: Iterable[Finding]) -> None:
        project = table.project
        self.tables += 1
        for name in AMOUNT_FIELDS:
            self.amounts[name] += exact(getattr(project, name)) or Decimal(0)
        budget = exact(project.budget) or Decimal(0)
        unit_label = f"{table.unit.code} {table.unit.name}"
        _, sum_so_far, count = self.units.get(UnitKey(table.unit.id), (unit_label, Decimal(0), 0))
        self.units[UnitKey(table.unit.id)] = (unit_label, sum_so_far + budget, count + 1)
        self.projects.append(Share(ProjectKey(project.id), table.label, tidy(budget), 1))
        self.states[project.state] += 1
        if project.tag:
            self.tags[project.tag] += 1
        self._add_findings(findings)
        self._add_rows(table)

    def _add_findings(self, findings: Iterable[Finding]) -> None:
        found = Counter(finding.level for finding in findings if not finding.accepted)
        self.levels += found
        self.tables_with_level.update(found.keys())

    def _add_rows(self, table: TargetTable) -> None:
        found = Counter(_class_of(table, row) for row in table.indicators)
        self.categories.update(found)
        self.tables_with_category.update(found.keys())
        for key in found.keys() - self.order.keys():
            self.order[key] = (table.year.scheme, *scheme(table.year.scheme).order_of(key.category, key.subcategory))

    def result(self) -> Overview:
        states = [Count(state, state.label, self.states[state], self.states[state]) for state in State]
        tags = [Count(TagKey(tag), tag, number, number) for tag, number in sorted(self.tags.items())]
        return Overview(
            tables=self.tables,
            indicators=self.categories.total(),
            budget=tidy(self.amounts["budget"]),
            fiscal_funds=tidy(self.amounts["fiscal_funds"]),
            other_funds=tidy(self.amounts["other_funds"]),
            units=tuple(Share(key, label, tidy(total), n) for key, (label, total, n) in self.units.items()),
            projects=tuple(self.projects),
            states=(*states, *tags),
            levels=tuple(Count(lv, lv.label, self.levels[lv], self.tables_with_level[lv]) for lv in Level),
            categories=tuple(
                Count(key, f"{key.category} {key.subcategory}", self.categories[key], self.tables_with_category[key])
                for key in sorted(self.categories, key=self.order.__getitem__)
            ),
        )
