"""The form as this program writes it, known by its places: what a field says cannot be taken for a label."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Final, TypeAlias

from core.domain.records import INDICATOR_COLUMNS, LABELS, BudgetUnit, BudgetYear, Project, TargetTable
from core.importing.document import Cell, Row
from core.importing.labels import bare
from core.importing.stated_units import money_unit
from core.layout.form import TABLE_A_WIDTHS, TABLE_B_SPANS, fill
from core.layout.form import Cell as FormCell

Shape: TypeAlias = tuple[tuple[int, int], ...]
"""Of a row: the grid column in which each cell begins, and how many it takes."""

MONEY: Final = "money"
"""In the place of a field: the cell that states the currency unit."""
_WIDTH: Final = len(TABLE_A_WIDTHS)
_FORM: Final = fill(TargetTable(BudgetYear(2025, ""), BudgetUnit("", "", 0, "", ""), Project("", "", 0), (), 0)).table_a
ROWS: Final = _FORM.row_count
_COVERED: Final = {(cell.row + down, cell.column): cell for cell in _FORM.cells for down in range(1, cell.row_span)}
_HEADINGS: Final = tuple(bare(LABELS["indicator"][column]) for column in INDICATOR_COLUMNS)
_STARTS: Final = tuple(accumulate(TABLE_B_SPANS, initial=0))
_SHAPES: Final[tuple[Shape, ...]] = (
    tuple(zip(_STARTS, TABLE_B_SPANS, strict=False)),  # on a worksheet, which has one grid for both tables
    tuple((column, 1) for column in range(len(TABLE_B_SPANS))),
)


def written_form(rows: Sequence[Row]) -> int | None:
    """Where among these rows the form begins as this program writes it, ``None`` if it does not."""
    return next((start for start in range(len(rows) - ROWS + 1) if _is_form(rows[start : start + ROWS])), None)


def fields_of(row: Row, number: int) -> Iterator[tuple[str, Cell]]:
    """The cells of a row of the form, from 0, each with its field; ``""`` where something stands beside the form."""
    expected = _expected(number)
    for cell in row:
        there = expected.get(cell.column)
        if there is None:
            yield "", cell
        elif there.field:
            yield there.field, cell
        elif _states_money(there):
            yield MONEY, cell


def grid_shape(row: Row) -> Shape | None:
    """The shape of the grid's rows by its header row, ``None`` if that is not as this program writes it."""
    for shape in _SHAPES:
        if has_shape(row, shape) and tuple(bare(cell.text) for cell in row[: len(shape)]) == _HEADINGS:
            return shape
    return None


def has_shape(row: Row, shape: Shape) -> bool:
    """Whether a row has these cells, whatever stands to the right of them."""
    return tuple((cell.column, cell.span) for cell in row[: len(shape)]) == shape


def _is_form(rows: Sequence[Row]) -> bool:
    return all(_is_row(row, number) for number, row in enumerate(rows))


def _is_row(row: Row, number: int) -> bool:
    expected = _expected(number)
    within = {cell.column: cell for cell in row if cell.column < _WIDTH}
    return within.keys() == expected.keys() and all(
        _is_cell(within[column], expected[column], number) for column in expected
    )


def _is_cell(cell: Cell, there: FormCell, number: int) -> bool:
    if cell.span != there.column_span:
        return False
    if there.row != number:
        return not cell.text.strip()
    if there.field:
        return not cell.covered
    return money_unit(cell.text) is not None if _states_money(there) else bare(cell.text) == bare(there.text)


def _states_money(there: FormCell) -> bool:
    return money_unit(there.text) is not None


def _expected(number: int) -> Mapping[int, FormCell]:
    """The cells of a row of the form by their columns, those included that a merged one above covers."""
    covered = {column: cell for (row, column), cell in _COVERED.items() if row == number}
    return {cell.column: cell for cell in _FORM.cells if cell.row == number} | covered
