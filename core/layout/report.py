"""Plain reports as data: titled tables of texts, for the same renderers and pages as the form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from core.layout.form import Cell, Grid
from core.layout.measuring import Measure, MeasuredForm, MeasuredRow, measure_grid

PAGE_ROOM = 170.0
"""Millimetres between the margins of an upright page: what the columns of a table on paper add up to."""

NO_ROWS = "（无）"
"""Stands for the rows of a table that has none."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, its width in millimetres, and the style of its cells (a key of ``STYLES``)."""

    title: str
    width: float
    style: str = "prose"


@dataclass(frozen=True, slots=True)
class ReportTable:
    """One table of a report.

    Attributes:
        title: Above it, and the name of its sheet in a workbook.
        columns: From the left.
        rows: Texts, one for each column.
        has_heads: Whether the columns' titles are shown.
        lines: Texts between title and table, without rules.
        closing: Texts below the table, without rules.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    has_heads: bool = True
    lines: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A document of its own.

    Attributes:
        title: On top; ``""`` if the tables' titles say enough.
        subject: The document's title in its properties.
        lines: Below the title, at least one if there is a title.
        tables: In order.
        one_a_page: Whether each table begins a page.
        foot: At the left of each page's foot.
    """

    title: str
    subject: str
    lines: tuple[str, ...]
    tables: tuple[ReportTable, ...]
    one_a_page: bool = False
    foot: str = ""


def measured(report: Report, measure: Measure) -> Iterator[MeasuredForm]:
    """The report as the paginator takes it: its head and each table a form."""
    if report.title:
        yield _form(report.title, report.lines, None, measure)
    for table in report.tables:
        yield _form(table.title, table.lines, table, measure)


def _form(title: str, lines: Sequence[str], table: ReportTable | None, measure: Measure) -> MeasuredForm:
    """The lines above a table are headers like its columns' titles: they keep with its rows and are repeated."""
    heading = Grid((PAGE_ROOM,), 1, (Cell(0, 0, title, "heading", bordered=False),))
    (head,), above = measure_grid(heading, measure), measure_grid(_lines(lines), measure)
    if table is None:
        return MeasuredForm(head, (), above, 0)
    if not table.rows:
        return MeasuredForm(head, (), measure_grid(_lines([*lines, NO_ROWS]), measure), 0)
    body, closing = measure_grid(_grid(table), measure), measure_grid(_lines(table.closing), measure)
    return MeasuredForm(head, (), tuple(_stacked(above, body, closing)), len(lines) + table.has_heads)


def _stacked(*grids: Sequence[MeasuredRow]) -> Iterator[MeasuredRow]:
    """The rows of several grids as those of one."""
    start = 0
    for rows in grids:
        for row in rows:
            yield replace(row, cells=tuple(replace(cell, row=cell.row + start) for cell in row.cells))
        start += len(rows)


def _lines(lines: Sequence[str]) -> Grid:
    cells = (Cell(row, 0, line, "caption_left", bordered=False, field="line") for row, line in enumerate(lines))
    return Grid((PAGE_ROOM,), len(lines), tuple(cells))


def _grid(table: ReportTable) -> Grid:
    return Grid(tuple(column.width for column in table.columns), len(_rows(table)), tuple(_cells(table)))


def _rows(table: ReportTable) -> list[tuple[str, ...]]:
    heads = [tuple(column.title for column in table.columns)] if table.has_heads else []
    return [*heads, *table.rows]


def _cells(table: ReportTable) -> Iterator[Cell]:
    for row, texts in enumerate(_rows(table)):
        is_head = table.has_heads and row == 0
        for column, text in enumerate(texts):
            style = "column_heading" if is_head else table.columns[column].style
            yield Cell(row, column, text, style, field="" if is_head else "text")
