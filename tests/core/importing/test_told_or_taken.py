"""What stands in a foreign sheet is taken, or it is said that it was not: nothing is lost without a word."""

import io
import os
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from core.domain.errors import KnownError
from core.importing.docx_reader import read_docx
from core.importing.proposal import Proposal
from core.importing.reading import propose
from core.importing.recognise import recognise
from core.importing.xlsx_reader import read_xlsx
from tests.core.exporting.tables import workbook_of, xlsx_bytes
from tests.core.importing.word_files import W, paragraph, table, whole_table, word_file
from tests.core.importing.word_files import form as form_in_word
from tests.core.importing.workbooks import OFFICE, PACKAGE, archive_of, saved, workbook_with
from tests.reference import reference_tables

HEADER = ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值"]
ROWS = [
    ["产出指标", "数量指标", "培训人次", "培训人次", "≥100人次"],
    ["产出指标", "成本指标", "培训成本", "培训成本", "≤10万元"],
    ["效益指标", "社会效益指标", "知晓率", "知晓率", "≥90%"],
]


def form(name: object = "培训项目", budget: object = 10, unit: str = "319101某某局") -> list[list[object]]:
    return [
        [unit, None, None, None, "单位：万元"],
        ["项目名称", name],
        ["预算数", budget, "其中：财政资金", 10, "其他资金", 0],
        ["资金用途", "开展培训"],
        ["绩效目标", "完成全年培训任务"],
    ]


def read(rows: Sequence[Sequence[object]]) -> Proposal:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return recognise(read_xlsx(out.getvalue(), "表.xlsx"))


def said(proposal: Proposal) -> str:
    return "".join(problem.sentence for problem in proposal.problems)


@pytest.mark.parametrize("column", [3, 4])
def test_a_cell_that_says_only_the_currency_unit_is_a_cell_of_its_row(column: int) -> None:
    rows = [list(row) for row in ROWS]
    rows[1][column] = "单位：万元"
    (table,) = read([*form(), HEADER, *rows]).tables
    assert [list(row) for row in rows] == [
        [row.category, row.subcategory, row.name, row.description, row.value] for row in table.indicators
    ]


@pytest.mark.parametrize("begin", [[None, None, "培训成本"], ["产出", None, None]])
def test_a_row_of_two_texts_does_not_end_the_grid_for_one_that_is_the_currency_unit(begin: list[object]) -> None:
    row = [*begin, None, "单位：万元"]
    (table,) = read([*form(), HEADER, ROWS[0], row, ROWS[2]]).tables
    assert [indicator.value for indicator in table.indicators] == ["≥100人次", "单位：万元", "≥90%"]


def test_rows_that_are_no_table_are_named() -> None:
    stray = [["某某局", "单位：万元"], ["序号", "名称", "数量", "备注"], [1, "电脑", 3, "新购"]]
    proposal = read([*form(), HEADER, *ROWS, *stray])
    assert len(proposal.tables) == 1
    assert len(proposal.tables[0].indicators) == 3
    assert "3 行（“某某局 单位：万元”）不属于任何一张" in said(proposal)


def test_rows_with_few_texts_that_are_no_table_are_named_too() -> None:
    proposal = read([*form(), HEADER, *ROWS, ["某某局", "单位：万元"], ["甲", "乙"], ["丙"]])
    assert "第 10 行起的 3 行" in said(proposal)


@pytest.mark.parametrize("line", [["项目名称"], ["项目名称", ""]])
def test_a_label_alone_under_a_table_is_named(line: list[object]) -> None:
    assert "第 10 行起的 1 行（“项目名称”）" in said(read([*form(), HEADER, *ROWS, line]))


def test_what_stands_above_a_table_is_named_but_for_titles() -> None:
    above = [["附件2"], ["项目支出绩效目标申报表"], ["（2024年度）"], ["填报日期", "2024年3月1日"], ["请于月底前报送"]]
    proposal = read([*above, *form(), HEADER, *ROWS])
    assert [problem.sentence for problem in proposal.problems] == [
        "《表.xlsx》工作表“Sheet”第 4 行起的 2 行（“填报日期 2024年3月1日”）不属于任何一张绩效目标表，没有导入。"
    ]


@pytest.mark.parametrize("line", ["项目支出申请表", "应急管理项目汇总表", "附件2", "2025"])
def test_titles_and_numbers_of_annexes_above_a_table_are_not_named(line: str) -> None:
    assert read([[line], *form(), HEADER, *ROWS]).problems == ()


@pytest.mark.parametrize("line", ["1140000", "请另附采购明细表", "采购须填采购明细表"])
def test_an_amount_and_a_request_above_a_table_are_no_titles(line: str) -> None:
    assert f"第 1 行起的 1 行（“{line}”）不属于任何一张" in said(read([[line], *form(), HEADER, *ROWS]))


def test_a_worksheet_and_a_word_table_without_form_are_named() -> None:
    list_of_units = [("序号", "部门"), ("1", "某局")]
    proposal = recognise(read_xlsx(workbook_with([*form(), HEADER, *ROWS], list_of_units), "表.xlsx"))
    assert "第 1 行起的 2 行（“序号 部门”）" in said(proposal)
    body = paragraph("通知") + table(list_of_units) + whole_table() + paragraph("附注：一式三份")
    proposal = recognise(read_docx(word_file(body), "表.docx"))
    assert "第 1 个表格的 2 行（“序号 部门”）" in said(proposal)
    assert "表外有 2 段文字（“通知”等），没有导入" in said(proposal)


def test_our_own_lists_beside_the_tables_are_not_named() -> None:
    assert recognise(read_xlsx(xlsx_bytes(reference_tables()), "表.xlsx")).problems == ()


def test_a_formula_without_its_result_is_named() -> None:
    proposal = read([*form(budget="=5+5"), HEADER, *ROWS])
    assert proposal.tables[0].budget is None
    assert "有 1 处公式没有保存结果（B3）" in said(proposal)


def test_formulas_put_under_a_grid_in_advance_are_no_rows_and_a_name_that_is_not_known_is_one() -> None:
    (table,) = read([*form(), HEADER, *ROWS, [None, None, None, None, "=A1"]]).tables
    assert len(table.indicators) == 3
    (table,) = read([*form(), HEADER, *ROWS, [None, None, "=A1", None, "=A1"]]).tables
    assert len(table.indicators) == 4
    assert table.unknown == {(4, "name"), (4, "value")}


def test_a_formula_that_gives_no_text_has_a_result() -> None:
    rows = [[*ROWS[0][:3], '=IF(A1="","",A1)', ROWS[0][4]], *ROWS[1:]]
    with zipfile.ZipFile(io.BytesIO(workbook_with([*form(), HEADER, *rows]))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = re.sub(rb'<c r="D7"[^>]*>(<f>.*?</f>)<v ?/?>(</v>)?', rb'<c r="D7" t="str">\1<v></v>', parts[name])
    assert b't="str"' in parts[name]
    proposal = recognise(read_xlsx(archive_of(parts), "表.xlsx"))
    assert proposal.problems == ()
    assert proposal.tables[0].unknown == frozenset()


def test_a_text_beside_the_grid_is_named() -> None:
    proposal = read([*form(), HEADER, ROWS[0], [*ROWS[1], None, None, "这里要改"], ROWS[2]])
    assert "第 2 行" in said(proposal)
    assert "旁边的文字“这里要改”" in said(proposal)


@pytest.mark.parametrize(
    "line",
    [
        ["请补充数量指标"],
        ["合计", None, None, None, 10],
        ["其他需要说明的问题", "无"],
        ["审核人：张三", None, "经办人：李四"],
        [None, None, "备注：由业务处提供"],
        [None, None, "（注：一式三份）"],
        [None, None, "填表人", None, "联系电话"],
    ],
)
def test_a_line_under_the_grid_is_no_indicator(line: list[object]) -> None:
    proposal = read([*form(), HEADER, *ROWS, line])
    assert len(proposal.tables[0].indicators) == 3
    assert str(next(filter(None, line))) in said(proposal)


def test_a_row_with_one_text_comes_in_and_is_named() -> None:
    proposal = read([*form(), HEADER, *ROWS, [None, None, "由业务处提供"]])
    assert proposal.tables[0].indicators[3].name == "由业务处提供"
    assert "第 4 行：只有“由业务处提供”一格有文字" in said(proposal)


def test_a_line_under_the_grid_of_our_own_copy_is_no_indicator() -> None:
    (table, *_) = reference_tables()
    workbook = workbook_of(table)
    sheet = workbook.worksheets[0]
    sheet.cell(sheet.max_row + 1, 1).value = "请补充数量指标"
    proposal = recognise(read_xlsx(saved(workbook), "表.xlsx"))
    assert len(proposal.tables[0].indicators) == len(table.indicators)
    assert "文字“请补充数量指标”" in said(proposal)


def test_sign_and_measure_unit_in_columns_of_their_own_belong_to_the_value() -> None:
    header = [*HEADER[:4], "指标符号", "指标值", "计量单位"]
    rows = [["产出指标", "数量指标", "巡检", "巡检", sign, 10, "次"] for sign in ("≥", "小于等于", "等于", None)]
    proposal = read([*form(), header, *rows])
    assert [row.value for row in proposal.tables[0].indicators] == ["≥10次", "≤10次", "10次", "10次"]
    assert "已并入指标值" in said(proposal)


def test_what_the_value_holds_already_is_not_put_there_twice() -> None:
    header = [*HEADER[:4], "指标符号", "指标值", "计量单位"]
    rows = [["产出指标", "数量指标", "巡检", "巡检", "≥", value, "次"] for value in ("≥10次", "10次", "≥10")]
    assert [row.value for row in read([*form(), header, *rows]).tables[0].indicators] == ["≥10次"] * 3


def test_the_next_table_has_the_unit_of_its_own_line() -> None:
    second = form("第二个项目")
    second[0] = ["319202某某中心"]
    proposal = read([*form(), HEADER, *ROWS, *second, HEADER, *ROWS])
    assert [(table.unit_code, table.unit_name) for table in proposal.tables] == [
        ("319101", "某某局"),
        ("319202", "某某中心"),
    ]


@pytest.mark.parametrize("label", ["项目名称（全称）", "项目名称*", "＊项目名称", "项目名称（必填）："])
def test_a_label_may_have_a_remark(label: str) -> None:
    rows = form()
    rows[1][0] = label
    assert read([*rows, HEADER, *ROWS]).tables[0].name == "培训项目"


@pytest.mark.parametrize("remark", ["{}*", "{} *", "＊{}", "{}（必填）", "{}（说明）", "★{}：", "{}\u200b"])
def test_a_column_may_have_a_remark(remark: str) -> None:
    proposal = read([*form(), [remark.format(title) for title in HEADER], *ROWS])
    assert [row.value for row in proposal.tables[0].indicators] == [row[4] for row in ROWS]
    assert proposal.problems == ()


@pytest.mark.parametrize("label", ["预算单位*", "单位名称（必填）", "＊项目单位："])
def test_the_label_of_the_unit_may_have_a_remark(label: str) -> None:
    (table,) = read([[label, "319101某某局"], *form()[1:], HEADER, *ROWS]).tables
    assert (table.unit_code, table.unit_name) == ("319101", "某某局")


def test_white_space_inside_a_category_is_cleaned_and_said() -> None:
    proposal = read([*form(), HEADER, ["产出 指标", "数量\n指标", "培训 人次", "", "1次"]])
    (row,) = proposal.tables[0].indicators
    assert (row.category, row.subcategory, row.name) == ("产出指标", "数量指标", "培训 人次")
    assert [text.sentence for text in proposal.cleaned] == [
        "“培训项目”第 1 行“一级指标”：字间的空白已去掉。",
        "“培训项目”第 1 行“二级指标”：字间的空白已去掉。",
    ]


def test_a_label_alone_is_no_table() -> None:
    with pytest.raises(KnownError, match="没有找到项目绩效目标表"):
        read([["项目名称"], ["备注"]])


@pytest.mark.parametrize(
    "error", ["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"]
)
@pytest.mark.parametrize(
    ("row", "column", "place"),
    [
        (2, 1, "“预算数”：是出错的公式“{}”（工作表“Sheet”第 3 行）"),
        (4, 1, "“绩效目标”：是出错的公式“{}”（工作表“Sheet”第 5 行）"),
        (7, 2, "第 2 行“三级指标”：是出错的公式“{}”（工作表“Sheet”第 8 行）"),
        (8, 4, "第 3 行“指标值”：是出错的公式“{}”（工作表“Sheet”第 9 行）"),
    ],
)
def test_an_error_of_a_formula_is_named_in_any_cell(error: str, row: int, column: int, place: str) -> None:
    rows = [list(one) for one in [*form(), HEADER, *ROWS]]
    rows[row][column] = error
    assert place.format(error) in said(read(rows))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_what_never_ends_is_not_read(tmp_path: Path) -> None:
    pipe, endless = tmp_path / "管道.xlsx", tmp_path / "无尽.xlsx"
    os.mkfifo(pipe)
    endless.symlink_to("/dev/zero")
    for path in (pipe, endless):
        with pytest.raises(KnownError, match=f"“{path.name}”不是普通文件"):
            propose(path)


def test_comments_are_counted() -> None:
    book = Workbook()
    for row in [*form(), HEADER, *ROWS]:
        book.active.append(row)
    book.active["E8"].comment = Comment("是否偏高？", "某某")
    book.active["B3"].comment = Comment("请核实", "某某")
    assert "工作表“Sheet”有 2 条批注没有读取（“请核实”等）" in said(recognise(read_xlsx(saved(book), "表.xlsx")))


def test_comments_of_a_word_file_are_counted() -> None:
    document = docx.Document()
    document.add_paragraph("通知")
    document.add_comment(document.paragraphs[0].runs, "请核实", "某某")
    out = io.BytesIO()
    document.save(out)
    assert "《表.docx》有 1 条批注没有读取（“请核实”）" in "".join(read_docx(out.getvalue(), "表.docx").notes)


def test_footnotes_of_a_word_file_are_counted_without_words_own_lines() -> None:
    with zipfile.ZipFile(io.BytesIO(word_file(whole_table()))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    relation = f'<Relationship Id="rId1" Type="{OFFICE}/footnotes" Target="footnotes.xml"/>'
    notes = "<w:footnote w:type='separator'>{}</w:footnote><w:footnote>{}</w:footnote>"
    more = {
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}">{relation}</Relationships>',
        "word/footnotes.xml": f"<w:footnotes {W}>{notes.format(paragraph('——'), paragraph('不含税'))}</w:footnotes>",
    }
    assert read_docx(archive_of(parts | more), "表.docx").notes == (
        "《表.docx》有 1 条脚注没有读取（“不含税”），请另行查看。",
    )


@pytest.mark.parametrize("remark", ["备注", "说明", "备注："])
def test_a_blank_amount_before_another_label_stays_blank(remark: str) -> None:
    rows = form()
    rows[2][5:] = [None, remark, "自筹"]
    proposal = read([*rows, HEADER, *ROWS])
    assert proposal.tables[0].other_funds is None
    assert f"文字“{remark} 自筹”不属于表内任何一栏，没有导入" in said(proposal)


@pytest.mark.parametrize(
    ("left", "right", "labels"),
    [("D", "E", "“绩效指标描述”、“指标值”"), ("C", "E", "“三级指标”、“绩效指标描述”、“指标值”")],
)
def test_a_cell_merged_over_several_columns_of_the_grid_is_named(left: str, right: str, labels: str) -> None:
    workbook = Workbook()
    for row in [*form(), HEADER, *ROWS]:
        workbook.active.append(row)
    workbook.active.merge_cells(f"{left}8:{right}8")
    text = workbook.active[f"{left}8"].value
    proposal = recognise(read_xlsx(saved(workbook), "表.xlsx"))
    assert f"第 2 行：“{text}”一格占了{labels}，只算作{labels.partition('、')[0]}，请核对" in said(proposal)


def test_cells_drawn_wider_than_their_titles_are_none_of_several_columns() -> None:
    header = ("一级指标", ("二级指标", 2), "三级指标", "绩效指标描述", "指标值")
    rows = [(("产出指标", 2), *row[1:]) for row in ROWS]
    proposal = recognise(read_docx(word_file(table([*form_in_word(), header, *rows])), "表.docx"))
    assert [row.subcategory for row in proposal.tables[0].indicators] == [row[1] for row in ROWS]
    assert "占了" not in said(proposal)


def test_tables_in_tables_in_tables_that_are_not_read_are_named() -> None:
    nested = table([["深处的文字"]])
    for _ in range(20):
        nested = f"<w:tbl><w:tr><w:tc><w:p/>{nested}</w:tc></w:tr></w:tbl>"
    document = read_docx(word_file(whole_table() + nested), "表.docx")
    assert "层层套着的表格太深（第 22 个表格第 1 行），最里面的没有读取" in "".join(document.notes)


def test_digits_raised_in_a_word_file_stay_apart() -> None:
    raised = '10</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>3</w:t>'
    proposal = recognise(read_docx(word_file(whole_table().replace("≥3次</w:t>", raised)), "表.docx"))
    assert proposal.tables[0].indicators[0].value == "10³"


@pytest.mark.parametrize(
    ("symbol", "value", "told"),
    [
        ('<w:sym w:font="Symbol" w:char="F0B3"/>', "≥3次", False),
        ('<w:sym w:font="Wingdings" w:char="F0FE"/>', "\uf0fe3次", True),
        ("<w:t>\uf0b3</w:t>", "\uf0b33次", True),
    ],
)
def test_a_sign_of_a_symbol_font_is_read_or_named(symbol: str, value: str, *, told: bool) -> None:
    body = whole_table().replace("≥3次</w:t>", f"</w:t>{symbol}<w:t>3次</w:t>")
    proposal = recognise(read_docx(word_file(body), "表.docx"))
    assert proposal.tables[0].indicators[0].value == value
    assert ("有符号字体的字符（第 2 个表格第 2 行）" in said(proposal)) == told


def test_an_equation_of_a_word_file_is_named() -> None:
    math = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    fraction = "<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
    body = whole_table().replace("≥3次</w:t></w:r>", f"</w:t></w:r><m:oMath {math}>{fraction}</m:oMath>")
    document = read_docx(word_file(body), "表.docx")
    assert "有公式（第 2 个表格第 2 行），只读取了其中的文字" in "".join(document.notes)


def test_rows_that_begin_further_right_are_none_too_short() -> None:
    indented = '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>'
    proposal = recognise(read_docx(word_file(whole_table().replace("<w:tr>", indented)), "表.docx"))
    assert len(proposal.tables[0].indicators) == len(ROWS)
    assert said(proposal) == ""


def test_a_currency_unit_above_another_one_is_named() -> None:
    proposal = recognise(read_docx(word_file(paragraph("单位：元") + whole_table()), "表.docx"))
    assert str(proposal.tables[0].budget) == "10.00"
    assert "文字“单位：元”不属于表内任何一栏" in said(proposal)
