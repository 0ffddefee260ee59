"""收件清单: which unit sent which tables in which file, which files could not be read, which units sent nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from core.domain.checkcode import check_code
from core.domain.records import BudgetUnit
from core.layout.report import Column, Report, ReportTable
from core.ports import Clock, Outline, Workspace
from core.services.arrivals import as_target_table
from core.services.editing import local_now
from core.services.exporting import replacing
from core.services.import_assistant import Incoming, IncomingTable, RefusedFile, Status
from core.services.matching import unit_of, units_of, year_line_of

TITLE: Final = "收件清单"
RECEIVED: Final = "已收到"
REPEATED: Final = "重复"
MISSING: Final = "没有收到"
UNREAD: Final = "没能读取"
NO_UNIT: Final = "（没有写明单位）"
HEADINGS: Final = ("年度", "单位代码", "单位名称", "状态", "表数", "文件", "文件时间", "校验码")
"""Of the list with a line for each unit."""
_COLUMNS: Final = (
    Column("年度", 13, "value"),
    Column("单位代码", 20, "value"),
    Column("单位名称", 48),
    Column("状态", 20, "value"),
    Column("项目名称", 56),
    Column("文件", 56),
    Column("文件时间", 34, "value"),
    Column("校验码", 44, "value"),
    Column("说明", 60),
)
"""Of the list with a line for each table."""


@dataclass(frozen=True, slots=True)
class ReceivedTable:
    """One table of a file.

    Attributes:
        file: The file's name.
        time: When the file was last changed, in words.
        name: The project's name.
        code: 校验码 of what the file holds.
        is_repeated: Whether the same was read before: it counts as nothing more.
    """

    file: str
    time: str
    name: str
    code: str
    is_repeated: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one unit sent for one year; nothing, if it is missing."""

    year: int
    unit_code: str
    unit_name: str
    tables: tuple[ReceivedTable, ...] = ()

    @property
    def status(self) -> str:
        """In words."""
        return RECEIVED if self.tables else MISSING

    @property
    def count(self) -> int:
        """How many tables it sent, each once."""
        return sum(not table.is_repeated for table in self.tables)

    @property
    def texts(self) -> tuple[str, ...]:
        """One for each of :data:`HEADINGS`."""
        files = dict.fromkeys((table.file, table.time) for table in self.tables)
        names, times = ("\n".join(texts) for texts in zip(*files, strict=True)) if files else ("", "")
        codes = "\n".join(table.code for table in self.tables if not table.is_repeated)
        return (*self._unit, self.status, str(self.count), names, times, codes)

    @property
    def lines(self) -> list[tuple[str, ...]]:
        """A line for each table, at least one."""
        return [
            (
                *self._unit,
                REPEATED if table.is_repeated else RECEIVED,
                *(table.name, table.file, table.time, table.code),
                "与前面的一张内容相同，没有另计。" if table.is_repeated else "",
            )
            for table in self.tables
        ] or [(*self._unit, self.status, "", "", "", "", "")]

    @property
    def _unit(self) -> tuple[str, str, str]:
        return str(self.year), self.unit_code, self.unit_name or ("" if self.unit_code else NO_UNIT)


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A file in which tables may have been sent and that could not be read."""

    file: str
    time: str
    reason: str

    @property
    def texts(self) -> tuple[str, ...]:
        """One for each of :data:`HEADINGS`."""
        return "", "", "", UNREAD, "", self.file, self.time, ""

    @property
    def lines(self) -> list[tuple[str, ...]]:
        """One line."""
        return [("", "", "", UNREAD, "", self.file, self.time, "", self.reason)]


@dataclass(frozen=True, slots=True)
class ReceiptList:
    """收件清单.

    Attributes:
        receipts: Of the units in the files, in their order, then those of the same years that are missing.
        unread: The files that could not be read.
    """

    receipts: tuple[Receipt, ...] = ()
    unread: tuple[UnreadFile, ...] = ()

    @property
    def entries(self) -> tuple[Receipt | UnreadFile, ...]:
        """All of it, each with texts and lines."""
        return (*self.receipts, *self.unread)

    @property
    def summary(self) -> str:
        """In a sentence."""
        missing = sum(receipt.status == MISSING for receipt in self.receipts)
        tables = sum(receipt.count for receipt in self.receipts)
        parts = [f"收到 {len(self.receipts) - missing} 个单位的 {tables} 张表"]
        parts += [f"{missing} 个单位没有收到"] if missing else []
        parts += [f"{len(self.unread)} 个文件没能读取"] if self.unread else []
        return "，".join(parts) + "。"


def receipts(workspace: Workspace, incoming: Incoming) -> ReceiptList:
    """The list for files that were read.

    Args:
        workspace: Tells the units that should have sent something; only read.
        incoming: Compared with this workspace.
    """
    with workspace.read() as reader:
        outline = reader.outline()
    sent: dict[tuple[int, str, str], list[ReceivedTable]] = {}
    for found in incoming.tables:
        unit = _unit_of(outline, found)
        received = ReceivedTable(
            found.file_name,
            _time_of(found.path),
            found.table.name,
            check_code(as_target_table(found.year, unit, found.table)),
            found.status is Status.REPEATED,
        )
        sent.setdefault((found.year, unit.code, unit.name), []).append(received)
    units = tuple(Receipt(*unit, tuple(tables)) for unit, tables in sent.items())
    return ReceiptList((*units, *_missing(outline, sent.keys())), tuple(map(_unread, incoming.refused)))


def write_receipts(found: ReceiptList, out: Path, clock: Clock = local_now) -> None:
    """Write the list as a workbook.

    Raises:
        KnownError: The file cannot be written.
    """
    from core.exporting.xlsx.report import write_report_xlsx  # openpyxl is loaded on first use

    line = f"{clock():%Y-%m-%d %H:%M}：{found.summary}"
    table = ReportTable(TITLE, _COLUMNS, tuple(line for entry in found.entries for line in entry.lines))
    with replacing(out) as file:
        write_report_xlsx(Report(TITLE, TITLE, (line,), (table,)), file)


def _unit_of(outline: Outline, found: IncomingTable) -> BudgetUnit:
    """The unit of the workspace that a table is of, or will come into; else the one that it states."""
    if found.merge is not None:
        return found.merge.existing.unit
    stated = found.table.unit_code, found.table.unit_name
    there = unit_of(units_of(year_line_of(outline, found.year)), *stated)
    return there or BudgetUnit("", str(found.year), 0, *stated)


def _missing(outline: Outline, sent: Iterable[tuple[int, str, str]]) -> Iterator[Receipt]:
    received = set(sent)
    for year in sorted({year for year, _, _ in received}):
        for unit in units_of(year_line_of(outline, year)):
            if (year, unit.code, unit.name) not in received:
                yield Receipt(year, unit.code, unit.name)


def _unread(refused: RefusedFile) -> UnreadFile:
    return UnreadFile(refused.path.name, _time_of(refused.path), refused.sentence)


def _time_of(path: Path) -> str:
    """When a file was last changed; nothing if it cannot be looked at any more."""
    try:
        changed = path.stat().st_mtime
    except OSError:
        return ""
    return f"{datetime.fromtimestamp(changed).astimezone():%Y-%m-%d %H:%M}"
