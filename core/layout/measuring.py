"""From a FilledForm to rows of known height: every cell's text broken into lines. Lengths are points."""

from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Final, Protocol

from core.layout.breaking import Advance, break_lines, widest_unit
from core.layout.form import (
    BODY_SIZES,
    CELL_PADDING_X,
    CELL_PADDING_Y,
    POINTS_PER_MM,
    STYLES,
    Cell,
    FilledForm,
    Grid,
    Style,
)
from core.layout.text import printable

PADDING_X: Final = CELL_PADDING_X * POINTS_PER_MM
PADDING_Y: Final = CELL_PADDING_Y * POINTS_PER_MM
MIN_FRAGMENT_LINES: Final = 3
"""The least number of lines that a row split over pages shows on each, so the most that a repeated label may have."""
MIN_NUMBER_SIZE: Final = BODY_SIZES[-1]
"""Type size in points down to which a number that is wider than its cell is made smaller; an even longer one is cut."""


class Measure(Protocol):
    """Knows the widths of the faces that the pages are drawn with."""

    def advance(self, style: Style) -> Advance:
        """A function that measures strings set in a style, in points."""


@dataclass(frozen=True, slots=True)
class MeasuredCell:
    """A cell with its place in its grid and across the page, and its lines.

    Attributes:
        repeats: Whether the text is printed again where the cell goes on over a page break (labels and 一级指标).
    """

    row: int
    column: int
    row_span: int
    x: float
    width: float
    style: Style
    lines: tuple[str, ...]
    bordered: bool
    repeats: bool


@dataclass(frozen=True, slots=True)
class MeasuredRow:
    """One grid row.

    Attributes:
        height: What its texts need, padding included.
        leading: Of its tallest cell; where a row is split, all its cells are split by this.
        cells: The cells whose upper edge it is, left to right.
    """

    height: float
    leading: float
    cells: tuple[MeasuredCell, ...]


@dataclass(frozen=True, slots=True)
class MeasuredForm:
    """A form whose rows know their heights.

    Attributes:
        heading: One row without a border.
        table_a, table_b: Their rows; those of ``table_b`` begin with ``header_rows`` rows to be repeated.
    """

    heading: MeasuredRow
    table_a: tuple[MeasuredRow, ...]
    table_b: tuple[MeasuredRow, ...]
    header_rows: int


def measure_form(form: FilledForm, measure: Measure, body_size: float = BODY_SIZES[0]) -> MeasuredForm:
    """Break all texts of a form into lines; ``body_size`` in points sets the whole form in other type."""
    scale = body_size / BODY_SIZES[0]
    heading = Grid((sum(form.table_a.widths),), 1, (Cell(0, 0, form.heading, "heading", bordered=False),))
    return MeasuredForm(
        heading=measure_grid(heading, measure, scale)[0],
        table_a=measure_grid(form.table_a, measure, scale),
        table_b=measure_grid(form.table_b, measure, scale),
        header_rows=form.table_b.header_rows,
    )


def measure_grid(grid: Grid, measure: Measure, scale: float = 1.0) -> tuple[MeasuredRow, ...]:
    """Break all texts of a grid into lines.

    A merged cell asks each of its rows for the height of its whole text, so that it can be printed again on any
    page that the cell runs on to: merged cells hold short labels.
    """
    edges = _edges(grid.widths)
    heights = [0.0] * grid.row_count
    leadings = [0.0] * grid.row_count
    rows: list[list[MeasuredCell]] = [[] for _ in range(grid.row_count)]
    for cell in grid.cells:
        x = edges[cell.column]
        width = edges[cell.column + cell.column_span] - x
        text = printable(cell.text)
        style = _fitting(text, width - 2 * PADDING_X, STYLES[cell.style].scaled(scale), measure)
        lines = set_lines(text, width - 2 * PADDING_X, style, measure.advance(style))
        height = len(lines) * style.leading + 2 * PADDING_Y
        for row in range(cell.row, cell.row + cell.row_span):
            heights[row] = max(heights[row], height)
            leadings[row] = max(leadings[row], style.leading)
        repeats = (not cell.field or cell.field == "category") and len(lines) <= MIN_FRAGMENT_LINES
        rows[cell.row].append(
            MeasuredCell(cell.row, cell.column, cell.row_span, x, width, style, tuple(lines), cell.bordered, repeats)
        )
    return tuple(
        MeasuredRow(height, leading, tuple(cells))
        for height, leading, cells in zip(heights, leadings, rows, strict=True)
    )


def _fitting(text: str, width: float, style: Style, measure: Measure) -> Style:
    """The style, in smaller type if a number is wider than the cell."""
    advance = measure.advance(style)
    if not style.whole_numbers or advance(text) <= width:
        return style
    widest = widest_unit(text, advance)
    return style if widest <= width else style.scaled(max(width / widest - _ROUNDING, MIN_NUMBER_SIZE / style.size))


_ROUNDING: Final = 1e-6  # so that the scaled number is not a hair wider than its cell


def set_lines(text: str, width: float, style: Style, advance: Advance) -> list[str]:
    """The lines of a text; a centred one ends with no lone character where a narrower setting avoids that."""
    lines = break_lines(text, width, advance)
    if style.align != "center" or len(lines) == 1:
        return lines
    steps = int(width // style.size) // 2 if style.balanced else int(len(lines[-1]) == 1)
    for _ in range(steps):
        width -= style.size
        narrower = break_lines(text, width, advance)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


@cache
def _edges(widths: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(edge * POINTS_PER_MM for edge in accumulate(widths, initial=0.0))
