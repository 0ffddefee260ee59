"""One table in workbooks as other programs write them: with everything around it that people put into workbooks."""

import base64
import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from tests.core.importing.workbooks import FORM, HEADER, ROWS

FIRST_ROW = len(FORM) + 1
"""Of the indicators, from 0."""
_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)

Book = xlsxwriter.Workbook
Maker = Callable[[Book, Worksheet], object]


def _cells() -> Iterator[tuple[int, int, Any]]:
    for row, texts in enumerate((*FORM, HEADER, *ROWS)):
        yield from ((row, column, text) for column, text in enumerate(texts) if text is not None)


def _workbook(
    change: Maker = lambda _book, _sheet: None, *, before: Maker | None = None, options: dict[str, Any] | None = None
) -> bytes:
    """The table on a sheet, changed afterwards; a later write replaces a cell."""
    out = io.BytesIO()
    with Book(out, {"in_memory": True, **(options or {})}) as book:
        if before is not None:
            before(book, None)
        sheet = book.add_worksheet("绩效目标表")
        for row, column, value in _cells():
            sheet.write(row, column, value)
        change(book, sheet)
    return out.getvalue()


def _rich(book: Book, sheet: Worksheet) -> None:
    bold, red = book.add_format({"bold": True}), book.add_format({"font_color": "red", "italic": True})
    for row, column, text in _cells():
        if isinstance(text, str) and len(text) > 2:
            sheet.write_rich_string(row, column, bold, text[:1], text[1:2], red, text[2:])


def _formulas(_book: Book, sheet: Worksheet) -> None:
    sheet.write_formula(2, 1, '="某"&"项目"', None, "某项目")
    sheet.write_formula(3, 2, "=SUM(E4,G4)", None, 10)
    sheet.write_array_formula(FIRST_ROW, 4, FIRST_ROW, 4, '{="≥"&3&"次"}', None, "≥3次")
    sheet.write_dynamic_array_formula(FIRST_ROW + 1, 4, FIRST_ROW + 1, 4, '="≤"&10&"万元"', None, "≤10万元")


def _numbers(book: Book, sheet: Worksheet) -> None:
    sheet.write(3, 2, 10, book.add_format({"num_format": '#,##0.00"万元"'}))
    sheet.write(3, 4, 9.999999999999998, book.add_format({"num_format": "0.00"}))
    sheet.write(FIRST_ROW + 2, 4, 0.95, book.add_format({"num_format": '"≥"0%'}))
    sheet.write(FIRST_ROW, 4, 3, book.add_format({"num_format": '"≥"0"次"'}))


def _merged(book: Book, sheet: Worksheet) -> None:
    centre = book.add_format({"align": "center"})
    sheet.merge_range(FIRST_ROW, 0, FIRST_ROW + 1, 0, "产出指标", centre)
    sheet.merge_range(3, 0, 4, 0, "预算规模及资金用途", centre)
    sheet.merge_range(0, 0, 0, 6, FORM[0][0], centre)
    sheet.merge_range(5, 1, 5, 6, FORM[5][1], centre)


def _comments(_book: Book, sheet: Worksheet) -> None:
    for row, column, _ in _cells():
        sheet.write_comment(row, column, "项目名称：请核对", {"author": "李四", "visible": row == 2})


def _chart(book: Book, sheet: Worksheet) -> None:
    for kind in ("column", "pie", "scatter"):
        chart = book.add_chart({"type": kind})
        cells = ["绩效目标表", 3, 2, 3, 4]
        chart.add_series({"values": cells, "categories": cells, "name": "项目名称"})
        sheet.insert_chart(20, 1, chart)
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": ["绩效目标表", 3, 2, 3, 4]})
    book.add_chartsheet("图").set_chart(chart)


def _pictures(book: Book, sheet: Worksheet) -> None:
    sheet.insert_image(20, 2, "章.png", {"image_data": io.BytesIO(_PIXEL), "description": "项目名称"})
    sheet.set_background(io.BytesIO(_PIXEL))
    sheet.insert_textbox(22, 1, "项目名称：文本框里的")
    sheet.insert_button(24, 1, {"caption": "导出", "macro": "Export"})
    other = book.add_worksheet("图片")
    other.embed_image(2, 3, "章.png", {"image_data": io.BytesIO(_PIXEL)})
    other.insert_checkbox(5, 1, True)


def _drop_downs(_book: Book, sheet: Worksheet) -> None:
    sheet.data_validation(FIRST_ROW, 0, 999, 0, {"validate": "list", "source": ["产出指标", "效益指标"]})
    sheet.data_validation(3, 2, 3, 2, {"validate": "decimal", "criteria": ">", "value": 0, "input_message": "万元"})


def _looks(book: Book, sheet: Worksheet) -> None:
    red = book.add_format({"bg_color": "#FF0000", "rotation": 90, "text_wrap": True})
    sheet.conditional_format(0, 0, 99, 9, {"type": "text", "criteria": "containing", "value": "指标", "format": red})
    sheet.conditional_format(3, 2, 3, 4, {"type": "data_bar"})
    sheet.freeze_panes(2, 1)
    sheet.autofilter(FIRST_ROW - 1, 0, FIRST_ROW + 2, 4)
    sheet.set_column("A:XFD", 3, red)
    sheet.set_row(FIRST_ROW, 80, red, {"level": 1, "collapsed": True})
    sheet.set_header("&C项目名称&R&D")
    sheet.set_footer("&P / &N")
    sheet.set_landscape()
    sheet.print_area(0, 0, 12, 6)
    sheet.repeat_rows(0, 1)
    sheet.set_h_pagebreaks([5])
    sheet.right_to_left()
    sheet.set_tab_color("green")
    sheet.set_zoom(400)
    sheet.hide_gridlines(2)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    book.set_properties({"title": "项目名称", "comments": "三级指标"})
    book.set_custom_property("项目名称", "别的项目")
    book.define_name("项目名称", "=绩效目标表!$B$3")


def _protected(book: Book, sheet: Worksheet) -> None:
    sheet.protect("机密", {"select_locked_cells": False})
    sheet.unprotect_range("C4:E4", "金额", "机密")
    book.read_only_recommended()


def _links(_book: Book, sheet: Worksheet) -> None:
    sheet.write_url(2, 1, "http://example.invalid/项目", string="某项目", tip="打开")
    sheet.write_url(FIRST_ROW, 2, "internal:绩效目标表!A1", string="次数")
    sheet.write_url(FIRST_ROW, 3, "external:别的文件.xlsx#表!A1", string="服务次数")


def _other_sheets(book: Book, _sheet: None) -> None:
    front = book.add_worksheet("说明")
    front.write_column(0, 0, ["填表说明", "1.本表由单位填报。", "2.金额单位为万元。"])
    for hide in ("hide", "very_hidden"):
        hidden = book.add_worksheet(f"旧表{hide}")
        hidden.write_row(0, 0, ["项目名称", "不该读的"])
        getattr(hidden, hide)()
    book.add_worksheet("")
    listed = book.add_worksheet("名单")
    listed.add_table(0, 0, 3, 1, {"data": [["甲", 1], ["乙", 2], ["丙", 3]], "columns": [{"header": "单位"}, {}]})
    listed.add_sparkline(5, 0, {"range": "名单!B2:B4"})


def _far_away(book: Book, sheet: Worksheet) -> None:
    grey = book.add_format({"bg_color": "gray"})
    sheet.write_blank(20_000, 16_383, None, grey)
    for row in range(12, 50):
        sheet.write_blank(row, 0, None, grey)


def _blank_columns(_book: Book, sheet: Worksheet) -> None:
    sheet.set_column(7, 16_383, None, None, {"hidden": True})
    sheet.set_row(30, None, None, {"hidden": True})
    sheet.write(30, 0, "")


def _spaces(_book: Book, sheet: Worksheet) -> None:
    sheet.write_string(2, 1, "  某项目\r\n")
    sheet.write_string(FIRST_ROW, 2, "\t次数 ")
    sheet.write_string(2, 0, "项 目 名 称：")


def _types(book: Book, _sheet: Worksheet) -> None:
    sheet = book.add_worksheet("各种值")
    sheet.write_boolean(20, 0, True)
    sheet.write_datetime(20, 1, date(2025, 12, 31), book.add_format({"num_format": "yyyy年m月d日"}))
    sheet.write_formula(20, 2, "=1/0", None, "#DIV/0!")
    sheet.write_formula(20, 3, "=NA()", None, "#N/A")
    sheet.write_number(20, 4, 1e300)
    book.set_calc_mode("manual")


def _by_rows() -> bytes:
    """As programs write that keep one row in memory: inline strings."""
    out = io.BytesIO()
    with Book(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for row, texts in enumerate((*FORM, HEADER, *ROWS)):
            for column, text in enumerate(texts):
                sheet.write(row, column, text)
    return out.getvalue()


def _macros(book: Book, sheet: Worksheet) -> None:
    book.add_vba_project(io.BytesIO(b"\xd0\xcf\x11\xe0" + bytes(2000)), is_stream=True)
    sheet.set_vba_name("Sheet1")


def _many_sheets(book: Book, _sheet: Worksheet) -> None:
    for number in range(200):
        book.add_worksheet(f"备{number}").write_column(0, 0, [f"第 {number} 页", "没有表"])


_CHANGES: Sequence[Maker] = (
    *(_rich, _formulas, _numbers, _merged, _comments, _chart, _pictures, _drop_downs, _looks, _protected, _links),
    *(_far_away, _blank_columns, _spaces, _types),
)
WORKBOOKS: dict[str, Callable[[], bytes]] = {
    "plain.xlsx": _workbook,
    **{f"{change.__name__[1:]}.xlsx": partial(_workbook, change) for change in _CHANGES},
    "macros.xlsm": partial(_workbook, _macros),
    "other-sheets.xlsx": partial(_workbook, before=_other_sheets),
    "many-sheets.xlsx": partial(_workbook, _many_sheets),
    "since-1904.xlsx": partial(_workbook, _types, options={"date_1904": True}),
    "by-rows.xlsx": _by_rows,
    "zip64.xlsx": partial(_workbook, options={"use_zip64": True}),
    "strings-to-numbers.xlsx": partial(_workbook, options={"strings_to_numbers": True}),
}
"""Every one of them holds the table of ``workbooks.FORM`` and ``ROWS``, and no other."""
