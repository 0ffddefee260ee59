"""Tables are recognised by their labels, whatever the order and the ornaments around them."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.errors import KnownError
from core.importing.document import Cell, Document, Grid
from core.importing.docx_reader import read_docx
from core.importing.proposal import Proposal, ProposedTable
from core.importing.recognise import recognise
from core.importing.txt_reader import read_txt
from tests.core.importing.word_files import COVERED, HEADER, ROWS, form, paragraph, table, whole_table, word_file
from tests.reference import TXT_FILE


def proposal_of(body: str) -> Proposal:
    return recognise(read_docx(word_file(body), "表.docx"))


def only_table(body: str) -> ProposedTable:
    (found,) = proposal_of(body).tables
    return found


def categories(found: ProposedTable) -> list[str]:
    return [row.category for row in found.indicators]


def test_the_published_shape() -> None:
    proposal = proposal_of(whole_table())
    (found,) = proposal.tables
    assert (found.number, found.unit_code, found.unit_name, found.name) == (1, "319101", "某单位", "某项目")
    assert (found.budget, found.fiscal_funds, found.other_funds) == (Decimal("10.00"), Decimal("10.00"), None)
    assert (found.purpose, found.target) == ("购买服务", "1.完成服务")
    assert categories(found) == ["产出指标", "产出指标", "效益指标"]
    assert proposal.problems == ()


@pytest.mark.parametrize(
    "label", ["其中：财政资金", "其中: 财政\n资金", "其中:财政\u3000资金", "财政资金", "其 中 ： 财 政 资 金"]
)
def test_the_label_of_the_fiscal_funds_in_any_spacing(label: str) -> None:
    rows = form()
    rows[2] = ("预算规模及资金用途", "预算数", "10.00", label, "8.50", "其他资金", "1.50")
    found = only_table(table(rows) + table([HEADER, *ROWS]))
    assert (found.fiscal_funds, found.other_funds) == (Decimal("8.50"), Decimal("1.50"))


def test_amounts_in_another_order_and_with_separators() -> None:
    rows = form()
    rows[2] = ("预算规模及资金用途", "其他资金", "１,000.5", "预算数", "2,000.50", "财政资金", "1000")
    found = only_table(table(rows) + table([HEADER, *ROWS]))
    assert (found.budget, found.fiscal_funds, found.other_funds) == (
        Decimal("2000.50"),
        Decimal("1000.00"),
        Decimal("1000.50"),
    )


@pytest.mark.parametrize("money", ["单位:万元", "单位：万元", "金额单位：万元", "（单位：万 元）", "单 位 ： 万元"])
def test_the_currency_unit_with_either_colon(money: str) -> None:
    proposal = proposal_of(table(form(money=money)) + table([HEADER, *ROWS]))
    assert proposal.tables[0].unit_name == "某单位"
    assert proposal.problems == ()


def test_yuan_become_ten_thousands_of_yuan_and_it_is_said() -> None:
    rows = form(money="单位：元")
    rows[2] = ("预算规模及资金用途", "预算数", "1,140,000", "财政资金", "1234567.89", "其他资金", "")
    proposal = proposal_of(table(rows) + table([HEADER, *ROWS]))
    (found,) = proposal.tables
    assert (found.budget, found.fiscal_funds, found.other_funds) == (Decimal("114.00"), Decimal("123.456789"), None)
    assert [p.sentence for p in proposal.problems] == [
        "《表.docx》“某项目”“预算数”：金额单位是“元”，已把“1,140,000”换算成 114.00 万元，请核对。",
        "《表.docx》“某项目”“财政资金”：金额单位是“元”，已把“1234567.89”换算成 123.456789 万元，请核对。",
    ]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("114.00万元", Decimal("114.00")),
        ("114万", Decimal("114.00")),
        ("￥ 1,140,000元", Decimal("114.00")),
        ("约一百万", "约一百万"),
        ("0.001元", "0.001元"),
    ],
)
def test_amounts_with_a_unit_of_their_own(text: str, amount: Decimal | str) -> None:
    rows = form()
    rows[2] = ("预算规模及资金用途", "预算数", text, "财政资金", "1", "其他资金", "")
    assert only_table(table(rows) + table([HEADER, *ROWS])).budget == amount


def test_code_and_name_of_the_unit_in_cells_of_their_own() -> None:
    rows = [("单位代码", "0012"), ("单位名称", "3M公司"), *form()[1:]]
    found = only_table(table(rows) + table([HEADER, *ROWS]))
    assert (found.unit_code, found.unit_name) == ("0012", "3M公司")


def test_a_purpose_that_reads_like_a_heading_is_a_purpose() -> None:
    rows = [*form()[:2], ("预算规模及资金用途", "预算数", "1", "财政资金", "1", "其他资金", "")]
    rows += [(COVERED, ("编制绩效目标表", 6)), ("绩效目标", ("项目名称：完成", 6))]
    found = only_table(table(rows) + table([HEADER, *ROWS]))
    assert (found.purpose, found.target) == ("编制绩效目标表", "项目名称：完成")


def test_columns_in_another_order() -> None:
    header = ("一级指标", "二级指标", "指标值", "三级指标", "指标说明")
    rows = [("产出指标", "数量指标", "≥3次", "次数", "服务次数")]
    (row,) = only_table(table(form()) + table([header, *rows])).indicators
    assert (row.name, row.description, row.value) == ("次数", "服务次数", "≥3次")


def test_columns_over_several_grid_columns() -> None:
    header = (("一级指标", 1), ("二级指标", 1), ("三级指标", 2), ("绩效指标描述", 2), ("指标值", 1))
    rows = [("产出指标", "数量指标", ("次数", 2), ("服务次数", 2), "≥3次")]
    (row,) = only_table(table([*form(), header, *rows])).indicators
    assert (row.category, row.name, row.description, row.value) == ("产出指标", "次数", "服务次数", "≥3次")


def test_an_unknown_column_is_named_and_left_out() -> None:
    header = (*HEADER, "权重")
    proposal = proposal_of(table(form()) + table([header, ("产出指标", "数量指标", "次数", "说明", "3次", "10")]))
    assert proposal.tables[0].indicators[0].value == "3次"
    assert [p.sentence for p in proposal.problems] == [
        "《表.docx》“某项目”：列“权重”不是本表的栏目，其中 1 格有内容，没有导入。"
    ]


def test_a_missing_column_is_named() -> None:
    header = ("一级指标", "二级指标", "三级指标", "指标值")
    proposal = proposal_of(table(form()) + table([header, ("产出指标", "数量指标", "次数", "3次")]))
    assert proposal.tables[0].indicators[0].description == ""
    assert "绩效指标描述" in proposal.problems[0].sentence


def test_title_rows_inside_the_table() -> None:
    rows = [(("7.某项目绩效目标表", 7),), (("（2025年度）", 7),), *form()]
    proposal = proposal_of(table(rows) + table([HEADER, *ROWS]))
    (found,) = proposal.tables
    assert (found.number, found.name, found.unit_code) == (7, "某项目", "319101")
    assert len(found.indicators) == 3


def test_a_blank_first_column_is_filled_down() -> None:
    rows = [
        ("产出指标", "数量指标", "甲", "", "1次"),
        ("", "质量指标", "乙", "", "2次"),
        ("效益指标", "社会效益指标", "丙", "", "3次"),
    ]
    assert categories(only_table(table(form()) + table([HEADER, *rows]))) == ["产出指标", "产出指标", "效益指标"]


def test_a_blank_category_beside_merged_ones_stays_blank() -> None:
    """Word says by itself what a merged cell covers; a blank cell beside them is one that was not filled in."""
    rows = [*ROWS, ("", "", "未定", "", "")]
    found = only_table(table(form()) + table([HEADER, *rows]))
    assert categories(found) == ["产出指标", "产出指标", "效益指标", ""]
    assert found.indicators[-1].subcategory == ""


def test_any_merged_column_is_filled_down() -> None:
    rows = [("产出指标", "数量指标", "甲", "同", "1次"), (COVERED, COVERED, "乙", COVERED, "2次")]
    _, second = only_table(table(form()) + table([HEADER, *rows])).indicators
    assert (second.category, second.subcategory, second.description) == ("产出指标", "数量指标", "同")


def test_a_header_repeated_on_the_next_page_is_no_row() -> None:
    found = only_table(table(form()) + table([HEADER, *ROWS[:2], HEADER, ROWS[2]]))
    assert [row.name for row in found.indicators] == ["次数", "费用", "效果"]


def test_a_grid_cut_in_two_tables_goes_on() -> None:
    found = only_table(table(form()) + table([HEADER, ROWS[0]]) + paragraph("") + table([ROWS[2]]))
    assert [row.name for row in found.indicators] == ["次数", "效果"]


def test_both_halves_in_one_table() -> None:
    proposal = proposal_of(table([*form("甲"), HEADER, *ROWS]) + table([*form("乙"), HEADER, *ROWS]))
    assert [(t.name, len(t.indicators)) for t in proposal.tables] == [("甲", 3), ("乙", 3)]


def test_a_unit_named_once_holds_for_the_tables_below() -> None:
    proposal = proposal_of(table([*form("甲"), HEADER, *ROWS]) + table([*form("乙")[1:], HEADER, *ROWS]))
    assert [t.unit_code for t in proposal.tables] == ["319101", "319101"]
    assert [p.sentence for p in proposal.problems] == [
        "《表.docx》“乙”“预算单位”：没有写明单位，按前一张表算作“319101某单位”。"
    ]


def test_a_unit_that_only_a_table_below_names_holds_for_those_above() -> None:
    nameless, named = [*form("甲")[1:], HEADER, *ROWS], [*form("乙"), HEADER, *ROWS]
    proposal = proposal_of(table(nameless) + table(named))
    assert [t.unit_code for t in proposal.tables] == ["319101", "319101"]
    assert [p.sentence for p in proposal.problems] == [
        "《表.docx》“甲”“预算单位”：没有写明单位，按后面的表算作“319101某单位”。"
    ]
    proposal = proposal_of(table(nameless) + table(named) + table([*form("丙", unit="319102另一单位"), HEADER, *ROWS]))
    assert [t.unit_code for t in proposal.tables] == ["", "319101", "319102"]


def test_what_a_problem_is_about_is_told_by_its_cell() -> None:
    header, rows = (*HEADER, "权重"), [(*row, "10") for row in ROWS]
    body = paragraph("某单位") + table(
        [*form(unit="某单位"), ("备注", ("审核中", 6)), header, *rows, ("附注", *[""] * 5)]
    )
    proposal = proposal_of(body)
    source = proposal.tables[0].source
    texts = {(row, cell.column): cell.text for row, line in enumerate(source.rows) for cell in line.cells}
    pointed = {problem.sentence: [texts[cell] for cell in problem.cells(source)] for problem in proposal.problems}
    expected = {"没有单位代码": ["某单位"], "文字“备注 审核中”": ["备注"], "列“权重”": ["权重"]}
    found = {part: cells for part in expected for sentence, cells in pointed.items() if part in sentence}
    assert found == expected


def test_a_unit_above_the_table() -> None:
    found = only_table(paragraph("预算单位：0012-某单位") + table([*form()[1:], HEADER, *ROWS]))
    assert (found.unit_code, found.unit_name) == ("0012", "某单位")


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("319101天津市某办公室", "319101", "天津市某办公室"),
        ("0012 某单位", "0012", "某单位"),
        ("A12-3某单位", "A12-3", "某单位"),
        ("【319101】某单位", "319101", "某单位"),
        ("某单位", "", "某单位"),
    ],
)
def test_the_code_is_the_leading_digits_or_letters_as_text(text: str, code: str, name: str) -> None:
    found = only_table(table(form(unit=text)) + table([HEADER, *ROWS]))
    assert (found.unit_code, found.unit_name) == (code, name)


def test_a_heading_that_names_another_project_is_reported() -> None:
    proposal = proposal_of(paragraph("1.乙项目绩效目标表") + table(form("甲项目")) + table([HEADER, *ROWS]))
    assert proposal.tables[0].name == "甲项目"
    assert "“甲项目”与标题里的“乙项目”不一致" in proposal.problems[0].sentence


def test_the_year_of_a_name_is_not_the_number() -> None:
    found = only_table(paragraph("2025年度某项目绩效目标表") + table(form("2025年度某项目")) + table([HEADER, *ROWS]))
    assert (found.number, found.name) == (None, "2025年度某项目")


def test_what_is_not_an_amount_comes_in_to_the_letter_and_is_named() -> None:
    rows = form()
    rows[2] = ("预算规模及资金用途", "预算数", "约10", "财政资金", "10.00", "其他资金", "-")
    proposal = proposal_of(table(rows) + table([HEADER, *ROWS]))
    assert (proposal.tables[0].budget, proposal.tables[0].other_funds) == ("约10", "-")
    assert [p.column for p in proposal.problems] == ["budget", "other_funds"]


def test_inner_white_space_is_kept_and_that_at_the_ends_is_cleaned() -> None:
    rows = [("产出指标", "数量指标", " 甲  乙 ", "第一段\n\n第二段\n", "1 次")]
    proposal = proposal_of(table(form()) + table([HEADER, *rows]))
    (row,) = proposal.tables[0].indicators
    assert (row.name, row.description, row.value) == ("甲  乙", "第一段\n\n第二段", "1 次")
    assert [(c.row, c.column) for c in proposal.cleaned] == [(1, "name"), (1, "description")]


def test_lines_under_the_grid_are_no_rows() -> None:
    rows = [*ROWS, (("填报单位（盖章）：", 5),), ("", "", "", "", "")]
    proposal = proposal_of(table(form()) + table([HEADER, *rows]))
    assert len(proposal.tables[0].indicators) == 3
    assert "填报单位（盖章）：" in proposal.problems[0].sentence


def test_a_signature_block_in_the_grid_is_no_row() -> None:
    rows = [*ROWS, ("填报单位（盖章）：", "单位负责人：", "财务负责人：", "填报人：张三", "填报日期：")]
    proposal = proposal_of(table(form()) + table([HEADER, *rows]))
    assert len(proposal.tables[0].indicators) == 3
    assert len(proposal.problems) == 1


def test_a_form_without_indicators_comes_in_with_a_problem() -> None:
    proposal = proposal_of(table(form()))
    assert proposal.tables[0].indicators == ()
    assert "没有找到指标" in proposal.problems[0].sentence


def test_a_short_row_is_named() -> None:
    proposal = proposal_of(table(form()) + table([HEADER, ("产出指标", "数量指标", "次数")]))
    assert proposal.tables[0].indicators[0].name == "次数"
    assert "第 1 行：只有 3 个单元格，少于表头的 5 列" in proposal.problems[0].sentence


def test_other_tables_and_texts_of_a_publication_are_passed_over() -> None:
    body = paragraph("目录") + table([("序号", "部门"), ("1", "某局")]) + whole_table() + paragraph("附注")
    assert only_table(body).name == "某项目"


def test_contents_do_not_count_as_headings() -> None:
    body = paragraph("1.甲绩效目标表\t3") + paragraph("2.某项目绩效目标表\t4") + whole_table(number=2)
    found = only_table(body)
    assert (found.number, found.name) == (2, "某项目")


def test_a_line_break_at_the_end_of_a_cell_does_not_cut_a_row_of_text() -> None:
    """Table 2, row 4 of the published text: an empty line stands inside the row."""
    text = TXT_FILE.read_text(encoding="utf-8")
    assert "\t运行保障时间\n\n\t全年服务保障天数\n" in text
    proposal = recognise(read_txt(text.encode(), "表.txt"))
    row = proposal.tables[1].indicators[3]
    assert (row.subcategory, row.name, row.description, row.value) == (
        "时效指标",
        "运行保障时间",
        "全年服务保障天数",
        "365天",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_published_text_in_any_usual_encoding(encoding: str, line_end: str) -> None:
    text = TXT_FILE.read_text(encoding="utf-8").replace("\n", line_end)
    assert len(recognise(read_txt(text.encode(encoding), "表.txt")).tables) == 14


def test_a_line_of_a_paragraph_inside_a_cell_goes_on_in_the_cell() -> None:
    text = TXT_FILE.read_text(encoding="utf-8").replace("\t信息系统等级保护", "\t第一段\n\n信息系统等级保护", 1)
    purpose = recognise(read_txt(text.encode(), "表.txt")).tables[0].purpose
    assert purpose == "第一段\n\n信息系统等级保护测评等网络安全服务"


def test_tracked_changes_text_boxes_and_content_controls(tmp_path: Path) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    cell = (
        "<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins>" + run.format("新") + "</w:ins>"
        "<w:r><w:pict><w:txbxContent><w:p>" + run.format("框") + "</w:p></w:txbxContent></w:pict></w:r></w:p>"
    )
    body = whole_table().replace(paragraph("购买服务"), cell)
    assert only_table("<w:sdt><w:sdtContent>" + body + "</w:sdtContent></w:sdt>").purpose == "新"


def test_a_purpose_that_speaks_of_money_is_no_unit_row() -> None:
    rows = form()
    rows[3] = (COVERED, ("购买服务（单位：万元）", 6))
    rows[4] = ("绩效目标", ("节约10（单位：万元）", 6))
    found = only_table(table(rows) + table([HEADER, *ROWS]))
    assert (found.purpose, found.target) == ("购买服务（单位：万元）", "节约10（单位：万元）")
    assert found.unit_name == "某单位"


def test_unit_and_currency_unit_in_one_cell() -> None:
    first, second = ([((f"31910{n}某单位    单位：万元", 7),), *form(f"项目{n}")[1:], HEADER, *ROWS] for n in (1, 2))
    proposal = proposal_of(table(first) + table(second))
    assert [(t.unit_code, t.unit_name, t.name) for t in proposal.tables] == [
        ("319101", "某单位", "项目1"),
        ("319102", "某单位", "项目2"),
    ]
    assert proposal.problems == ()


FORM_TEXTS = ["项目名称", "预算数", "10.00", "其中：财政资金", "其他资金", "绩效目标", "单位：万元", "319101某单位"]
lines = st.sampled_from([*FORM_TEXTS, *HEADER, "甲", "", "\n"])
grids = st.lists(st.lists(lines | st.text(max_size=5), min_size=1, max_size=7), max_size=12)


@given(grids)
def test_any_grid_is_recognised_or_refused(rows: list[list[str]]) -> None:
    """No arrangement of labels and texts is a bug, and what comes in has no white space at its ends."""
    cells = tuple(tuple(Cell(text, column) for column, text in enumerate(row)) for row in rows)
    document = Document("表.txt", (Grid(cells, ("第 1 行",) * len(cells)),), tells_merges=False)
    try:
        proposal = recognise(document)
    except KnownError:
        return
    for found in proposal.tables:
        texts = (found.name, found.purpose, found.target, *(row.name for row in found.indicators))
        assert all(text == text.strip() for text in texts)


@given(st.text() | st.lists(lines, max_size=60).map(lambda cells: "\n\t".join(cells)))
def test_any_text_is_read(text: str) -> None:
    try:
        recognise(read_txt(text.encode("utf-8", "surrogatepass"), "表.txt"))
    except KnownError:
        return


@given(st.data())
def test_a_damaged_published_text_is_still_read_or_refused(data: st.DataObject) -> None:
    text = list(TXT_FILE.read_text(encoding="utf-8")[:4000])
    for _ in range(data.draw(st.integers(1, 8))):
        text[data.draw(st.integers(0, len(text) - 1))] = data.draw(st.sampled_from(["", "\n", "\t", "\n\n\n", "x"]))
    try:
        recognise(read_txt("".join(text).encode(), "表.txt"))
    except KnownError:
        return


@pytest.mark.parametrize(
    ("above", "caption"),
    [
        (["2024年度项目支出绩效目标表", "（2024年度）"], ["2024年度项目支出绩效目标表", "（2024年度）"]),
        (["项目支出绩效目标表（2024年度）"], ["项目支出绩效目标表（2024年度）"]),
        (["说明：2024年度的表由财务科统一填报，请于月底前交回。"], []),
    ],
)
def test_titles_that_state_the_year_are_captions_and_no_projects_name(above: list[str], caption: list[str]) -> None:
    body = "".join(paragraph(text) for text in above) + table(form()) + table([HEADER, *ROWS])
    proposal = proposal_of(body)
    assert list(proposal.captions) == caption
    assert not [problem for problem in proposal.problems if "标题" in problem.sentence]
