"""The form's styles as Excel styles, each made once for a workbook and then shared by its cells."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils.indexed_list import IndexedList

from core.layout.form import STYLES, Style

FACES: Final = {"song": "宋体", "hei": "黑体"}
TEXT_FORMAT: Final = "@"
MOST_DIGITS: Final = 15
"""Excel keeps no more significant digits of a number; a longer amount is written as text, exact."""

_SIMPLIFIED_CHINESE = 134  # charset number of GB 2312 in Excel's fonts
_GRID_FONT = Font(name="Arial", size=11)
"""No text is set in it, but columns are as wide as so many of its digits. Arial's, or Liberation Sans's on Linux, are
in proportion at every scale of the screen; those of 宋体 are rounded up and down by a tenth, and may not be there."""
_LINK_COLOUR = "FF0563C1"
_LINE = Side(style="thin", color="FF000000")
_RULES = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_NO_RULES = Border()


class SharedStyles:
    """Gives openpyxl's style arrays by the form's style names.

    Setting font, border and alignment on every cell costs three times as much as the cell itself; cells may
    share one array as long as nobody sets a property of theirs afterwards.
    """

    def __init__(self, workbook: Workbook) -> None:
        workbook._fonts = IndexedList([_GRID_FONT])
        workbook._named_styles["Normal"].font = _GRID_FONT
        self._sheet = workbook.active
        self._arrays: dict[tuple[str, bool, str, bool, bool], Any] = {}

    def array(
        self, style: str, *, bordered: bool, number_format: str = TEXT_FORMAT, link: bool = False, tall: bool = False
    ) -> Any:
        """The style array for a style of the form; the text of a ``tall`` cell begins at its top."""
        key = (style, bordered, number_format, link, tall)
        if key not in self._arrays:
            self._arrays[key] = self._make(STYLES[style], bordered, number_format, link, tall)
        return self._arrays[key]

    def _make(self, style: Style, bordered: bool, number_format: str, link: bool, tall: bool) -> Any:
        cell = SheetCell(self._sheet, row=1, column=1)
        cell.font = Font(
            name=FACES[style.face],
            size=style.size,
            charset=_SIMPLIFIED_CHINESE,
            color=_LINK_COLOUR if link else None,
            underline="single" if link else None,
        )
        cell.border = _RULES if bordered else _NO_RULES
        vertical = "top" if tall else "center"
        # A number is not wrapped: where it does not fit, Excel shows ### instead, unless its type may shrink.
        is_text = number_format == TEXT_FORMAT
        cell.alignment = Alignment(
            horizontal=style.align, vertical=vertical, wrap_text=is_text, shrink_to_fit=not is_text
        )
        cell.number_format = number_format
        return cell._style


def are_numbers(amounts: Iterable[Decimal]) -> bool:
    """Whether cells can hold all of these amounts exactly."""
    return all(amount_format(amount) is not None for amount in amounts)


def amount_format(number: Decimal) -> str | None:
    """The number format that shows an amount as entered, or ``None`` if a cell cannot hold it exactly."""
    _, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int) or len(digits) > MOST_DIGITS:
        return None
    return "0." + "0" * max(2, -exponent)
