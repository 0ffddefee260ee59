"""Where in a table a change was made, so that undo and redo can show it."""

from collections.abc import Iterable
from typing import NamedTuple

from core.domain.edits import Edit, SetField
from core.domain.records import FORM_FIELDS, INDICATOR_COLUMNS, Indicator, TargetTable


class CellBlock(NamedTuple):
    """A rectangle of cells, rows and columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def cells(self) -> set[tuple[int, int]]:
        """Row and column of each of its cells."""
        return {(row, c) for row in range(self.top, self.bottom + 1) for c in range(self.left, self.right + 1)}


def changed_place(table: TargetTable, edits: Iterable[Edit]) -> CellBlock | str | None:
    """The cells of the grid that the edits touched, else the first field of the form.

    Args:
        table: As it stands after the edits.
        edits: What was done, or taken back; edits of other tables do not count.

    Returns:
        The smallest block around all cells touched, the name of a field, or ``None`` for nothing or all of it.
        For a row that is not there any more it is the row now in its place.
    """
    rows = {row.id: number for number, row in enumerate(table.indicators)}
    last_column = len(INDICATOR_COLUMNS) - 1
    cells: list[tuple[int, int]] = []
    fields: list[str] = []
    for edit in edits:
        if isinstance(edit, SetField):
            if edit.id == table.project.id and edit.field in FORM_FIELDS:
                fields.append(edit.field)
            elif edit.id in rows and edit.field in INDICATOR_COLUMNS:
                cells.append((rows[edit.id], INDICATOR_COLUMNS.index(edit.field)))
            elif edit.id in rows:
                cells += [(rows[edit.id], 0), (rows[edit.id], last_column)]
        elif edit.record == table.project:
            return None  # the whole table came back
        elif isinstance(edit.record, Indicator) and edit.record.project_id == table.project.id:
            place = rows.get(edit.record.id)
            row = _place_now(table, edit.record.position) if place is None else place
            cells += [(row, 0), (row, last_column)]
    if cells:
        numbers, columns = [row for row, _ in cells], [column for _, column in cells]
        return CellBlock(min(numbers), min(columns), max(numbers), max(columns))
    return fields[0] if fields else None


def _place_now(table: TargetTable, position: int) -> int:
    before = sum(row.position < position for row in table.indicators)
    return max(0, min(before, len(table.indicators) - 1))
