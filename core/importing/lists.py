"""Tables that are laid out as lists → the form that the recogniser reads: labels with their values beside them.

Offices and systems hand out both: a list of indicators with a column 项目名称, which is a table for each project, and a
form whose labels stand side by side, with the values in the row below.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Final

from core.importing.captions import is_caption
from core.importing.document import Cell, Document, Grid, Row
from core.importing.labels import (
    amount_head,
    form_field,
    grid_column,
    headed,
    header_columns,
    is_foot,
    is_group_label,
    label_money,
    plain_label,
    second_label,
    unit_part,
)
from core.importing.unit_or_measure import is_of_budget_units, means_either

LABELS_NEEDED: Final = 3
"""A row of so many labels of the form and nothing else has its values in the row below."""
_NUMBERS: Final = frozenset({"序号", "编号"})
_OF_UNIT: Final = ("unit name", "unit code")

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
        above = grid.rows[index - 1] if index else ()
        below = grid.rows[index + 1 : index + 3]
        if header_columns(row) is not None:
            found = _list_of(row, above, grid.rows[index + 1 :])
            if found is None or listed is None or not listed.goes_on(found, above):
                lines += listed.lines() if listed is not None else ()
                listed = found
            if found is None:
                lines.append((row, place))
        elif below and _is_row_above(row, below[0]):
            pass  # read with the header
        elif listed is not None:
            listed.take(row, place)
        elif len(below) > 1 and _is_row_of_labels(row) and header_columns(below[1]) is not None:
            labels = [cell for cell in row if cell.text.strip()]
            values = [_under(below[0], label) for label in labels]
            lines += ((pair, given[index + 1][1]) for pair in _pairs(labels, values))
            if beside := tuple(cell for cell in below[0] if cell.is_filled and cell not in values):
                lines.append((beside, given[index + 1][1]))
            index += 1
        else:
            lines.append((row, place))
        index += 1
    lines += listed.lines() if listed is not None else ()
    if len(lines) == len(given) and all(new is old for (new, _), (old, _) in zip(lines, given, strict=True)):
        return grid
    return Grid(tuple(row for row, _ in lines), tuple(place for _, place in lines), grid.sheet)


def _is_label(text: str) -> bool:
    return form_field(text) is not None or unit_part(text) is not None


def _is_row_of_labels(row: Row) -> bool:
    texts = _texts(row)
    return len(texts) >= LABELS_NEEDED and all(map(_is_label, texts))


def _pairs(labels: Sequence[Cell], values: Sequence[Cell]) -> Iterator[Row]:
    """A row for each label, its value beside it."""
    for label, value in zip(labels, values, strict=True):
        if label.text.strip():
            yield replace(label, column=0, span=1), replace(value, column=1, span=1, covered=False)


def _under(row: Row, head: Cell) -> Cell:
    found = (cell for cell in row if cell.column <= head.column < cell.column + cell.span)
    return next(found, Cell("", head.column))


def _texts(row: Row) -> list[str]:
    return [cell.text for cell in row if cell.text.strip()]


@dataclass(slots=True)
class _List:
    """A list of indicators while its rows are read.

    Attributes:
        header: Without the labels of the form.
        heads: The header's cells that are such labels by what they name, 项目名称 first: with it a form begins.
        second: A second row of the header, under 指标值.
        projects: The rows of each project, by what names it, 项目名称 and 单位, wherever in the list they stand.
        captions: Titles under the list.
        last: The project named last, ``()`` before the first.
    """

    header: Row
    heads: Mapping[str, Cell]
    second: list[Line] = field(default_factory=list)
    projects: dict[tuple[str, ...], list[Line]] = field(default_factory=dict)
    captions: list[Line] = field(default_factory=list)
    last: tuple[str, ...] = ()
    _forms: dict[tuple[str, ...], dict[str, Cell]] = field(default_factory=dict)
    _others: dict[tuple[str, ...], dict[Row, str]] = field(default_factory=dict)

    def goes_on(self, other: "_List", above: Row) -> bool:
        """Whether another header is this one again, on the next page: the same, right under a row of the list."""
        return bool(self.last) and self.header == other.header and len(_texts(above)) >= LABELS_NEEDED

    def take(self, row: Row, place: str) -> None:
        """A row under the header; one that names no project is of the one above."""
        filled = _texts(row)
        short = _without(row, self.heads.values())
        if not self.last and filled and all(second_label(text) is not None for text in filled):
            self.second.append((short, place))
        elif len(filled) == 1 and is_caption(filled[0]):
            self.captions.append((row, place))
        elif filled and is_foot(filled[0]):
            self.projects.setdefault(self.last, []).append((row, place))
        else:
            form = {what: _under(row, head) for what, head in self.heads.items()}
            if form["name"].text.strip():
                self._begin(form)
            if self.last:
                self._compare(form, place)
            self.projects.setdefault(self.last, []).append((short if self.last else row, place))

    def _begin(self, form: dict[str, Cell]) -> None:
        """A row that names its project; what is blank of its 单位 is that of the unit above, if the rest agrees."""
        units = tuple(form[what].text.strip() for what in _OF_UNIT if what in form)
        if self.last and all(part in ("", above) for part, above in zip(units, self.last[1:], strict=True)):
            units = self.last[1:]
            above = self._forms[self.last]
            for what in (what for what in _OF_UNIT if what in form):
                form[what] = above[what]
        self.last = (form["name"].text.strip(), *units)
        self._forms.setdefault(self.last, form)

    def _compare(self, form: Mapping[str, Cell], place: str) -> None:
        """What a row says of its project: what the rows above left blank, or another value, which is to be named."""
        known = self._forms[self.last]
        others = self._others.setdefault(self.last, {})
        for what, cell in form.items():
            if not known[what].is_filled:
                known[what] = cell
            elif cell.text.strip() not in ("", known[what].text.strip()):
                (pair,) = _pairs([self.heads[what]], [cell])
                others.setdefault(pair, place)

    def lines(self) -> Iterator[Line]:
        """The rows, those of a project under the form that they make.

        Other values of a field stand before its own: of two that a form has, the one above is named as left out.
        """
        for named, rows in self.projects.items():
            if named:
                place = rows[0][1]
                name, *pairs = _pairs([*self.heads.values()], [*self._forms[named].values()])
                yield name, place
                yield from self._others[named].items()
                yield from ((pair, place) for pair in pairs)
                yield self.header, place
                yield from self.second
            yield from rows
        yield from self.captions


def _list_of(header: Row, above: Row, below: Sequence[Row]) -> _List | None:
    """The list under a header with a column 项目名称; ``None`` if it has none.

    Args:
        header: The row with 三级指标.
        above: The row above it; its labels hold where the header has blanks.
        below: The rows under it.
    """
    if above and _is_row_above(above, header):
        header = tuple(_of_two_rows(cell, above) for cell in header)
    found: dict[str, Cell] = {}
    for cell in header:
        what = _head_of(cell, header, below)
        if what:
            found.setdefault(what, cell)
    if "name" not in found:
        return None
    heads = {"name": found.pop("name"), **found}
    return _List(_without(header, heads.values()), heads)


def _of_two_rows(cell: Cell, above: Row) -> Cell:
    """A cell of a header with the label from above it; an amount under 预算资金（元） is in that currency unit."""
    if not cell.text.strip():
        return headed(cell, above, _is_head)
    top = _under(above, cell).text
    if amount_head(cell.text) is None or not (is_group_label(top) or form_field(top) == "budget"):
        return cell
    label = "预算数" if form_field(cell.text) is None else cell.text
    money = label_money(top) if label_money(cell.text) is None else None
    return replace(cell, text=f"{label}（{money}）" if money else label)


def _head_of(cell: Cell, header: Row, below: Sequence[Row]) -> str:
    """The field of the form or the part of the unit that a column of a list holds; ``""`` if none."""
    if means_either(cell.text):
        within = takewhile(lambda row: header_columns(row) is None, below)
        return "unit name" if is_of_budget_units(cell, header, [_under(row, cell).text for row in within]) else ""
    part = unit_part(cell.text)
    return form_field(cell.text) or (f"unit {part}" if part else "")


def _is_head(text: str) -> bool:
    return _is_label(text) or means_either(text) or grid_column(text) is not None or plain_label(text) in _NUMBERS


def _is_row_above(row: Row, header: Row) -> bool:
    """Whether a row has the labels of a list over the blanks of a header: 项目名称 and other labels, no values."""
    if not any(form_field(cell.text) == "name" for cell in row) or header_columns(header) is None:
        return False
    over = [(_under(row, cell).text, cell.covered) for cell in header if not cell.text.strip()]
    names = any(form_field(text) == "name" for text, _ in over)
    return names and all(is_merged or not text.strip() or _is_head(text) for text, is_merged in over)


def _without(row: Row, heads: Collection[Cell]) -> Row:
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
