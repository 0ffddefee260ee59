"""A plain report as a workbook: a sheet for each of its tables, to be sorted and filtered."""

from typing import BinaryIO, Final

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from core.exporting.heights import text_height
from core.exporting.identity import PROGRAM
from core.exporting.xlsx.package import save
from core.exporting.xlsx.sheet import SheetWriter, set_page, set_widths
from core.exporting.xlsx.styles import SharedStyles
from core.exporting.xlsx.texts import sheet_names
from core.layout.form import STYLES
from core.layout.report import PAGE_ROOM, Report, ReportTable

_TITLE_ROW: Final = 1
_TITLE_HEIGHT: Final = 28.0
_HEAD_HEIGHT: Final = 20.0


def write_report_xlsx(report: Report, out: BinaryIO) -> None:
    """Write a report; equal reports give equal bytes.

    Raises:
        KnownError: A text is longer than a cell can be.
    """
    workbook = Workbook()
    styles = SharedStyles(workbook)
    workbook.remove(workbook.active)
    for table, name in zip(report.tables, sheet_names([table.title for table in report.tables]), strict=True):
        draw_report_table(workbook.create_sheet(name), table, report.lines, styles)
    save(workbook, out, report.subject, PROGRAM)


def draw_report_table(
    sheet: Worksheet, table: ReportTable, lines: tuple[str, ...], styles: SharedStyles
) -> SheetWriter:
    """Draw one table of a report, under its title and these lines, on an empty sheet; answers what goes on with it."""
    writer = SheetWriter(sheet, styles, table.title)
    widths = [column.width for column in table.columns]
    set_widths(sheet, widths)
    writer.text(_TITLE_ROW, 1, table.title, "heading", bordered=False)
    writer.merge(_TITLE_ROW, 1, _TITLE_ROW, len(widths))
    writer.height(_TITLE_ROW, _TITLE_HEIGHT)
    row = _TITLE_ROW + 1
    for line in lines:
        writer.text(row, 1, line, "caption_left", bordered=False)
        writer.merge(row, 1, row, len(widths))
        writer.height(row, text_height(line, sum(widths), STYLES["caption_left"].size))
        row += 1
    head = row
    for column, its in enumerate(table.columns, start=1):
        writer.text(head, column, its.title, "column_heading", bordered=True)
    writer.height(head, _HEAD_HEIGHT)
    for row, texts in enumerate(table.rows, start=head + 1):
        for column, (its, text) in enumerate(zip(table.columns, texts, strict=True), start=1):
            if its.style == "amount" and text.isascii() and text.isdigit():
                writer.count(row, column, int(text), its.style)
            else:
                writer.text(row, column, text, its.style, bordered=True)
        heights = [text_height(text, width, STYLES["prose"].size) for text, width in zip(texts, widths, strict=True)]
        writer.height(row, max(heights))
    last = head + len(table.rows)
    set_page(sheet, last_row=last, last_column=len(widths), landscape=sum(widths) > PAGE_ROOM)
    sheet.print_title_rows = f"{head}:{head}"
    sheet.freeze_panes = f"A{head + 1}"
    sheet.auto_filter.ref = f"A{head}:{sheet.cell(head, len(widths)).column_letter}{last}"
    return writer
