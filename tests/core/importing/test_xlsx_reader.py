"""Workbooks: what stands in the cells comes in, whichever program wrote it and however."""

from decimal import Decimal

import pytest

from core.domain.records import TargetTable
from core.importing.proposal import Proposal, ProposedTable
from core.importing.recognise import recognise
from core.importing.xlsx_reader import read_xlsx
from core.services.comparing import content_of, content_of_copy, differences
from tests.core.exporting.tables import with_project, with_row, xlsx_bytes
from tests.core.importing.workbooks import FORM, HEADER, MAIN, ROWS, opened, raw_workbook, saved, workbook_with
from tests.reference import published_tables, reference_tables


def proposal_of(data: bytes) -> Proposal:
    return recognise(read_xlsx(data, "表.xlsx"))


def only_table(data: bytes) -> ProposedTable:
    (found,) = proposal_of(data).tables
    return found


def changes(table: TargetTable, copy: ProposedTable) -> list[str]:
    return list(differences(content_of(table).trimmed(), content_of_copy(copy).trimmed(), "文件"))


@pytest.mark.parametrize("tables", [reference_tables(), published_tables()], ids=["reference", "published"])
def test_our_own_workbook_comes_back_as_it_was(tables: tuple[TargetTable, ...]) -> None:
    proposal = proposal_of(xlsx_bytes(tables))
    assert proposal.problems == ()
    assert [changes(*pair) for pair in zip(tables, proposal.tables, strict=True)] == [[]] * 14
    assert [found.identity.project_id for found in proposal.tables if found.identity] == [t.project.id for t in tables]


def test_texts_that_look_like_something_else_stay_texts() -> None:
    odd = with_row(name="=SUM(A1)", description="0012\n+86", value="1-2")
    assert changes(odd, only_table(xlsx_bytes([odd]))) == []
    odd = with_row(name="_x0041_", description="a\x0bb", value="@x")
    assert changes(odd, only_table(xlsx_bytes([odd]))) == []


def test_rows_higher_than_a_worksheet_row_are_one_row() -> None:
    tall = with_row(description="\n".join(f"第{i}句说明。" for i in range(400)))
    assert changes(tall, only_table(xlsx_bytes([tall]))) == []
    tall = with_project(purpose="\n".join(f"{i}" for i in range(100)), target="\n".join(f"{i}" for i in range(100)))
    assert changes(tall, only_table(xlsx_bytes([tall]))) == []


def test_blank_fields_and_a_code_that_runs_into_the_name() -> None:
    blank = with_project(purpose="", target="", budget=None)
    assert changes(blank, only_table(xlsx_bytes([blank]))) == []


def test_a_foreign_sheet() -> None:
    proposal = proposal_of(workbook_with([*FORM, HEADER, *ROWS]))
    (found,) = proposal.tables
    assert (found.number, found.unit_code, found.unit_name, found.name) == (1, "319101", "某单位", "某项目")
    assert (found.budget, found.other_funds) == (Decimal("10.00"), None)
    assert (found.purpose, found.target) == ("购买服务", "1.完成服务")
    assert [row.value for row in found.indicators] == ["≥3次", "≤10万元", "≥95%"]
    assert proposal.problems == ()
    assert found.place == "工作表“Sheet”第 1 行"


def test_title_rows_blank_rows_and_blank_columns() -> None:
    rows = [(), (None, "附件2"), (), *((None, *row) for row in FORM), (), (None, *HEADER)]
    rows += [(None, *ROWS[0]), (), (None, *ROWS[1]), (None, *ROWS[2])]
    found = only_table(workbook_with(rows))
    assert (found.number, found.purpose, len(found.indicators)) == (1, "购买服务", 3)


def test_labels_in_other_spellings() -> None:
    rows = [
        ("单位名称：某单位",),
        ("项目 名称", "某项目", None, None, None, "单位:万元"),
        ("预算规模", "预算数", "1,140.50", "其中：财政    资金", "１,000", "其他 资金", "140.5"),
        (None, "购买服务"),
        ("绩效\n目标", "1.完成服务"),
        ("一级 指标", "二级指标", "三级指标", "指标\n说明", "指标值"),
        *ROWS,
    ]
    found = only_table(workbook_with(rows))
    assert (found.budget, found.fiscal_funds, found.other_funds) == (
        Decimal("1140.50"),
        Decimal("1000.00"),
        Decimal("140.50"),
    )
    assert (found.unit_name, found.target, found.indicators[0].description) == ("某单位", "1.完成服务", "服务次数")


def test_labels_that_name_the_currency_unit() -> None:
    rows = [*FORM[:3], ("预算金额（元）", 100000, "财政拨款（元）", "100,000.00"), ("资金用途", "购买服务"), FORM[5]]
    found = only_table(workbook_with([*rows, HEADER, *ROWS]))
    assert (found.budget, found.fiscal_funds) == (Decimal("10.00"), Decimal("10.00"))


def test_a_list_of_projects_is_no_form() -> None:
    summary = [("项目名称", "预算数", "其他资金"), ("某项目", 10, None), ("另一项目", 20, 1)]
    (found,) = proposal_of(workbook_with(summary, [*FORM, HEADER, *ROWS])).tables
    assert found.name == "某项目"
    assert len(found.indicators) == 3


def test_weights_and_remarks_are_reported() -> None:
    rows = [*FORM, (*HEADER, "权重", "备注"), *((*row, 10, "无") for row in ROWS)]
    sentences = [problem.sentence for problem in proposal_of(workbook_with(rows)).problems]
    assert [s for s in sentences if "权重" in s or "备注" in s] == sentences != []


def test_several_tables_on_a_sheet_and_on_several_sheets() -> None:
    second = [("2.另一项目绩效目标表",), FORM[1], ("项目名称", "另一项目"), *FORM[3:], HEADER, *ROWS[:2]]
    proposal = proposal_of(workbook_with([*FORM, HEADER, *ROWS, (), *second], [*FORM, HEADER, *ROWS[:1]]))
    assert [(t.number, t.name, len(t.indicators)) for t in proposal.tables] == [
        (1, "某项目", 3),
        (2, "另一项目", 2),
        (1, "某项目", 1),
    ]


def test_numbers_percentages_and_dates_as_they_are_shown() -> None:
    workbook = opened(workbook_with([*FORM, HEADER, *ROWS]))
    sheet = workbook.active
    sheet["B3"], sheet["C4"] = "某项目", 10.123456
    sheet["C4"].number_format = "0.00"
    sheet["E8"], sheet["E9"], sheet["E10"] = 3, 0.95, 46022
    sheet["E9"].number_format = "0%"
    sheet["E10"].number_format = 'yyyy"年"m"月"d"日"'
    found = only_table(saved(workbook))
    assert [row.value for row in found.indicators] == ["3", "95%", "2025年12月31日"]
    assert found.budget == Decimal("10.123456")


def test_merged_cells_hold_for_what_they_cover() -> None:
    workbook = opened(workbook_with([*FORM, HEADER, *ROWS]))
    sheet = workbook.active
    for merged in ("A1:G1", "A2:E2", "B3:G3", "A4:A5", "B5:G5", "B6:G6", "A8:A9", "D8:D10"):
        sheet.merge_cells(merged)
    found = only_table(saved(workbook))
    assert found.purpose == "购买服务"
    assert [row.category for row in found.indicators] == ["产出指标", "产出指标", "效益指标"]
    assert {row.description for row in found.indicators} == {"服务次数"}


def test_shared_inline_and_rich_strings_read_alike() -> None:
    strings = f'<sst xmlns="{MAIN}"><si><t>项目名称</t></si><si><r><t>某</t></r><r><rPr><b/></rPr><t>项目</t></r>'
    strings += "<rPh sb='0' eb='1'><t>mou</t></rPh></si></sst>"
    sheet = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><r><t>预算</t></r><r><t>数</t></r></is></c>'
        '<c r="B2"><v>12.5</v></c></row>'
        '<row><c t="inlineStr"><is><t>绩效目标</t></is></c><c t="str"><f>1+1</f><v>完成</v></c></row></sheetData>'
    )
    found = only_table(raw_workbook(sheet, **{"xl/sharedStrings.xml": strings}))
    assert (found.name, found.budget, found.target) == ("某项目", Decimal("12.50"), "完成")


def test_escaped_characters_and_halves_of_one() -> None:
    rows = [*FORM[:2], ("项目名称", "甲_xD83D__xDE00_乙_xD83D_丙_x005F_x0041_"), *FORM[3:], HEADER, *ROWS]
    assert only_table(workbook_with(rows)).name == "甲\U0001f600乙\ufffd丙_x0041_"


def test_elements_with_a_prefix_and_the_strict_edition() -> None:
    sheet = (
        '<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData><x:row r="1">'
        '<x:c r="A1" t="inlineStr"><x:is><x:t>项目名称</x:t></x:is></x:c>'
        '<x:c r="B1" t="inlineStr"><x:is><x:t>某项目</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>'
    )
    found = only_table(raw_workbook("", **{"xl/worksheets/sheet1.xml": sheet}))
    assert found.name == "某项目"


def test_a_hidden_sheet_is_named_and_left_out() -> None:
    workbook = opened(workbook_with([*FORM, HEADER, *ROWS], [*FORM, HEADER, *ROWS]))
    workbook.worksheets[1].sheet_state = "hidden"
    proposal = proposal_of(saved(workbook))
    assert len(proposal.tables) == 1
    assert [p.sentence for p in proposal.problems] == ["《表.xlsx》隐藏的工作表“Sheet1”没有读取。"]


def test_sheets_renamed_moved_and_copied() -> None:
    tables = reference_tables()[:3]
    workbook = opened(xlsx_bytes(tables))
    workbook[workbook.sheetnames[3]].title = "改名"
    workbook.move_sheet("改名", -1)
    workbook.move_sheet("目录", 3)
    workbook.copy_worksheet(workbook["改名"])
    found = proposal_of(saved(workbook)).tables
    assert [t.number for t in found] == [2, 1, 3, 2]
    assert [t.identity.number if t.identity else None for t in found] == [2, 1, 3, None]
    assert [changes(tables[(t.number or 0) - 1], t) for t in found] == [[]] * 4


def test_edited_cells_and_nothing_else_differ() -> None:
    (table,) = reference_tables()[:1]
    workbook = opened(xlsx_bytes([table]))
    sheet = workbook.worksheets[0]
    header = next(cell.row for cell in sheet["A"] if cell.value == "一级指标")
    sheet.cell(header + 1, 7).value = "≥2次"
    sheet.column_dimensions["A"].width = 50
    assert changes(table, only_table(saved(workbook))) == ["第 1 行指标值：工作区为“1次”，文件为“≥2次”"]


def test_the_form_of_the_ministry() -> None:
    """财预〔2015〕88号: amounts below each other, 绩效指标 as one merged cell beside the grid."""
    rows = [
        ("项目支出绩效目标表",),
        ("（2025年度）",),
        ("项目名称", None, "某项目"),
        ("主管部门及代码", None, "319 某厅", None, "实施单位", "319101 某中心"),
        ("项目资金\n（万元）", None, "年度资金总额：", None, 1234.5),
        (None, None, "其中：财政拨款", None, 1000),
        (None, None, "其他资金", None, 234.5),
        ("总体目标", "1.完成服务", None, None, None, None),
        ("绩效指标", "一级指标", "二级指标", "三级指标", None, "指标值"),
        (None, "产出指标", "数量指标", "指标1：次数", None, "≥3次"),
        (None, None, "质量指标", "合格率", None, 0.99),
        (None, "效益指标", "社会效益指标", "效果", None, "明显"),
    ]
    workbook = opened(workbook_with(rows))
    sheet = workbook.active
    for merged in ("A1:F1", "A2:F2", "A5:B7", "B8:F8", "A9:A12", "B10:B11", "D9:E9", "D10:E10", "D11:E11", "D12:E12"):
        sheet.merge_cells(merged)
    sheet["F11"].number_format = "0%"
    proposal = proposal_of(saved(workbook))
    (found,) = proposal.tables
    assert (found.name, found.unit_code, found.unit_name) == ("某项目", "319101", "某中心")
    assert (found.budget, found.fiscal_funds, found.other_funds) == (
        Decimal("1234.50"),
        Decimal("1000.00"),
        Decimal("234.50"),
    )
    assert (found.purpose, found.target) == ("", "1.完成服务")
    assert [(row.category, row.name, row.value) for row in found.indicators] == [
        ("产出指标", "指标1：次数", "≥3次"),
        ("产出指标", "合格率", "99%"),
        ("效益指标", "效果", "明显"),
    ]
    sentences = [problem.sentence for problem in proposal.problems]
    assert any("资金用途" in sentence for sentence in sentences)
    assert any("319 某厅" in sentence for sentence in sentences)
    sheet["A5"] = "项目资金（元）"
    assert only_table(saved(workbook)).budget == Decimal("0.12345")


def test_what_each_field_was_read_from_is_told() -> None:
    (found,) = proposal_of(workbook_with([("通知",), *FORM, HEADER, *ROWS])).tables
    rows, places = found.source.rows, found.source.places

    def text_at(row: int | None, column: str) -> str:
        index, start = places[row, column]
        return next(cell.text for cell in rows[index].cells if cell.column == start)

    assert rows[0].place.endswith("第 2 行")  # its heading; what stands above is none of its
    assert [text_at(None, field) for field in ("name", "budget", "purpose", "target")] == [
        "某项目",
        "10",
        "购买服务",
        "1.完成服务",
    ]
    assert [text_at(number, "value") for number in (1, 2, 3)] == [row[-1] for row in ROWS]


def _beside(left: list[tuple], right: list[tuple], gap: int = 1) -> list[tuple]:
    """Rows of two tables as one row, the right one behind the widest row of the left one and blank columns."""
    width = max(map(len, left)) + gap
    filled = [(*row, *(None,) * (width - len(row))) for row in left]
    filled += [(None,) * width] * (len(right) - len(left))
    return [(*row, *(right[i] if i < len(right) else ())) for i, row in enumerate(filled)]


def _form_of(name: str) -> list[tuple]:
    return [(f"{name}绩效目标表",), FORM[1], ("项目名称", name), *FORM[3:]]


@pytest.mark.parametrize("gap", [0, 1, 3])
@pytest.mark.parametrize("rows", [ROWS[:1], ROWS])
def test_tables_side_by_side(gap: int, rows: tuple) -> None:
    left = [*_form_of("左项目"), HEADER, *rows]
    middle = [*_form_of("中项目"), HEADER, *ROWS]
    right = [*_form_of("右项目"), HEADER, *ROWS[:2]]
    proposal = proposal_of(workbook_with(_beside(_beside(left, middle, gap), right, gap)))
    assert [found.name for found in proposal.tables] == ["左项目", "中项目", "右项目"]
    assert [len(found.indicators) for found in proposal.tables] == [len(rows), 3, 2]
    assert [found.indicators[0].value for found in proposal.tables] == ["≥3次"] * 3
    assert all(found.unit_code == "319101" for found in proposal.tables)
    assert proposal.problems == ()


def test_a_title_over_tables_side_by_side() -> None:
    left, right = [[*_form_of(name)[1:], HEADER, *ROWS] for name in ("左项目", "右项目")]
    workbook = opened(workbook_with([("2025年度项目支出绩效目标表",), *_beside(left, right)]))
    workbook.worksheets[0].merge_cells("A1:M1")
    proposal = proposal_of(saved(workbook))
    assert [found.name for found in proposal.tables] == ["左项目", "右项目"]
    assert proposal.problems == ()


def test_tables_side_by_side_that_cannot_be_told_apart_are_reported() -> None:
    pair = _beside([*_form_of("左项目"), HEADER, *ROWS], [*_form_of("右项目"), HEADER, *ROWS])
    shifted = _beside([*_form_of("下左"), HEADER, *ROWS], [*_form_of("下右"), HEADER, *ROWS], gap=4)
    problems = [problem.sentence for problem in proposal_of(workbook_with([*pair, *shifted])).problems]
    assert any("左右并排的表没有对齐" in sentence for sentence in problems)
