"""An exported sheet under a clerk's hands: rows and merged cells go as a spreadsheet program moves them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from openpyxl.workbook import Workbook

from core.domain.records import INDICATOR_COLUMNS, TargetTable

HEADER_ROW = 8
COLUMN = {"category": 1, "subcategory": 2, "name": 3, "description": 5, "value": 7}
_JOINED = ((3, 4), (5, 6))
"""Columns that lie under one header cell; a row that a program inserts does not join them."""


@dataclass(eq=False)
class Line:
    """A row of the grid.

    Attributes:
        texts: By column; what the clerk reads, covered cells included.
        origin: Index of the row as exported; ``None`` for one that the clerk has added.
        merged: Which merged cell of the first column it lies under.
        is_joined: Whether its cells are joined as in the export.
        shows_category: Whether its first cell repeats what the clerk reads there from the one above.
    """

    texts: dict[str, str]
    origin: int | None = None
    merged: object = None
    is_joined: bool = True
    shows_category: bool = True


@dataclass
class ClerksSheet:
    """The grid of one table, to be edited and then written back into its workbook."""

    table: TargetTable
    lines: list[Line] = field(default_factory=list)
    merged_subcategories: bool = False

    def __post_init__(self) -> None:
        outputs = object()
        for index, row in enumerate(self.table.indicators):
            texts = {column: getattr(row, column) for column in INDICATOR_COLUMNS}
            self.lines.append(Line(texts, index, outputs if row.category == "产出指标" else None))

    def insert(self, at: int, texts: dict[str, str], *, is_joined: bool) -> Line:
        """A row inside a merged cell comes under it."""
        before, after = (self.lines[at - 1] if at else None), (self.lines[at] if at < len(self.lines) else None)
        line = Line(dict(texts), is_joined=is_joined)
        if before and after and before.merged is not None and before.merged is after.merged:
            line.merged, line.texts["category"] = before.merged, before.texts["category"]
        elif before and after and not after.shows_category:
            line.texts["category"] = before.texts["category"]
        self.lines.insert(at, line)
        return line

    def move(self, line: Line, to: int) -> bool:
        """Cut and insert; a program refuses to take rows out of merged cells, or to put them into one."""
        lines = [one for one in self.lines if one is not line]
        to = min(to, len(lines))
        before, after = (lines[to - 1] if to else None), (lines[to] if to < len(lines) else None)
        around = {before.merged if before else None, after.merged if after else None}
        inside = before is not None and after is not None and before.merged is after.merged is not None
        if (line.merged not in around) if line.merged is not None else inside:
            return False
        self.lines = [*lines[:to], line, *lines[to:]]
        return True

    def unmerge(self, *, filled: bool) -> None:
        """Take the merged cell of the first column apart; its text stays in the first row, or is filled down."""
        for _, group in groupby(self.lines, key=lambda line: line.merged):
            for index, line in enumerate(group):
                if line.merged is not None:
                    line.merged, line.shows_category = None, filled or index == 0

    def write(self, workbook: Workbook) -> None:
        """Put the lines where the exported ones stand."""
        sheet = workbook.worksheets[0]
        assert sheet.cell(HEADER_ROW, 1).value == "一级指标"
        for merged in list(sheet.merged_cells.ranges):
            if merged.min_row > HEADER_ROW:
                sheet.unmerge_cells(str(merged))
        sheet.delete_rows(HEADER_ROW + 1, sheet.max_row)
        above = ""
        for number, line in enumerate(self.lines, HEADER_ROW + 1):
            shows_category = line.shows_category or line.texts["category"] != above
            above = line.texts["category"]
            for column, place in COLUMN.items():
                if column != "category" or shows_category:
                    sheet.cell(number, place).value = line.texts[column] or None
            for first, last in _JOINED if line.is_joined else ():
                sheet.merge_cells(start_row=number, end_row=number, start_column=first, end_column=last)
        for column, top, bottom in self._runs():
            sheet.merge_cells(start_row=top, end_row=bottom, start_column=column, end_column=column)

    def _runs(self) -> Iterator[tuple[int, int, int]]:
        runs = [(1, lambda line: line.merged)]
        if self.merged_subcategories:
            runs.append((2, lambda line: line.texts["subcategory"] or None))
        for column, key in runs:
            top = HEADER_ROW + 1
            for value, group in groupby(self.lines, key=key):
                bottom = top + len(list(group)) - 1
                if value is not None and bottom > top:
                    yield column, top, bottom
                top = bottom + 1
