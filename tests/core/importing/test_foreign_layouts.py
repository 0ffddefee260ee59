"""Layouts that other offices and systems hand out: what comes in is what a person reads there."""

import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date, time

import docx
import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from core.importing.docx_reader import read_docx
from core.importing.proposal import Proposal, ProposedTable
from core.importing.recognise import recognise
from core.importing.xlsx_reader import read_xlsx
from tests.core.importing.test_told_or_taken import HEADER, ROWS, form, read, said
from tests.core.importing.workbooks import saved, workbook_with

Rows = Sequence[Sequence[object]]


def edited(rows: Rows, edit: Callable[[Worksheet], object]) -> Proposal:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    edit(workbook.active)
    return recognise(read_xlsx(saved(workbook), "表.xlsx"))


def merged(rows: Rows, ranges: Iterable[str]) -> Proposal:
    return edited(rows, lambda sheet: [sheet.merge_cells(one) for one in ranges])


def texts(table: ProposedTable) -> list[list[str]]:
    return [[row.category, row.subcategory, row.name, row.description, row.value] for row in table.indicators]


def amounts(table: ProposedTable) -> list[str]:
    return [str(amount) for amount in (table.budget, table.fiscal_funds, table.other_funds)]


def values(proposal: Proposal) -> list[str]:
    return [row.value for row in proposal.tables[0].indicators]


SPLIT = [[*row[:4], "≥", 10, "次"] for row in ROWS]
TWO_ROWS = [
    ["绩效指标", None, None, "指标说明", "指标值"],
    ["一级指标", "二级指标", "三级指标", None, None],
]


@pytest.mark.parametrize("ranges", [[], ["A6:C6"], ["A6:C6", "D6:D7", "E6:E7"]])
def test_a_header_of_two_rows(ranges: list[str]) -> None:
    proposal = merged([*form(), *TWO_ROWS, *ROWS], ranges)
    assert texts(proposal.tables[0]) == ROWS
    assert proposal.problems == ()


@pytest.mark.parametrize("parts", [["符号", "数值", "计量单位"], ["指标符号", "目标值", "单位"]])
def test_a_value_in_three_columns_under_one_title(parts: list[str]) -> None:
    rows = [*form(), [*HEADER, None, None], [None] * 4 + parts, *SPLIT]
    proposal = merged(rows, ["E6:G6", "A6:A7", "B6:B7", "C6:C7", "D6:D7"])
    assert values(proposal) == ["≥10次"] * 3


def test_a_value_in_three_cells_without_titles() -> None:
    assert values(merged([*form(), [*HEADER, None, None], *SPLIT], ["E6:G6"])) == ["≥10次"] * 3


def test_a_form_whose_values_stand_below_its_labels() -> None:
    labels = ["项目名称", "预算数", "其中：财政资金", "其他资金", "资金用途", "绩效目标"]
    below = ["培训项目", 10, 8, 2, "开展培训", "完成任务"]
    (table,) = read([["319101某某局", None, None, None, None, "单位：万元"], labels, below, HEADER, *ROWS]).tables
    assert (table.name, table.purpose, table.target) == ("培训项目", "开展培训", "完成任务")
    assert amounts(table) == ["10.00", "8.00", "2.00"]
    assert texts(table) == ROWS


@pytest.mark.parametrize("repeated", [True, False])
def test_a_list_of_indicators_is_a_table_for_each_project(repeated: bool) -> None:
    header = ["序号", "预算数", "项目名称", "单位名称", *HEADER]
    projects = [("甲项目", 5, "319101某某局"), ("乙项目", 7, "319202某某中心")]
    rows = [
        [number, budget, *([name, unit] if repeated or not number else [None, None]), *row]
        for name, budget, unit in projects
        for number, row in enumerate(ROWS)
    ]
    proposal = read([["2025年项目绩效目标清单"], header, *rows, ["合计", 12]])
    assert [(t.name, str(t.budget), t.unit_code) for t in proposal.tables] == [
        ("甲项目", "5.00", "319101"),
        ("乙项目", "7.00", "319202"),
    ]
    assert [texts(table) for table in proposal.tables] == [ROWS, ROWS]
    assert "合计" in said(proposal)


def test_a_form_and_its_grid_on_two_worksheets() -> None:
    (table,) = recognise(read_xlsx(workbook_with(form(), [HEADER, *ROWS]), "表.xlsx")).tables
    assert (table.name, texts(table)) == ("培训项目", ROWS)


def test_labels_and_values_in_one_cell() -> None:
    rows = [
        ["单位名称：319101某某局"],
        ["项目名称：培训项目"],
        ["预算数：10万元", "其中：财政资金：10万元", "其他资金：0"],
    ]
    (table,) = read([*rows, ["绩效目标：完成：一次"], HEADER, *ROWS]).tables
    assert (table.unit_code, table.name, table.target) == ("319101", "培训项目", "完成：一次")
    assert amounts(table) == ["10.00", "10.00", "0.00"]


@pytest.mark.parametrize(
    ("category", "subcategory"),
    [("产出指标（50分）", "数量指标（20分）"), ("一、产出指标", "（一）数量指标"), ("1.产出指标", "1.1数量指标20%")],
)
def test_categories_with_numbers_and_weights(category: str, subcategory: str) -> None:
    proposal = read([*form(), HEADER, [category, subcategory, *ROWS[0][2:]]])
    assert texts(proposal.tables[0]) == ROWS[:1]
    assert f"“{category}”写作“产出指标”" in said(proposal)
    assert f"“{subcategory}”写作“数量指标”" in said(proposal)


def test_a_unit_with_its_seal() -> None:
    (table,) = read([["填报单位：319101某某局（盖章）", "单位：万元"], *form()[1:], HEADER, *ROWS]).tables
    assert (table.unit_code, table.unit_name) == ("319101", "某某局")


def test_the_currency_unit_of_a_note_above() -> None:
    (table,) = read([["注：本表金额单位为元"], ["项目名称", "培训项目"], *form()[2:], HEADER, *ROWS]).tables
    assert (table.unit_name, str(table.budget)) == ("", "0.001")


def test_hidden_rows_and_columns_are_read_and_named() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[8].hidden = True
        sheet.column_dimensions["D"].hidden = True

    proposal = edited([*form(), HEADER, *ROWS], hide)
    assert texts(proposal.tables[0]) == ROWS
    assert "隐藏着的第 8 行、D 列也读取了" in said(proposal)


def test_what_is_struck_out_in_a_cell_is_not_read() -> None:
    def strike(sheet: Worksheet) -> None:
        sheet["E7"] = CellRichText(TextBlock(InlineFont(strike=True), "≥80人次"), "≥100人次")
        for cell in sheet[8]:
            cell.font = Font(strike=True)

    proposal = edited([*form(), HEADER, *ROWS], strike)
    assert texts(proposal.tables[0]) == ROWS
    assert "有 6 格的文字有划掉的（例如 E7）" in said(proposal)


def test_what_is_struck_out_in_a_word_table_is_not_read() -> None:
    document = docx.Document()
    rows = [["项目名称", "培训项目", "", "", ""], HEADER, *ROWS]
    table = document.add_table(len(rows), 5)
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = text
    paragraph = table.cell(2, 4).paragraphs[0]
    paragraph.runs[0].font.strike = True
    paragraph.add_run("≥120人次")
    table.cell(3, 4).paragraphs[0].runs[0].font.double_strike = True
    out = io.BytesIO()
    document.save(out)
    proposal = recognise(read_docx(out.getvalue(), "表.docx"))
    assert values(proposal) == ["≥120人次", "≤10万元", "≥90%"]
    assert "有 2 格的文字有划掉的（例如第 1 个表格第 3 行）" in said(proposal)


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.955, "0.0%", "95.5%"),
        (3, '"≥"0"次"', "≥3次"),
        (date(2025, 12, 31), 'yyyy"年"m"月"d"日"', "2025年12月31日"),
        (time(8, 30), "h:mm", "8:30"),
    ],
)
def test_a_value_is_what_its_format_shows(value: object, code: str, text: str) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["E7"] = value
        sheet["E7"].number_format = code

    assert values(edited([*form(), HEADER, *ROWS], fill))[0] == text


MINISTRY = [
    ["项目名称", None, "培训项目", None, None],
    ["项目资金（万元）", None, "年度资金总额", None, 10],
    [None, None, "其中：财政拨款", None, 8],
    [None, None, "其他资金", None, 2],
    ["总体目标", None, "中期目标（2024—2026年）", None, "年度目标"],
    [None, None, "三年完成", None, "当年完成"],
]


@pytest.mark.parametrize("ranges", [[], ["A2:B4", "A5:B6", "C5:D5", "C6:D6"]])
def test_the_goals_of_the_year_beside_those_of_several_years(ranges: list[str]) -> None:
    proposal = merged([*MINISTRY, HEADER, *ROWS], ranges)
    (table,) = proposal.tables
    assert (table.purpose, table.target) == ("", "当年完成")
    assert amounts(table) == ["10.00", "8.00", "2.00"]
    assert "文字“中期目标（2024—2026年） 三年完成”" in said(proposal)


def test_a_goal_under_its_label_in_the_cell_below() -> None:
    rows = [["项目名称", "培训项目"], ["总体目标", "年度目标"], [None, "完成任务"], HEADER, *ROWS]
    assert read(rows).tables[0].target == "完成任务"


def test_a_target_below_its_label_in_the_row_below() -> None:
    rows = [*form()[:4], ["绩效目标"], ["1.完成甲；2.完成乙"], ["三、绩效指标"], HEADER, *ROWS]
    proposal = read(rows)
    assert proposal.tables[0].target == "1.完成甲；2.完成乙"
    assert "三、绩效指标" in said(proposal)
    assert read([*form()[:4], ["绩效目标"], ["三、绩效指标"], HEADER, *ROWS]).tables[0].target == ""


def test_a_title_beside_the_currency_unit() -> None:
    rows = [["培训项目绩效目标表", None, None, None, "金额单位：元"], ["项目名称", "培训项目"], ["预算数", 50000]]
    (table,) = read([*rows, ["绩效目标", "完成"], HEADER, *ROWS]).tables
    assert (table.unit_name, amounts(table)[0]) == ("", "5.00")


def test_a_header_with_its_english_below() -> None:
    proposal = read([*form(), [f"{title}\nIndicator" for title in HEADER], *ROWS])
    assert texts(proposal.tables[0]) == ROWS


@pytest.mark.parametrize("colon", ["：", ":", "﹕", "∶", "︰"])
def test_colons_of_any_width(colon: str) -> None:
    rows = [["319101某某局", f"单位{colon}元"], [f"项目名称{colon}", "培训项目"], [f"预算数{colon}50000"]]
    (table,) = read([*rows, [f"绩效目标{colon}完成"], HEADER, *ROWS]).tables
    assert (table.unit_code, table.name, amounts(table)[0], table.target) == ("319101", "培训项目", "5.00", "完成")


@pytest.mark.parametrize("ranges", [[], ["A5:A7"]])
def test_a_target_over_several_rows(ranges: list[str]) -> None:
    rows = [*form()[:4], ["绩效目标", "1.完成甲"], [None, "2.完成乙"], [None, "3.完成丙"], HEADER, *ROWS]
    (table,) = merged(rows, ranges).tables
    assert (table.purpose, table.target) == ("开展培训", "1.完成甲\n2.完成乙\n3.完成丙")


@pytest.mark.parametrize("total", ["合计", "预算数", "资金总额"])
def test_amounts_under_their_labels(total: str) -> None:
    rows = [["项目名称", "培训项目"], ["资金情况（万元）", total, "财政拨款", "其他资金"], [None, 10, 8, 2]]
    (table,) = merged([*rows, ["绩效目标", "完成"], HEADER, *ROWS], ["A2:A3"]).tables
    assert amounts(table) == ["10.00", "8.00", "2.00"]
    assert table.purpose == ""


def test_each_label_has_the_currency_unit_of_its_own() -> None:
    funds = ["预算数（万元）", 10, "其中：财政资金（元）", 80000, "其他资金（元）", 20000]
    (table,) = read([*form()[:2], funds, *form()[3:], HEADER, *ROWS]).tables
    assert amounts(table) == ["10.00", "8.00", "2.00"]


def test_an_unknown_label_is_no_amount() -> None:
    funds = ["预算数", 10, "其中：财政资金", None, "其他资金", None, "结转资金", 5]
    proposal = read([*form()[:2], funds, *form()[3:], HEADER, *ROWS])
    assert amounts(proposal.tables[0]) == ["10.00", "None", "None"]
    assert "文字“结转资金 5”" in said(proposal)


def test_code_and_name_of_the_unit_in_two_lines_above() -> None:
    (table,) = read([["单位编码：319101"], ["单位名称：某某局"], *form()[1:], HEADER, *ROWS]).tables
    assert (table.unit_code, table.unit_name) == ("319101", "某某局")


def test_the_project_named_behind_the_year() -> None:
    assert read([["年度", "2024", "项目名称", "培训项目"], *form()[2:], HEADER, *ROWS]).tables[0].name == "培训项目"


@pytest.mark.parametrize("ranges", [[], ["A7:E7", "A10:E10"]])
def test_a_category_on_a_line_of_its_own_over_its_indicators(ranges: list[str]) -> None:
    below = [[None, *row[1:]] for row in ROWS]
    rows = [*form(), HEADER, ["一、产出指标"], *below[:2], ["二、效益指标"], below[2]]
    assert texts(merged(rows, ranges).tables[0]) == ROWS


def test_a_blank_template_keeps_its_categories() -> None:
    proposal = read([*form(), HEADER, ["产出指标"], ["效益指标"]])
    assert [row.category for row in proposal.tables[0].indicators] == ["产出指标", "效益指标"]


def test_a_text_over_two_columns_is_that_of_the_first() -> None:
    proposal = merged([*form(), HEADER, ["产出指标", "数量指标", "跨两列的名称", None, "1次"]], ["C7:D7"])
    assert texts(proposal.tables[0]) == [["产出指标", "数量指标", "跨两列的名称", "", "1次"]]


def test_a_column_of_row_numbers_without_a_title() -> None:
    proposal = read([*form(), [None, *HEADER], *([number, *row] for number, row in enumerate(ROWS, start=1))])
    assert texts(proposal.tables[0]) == ROWS
    assert proposal.problems == ()


def test_another_list_under_the_grid_is_no_indicators() -> None:
    proposal = read([*form(), HEADER, *ROWS, ["附表2 支出明细"], ["序号", "内容", "金额"], [1, "场地", 5]])
    assert texts(proposal.tables[0]) == ROWS
    assert "文字“1 场地 5”" in said(proposal)


@pytest.mark.parametrize(
    "line",
    [
        ["填报年度：2027年", None, None, None, "单位：万元"],
        ["填报年度：2027年   单位：万元"],
        ["（2027年度）", None, None, None, "单位：万元"],
        ["预算年度", 2027, None, None, "单位：万元"],
    ],
)
@pytest.mark.parametrize("unit", [None, "319101某某局"])
def test_the_year_beside_the_currency_unit(line: list[object], unit: str | None) -> None:
    proposal = read([[*([unit] if unit else []), *line], *form()[1:], HEADER, *ROWS])
    assert proposal.captions == ("2027年",)
    assert proposal.tables[0].unit_name == ("某某局" if unit else "")


@pytest.mark.parametrize("between", [" ", "      "])
def test_unit_year_and_currency_in_one_line(between: str) -> None:
    line = between.join(["填报单位：319101某某局", "填报年度：2027年", "金额单位：万元"])
    proposal = read([[line], *form()[1:], HEADER, *ROWS])
    assert (proposal.captions, proposal.tables[0].unit_name) == (("2027年",), "某某局")


def test_a_year_in_a_row_of_the_form() -> None:
    proposal = read([["年度", "2027年", "项目名称", "培训项目"], *form()[2:], HEADER, *ROWS])
    assert proposal.captions == ("2027年",)


UNDER_VALUE = [[*row[:4], "90", row[4]] for row in ROWS]


@pytest.mark.parametrize("ranges", [[], ["A6:A7", "B6:B7", "C6:C7", "D6:E6"]])
@pytest.mark.parametrize("labels", [["描述", "指标值"], ["指标内容", "目标值"], ["说明", "值"]])
def test_description_and_value_under_one_title(labels: list[str], ranges: list[str]) -> None:
    header = [["一级指标", "二级指标", "三级指标", "目标值", None], [None] * 3 + labels]
    proposal = merged([*form(), *header, *ROWS], ranges)
    assert texts(proposal.tables[0]) == ROWS
    assert proposal.problems == ()


@pytest.mark.parametrize("labels", [["上年", "本年"], ["半年目标值", "全年目标值"], ["上半年", "全年"]])
def test_another_period_under_the_value_is_told(labels: list[str]) -> None:
    ranges = ["A6:A7", "B6:B7", "C6:C7", "D6:D7", "E6:F6"]
    proposal = merged([*form(), [*HEADER, None], [None] * 4 + labels, *UNDER_VALUE], ranges)
    assert texts(proposal.tables[0]) == ROWS
    assert f"列“{labels[0]}”不是本表的栏目，其中 3 格有内容，没有导入" in said(proposal)


@pytest.mark.parametrize("label", ["实施单位", "项目承担单位"])
@pytest.mark.parametrize(
    "unit", [[["319101某某局", None, None, None, "单位：万元"]], [["单位代码", "319101", "单位名称", "某某局"]]]
)
def test_who_carries_the_project_out_is_not_the_budget_unit(unit: Rows, label: str) -> None:
    proposal = read([*unit, ["项目名称", "培训项目"], [label, "某某服务中心"], *form()[2:], HEADER, *ROWS])
    assert (proposal.tables[0].unit_code, proposal.tables[0].unit_name) == ("319101", "某某局")
    assert f"“{label} 某某服务中心”不是预算单位，没有导入" in said(proposal)


def test_who_carries_the_project_out_stands_in_where_no_unit_is_named() -> None:
    proposal = read([["项目名称", "培训项目", "实施单位", "319101某某局"], *form()[2:], HEADER, *ROWS])
    assert (proposal.tables[0].unit_code, proposal.tables[0].unit_name) == ("319101", "某某局")
    assert "没有写明预算单位，按“实施单位 319101某某局”填写，请核对" in said(proposal)


def test_who_carries_the_project_out_gives_no_name_to_the_code_of_another() -> None:
    rows = [["单位代码", "319101"], ["项目名称", "培训项目"], ["实施单位", "某某服务中心"], *form()[2:], HEADER, *ROWS]
    proposal = read(rows)
    assert (proposal.tables[0].unit_code, proposal.tables[0].unit_name) == ("319101", "")
    assert "“实施单位 某某服务中心”不是预算单位" in said(proposal)


@pytest.mark.parametrize("label", ["总分", "总 分", "分值合计", "权重合计"])
def test_the_sum_of_the_weights_is_no_indicator(label: str) -> None:
    rows = [[*form(), [*HEADER, "分值"]], [[*row, 30] for row in ROWS], [[label, None, None, None, None, 90]]]
    proposal = read([row for part in rows for row in part])
    assert texts(proposal.tables[0]) == ROWS
    assert f"文字“{label} 90”不属于表内任何一栏" in said(proposal)


@pytest.mark.parametrize(
    "labels",
    [["指标类型", "指标类别"], ["指标类别", "指标分类"], ["指标类型", "二级指标"], ["一级指标", "指标类别"]],
)
@pytest.mark.parametrize("with_description", [True, False])
def test_categories_under_other_names(labels: list[str], with_description: bool) -> None:
    kept = [0, 1, 2, 3, 4] if with_description else [0, 1, 2, 4]
    header = [*labels, "指标名称", "指标描述", "指标值"]
    proposal = read([*form(), [header[i] for i in kept], *([row[i] for i in kept] for row in ROWS)])
    expected = [row if with_description else [*row[:3], "", row[4]] for row in ROWS]
    assert texts(proposal.tables[0]) == expected


def test_a_kind_that_is_no_category_is_told() -> None:
    rows = [["定量", *row[1:]] for row in ROWS]
    proposal = read([*form(), ["指标类型", *HEADER[1:]], *rows])
    assert [row.category for row in proposal.tables[0].indicators] == [""] * 3
    assert "列“指标类型”不是本表的栏目，其中 3 格有内容" in said(proposal)


@pytest.mark.parametrize("star", ["三级指标*", "*三级指标", "三级指标 *", "三级指标*\n（必填）", "★三级指标"])
def test_a_header_with_stars(star: str) -> None:
    assert texts(read([*form(), [*HEADER[:2], star, *HEADER[3:]], *ROWS]).tables[0]) == ROWS


@pytest.mark.parametrize("row", [["培训成本", None, None, None, "单位：万元"], ["数量指标", None, "单位：万元"]])
def test_two_texts_one_of_them_the_currency_unit_do_not_end_the_table(row: list[object]) -> None:
    proposal = read([*form(), HEADER, ROWS[0], row, ROWS[2]])
    assert len(proposal.tables[0].indicators) == 3
    assert "不属于任何一张" not in said(proposal)


@pytest.mark.parametrize("unit", ["某某局", "319202某某中心", "某某甲乙丙"])
def test_the_unit_beside_the_currency_unit_begins_the_next_table(unit: str) -> None:
    second = [[unit, None, None, None, "单位：万元"], *form("另一项目")[1:], HEADER, *ROWS]
    tables = read([*form(), HEADER, *ROWS, *second]).tables
    assert [(table.name, len(table.indicators)) for table in tables] == [("培训项目", 3), ("另一项目", 3)]
    assert tables[1].unit_name == unit.removeprefix("319202")


@pytest.mark.parametrize(
    "cells",
    [
        ["单位名称", "319101某某局"],
        ["预算单位", "319101某某局"],
        ["单位代码", "319101", "单位名称", "某某局"],
        ["单位名称:", "319101某某局"],
        ["部门（单位）", "319101某某局"],
        ["部门(单位)名称", "319101某某局"],
    ],
)
def test_the_label_of_the_unit_in_a_cell_beside_the_currency_unit(cells: list[str]) -> None:
    proposal = edited([[*cells, "单位：万元"], *form()[1:], HEADER, *ROWS], lambda _: None)
    assert (proposal.tables[0].unit_code, proposal.tables[0].unit_name) == ("319101", "某某局")
