"""Find the tables in a document by their labels, never by position.

A table may begin with a heading above it, a title row, the unit's row or its 项目名称 row, whatever comes
first; the indicator grid begins with its header row and goes on, over repeated headers, until the next table.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from core.domain.copies import CopiedTable
from core.domain.errors import KnownError
from core.importing.builder import MOST_CAPTIONS, TableBuilder
from core.importing.columns import tables_apart
from core.importing.document import Cell, Document, Paragraph, Row
from core.importing.labels import (
    UNIT_LABELS,
    bare,
    form_field,
    header_columns,
    is_caption,
    money_unit,
    split_heading,
    split_unit,
    states_unit,
    without_money_unit,
)
from core.importing.proposal import CleanedText, Problem, Proposal, ProposedTable, SourceRow

_UNIT_ALONE: Final = re.compile(r"\d{6}\s*[\u3400-\u9fff]{2,}\Z")


def recognise(document: Document) -> Proposal:
    """All tables of a document, in file order.

    Raises:
        KnownError: There is none.
    """
    document = tables_apart(document)
    found = list(_builders(document))
    builders = [builder for builder in found if builder.is_table]
    if not builders:
        raise KnownError(f"“{document.file_name}”里没有找到项目绩效目标表（没有“项目名称”和“三级指标”这样的表格）。")
    tables: list[ProposedTable] = []
    problems: list[Problem] = []
    cleaned: list[CleanedText] = []
    for index, (builder, identity) in enumerate(zip(builders, _identities(builders, document), strict=True)):
        table = builder.finish(index, identity)
        tables.append(table)
        problems += builder.problems
        cleaned += builder.cleaned
    for builder in found:
        if not builder.is_table and (rows := builder.filled_rows()):
            what = f"{builder.place}起的 {rows} 行不像绩效目标表（没有“项目名称”，也没有指标的表头），没有导入。"
            problems.append(Problem(f"《{document.file_name}》{what}"))
    problems += (Problem(note) for note in document.notes)
    years = {identity.year for identity in document.identities}
    year = years.pop() if len(years) == 1 else None
    captions = tuple(_captions(document))
    return Proposal(document.file_name, tuple(tables), tuple(problems), tuple(cleaned), year, captions)


def _captions(document: Document) -> Iterator[str]:
    """Headings, title rows and lines that state the year: where real files name it, if not in the tables."""
    for block in document.blocks:
        lines = [[block.text]] if isinstance(block, Paragraph) else [_texts(row) for row in block.rows]
        yield from (texts[0] for texts in lines if len(texts) == 1 and is_caption(texts[0]))


def _texts(row: Row) -> list[str]:
    return [cell.text for cell in row if cell.text.strip()]


def _identities(builders: Sequence[TableBuilder], document: Document) -> list[CopiedTable | None]:
    """Which table of the copy each one was written as: by its worksheet, else by the number of its heading.

    Each year counts its tables from 1: several of one number are told apart by their order, if none is missing.
    """
    waiting = list(document.identities)
    by_sheet = {identity.place: identity for identity in waiting}
    found: list[CopiedTable | None] = []
    for builder in builders:
        identity = by_sheet.pop(builder.sheet, None)
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
    return found


@dataclass(slots=True)
class _Above:
    """What the paragraphs since the last table said about the next one."""

    heading: tuple[int | None, str] | None = None
    unit: str | None = None
    unit_row: int = 0
    money: str | None = None
    source: list[SourceRow] = field(default_factory=list)


def _builders(document: Document) -> Iterator[TableBuilder]:
    above = _Above()
    unit = ("", "")
    current: TableBuilder | None = None
    for block in document.blocks:
        if isinstance(block, Paragraph):
            _read_paragraph(block.text, "段落", above, current)
            continue
        if block.sheet:  # no table goes on on the next worksheet
            if current is not None:
                yield current
                unit = current.unit or unit
            current, above = None, _Above()
        for row, place in zip(block.rows, block.places, strict=True):
            if _begins_table(row, current, above):
                if current is not None:
                    yield current
                    unit = current.unit or unit
                current = TableBuilder(document, place, block.sheet, inherited_unit=unit)
                current.take_heading(above.heading)
                current.take_unit_text(above.unit, (above.unit_row, 0))
                current.take_money_unit(above.money)
                current.take_source(above.source)
                above = _Above()
            if current is not None:
                current.take_source([SourceRow(place, row)])
                _feed(current, row)
            else:
                _read_row_above(row, place, above)
    if current is not None:
        yield current


def _read_paragraph(text: str, place: str, above: _Above, current: TableBuilder | None) -> None:
    heading = split_heading(text)
    money = money_unit(text)
    unit_before = above.unit
    if heading is not None:
        above.heading = heading
    elif money is not None:
        above.money = money
        above.unit = without_money_unit(text).strip() or above.unit
    elif states_unit(text):
        above.unit = text
    else:
        if text and current is not None and above.heading is None:
            current.take_stray(text)
        return
    if above.unit is not unit_before:
        above.unit_row = len(above.source)
    above.source.append(SourceRow(place, (Cell(text, 0),)))


def _read_row_above(row: Row, place: str, above: _Above) -> None:
    """A row before the first table of a sheet: a title, the unit, a note."""
    texts = [cell.text.strip() for cell in row if cell.text.strip()]
    if len(texts) == 1:
        _read_paragraph(texts[0], place, above, None)


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
    if above.heading is not None and (begins or header_columns(row) is not None):
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
    return len(texts) > 1 and bare(texts[0]) in UNIT_LABELS


def _is_unit_alone(row: Row) -> bool:
    """Whether a row has nothing but the unit, code before name: ``319202天津市便民专线服务中心``."""
    texts = _texts(row)
    return len(texts) == 1 and row[0].text == texts[0] and _UNIT_ALONE.match(texts[0].strip()) is not None


def _is_unit_row(row: Row, current: TableBuilder | None) -> bool:
    """Whether a row states the currency unit, and with it begins the form.

    A cell that says nothing else is enough, but not in a row of the indicator grid. A text that only ends so may be
    a purpose or an indicator, unless it stands alone at the left, or no table has been named yet.
    """
    if _names_project(row) or (current is not None and current.in_grid and len(_texts(row)) > MOST_CAPTIONS):
        return False
    stating = [cell for cell in row if money_unit(cell.text) is not None]
    if any(not without_money_unit(cell.text).strip() for cell in stating):
        return True
    texts = [cell for cell in row if cell.text.strip()]
    alone = texts == stating and stating == list(row[:1])
    return bool(stating) and (alone or current is None or not current.has_name)


def _names_project(row: Row) -> bool:
    """Whether a row begins with 项目名称; with another label beside it, it is the head of a list."""
    texts = [cell.text for cell in row]
    first = next((index for index, text in enumerate(texts) if text.strip()), None)
    if first is None:
        return False
    names = "name" in (form_field(texts[first]), form_field(texts[first].replace(":", "：").partition("：")[0]))
    return names and not any(form_field(text) for text in texts[first + 1 : first + 2])


def _feed(builder: TableBuilder, row: Row) -> None:
    columns = header_columns(row)
    if columns is not None:
        builder.begin_grid(columns, row)
    elif builder.in_grid:
        builder.add_indicator(row)
    elif _is_title(row):
        builder.take_heading(split_heading(_only_text(row)))
    elif _is_unit_row(row, builder):
        _feed_unit_row(builder, row)
    elif not builder.has_form and _is_unit_alone(row):
        builder.take_unit_text(_only_text(row), builder.here(row[0]))
    else:
        builder.add_form_row(row)


def _only_text(row: Row) -> str:
    return next(cell.text for cell in row if cell.text.strip())


def _feed_unit_row(builder: TableBuilder, row: Row) -> None:
    builder.take_money_unit(next(unit for cell in row if (unit := money_unit(cell.text)) is not None))
    rest = [(without_money_unit(cell.text), cell) for cell in row]
    named = [(text, cell) for text, cell in rest if any(split_unit(text))]
    if named:
        builder.take_unit_text("".join(text for text, _ in named), builder.here(named[0][1]))
