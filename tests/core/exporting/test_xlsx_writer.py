"""The workbook: looks like the form, prints like it, and nothing that a cell holds may run."""

import io
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook

from core.domain.errors import Cancelled, KnownError
from core.domain.records import TargetTable
from core.exporting.xlsx import write_xlsx
from core.importing.reading import propose
from core.layout.form import fill
from tests.core.exporting.tables import texts, whole_tables, with_project, with_row, workbook_of, xlsx_bytes
from tests.reference import reference_tables

TABLES = reference_tables()
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FIRST_ROW = 9  # heading, five rows, a gap, the header
NAME_COLUMN = 3


def blank_or_sum(cells: str) -> str:
    """The formula of a total of amounts."""
    return f'=IF(COUNT({cells})=0,"",SUM({cells}))'


def sheet_xml(data: bytes) -> ElementTree.Element:
    """The first sheet as it stands in the file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))


def name_cell(text: str):
    """The cell of the first row's 三级指标."""
    return workbook_of(with_row(name=text)).worksheets[0].cell(FIRST_ROW, NAME_COLUMN)


@pytest.mark.parametrize(
    "text",
    ["0012", "1-2", "=SUM(A1)", "+86", "-1", "@x", "1e5", "2025年1月", "TRUE", "#N/A", "=cmd|'/c calc'!A1", "'x"],
)
def test_texts_stay_texts(text: str) -> None:
    cell = name_cell(text)
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")


def test_no_part_holds_a_formula_but_the_totals() -> None:
    hostile = with_row(name="=1+1", description='=HYPERLINK("http://x")', value="@SUM(A1)")
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes([hostile]))) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes([hostile, TABLES[1]]))) as archive:
        formulas = [name for name in archive.namelist() if b"<f>" in archive.read(name)]
        assert formulas == ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"]
        assert archive.read(formulas[0]).count(b"<f>") == 2
        assert b"HYPERLINK" not in archive.read(formulas[1])


def test_no_link_leads_out_of_the_file() -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(TABLES))) as archive:
        assert not any(b'TargetMode="External"' in archive.read(name) for name in archive.namelist())


@settings(max_examples=40)
@given(texts)
def test_any_text_is_read_back_as_it_was(text: str) -> None:
    assert (name_cell(text).value or "") == text


def test_what_xml_cannot_hold_is_spelled_as_the_format_does() -> None:
    sheet = sheet_xml(xlsx_bytes([with_row(name="甲\x0b乙_x0041_\r")]))
    texts_there = [element.text for element in sheet.iter(f"{{{MAIN}}}t")]
    assert "甲_x000B_乙_x005F_x0041__x000D_" in texts_there


def test_what_xml_cannot_hold_in_a_name_is_left_out_of_the_title() -> None:
    workbook = workbook_of(with_project(name="甲\x00\x0b\ud800乙"))
    assert workbook.properties.title.startswith("1.甲乙")


@pytest.mark.parametrize(
    ("amount", "value", "number_format"),
    [
        (Decimal("114.00"), 114, "0.00"),
        (Decimal("9.95"), 9.95, "0.00"),
        (Decimal("0.123456"), 0.123456, "0.000000"),
        (Decimal("0.00"), 0, "0.00"),
        (Decimal("-1.50"), -1.5, "0.00"),
        (Decimal("1234567890123456.78"), "1234567890123456.78", "@"),
        ("约10万", "约10万", "@"),
        (None, None, "@"),
    ],
)
def test_amounts_are_numbers_as_far_as_excel_keeps_them_exact(amount, value, number_format: str) -> None:
    cell = workbook_of(with_project(budget=amount)).worksheets[0].cell(4, 3)
    assert (cell.value, cell.number_format) == (value, number_format)


def test_an_amount_is_written_in_its_own_digits() -> None:
    """Through binary floating point 9.95 would be written as 9.949999999999999."""
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes([with_project(budget=Decimal("9.95"))]))) as archive:
        assert b"<v>9.95</v>" in archive.read("xl/worksheets/sheet1.xml")


def test_a_sheet_a_table_behind_the_contents() -> None:
    workbook = workbook_of(*TABLES)
    assert workbook.sheetnames[:3] == ["目录", "汇总表", "1.2025年度等级保护测评等网络安全项目"]
    assert len(workbook.sheetnames) == 2 + 14 + 1
    assert workbook_of(TABLES[0]).sheetnames == ["1.2025年度等级保护测评等网络安全项目", "绩表标识"]


def test_sheet_names_are_legal_and_different() -> None:
    odd = ["a/b\\c?d*e[f]g:h", "'引号'", "", "History", "目录", "绩表标识", "\ud800\x01"]
    names = [*odd, "x" * 40, "X" * 40, "𠮷" * 20, "甲" * 40, "甲" * 41]
    tables = [with_project(name=name) for name in names]
    sheets = workbook_of(*tables).sheetnames
    assert len({sheet.casefold() for sheet in sheets}) == len(names) + 3
    for sheet in sheets:
        assert 0 < len(sheet.encode("utf-16-le")) // 2 <= 31
        assert not set(sheet) & set("\\/?*[]:")
        assert not sheet.startswith("'")
        assert not sheet.endswith("'")


def test_the_summary_adds_up_units_and_agrees_with_the_contents() -> None:
    workbook = workbook_of(*TABLES)
    rows = list(workbook["汇总表"].values)
    assert rows[1] == (
        *("年度", "单位代码", "单位名称", "项目数", "预算数\n（万元）", "财政资金\n（万元）", "其他资金\n（万元）"),
        *("产出指标", "效益指标", "满意度指标", "指标合计"),
    )
    assert rows[2] == ("2025", "319101", TABLES[0].unit.name, 8, 2450.12, 2450.12, None, 48, 9, 8, "=SUM(H3:J3)")
    assert rows[3][1:8] == ("319202", TABLES[13].unit.name, 6, 416.67, 416.67, None, 26)
    assert rows[4][4:7] == tuple(blank_or_sum(f"{letter}3:{letter}4") for letter in "EFG")
    assert rows[4][3::4] == tuple(f"=SUM({letter}3:{letter}4)" for letter in "DH")
    assert rows[4][8:] == tuple(f"=SUM({letter}3:{letter}4)" for letter in "IJK")
    budgets = [row[5] for row in workbook["目录"].iter_rows(min_row=3, max_row=16, values_only=True)]
    assert round(sum(budgets), 2) == round(rows[2][4] + rows[3][4], 2)


def test_totals_are_there_before_anything_reckons() -> None:
    """Excel does not in its protected view, in which it opens what came by mail."""
    workbook = load_workbook(io.BytesIO(xlsx_bytes(TABLES)), data_only=True)
    assert [cell.value for cell in workbook["汇总表"][5]][3:] == [14, 2866.79, 2866.79, None, 74, 15, 14, 103]
    assert [cell.value for cell in workbook["汇总表"]["K"]][2:] == [65, 38, 103]
    assert [cell.value for cell in workbook["目录"][17]][5:7] == [2866.79, 103]


def test_the_summary_counts_what_is_in_no_scheme_and_leaves_out_what_is_no_number() -> None:
    odd = with_row(category="别的")
    blank = with_project(budget="约10万", fiscal_funds=None)
    rows = list(workbook_of(odd, blank)["汇总表"].values)
    assert rows[1][10] == "其他类别"
    assert rows[2][3:] == (2, 114, 114, None, 13, 2, 2, 1, "=SUM(H3:K3)")
    left_out = "合计不含不是数字的 1 项：1.2025年度等级保护测评等网络安全项目 预算数“约10万”。"
    assert rows[4][0] == left_out
    assert list(workbook_of(odd, blank)["目录"].values)[5][0] == left_out


def test_totals_agree_where_excel_would_round_them() -> None:
    """A cell keeps fifteen digits: longer amounts are texts, which SUM leaves out without a word."""
    long = with_project(budget=Decimal("123456789012345678.12"))
    workbook = workbook_of(long, TABLES[1])
    total = str(Decimal("123456789012345678.12") + TABLES[1].project.budget)
    assert [cell.value for cell in workbook["目录"]["F"]][2:] == ["123456789012345678.12", 534, total]
    assert [cell.value for cell in workbook["汇总表"]["E"]][2:] == [total, total]
    high = with_project(budget=Decimal("9999999999999.99"))
    assert [c.value for c in workbook_of(high, high)["目录"]["F"]][2:] == [9999999999999.99] * 2 + ["19999999999999.98"]


def test_columns_show_their_longest_amount() -> None:
    """A number that does not fit is ### on the screen and on paper."""
    workbook = workbook_of(*(with_project(budget=Decimal("900000000000.25")) for _ in range(3)))
    for name, column, row in (("目录", "F", 3), ("目录", "F", 6), ("汇总表", "E", 3), ("汇总表", "E", 4)):
        sheet = workbook[name]
        assert sheet.column_dimensions[column].width > len("2700000000000.75") * 1.1
        assert sheet[f"{column}{row}"].alignment.shrink_to_fit
    amount = workbook.worksheets[2]["C4"]
    assert (amount.alignment.shrink_to_fit, amount.alignment.wrap_text) == (True, None)
    assert workbook.worksheets[2]["B3"].alignment.wrap_text


def test_contents_link_to_the_sheets_and_count() -> None:
    sheet = workbook_of(*TABLES).worksheets[0]
    first = [cell.value for cell in sheet[3]]
    assert first[:7] == [
        "1",
        "2025",
        "319101",
        "天津市人民政府政务服务办公室",
        "2025年度等级保护测评等网络安全项目",
        114,
        9,
    ]
    assert first[7] == fill(TABLES[0]).check_code
    assert sheet["A3"].hyperlink.location == "'1.2025年度等级保护测评等网络安全项目'!A1"
    assert (sheet["F17"].value, sheet["G17"].value) == (blank_or_sum("F3:F16"), "=SUM(G3:G16)")


def test_a_link_to_a_name_with_a_quote_in_it() -> None:
    sheet = workbook_of(with_project(name="甲's项目"), TABLES[1]).worksheets[0]
    assert sheet["A3"].hyperlink.location == "'1.甲''s项目'!A1"


def test_names_with_quotes_keep_their_print_settings() -> None:
    sheet = workbook_of(with_project(name="甲's “项目”(1), 2024-2025")).worksheets[0]
    assert sheet.print_title_rows == "$8:$8"
    assert sheet.print_area.endswith("$A$1:$G$17")


def test_page_setup_is_ready_to_print() -> None:
    sheet = workbook_of(TABLES[0]).worksheets[0]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$8:$8"
    assert sheet.print_area.endswith("$A$1:$G$17")
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
    assert sheet.freeze_panes == "A9"  # the header of the indicators stays


def test_what_stays_on_the_screen_leaves_room_for_the_rows() -> None:
    assert workbook_of(with_project(target="很长的目标。" * 300)).worksheets[0].freeze_panes == "A2"


def test_merges_are_those_of_the_form() -> None:
    sheet = workbook_of(TABLES[0]).worksheets[0]
    merges = {str(merged) for merged in sheet.merged_cells.ranges}
    assert {"A1:G1", "A2:E2", "F2:G2", "B3:G3", "A4:A5", "B5:G5", "B6:G6", "C8:D8", "E8:F8", "A9:A15"} <= merges


def test_merged_cells_have_rules_all_around() -> None:
    """Excel draws the rules of each cell under a merged one; openpyxl does not read them back."""
    data = xlsx_bytes([TABLES[0]])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        formats = ElementTree.fromstring(archive.read("xl/styles.xml")).find(f"{{{MAIN}}}cellXfs")
    assert formats is not None
    borders = [int(found.get("borderId", "0")) for found in formats]
    cells = {c.get("r"): int(c.get("s", "0")) for c in sheet_xml(data).iter(f"{{{MAIN}}}c")}
    table_b = [f"{column}{row}" for row in range(FIRST_ROW, FIRST_ROW + 9) for column in "ABCDEFG"]
    assert [place for place in table_b if borders[cells[place]] == 0] == []


def test_drop_downs_offer_the_scheme_of_the_year() -> None:
    sheet = workbook_of(TABLES[0]).worksheets[0]
    offers = {str(offer.sqref): offer.formula1 for offer in sheet.data_validations.dataValidation}
    assert offers["A9:A17"] == '"产出指标,效益指标,满意度指标"'
    assert offers["B9:B17"].startswith('"数量指标,质量指标')
    assert len(offers["B9:B17"]) <= 255


def test_long_texts_get_rows_enough_to_show_them() -> None:
    """Excel's rows end at 409 points: a higher cell is several rows merged."""
    sheet = workbook_of(with_row(description="很长的描述，" * 800)).worksheets[0]
    merged = next(m for m in sheet.merged_cells.ranges if (m.min_row, m.min_col) == (FIRST_ROW, 5))
    heights = [sheet.row_dimensions[row].height for row in range(merged.min_row, merged.max_row + 1)]
    assert max(heights) <= 409
    lines = 4800 / 12  # 48 mm hold at most twelve characters of 五号
    assert sum(heights) >= lines * 13.5


def test_a_row_that_runs_over_pages_leaves_no_half_page_blank() -> None:
    """No program divides a row between pages: what is merged of high ones moves on in large steps."""
    sheet = workbook_of(with_row(description="很长的描述，" * 800)).worksheets[0]
    parts = [sheet.row_dimensions[row].height for row in range(FIRST_ROW, FIRST_ROW + 30)]
    assert max(parts) < 120


def test_a_label_stands_where_its_rows_begin_if_they_run_over_screens_and_pages() -> None:
    """Centred, the label of three hundred rows would be seen on one page in fourteen."""
    table = TABLES[0]
    rows = tuple(replace(table.indicators[0], id=f"r{n}") for n in range(300))
    for indicators, vertical in ((rows, "top"), (table.indicators, "center")):
        sheet = workbook_of(replace(table, indicators=indicators)).worksheets[0]
        assert f"A{FIRST_ROW}:A{FIRST_ROW + sum(row.category == '产出指标' for row in indicators) - 1}" in {
            str(merged) for merged in sheet.merged_cells.ranges
        }
        assert sheet.cell(FIRST_ROW, 1).alignment.vertical == vertical
        assert sheet.cell(FIRST_ROW, 2).alignment.vertical == "center"


def test_the_header_of_the_indicators_goes_to_the_next_page_with_its_first_row() -> None:
    def breaks(target_lines: int) -> list[int]:
        sheet = workbook_of(with_project(target="目标\n" * target_lines)).worksheets[0]
        assert all(sheet.cell(broken.id + 1, 1).value == "一级指标" for broken in sheet.row_breaks.brk)
        return [broken.id for broken in sheet.row_breaks.brk]

    assert [bool(breaks(lines)) for lines in (3, 20, 30, 36, 45)] == [False, False, False, True, False]


def test_no_row_is_higher_than_excel_allows() -> None:
    for sheet in workbook_of(with_project(name="很长的名称" * 400), TABLES[1]).worksheets:
        assert all((row.height or 0) <= 409 for row in sheet.row_dimensions.values())


def test_a_text_longer_than_a_cell_can_be_is_refused() -> None:
    with pytest.raises(KnownError, match=r"“1\.2025年度.*”第 1 行绩效指标描述的文字超过 32767 个字"):
        xlsx_bytes([with_row(description="长" * 32_768)])
    with pytest.raises(KnownError, match="”资金用途的文字超过"):
        xlsx_bytes([with_project(purpose="长" * 32_768)])
    assert name_cell("长" * 32_767).value == "长" * 32_767


def test_the_copy_carries_its_identity() -> None:
    workbook = workbook_of(*TABLES)
    sheet = workbook["绩表标识"]
    assert sheet.sheet_state == "veryHidden"
    rows = list(sheet.values)
    assert rows[0][0] == "jibiao-copy-1"
    record = dict(zip(rows[1], rows[2], strict=True))
    assert record["place"] == workbook.sheetnames[2]
    assert (record["project_id"], record["unit_id"], record["scheme"]) == ("p1", "u319101", "2015")
    assert record["check_code"] == fill(TABLES[0]).check_code
    assert record["indicator_ids"].split() == [row.id for row in TABLES[0].indicators]
    assert workbook.custom_doc_props["jibiao.version"].value == "jibiao-copy-1"
    assert workbook_of(TABLES[0]).custom_doc_props["校验码"].value == fill(TABLES[0]).check_code


def test_the_identity_of_a_table_with_very_many_rows(tmp_path: Path) -> None:
    """A cell holds the ids of 992 rows and no more."""
    rows = tuple(replace(TABLES[0].indicators[0], id=f"{number:032x}") for number in range(1_200))
    path = tmp_path / "长表.xlsx"
    path.write_bytes(xlsx_bytes([replace(TABLES[0], indicators=rows)]))
    identity = propose(path).tables[0].identity
    assert identity is not None
    assert identity.indicator_ids == tuple(row.id for row in rows)


def test_properties_name_the_unit_and_the_year() -> None:
    one_unit = workbook_of(TABLES[0], TABLES[1]).properties
    assert (one_unit.title, one_unit.creator) == ("2025年度项目绩效目标表", TABLES[0].unit.name)
    assert workbook_of(TABLES[0], TABLES[13]).properties.creator == f"{TABLES[0].unit.name}、{TABLES[13].unit.name}"


def test_no_sheet_flags_codes_and_numbers_that_are_texts() -> None:
    """Excel would mark each with a green corner; the element is the last one but drawings and the like."""
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(TABLES))) as archive:
        sheets = [ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{n}.xml")) for n in range(1, 18)]
    ignored = [sheet[-1] for sheet in sheets]
    assert {element.tag for element in ignored} == {f"{{{MAIN}}}ignoredErrors"}
    assert {(e[0].get("sqref"), e[0].get("numberStoredAsText")) for e in ignored} == {("A1:XFD1048576", "1")}


def test_tables_of_several_years_are_told_apart() -> None:
    last_year = replace(TABLES[0], year=replace(TABLES[0].year, year=2024))
    workbook = workbook_of(last_year, TABLES[0])
    assert workbook.sheetnames[2:4] == ["2024-" + TABLES[0].label, "2025-" + TABLES[0].label]
    assert workbook.properties.title == "2024、2025年度项目绩效目标表"


def test_equal_tables_are_equal_bytes_in_every_process(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from tests.core.exporting.tables import xlsx_bytes\n"
        "from tests.reference import reference_tables\n"
        "sys.stdout.buffer.write(xlsx_bytes(reference_tables()))\n"
    )
    copies = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[3],
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert copies == {xlsx_bytes(TABLES)}


@settings(max_examples=25)
@given(whole_tables())
def test_any_table_can_be_written(table: TargetTable) -> None:
    assert len(workbook_of(table).worksheets) == 2


def test_progress_is_told_and_may_cancel() -> None:
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        told.append((done, total))
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_xlsx([fill(table) for table in TABLES], io.BytesIO(), progress)
    assert told == [(1, 14), (2, 14)]
