"""Workbook of 1 000 distinct tables, beside bare openpyxl and XlsxWriter that write the same cells, in one run.

The bare sides get the texts, merges, styles and row heights for nothing; they write no contents, drop-downs or
identity. Bare openpyxl shares its styles and merges the quick way, since the plain way is three times slower.
"""

import sys
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import accumulate
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import xlsxwriter
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.cell_range import CellRange

from core.exporting.heights import row_heights
from core.exporting.xlsx import write_xlsx
from core.layout.form import TABLE_B_SPANS, FilledForm, fill
from tests.benchmarks.workload import distinct_tables

TABLES = 1000
SIZE = 10.5

Rectangle = tuple[int, int, int, int, str]
"""First row, first column, last row, last column, all from 0, and the text."""


def rectangles(form: FilledForm) -> Iterator[Rectangle]:
    """Every cell of the form as it lies on the sheet."""
    yield 0, 0, 0, 6, form.heading
    for cell in form.table_a.cells:
        last_row, last_column = cell.row + cell.row_span, cell.column + cell.column_span - 1
        yield cell.row + 1, cell.column, last_row, last_column, cell.text
    ends = list(accumulate(TABLE_B_SPANS))
    top = form.table_a.row_count + 2
    for cell in form.table_b.cells:
        left = ends[cell.column] - TABLE_B_SPANS[cell.column]
        yield top + cell.row, left, top + cell.row + cell.row_span - 1, ends[cell.column] - 1, cell.text


def heights(form: FilledForm) -> list[float]:
    """The height of each row of the sheet."""
    return [26.0, *row_heights(form.table_a), 12.0, *row_heights(form.table_b)]


def bare_openpyxl(sheets: list[tuple[list[Rectangle], list[float]]], out: BytesIO) -> None:
    """The same cells with openpyxl alone."""
    workbook = Workbook()
    model = workbook.active.cell(1, 1)
    line = Side(style="thin")
    model.font = Font(name="宋体", size=SIZE)
    model.border = Border(left=line, right=line, top=line, bottom=line)
    model.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    model.number_format = "@"
    for cells, row_points in sheets:
        sheet = workbook.create_sheet()
        for top, left, bottom, right, text in cells:
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    sheet.cell(row + 1, column + 1)._style = model._style
            sheet.cell(top + 1, left + 1).value = text
            if (top, left) != (bottom, right):
                area = CellRange(min_row=top + 1, min_col=left + 1, max_row=bottom + 1, max_col=right + 1)
                sheet.merged_cells.add(area)
        for row, points in enumerate(row_points, start=1):
            sheet.row_dimensions[row].height = points
    workbook.save(out)


def bare_xlsxwriter(sheets: list[tuple[list[Rectangle], list[float]]], out: BytesIO) -> None:
    """The same cells with XlsxWriter, which writes but cannot read."""
    workbook = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    look = workbook.add_format(
        {
            "font_name": "宋体",
            "font_size": SIZE,
            "border": 1,
            "align": "center",
            "valign": "vcenter",
            "text_wrap": True,
            "num_format": "@",
        }
    )
    for cells, row_points in sheets:
        sheet = workbook.add_worksheet()
        for top, left, bottom, right, text in cells:
            if (top, left) == (bottom, right):
                sheet.write_string(top, left, text, look)
            else:
                sheet.merge_range(top, left, bottom, right, text, look)
        for row, points in enumerate(row_points):
            sheet.set_row(row, points)
    workbook.close()


def seconds(write: Callable[[BytesIO], None]) -> tuple[float, int]:
    """The processor time that writing takes, and how many bytes come out."""
    out = BytesIO()
    start = time.process_time()
    write(out)
    return time.process_time() - start, len(out.getvalue())


def main() -> None:
    """Print the three times and how ours stands to each of the others."""
    forms = [fill(table) for table in distinct_tables(TABLES)]
    sheets = [(list(rectangles(form)), heights(form)) for form in forms]
    ours, size = seconds(lambda out: write_xlsx(forms, out))
    print(f"tables {TABLES}, {size / 1e6:.1f} MB")
    print(f"{'绩表':12}{ours:7.2f} s")
    for name, write in (("openpyxl", bare_openpyxl), ("XlsxWriter", bare_xlsxwriter)):
        bare, size = seconds(lambda out, write=write: write(sheets, out))  # type: ignore[misc]
        print(f"{name:12}{bare:7.2f} s, {size / 1e6:.1f} MB, ratio {ours / bare:.2f}")


if __name__ == "__main__":
    main()
