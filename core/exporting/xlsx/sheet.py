"""One table as a worksheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import accumulate
from typing import Final

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooter
from openpyxl.worksheet.page import PageMargins, PrintOptions, PrintPageSetup
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from core.catalogue.schemes import scheme
from core.domain.amounts import exact_sum, print_amount, tidy
from core.domain.records import LABELS
from core.exporting.heights import HIGHEST_ROW_POINTS, PIXELS_PER_MM, row_heights, slices, text_height
from core.exporting.xlsx.styles import SharedStyles, amount_format, are_numbers
from core.exporting.xlsx.texts import cell_text
from core.layout.form import (
    MARGIN_BOTTOM,
    MARGIN_LEFT,
    MARGIN_RIGHT,
    MARGIN_TOP,
    PAGE_HEIGHT,
    POINTS_PER_MM,
    STYLES,
    TABLE_A_WIDTHS,
    TABLE_B_SPANS,
    Cell,
    FilledForm,
    Grid,
)

DIGIT_PIXELS: Final = 8
"""Width of a digit of the workbook's default font: Excel counts column widths in it."""
MM_PER_INCH: Final = 25.4
_PAPER_A4 = 9
_GAP_POINTS = 12.0
_SCREEN_POINTS: Final = 375.0
"""Height of the rows that a laptop's window shows."""
_MOST_FROZEN_POINTS: Final = 250.0
"""Rows that stay on the screen must leave room for those that move."""
_PAGE_POINTS: Final = (PAGE_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM) * POINTS_PER_MM
_PAGE_SHARES: Final = (0.98, 1.0, 1.02, 1.04)
"""How much may go on a page: each program rounds rows to dots of its own, and makes all a little smaller to fit."""
_SUM_FORMAT: Final = "0.00####"
_COUNT_FORMAT: Final = "0"
_HEADING_ROW = 1


@dataclass(frozen=True, slots=True)
class _Placement:
    """Where a grid of the form lies on the sheet.

    Attributes:
        rows: For each grid row its first and its last sheet row.
        columns: For each grid column its first and its last sheet column.
    """

    rows: tuple[tuple[int, int], ...]
    columns: tuple[tuple[int, int], ...]

    def range_of(self, cell: Cell) -> tuple[int, int, int, int]:
        """First row, first column, last row, last column of a cell, all inclusive."""
        first_row = self.rows[cell.row][0]
        last_row = self.rows[cell.row + cell.row_span - 1][1]
        first_column = self.columns[cell.column][0]
        last_column = self.columns[cell.column + cell.column_span - 1][1]
        return first_row, first_column, last_row, last_column


def draw_table(sheet: Worksheet, form: FilledForm, styles: SharedStyles) -> None:
    """Draw a filled form on an empty sheet, ready to be printed."""
    writer = SheetWriter(sheet, styles, form.heading)
    set_widths(sheet, TABLE_A_WIDTHS)
    column_count = len(TABLE_A_WIDTHS)
    writer.text(_HEADING_ROW, 1, form.heading, "heading", bordered=False)
    writer.merge(_HEADING_ROW, 1, _HEADING_ROW, column_count)
    heading_style = STYLES["heading"]
    writer.height(_HEADING_ROW, text_height(form.heading, sum(TABLE_A_WIDTHS), heading_style.size))
    after_a = _draw_grid(writer, form.table_a, _HEADING_ROW + 1, (1,) * column_count)
    writer.height(after_a, _GAP_POINTS)
    header_row = after_a + 1
    end = _draw_grid(writer, form.table_b, header_row, TABLE_B_SPANS)
    if form.table_b.row_count > 1:
        _offer_categories(sheet, form.scheme, header_row + 1, end - 1)
    set_page(sheet, last_row=end - 1, last_column=column_count)
    sheet.print_title_rows = f"{header_row}:{header_row}"
    heights = [sheet.row_dimensions[row].height for row in range(1, min(header_row + 1, end - 1) + 1)]
    if any(_parts(heights, header_row, share * _PAGE_POINTS) for share in _PAGE_SHARES):
        sheet.row_breaks.append(Break(id=header_row - 1))
    above = sum(heights[:header_row])
    sheet.freeze_panes = f"A{(header_row if above <= _MOST_FROZEN_POINTS else _HEADING_ROW) + 1}"


def _parts(heights: Sequence[float], header_row: int, page: float) -> bool:
    """Whether a page of this height would end between the header and the row under it, the last of these."""
    used = 0.0
    for height in heights[: header_row - 1]:
        used = used + height if used + height <= page else height
    return used + sum(heights[header_row - 1 :]) > page


def row_of(form: FilledForm, indicator: int | None) -> int:
    """The sheet row on which an indicator, counted from 1, begins in :func:`draw_table`; ``None``: the form's first."""
    if indicator is None:
        return _HEADING_ROW + 1
    above = [*row_heights(form.table_a), _GAP_POINTS, *row_heights(form.table_b)[:indicator]]
    return _HEADING_ROW + 1 + sum(len(slices(height)) for height in above)


class Formula(str):
    """A formula with what it comes to, for what shows a sheet without reckoning: previews, Excel's protected view."""

    __slots__ = ("result",)
    result: str

    def __new__(cls, text: str, result: Decimal | int | None) -> "Formula":
        """Make one of ``=SUM(A1:A3)``; the result ``None`` is a blank."""
        formula = super().__new__(cls, text)
        formula.result = f"{result:f}" if isinstance(result, Decimal) else "" if result is None else str(result)
        return formula


class SheetWriter:
    """Puts texts and numbers on a sheet with shared styles.

    Writes to the sheet's own store of cells: a text must become a text cell whatever it looks like (openpyxl
    would take ``=SUM(A1)`` for a formula), and a thousand sheets must not take a minute.
    """

    def __init__(self, sheet: Worksheet, styles: SharedStyles, label: str) -> None:
        self._sheet = sheet
        self._sheet.merged_cells = []  # written as the texts that they are; openpyxl's ranges check for overlaps
        self._styles = styles
        self._label = label

    def text(
        self,
        row: int,
        column: int,
        text: str,
        style: str,
        *,
        bordered: bool,
        link: bool = False,
        tall: bool = False,
        place: str = "",
    ) -> SheetCell:
        """A text cell; a blank text leaves the cell empty, with its rules.

        Raises:
            KnownError: The text is longer than a cell can be; the sentence names ``place``.
        """
        cell = self._cell(row, column, self._styles.array(style, bordered=bordered, link=link, tall=tall))
        if text:
            cell._value = cell_text(text, self._label, place)
            cell.data_type = "s"
        return cell

    def amount(self, row: int, column: int, number: Decimal, text: str, style: str) -> None:
        """An exact amount: a number, or a text where Excel would round it."""
        number_format = amount_format(number)
        if number_format is None:
            self.text(row, column, text, style, bordered=True)
            return
        cell = self._cell(row, column, self._styles.array(style, bordered=True, number_format=number_format))
        # Given as digits: openpyxl would print a number through binary floating point.
        cell._value = f"{number:f}"
        cell.data_type = "n"

    def count(self, row: int, column: int, number: int, style: str) -> None:
        """A whole number."""
        cell = self._cell(row, column, self._styles.array(style, bordered=True, number_format="0"))
        cell._value = number

    def count_total(self, row: int, column: int, cells: str, total: int) -> None:
        """What the whole numbers in a range of cells add up to, as a formula."""
        self._formula(row, column, Formula(f"=SUM({cells})", total), "value", _COUNT_FORMAT)

    def amount_total(self, row: int, column: int, cells: str, amounts: Sequence[Decimal]) -> None:
        """What the amounts in a range of cells add up to; blank as long as all of them are.

        A formula, or where Excel would round an amount or their sum, the exact sum as a text: a formula would leave
        out the amounts that :meth:`amount` writes as texts.
        """
        total = exact_sum(amounts)
        if are_numbers([*amounts, total]):
            formula = Formula(f'=IF(COUNT({cells})=0,"",SUM({cells}))', total if amounts else None)
            self._formula(row, column, formula, "amount", _SUM_FORMAT)
        else:
            self.text(row, column, print_amount(tidy(total)), "amount", bordered=True)

    def _formula(self, row: int, column: int, formula: Formula, style: str, number_format: str) -> None:
        cell = self._cell(row, column, self._styles.array(style, bordered=True, number_format=number_format))
        cell._value = formula
        cell.data_type = "f"

    def merge(self, row: int, column: int, last_row: int, last_column: int) -> None:
        """Merge a range whose first cell has been written; the covered cells get its rules."""
        if (row, column) == (last_row, last_column):
            return
        style = self._sheet._cells[row, column]._style
        for covered_row in range(row, last_row + 1):
            for covered_column in range(column, last_column + 1):
                if (covered_row, covered_column) != (row, column):
                    self._cell(covered_row, covered_column, style)
        self._sheet.merged_cells.append(f"{get_column_letter(column)}{row}:{get_column_letter(last_column)}{last_row}")

    def height(self, row: int, points: float) -> None:
        """Fix the height of a row, as far as Excel's rows go."""
        self._sheet.row_dimensions[row].height = round(min(points, HIGHEST_ROW_POINTS), 1)

    def _cell(self, row: int, column: int, style: object) -> SheetCell:
        cell = SheetCell(self._sheet, row=row, column=column)
        cell._style = style
        self._sheet._cells[row, column] = cell
        return cell


def set_widths(sheet: Worksheet, widths_mm: Sequence[float]) -> None:
    """Fix the widths of the sheet's columns."""
    for column, width in enumerate(widths_mm, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = round(width * PIXELS_PER_MM / DIGIT_PIXELS, 2)


def set_page(sheet: Worksheet, last_row: int, last_column: int, *, landscape: bool = False) -> None:
    """A4, upright unless asked for otherwise, one page wide, page x of y in the foot."""
    sheet.sheet_view.showGridLines = False
    sheet.print_area = f"A1:{get_column_letter(last_column)}{last_row}"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup, sheet.print_options, sheet.page_margins, sheet.HeaderFooter = _page(landscape)


@cache
def _page(landscape: bool) -> tuple[PrintPageSetup, PrintOptions, PageMargins, HeaderFooter]:
    """What is the same for every sheet, and written over and over from the same objects."""
    foot = HeaderFooter()
    foot.oddFooter.center.text = "第 &P 页 共 &N 页"
    margins = PageMargins(
        left=MARGIN_LEFT / MM_PER_INCH,
        right=MARGIN_RIGHT / MM_PER_INCH,
        top=MARGIN_TOP / MM_PER_INCH,
        bottom=MARGIN_BOTTOM / MM_PER_INCH,
        header=MARGIN_TOP / 2 / MM_PER_INCH,
        footer=MARGIN_BOTTOM / 2 / MM_PER_INCH,
    )
    orientation = "landscape" if landscape else "portrait"
    setup = PrintPageSetup(paperSize=_PAPER_A4, orientation=orientation, fitToWidth=1, fitToHeight=0)
    return setup, PrintOptions(horizontalCentered=True), margins, foot


def _draw_grid(writer: SheetWriter, grid: Grid, first_row: int, spans: Sequence[int]) -> int:
    """Draw a grid of the form from ``first_row`` on; answers the row behind it."""
    ends = list(accumulate(spans))
    columns = tuple((end - span + 1, end) for end, span in zip(ends, spans, strict=True))
    heights = row_heights(grid)
    rows: list[tuple[int, int]] = []
    row = first_row
    for height in heights:
        parts = slices(height)
        rows.append((row, row + len(parts) - 1))
        for points in parts:
            writer.height(row, points)
            row += 1
    placement = _Placement(tuple(rows), columns)
    for cell in grid.cells:
        top, left, bottom, right = placement.range_of(cell)
        if cell.number is not None:
            writer.amount(top, left, cell.number, cell.text, cell.style)
        else:
            # Centred in what runs over pages or screens, a text would stand on one far down, beside others on none.
            covered = slice(cell.row, cell.row + cell.row_span)
            tall = rows[cell.row][0] != rows[cell.row][1] or sum(heights[covered]) > _SCREEN_POINTS
            place = _place(cell, in_rows=bool(grid.header_rows))
            writer.text(top, left, cell.text, cell.style, bordered=cell.bordered, tall=tall, place=place)
        writer.merge(top, left, bottom, right)
    return row


def _place(cell: Cell, *, in_rows: bool) -> str:
    """How the clerk knows a cell of the form."""
    if in_rows:
        return f"第 {cell.row} 行{LABELS['indicator'].get(cell.field, '')}"
    return "单位" if cell.field == "unit" else LABELS["project"].get(cell.field, "")


def _offer_categories(sheet: Worksheet, scheme_id: str, first_row: int, last_row: int) -> None:
    """Drop-downs with the names of the year's scheme; anything else may be typed all the same."""
    for column, names in zip("AB", _category_lists(scheme_id), strict=True):
        place = f"{column}{first_row}:{column}{last_row}"
        offer = DataValidation(type="list", formula1=names, allow_blank=True, showErrorMessage=False, sqref=place)
        sheet.add_data_validation(offer)


@cache
def _category_lists(scheme_id: str) -> tuple[str, str]:
    """The names of the 一级指标 and of the 二级指标, as a drop-down takes them."""
    year_scheme = scheme(scheme_id)
    subcategories = [name for category in year_scheme.categories for name in category.subcategories]
    return f'"{",".join(year_scheme.category_names)}"', f'"{",".join(subcategories)}"'
