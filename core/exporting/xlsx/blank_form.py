"""空白填报表: the form with nothing in it, to be filled in by somebody who has Excel or WPS and not this program.

Only the fields can be written in; lists offer the year's scheme, and a column beside the form says what is missing.
The file comes back like any other: nothing in it is needed to import it.
"""

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from typing import BinaryIO, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, Protection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from core.domain.copies import HINT_MARK
from core.domain.records import BudgetUnit, BudgetYear, Indicator, Project, TargetTable
from core.exporting.identity import PROGRAM
from core.exporting.xlsx.package import save
from core.exporting.xlsx.sheet import draw_table
from core.exporting.xlsx.styles import SharedStyles
from core.layout.form import fill

ROWS: Final = 30
SHEET_NAME: Final = "绩效目标表"
TITLE: Final = "项目绩效目标表（空白填报表）"

_UNIT, _NAME, _PURPOSE, _TARGET = "A2", "B3", "B5", "B6"
_AMOUNTS: Final = ("C4", "E4", "G4")
_AMOUNT_FORMAT: Final = "0.00####"
_FIRST_ROW: Final = 9
_LAST_ROW: Final = _FIRST_ROW + ROWS - 1
_CHECKS: Final = "H"
_CHECKS_WIDTH: Final = 44.0
_ROW_POINTS: Final = 26.0
_TALL_POINTS: Final = {5: 60.0, 6: 110.0}
_RED: Final = Font(name="宋体", size=10, color="FFC00000")


def write_blank_form(year: int, scheme_id: str, unit_code: str, unit_name: str, out: BinaryIO) -> None:
    """Write a blank form as a protected workbook without password; equal arguments give equal bytes.

    Args:
        year: The budget year, for the title.
        scheme_id: Whose categories the lists offer.
        unit_code: Filled in; blank, like the name, to leave that to whoever fills in the form.
        unit_name: See ``unit_code``.
        out: Opened for writing; stays open.
    """
    workbook = Workbook()
    styles = SharedStyles(workbook)
    sheet = workbook.active
    sheet.title = SHEET_NAME
    table = _blank_table(year, scheme_id, unit_code, unit_name)
    draw_table(sheet, replace(fill(table), heading=f"{year}年度{TITLE}"), styles)
    for row, points in ((row, _ROW_POINTS) for row in range(_FIRST_ROW, _LAST_ROW + 1)):
        sheet.row_dimensions[row].height = points
    for row, points in _TALL_POINTS.items():
        sheet.row_dimensions[row].height = points
    sheet.freeze_panes = "A2"  # all above the indicators, made this high, would fill the screen
    _open_fields(sheet)
    _add_lists_and_limits(sheet)
    _add_checks(sheet)
    _protect(sheet)
    save(workbook, out, TITLE, PROGRAM)


def _blank_table(year: int, scheme_id: str, unit_code: str, unit_name: str) -> TargetTable:
    rows = tuple(Indicator(str(number), "", number) for number in range(ROWS))
    unit = BudgetUnit("", str(year), 0, unit_code, unit_name)
    return TargetTable(BudgetYear(year, scheme_id), unit, Project("", "", 0), rows, 0)


def _fields(sheet: Worksheet) -> Iterator[str]:
    """The cells that are written in."""
    if sheet[_UNIT].value is None:
        yield _UNIT
    yield from (_NAME, *_AMOUNTS, _PURPOSE, _TARGET)
    yield from (f"{column}{row}" for row in range(_FIRST_ROW, _LAST_ROW + 1) for column in "ABCDEFG")


def _open_fields(sheet: Worksheet) -> None:
    for place in _fields(sheet):
        cell = sheet[place]
        cell._style = copy(cell._style)  # cells share their styles
        cell.protection = Protection(locked=False)
        if place in _AMOUNTS:
            cell.number_format = _AMOUNT_FORMAT
            cell.alignment = Alignment(horizontal="right", vertical="center", shrink_to_fit=True)  # never ###


def _add_lists_and_limits(sheet: Worksheet) -> None:
    for offer in sheet.data_validations.dataValidation:
        offer.showErrorMessage, offer.errorStyle = True, "warning"
        offer.errorTitle, offer.error = "不在指标体系中", "请从列表中选择；确实要用别的名称时选“是”。"
    amount = DataValidation(
        type="decimal",
        operator="greaterThanOrEqual",
        formula1="0",
        allow_blank=True,
        showErrorMessage=True,
        showInputMessage=True,
        errorTitle="金额",
        error="请填写数字，单位是万元。",
        promptTitle="金额",
        prompt="单位是万元；没有就空着。",
        sqref=" ".join(_AMOUNTS),
    )
    sheet.add_data_validation(amount)
    if sheet[_UNIT].value is None:
        unit = DataValidation(showInputMessage=True, promptTitle="单位", prompt="先写单位代码，再写名称。", sqref=_UNIT)
        sheet.add_data_validation(unit)


def _add_checks(sheet: Worksheet) -> None:
    """Formulas beside the form, out of the print area, that say what is missing."""
    sheet.column_dimensions[_CHECKS].width = _CHECKS_WIDTH
    sums = "ROUND(N(C4)-N(E4)-N(G4),6)<>0"
    checks = {
        2: _hint_if(f'{_UNIT}=""', "请填写单位代码和名称"),
        3: _hint_if(f'{_NAME}=""', "请填写项目名称"),
        4: _hint_if(sums, "预算数不等于财政资金与其他资金之和"),
        5: _hint_if(f'{_PURPOSE}=""', "请填写资金用途"),
        6: _hint_if(f'{_TARGET}=""', "请填写绩效目标"),
    }
    for row in range(_FIRST_ROW, _LAST_ROW + 1):
        missing = f'AND(COUNTA(A{row}:G{row})>0,OR(B{row}="",C{row}="",G{row}=""))'
        checks[row] = _hint_if(missing, "二级指标、三级指标、指标值都要填")
    for row, formula in checks.items():
        cell = sheet[f"{_CHECKS}{row}"]
        cell.value, cell.font = formula, _RED


def _hint_if(condition: str, hint: str) -> str:
    return f'=IF({condition},"{HINT_MARK}{hint}","")'


def _protect(sheet: Worksheet) -> None:
    protection = sheet.protection
    protection.sheet = True
    # False allows it. Rows and columns may be made larger for long texts.
    protection.formatRows = protection.formatColumns = False
