"""How high a row must be for its wrapped texts to show whole, in Excel, Word, WPS and LibreOffice alike.

No worksheet grows a row around merged cells by itself, and each program sets the type a little differently; so
heights are an estimate that leaves room: a CJK character takes one em, others what the wider of the usual faces
give them.
"""

import re
import unicodedata
from functools import cache, lru_cache
from math import ceil
from typing import Final

from core.layout.breaking import NOT_AT_END, NOT_AT_START
from core.layout.form import STYLES, Grid

PIXELS_PER_MM: Final = 96 / 25.4
PIXELS_PER_POINT: Final = 96 / 72
CELL_PADDING_PIXELS: Final = 6.0
"""Excel keeps five free, LibreOffice three."""
USABLE_SHARE: Final = 0.97
"""Part of a column that is reckoned with: on paper and at other zooms columns come out a little narrower."""
LINE_PITCH: Final = 1.5
"""Line pitch in ems; 宋体 has 1.3, the Song faces of Linux up to 1.45."""
ROW_PADDING_POINTS: Final = 5.0
HIGHEST_ROW_POINTS: Final = 400.0
"""Excel's limit is 409.5; a higher row becomes several that are merged."""
SLICE_POINTS: Final = 116.0
"""How high those are at most: no program divides a row between pages, and six of these and the header fill one."""

_HALF_EM: Final = 0.64
_WIDE_EM: Final = 0.8
_WIDE = frozenset("ABCDEFGHKMNOPQRUVWXYZw&#+<=>~")
_WIDEST = frozenset("Wm@%")
_OPENERS, _CLOSERS = (re.escape("".join(sorted(signs))) for signs in (NOT_AT_END, NOT_AT_START))
_TOKEN = re.compile(rf"[{_OPENERS}]*(?:[!-~]+|\S)(?:[{_CLOSERS}]+[!-~]*)*|\s+")
"""What stays on a line together in the most careful of the programs: LibreOffice holds ``，2025`` together too."""


def text_width(text: str, size_points: float) -> float:
    """The width in millimetres of a cell that holds a text on one line."""
    pixels = sum(map(_ems, text)) * size_points * PIXELS_PER_POINT
    return (pixels + CELL_PADDING_PIXELS) / USABLE_SHARE / PIXELS_PER_MM


@lru_cache(maxsize=4096)  # labels and categories come back in every table
def line_count(text: str, width_mm: float, size_points: float) -> int:
    """How many lines a wrapped text takes in a cell of this width."""
    usable = width_mm * PIXELS_PER_MM * USABLE_SHARE - CELL_PADDING_PIXELS
    capacity = max(1.0, usable / (size_points * PIXELS_PER_POINT))
    return sum(_wrapped_lines(line, capacity) for line in text.split("\n"))


def text_height(text: str, width_mm: float, size_points: float) -> float:
    """The height in points that a cell needs for its text."""
    return line_count(text, width_mm, size_points) * size_points * LINE_PITCH + ROW_PADDING_POINTS


def row_heights(grid: Grid) -> list[float]:
    """The height in points of each row of a grid; a text that spans rows stretches the last of them."""
    heights = [0.0] * grid.row_count
    for cell in sorted(grid.cells, key=lambda cell: cell.row_span):
        width = sum(grid.widths[cell.column : cell.column + cell.column_span])
        lacking = text_height(cell.text, width, STYLES[cell.style].size)
        lacking -= sum(heights[cell.row : cell.row + cell.row_span])
        heights[cell.row + cell.row_span - 1] += max(0.0, lacking)
    return heights


def slices(height: float) -> list[float]:
    """The heights of the rows that together are this high: one if a row may be so high."""
    count = 1 if height <= HIGHEST_ROW_POINTS else ceil(height / SLICE_POINTS)
    return [height / count] * count


def _wrapped_lines(line: str, capacity: float) -> int:
    if sum(map(_ems, line)) <= capacity:
        return 1
    lines, used = 1, 0.0
    for token in _TOKEN.findall(line):
        width = sum(map(_ems, token))
        if used + width <= capacity:
            used += width
        elif width <= capacity:
            lines, used = lines + 1, width
        else:  # a word longer than the line has lines of its own, and each may end early by a character
            full = max(1.0, capacity - 1)
            own = ceil(width / full)
            lines, used = lines + (own if used else own - 1), width - (own - 1) * full
    return lines


@cache
def _ems(character: str) -> float:
    if character in _WIDEST or unicodedata.east_asian_width(character) in ("W", "F", "A"):
        return 1.0
    return _WIDE_EM if character in _WIDE else _HALF_EM
