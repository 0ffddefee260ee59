"""The grammar of 指标值: what it reads, what it leaves alone, what typing becomes."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.values import (
    Comparator,
    ValueKind,
    compose_value,
    normalise_value,
    parse_value,
)
from tests.reference import reference_tables

# The measure units of form.md section 6.
MEASURE_UNITS = ["%", "万元", "次", "次/天", "小时", "分钟", "天", "个", "人", "份", "套", "项", "分", "点位"]
REFERENCE_VALUES = [row.value for table in reference_tables() for row in table.indicators]


@pytest.mark.parametrize(
    ("text", "comparator", "number", "measure_unit"),
    [
        ("≥99%", Comparator.AT_LEAST, "99", "%"),
        ("1次", None, "1", "次"),
        ("≤2小时", Comparator.AT_MOST, "2", "小时"),
        (">85分", Comparator.ABOVE, "85", "分"),
        ("4次/天", None, "4", "次/天"),
        ("≤581.2万元", Comparator.AT_MOST, "581.2", "万元"),
        (">=95%", Comparator.AT_LEAST, "95", "%"),
        ("=>95%", Comparator.AT_LEAST, "95", "%"),
        ("》=95%", Comparator.AT_LEAST, "95", "%"),
        ("<=3天", Comparator.AT_MOST, "3", "天"),
        ("不低于９５％", Comparator.AT_LEAST, "95", "%"),
        ("不少于3份", Comparator.AT_LEAST, "3", "份"),
        ("不超过 20 万元", Comparator.AT_MOST, "20", "万元"),
        ("95%以上", Comparator.AT_LEAST, "95", "%"),
        ("20万元以内", Comparator.AT_MOST, "20", "万元"),
        ("1,234.5元", None, "1234.5", "元"),
        ("100", None, "100", ""),
        ("＝3项", Comparator.EQUAL, "3", "项"),
    ],
)
def test_a_number_is_read_with_its_comparator_and_measure_unit(text, comparator, number, measure_unit):
    value = parse_value(text)
    assert value.kind is ValueKind.NUMBER
    assert (value.comparator, value.number, value.measure_unit) == (comparator, Decimal(number), measure_unit)


@pytest.mark.parametrize(
    "text",
    [
        *("2025年12月31日前", "12月底前", "2025年", "第一季度", "每月10日前", "5月底之前", "2025-12-31"),
        *("2025年第四季度", "2025年度内", "年底前", "2025年12月", "2025.12.31前"),
    ],
)
def test_a_date_phrase_is_a_date(text):
    assert parse_value(text).kind is ValueKind.DATE


@pytest.mark.parametrize(
    "text", ["合格", "按时偿还", "3～5天", "100%完成", "不超过预算", "1.5.2", "当年度全部工作日", "人", "≥"]
)
def test_what_does_not_parse_is_words(text):
    value = parse_value(text)
    assert value.kind is ValueKind.WORDS
    assert value.number is None


def test_blank_is_blank():
    assert parse_value(" \t").kind is ValueKind.BLANK


def test_thirty_two_reference_values_carry_no_comparator_and_none_gets_one():
    numbers = [value for value in map(parse_value, REFERENCE_VALUES) if value.kind is ValueKind.NUMBER]
    assert sum(value.comparator is None for value in numbers) == 32
    assert [parse_value(text).text for text in REFERENCE_VALUES] == REFERENCE_VALUES
    assert [normalise_value(text) for text in REFERENCE_VALUES] == [(text, ()) for text in REFERENCE_VALUES]


@given(
    st.none() | st.sampled_from(Comparator),
    st.decimals(min_value=0, max_value=10**12, places=4),
    st.sampled_from(MEASURE_UNITS),
)
def test_a_value_put_together_from_its_parts_reads_back_as_the_same_parts(comparator, number, measure_unit):
    value = parse_value(compose_value(comparator, number, measure_unit))
    assert (value.comparator, value.number, value.measure_unit) == (comparator, number, measure_unit)


@given(st.text() | st.text(alphabet="≥≤<>=＞＜＝》《不低于超过以上内0123456789０９.,，%％次年月日前底万元小时/ -"))
def test_no_text_is_ever_lost(text):
    value = parse_value(text)
    assert value.text == text


@pytest.mark.parametrize(
    ("typed", "cell", "shown"),
    [
        (">=95%", "≥95%", [(">=", "≥")]),
        ("＞=９５％", "≥95%", [("＞=", "≥"), ("９５％", "95%")]),
        ("》=3次", "≥3次", [("》=", "≥")]),
        ("=<2小时", "≤2小时", [("=<", "≤")]),
        ("<=  2小时", "≤2小时", [("<=", "≤")]),
        (" 3次 ", "3次", [(" 3次 ", "3次")]),
        ("１００", "100", [("１００", "100")]),
        ("≥ 95 %", "≥95%", [("≥ 95 %", "≥95%")]),
        (">= ９５ ％", "≥95%", [(">= ９５ ％", "≥95%")]),
        ("4 次/天", "4次/天", [("4 次/天", "4次/天")]),
        ("大于等于3", "≥3", [("大于等于", "≥")]),
        ("小于或等于2小时", "≤2小时", [("小于或等于", "≤")]),
        ("2025年12月３１日前", "2025年12月31日前", [("３１", "31")]),
    ],
)
def test_typing_is_normalised_and_each_change_is_told(typed, cell, shown):
    text, changes = normalise_value(typed)
    assert text == cell
    assert [(change.before, change.after) for change in changes] == shown


@pytest.mark.parametrize(
    "typed",
    [
        ">85分",
        "不低于95%",
        "至少 3 分 之一",
        "大于等于上年",
        "1 月",
        "25 年初",
        "设置“一站式”窗口，减少排队",
        "ＥＭＳ邮寄",
        "3～5天",
        "",
        " 合格 ",
    ],
)
def test_what_the_form_prints_as_entered_is_left_as_entered(typed):
    assert normalise_value(typed) == (typed, ())


@given(st.text() | st.text(alphabet="≥≤<>=＞＜＝》《大小于等于0123456789０９.%％次年月初日前 "))
def test_normalising_twice_changes_nothing_more_and_never_the_meaning(text):
    once, _ = normalise_value(text)
    assert normalise_value(once) == (once, ())
    before, after = parse_value(text), parse_value(once)
    assert (after.kind, after.comparator, after.number, after.measure_unit) == (
        before.kind,
        before.comparator,
        before.number,
        before.measure_unit,
    )
