"""Find the tables in a document by their labels, never by position.

A table may begin with a heading above it, a title row, the unit's row or its 项目名称 row, whatever comes
first; the indicator grid begins with its header row and goes on, over repeated headers, until the next table.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from core.domain.errors import KnownError
from core.importing.builder import TableBuilder
from core.importing.document import Document, Paragraph, Row
from core.importing.labels import (
    FORM_LABELS,
    bare,
    header_columns,
    money_unit,
    split_heading,
    split_unit,
    states_unit,
    without_money_unit,
)
from core.importing.proposal import CleanedText, Problem, Proposal, ProposedTable


def recognise(document: Document) -> Proposal:
    """All tables of a document, in file order.

    Raises:
        KnownError: There is none.
    """
    builders = [builder for builder in _builders(document) if builder.is_table]
    if not builders:
        raise KnownError(f"“{document.file_name}”里没有找到项目绩效目标表（没有“项目名称”和“三级指标”这样的表格）。")
    tables: list[ProposedTable] = []
    problems: list[Problem] = []
    cleaned: list[CleanedText] = []
    for index, builder in enumerate(builders):
        table = builder.finish(index)
        tables.append(table)
        problems += builder.problems
        cleaned += builder.cleaned
    return Proposal(document.file_name, tuple(tables), tuple(problems), tuple(cleaned))


@dataclass(slots=True)
class _Above:
    """What the paragraphs since the last table said about the next one."""

    heading: tuple[int | None, str] | None = None
    unit: str | None = None
    money: str | None = None


def _builders(document: Document) -> Iterator[TableBuilder]:
    above = _Above()
    unit = ("", "")
    current: TableBuilder | None = None
    for block in document.blocks:
        if isinstance(block, Paragraph):
            _read_paragraph(block.text, above, current)
            continue
        for row, place in zip(block.rows, block.places, strict=True):
            if _begins_table(row, current, above):
                if current is not None:
                    yield current
                    unit = current.unit or unit
                current = TableBuilder(document.file_name, place, document.tells_merges, inherited_unit=unit)
                current.take_heading(above.heading)
                current.take_unit_text(above.unit)
                current.take_money_unit(above.money)
                above = _Above()
            if current is not None:
                _feed(current, row)
    if current is not None:
        yield current


def _read_paragraph(text: str, above: _Above, current: TableBuilder | None) -> None:
    heading = split_heading(text)
    money = money_unit(text)
    if heading is not None:
        above.heading = heading
    elif money is not None:
        above.money = money
        above.unit = without_money_unit(text).strip() or above.unit
    elif states_unit(text):
        above.unit = text
    elif text and current is not None and above.heading is None:
        current.take_stray(text)


def _begins_table(row: Row, current: TableBuilder | None, above: _Above) -> bool:
    """Whether this row belongs to a table that has not begun yet."""
    first = next((cell.text for cell in row if cell.text.strip()), "")
    begins = _is_title(row) or _is_unit_row(row, current) or _names_project(first)
    if current is None:
        return begins or header_columns(row) is not None
    if above.heading is not None and (begins or header_columns(row) is not None):
        return True
    if current.in_grid:
        return begins
    return (_names_project(first) and current.has_name) or (begins and current.has_form)


def _is_title(row: Row) -> bool:
    texts = [cell.text for cell in row if cell.text.strip()]
    return len(texts) == 1 and split_heading(texts[0]) is not None and FORM_LABELS.get(bare(texts[0])) is None


def _is_unit_row(row: Row, current: TableBuilder | None) -> bool:
    """Whether a row states the currency unit, and with it begins the form.

    A cell that says nothing else is enough anywhere. A text that only ends so may be a purpose or an indicator,
    unless it stands alone at the left, or no table has been named yet.
    """
    stating = [cell for cell in row if money_unit(cell.text) is not None]
    if any(not without_money_unit(cell.text).strip() for cell in stating):
        return True
    texts = [cell for cell in row if cell.text.strip()]
    alone = texts == stating and stating == list(row[:1])
    return bool(stating) and (alone or current is None or not current.has_name)


def _names_project(first: str) -> bool:
    return FORM_LABELS.get(bare(first)) == "name" or FORM_LABELS.get(bare(first.partition("：")[0])) == "name"


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
    else:
        builder.add_form_row(row)


def _only_text(row: Row) -> str:
    return next(cell.text for cell in row if cell.text.strip())


def _feed_unit_row(builder: TableBuilder, row: Row) -> None:
    builder.take_money_unit(next(unit for cell in row if (unit := money_unit(cell.text)) is not None))
    rest = [without_money_unit(cell.text) for cell in row]
    named = [text for text in rest if any(split_unit(text))]
    builder.take_unit_text(named[0] if len(named) == 1 else "".join(named) or None)
