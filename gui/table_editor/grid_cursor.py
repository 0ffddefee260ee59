"""Where the keys lead in a grid: pure functions from a cell to a cell, rows and columns from 0."""

from collections.abc import Callable

Cell = tuple[int, int]
Shape = tuple[int, int]
"""Rows and columns of the grid."""

Filled = Callable[[int, int], bool]
"""Whether the cell at (row, column) has a text."""

Direction = tuple[int, int]
UP: Direction = (-1, 0)
DOWN: Direction = (1, 0)
LEFT: Direction = (0, -1)
RIGHT: Direction = (0, 1)


def stepped(cell: Cell, direction: Direction, shape: Shape, step: int = 1) -> Cell:
    """The cell ``step`` cells away, or the last one before the edge."""
    row, column = cell[0] + direction[0] * step, cell[1] + direction[1] * step
    return min(max(row, 0), shape[0] - 1), min(max(column, 0), shape[1] - 1)


def along(cell: Cell, step: int, shape: Shape) -> Cell:
    """The next (1) or the previous (-1) cell in reading order: behind a row's last comes the next row's first."""
    place = cell[0] * shape[1] + cell[1] + step
    place = min(max(place, 0), shape[0] * shape[1] - 1)
    return divmod(place, shape[1])


def edge(cell: Cell, direction: Direction, shape: Shape, filled: Filled) -> Cell:
    """Ctrl+arrow as in Excel: to the end of the filled cells, or over a gap to the next filled one, or to the edge."""
    current = cell
    ahead = stepped(current, direction, shape)
    if ahead == current:
        return current
    running = filled(*current) and filled(*ahead)
    while ahead != current:
        if running and not filled(*ahead):
            return current
        current, ahead = ahead, stepped(ahead, direction, shape)
        if not running and filled(*current):
            return current
    return current
