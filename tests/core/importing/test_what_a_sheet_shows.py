"""What a worksheet shows and what it does not: a text comes in as it is shown, and what nobody sees is told."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
import xlsxwriter
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from core.importing.number_format import BUILT_IN, read_number, shown, shown_text
from core.importing.proposal import Proposal
from core.importing.recognise import recognise
from core.importing.xlsx_reader import read_xlsx
from tests.core.importing.test_told_or_taken import HEADER, ROWS, form, read, said
from tests.core.importing.workbooks import OFFICE, PACKAGE, archive_of, saved, workbook_with


def edited(edit: Callable[[Worksheet], None]) -> Proposal:
    workbook = Workbook()
    for row in [*form(), HEADER, *ROWS]:
        workbook.active.append(row)
    edit(workbook.active)
    return recognise(read_xlsx(saved(workbook), "表.xlsx"))


@pytest.mark.parametrize(
    ("text", "code", "seen"),
    [
        ("3", '@"人次"', "3人次"),
        ("甲", '0;0;0;"x"@', "x甲"),
        ("乙", ";;;", None),
        ("丙", '"甲"', "丙"),
        ("丁", "0;0;0", "丁"),
        ("戊", '0;0;0;"保密"', None),
        ("己", "0;@", "己"),
        ("庚", "@", "庚"),
        ("辛", "0.00", "辛"),
    ],
)
def test_a_text_with_its_format_as_libreoffice_shows_it(text: str, code: str, seen: str | None) -> None:
    assert shown_text(text, code) == seen


def test_a_text_whose_format_adds_to_it_comes_in_as_it_is_shown() -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["E7"].value, sheet["E7"].number_format = "3", '@"人次"'

    assert edited(edit).tables[0].indicators[0].value == "3人次"


def _same_colour(sheet: Worksheet) -> None:
    sheet["E7"].font = Font(color="FF00FF00")
    sheet["E7"].fill = PatternFill("solid", fgColor="FF00FF00")


def _white(sheet: Worksheet) -> None:
    sheet["E7"].font = Font(color="FFFFFFFF")


def _no_text(sheet: Worksheet) -> None:
    sheet["E7"].number_format = ";;;"


@pytest.mark.parametrize("edit", [_same_colour, _white, _no_text])
def test_a_text_that_nobody_sees_is_read_and_named(edit: Callable[[Worksheet], None]) -> None:
    proposal = edited(edit)
    assert proposal.tables[0].indicators[0].value == "≥100人次"
    assert "有 1 格的字与底色相同或被数字格式隐藏，看不见（E7），也读取了" in said(proposal)


def test_white_on_a_coloured_ground_is_seen() -> None:
    def edit(sheet: Worksheet) -> None:
        for cell in sheet[6]:
            cell.font, cell.fill = Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF1F4E79")

    assert edited(edit).problems == ()


def _format_without_zero(sheet: Worksheet) -> None:
    sheet["F3"].number_format = "0.00;-0.00;"


def _view_without_zeros(sheet: Worksheet) -> None:
    sheet.sheet_view.showZeros = False


@pytest.mark.parametrize("edit", [_format_without_zero, _view_without_zeros])
def test_a_zero_that_the_sheet_does_not_show_is_blank_and_named(edit: Callable[[Worksheet], None]) -> None:
    proposal = edited(edit)
    assert proposal.tables[0].other_funds is None
    assert "有 1 格的零没有显示出来（F3），读作空白，请核对" in said(proposal)


def test_what_the_sheet_with_the_form_alone_does_not_show_is_named_too() -> None:
    proposal = recognise(read_xlsx(workbook_with(form(budget="=5+5"), [HEADER, *ROWS]), "表.xlsx"))
    assert len(proposal.tables[0].indicators) == 3
    assert "有 1 处公式没有保存结果（B3）" in said(proposal)


@pytest.mark.parametrize("error", ["Err:502", "#GETTING_DATA", "#CONNECT!"])
def test_the_errors_of_newer_and_other_programs_are_named(error: str) -> None:
    proposal = read([*form(), HEADER, [*ROWS[0][:4], error]])
    assert f"“指标值”：是出错的公式“{error}”" in said(proposal)


def test_a_date_that_the_file_has_as_a_text_is_shown_by_its_format() -> None:
    workbook = Workbook(iso_dates=True)
    for row in [*form(), HEADER, *ROWS]:
        workbook.active.append(row)
    workbook.active["E7"].value = "placeholder"
    with zipfile.ZipFile(BytesIO(saved(workbook))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = re.sub(
        rb'<c r="E7"[^>]*>.*?</c>', b'<c r="E7" s="0" t="d"><v>2025-12-31T00:00:00Z</v></c>', parts[name]
    )
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(b'<xf numFmtId="0"', b'<xf numFmtId="31"')
    (table,) = recognise(read_xlsx(archive_of(parts), "表.xlsx")).tables
    assert table.indicators[0].value == "2025年12月31日"


@pytest.mark.parametrize("is_shared", [True, False])
def test_raised_digits_stay_apart_from_the_others(is_shared: bool) -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": not is_shared}) as book:
        sheet = book.add_worksheet()
        raised = book.add_format({"font_script": 1})
        for number, row in enumerate([*form(), HEADER, *ROWS]):
            for column, text in enumerate(row):
                if (number, column) == (6, 4):
                    sheet.write_rich_string(number, column, "≥10", raised, "3", "件")
                else:
                    sheet.write(number, column, text)
    (table,) = recognise(read_xlsx(out.getvalue(), "表.xlsx")).tables
    assert table.indicators[0].value == "≥10³件"


@pytest.mark.parametrize("under", ["效益指标", "产出指标"])
def test_a_text_that_a_merged_cell_covers_is_named_unless_it_is_the_same(under: str) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.merge_cells("A7:A8")
        sheet._cells[8, 1] = Cell(sheet, 8, 1, under)

    proposal = edited(edit)
    assert [row.category for row in proposal.tables[0].indicators] == ["产出指标", "产出指标", "效益指标"]
    is_named = "有 1 格被合并的单元格盖住（A8），里面的文字没有读取，请另行查看。" in said(proposal)
    assert is_named is (under == "效益指标")


def test_the_texts_of_text_boxes_are_counted() -> None:
    with zipfile.ZipFile(BytesIO(workbook_with([*form(), HEADER, *ROWS]))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    text = "<a:r><a:t>金额单位：</a:t></a:r><a:r><a:t>元</a:t></a:r>"
    box = f"<xdr:sp><xdr:txBody><a:p>{text}</a:p></xdr:txBody></xdr:sp>"
    parts |= {
        "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/drawing" Target="/xl/drawings/drawing1.xml"/></Relationships>'.encode(),
        "xl/drawings/drawing1.xml": f'<xdr:wsDr xmlns:xdr="x" xmlns:a="a">{box}</xdr:wsDr>'.encode(),
    }
    proposal = recognise(read_xlsx(archive_of(parts), "表.xlsx"))
    assert "工作表“Sheet”有 1 个文本框没有读取（“金额单位：元”），请另行查看。" in said(proposal)


@pytest.mark.parametrize(
    ("ids", "text"),
    [
        ((27, 36, 50, 52, 57), "2025年12月"),
        ((28, 29, 51, 53, 54, 58), "12月31日"),
        ((30,), "12-31-25"),
        ((31,), "2025年12月31日"),
        ((32,), "14时30分"),
        ((33,), "14时30分00秒"),
        ((34, 55), "下午2时30分"),
        ((35, 56), "下午2时30分00秒"),
    ],
)
def test_formats_known_by_number_as_libreoffice_shows_them_in_chinese(ids: tuple[int, ...], text: str) -> None:
    """Written down from LibreOffice 7.4 with its locale zh-CN."""
    number = read_number("46022.604166666664")
    assert number is not None
    assert {shown(number, BUILT_IN[one]) for one in ids} == {text}
