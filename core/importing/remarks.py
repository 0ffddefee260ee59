"""What there is to say of one table: where its fields stand in the file, what is doubtful, what was cleaned."""

import re
from collections.abc import Sequence
from typing import Final

from core.domain.texts import on_one_line, with_usual_line_ends, without_controls
from core.importing.captions import is_caption
from core.importing.proposal import (
    CleanedText,
    FieldPlace,
    Problem,
    Source,
    SourceCell,
    SourceRow,
    place_in_table,
    surplus,
)

FORMULA_ERRORS: Final = frozenset(
    (
        *(
            "#DIV/0!",
            "#N/A",
            "#NAME?",
            "#NULL!",
            "#NUM!",
            "#REF!",
            "#VALUE!",
            "#SPILL!",
            "#CALC!",
            "#FIELD!",
            "#BLOCKED!",
        ),
        *("#GETTING_DATA", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#EXTERNAL!", "#PYTHON!"),
        *(f"Err:{number}" for number in range(501, 541)),  # LibreOffice's own
    )
)
"""What a spreadsheet shows where a formula has no result."""
_EXCERPT: Final = 40
_INNER_WHITE: Final = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")


class Remarks:
    """Collects what is said of one table while it is read and made.

    Attributes:
        problems: What to look at.
        cleaned: White space and control characters left out.
    """

    def __init__(self, file_name: str) -> None:
        self.problems: list[Problem] = []
        self.cleaned: list[CleanedText] = []
        self._file_name = file_name
        self._rows: list[SourceRow] = []
        self._places: dict[FieldPlace, SourceCell] = {}
        self._left_out: list[tuple[str, SourceCell | None]] = []
        self._index = 0
        self._label = ""

    @property
    def source(self) -> Source:
        """The rows that were read, and where each field stands in them."""
        return Source(tuple(self._rows), self._places)

    @property
    def rows(self) -> Sequence[SourceRow]:
        """The rows that were read so far."""
        return self._rows

    def take_rows(self, rows: Sequence[SourceRow]) -> None:
        """What is read next; the last one is the row that the following calls are about."""
        self._rows += rows

    def here(self, column: int) -> SourceCell:
        """A cell of the row being read, by the grid column in which it begins."""
        return len(self._rows) - 1, column

    def remember(self, place: FieldPlace, cell: SourceCell) -> None:
        """That a field stands in this cell."""
        self._places[place] = cell

    def place_of(self, place: FieldPlace) -> SourceCell | None:
        """Where a field stands; ``None`` if nothing was said of it."""
        return self._places.get(place)

    def forget(self, place: FieldPlace) -> None:
        """That there is no such field after all."""
        self._places.pop(place, None)

    def leave_out(self, texts: Sequence[str], cell: SourceCell | None) -> None:
        """Texts of a row that are no field of the table, and where the first stands; ``None``: of a paragraph."""
        self._left_out.append((" ".join(texts), cell))

    def take_in(self, line: int) -> None:
        """That the texts of the row left out last, by its index, are no such texts after all."""
        while self._left_out and (cell := self._left_out[-1][1]) is not None and cell[0] == line:
            self._left_out.pop()

    def begin(self, index: int, label: str) -> None:
        """Which table of the file it is, from 0, and how sentences name it: before anything is reported."""
        self._index, self._label = index, label

    def report_left_out(self) -> None:
        """Name what was left out, captions excepted."""
        for text, cell in self._left_out:
            if not is_caption(text):
                self.report_surplus(f"文字“{excerpt(text)}”不属于表内任何一栏", cell=cell)

    def report_error(self, text: str, row: int | None, column: str) -> None:
        """Say so if a text is what a formula without a result shows."""
        if text.strip() in FORMULA_ERRORS:
            line, _ = self._places.get((row, column), (-1, 0))
            where = f"（{self._rows[line].place}）" if line >= 0 else ""
            self.report(f"是出错的公式“{text.strip()}”{where}，照原样读取，请改正。", row, column)

    def clean(self, text: str, row: int | None, column: str, *, is_name: bool = False) -> str:
        """A text as it comes in; ``is_name``: of a category, whose name has no white space between its characters."""
        text = with_usual_line_ends(text)
        after = without_controls(text).strip()
        if is_name:
            after = _INNER_WHITE.sub("", after)
        if after != text and after:
            self.cleaned.append(CleanedText(self._index, self._label, row, column, text, after))
        return after

    def report(
        self,
        what: str,
        row: int | None = None,
        column: str | None = None,
        *,
        place: str | None = None,
        cell: SourceCell | None = None,
    ) -> None:
        """A sentence about the table, one of its rows or fields, or a cell of its source."""
        where = place if place is not None else place_in_table(row, column)
        self.problems.append(Problem(f"{self._of_table}{where}：{what}", self._index, row, column, cell))

    def report_surplus(self, what: str, row: int | None = None, cell: SourceCell | None = None) -> None:
        """A text that is no field's, ``what`` in words: that it does not come in."""
        self.problems.append(surplus(f"{self._of_table}{place_in_table(row, None)}：{what}", self._index, row, cell))

    @property
    def _of_table(self) -> str:
        return f"《{self._file_name}》“{self._label}”"


def excerpt(text: str) -> str:
    """A text on one line, not longer than the inside of a sentence may be."""
    flat = on_one_line(" ".join(text.split()))
    return flat if len(flat) <= _EXCERPT else flat[:_EXCERPT] + "…"
