"""Measure units: those of the published tables, put together ones, money."""

from decimal import Decimal

import pytest

from core.catalogue.measures import MeasureKind, measures
from core.domain.values import parse_value
from tests.reference import reference_tables


def test_every_unit_of_the_reference_tables_is_known_save_the_one_that_is_wrong() -> None:
    units = {parse_value(row.value).measure_unit for table in reference_tables() for row in table.indicators} - {""}
    assert {unit for unit in units if measures().kind_of(unit) is None} == {"万"}


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        ("%", MeasureKind.RATIO),
        ("分", MeasureKind.SCORE),
        ("分钟", MeasureKind.TIME),
        ("个工作日", MeasureKind.TIME),
        ("万元", MeasureKind.MONEY),
        ("元/人·年", MeasureKind.MONEY),
        ("次/天", MeasureKind.COUNT),
        ("次每月", MeasureKind.COUNT),
        ("万人次", MeasureKind.COUNT),
        ("个系统", MeasureKind.COUNT),
        ("台套", MeasureKind.COUNT),
        ("平方米", MeasureKind.MEASURE),
        ("万千瓦时", MeasureKind.MEASURE),
        ("㎡", MeasureKind.MEASURE),
    ],
)
def test_a_unit_tells_what_it_measures(unit: str, kind: MeasureKind) -> None:
    assert measures().kind_of(unit) is kind


@pytest.mark.parametrize("unit", ["", "万", "亿", "小時", "abc", "次/呃", "/"])
def test_what_is_no_unit_is_not_known(unit: str) -> None:
    assert measures().kind_of(unit) is None


@pytest.mark.parametrize(
    ("number", "unit", "wan_yuan"),
    [
        ("1140000", "元", "114"),
        ("114", "万", "114"),
        ("114", "万元", "114"),
        ("1.5", "亿元", "15000"),
        ("0.01", "元", "0.000001"),
        ("123456789012345678901234567890.01", "元", "12345678901234567890123456.789001"),
    ],
)
def test_money_is_converted_exactly(number: str, unit: str, wan_yuan: str) -> None:
    assert measures().in_wan_yuan(Decimal(number), unit) == Decimal(wan_yuan)


def test_what_is_not_money_is_not_converted() -> None:
    assert measures().in_wan_yuan(Decimal(1), "次") is None
    assert measures().in_wan_yuan(Decimal(1), "元/人") is None


def test_likely_units_are_known_units() -> None:
    assert all(measures().kind_of(likely) for likely in measures().likely.values())
    assert all(measures().kind_of(spelling) is None for spelling in measures().likely)


@pytest.mark.parametrize(
    ("larger", "smaller", "ratio"),
    [("小时", "分钟", 60), ("天", "小时", 24), ("万元", "元", 10_000), ("亿元", "万元", 10_000), ("周", "日", 7)],
)
def test_units_of_time_and_money_are_converted(larger: str, smaller: str, ratio: int) -> None:
    assert measures().ratio(larger, smaller) == ratio
    assert measures().ratio(smaller, larger) is None


@pytest.mark.parametrize(("one", "other"), [("个", "项"), ("天", "日"), ("月", "天"), ("万", "万元"), ("元", "分钟")])
def test_what_is_not_always_so_many_is_not_converted(one: str, other: str) -> None:
    assert measures().ratio(one, other) is None
    assert measures().ratio(other, one) is None
