"""The tables of an HTML text, as spreadsheets put it on the clipboard."""

import re
import unicodedata
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

_WHITE: Final = re.compile(r"[ \t\r\n\f]+")
_IGNORED_TAGS: Final = frozenset({"style", "script", "head", "title"})
_BREAKING_TAGS: Final = frozenset({"p", "div", "li"})
_NOT_SHOWN: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)
"""Excel closes a table of merged cells with a row that is not shown, to give the widths of the columns."""
_MAX_SPAN: Final = 10_000  # HTML's own limit is 65 534 rows; a larger number is a fault of the source


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged cell: its upper left corner and how many rows and columns it covers."""

    row: int
    column: int
    rows: int
    columns: int


class TableParser(HTMLParser):
    """Collects the cells of all tables, placing them past cells that a row span from above covers.

    Attributes:
        rows: The texts, row by row.
        merges: The merged cells.
    """

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.merges: list[Merge] = []
        self._covered: set[tuple[int, int]] = set()
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._ignoring = 0
        self._is_hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A row or cell begins, or a line within one."""
        if tag in _IGNORED_TAGS:
            self._ignoring += 1
        elif tag == "tr":
            self.end_cell()
            self._is_hidden = _NOT_SHOWN.search(dict(attrs).get("style") or "") is not None
            if not self._is_hidden:
                self.rows.append([])
        elif tag in ("td", "th") and not self._is_hidden:
            self.end_cell()
            if not self.rows:
                self.rows.append([])
            values = dict(attrs)
            self._cell = []
            self._span = (_span(values.get("rowspan")), _span(values.get("colspan")))
        elif self._cell is not None and (tag == "br" or (tag in _BREAKING_TAGS and any(t.strip() for t in self._cell))):
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """A cell ends at the latest with its table."""
        if tag in _IGNORED_TAGS:
            self._ignoring = max(0, self._ignoring - 1)
        elif tag in ("td", "th", "tr", "table"):
            self.end_cell()

    def handle_data(self, data: str) -> None:
        """The text of a cell."""
        if self._cell is not None and not self._ignoring:
            self._cell.append(_collapse(data))

    def end_cell(self) -> None:
        """Put the cell that is being read, if any, at its place in the last row."""
        if self._cell is None:
            return
        text, self._cell = _tidy("".join(self._cell)), None
        row = len(self.rows) - 1
        self._fill_covered(row)
        column = len(self.rows[row])
        height, width = self._span
        self.rows[row] += [text] + [""] * (width - 1)
        if (height, width) != (1, 1):
            self.merges.append(Merge(row, column, height, width))
            for below in range(1, height):
                self._covered.update((row + below, column + c) for c in range(width))

    def close(self) -> None:
        """Fill what row spans cover at the ends of rows."""
        super().close()
        self.end_cell()
        for row in range(len(self.rows)):
            self._fill_covered(row)

    def _fill_covered(self, row: int) -> None:
        while (row, len(self.rows[row])) in self._covered:
            self.rows[row].append("")


def _span(text: str | None) -> int:
    return min(max(int(text), 1), _MAX_SPAN) if text and text.strip().isdecimal() else 1


def _collapse(data: str) -> str:
    """White space as HTML means it: one space, but none where a line was only wrapped between Chinese characters."""

    def gap(match: re.Match[str]) -> str:
        before, after = data[match.start() - 1 : match.start()], data[match.end() : match.end() + 1]
        return "" if "\n" in match.group() and _wide(before) and _wide(after) else " "

    return _WHITE.sub(gap, data).replace("\xa0", " ")


def _wide(sign: str) -> bool:
    return bool(sign) and unicodedata.east_asian_width(sign) in "WF"


def _tidy(text: str) -> str:
    return "\n".join(line.strip(" ") for line in text.split("\n")).strip("\n")
