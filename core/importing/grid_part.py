"""The indicator grid of one table: which rows under its header are indicators, and what their cells say."""

import re
from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final, TypeAlias

from core.domain.copies import CopiedTable
from core.domain.records import INDICATOR_COLUMNS, LABELS
from core.domain.texts import without_controls
from core.importing.document import Cell, Document, Row
from core.importing.grid_heads import Heads, columns_of, heads_of, text_under
from core.importing.labels import (
    SIGN_WORDS,
    bare,
    category_name,
    grid_column,
    headed,
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
_TITLE: Final = re.compile(r"[\u3400-\u9fff（）()/%％]{1,10}\Z")
"""The title of a column that another form may have: 备注, 分值（权重）. What is longer, or a sentence, is a note."""

Band: TypeAlias = tuple[str, SourceCell | None]
"""A 一级指标 that stands on a line of its own, and where."""


@dataclass(frozen=True, slots=True)
class _Taken:
    """A row of the grid, its index among the rows of the table, and the header that it stands under."""

    row: Row
    line: int
    heads: Heads


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
        self._heads = Heads()
        self._heads_with_rows: dict[Hashable, Heads] = {}
        self._has_rows_below_header = False
        self._band: Band | None = None
        self._banded: dict[int, Band] = {}
        self._has_lines_below = False
        self._rows: list[_Taken] = []

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
        self._heads = heads_of(whole, len(self._remarks.rows) - 1)
        self._has_rows_below_header = False
        return whole != header

    def add_row(self, row: Row) -> None:
        """A row below the header."""
        filled = [cell for cell in row if cell.is_filled]
        is_foreign = not self._document.identities
        if is_foreign and len(filled) == 1 and self._is_band(row, filled[0]):
            self.take_band(filled[0].text, self._remarks.here(filled[0].column))
        elif self._is_second_of_header(filled):
            self._heads.split_value((cell, self._remarks.here(cell.column)) for cell in filled)
        elif not any(cell.text.strip() for cell in filled):
            if self._is_row_without_text(row):
                self._take(row)
        elif self._is_line_below(row, filled):
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

    def _is_second_of_header(self, filled: list[Cell]) -> bool:
        is_below_header = not self._has_rows_below_header and bool(filled)
        return is_below_header and all(second_label(cell.text) is not None for cell in filled)

    def _is_row_without_text(self, row: Row) -> bool:
        """Whether it is a row all the same: its name is not known; in a copy of ours a merged 一级指标 or any unknown.

        What is not known in other columns alone may be formulas put under a grid in advance.
        """
        columns = INDICATOR_COLUMNS if self._document.identities else ("name",)
        return bool(self._document.identities and row[0].covered) or any(
            self._heads.is_unknown(row, column) for column in columns
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
        if row[0].covered:  # by the 一级指标 above, which somebody has drawn over the total too
            name = self._heads.cell(row, "name")
            is_without_name = name is None or name is filled[0] or not name.is_filled
            return not self._document.identities and is_foot(text) and is_without_name
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
            last = self._rows[-1]
            filled = [cell for cell in last.row if cell.is_filled]
            if filled != list(last.row[:1]) or is_category(filled[0].text):
                return
            self._remarks.leave_out([filled[0].text], (last.line, filled[0].column))
            for column in last.heads.columns:
                self._remarks.forget((len(self._rows), column))
            del self._rows[-1]

    def _take(self, row: Row) -> None:
        if not self._document.identities:
            self._set_category(row)
        heads = self._heads_of_rows()
        self._rows.append(_Taken(row, len(self._remarks.rows) - 1, heads))
        for column, (start, _) in heads.columns.items():
            self._remarks.remember((len(self._rows), column), self._remarks.here(start))
        _, place = self._banded.get(len(self._rows), ("", None))
        if place is not None:
            self._remarks.remember((len(self._rows), "category"), place)

    def _heads_of_rows(self) -> Heads:
        """The header of the rows that follow: one that says the same on a page before counts as one with this."""
        if not self._has_rows_below_header:
            self._has_rows_below_header = True
            self._heads = self._heads_with_rows.setdefault(self._heads.key, self._heads)
        return self._heads

    def _set_category(self, row: Row) -> None:
        """Know the 一级指标 of a row by the line above that has nothing else."""
        cell = self._heads.cell(row, "category")
        if cell is not None and (cell.covered or cell.text.strip()):
            self._band = None
            return
        if self._rows and (alone := _category_alone(self._rows[-1])) is not None:
            self.take_band(alone.text, (self._rows[-1].line, alone.column))
            del self._rows[-1]
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
        self._settle_heads()
        written = len(identity.indicator_ids) if identity is not None else 0
        fills_blanks = {column: self._fills_blanks(column) for column in FILLED_COLUMNS}
        above = dict.fromkeys(INDICATOR_COLUMNS, "")
        respelt: dict[tuple[str, str], int] = {}
        for number, taken in enumerate(self._rows, start=1):
            self._report_row(taken, number, is_new=number > written)
            row, heads = taken.row, taken.heads
            texts = {column: _text(taken, column) for column in INDICATOR_COLUMNS}
            if number in self._banded:
                texts["category"], _ = self._banded[number]
            for column, under in ((c, heads.cell(row, c)) for c in INDICATOR_COLUMNS):
                covered = under is not None and under.covered
                is_unknown = heads.is_unknown(row, column)
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
            texts["value"] = self._whole_value(taken, number, texts["value"])
            yield ProposedIndicator(**texts)
        for (column, text), number in respelt.items():
            what = f"“{excerpt(text)}”写作“{category_name(text)}”，没有读取序号和分值。"
            self._remarks.report(what, number, column)

    def _settle_heads(self) -> None:
        """Look what stands under the titles: which are none of the form's, and what has to be said of them."""
        heads_with_rows = list(self._heads_with_rows.values()) or [self._heads]
        rows_under: dict[int, list[Row]] = {id(heads): [] for heads in heads_with_rows}
        for taken in self._rows:
            rows_under[id(taken.heads)].append(taken.row)
        for heads in heads_with_rows:
            _set_others_aside(heads, rows_under[id(heads)])
        self._report_columns(heads_with_rows)
        for heads in heads_with_rows:
            self._report_others(heads, rows_under[id(heads)])
        if any(heads.parts for heads in heads_with_rows):
            self._remarks.report("符号和计量单位在表中另有列，已并入指标值。", place="指标值")

    def _whole_value(self, taken: _Taken, number: int, value: str) -> str:
        """The value with its sign and measure unit, where they stand in columns of their own."""
        if not taken.heads.parts:
            return value
        parts = (taken.heads.part(taken.row, part) for part in ("sign", "measure"))
        sign, measure = (without_controls(part).strip() for part in parts)
        if not value:
            alone = f"{sign}{measure}"
            if alone and (number, "value") not in self.unknown:
                self._remarks.report_surplus(f"“指标值”是空的，只有符号或计量单位“{excerpt(alone)}”", number)
            return value
        sign = SIGN_WORDS.get(sign, sign)
        before = "" if value.lstrip().startswith(sign) else sign
        return f"{before}{value}{'' if value.rstrip().endswith(measure) else measure}"

    def _fills_blanks(self, column: str) -> bool:
        """Whether a blank cell means the one above it.

        Where a format marks merged cells, a column that uses them says by itself what they cover, and a blank
        二级指标 is one that was not filled in. A copy that this program wrote has blank cells where the table has.
        """
        if self._document.identities:
            return False
        if not self._document.tells_merges:
            return True
        cells = (taken.heads.cell(taken.row, column) for taken in self._rows)
        return column == "category" and not any(cell is not None and cell.covered for cell in cells)

    def _report_columns(self, heads_with_rows: list[Heads]) -> None:
        has_bands = bool(self._rows) and len(self._banded) == len(self._rows)
        for missing in (c for c in INDICATOR_COLUMNS if any(c not in heads.columns for heads in heads_with_rows)):
            if missing == "category" and has_bands:
                continue
            self._remarks.report("没有这一列，留空。", place=f"指标栏缺“{LABELS['indicator'][missing]}”")

    def _report_others(self, heads: Heads, rows: list[Row]) -> None:
        """Columns of no field; of a title with nothing below it only what reads like a note, or was not written so."""
        filled_cells = Counter(heads.title_of(cell) for row in rows for cell in row if cell.text.strip())
        for title, place in heads.others:
            text = title.text.strip()
            if filled := filled_cells[columns_of(title)]:
                what = f"列“{excerpt(text)}”不是本表的栏目，其中 {filled} 格有内容"
                self._remarks.report_surplus(what, cell=place)
            elif self._document.identities or not _TITLE.match(bare(text)):
                self._remarks.report_surplus(f"表头旁边的文字“{excerpt(text)}”不属于任何一列", cell=place)

    def _report_row(self, taken: _Taken, number: int, *, is_new: bool) -> None:
        """A row that is too short, texts under no column of the header or several, a row with one text only."""
        row, line, heads = taken.row, taken.line, taken.heads
        width = max(chain((end for _, end in heads.columns.values()), [0]))
        if any(start >= row[-1].column + row[-1].span for start, _ in heads.columns.values()):
            self._remarks.report(f"只有 {len(row)} 个单元格，少于表头的 {width} 列，请核对。", number)
        for cell in row:
            is_number = cell.text.strip() == str(number)  # a column of row numbers without a title
            if cell.text.strip() and not is_number and heads.title_of(cell) is None:
                what = f"旁边的文字“{excerpt(cell.text)}”不属于任何一列"
                self._remarks.report_surplus(what, number, (line, cell.column))
            if cell.text.strip() and (over := heads.merged_over(row, cell)):
                labels = [f"“{LABELS['indicator'][column]}”" for column in over]
                what = f"“{excerpt(cell.text)}”一格占了{'、'.join(labels)}，只算作{labels[0]}，请核对。"
                self._remarks.report(what, number, cell=(line, cell.column))
        filled = [cell for cell in row if cell.text.strip()]
        if is_new and len(filled) == 1 and not is_category(filled[0].text):
            what = f"只有“{excerpt(filled[0].text)}”一格有文字，照样算作一行，请核对。"
            self._remarks.report(what, number, cell=(line, filled[0].column))


def _heads_grid(text: str) -> bool:
    return grid_column(text) is not None or value_part(text) is not None


def _category_alone(taken: _Taken) -> Cell | None:
    """The 一级指标 of a row that has nothing else."""
    filled = [cell for cell in taken.row if cell.is_filled]
    is_alone = len(filled) == 1 and filled[0] is taken.heads.cell(taken.row, "category")
    return filled[0] if is_alone and is_category(filled[0].text) else None


def _set_others_aside(heads: Heads, rows: list[Row]) -> None:
    """Titles whose cells are not what they seem: 单位 of organisations, 指标性质 like 正向 or 定量."""
    for part, (cell, place) in heads.part_titles.items():
        texts = _texts_under(rows, cell)
        of_units = means_either(cell.text)
        is_other = all(map(names_organisation, texts)) if of_units else not any(map(is_sign, texts))
        if texts and is_other and (part == "sign" or of_units):
            del heads.parts[part]
            heads.others.append((cell, place))
    for column, (cell, place) in heads.kinds.items():
        texts = _texts_under(rows, cell)
        if texts and not any(map(is_category_of_any_level, texts)):
            del heads.columns[column]
            heads.others.append((cell, place))


def _texts_under(rows: list[Row], title: Cell) -> list[str]:
    texts = (text_under(row, columns_of(title)) for row in rows)
    return [text for text in texts if text.strip()]


def _text(taken: _Taken, column: str) -> str:
    """The text under a column's title; a title over several cells has all of them."""
    texts = [cell.text for cell in taken.heads.cells(taken.row, column)]
    if len(texts) > 1 and column == "value" and _SIGN_OR_NUMBER.match(texts[0].strip()):
        return "".join(text.strip() for text in texts)
    return texts[0] if len(texts) == 1 else join_texts(texts)
