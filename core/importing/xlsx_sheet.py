"""One worksheet's XML → its texts and merged ranges, read as events within limits."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from core.domain.copies import HINT_MARK
from core.domain.errors import KnownError
from core.importing.allowance import MAX_CELL_TEXT, Allowance, cell_too_long
from core.importing.amount_behind import behind
from core.importing.date_format import days_of
from core.importing.number_format import plain, read_number, shown, shown_text
from core.importing.package import Package, attribute
from core.importing.runs import has_struck, read_runs
from core.importing.xlsx_runs import RunsReader, is_on
from core.importing.xlsx_styles import Styles

MAX_COLUMNS: Final = 256
"""No such table is wider; text further right is named in a note."""
MAX_FORMULA: Final = 1000
"""Characters of a formula that are looked at."""

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})\Z", re.ASCII)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_EMPTY_CELL = re.compile(rb'<c (?:s="[0-9]+" )?r="[A-Z]+[0-9]+"[^<>]*(?:/>|></c>)')
"""A cell with a format and nothing in it. A file can have millions, and parsing them takes half a minute."""
_BOOLEANS: Final = {"0": "FALSE", "1": "TRUE"}


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell with text; ``digits`` is the number behind a text that a format made, see :func:`behind`.

    One with a formula that was saved without its result has no text and is unknown.
    """

    text: str
    digits: str = ""
    is_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """A merged range; rows and columns from 1, all inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """What stands on a worksheet: cells with text by row and column, both from 1, and its merged ranges.

    Attributes:
        cells: By row and column.
        merges: Merged ranges.
        has_more_columns: Whether something stands beyond the columns that are read.
        covered: The cells with a text of their own under a merged one, which hides it; see :func:`grid_of`.
        struck: The cells in which something is struck out, ``E7``.
        hidden_rows: Rows with text that it does not show.
        hidden_columns: Columns that it does not show, a bit for each.
        unknown: The cells whose formulas were saved without what they give, ``D5``.
        unshown: The cells whose number format is not understood, or hides the number.
        blank_zeros: The cells that show nothing of their zero.
        unseen: The cells whose text is in the colour of the ground, or hidden by the number format.
    """

    cells: dict[int, dict[int, RawCell]] = field(default_factory=dict)
    merges: list[Range] = field(default_factory=list)
    has_more_columns: bool = False
    unknown: list[str] = field(default_factory=list)
    unshown: list[str] = field(default_factory=list)
    blank_zeros: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    covered: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: int = 0

    @property
    def hidden(self) -> list[str]:
        """The rows and columns with text that the sheet does not show, in words."""
        filled = {column for cells in self.cells.values() for column in cells} if self.hidden_columns else set()
        columns = [column for column in sorted(filled) if self.hidden_columns >> column & 1]
        rows = [f"第 {number} 行" for number in self.hidden_rows]
        return [*rows, *(f"{column_letters(column)} 列" for column in columns)]


@dataclass(frozen=True, slots=True)
class SharedParts:
    """What the sheets of a workbook share.

    Attributes:
        strings: The shared strings, decoded.
        struck_strings: Which of them are struck out in part.
        styles: The cell styles.
        since_1904: Whether days are counted from 1904.
    """

    strings: Sequence[str] = ()
    struck_strings: Collection[int] = ()
    styles: Styles = field(default_factory=Styles)
    since_1904: bool = False


def read_sheet(package: Package, part: str, name: str, shared: SharedParts, allowance: Allowance) -> Sheet:
    """Read a worksheet.

    Raises:
        KnownError: It is broken, or holds more than a worksheet of tables does.
    """
    reader = _SheetReader(package, name, shared, allowance)
    package.parse(part, reader.start, reader.end, reader.data, _EMPTY_CELL)
    return reader.sheet


def unescaped(text: str) -> str:
    """A text of the format as it was entered: ``_x000D_`` is a carriage return (ECMA-376, ST_Xstring).

    Half of a surrogate pair, which no text can hold, becomes the character that stands for an unreadable one.
    """
    if "_x" not in text:
        return text
    units = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def column_letters(number: int) -> str:
    """The opposite of :func:`column_number`."""
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def column_number(letters: str) -> int:
    """``A`` is 1, ``AA`` is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


class _SheetReader:
    """Takes the events of one worksheet."""

    def __init__(self, package: Package, name: str, shared: SharedParts, allowance: Allowance) -> None:
        self.sheet = Sheet()
        self._package = package
        self._name = name
        self._shared = shared
        self._allowance = allowance
        self._row = self._column = 0
        self._type = ""
        self._style = 0
        self._text_reader = RunsReader()
        self._length = 0
        self._is_hidden = self._in_formula = self._hides_zeros = False
        self._reference = self._formula = ""

    def start(self, element: str, attributes: dict[str, str]) -> None:
        if element == "c":
            place = _place(attributes.get("r", ""))
            self._row, self._column = place or (self._row, self._column + 1)
            self._type = attributes.get("t", "n")
            self._style = _whole(attributes.get("s"))
            self._reference = attributes.get("r", "")
            self._text_reader.begin()
            self._formula = ""
            self._length = 0
        elif element == "row":
            self._row = _whole(attributes.get("r")) or self._row + 1
            self._column = 0
            self._is_hidden = "hidden" in attributes and is_on(attributes, "hidden")
        elif element == "sheetView":
            self._hides_zeros = not is_on(attributes, "showZeros")
        elif element == "f":
            self._in_formula = True
        elif element == "col" and "hidden" in attributes and is_on(attributes, "hidden"):
            first, last = (min(_whole(attributes.get(name)), MAX_COLUMNS) for name in ("min", "max"))
            self.sheet.hidden_columns |= max(0, (2 << last) - (1 << first))
        elif element == "mergeCell":
            self._take_merge(attribute(attributes, "ref") or "")
        else:
            self._text_reader.start(element, attributes)

    def end(self, element: str) -> None:
        if element == "c":
            if self._text_reader.runs:
                self._take_cell()
            elif self._formula and self._type != "str" and HINT_MARK not in self._formula:
                self._take_unknown()
        elif element == "f":
            self._in_formula = False
        else:
            self._text_reader.end(element)

    def data(self, text: str) -> None:
        if self._in_formula:
            self._formula = (self._formula + text)[:MAX_FORMULA]
        else:
            self._length += self._text_reader.data(text)
            if self._length > MAX_CELL_TEXT:
                raise self._too_long()

    def _take_cell(self) -> None:
        if self._column > MAX_COLUMNS and self.sheet.has_more_columns:
            return
        content = read_runs(self._text_reader.runs)
        cell = self._cell(content)
        # A hint of our blank form; one without words is a zero once LibreOffice has made an .xlsx of an .ods.
        is_hint = HINT_MARK in self._formula or (self._type == "str" and cell.text.startswith(HINT_MARK))
        if is_hint or not cell.text:
            return
        if len(cell.text) > MAX_CELL_TEXT:
            raise self._too_long()
        if self._column > MAX_COLUMNS:
            self.sheet.has_more_columns = True
            return
        self._allowance.take(self._package, 1, len(cell.text))
        if self._is_struck_out(content):
            self.sheet.struck.append(self._here)
        if self._style in self._shared.styles.unseen:
            self.sheet.unseen.append(self._here)
        if self._is_hidden and self._row not in self.sheet.hidden_rows[-1:]:
            self.sheet.hidden_rows.append(self._row)
        self.sheet.cells.setdefault(self._row, {})[self._column] = cell

    @property
    def _here(self) -> str:
        return f"{column_letters(self._column)}{self._row}"

    def _is_struck_out(self, content: str) -> bool:
        """Whether something in the cell is."""
        is_in_string = self._type == "s" and _whole(content, -1) in self._shared.struck_strings
        return is_in_string or self._style in self._shared.styles.struck or has_struck(self._text_reader.runs)

    def _take_unknown(self) -> None:
        """A formula that gives no text at all is saved as one that gives a text; this one has no result."""
        self._allowance.take(self._package, 1, len(self._reference))
        self.sheet.unknown.append(self._reference)
        if self._column <= MAX_COLUMNS:
            self.sheet.cells.setdefault(self._row, {})[self._column] = RawCell("", is_unknown=True)

    def _too_long(self) -> KnownError:
        return cell_too_long(self._package.file_name, f"工作表“{self._name}”第 {self._row} 行")

    def _cell(self, content: str) -> RawCell:
        match self._type:
            case "s":
                index = _whole(content, -1)
                if not 0 <= index < len(self._shared.strings):
                    raise self._package.damaged
                return self._text(self._shared.strings[index])
            case "n":
                return self._number(content, read_number(content.strip()))
            case "d":
                return self._number(content, days_of(content.strip(), self._shared.since_1904))
            case "b":
                return RawCell(_BOOLEANS.get(content.strip(), content))
            case "e":
                return RawCell(content)
            case _:  # inlineStr; str, the text that a formula gave
                return self._text(unescaped(content).replace("\r\n", "\n"))

    def _text(self, text: str) -> RawCell:
        seen = shown_text(text, self._shared.styles.format_of(self._style))
        if seen is None and text.strip():
            self.sheet.unseen.append(self._here)
        return RawCell(text if seen is None else seen)

    def _number(self, content: str, number: Decimal | None) -> RawCell:
        if number is None:
            return RawCell(content)
        text = shown(number, self._shared.styles.format_of(self._style), self._shared.since_1904)
        if text is None:
            self.sheet.unshown.append(self._here)
            text = plain(number)
        elif not number and (not text or self._hides_zeros):
            self.sheet.blank_zeros.append(self._here)
            return RawCell("")
        return RawCell(text, behind(number, text))

    def _take_merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        begin, end = _place(first), _place(last or first)
        if begin is None or end is None or begin > end:
            return
        self._allowance.take(self._package, 1, 0)
        self.sheet.merges.append(Range(begin[0], begin[1], end[0], end[1]))


def _place(reference: str) -> tuple[int, int] | None:
    match = _REFERENCE.match(reference)
    return (int(match[2]), column_number(match[1])) if match else None


def _whole(text: str | None, default: int = 0) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 10 else default
