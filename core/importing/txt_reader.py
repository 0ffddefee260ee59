"""Read a text: a worksheet saved as one, a row a line, or the published text as the publisher's web page gives it.

In the published text a cell begins with a tab and ends with its line; a row ends with an empty line, a table with one
more; a heading may carry ``[bookmark: …]``. Texts hold tabs and line breaks of their own, so a row that is short of
cells goes on behind the empty line that a line break at the end of a text left.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from core.domain.errors import KnownError
from core.importing.allowance import MAX_CELL_TEXT, MAX_CELLS, cell_too_long
from core.importing.captions import split_heading
from core.importing.document import Block, Cell, Document, Grid, Paragraph, Row
from core.importing.labels import HEADER_LABELS_NEEDED, header_columns
from core.ports import Pulse, go_on

MAX_BYTES = 64 * 1024 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DRAWN = ("|", "｜")
"""What stands between cells that are drawn as columns, as in Markdown; blanks beside it belong to the drawing."""
_DELIMITERS = ("\t", ",", ";", *_DRAWN)
_RULE = re.compile(r"[:+]?-[-+]*:?")
_SEPARATOR_LINE = re.compile(r"\A\"?sep=.\"?\n", re.IGNORECASE)
"""What tells Excel how the cells of a text are separated."""
_BOOKMARK = re.compile(r"\[bookmark: [^\]]*\]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_BLANKS_BETWEEN_TABLES = 3  # the row's end, the table's end, one empty paragraph


@dataclass(slots=True)
class _OpenRow:
    """A row while it is read: its cells' texts, and how many empty lines stand behind it."""

    line: int
    texts: list[str]
    blanks: int = 0


@dataclass(slots=True)
class _OpenGrid:
    """A run of rows while it is read."""

    rows: list[_OpenRow] = field(default_factory=list)


def read_txt(data: bytes, file_name: str, pulse: Pulse = go_on) -> Document:
    """Read the bytes of a published text.

    Args:
        data: All of it.
        file_name: For messages.
        pulse: Called now and then; may raise Cancelled.

    Raises:
        KnownError: It is not a text in any of the usual encodings.
    """
    text = _decode(data, file_name).replace("\r\n", "\n").replace("\r", "\n")
    if max(text.count("\n"), text.count("\t")) > MAX_CELLS:
        raise _too_large(file_name)
    sheet = _sheet_as_text(text, file_name)
    if sheet is not None:
        return Document(file_name, (sheet,), tells_merges=False)
    lines = text.split("\n")
    blocks: list[Block] = []
    grid = _OpenGrid()
    for number, line in enumerate(lines, start=1):
        last = grid.rows[-1] if grid.rows else None
        if line.startswith("\t"):
            if last is None or last.blanks:
                grid.rows.append(_OpenRow(number, [line[1:]]))
            else:
                last.texts.append(line[1:])
        elif not line.strip() and last is not None:
            last.blanks += 1
        elif last is not None and _continues_cell(line, last.blanks):
            last.texts[-1] += "\n" * (last.blanks + 1) + line
            last.blanks = 0
            _check_length(last.texts[-1], last, file_name)  # as soon as it is: each line copies it
        elif line.strip():
            pulse()
            _close(grid, blocks, file_name)
            grid = _OpenGrid()
            blocks.append(Paragraph(_BOOKMARK.sub("", line).strip()))
    _close(grid, blocks, file_name)
    return Document(file_name, tuple(blocks), tells_merges=False)


def _sheet_as_text(text: str, file_name: str) -> Grid | None:
    """A worksheet that was saved as text, a row a line; ``None`` if no row of it is the header of a grid."""
    text = _SEPARATOR_LINE.sub("", text, 1).removesuffix("\n")
    for delimiter in (one for one in _DELIMITERS if one in text):
        rows: list[_OpenRow] = []
        cells = 0
        for row in _rows(text, delimiter):
            rows.append(row)
            cells += len(row.texts)
            if cells > MAX_CELLS:
                raise _too_large(file_name)
        if any(header_columns(_row(row.texts)) for row in rows if len(row.texts) >= HEADER_LABELS_NEEDED):
            return _grid_of(rows, file_name)
    return None


def _rows(text: str, delimiter: str) -> Iterator[_OpenRow]:
    """The rows of a text whose cells have this between them, as :data:`_DELIMITERS` says.

    A cell is quoted only if its last quote ends it: ``"双随机"抽查`` and an inch mark are texts like others, which the
    module ``csv`` would take the quotes from, or read on to the next quote.
    """
    end_of_cell = _end_of_cell(delimiter)
    is_drawn = delimiter in _DRAWN
    line = 1
    row = _OpenRow(line, [])
    for match in end_of_cell.finditer(text):
        cell = match["plain"] if match["quoted"] is None else match["quoted"].replace('""', '"')
        row.texts.append(cell.strip() if is_drawn else cell)
        line += match[0].count("\n")
        if match["end"] != delimiter:
            if not (is_drawn and _is_rule(row.texts)):
                yield row
            row = _OpenRow(line, [])
        if not match["end"]:
            return


@cache
def _end_of_cell(delimiter: str) -> re.Pattern[str]:
    end = re.escape(delimiter)
    return re.compile(rf'(?:"(?P<quoted>[^"]*+(?:""[^"]*+)*+)"|(?P<plain>[^\n{end}]*))(?P<end>{end}|\n|\Z)')


def _is_rule(texts: list[str]) -> bool:
    """Whether a row is the line under the header, ``|---|:-:|`` or ``+---+---+``."""
    filled = [text for text in texts if text]
    return bool(filled) and all(map(_RULE.fullmatch, filled))


def _too_large(file_name: str) -> KnownError:
    return KnownError(f"“{file_name}”的内容太大，不像是绩效目标表。")


def _decode(data: bytes, file_name: str) -> str:
    if len(data) > MAX_BYTES:
        raise _too_large(file_name)
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    raise KnownError(f"“{file_name}”不是文本文件，或文字编码无法识别；请在记事本中另存为 UTF-8 编码再试。")


def _encodings(data: bytes) -> tuple[str, ...]:
    by_mark = next((encoding for mark, encoding in _BOMS if data.startswith(mark)), None)
    if by_mark:
        return (by_mark,)
    if b"\0" in data:
        # The ASCII characters of a UTF-16 text have their zero byte behind (little endian) or before them.
        return ("utf-16-le", "utf-16-be") if data[1::2].count(0) >= data[::2].count(0) else ("utf-16-be", "utf-16-le")
    return ("utf-8", "gb18030")


def _continues_cell(line: str, blanks: int) -> bool:
    """A line without a tab goes on with the cell above, unless the table has ended or a heading begins."""
    return blanks < 2 and not _BOOKMARK.search(line) and split_heading(line) is None


def _close(grid: _OpenGrid, blocks: list[Block], file_name: str) -> None:
    if not grid.rows:
        return
    rows = _mend(grid.rows)
    _give_back_line_breaks(rows)
    blocks.append(_grid_of(rows, file_name))


def _grid_of(rows: list[_OpenRow], file_name: str) -> Grid:
    for row in rows:
        _check_length(max(row.texts, key=len), row, file_name)
    return Grid(tuple(_row(row.texts) for row in rows), tuple(f"第 {row.line} 行" for row in rows))


def _check_length(text: str, row: _OpenRow, file_name: str) -> None:
    if len(text) > MAX_CELL_TEXT:
        raise cell_too_long(file_name, f"第 {row.line} 行起")


def _row(texts: list[str]) -> Row:
    return tuple(Cell(text, column) for column, text in enumerate(texts))


def _mend(rows: list[_OpenRow]) -> list[_OpenRow]:
    """Put rows together that a line break at the end of a cell's text cut in two."""
    mended: list[_OpenRow] = []
    width = 0
    for row in rows:
        last = mended[-1] if mended else None
        if header_columns(_row(row.texts)):
            width = len(row.texts)
        elif last is not None and len(last.texts) < width and len(last.texts) + len(row.texts) <= width:
            last.texts[-1] += "\n" * last.blanks
            last.texts += row.texts
            last.blanks = row.blanks
            continue
        mended.append(row)
    return mended


def _give_back_line_breaks(rows: list[_OpenRow]) -> None:
    """Empty lines beyond those that end a row or a table are line breaks at the end of its last text."""
    for row, following in pairwise(rows):
        ends = _BLANKS_BETWEEN_TABLES if header_columns(_row(following.texts)) else 1
        row.texts[-1] += "\n" * max(0, row.blanks - ends)
