"""One table in the many spellings of departments: whatever the labels, the same fields come in."""

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from core.importing.proposal import ProposedTable
from tests.core.importing.test_foreign_layouts import Rows, amounts, edited, merged, texts
from tests.core.importing.test_told_or_taken import HEADER, ROWS, form, read, said

YUAN = ["预算数", 100_000, "其中：财政资金", 100_000, "其他资金", 0]
PARTS = [["≥", "100", "人次"], ["≤", "10", "万元"], ["≥", "90", "%"]]


def form_of(table: ProposedTable) -> tuple[object, ...]:
    return (table.unit_code, table.unit_name, table.name, *amounts(table), table.purpose, table.target)


WHOLE_FORM = ("319101", "某某局", "培训项目", "10.00", "10.00", "0.00", "开展培训", "完成全年培训任务")


@pytest.mark.parametrize(
    "first",
    [
        ["319101某某局", None, None, "单位：", "万元"],
        ["319101某某局", None, "金额单位", "万元"],
        ["319101某某局", None, None, "单位：人民币万元"],
        ["319101某某局", None, None, "（万元）"],
        ["单位：某某局（319101）", None, None, "单位：万元"],
        ["某某局 319101", None, None, "单位：万元"],
        ["单位名称（公章）：某某局", None, "单位代码：319101", "单位：万元"],
        ["单位代码：319101", None, "单位名称：某某局", "单位：万元"],
        ["单位名称：某某局  单位代码：319101  金额单位：万元"],
        ["编制单位：319101某某局", None, None, "金额单位：万元"],
        ["部门（单位）：319101某某局", None, None, "金额单位：万元"],
        ["部门名称", "某某局", "部门代码", "319101"],
        ["预算部门（单位）", "319101-某某局"],
        ["填报单位", "319101某某局"],
        ["填报单位（盖章）：", None, "319101某某局"],
        ["预算单位编码及名称", "319101某某局"],
    ],
)
def test_the_row_of_the_unit(first: list[object]) -> None:
    proposal = read([first, *form()[1:], HEADER, *ROWS])
    assert form_of(proposal.tables[0]) == WHOLE_FORM
    assert proposal.problems == ()


@pytest.mark.parametrize(
    "money", [["金额单位", "元"], ["单位：", "人民币元"], [None, "单位：人民币元"], [None, "（元）"]]
)
def test_yuan_in_any_spelling_are_converted(money: list[object]) -> None:
    (table,) = read([["319101某某局", None, *money], form()[1], YUAN, *form()[3:], HEADER, *ROWS]).tables
    assert form_of(table) == WHOLE_FORM


@pytest.mark.parametrize("purpose", ["项目资金用途", "预算资金用途"])
@pytest.mark.parametrize("target", ["项目年度绩效目标", "项目总体绩效目标", "年度总体绩效目标"])
def test_purpose_and_target_in_other_words(purpose: str, target: str) -> None:
    rows = [*form()[:3], [purpose, "开展培训"], [target, "完成全年培训任务"], HEADER, *ROWS]
    assert form_of(read(rows).tables[0]) == WHOLE_FORM


@pytest.mark.parametrize("value", ["2025年度指标值", "年初目标值", "预期指标值（包含数字及文字描述）", "全年目标值"])
@pytest.mark.parametrize("name", ["三级指标", "三级指标（指标内容）", "绩效指标", "具体指标"])
def test_a_header_in_other_words(name: str, value: str) -> None:
    proposal = read([*form(), ["一级指标", "二级指标", name, "指标解释", value], *ROWS])
    assert texts(proposal.tables[0]) == ROWS
    assert proposal.problems == ()


@pytest.mark.parametrize("label", ["指标性质", "指标方向"])
def test_the_comparator_in_a_column_of_another_name(label: str) -> None:
    rows = [[*row[:4], *part] for row, part in zip(ROWS, PARTS, strict=True)]
    proposal = read([*form(), [*HEADER[:4], label, "指标值", "度量单位"], *rows])
    assert texts(proposal.tables[0]) == ROWS


@pytest.mark.parametrize("kinds", [["定量", "定量", "定性"], ["正向", "反向", "正向"]])
def test_a_kind_of_indicator_is_no_comparator_and_told(kinds: list[str]) -> None:
    rows = [[*row[:4], kind, row[4]] for row, kind in zip(ROWS, kinds, strict=True)]
    proposal = read([*form(), [*HEADER[:4], "指标性质", "指标值"], *rows])
    assert texts(proposal.tables[0]) == ROWS
    assert "列“指标性质”不是本表的栏目，其中 3 格有内容" in said(proposal)


@pytest.mark.parametrize(("money", "amount"), [("（万元）", 10), ("（元）", 100_000), ("", 10)])
def test_a_list_whose_amounts_stand_under_one_title(money: str, amount: int) -> None:
    header = [
        ["单位", "项目名称", f"预算资金{money}", None, None, "资金用途", "绩效目标", "绩效指标"],
        [None, None, "合计", "财政资金", "其他资金", None, None, *HEADER],
    ]
    rows = [["319101某某局", "培训项目", amount, amount, 0, "开展培训", "完成全年培训任务", *row] for row in ROWS]
    proposal = merged([*header, *rows], ["A1:A2", "B1:B2", "C1:E1", "F1:F2", "G1:G2", "H1:L1"])
    assert form_of(proposal.tables[0]) == WHOLE_FORM
    assert texts(proposal.tables[0]) == ROWS


def test_a_blank_first_column_and_blank_rows() -> None:
    rows: Rows = [[None], *([None, *row] for row in form()[:2]), [None], *([None, *row] for row in form()[2:])]
    proposal = read([*rows, [None], [None, *HEADER], *([None, *row] for row in ROWS)])
    assert form_of(proposal.tables[0]) == WHOLE_FORM
    assert texts(proposal.tables[0]) == ROWS
    assert proposal.problems == ()


def test_two_merged_levels_over_their_rows() -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A7:A8")
        sheet.merge_cells("B7:B8")

    more = ["产出指标", "数量指标", "培训班", "培训班", "1期"]
    proposal = edited([*form(), HEADER, ROWS[0], [None, None, *more[2:]], *ROWS[1:]], merge)
    assert texts(proposal.tables[0]) == [ROWS[0], more, *ROWS[1:]]


@pytest.mark.parametrize("behind", [[], [["附件2"], *form("乙项目", unit="319102另一局"), HEADER, *ROWS]])
def test_who_signs_under_a_grid_is_the_unit_of_no_other_table(behind: Rows) -> None:
    proposal = read([*form(), HEADER, *ROWS, ["填报单位：", "319103第三局"], ["填表人：", "张三"], *behind])
    assert [table.unit_code for table in proposal.tables] == ["319101", "319102"][: 1 + bool(behind)]
    assert "“填报单位： 319103第三局”不属于表内任何一栏" in said(proposal)


def test_the_unit_in_a_row_of_its_own_above_each_table() -> None:
    units = [["填报单位", "319101某某局"], ["填报单位", "319102另一局"]]
    proposal = read([row for unit in units for row in (unit, *form()[1:], HEADER, *ROWS)])
    assert [(table.unit_code, table.unit_name) for table in proposal.tables] == [
        ("319101", "某某局"),
        ("319102", "另一局"),
    ]
    assert texts(proposal.tables[0]) == ROWS


def test_the_currency_unit_between_form_and_grid() -> None:
    amounts_in_yuan = [["319101某某局"], form()[1], YUAN, *form()[3:]]
    (table,) = read([*amounts_in_yuan, ["单位：元"], HEADER, *ROWS]).tables
    assert form_of(table) == WHOLE_FORM
    assert texts(table) == ROWS


def test_another_currency_unit_below_the_amounts_is_named_and_not_theirs() -> None:
    proposal = read([*form(), [None, None, "单位：元"], HEADER, *ROWS])
    assert form_of(proposal.tables[0]) == WHOLE_FORM
    assert "“单位：元”不属于表内任何一栏" in said(proposal)
