"""What of a file belongs to no table, and what is said of it: nothing is left out without a word."""

import re
from dataclasses import dataclass, field
from typing import Final

from core.domain.copies import SHEETS_WITHOUT_TABLE
from core.importing.document import Document
from core.importing.labels import is_caption
from core.importing.proposal import SourceRow
from core.importing.remarks import excerpt

_MOST_NAMED: Final = 10
_TITLE: Final = re.compile(
    r"(?:附件|附表|附)?\s*[\d一二三四五六七八九十.－—-]*\s*[:：]?\Z|(?:.{0,60}表|目\s*录)\s*(?:[（(][^（()）]*[)）])?\Z"
)
"""What stands above a table and is none of it: ``附件2``, ``项目支出绩效目标申报表（2024年度）``."""
_PAGE_NUMBER: Final = re.compile(r"[\t .…·]+\d+\s*\Z")
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
    """Collects rows and paragraphs that are part of no table; titles and blanks do not count."""

    document: Document
    _runs: list[_Run] = field(default_factory=list)
    _paragraphs: list[str] = field(default_factory=list)

    def take_row(self, row: SourceRow, sheet: str) -> None:
        """A row of a worksheet, or of a table of a text, whose ``sheet`` is ``""``."""
        texts = [cell.text for cell in row.cells if cell.text.strip()]
        is_ours = bool(self.document.identities) and sheet in SHEETS_WITHOUT_TABLE
        if is_ours or not texts or (len(texts) == 1 and _is_title(texts[0])):
            return
        last = self._runs[-1] if self._runs else None
        if last is not None and last.sheet == sheet and (sheet or last.place == row.place):
            last.rows += 1
        else:
            self._runs.append(_Run(sheet, row.place, " ".join(texts)))

    def take_paragraph(self, text: str) -> None:
        """A paragraph."""
        if text.strip() and not _is_title(text):
            self._paragraphs.append(text)

    def sentences(self) -> list[str]:
        """One for each run of rows, and one for all paragraphs."""
        file = f"《{self.document.file_name}》"
        said = [f"{file}{run.what}不属于任何一张绩效目标表，没有导入。" for run in self._runs[:_MOST_NAMED]]
        if more := self._runs[_MOST_NAMED:]:
            rows = sum(run.rows for run in more)
            said.append(f"{file}另有 {len(more)} 处、共 {rows} 行不属于任何一张绩效目标表，没有导入。")
        if self._paragraphs:
            count = len(self._paragraphs)
            what = f"表外的 {count} 段文字（“{excerpt(self._paragraphs[0])}”{'等' if count > 1 else ''}）没有导入。"
            said.append(f"{file}{what}")
        return said


def _is_title(text: str) -> bool:
    text = _PAGE_NUMBER.sub("", text)
    return is_caption(text) or _TITLE.match(text.strip()) is not None
