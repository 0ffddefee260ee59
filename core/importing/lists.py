"""Tables that are laid out as lists → the form that the recogniser reads: labels with their values beside them.

Offices and systems hand out both: a list of indicators with a column 项目名称, which is a table for each name, and a
form whose labels stand side by side, with the values in the row below.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from core.importing.document import Cell, Document, Grid, Row
from core.importing.labels import form_field, header_columns, is_foot, unit_part

LABELS_NEEDED: Final = 3
"""A row of so many labels of the form and nothing else has its values in the row below."""

Line = tuple[Row, str]
"""A row and where it stands."""


def lists_upright(document: Document) -> Document:
    """The document with its lists put into the form's shape."""
    if document.identities:  # ours are no lists
        return document
    return replace(
        document, blocks=tuple(_upright(block) if isinstance(block, Grid) else block for block in document.blocks)
    )


def _upright(grid: Grid) -> Grid:
    lines: list[Line] = []
    listed: _List | None = None
    given = list(zip(grid.rows, grid.places, strict=True))
    index = 0
    while index < len(given):
        row, place = given[index]
        below = [line for line, _ in given[index + 1 : index + 3]]
        if header_columns(row) is not None:
            listed = _list_of(row)
            if listed is None:
                lines.append((row, place))
        elif listed is not None:
            lines += listed.lines(row, place)
        elif len(below) > 1 and _is_row_of_labels(row) and header_columns(below[1]) is not None:
            lines += ((pair, given[index + 1][1]) for pair in _pairs(row, below[0]))
            index += 1
        else:
            lines.append((row, place))
        index += 1
    if len(lines) == len(given) and all(new is old for (new, _), (old, _) in zip(lines, given, strict=True)):
        return grid
    return Grid(tuple(row for row, _ in lines), tuple(place for _, place in lines), grid.sheet)


def _is_label(text: str) -> bool:
    return form_field(text) is not None or unit_part(text) is not None


def _is_row_of_labels(row: Row) -> bool:
    texts = [cell.text for cell in row if cell.text.strip()]
    return len(texts) >= LABELS_NEEDED and all(map(_is_label, texts))


def _pairs(labels: Sequence[Cell], values: Row) -> Iterator[Row]:
    """A row for each label, the value from below it beside it."""
    for label in labels:
        if label.text.strip():
            value = _under(values, label)
            yield replace(label, column=0, span=1), replace(value, column=1, span=1)


def _under(row: Row, head: Cell) -> Cell:
    found = (cell for cell in row if cell.column <= head.column < cell.column + cell.span)
    return next(found, Cell("", head.column))


@dataclass(slots=True)
class _List:
    """A list of indicators while its rows are read.

    Attributes:
        header: Without the labels of the form.
        heads: The header's cells that are such labels, 项目名称 first: with it a form begins.
        last: The project named last.
    """

    header: Row
    heads: Sequence[Cell]
    last: str = ""

    def lines(self, row: Row, place: str) -> Iterator[Line]:
        """A row of the list; where its project is another one than above, the form of that comes first."""
        texts = [cell.text for cell in row if cell.text.strip()]
        if texts and is_foot(texts[0]):
            yield row, place
            return
        name = _under(row, self.heads[0]).text.strip()
        if name and name != self.last:
            self.last = name
            yield from ((pair, place) for pair in _pairs(self.heads, row))
            yield self.header, place
        yield _without(row, self.heads), place


def _is_name(head: Cell) -> bool:
    return form_field(head.text) == "name"


def _list_of(header: Row) -> _List | None:
    """The list under a header with a column 项目名称; ``None`` if it has none."""
    found: dict[str, Cell] = {}
    for cell in header:
        field = form_field(cell.text) or (unit_part(cell.text) and f"unit {unit_part(cell.text)}")
        if field:
            found.setdefault(field, cell)
    heads = sorted(found.values(), key=lambda head: not _is_name(head))
    return _List(_without(header, heads), heads) if heads and _is_name(heads[0]) else None


def _without(row: Row, heads: Sequence[Cell]) -> Row:
    """The row without the columns of the labels, what is right of them moved up."""
    kept = []
    for cell in row:
        left = sum(max(0, min(head.column + head.span, cell.column) - head.column) for head in heads)
        within = sum(_shared(head, cell) for head in heads)
        if within < cell.span:
            kept.append(replace(cell, column=cell.column - left, span=cell.span - within))
    return tuple(kept)


def _shared(one: Cell, other: Cell) -> int:
    """How many columns two cells share."""
    return max(0, min(one.column + one.span, other.column + other.span) - max(one.column, other.column))
