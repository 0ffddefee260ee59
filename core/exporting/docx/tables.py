"""The form's two grids as Word tables."""

from collections.abc import Iterator
from typing import Final

from core.exporting.docx.markup import paragraphs, style_id, twips
from core.exporting.heights import row_heights
from core.layout.form import Cell, Grid

TALLEST_WHOLE_ROW_POINTS: Final = 300.0
"""A row up to this height moves to the next page whole; a taller one may be split."""

_EMPTY_PARAGRAPH: Final = f'<w:p><w:pPr><w:pStyle w:val="{style_id("category")}"/></w:pPr></w:p>'
_NO_RULES: Final = (
    '<w:tcBorders><w:top w:val="nil"/><w:left w:val="nil"/><w:bottom w:val="nil"/><w:right w:val="nil"/></w:tcBorders>'
)


def form_table(grid: Grid) -> str:
    """A grid of the form as a Word table with its merges."""
    columns = [twips(width) for width in grid.widths]
    grid_columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    places = {(cell.row + down, cell.column): (cell, down) for cell in grid.cells for down in range(cell.row_span)}
    rows = (_row(row, height, row < grid.header_rows, columns, places) for row, height in enumerate(row_heights(grid)))
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid_columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(
    row: int, height: float, is_header: bool, columns: list[int], places: dict[tuple[int, int], tuple[Cell, int]]
) -> str:
    whole = "<w:cantSplit/>" if height <= TALLEST_WHOLE_ROW_POINTS else ""
    properties = whole + ("<w:tblHeader/>" if is_header else "")
    cells = "".join(_cells(row, is_header, columns, places))
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{cells}</w:tr>"


def _cells(
    row: int, is_header: bool, columns: list[int], places: dict[tuple[int, int], tuple[Cell, int]]
) -> Iterator[str]:
    column = 0
    while column < len(columns):
        cell, down = places[row, column]
        width = sum(columns[column : column + cell.column_span])
        span = f'<w:gridSpan w:val="{cell.column_span}"/>' if cell.column_span > 1 else ""
        merge = ("<w:vMerge/>" if down else '<w:vMerge w:val="restart"/>') if cell.row_span > 1 else ""
        rules = "" if cell.bordered else _NO_RULES
        text = cell.published_text or cell.text
        content = _EMPTY_PARAGRAPH if down else paragraphs(text, cell.style, keep_next=is_header)
        yield (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{rules}'
            f'<w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>'
        )
        column += cell.column_span
