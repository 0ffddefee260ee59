"""A worksheet's cells and merged ranges → the grid of rows that the recogniser reads."""

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from core.importing.allowance import Allowance
from core.importing.document import Cell, Grid, Row
from core.importing.package import Package
from core.importing.xlsx_sheet import MAX_COLUMNS, Range, RawCell, Sheet, column_letters


def grid_of(sheet: Sheet, name: str, package: Package, allowance: Allowance) -> Grid:
    """The rows with text on a worksheet, and the blank ones that a merged cell reaches into.

    Columns without any text are left out. Every row has all columns, so that a blank cell is there to be read.

    Raises:
        KnownError: The merged ranges overlap, as no program writes them; or it is too large.
    """
    columns = sorted({column for cells in sheet.cells.values() for column in cells})
    rows: list[Row] = []
    places: list[str] = []
    for number, merges in _rows(sheet, package):
        cells = sheet.cells.get(number, {})
        sheet.covered += (f"{column_letters(column)}{number}" for column in _covered(sheet, number, cells, merges))
        if not cells and not any(merge.top == number for merge in merges):
            continue  # wholly covered: the lower part of a row that is higher than Excel's rows can be
        row = tuple(_row(columns, number, cells, merges))
        allowance.take(package, len(row), 0)
        rows.append(row)
        places.append(f"工作表“{name}”第 {number} 行")
    return Grid(tuple(rows), tuple(places), name)


def _covered(sheet: Sheet, number: int, cells: dict[int, RawCell], merges: list[Range]) -> Iterator[int]:
    """The columns of cells under a merged one that say something else than it; merged in looks only, they repeat it."""
    for column, cell in cells.items() if merges else ():
        merge = next((merge for merge in merges if merge.left <= column <= merge.right), None)
        if merge is not None and (number, column) != (merge.top, merge.left):
            shown = sheet.cells.get(merge.top, {}).get(merge.left)
            if cell.text not in ("", shown.text if shown else ""):
                yield column


def _rows(sheet: Sheet, package: Package) -> Iterator[tuple[int, list[Range]]]:
    """The numbers of the rows to read, from the top, each with the merged ranges that lie on it."""
    with_text = (merge.bottom for merge in sheet.merges if merge.left in sheet.cells.get(merge.top, {}))
    last = max(chain(sheet.cells, with_text), default=0)
    waiting = sorted(sheet.merges, key=lambda merge: merge.top, reverse=True)
    active: list[Range] = []
    for number in _candidates(sheet, last):
        while waiting and waiting[-1].top <= number:
            active.append(waiting.pop())
        active = [merge for merge in active if merge.bottom >= number]
        if len(active) > MAX_COLUMNS:
            raise package.damaged
        if number in sheet.cells or any(merge.top < number for merge in active):
            yield number, active


def _candidates(sheet: Sheet, last: int) -> list[int]:
    """Rows with text, and the rows in which a merged range begins that another one reaches into."""
    return sorted({*sheet.cells, *(merge.top for merge in sheet.merges if merge.top <= last)})


def _row(columns: list[int], number: int, cells: dict[int, RawCell], merges: list[Range]) -> Iterator[Cell]:
    by_left = {merge.left: merge for merge in merges}
    index = 0
    while index < len(columns):
        column = columns[index]
        merge = by_left.get(column) or next((m for m in merges if m.left <= column <= m.right), None)
        if merge is None:
            raw = cells.get(column)
            yield _cell(raw, index, 1) if raw else _blank(index, 1, False)
            index += 1
            continue
        end = max(index + 1, bisect_left(columns, merge.right + 1))
        raw = cells.get(merge.left) if merge.top == number else None
        if raw:
            yield _cell(raw, index, end - index)
        else:
            yield _blank(index, end - index, merge.top < number)
        index = end


def _cell(raw: RawCell, column: int, span: int) -> Cell:
    return Cell(raw.text, column, span, digits=raw.digits, is_unknown=raw.is_unknown)


@lru_cache(maxsize=4096)
def _blank(column: int, span: int, covered: bool) -> Cell:
    return Cell("", column, span, covered)
