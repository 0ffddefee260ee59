"""Tables that stand beside each other on one worksheet → one grid for each, from the left."""

from collections.abc import Iterator
from dataclasses import replace

from core.importing.document import Block, Cell, Document, Grid, Row
from core.importing.labels import HEADER_LABELS_NEEDED, grid_column


def tables_apart(document: Document) -> Document:
    """The document with each grid in which tables stand beside each other cut between them.

    A grid is cut where a header row names 三级指标 and two more columns a second time, at one place for all rows. Where
    its rows disagree about that place nothing is cut, and a note says that what stands at the right was not read.
    Plain text has no columns to go by.
    """
    if not document.tells_merges:
        return document
    blocks: list[Block] = []
    notes = list(document.notes)
    for block in document.blocks:
        if not isinstance(block, Grid):
            blocks.append(block)
            continue
        parts = list(_parts(block))
        blocks += parts
        if any(_second_header(row) is not None for part in parts for row in part.rows):
            where = f"工作表“{block.sheet}”" if block.sheet else block.places[0]
            notes.append(
                f"《{document.file_name}》{where}里左右并排的表没有对齐，靠右的没有读取，请把它们上下放好再试。"
            )
    return replace(document, blocks=tuple(blocks), notes=tuple(notes))


def _parts(grid: Grid) -> Iterator[Grid]:
    """The tables beside each other, from the left; the grid itself if there is one."""
    cuts = {cut for row in grid.rows if (cut := _second_header(row)) is not None}
    if len(cuts) != 1:
        yield grid
        return
    (cut,) = cuts
    if any(_straddles_in_table(row, cut) for row in grid.rows):
        yield grid
        return
    yield _within(grid, 0, cut)
    yield from _parts(_within(grid, cut, None))


def _second_header(row: Row) -> int | None:
    """The column in which the header of a second table begins."""
    seen: set[str] = set()
    again: dict[str, int] = {}
    for cell in row:
        column = grid_column(cell.text) if cell.text else None
        if column in seen:
            again.setdefault(column, cell.column)
        elif column is not None:
            seen.add(column)
    return min(again.values()) if len(again) >= HEADER_LABELS_NEEDED and "name" in again else None


def _straddles_in_table(row: Row, cut: int) -> bool:
    """Whether a row is one of a table that lies on both sides: a header, or cells beside one that is cut."""
    crossing = any(cell.column < cut < cell.column + cell.span and cell.text.strip() for cell in row)
    texts = [cell for cell in row if cell.text.strip()]
    is_header = sum(grid_column(cell.text) is not None for cell in texts) >= HEADER_LABELS_NEEDED
    on_both_sides = is_header and any(c.column < cut for c in texts) and any(c.column >= cut for c in texts)
    return (crossing and len(texts) > 2) or (on_both_sides and _second_header(row) is None)


def _within(grid: Grid, begin: int, end: int | None) -> Grid:
    """The rows with text between two columns, counted from the first; a cell over both sides is on both."""
    rows: list[Row] = []
    places: list[str] = []
    for row, place in zip(grid.rows, grid.places, strict=True):
        cells = tuple(_clipped(row, begin, end))
        if any(cell.is_filled or cell.covered for cell in cells):
            rows.append(cells)
            places.append(place)
    return Grid(tuple(rows), tuple(places), grid.sheet)


def _clipped(row: Row, begin: int, end: int | None) -> Iterator[Cell]:
    for cell in row:
        left = max(cell.column, begin)
        right = cell.column + cell.span if end is None else min(cell.column + cell.span, end)
        if left < right:
            yield (
                cell
                if begin == 0 and right == cell.column + cell.span
                else replace(cell, column=left - begin, span=right - left)
            )
