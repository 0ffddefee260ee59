"""The indicator grid of one table: which rows under its header are indicators, and what their cells say."""

import re
from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final, TypeAlias

from core.domain.copies import CopiedTable
from core.domain.records import INDICATOR_COLUMNS, LABELS
from core.domain.texts import without_controls
from core.importing.document import Cell, Document, Row
from core.importing.labels import (
    SIGN_WORDS,
    bare,
    category_name,
    grid_column,
    headed,
    header_columns,
    heads_kind,
    is_category,
    is_category_of_any_level,
    is_foot,
    is_sign,
    join_texts,
    second_label,
    value_part,
)
from core.importing.proposal import FieldPlace, ProposedIndicator, SourceCell
from core.importing.remarks import Remarks, excerpt
from core.importing.unit_or_measure import means_either, names_organisation

FILLED_COLUMNS: Final = ("category", "subcategory")
"""Columns whose cells are printed once over several rows."""
_SIGN_OR_NUMBER: Final = re.compile(r"[≥≤＞＜>=<＝±]*\s*[\d,.]*%?\Z")
"""What a value begins with whose parts stand in cells of their own under one header."""

Columns = tuple[int, int]
"""The first grid column of a header cell, and the one behind its last."""

Titled: TypeAlias = tuple[Cell, SourceCell]
"""A cell of the header, and where it stands."""

Band: TypeAlias = tuple[str, SourceCell | None]
"""A 一级指标 that stands on a line of its own, and where."""


class GridPart:
    """Collects the rows of the grid.

    Attributes:
        has_begun: Whether the header has been seen.
        unknown: After ``indicators``: the fields whose formulas were saved without a result.
    """

    def __init__(self, document: Document, remarks: Remarks) -> None:
        self.has_begun = False
        self.unknown: set[FieldPlace] = set()
        self._document = document
        self._remarks = remarks
        self._columns: dict[str, Columns] = {}
        self._parts_of_value: dict[str, Columns] = {}
        self._unknown_columns: list[Titled] = []
        self._part_titles: dict[str, Titled] = {}
        self._kinds: dict[str, Titled] = {}
        self._titled: list[Columns] = []
        self._band: Band | None = None
        self._banded: dict[int, Band] = {}
        self._has_lines_below = False
        self._rows: list[Row] = []
        self._lines: list[int] = []

    def begin(self, header: Row, above: Row) -> bool:
        """The header row, or its repetition on the next page.

        Args:
            header: The row with 三级指标.
            above: The row above it; its labels hold where the header has blanks.

        Returns:
            Whether labels of the row above belong to the header.
        """
        self.has_begun = True
        whole = tuple(headed(cell, above, _heads_grid) for cell in header)
        columns = header_columns(whole) or {}
        self._columns = {name: _columns_of(whole[index]) for name, index in columns.items()}
        known = set(columns.values())
        others = [cell for index, cell in enumerate(whole) if index not in known and cell.text.strip()]
        parts = [cell for cell in others if self._is_part_of_value(cell)]
        self._parts_of_value = {str(value_part(cell.text)): _columns_of(cell) for cell in parts}
        self._unknown_columns = [(cell, self._remarks.here(cell.column)) for cell in others if cell not in parts]
        self._kinds = {
            column: (whole[index], self._remarks.here(whole[index].column))
            for column, index in columns.items()
            if heads_kind(whole[index].text)
        }
        self._part_titles = {str(value_part(cell.text)): (cell, self._remarks.here(cell.column)) for cell in parts}
        self._titled = [_columns_of(cell) for cell in whole if cell.text.strip()]
        return whole != header

    def _is_part_of_value(self, cell: Cell) -> bool:
        """Whether a column holds a part of the value; 单位 before all others is that of organisations."""
        is_before = cell.column < min(start for start, _ in self._columns.values())
        return value_part(cell.text) is not None and not (is_before and means_either(cell.text))

    def add_row(self, row: Row) -> None:
        """A row below the header."""
        filled = [cell for cell in row if cell.is_filled]
        is_foreign = not self._document.identities
        if is_foreign and len(filled) == 1 and self._is_band(row, filled[0]):
            self.take_band(filled[0].text, self._remarks.here(filled[0].column))
        elif not self._rows and filled and all(second_label(cell.text) is not None for cell in filled):
            self._split_value(filled)
        elif not any(cell.text.strip() for cell in filled):
            if self._is_row_without_text(row):
                self._take(row)
        elif not row[0].covered and self._is_line_below(row, filled):
            self._has_lines_below = True
            self._remarks.leave_out([cell.text for cell in filled], self._remarks.here(filled[0].column))
        else:
            self._take(row)

    def add_written_row(self, row: Row) -> None:
        """A row that stands as this program writes it: an indicator, unless it is blank or a note."""
        filled = [cell for cell in row if cell.is_filled]
        is_note = filled == list(row[:1]) and is_foot(filled[0].text)
        if filled and not is_note:
            self._take(row)
        else:
            self.add_row(row)

    def _split_value(self, labels: Sequence[Cell]) -> None:
        """A second row of the header, under 指标值: description and value, or sign, number and measure unit."""
        named = {column for column in self._columns if column != "value"}
        whole = self._columns.get("value")
        if whole in self._titled:
            self._titled.remove(whole)
        for cell in labels:
            insort(self._titled, _columns_of(cell))
            what = second_label(cell.text) or ""
            if value_part(cell.text):
                self._parts_of_value[what] = _columns_of(cell)
            elif what and what not in named:
                self._columns[what] = _columns_of(cell)
            else:
                self._unknown_columns.append((cell, self._remarks.here(cell.column)))

    def _is_row_without_text(self, row: Row) -> bool:
        """Whether it is a row all the same: its name is not known; in a copy of ours a merged 一级指标 or any unknown.

        What is not known in other columns alone may be formulas put under a grid in advance.
        """
        columns = INDICATOR_COLUMNS if self._document.identities else ("name",)
        return bool(self._document.identities and row[0].covered) or any(
            self._is_unknown(row, column) for column in columns
        )

    def take_band(self, text: str, cell: SourceCell | None) -> None:
        """A 一级指标 on a line of its own, over its indicators, and where it stands if that is in the grid."""
        self._band = category_name(bare(text)), cell

    def _is_band(self, row: Row, cell: Cell) -> bool:
        """Whether a row has nothing but a 一级指标 over the columns of others too."""
        return is_category(cell.text) and not row[0].covered and (cell.span > 1 or len(row) == 1)

    def _is_line_below(self, row: Row, filled: list[Cell]) -> bool:
        """Whether a row is no indicator but a line of its own: a note, the signature block, a list below them."""
        text = filled[0].text
        if len(row) == 1 or is_foot(text):
            return True
        if self._has_lines_below and not self._document.identities and filled[0] is row[0] and not is_category(text):
            return True
        at_left = len(filled) == 1 and filled[0] is row[0]
        return at_left and (row[0].span > 1 or not (self._document.identities or is_category(text)))

    def leave_out_lines_below(self, identity: CopiedTable) -> None:
        """Lines under a grid that this program wrote: one text alone is a row of it, and none that was added."""
        written = len(identity.indicator_ids)
        while written and len(self._rows) > written:
            row, line = self._rows[-1], self._lines[-1]
            filled = [cell for cell in row if cell.is_filled]
            if filled != list(row[:1]) or is_category(filled[0].text):
                return
            self._remarks.leave_out([filled[0].text], (line, filled[0].column))
            for column in self._columns:
                self._remarks.forget((len(self._rows), column))
            del self._rows[-1], self._lines[-1]

    def _take(self, row: Row) -> None:
        if not self._document.identities:
            self._set_category(row)
        self._rows.append(row)
        self._lines.append(len(self._remarks.rows) - 1)
        for column, (start, _) in self._columns.items():
            self._remarks.remember((len(self._rows), column), self._remarks.here(start))
        _, place = self._banded.get(len(self._rows), ("", None))
        if place is not None:
            self._remarks.remember((len(self._rows), "category"), place)

    def _set_category(self, row: Row) -> None:
        """Know the 一级指标 of a row by the line above that has nothing else."""
        cell = self._cell(row, "category")
        if cell is not None and (cell.covered or cell.text.strip()):
            self._band = None
            return
        last = self._rows[-1] if self._rows else ()
        filled = [one for one in last if one.is_filled]
        if len(filled) == 1 and filled[0] is self._cell(last, "category") and is_category(filled[0].text):
            self.take_band(filled[0].text, (self._lines[-1], filled[0].column))
            del self._rows[-1], self._lines[-1]
        if self._band is not None:
            self._banded[len(self._rows) + 1] = self._band

    def indicators(self, identity: CopiedTable | None) -> Iterator[ProposedIndicator]:
        """The indicators; what is doubtful about them is reported.

        Args:
            identity: Which table of a workspace it was written as, if this program wrote it.
        """
        if not self.has_begun:
            self._remarks.report("没有找到指标（“一级指标、二级指标、三级指标……”一行）。")
            return
        self._set_others_aside()
        self._report_columns()
        written = len(identity.indicator_ids) if identity is not None else 0
        fills_blanks = {column: self._fills_blanks(column) for column in FILLED_COLUMNS}
        above = dict.fromkeys(INDICATOR_COLUMNS, "")
        respelt: dict[tuple[str, str], int] = {}
        for number, row in enumerate(self._rows, start=1):
            self._report_row(row, number, is_new=number > written)
            texts = {column: self._text(row, column) for column in INDICATOR_COLUMNS}
            if number in self._banded:
                texts["category"], _ = self._banded[number]
            for column, under in ((c, self._cell(row, c)) for c in INDICATOR_COLUMNS):
                covered = under is not None and under.covered
                is_unknown = self._is_unknown(row, column)
                if is_unknown:
                    self.unknown.add((number, column))
                is_blank = not texts[column].strip() and not is_unknown
                if covered or (is_blank and fills_blanks.get(column, False)):
                    texts[column] = above[column]
                    if column == "subcategory" and not covered and above[column]:
                        self._remarks.report(f"是空的，按上一行填为“{above[column]}”。", number, column)
                else:
                    self._remarks.report_error(texts[column], number, column)
                    is_name = column in FILLED_COLUMNS and not self._document.identities
                    texts[column] = self._remarks.clean(texts[column], number, column, is_name=is_name)
                    if is_name and (name := category_name(texts[column])) != texts[column]:
                        respelt.setdefault((column, texts[column]), number)
                        texts[column] = name
            above = dict(texts)
            texts["value"] = self._whole_value(row, texts["value"])
            yield ProposedIndicator(**texts)
        for (column, text), number in respelt.items():
            what = f"“{excerpt(text)}”写作“{category_name(text)}”，没有读取序号和分值。"
            self._remarks.report(what, number, column)

    def _set_others_aside(self) -> None:
        """Titles whose cells are not what they seem: 单位 of organisations, 指标性质 like 正向 or 定量."""
        for part, (cell, place) in self._part_titles.items():
            texts = self._texts_under(cell)
            is_other = all(map(names_organisation, texts)) if means_either(cell.text) else not any(map(is_sign, texts))
            if texts and is_other and (part == "sign" or means_either(cell.text)):
                del self._parts_of_value[part]
                self._unknown_columns.append((cell, place))
        for column, (cell, place) in self._kinds.items():
            texts = self._texts_under(cell)
            if texts and not any(map(is_category_of_any_level, texts)):
                del self._columns[column]
                self._unknown_columns.append((cell, place))

    def _texts_under(self, title: Cell) -> list[str]:
        texts = (_under(row, _columns_of(title)) for row in self._rows)
        return [text for text in texts if text.strip()]

    def _whole_value(self, row: Row, value: str) -> str:
        """The value with its sign and measure unit, where they stand in columns of their own."""
        if not value or not self._parts_of_value:
            return value
        sign, measure = (without_controls(self._part(row, part)).strip() for part in ("sign", "measure"))
        sign = SIGN_WORDS.get(sign, sign)
        before = "" if value.lstrip().startswith(sign) else sign
        return f"{before}{value}{'' if value.rstrip().endswith(measure) else measure}"

    def _part(self, row: Row, part: str) -> str:
        return _under(row, self._parts_of_value.get(part, (-1, -1)))

    def _fills_blanks(self, column: str) -> bool:
        """Whether a blank cell means the one above it.

        Where a format marks merged cells, a column that uses them says by itself what they cover, and a blank
        二级指标 is one that was not filled in. A copy that this program wrote has blank cells where the table has.
        """
        if self._document.identities:
            return False
        if not self._document.tells_merges:
            return True
        cells = (self._cell(row, column) for row in self._rows)
        return column == "category" and not any(cell is not None and cell.covered for cell in cells)

    def _cell(self, row: Row, column: str) -> Cell | None:
        start, _ = self._columns.get(column, (-1, -1))
        return next((cell for cell in row if cell.column <= start < cell.column + cell.span), None)

    def _is_unknown(self, row: Row, column: str) -> bool:
        """Whether a cell under a column's header, or of the value's sign or measure unit, is not known."""
        spans = [self._columns.get(column, (-1, -1)), *(self._parts_of_value.values() if column == "value" else ())]
        return any(cell.is_unknown and start <= cell.column < end for cell in row for start, end in spans)

    def _text(self, row: Row, column: str) -> str:
        """The text under a column's header; a header over several cells has all of them."""
        start, end = self._columns.get(column, (-1, -1))
        within = [cell.text for cell in row if start <= cell.column < end]
        if not within:
            cell = self._cell(row, column)
            is_of_another = cell is not None and any(
                begin <= cell.column < behind for begin, behind in self._columns.values()
            )
            return cell.text if cell is not None and not is_of_another else ""
        if len(within) > 1 and column == "value" and _SIGN_OR_NUMBER.match(within[0].strip()):
            return "".join(text.strip() for text in within)
        return within[0] if len(within) == 1 else join_texts(within)

    def _report_columns(self) -> None:
        has_bands = bool(self._rows) and len(self._banded) == len(self._rows)
        for missing in (column for column in INDICATOR_COLUMNS if column not in self._columns):
            if missing == "category" and has_bands:
                continue
            self._remarks.report("没有这一列，留空。", place=f"指标栏缺“{LABELS['indicator'][missing]}”")
        filled_cells = Counter(_title_of(self._titled, cell) for row in self._rows for cell in row if cell.text.strip())
        for title, place in self._unknown_columns:
            filled = filled_cells[_columns_of(title)]
            if filled:
                what = f"列“{excerpt(title.text.strip())}”不是本表的栏目，其中 {filled} 格有内容"
                self._remarks.report_surplus(what, cell=place)
        if self._parts_of_value:
            self._remarks.report("符号和计量单位在表中另有列，已并入指标值。", place="指标值")

    def _report_row(self, row: Row, number: int, *, is_new: bool) -> None:
        """A row that is too short, texts under no column of the header, a row with one text only."""
        width = max(chain((end for _, end in self._columns.values()), [0]))
        if sum(cell.span for cell in row) < width:
            self._remarks.report(f"只有 {len(row)} 个单元格，少于表头的 {width} 列，请核对。", number)
        line = self._lines[number - 1]
        for cell in row:
            is_number = cell.text.strip() == str(number)  # a column of row numbers without a title
            if cell.text.strip() and not is_number and _title_of(self._titled, cell) is None:
                what = f"旁边的文字“{excerpt(cell.text)}”不属于任何一列"
                self._remarks.report_surplus(what, number, (line, cell.column))
        filled = [cell for cell in row if cell.text.strip()]
        if is_new and len(filled) == 1 and not is_category(filled[0].text):
            what = f"只有“{excerpt(filled[0].text)}”一格有文字，照样算作一行，请核对。"
            self._remarks.report(what, number, cell=(line, filled[0].column))


def _heads_grid(text: str) -> bool:
    return grid_column(text) is not None or value_part(text) is not None


def _under(row: Row, columns: Columns) -> str:
    start, end = columns
    return next((cell.text for cell in row if start <= cell.column < end), "")


def _title_of(titled: list[Columns], cell: Cell) -> Columns | None:
    """The columns, in order, of the title under which a cell begins."""
    index = bisect_right(titled, cell.column, key=lambda columns: columns[0]) - 1
    found = titled[index] if index >= 0 else None
    return found if found is not None and cell.column < found[1] else None


def _columns_of(cell: Cell) -> Columns:
    return cell.column, cell.column + cell.span
