"""A Word file's elements → paragraphs and grids, merged cells marked, tables in tables told apart."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from lxml import etree

from core.importing.allowance import MAX_CELL_TEXT, Allowance, cell_too_long
from core.importing.document import Block, Cell, Grid, Paragraph
from core.importing.docx_markup import WRAPPERS, attribute_of, child_of, children_of, name_of, whole
from core.importing.docx_numbers import Numbers
from core.importing.labels import form_field, header_columns
from core.importing.package import Package
from core.importing.runs import Run, has_struck, raised, read_runs

_DEEPEST_NESTING: Final = 20
_SKIPPED: Final = frozenset({"del", "moveFrom", "txbxContent", "Fallback", "pPr", "rPr", "instrText", "delText", "rt"})
"""Not part of the text: what tracked changes deleted, text boxes, a second version of a drawing, properties, pinyin."""

_SYMBOL_FONT: Final = dict(zip("£³±´¸¹°»", "≤≥±×÷≠°≈", strict=True))
"""What the font Symbol shows for a character, of those that a value may have."""
_OWN_OF_FONTS: Final = re.compile("[\ue000-\uf8ff]")
"""Characters that mean something in one font only."""

_REVISIONS: Final = tuple(f"{{*}}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))


@dataclass(slots=True)
class Blocks:
    """Makes paragraphs and grids of elements, as long as the allowance lasts.

    Attributes:
        struck: Where the cells stand in which something is struck out, in words.
        revised: Where tracked changes have inserted, moved or deleted something, in words and in order.
        hidden: Where there is text that Word does not show.
        boxes: The texts of text boxes, which are no part of the text around them.
        symbols: Where there are characters that only some font shows as they are meant.
        equations: Where equations stand, of which only the texts are read.
        too_deep: Where the tables stand that are nested too deep to be read, in words.
    """

    package: Package
    numbers: Numbers
    allowance: Allowance = field(default_factory=Allowance)
    tables: Iterator[int] = field(default_factory=lambda: count(1))
    struck: list[str] = field(default_factory=list)
    revised: dict[str, None] = field(default_factory=dict)
    hidden: dict[str, None] = field(default_factory=dict)
    boxes: list[str] = field(default_factory=list)
    symbols: dict[str, None] = field(default_factory=dict)
    equations: dict[str, None] = field(default_factory=dict)
    too_deep: list[str] = field(default_factory=list)

    def of(self, elements: Iterable[etree._Element]) -> Iterator[Block]:
        """The blocks in these elements, forms in tables behind the one that they stand in."""
        for child in elements:
            kind = name_of(child)
            if kind == "p":
                yield Paragraph(read_runs(self._runs(child, "表外的段落")).strip(), tuple(_bookmarks(child)))
            elif kind == "tbl":
                yield from self._table(child, 0)
            elif kind in WRAPPERS:
                yield from self.of(child)

    def _table(self, table: etree._Element, depth: int) -> list[Grid]:
        """The grid of a table, and those of the forms in its cells."""
        place = f"第 {next(self.tables)} 个表格"
        within: list[Grid] = []
        rows = tuple(
            tuple(self._cells(row, f"{place}第 {line} 行", depth, within))
            for line, row in enumerate((row for row in children_of(table, "tr") if not self._is_deleted(row, place)), 1)
        )
        return [Grid(rows, (place,) * len(rows)), *within]

    def _cells(self, row: etree._Element, place: str, depth: int, within: list[Grid]) -> Iterator[Cell]:
        column = whole(attribute_of(child_of(child_of(row, "trPr"), "gridBefore"), "val"), 0)
        for cell in children_of(row, "tc"):
            properties = child_of(cell, "tcPr")
            span = whole(attribute_of(child_of(properties, "gridSpan"), "val"), 1)
            merge = child_of(properties, "vMerge")
            covered = merge is not None and (attribute_of(merge, "val") or "continue") == "continue"
            text = "" if covered else self._cell_text(cell, place)
            for table in children_of(cell, "tbl"):
                if depth + 1 == _DEEPEST_NESTING:
                    self.too_deep.append(place)
                    continue
                grids = self._table(table, depth + 1)
                if any(map(_holds_form, grids)):
                    within += grids
                else:  # a small table that only lays out the cell's text
                    text = "\n".join(filter(None, (text.rstrip(), *map(_as_text, grids))))
            if len(text) > MAX_CELL_TEXT:
                raise cell_too_long(self.package.file_name, place)
            self.allowance.take(self.package, 1, 0)
            yield Cell(text, column, span, covered)
            column += span

    def _cell_text(self, cell: etree._Element, place: str) -> str:
        """Its paragraphs, one a line; if something is struck out, without that and without lines of nothing else."""
        lines = [self._runs(paragraph, place) for paragraph in children_of(cell, "p")]
        if not any(map(has_struck, lines)):
            return "\n".join(map(read_runs, lines))
        self.struck.append(place)
        kept = ["".join(text for text, is_struck in line if not is_struck) for line in lines]
        return "\n".join(text for text in kept if text.strip()) or "\n".join(map(read_runs, lines))

    def _is_deleted(self, row: etree._Element, place: str) -> bool:
        """Whether a tracked change has deleted the row; one that has inserted it is a revision too."""
        changes = [child_of(child_of(row, "trPr"), name) is not None for name in ("del", "ins")]
        if any(changes):
            self.revised[place] = None
        return changes[0]

    def _runs(self, paragraph: etree._Element, place: str) -> list[Run]:
        if next(paragraph.iter(*_REVISIONS), None) is not None:
            self.revised[place] = None
        if any(map(_hides_text, paragraph.iter("{*}r"))):
            self.hidden[place] = None
        self.boxes += filter(None, (_box_text(box) for box in paragraph.iter("{*}txbxContent")))
        if next(paragraph.iter("{*}oMath"), None) is not None:
            self.equations[place] = None
        runs = list(_runs(paragraph))
        if any(_OWN_OF_FONTS.search(text) for text, _ in runs):
            self.symbols[place] = None
        if any(text.strip() for text, _ in runs) and (number := self.numbers.before(paragraph)):
            runs.insert(0, (number, False))
        self.allowance.take(self.package, 1, sum(len(text) for text, _ in runs))
        return runs


def _holds_form(grid: Grid) -> bool:
    return any(header_columns(row) or any(form_field(cell.text) for cell in row) for row in grid.rows)


def _as_text(grid: Grid) -> str:
    rows = (" ".join(cell.text.strip() for cell in row if cell.text.strip()) for row in grid.rows)
    return "\n".join(filter(None, rows))


def _box_text(box: etree._Element) -> str:
    """The text of a text box; ``""`` for the second version that is there for older programs."""
    is_second = next(box.iterancestors("{*}Fallback"), None) is not None
    return "" if is_second else "".join(text for text, _ in _runs(box)).strip()


def _hides_text(run: etree._Element) -> bool:
    """Whether a run has text that Word does not show."""
    mark = run.find("{*}rPr/{*}vanish")
    return (
        mark is not None
        and _is_switched_on(mark)
        and any((text.text or "").strip() for text in run.iterchildren("{*}t"))
    )


def _runs(element: etree._Element, is_struck: bool = False) -> Iterator[Run]:
    for child in element:
        kind = name_of(child)
        if kind in _SKIPPED:
            continue
        if kind == "t":
            yield child.text or "", is_struck
        elif kind in ("tab", "ptab"):
            yield "\t", is_struck
        elif kind in ("br", "cr"):
            yield "" if attribute_of(child, "type") in ("page", "column") else "\n", is_struck
        elif kind == "noBreakHyphen":
            yield "-", is_struck
        elif kind == "sym":
            yield _symbol(attribute_of(child, "font"), attribute_of(child, "char")), is_struck
        elif kind == "r" and _is_raised(child):
            yield from ((raised(text), is_struck) for text, is_struck in _runs(child, _strikes(child)))
        elif kind == "r":
            yield from _runs(child, _strikes(child))
        else:
            yield from _runs(child, is_struck)


def _strikes(run: etree._Element) -> bool:
    """Whether a run is struck out, once or twice."""
    marks = (run.find(f"{{*}}rPr/{{*}}{name}") for name in ("strike", "dstrike"))
    return any(mark is not None and _is_switched_on(mark) for mark in marks)


def _is_raised(run: etree._Element) -> bool:
    return attribute_of(run.find("{*}rPr/{*}vertAlign"), "val") == "superscript"


def _is_switched_on(mark: etree._Element) -> bool:
    return (attribute_of(mark, "val") or "1") not in ("0", "false", "off")


def _symbol(font: str | None, code: str | None) -> str:
    """A character that Word keeps by its number in a symbol font."""
    if code is None or not re.fullmatch("[0-9A-Fa-f]{4}", code):
        return "\ufffd"
    own = chr(int(code, 16))
    return _SYMBOL_FONT.get(chr(int(code[2:], 16)), own) if font == "Symbol" else own


def _bookmarks(paragraph: etree._Element) -> Iterator[str]:
    for element in paragraph.iter():
        if name_of(element) == "bookmarkStart":
            yield from (str(value) for name, value in element.attrib.items() if str(name).endswith("}name"))
