"""What of a file belongs to no table, and what is said of it: nothing is left out without a word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from core.domain.copies import SHEETS_WITHOUT_TABLE
from core.importing.captions import is_caption
from core.importing.document import Document
from core.importing.proposal import Problem, SourceRow, surplus
from core.importing.remarks import excerpt

_MOST_NAMED: Final = 10
_TITLE: Final = re.compile(
    r"(?:附件|附表|附)?\s*[\d一二三四五六七八九十.－—-]{0,5}\s*[:：]?\Z"
    r"|(?:[^，。；,;！!]{0,60}表|目\s*录)\s*(?:[（(][^（()）]*[)）])?\Z"
)
"""What stands above a table and is none of it: ``附件2``, ``项目支出绩效目标申报表（2024年度）``."""
_SENTENCE: Final = re.compile(r"(?<!申)请|须|勿|另附")
"""A word that no title has: a request may end with 表 too."""
_LONGEST_TITLE: Final = 1000
_OWN_TITLE: Final = re.compile(r"目\s*录\Z")
_PAGE_NUMBER: Final = re.compile(r"(?<![\t .…·])[\t .…·]++\d++\s*+\Z")
"""Behind a heading in the contents of a booklet."""


@dataclass(slots=True)
class _Run:
    """Rows that follow each other."""

    sheet: str
    place: str
    text: str
    rows: int = 1

    @property
    def what(self) -> str:
        """Where they are and what they say, in words."""
        return f"{self.place}{'起' if self.sheet else ''}的 {self.rows} 行（“{excerpt(self.text)}”）"


@dataclass(slots=True)
class Unread:
    """Collects rows and paragraphs that are part of no table; titles and blanks do not count.

    Attributes:
        set_aside: The worksheets of a workbook of ours that hold no table, in order.
    """

    document: Document
    _runs: list[_Run] = field(default_factory=list)
    _paragraphs: list[str] = field(default_factory=list)
    set_aside: dict[str, None] = field(default_factory=dict)

    def take_row(self, row: SourceRow, sheet: str) -> None:
        """A row of a worksheet, or of a table of a text, whose ``sheet`` is ``""``."""
        texts = [cell.text for cell in row.cells if cell.text.strip()]
        if self.document.identities and sheet in SHEETS_WITHOUT_TABLE:
            self.set_aside[sheet] = None
            return
        if not texts or (len(texts) == 1 and self._is_title(texts[0])):
            return
        last = self._runs[-1] if self._runs else None
        if last is not None and last.sheet == sheet and (sheet or last.place == row.place):
            last.rows += 1
        else:
            self._runs.append(_Run(sheet, row.place, " ".join(texts)))

    def take_paragraph(self, text: str) -> None:
        """A paragraph."""
        if text.strip() and not self._is_title(text):
            self._paragraphs.append(text)

    def problems(self) -> Iterator[Problem]:
        """One for each run of rows, and one for all paragraphs."""
        file = f"《{self.document.file_name}》"
        for run in self._runs[:_MOST_NAMED]:
            yield surplus(f"{file}{run.what}不属于任何一张绩效目标表")
        if more := self._runs[_MOST_NAMED:]:
            rows = sum(run.rows for run in more)
            yield surplus(f"{file}另有 {len(more)} 处、共 {rows} 行不属于任何一张绩效目标表")
        if self._paragraphs:
            count, first = len(self._paragraphs), excerpt(self._paragraphs[0])
            yield surplus(f"{file}表外有 {count} 段文字（“{first}”{'等' if count > 1 else ''}）")

    def _is_title(self, text: str) -> bool:
        """In a copy of ours nothing is but the headings of tables, and those of its contents."""
        if len(text) > _LONGEST_TITLE:
            return False
        text = _PAGE_NUMBER.sub("", text)
        title = _OWN_TITLE if self.document.identities else _TITLE
        is_title = title.match(text.strip()) is not None and _SENTENCE.search(text) is None
        return is_caption(text) or is_title
