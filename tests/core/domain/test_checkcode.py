"""校验码: fixed vectors, and what may and may not change it."""

import unicodedata
from dataclasses import replace
from decimal import Decimal

import pytest

from core.domain.checkcode import canonical_form, check_code
from core.domain.records import BudgetUnit, BudgetYear, Indicator, Project, State, TargetTable
from tests.reference import reference_tables

SMALL = TargetTable(
    BudgetYear(2025, "2015"),
    BudgetUnit("u", "2025", 1024, "319101", "某办公室"),
    Project("p", "u", 1024, "某项目", Decimal("114.00"), Decimal("114.00"), None, "用途", "1.目标"),
    (Indicator("i", "p", 1024, "产出指标", "数量指标", "次数", "测评次数", "≥1次"),),
    number=1,
)


def test_the_canonical_form_is_the_documented_one():
    assert canonical_form(SMALL).decode() == (
        '["jibiao-table-1",2025,"319101","某办公室","某项目","114.00","114.00",null,"用途","1.目标",'
        '[["产出指标","数量指标","次数","测评次数","≥1次"]]]'
    )


def test_fixed_vectors():
    assert check_code(SMALL) == "D44D-9302-A203-3830"
    assert [check_code(table) for table in reference_tables()[:3]] == [
        "6FB9-3906-552C-6F97",
        "E896-084C-E8C7-86BB",
        "B5D9-0634-76A7-A71D",
    ]


@pytest.mark.parametrize(
    "changed",
    [
        replace(SMALL, number=7),
        replace(SMALL, unit=replace(SMALL.unit, id="other", position=2048)),
        replace(SMALL, project=replace(SMALL.project, id="other", state=State.SIGNED)),
        replace(SMALL, indicators=(replace(SMALL.indicators[0], id="other", position=5),)),
        replace(SMALL, unit=replace(SMALL.unit, name=unicodedata.normalize("NFD", SMALL.unit.name))),
    ],
    ids=["number", "unit identity", "project identity and state", "row identity", "decomposed text"],
)
def test_what_is_not_content_does_not_change_it(changed):
    assert check_code(changed) == check_code(SMALL)


@pytest.mark.parametrize(
    "changed",
    [
        replace(SMALL, project=replace(SMALL.project, other_funds=Decimal("0.00"))),
        replace(SMALL, project=replace(SMALL.project, budget="114.0O")),
        replace(SMALL, indicators=(*SMALL.indicators, Indicator("j", "p", 2048))),
        replace(SMALL, indicators=(replace(SMALL.indicators[0], value="1次"),)),
        replace(SMALL, year=BudgetYear(2026, "2015")),
    ],
    ids=["blank is not zero", "unreadable amount", "an empty row", "a value", "the year"],
)
def test_every_change_of_content_changes_it(changed):
    assert check_code(changed) != check_code(SMALL)


def test_the_order_of_the_rows_is_content():
    table = reference_tables()[0]
    assert check_code(replace(table, indicators=table.indicators[::-1])) != check_code(table)
