"""Find the tables in a document by their labels, never by position.

A table may begin with a heading above it, a title row, the unit's row or its 项目名称 row, whatever comes
first; the indicator grid begins with its header row and goes on, over repeated headers, until the next table.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, zip_longest

from core.domain.copies import SHEETS_WITHOUT_TABLE
from core.domain.errors import KnownError
from core.importing.beginnings import begins_table, is_title, is_unit_alone, is_unit_row, texts_of
from core.importing.builder import TableBuilder
from core.importing.captions import is_caption, labelled_year, split_heading, title_year, without_year, year_beside
from core.importing.columns import tables_apart
from core.importing.document import Cell, Document, Grid, Paragraph, Row
from core.importing.identities import identities_of, years_of
from core.importing.labels import header_columns, is_category, is_foot, is_unsigned, labelled_field, unit_part
from core.importing.lists import lists_upright
from core.importing.money_cells import with_money_joined
from core.importing.own_form import ROWS, Shape, grid_shape, has_shape, written_form
from core.importing.proposal import CleanedText, Problem, Proposal, ProposedTable, SourceCell, SourceRow
from core.importing.stated_units import money_unit, split_unit, states_unit, unit_texts, without_money_unit
from core.importing.unread import Unread
from core.ports import Pulse, go_on


def recognise(document: Document, pulse: Pulse = go_on) -> Proposal:
    """All tables of a document, in file order.

    Args:
        document: As read.
        pulse: Called now and then; may raise Cancelled.

    Raises:
        KnownError: There is none, or nobody has filled in any of them.
    """
    document = lists_upright(tables_apart(with_money_joined(document)))
    scan = _Scan(document)
    scan.go(pulse)
    builders = scan.found
    if not builders:
        raise KnownError(f"“{document.file_name}”里没有找到项目绩效目标表（没有“项目名称”和“三级指标”这样的表格）。")
    named = {unit for builder in builders if (unit := builder.unit) is not None and any(unit)}
    if len(named) == 1 and not document.identities:
        for builder in builders:
            builder.take_unit_of_file(*named)
    tables: list[ProposedTable] = []
    problems: list[Problem] = []
    cleaned: list[CleanedText] = []
    identities = identities_of(builders, document)
    years = list(years_of(identities, document))
    for index, (builder, identity) in enumerate(zip(builders, identities, strict=True)):
        pulse()
        table = replace(builder.finish(index, identity), year=years[index])
        tables.append(table)
        problems += builder.problems
        cleaned += builder.cleaned
    problems += scan.unread.problems()
    problems += (Problem(note) for note in document.notes)
    if not document.identities and _is_untouched(tables, problems):
        raise KnownError(f"“{document.file_name}”里的表还是空白的，没有填写任何内容；请填好后再试。")
    return Proposal(
        document.file_name,
        tuple(tables),
        tuple(problems),
        tuple(cleaned),
        captions=tuple(_captions(document)),
        missing=tuple(identity for identity in document.identities if identity not in identities),
        set_aside=tuple(scan.unread.set_aside),
    )


def _is_untouched(tables: Sequence[ProposedTable], problems: Sequence[Problem]) -> bool:
    """Whether nothing is written in the forms and, but for names that they lack, nothing is to be said of the file.

    Somebody who sends such a file in has sent nothing: it would count as received. Other texts than labels of the
    signature block may be what somebody has written into a layout that is not known.
    """
    return all(table.is_blank for table in tables) and all(
        one.column in ("name", "unit") or _is_of_unsigned_foot(one, tables) for one in problems
    )


def _is_of_unsigned_foot(problem: Problem, tables: Sequence[ProposedTable]) -> bool:
    if problem.table is None or problem.cell is None:
        return False
    line, _ = problem.cell
    return is_unsigned(texts_of(tables[problem.table].source.rows[line].cells))


def _captions(document: Document) -> Iterator[str]:
    """Headings, title rows and lines that state the year: where real files name it, if not in the tables."""
    for block in document.blocks:
        lines = [[block.text]] if isinstance(block, Paragraph) else [texts_of(row) for row in block.rows]
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
            self._take_money_between(block)
            lines = list(map(SourceRow, block.places, block.rows))
            start = written_form(block.rows) if self._document.identities else None
            if start is None and self._is_set_aside(block):
                for line in lines:
                    self.unread.take_row(line, block.sheet)
                continue
            if start is not None:
                lines = self._take_written_form(lines, start, block.sheet)
            for line, following in zip_longest(lines, lines[1:]):
                if not self._take_written_line(line):
                    self._take_row(line, block.sheet, following.cells if following is not None else ())
        self._end_table()
        self._drop_form()
        self._drop_above()

    def _is_set_aside(self, block: Grid) -> bool:
        """Whether it is 目录 or the like of a copy of ours, where a project named 项目名称 is no label of a form."""
        is_ours = bool(self._document.identities) and block.sheet in SHEETS_WITHOUT_TABLE
        return is_ours and not any(header_columns(row) for row in block.rows)

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
        return _is_grid_alone(sheet)

    def _take_money_between(self, grid: Grid) -> None:
        """The currency unit in a paragraph between a form and its grid is that of the form, not of the next one."""
        above, current = self._above, self._current
        says_more = above.heading or above.form or above.units
        if current is None or current.in_grid or above.money is None or says_more or not _is_grid_alone(grid):
            return
        current.take_source(above.source)
        current.take_money_unit(above.money)
        self._above = _Above(bookmarks=above.bookmarks)

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

    def _take_row(self, row: SourceRow, sheet: str, following: Row = ()) -> None:
        is_announced = bool(self._above.heading or self._above.form)
        if begins_table(row.cells, following, self._current, is_announced=is_announced):
            self._end_table()
            if header_columns(row.cells) is None:
                self._drop_form()
            self._begin_table(row.place, sheet)
        if self._current is not None:
            self._current.take_source([row])
            _feed(self._current, row.cells)
            return
        texts = texts_of(row.cells)
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
    above.units += [(piece, (len(above.source), 0)) for piece in unit_texts(unit)]
    above.source.append(SourceRow(place, (Cell(text, 0),)))
    return True


def _feed(builder: TableBuilder, row: Row) -> None:
    if header_columns(row) is not None:
        builder.begin_grid(row)
    elif builder.in_grid:
        builder.add_indicator(row)
    elif is_title(row):
        builder.take_heading(_only_text(row).strip())
    elif is_unit_row(row, (), builder):
        _feed_unit_row(builder, row)
    elif not builder.has_form and is_unit_alone(row):
        builder.take_unit_text(_only_text(row), builder.here(row[0]))
    else:
        builder.add_form_row(row)


def _is_grid_alone(grid: Grid) -> bool:
    """Whether a grid of a file begins with the header of indicators, whatever lines stand above that."""
    first = next((row for row in grid.rows if len(texts_of(row)) > 1), ())
    return header_columns(first) is not None


def _only_text(row: Row) -> str:
    return next(cell.text for cell in row if cell.text.strip())


def _may_be_unit(text: str) -> bool:
    """Whether what stands beside the currency unit may be the 预算单位; a note or a heading is none."""
    return any(split_unit(text)) and (states_unit(text) or not (is_foot(text) or split_heading(text)))


def _with_colon(text: str) -> str:
    """A label of the 预算单位 in a cell of its own as it stands before its value in one text."""
    return (
        f"{text.strip()}：" if unit_part(text) in ("name", "code") and not text.strip().endswith(("：", ":")) else text
    )


def _feed_unit_row(builder: TableBuilder, row: Row) -> None:
    builder.take_money_unit(next(unit for cell in row if (unit := money_unit(cell.text)) is not None))
    rest = [(without_money_unit(cell.text), cell) for cell in row]
    builder.take_heading(next((text.strip() for text, _ in rest if split_heading(text)), ""))
    named = [(_with_colon(text), cell) for text, cell in rest if _may_be_unit(text)]
    for unit in unit_texts(without_year("".join(text for text, _ in named))):
        builder.take_unit_text(unit, builder.here(named[0][1]))
