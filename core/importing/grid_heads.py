"""A header of the indicator grid: which cells of the rows below it are which column's."""

from bisect import bisect_right, insort
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from core.importing.document import Cell, Row
from core.importing.labels import header_columns, heads_kind, second_label, value_part
from core.importing.proposal import SourceCell
from core.importing.unit_or_measure import means_either

Columns: TypeAlias = tuple[int, int]
"""The first grid column of a header cell, and the one behind its last."""

Titled: TypeAlias = tuple[Cell, SourceCell]
"""A cell of the header, and where it stands."""

_NOWHERE: Final = (-1, -1)


@dataclass(slots=True)
class Heads:
    """What one header says; on the next page another may stand over other columns.

    Attributes:
        columns: Column of the indicator → where it stands.
        parts: Sign and measure unit of the value, where they have columns of their own.
        part_titles: Their titles.
        kinds: The titles of 一级指标 and 二级指标 by another name.
        others: Titles that are none of the form's.
        titled: The columns of all titles, in order.
    """

    columns: dict[str, Columns] = field(default_factory=dict)
    parts: dict[str, Columns] = field(default_factory=dict)
    part_titles: dict[str, Titled] = field(default_factory=dict)
    kinds: dict[str, Titled] = field(default_factory=dict)
    others: list[Titled] = field(default_factory=list)
    titled: list[Columns] = field(default_factory=list)

    @property
    def key(self) -> Hashable:
        """The same of two headers that say the same in the same columns, on whatever rows they stand."""
        places = (tuple(sorted(spans.items())) for spans in (self.columns, self.parts))
        return *places, tuple(self.titled), tuple(sorted(self.kinds)), tuple(cell for cell, _ in self.others)

    def split_value(self, labels: Iterable[Titled]) -> None:
        """Take its second row, under 指标值: description and value, or sign, number and measure unit."""
        named = {column for column in self.columns if column != "value"}
        whole = self.columns.get("value")
        if whole in self.titled:
            self.titled.remove(whole)
        for cell, place in labels:
            if columns_of(cell) not in self.titled:
                insort(self.titled, columns_of(cell))
            what = second_label(cell.text) or ""
            if value_part(cell.text):
                self.parts[what] = columns_of(cell)
            elif what and what not in named:
                self.columns[what] = columns_of(cell)
            else:
                self.others.append((cell, place))

    def cell(self, row: Row, column: str) -> Cell | None:
        """The cell of a row in which a column begins."""
        start, _ = self.columns.get(column, _NOWHERE)
        return next((cell for cell in row if cell.column <= start < cell.column + cell.span), None)

    def cells(self, row: Row, column: str) -> list[Cell]:
        """The cells of a row under a column's title; one that is wider than the title is of its first column only."""
        start, end = self.columns.get(column, _NOWHERE)
        within = [cell for cell in row if start <= cell.column < end]
        if within:
            return within
        cell = self.cell(row, column)
        is_of_another = cell is not None and any(
            begin <= cell.column < behind for begin, behind in self.columns.values()
        )
        return [cell] if cell is not None and not is_of_another else []

    def merged_over(self, row: Row, cell: Cell) -> list[str]:
        """The columns of a cell that leaves others of its row without a cell, its own first; none of any other cell."""
        own = [name for name, (start, end) in self.columns.items() if start <= cell.column < end]
        others = [name for name in self.columns if self.cell(row, name) is cell and not self.cells(row, name)]
        return [*own, *others] if own and others else []

    def part(self, row: Row, part: str) -> str:
        """The sign or the measure unit of a row's value, ``""`` if it has no column of its own."""
        return text_under(row, self.parts.get(part, _NOWHERE))

    def is_unknown(self, row: Row, column: str) -> bool:
        """Whether a cell under a column's title, or of the value's sign or measure unit, is not known."""
        spans = [self.columns.get(column, _NOWHERE), *(self.parts.values() if column == "value" else ())]
        return any(cell.is_unknown and start <= cell.column < end for cell in row for start, end in spans)

    def title_of(self, cell: Cell) -> Columns | None:
        """The columns of the title under which a cell begins."""
        index = bisect_right(self.titled, cell.column, key=lambda columns: columns[0]) - 1
        found = self.titled[index] if index >= 0 else None
        return found if found is not None and cell.column < found[1] else None


def heads_of(header: Row, line: int) -> Heads:
    """What a header row says, whole with what stands in the row above it.

    Args:
        header: With 三级指标.
        line: Its index among the rows of the table.
    """
    columns = header_columns(header) or {}
    found = Heads({name: columns_of(header[index]) for name, index in columns.items()})
    first = min((start for start, _ in found.columns.values()), default=0)
    for index, cell in enumerate(header):
        if not cell.text.strip():
            continue
        found.titled.append(columns_of(cell))
        titled = cell, (line, cell.column)
        part = value_part(cell.text)
        name = next((name for name, place in columns.items() if place == index), None)
        if name is not None:
            if heads_kind(cell.text):
                found.kinds[name] = titled
        elif part is not None and not (cell.column < first and means_either(cell.text)):
            found.parts[part] = columns_of(cell)  # 单位 before all others is that of organisations
            found.part_titles[part] = titled
        else:
            found.others.append(titled)
    return found


def text_under(row: Row, columns: Columns) -> str:
    """The text of the first cell that begins in these columns."""
    start, end = columns
    return next((cell.text for cell in row if start <= cell.column < end), "")


def columns_of(title: Cell) -> Columns:
    """The grid columns of a title."""
    return title.column, title.column + title.span
