"""Blocks of cells on the clipboard: tab-separated text and HTML, both ways with Excel, WPS and LibreOffice.

Pure functions; the Qt part is in :mod:`gui.table_editor.clipboard_mime`.
"""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from core.domain.texts import without_controls
from core.importing.labels import grid_column, is_category, is_foot
from gui.table_editor.html_table import Merge, TableParser

Rows = tuple[tuple[str, ...], ...]

CATEGORY_COLUMNS: Final = 2
"""一级指标 and 二级指标 come first in the grid; only they repeat a merged cell's text in each row it covered."""


NAME_LABEL: Final = "项目名称"
HEADING_END: Final = "绩效目标表"
CURRENCY_UNIT: Final = "单位：万元"


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of texts.

    Attributes:
        rows: Equally long rows; a cell covered by a merged one is empty here.
        merges: The merged cells, for :func:`spread`.
    """

    rows: Rows
    merges: tuple[Merge, ...] = ()

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.rows[0]) if self.rows else 0


@dataclass(frozen=True, slots=True)
class Placed:
    """A block brought onto the grid.

    Attributes:
        texts: ``(row from 0, column from 0) → text``.
        left_out: What did not fit, a Chinese sentence; empty if all of it did.
    """

    texts: dict[tuple[int, int], str]
    left_out: str = ""


def write_tsv(rows: Iterable[Sequence[str]]) -> str:
    """Tab-separated text as spreadsheets write it: cells with tabs, line breaks or quotes are quoted."""
    return "".join("\t".join(_quoted(text) for text in row) + "\n" for row in rows)


def read_tsv(text: str) -> Block:
    """Read tab-separated text; quoted cells may hold tabs and line breaks, short rows are filled up."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    rows: list[list[str]] = [[]]
    position, end = 0, len(text)
    while True:
        cell, position = _read_cell(text, position)
        rows[-1].append(cell)
        if position >= end:
            return _block(rows)
        if text[position] == "\n":
            rows.append([])
        position += 1


def write_html(rows: Iterable[Sequence[str]]) -> str:
    """An HTML table whose cells spreadsheets take as text: ``1-2`` stays ``1-2``, ``<br>`` stays in its cell."""
    style = "<style>td{mso-number-format:'\\@';white-space:pre-wrap}br{mso-data-placement:same-cell}</style>"
    lines = ("<tr>" + "".join(f"<td {_AS_TEXT}>{_escaped(text)}</td>" for text in row) + "</tr>" for row in rows)
    return f'<html><head><meta charset="utf-8">{style}</head><body><table>{"".join(lines)}</table></body></html>'


def read_html(source: str) -> Block | None:
    """Read the tables of an HTML text as one block, one table under the other; ``None`` if there is none."""
    parser = TableParser()
    parser.feed(source)
    parser.close()
    return _block(parser.rows, parser.merges) if parser.rows else None


def read_clipboard(text: str, source: str) -> Block | None:
    """The block that a program left as text, as HTML, or as both.

    The text has its cells to the letter, the HTML knows what is merged; where both have one shape, each
    gives what it knows best.
    """
    table = read_html(source) if source else None
    if not text:
        return table
    plain = read_tsv(text)
    if table is None:
        return plain
    if (len(plain.rows), plain.width) == (len(table.rows), table.width):
        rows = zip(plain.rows, table.rows, strict=True)
        return Block(tuple(tuple(map(_truer, *pair)) for pair in rows), table.merges)
    return table


def _truer(plain: str, rich: str) -> str:
    """The text of a cell, which is given to the letter, unless LibreOffice made spaces of its line breaks there."""
    return rich if "\n" in rich and rich.replace("\n", " ") == plain else plain


def only_text(block: Block) -> str | None:
    """The text of the one cell that is not blank, empty if all are; ``None`` if there are several."""
    filled = [text for row in block.rows for text in row if text.strip()]
    return None if len(filled) > 1 else "".join(filled)


def in_line(block: Block) -> tuple[str, ...] | None:
    """The cells of a single row or a single column; ``None`` for any other block."""
    if len(block.rows) == 1:
        return block.rows[0]
    return tuple(row[0] for row in block.rows) if block.width == 1 else None


def spread(block: Block, first_column: int) -> Rows:
    """The block's texts with merged cells resolved.

    Args:
        block: What was copied.
        first_column: The grid's column where its first column goes.

    Returns:
        A merged cell's text stands in every row it covered where the grid's column is a category, else only in
        its first cell.
    """
    rows = [list(row) for row in block.rows]
    for merge in block.merges:
        if first_column + merge.column < CATEGORY_COLUMNS:
            for row in range(merge.row, min(merge.row + merge.rows, len(rows))):
                rows[row][merge.column] = block.rows[merge.row][merge.column]
    return tuple(map(tuple, rows))


def place(block: Block, target: tuple[int, int, int, int], column_count: int, headings: Sequence[str]) -> Placed:
    """Lay a block onto the grid.

    Args:
        block: What was copied.
        target: First row, first column, rows and columns of the selection. A block fills a selection that is a
            multiple of it; otherwise only the upper left corner counts.
        column_count: How many columns the grid has.
        headings: The names of the grid's columns; a block that holds them all in one row is a copied official
            table, of which the rows below are taken.
    """
    top, left, rows, columns = target
    official = _official_rows(block, headings)
    if official is not None:
        return _place_official(official, top)
    texts = spread(block, left)
    height, width = len(texts), block.width
    if not height or not width:
        return Placed({})
    tall = rows if rows % height == 0 else height
    wide = columns if columns % width == 0 else width
    fitting = min(wide, column_count - left)
    cells = {(top + r, left + c): texts[r % height][c % width] for r in range(tall) for c in range(fitting)}
    lost = [row[fitting:] for row in texts] if fitting < wide else []
    filled = sum(1 for row in lost for text in row if text)
    return Placed(cells, f"右边放不下 {wide - fitting} 列，其中有内容的 {filled} 格没有粘贴。" if lost else "")


@dataclass(frozen=True, slots=True)
class _Official:
    """The indicators of a copied official table, and how many rows stand around them."""

    indicators: Rows
    above: int
    lines: int
    below: int


def _official_rows(block: Block, headings: Sequence[str]) -> _Official | None:
    """The first official table in a block."""
    wanted = [grid_column(heading) for heading in headings]
    for number, row in enumerate(block.rows):
        found = [grid_column(text) for text in row]
        if all(column in found for column in wanted):
            columns = [found.index(column) for column in wanted]
            rest = block.rows[number + 1 :]
            end = next((n for n, below in enumerate(rest) if _begins_table(below)), len(rest))
            merges = tuple(
                Merge(m.row - number - 1, columns.index(m.column), m.rows, 1)
                for m in block.merges
                if number < m.row <= number + end and m.column in columns
            )
            merged = {m.row + covered for m in merges if m.column == 0 for covered in range(1, m.rows)}
            lines = {n for n, below in enumerate(rest[:end]) if n not in merged and _is_line_below(below)}
            texts = spread(Block(tuple(tuple(row[c] for c in columns) for row in rest[:end]), merges), 0)
            indicators = tuple(row for n, row in enumerate(texts) if n not in lines and any(row))
            return _Official(indicators, number + 1, len(lines), len(rest) - end)
    return None


def _is_line_below(row: Sequence[str]) -> bool:
    """Whether a row under the indicators is a line of its own: a note, the signature block."""
    filled = [text for text in row if text.strip()]
    return bool(filled) and (is_foot(filled[0]) or (filled == [row[0]] and not is_category(row[0])))


def _begins_table(row: Sequence[str]) -> bool:
    """Whether a row is the beginning of another official table: its heading, its unit's line, its first label."""
    texts = ["".join(text.split()) for text in row]
    return any(text == NAME_LABEL or text.endswith((HEADING_END, CURRENCY_UNIT)) for text in texts)


def _place_official(official: _Official, top: int) -> Placed:
    cells = {(top + r, c): text for r, row in enumerate(official.indicators) for c, text in enumerate(row)}
    parts = [f"按指标表粘贴了 {len(official.indicators)} 行", f"表头及以上的 {official.above} 行没有粘贴"]
    if official.lines:
        parts.append(f"表下的备注、签字等 {official.lines} 行不是指标，没有粘贴")
    if official.below:
        parts.append(f"下面的 {official.below} 行属于别的表，没有粘贴")
    return Placed(cells, "；".join(parts) + "。")


# Tab-separated text

_CELL_END: Final = re.compile(r"[\t\n]")
_QUOTED: Final = re.compile(r'"((?:[^"]|"")*)"(?=[\t\n]|\Z)')


def _quoted(text: str) -> str:
    if not any(sign in text for sign in '\t\n\r"'):
        return text
    return '"' + text.replace('"', '""') + '"'


def _read_cell(text: str, position: int) -> tuple[str, int]:
    quoted = _QUOTED.match(text, position)
    if quoted:
        return quoted.group(1).replace('""', '"'), quoted.end()
    end = _CELL_END.search(text, position)
    stop = end.start() if end else len(text)
    return text[position:stop], stop


def _block(rows: Sequence[Sequence[str]], merges: Sequence[Merge] = ()) -> Block:
    width = max(map(len, rows), default=0)
    return Block(tuple(tuple(map(without_controls, row)) + ("",) * (width - len(row)) for row in rows), tuple(merges))


_AS_TEXT: Final = 'sdnum="1033;0;@"'  # LibreOffice's; Excel and WPS read the style of the table


def _escaped(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")
