"""单位：the currency unit and the 预算单位, as the lines of other offices state them."""

import pytest

from core.importing.captions import without_year
from core.importing.stated_units import money_unit, split_unit, unit_texts, without_money_unit
from tests.core.importing.test_told_or_taken import HEADER, ROWS, form, read, said

LONG = " " * 2000


@pytest.mark.parametrize(
    "stated",
    [
        "单位：人民币（元）",
        "单位（元）",
        "单位 元",
        "金额：元",
        "货币单位：元",
        "计量单位：元",
        "单位：元人民币",
        "单位：RMB元",
        "币种：人民币  单位：元",
        "金额单位：元（保留两位小数）",
        "( 单位:元 )",
    ],
)
def test_a_line_in_yuan_beside_the_unit(stated: str) -> None:
    (table,) = read([["319101某某局", None, stated], *form(budget=114000)[1:], HEADER, *ROWS]).tables
    assert (table.unit_code, table.unit_name, str(table.budget)) == ("319101", "某某局", "11.40")


@pytest.mark.parametrize("money", ["元", "元 ", "（元）", "人民币元"])
@pytest.mark.parametrize("label", ["单位：", "金额单位", "货币单位："])
def test_the_currency_unit_in_a_cell_behind_its_label(label: str, money: str) -> None:
    (table,) = read([["319101某某局", label, money], *form(budget=114000)[1:], HEADER, *ROWS]).tables
    assert (table.unit_name, str(table.budget)) == ("某某局", "11.40")


@pytest.mark.parametrize("unit", ["元氏县财政局", "元谋县财政局"])
def test_a_unit_whose_name_begins_like_the_currency_unit_states_none(unit: str) -> None:
    proposal = read([[f"预算单位：{unit}", None, "单位：万元"], *form()[1:], HEADER, *ROWS])
    assert (proposal.tables[0].unit_name, str(proposal.tables[0].budget)) == (unit, "10.00")
    assert "换算" not in said(proposal)


def test_a_text_longer_than_a_line_states_no_unit() -> None:
    text = f"单位：万元{LONG}2025年"
    assert money_unit(text) is None
    assert without_money_unit(text) == without_year(text) == text
    assert split_unit(f"319101{LONG}某某局") == ("", f"319101{LONG}某某局")
    assert unit_texts(f"单位名称：某某局{LONG}单位代码：319101") == [f"单位名称：某某局{LONG}单位代码：319101"]


@pytest.mark.parametrize(
    "label", ["预算数（元）*", "预算数（元）（必填）", "预算数[元]", "预算数/元", "预算数（RMB元）"]
)
def test_the_currency_unit_in_a_label_with_a_remark(label: str) -> None:
    rows = form(budget=114000)
    rows[0], rows[2][0] = ["319101某某局"], label
    assert str(read([*rows, HEADER, *ROWS]).tables[0].budget) == "11.40"
