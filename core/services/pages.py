"""Do the pages of a PDF say what its 校验码 stand for? Compared cell by cell, without white space."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from core.domain.records import LABELS, TargetTable
from core.domain.texts import on_one_line
from core.layout.form import Cell, FormOptions, fill
from core.layout.marks import Place
from core.layout.text import printable
from core.services.comparing import quoted

if TYPE_CHECKING:
    from core.importing.pdf_reader import PrintedCell, PrintedDocument

PrintedCells: TypeAlias = Mapping[Place, "PrintedCell"]
"""A table as :class:`core.importing.pdf_reader.PrintedDocument` has it."""

_HEADING: Final = Place(0, 0, 0)
_NUMBER: Final = re.compile(r"^\d+\.")
_LOOKS: Final = (FormOptions(), FormOptions(merge_all_categories=True))
"""A paper may have been drawn in either."""


def differences_on_pages(cells: PrintedCells, then: TargetTable) -> list[str]:
    """What the pages say otherwise than a table did, each as the end of a sentence.

    Args:
        cells: The texts of its cells.
        then: The table that its 校验码 is of; its number is not compared, which depends on what was exported.
    """
    if not cells:
        return ["文件缺少这张表的页面"]
    return min((list(_differences(cells, _cells_of(then, look))) for look in _LOOKS), key=len)


def surprises_on_pages(document: "PrintedDocument") -> list[str]:
    """What stands on the pages beside the tables and is not of this program's making, one sentence each."""
    codes = [code for code in document.codes_on_pages if code not in document.codes]
    return [
        *(f"页面上印的校验码 {code} 不是文件携带的校验码。" for code in codes),
        *(f"第 {added.page} 页有本程序没有写上的文字{quoted(added.text)[0]}。" for added in document.added),
    ]


def notes_on_pages(document: "PrintedDocument", name: str) -> str:
    """What was compared of a PDF and what was not, as a sentence."""
    if not document.has_marks:
        return f"核对的是“{name}”的校验码；页面上的文字不能逐格核对，请对照原件。"
    seen = "核对的是“{}”的校验码和各张表的文字，不包括目录、页眉、页脚、签字栏和图形、图片{}。"
    pages = "、".join(map(str, document.pages_with_notes))
    return seen.format(name, f"，也不包括第 {pages} 页上另加的批注" if pages else "")


def _cells_of(table: TargetTable, look: FormOptions) -> dict[Place, Cell]:
    form = fill(table, look)
    heading = Cell(0, 0, form.heading, "heading", field="heading")
    grids = ((heading,), form.table_a.cells, form.table_b.cells)
    return {Place(grid, cell.row, cell.column): cell for grid, cells in enumerate(grids) for cell in cells}


def _differences(there: PrintedCells, expected: Mapping[Place, Cell]) -> Iterator[str]:
    missing = []
    for place, cell in expected.items():
        text = _comparable(printable(cell.text), place)
        shown = _shown(there.get(place), place, text)
        if shown and shown != text:
            on_page, in_code = quoted(shown, text)
            yield f"{_name(place, cell)}：文件页面上为{on_page}，校验码对应的内容为{in_code}"
        elif shown != text:
            missing.append(_name(place, cell))
    if missing:
        yield f"文件页面上没有{missing[0]}" + (f"等 {len(missing)} 处的文字" if len(missing) > 1 else "的文字")
    for place in sorted(there.keys() - expected.keys()):
        yield f"文件页面上多出{quoted(''.join(there[place].pieces))[0]}"


def _shown(cell: "PrintedCell | None", place: Place, expected: str) -> str:
    """What a cell says on the pages: what is expected, or the first text that is something else.

    Its pieces make up its text; where the same pages are there twice, each of them is the whole text.
    """
    if cell is None:
        return ""
    pieces = [_comparable(piece, place) for piece in cell.pieces]
    whole = "".join(pieces)
    again = (_comparable(piece, place) for piece in cell.again)
    if whole != expected and any(piece != expected for piece in pieces):
        return whole
    return next((piece for piece in again if piece != expected), expected)


def _comparable(text: str, place: Place) -> str:
    """Without white space, and as one of the forms of a character that a reader of PDF may give for another."""
    tight = "".join(unicodedata.normalize("NFKC", text).split())
    return _NUMBER.sub("", tight) if place == _HEADING else tight


def _name(place: Place, cell: Cell) -> str:
    grid, row, _ = place
    if place == _HEADING:
        return "标题"
    if not cell.field:
        return f"“{on_one_line(cell.text)}”一格"
    if grid == 1:
        return LABELS["project"].get(cell.field, "单位")
    return f"第 {row} 行{LABELS['indicator'][cell.field]}"
