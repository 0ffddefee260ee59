"""Find the tables in a document by their labels, never by position.

A table may begin with a heading above it, a title row, the unit's row or its 项目名称 row, whatever comes
first; the indicator grid begins with its header row and goes on, over repeated headers, until the next table.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from core.domain.copies import CopiedTable
from core.domain.errors import KnownError
from core.importing.builder import TableBuilder
from core.importing.columns import tables_apart
from core.importing.document import Cell, Document, Grid, Paragraph, Row
from core.importing.labels import (
    form_field,
    header_columns,
    is_caption,
    is_category,
    is_foot,
    labelled_field,
    labelled_year,
    money_unit,
    split_heading,
    split_unit,
    states_unit,
    title_year,
    without_money_unit,
    without_year,
    year_beside,
)
from core.importing.lists import lists_upright
from core.importing.own_form import ROWS, Shape, grid_shape, has_shape, written_form
from core.importing.proposal import CleanedText, Problem, Proposal, ProposedTable, SourceCell, SourceRow
from core.importing.unit_or_measure import labels_unit
from core.importing.unread import Unread
from core.ports import Pulse, go_on

_UNIT_ALONE: Final = re.compile(r"\d{6}\s*[\u3400-\u9fff]{2,}\Z")


def recognise(document: Document, pulse: Pulse = go_on) -> Proposal:
    """All tables of a document, in file order.

    Args:
        document: As read.
        pulse: Called now and then; may raise Cancelled.

    Raises:
        KnownError: There is none.
    """
    document = lists_upright(tables_apart(document))
    scan = _Scan(document)
    scan.go(pulse)
    builders = scan.found
    if not builders:
        raise KnownError(f"“{document.file_name}”里没有找到项目绩效目标表（没有“项目名称”和“三级指标”这样的表格）。")
    tables: list[ProposedTable] = []
    problems: list[Problem] = []
    cleaned: list[CleanedText] = []
    identities = _identities(builders, document)
    years = list(_years(identities, document))
    for index, (builder, identity) in enumerate(zip(builders, identities, strict=True)):
        pulse()
        table = replace(builder.finish(index, identity), year=years[index])
        tables.append(table)
        problems += builder.problems
        cleaned += builder.cleaned
    problems += scan.unread.problems()
    problems += (Problem(note) for note in document.notes)
    return Proposal(
        document.file_name,
        tuple(tables),
        tuple(problems),
        tuple(cleaned),
        captions=tuple(_captions(document)),
        missing=tuple(identity for identity in document.identities if identity not in identities),
        set_aside=tuple(scan.unread.set_aside),
    )


def _captions(document: Document) -> Iterator[str]:
    """Headings, title rows and lines that state the year: where real files name it, if not in the tables."""
    for block in document.blocks:
        lines = [[block.text]] if isinstance(block, Paragraph) else [_texts(row) for row in block.rows]
        for texts in lines:
            if len(texts) == 1 and is_caption(texts[0]):
                yield texts[0]
            elif year := _year_of_line(texts):
                yield f"{year}年"


def _year_of_line(texts: Sequence[str]) -> str | None:
    """The year that a line beside the tables' texts states."""
    labelled = (labelled_year("".join(pair)) for pair in pairwise(texts))
    alone = (labelled_year(text) for text in texts)
    title = title_year(texts[0]) if len(texts) == 1 else None
    return next(filter(None, (*alone, *labelled, title, year_beside(texts))), None)


def _texts(row: Row) -> list[str]:
    return [cell.text for cell in row if cell.text.strip()]


def _identities(builders: Sequence[TableBuilder], document: Document) -> list[CopiedTable | None]:
    """Which table of the copy each one was written as: by its worksheet or its heading's bookmark, else by its number.

    Each year counts its tables from 1: several of one number are told apart by their order, and where some of them are
    missing by the tables before and behind.
    """
    waiting = list(document.identities)
    by_place = {identity.place: identity for identity in waiting}
    found: list[CopiedTable | None] = []
    for builder in builders:
        place = next((name for name in (builder.sheet, *reversed(builder.bookmarks)) if name in by_place), "")
        identity = by_place.pop(place, None)
        found.append(identity)
        if identity is not None:
            waiting.remove(identity)
    unknown = [index for index, identity in enumerate(found) if identity is None]
    for number in dict.fromkeys(builders[index].number for index in unknown):
        places = [index for index in unknown if builders[index].number == number]
        same_number = [identity for identity in waiting if identity.number == number]
        if len(same_number) in (1, len(places)):  # of one that was copied the first is the original
            for index, identity in zip(places, same_number, strict=False):
                found[index] = identity
    for index in unknown:
        if found[index] is None:
            between = [
                one for one in _between(found, index, document.identities) if one.number == builders[index].number
            ]
            found[index] = between[0] if len(between) == 1 else None
    return found


def _between(found: Sequence[CopiedTable | None], index: int, written: Sequence[CopiedTable]) -> Sequence[CopiedTable]:
    """What was written between the table before this one and the table behind it, as far as these are known."""
    before = next((written.index(one) for one in reversed(found[:index]) if one is not None), -1)
    behind = next((written.index(one) for one in found[index + 1 :] if one is not None), len(written))
    return written[before + 1 : behind]


def _years(identities: Sequence[CopiedTable | None], document: Document) -> Iterator[int | None]:
    """The year of each table of a copy; of one that somebody has put into it, that of the table before it.

    Where none of several years' tables is known again, no year is.
    """
    if len({identity.year for identity in document.identities}) > 1 and not any(identities):
        yield from (None for _ in identities)
        return
    known = [identity for identity in (*identities, *document.identities) if identity is not None]
    year = known[0].year if known else None
    for identity in identities:
        year = identity.year if identity is not None else year
        yield year


@dataclass(slots=True)
class _Above:
    """What the paragraphs since the last table said about the next one.

    Attributes:
        units: What names the 预算单位, code and name in one line or in two, and where it stands in ``source``.
        form: Lines such as ``项目名称：某项目``, from the one that names the project on; a grid makes a table of them.
        bookmarks: The names of those that begin in the paragraphs.
    """

    heading: str = ""
    bookmarks: list[str] = field(default_factory=list)
    units: list[tuple[str, SourceCell]] = field(default_factory=list)
    money: str | None = None
    source: list[SourceRow] = field(default_factory=list)
    form: list[SourceRow] = field(default_factory=list)


class _Scan:
    """Goes through a document from the top.

    Attributes:
        found: The tables so far.
        unread: What belongs to none of them.
    """

    def __init__(self, document: Document) -> None:
        self.found: list[TableBuilder] = []
        self.unread = Unread(document)
        self._document = document
        self._above = _Above()
        self._unit = ("", "")
        self._current: TableBuilder | None = None
        self._written: TableBuilder | None = None
        self._shape: Shape | None = None

    def go(self, pulse: Pulse) -> None:
        """Read all of it."""
        for block in self._document.blocks:
            pulse()
            if isinstance(block, Paragraph):
                self._take_paragraph(block.text)
                self._above.bookmarks.extend(block.bookmarks)
                continue
            if block.sheet and not self._goes_on(block):
                self._end_table()
                self._drop_above()
            lines = list(map(SourceRow, block.places, block.rows))
            start = written_form(block.rows) if self._document.identities else None
            if start is not None:
                lines = self._take_written_form(lines, start, block.sheet)
            for line in lines:
                if not self._take_written_line(line):
                    self._take_row(line, block.sheet)
        self._end_table()
        self._drop_form()
        self._drop_above()

    def _take_written_form(self, lines: list[SourceRow], start: int, sheet: str) -> list[SourceRow]:
        """Read a form of ours, which begins at a line, under its title if that is on the sheet; the lines below it."""
        above, form, below = lines[:start], lines[start : start + ROWS], lines[start + ROWS :]
        title = above.pop() if above else None
        for line in above:
            self._take_row(line, sheet)
        self._end_table()
        builder = self._begin_table((title or form[0]).place, sheet)
        self._written, self._shape = builder, None
        if title is not None:
            builder.take_source([title])
            builder.take_title(title.cells)
        for number, line in enumerate(form):
            builder.take_source([line])
            builder.add_written_form_row(line.cells, number)
        return below

    def _take_written_line(self, line: SourceRow) -> bool:
        """Take the header or a row of the grid under a form of ours; False if it does not stand as we write it."""
        builder = self._written
        if builder is None or builder is not self._current:
            return False
        shape = grid_shape(line.cells) if self._shape is None else self._shape
        if shape is None or not has_shape(line.cells, shape):
            return False
        builder.take_source([line])
        if self._shape is None:
            self._shape = shape
            builder.begin_grid(line.cells)
        else:
            builder.add_written_row(line.cells)
        return True

    def _goes_on(self, sheet: Grid) -> bool:
        """Whether a table goes on on the next worksheet: its form stands on one, nothing but its grid on this one."""
        current = self._current
        if current is None or current.in_grid or not current.has_name or self._document.identities:
            return False
        first = next((row for row in sheet.rows if len(_texts(row)) > 1), ())
        return header_columns(first) is not None

    def _take_paragraph(self, text: str) -> None:
        current = self._current
        if not text or self._reads_paragraph(text):
            return
        if current is not None and is_category(text):
            current.take_band(text)
            return
        if current is not None and not current.in_grid and not self._above.heading:
            current.take_stray(text)
            return
        labelled = labelled_field(text)
        if labelled == "name":
            self._drop_form()
        if labelled is not None and (labelled == "name" or self._above.form):
            self._above.form.append(SourceRow("段落", (Cell(text, 0),)))
        else:
            self.unread.take_paragraph(text)

    def _reads_paragraph(self, text: str) -> bool:
        """Whether a paragraph says something about the table below it; in a copy of ours nothing but headings does."""
        if self._document.identities and split_heading(text) is None:
            return False
        return _read_paragraph(text, "段落", self._above)

    def _drop_above(self) -> None:
        """Lines that say something about a table, and none follows."""
        for row in self._above.source:
            self.unread.take_paragraph(row.cells[0].text)
        self._above = _Above()

    def _drop_form(self) -> None:
        """Lines of a form that no grid follows are texts like others."""
        for line in self._above.form:
            self.unread.take_paragraph(line.cells[0].text)
        self._above.form = []

    def _take_row(self, row: SourceRow, sheet: str) -> None:
        if _begins_table(row.cells, self._current, self._above):
            self._end_table()
            if header_columns(row.cells) is None:
                self._drop_form()
            self._begin_table(row.place, sheet)
        if self._current is not None:
            self._current.take_source([row])
            _feed(self._current, row.cells)
            return
        texts = _texts(row.cells)
        if len(texts) != 1 or not _read_paragraph(texts[0].strip(), row.place, self._above):
            self.unread.take_row(row, sheet)

    def _begin_table(self, place: str, sheet: str) -> TableBuilder:
        above, self._above = self._above, _Above()
        inherited = ("", "") if self._document.identities else self._unit  # each of ours states its own
        self._current = TableBuilder(self._document, place, sheet, inherited_unit=inherited)
        self._current.bookmarks = tuple(above.bookmarks)
        self._current.take_heading(above.heading)
        self._current.take_source(above.source)
        for text, cell in above.units:
            self._current.take_unit_text(text, cell)
        self._current.take_money_unit(above.money)
        for line in above.form:
            self._current.take_source([line])
            self._current.add_form_row(line.cells)
        return self._current

    def _end_table(self) -> None:
        """Keep the table that has been read; what is not enough for one is unread."""
        builder, self._current = self._current, None
        if builder is None:
            return
        self._unit = builder.unit or self._unit
        if builder.is_table:
            self.found.append(builder)
            return
        for row in builder.rows:
            self.unread.take_row(row, builder.sheet)


def _read_paragraph(text: str, place: str, above: _Above) -> bool:
    """Take what a line says about the table below it; False if it says nothing."""
    unit = ""
    if split_heading(text) is not None:
        above.heading = text
    elif (money := money_unit(text)) is not None:
        above.money = money
        rest = without_year(without_money_unit(text)).strip()
        above.heading = rest if split_heading(rest) else above.heading
        unit = rest if _may_be_unit(rest) else ""
    elif states_unit(text):
        unit = without_year(text)
    else:
        return False
    if unit:
        above.units.append((unit, (len(above.source), 0)))
    above.source.append(SourceRow(place, (Cell(text, 0),)))
    return True


def _begins_table(row: Row, current: TableBuilder | None, above: _Above) -> bool:
    """Whether this row belongs to a table that has not begun yet."""
    if row and row[0].covered:  # it goes on with what the merged cell above began
        return False
    names_project = _names_project(row)
    begins = _is_title(row) or _is_unit_row(row, current) or names_project
    if current is None or current.in_grid:
        begins = begins or _is_labelled_unit(row) or _is_unit_alone(row)
    if current is None:
        return begins or header_columns(row) is not None
    if (above.heading or above.form) and (begins or header_columns(row) is not None):
        return True
    if current.in_grid:
        return begins
    return (names_project and current.has_name) or (begins and current.has_form)


def _is_title(row: Row) -> bool:
    """Whether a row is the heading of a table; a text under a merged label is a purpose or an indicator."""
    texts = _texts(row)
    is_label = len(texts) != 1 or form_field(texts[0]) is not None
    return not is_label and not row[0].covered and split_heading(texts[0]) is not None


def _is_labelled_unit(row: Row) -> bool:
    """Whether a row begins with 单位名称 or the like, and its value."""
    texts = _texts(row)
    return len(texts) > 1 and labels_unit(texts[0], texts[1])


def _is_unit_alone(row: Row) -> bool:
    """Whether a row has nothing but the unit, code before name: ``319202天津市便民专线服务中心``."""
    texts = _texts(row)
    return len(texts) == 1 and row[0].text == texts[0] and _UNIT_ALONE.match(texts[0].strip()) is not None


def _is_unit_row(row: Row, current: TableBuilder | None) -> bool:
    """Whether a row states the currency unit, and with it begins the form.

    A cell that says nothing else is enough, but in the indicator grid nothing may stand beside it but the unit. A text
    that only ends so may be a purpose or an indicator, unless it stands alone at the left, or no table has been named
    yet.
    """
    if _names_project(row):
        return False
    texts = [cell for cell in row if cell.text.strip()]
    stating = [cell for cell in texts if money_unit(cell.text) is not None]
    if current is not None and current.in_grid and not _is_unit_beside(row, [c for c in texts if c not in stating]):
        return False
    if any(not without_money_unit(cell.text).strip() for cell in stating):
        return True
    alone = texts == stating and stating == list(row[:1])
    return bool(stating) and (alone or current is None or not current.has_name)


def _is_unit_beside(row: Row, others: Sequence[Cell]) -> bool:
    """Whether the texts of a row beside its currency unit are none, or one that may be the unit's."""
    if len(others) != 1:
        return not others
    (cell,) = others
    is_at_left = cell is row[0] and not is_category(cell.text)
    return is_at_left or _UNIT_ALONE.match(cell.text.strip()) is not None


def _names_project(row: Row) -> bool:
    """Whether a row begins with 项目名称; with another label beside it, it is the head of a list."""
    texts = [cell.text for cell in row]
    first = next((index for index, text in enumerate(texts) if text.strip()), None)
    if first is None:
        return False
    names = "name" in (form_field(texts[first]), labelled_field(texts[first]))
    if names:
        return not any(form_field(text) for text in texts[first + 1 : first + 2])
    filled = _texts(row)
    is_pair = len(filled) > 3 and form_field(filled[2]) == "name" and form_field(filled[3]) is None
    return is_pair and not is_category(filled[0])


def _feed(builder: TableBuilder, row: Row) -> None:
    if header_columns(row) is not None:
        builder.begin_grid(row)
    elif builder.in_grid:
        builder.add_indicator(row)
    elif _is_title(row):
        builder.take_heading(_only_text(row).strip())
    elif _is_unit_row(row, builder):
        _feed_unit_row(builder, row)
    elif not builder.has_form and _is_unit_alone(row):
        builder.take_unit_text(_only_text(row), builder.here(row[0]))
    else:
        builder.add_form_row(row)


def _only_text(row: Row) -> str:
    return next(cell.text for cell in row if cell.text.strip())


def _may_be_unit(text: str) -> bool:
    """Whether what stands beside the currency unit may be the 预算单位; a note or a heading is none."""
    return any(split_unit(text)) and (states_unit(text) or not (is_foot(text) or split_heading(text)))


def _feed_unit_row(builder: TableBuilder, row: Row) -> None:
    builder.take_money_unit(next(unit for cell in row if (unit := money_unit(cell.text)) is not None))
    rest = [(without_money_unit(cell.text), cell) for cell in row]
    builder.take_heading(next((text.strip() for text, _ in rest if split_heading(text)), ""))
    named = [(text, cell) for text, cell in rest if _may_be_unit(text)]
    if unit := without_year("".join(text for text, _ in named)):
        builder.take_unit_text(unit, builder.here(named[0][1]))
