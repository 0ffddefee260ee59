"""A table as the rules look at it: read once, with everything that a rule may ask for."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from core.audit.settings import AuditSettings
from core.audit.surroundings import Surroundings, TableFacts, facts_of
from core.audit.texts import remark_of, without_remark
from core.catalogue.measures import MeasureKind, Measures
from core.catalogue.schemes import Scheme, scheme
from core.catalogue.words import Words, any_in
from core.domain.records import BudgetUnit, Indicator, Project, TargetTable
from core.domain.values import Value, parse_value

_IN_BRACKETS: Final = re.compile(r"[（(](?:单位[：:])?([^（()）]+)[)）]")


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator with the readings of it.

    Attributes:
        number: From 1.
        category: As the year's scheme spells it, if it knows it.
        subcategory: Likewise.
        is_known: Whether the scheme has the 二级指标 under the 一级指标.
        is_cost: Whether the value is money that the project spends.
        measure_unit: The value's 计量单位, or that which the indicator's name gives in parentheses: 满意度（%）.
        measure_kind: What that unit measures; ``None`` without one that is known.
        money: The value in 万元, exact, whatever plain remark stands behind it (含税); ``None`` if it is not money.
    """

    number: int
    indicator: Indicator
    category: str
    subcategory: str
    is_known: bool
    is_cost: bool
    value: Value
    measure_unit: str
    measure_kind: MeasureKind | None
    money: Decimal | None


@dataclass(frozen=True, slots=True)
class Subject:
    """One table under audit."""

    table: TargetTable
    scheme: Scheme
    rows: tuple[Row, ...]
    facts: TableFacts
    surroundings: Surroundings
    settings: AuditSettings

    @property
    def project(self) -> Project:
        """The project with its form fields."""
        return self.table.project

    @property
    def unit(self) -> BudgetUnit:
        """The 预算单位."""
        return self.table.unit

    @property
    def words(self) -> Words:
        """The word lists as the workspace wants them."""
        return self.settings.words

    def rows_of(self, category: str) -> tuple[Row, ...]:
        """The rows of a 一级指标."""
        return tuple(row for row in self.rows if row.category == category)

    @property
    def costs(self) -> tuple[Row, ...]:
        """The rows whose values are money that the project spends."""
        return tuple(row for row in self.rows if row.is_cost)


def subject_of(table: TargetTable, surroundings: Surroundings, settings: AuditSettings) -> Subject:
    """Read a table for the rules."""
    year_scheme = scheme(table.year.scheme)
    rows = tuple(_row(number, row, year_scheme, settings) for number, row in enumerate(table.indicators, start=1))
    return Subject(table, year_scheme, rows, facts_of(table), surroundings, settings)


def _row(number: int, indicator: Indicator, year_scheme: Scheme, settings: AuditSettings) -> Row:
    category, subcategory = year_scheme.canonical(indicator.category, indicator.subcategory)
    value = parse_value(indicator.value)
    measures = settings.measures
    unit = value.measure_unit or _unit_in_name(indicator.name, measures)
    return Row(
        number=number,
        indicator=indicator,
        category=category,
        subcategory=subcategory,
        is_known=subcategory in year_scheme.subcategories_of(category),
        is_cost=subcategory in year_scheme.costs,
        value=value,
        measure_unit=unit,
        measure_kind=measures.kind_of(unit) if unit else None,
        money=_money(value, unit, settings),
    )


def _unit_in_name(name: str, measures: Measures) -> str:
    units = (match.strip() for match in _IN_BRACKETS.findall(name))
    return next((unit for unit in units if measures.kind_of(unit)), "")


def _money(value: Value, unit: str, settings: AuditSettings) -> Decimal | None:
    if value.number is None and _is_plain(remark_of(value.text), settings.words):
        value = parse_value(without_remark(value.text))
        unit = value.measure_unit or unit
    return None if value.number is None else settings.measures.in_wan_yuan(value.number, unit)


def _is_plain(remark: str, words: Words) -> bool:
    return remark.startswith(words.plain_remark) and not any_in(words.other_period, remark)
