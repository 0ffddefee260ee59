"""The sheet 汇总表 of a workbook with several tables: units × budgets × numbers of indicators."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from core.catalogue.schemes import scheme
from core.domain.amounts import exact_sum, print_amount, tidy
from core.domain.copies import SUMMARY_SHEET
from core.domain.records import AMOUNT_FIELDS, LABELS
from core.exporting.heights import text_height
from core.exporting.xlsx.amounts import amount_width, draw_left_out
from core.exporting.xlsx.sheet import SheetWriter, set_page, set_widths
from core.exporting.xlsx.styles import SharedStyles
from core.layout.form import STYLES, FilledForm

OTHER_CATEGORY: Final = "其他类别"
_UNIT_COLUMNS: Final = (("年度", 12.0), ("单位代码", 19.0), ("单位名称", 56.0), ("项目数", 13.0))
_AMOUNT_WIDTH: Final = 24.0
_COUNT_WIDTH: Final = 21.0
_TITLE_ROW, _HEADER_ROW, _FIRST_ROW = 1, 2, 3


@dataclass(slots=True)
class _Line:
    """What the tables of one unit in one year add up to."""

    projects: int = 0
    amounts: dict[str, Decimal] = field(default_factory=dict)
    indicators: Counter[str] = field(default_factory=Counter)


def draw_summary(sheet: Worksheet, forms: Sequence[FilledForm], styles: SharedStyles) -> None:
    """Draw the summary on an empty sheet.

    Every total is a formula over what stands above or beside it, so that it agrees with it whatever is changed. An
    amount that is no number is left out of the sums, which a line under them says.
    """
    lines = _lines(forms)
    categories = _categories(forms, lines)
    sums = {name: [line.amounts[name] for line in lines.values() if name in line.amounts] for name in AMOUNT_FIELDS}
    headings = [
        *_UNIT_COLUMNS,
        *((f"{LABELS['project'][name]}\n（万元）", _width(sums[name])) for name in AMOUNT_FIELDS),
        *((name, _COUNT_WIDTH) for name in categories),
        ("指标合计", _COUNT_WIDTH),
    ]
    writer = SheetWriter(sheet, styles, SUMMARY_SHEET)
    set_widths(sheet, [width for _, width in headings])
    writer.text(_TITLE_ROW, 1, "项目绩效目标汇总表", "heading", bordered=False)
    writer.merge(_TITLE_ROW, 1, _TITLE_ROW, len(headings))
    writer.height(_TITLE_ROW, 28)
    for column, (title, _) in enumerate(headings, start=1):
        writer.text(_HEADER_ROW, column, title, "column_heading", bordered=True)
    size = STYLES["column_heading"].size
    writer.height(_HEADER_ROW, max(text_height(title, width, size) for title, width in headings))
    for row, ((year, code, name), line) in enumerate(lines.items(), start=_FIRST_ROW):
        _draw_line(writer, row, (str(year), code, name), line, categories)
    last = _FIRST_ROW + len(lines) - 1
    _draw_totals(writer, last + 1, list(lines.values()), sums, categories)
    width = sum(width for _, width in headings)
    last = draw_left_out(writer, last + 1, len(headings), width, forms, AMOUNT_FIELDS)
    set_page(sheet, last_row=last, last_column=len(headings), landscape=True)
    sheet.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
    sheet.freeze_panes = f"A{_FIRST_ROW}"


def _lines(forms: Sequence[FilledForm]) -> dict[tuple[int, str, str], _Line]:
    """The units in the order of their first tables."""
    lines: dict[tuple[int, str, str], _Line] = {}
    for form in forms:
        line = lines.setdefault((form.year, form.unit_code, form.unit_name), _Line())
        line.projects += 1
        for cell in form.table_a.cells:
            if cell.number is not None:
                line.amounts[cell.field] = exact_sum((line.amounts.get(cell.field, Decimal(0)), cell.number))
        known = scheme(form.scheme).category_names
        for cell in form.table_b.cells:
            if cell.field == "category":
                line.indicators[cell.text if cell.text in known else OTHER_CATEGORY] += cell.row_span
    return lines


def _categories(forms: Sequence[FilledForm], lines: dict[tuple[int, str, str], _Line]) -> list[str]:
    """The 一级指标 of the schemes in force, and a column for the rest if there is any."""
    names = dict.fromkeys(name for form in forms for name in scheme(form.scheme).category_names)
    others = any(OTHER_CATEGORY in line.indicators for line in lines.values())
    return [*names, *([OTHER_CATEGORY] if others else [])]


def _draw_line(
    writer: SheetWriter, row: int, unit: tuple[str, str, str], line: _Line, categories: Sequence[str]
) -> None:
    for column, (text, style) in enumerate(zip(unit, ("value", "value", "prose"), strict=True), start=1):
        writer.text(row, column, text, style, bordered=True)
    writer.count(row, len(_UNIT_COLUMNS), line.projects, "value")
    column = len(_UNIT_COLUMNS) + 1
    for name in AMOUNT_FIELDS:
        amount = line.amounts.get(name)
        if amount is None:
            writer.text(row, column, "", "amount", bordered=True)
        else:
            writer.amount(row, column, amount, print_amount(amount), "amount")
        column += 1
    first_count = column
    for name in categories:
        writer.count(row, column, line.indicators[name], "value")
        column += 1
    counts = f"{get_column_letter(first_count)}{row}:{get_column_letter(column - 1)}{row}"
    writer.count_total(row, column, counts, line.indicators.total())
    writer.height(row, text_height(unit[2], _UNIT_COLUMNS[2][1], STYLES["prose"].size))


def _draw_totals(
    writer: SheetWriter, row: int, lines: Sequence[_Line], sums: Mapping[str, Sequence[Decimal]], names: Sequence[str]
) -> None:
    def above(column: int) -> str:
        letter = get_column_letter(column)
        return f"{letter}{_FIRST_ROW}:{letter}{row - 1}"

    writer.text(row, 1, "合计", "column_heading", bordered=True)
    projects = len(_UNIT_COLUMNS)
    writer.merge(row, 1, row, projects - 1)
    writer.count_total(row, projects, above(projects), sum(line.projects for line in lines))
    for column, amounts in enumerate(sums.values(), start=projects + 1):
        writer.amount_total(row, column, above(column), amounts)
    counts = [sum(line.indicators[name] for line in lines) for name in names]
    for column, count in enumerate([*counts, sum(counts)], start=projects + 1 + len(sums)):
        writer.count_total(row, column, above(column), count)
    writer.height(row, text_height("合计", _UNIT_COLUMNS[0][1], STYLES["prose"].size))


def _width(sums: Sequence[Decimal]) -> float:
    return amount_width([print_amount(tidy(number)) for number in (*sums, exact_sum(sums))], _AMOUNT_WIDTH)
