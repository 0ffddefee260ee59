"""The first sheet of a workbook with several tables: 目录, with links and totals."""

from collections.abc import Sequence
from typing import Final

from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from core.domain.amounts import exact_sum, print_amount, tidy
from core.domain.copies import CONTENTS_SHEET
from core.exporting.heights import text_height
from core.exporting.xlsx.amounts import amount_width, draw_left_out
from core.exporting.xlsx.sheet import SheetWriter, set_page, set_widths
from core.exporting.xlsx.styles import SharedStyles
from core.exporting.xlsx.texts import sheet_reference
from core.layout.form import STYLES, Cell, FilledForm

COLUMNS: Final = (
    ("表号", 11.0),
    ("年度", 12.0),
    ("单位代码", 19.0),
    ("单位名称", 30.0),
    ("项目名称", 44.0),
    ("预算数\n（万元）", 20.0),
    ("指标数", 12.0),
    ("校验码", 47.0),
)
"""Column headings and their widths in millimetres."""

_BUDGET_COLUMN, _COUNT_COLUMN = 6, 7
_TITLE_ROW, _HEADER_ROW, _FIRST_ROW = 1, 2, 3


def draw_contents(sheet: Worksheet, forms: Sequence[FilledForm], names: Sequence[str], styles: SharedStyles) -> None:
    """Draw the table of contents.

    Args:
        sheet: An empty sheet.
        forms: In the order of their sheets.
        names: The sheets' names.
        styles: The workbook's styles.
    """
    writer = SheetWriter(sheet, styles, CONTENTS_SHEET)
    budgets = [number for form in forms if (number := _budget(form).number) is not None]
    shown = [print_amount(tidy(number)) for number in (*budgets, exact_sum(budgets))]
    widths = [width for _, width in COLUMNS]
    widths[_BUDGET_COLUMN - 1] = amount_width(shown, widths[_BUDGET_COLUMN - 1])
    set_widths(sheet, widths)
    writer.text(_TITLE_ROW, 1, "项目绩效目标表目录", "heading", bordered=False)
    writer.merge(_TITLE_ROW, 1, _TITLE_ROW, len(COLUMNS))
    writer.height(_TITLE_ROW, 28)
    for column, (title, _) in enumerate(COLUMNS, start=1):
        writer.text(_HEADER_ROW, column, title, "column_heading", bordered=True)
    writer.height(_HEADER_ROW, text_height(*COLUMNS[_BUDGET_COLUMN - 1], STYLES["column_heading"].size))
    for row, (form, name) in enumerate(zip(forms, names, strict=True), start=_FIRST_ROW):
        _draw_line(writer, row, form, name, widths)
    last = _FIRST_ROW + len(forms) - 1
    _draw_totals(writer, last + 1, last, forms)
    last = draw_left_out(writer, last + 1, len(COLUMNS), sum(widths), forms, ("budget",))
    set_page(sheet, last_row=last, last_column=len(COLUMNS))
    sheet.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
    sheet.freeze_panes = f"A{_FIRST_ROW}"


def _draw_line(writer: SheetWriter, row: int, form: FilledForm, name: str, widths: Sequence[float]) -> None:
    texts = (str(form.number), str(form.year), form.unit_code, form.unit_name, form.project_name or "（未命名项目）")
    for column, (text, style) in enumerate(zip(texts, ("value", "value", "value", "prose", "prose"), strict=True), 1):
        writer.text(row, column, text, style, bordered=True)
    # The link is on the number: LibreOffice does not wrap the text of a linked cell, and a name needs it.
    number_cell = writer.text(row, 1, texts[0], "value", bordered=True, link=True)
    number_cell.hyperlink = Hyperlink(ref=number_cell.coordinate, location=sheet_reference(name, "A1"))
    budget = _budget(form)
    if budget.number is not None:
        writer.amount(row, _BUDGET_COLUMN, budget.number, budget.text, "amount")
    else:
        writer.text(row, _BUDGET_COLUMN, budget.text, "amount", bordered=True)
    writer.count(row, _COUNT_COLUMN, _indicator_count(form), "value")
    writer.text(row, len(COLUMNS), form.check_code, "value", bordered=True)
    heights = (
        text_height(text, width, STYLES["prose"].size)
        for text, width in zip((*texts, budget.text, "", form.check_code), widths, strict=True)
    )
    writer.height(row, max(heights))


def _draw_totals(writer: SheetWriter, row: int, last: int, forms: Sequence[FilledForm]) -> None:
    budgets = [number for form in forms if (number := _budget(form).number) is not None]
    rows = sum(map(_indicator_count, forms))
    writer.text(row, 1, "合计", "column_heading", bordered=True)
    writer.merge(row, 1, row, _BUDGET_COLUMN - 1)
    writer.amount_total(row, _BUDGET_COLUMN, f"F{_FIRST_ROW}:F{last}", budgets)
    writer.count_total(row, _COUNT_COLUMN, f"G{_FIRST_ROW}:G{last}", rows)
    writer.text(row, len(COLUMNS), "", "value", bordered=True)
    writer.height(row, text_height("合计", COLUMNS[0][1], STYLES["prose"].size))


def _indicator_count(form: FilledForm) -> int:
    return form.table_b.row_count - form.table_b.header_rows


def _budget(form: FilledForm) -> Cell:
    return next(cell for cell in form.table_a.cells if cell.field == "budget")
