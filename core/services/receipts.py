"""收件清单: which unit sent which tables in which file, and which units have sent nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.domain.checkcode import check_code
from core.domain.records import BudgetUnit
from core.layout.report import Column, Report, ReportTable
from core.ports import Clock, Workspace
from core.services.arrivals import as_target_table
from core.services.editing import local_now
from core.services.exporting import replacing
from core.services.import_assistant import Incoming

TITLE: Final = "收件清单"
RECEIVED: Final = "已收到"
MISSING: Final = "没有收到"
HEADINGS: Final = ("年度", "单位代码", "单位名称", "状态", "表数", "文件", "校验码")
"""Of the list with a line for each unit."""
_COLUMNS: Final = (
    Column("年度", 13, "value"),
    Column("单位代码", 20, "value"),
    Column("单位名称", 48),
    Column("状态", 20, "value"),
    Column("项目名称", 56),
    Column("文件", 56),
    Column("校验码", 44, "value"),
)
"""Of the list with a line for each table."""


@dataclass(frozen=True, slots=True)
class ReceivedTable:
    """One table: the file that it came in, the project's name, and the 校验码 of what the file holds."""

    file: str
    name: str
    code: str


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
    def texts(self) -> tuple[str, ...]:
        """One for each of :data:`HEADINGS`."""
        files = "\n".join(dict.fromkeys(table.file for table in self.tables))
        codes = "\n".join(table.code for table in self.tables)
        return str(self.year), self.unit_code, self.unit_name, self.status, str(len(self.tables)), files, codes

    @property
    def lines(self) -> list[tuple[str, ...]]:
        """A line for each table, at least one."""
        unit = (str(self.year), self.unit_code, self.unit_name, self.status)
        return [(*unit, table.name, table.file, table.code) for table in self.tables] or [(*unit, "", "", "")]


def receipts(workspace: Workspace, incoming: Incoming) -> tuple[Receipt, ...]:
    """A receipt for each unit in the files, in their order, then the units of the same years that are missing."""
    sent: dict[tuple[int, str, str], list[ReceivedTable]] = {}
    for found in incoming.tables:
        existing = found.merge.existing.unit if found.merge is not None else None
        code, name = (existing.code, existing.name) if existing else (found.table.unit_code, found.table.unit_name)
        content = check_code(as_target_table(found.year, BudgetUnit("", "", 0, code, name), found.table))
        received = ReceivedTable(found.file_name, found.table.name, content)
        sent.setdefault((found.year, code, name), []).append(received)
    with workspace.read() as reader:
        outline = reader.outline()
    codes = {(year, code) for year, code, _ in sent}
    years = {year for year, _, _ in sent}
    missing = [
        Receipt(line.year.year, unit.unit.code, unit.unit.name)
        for line in outline
        if line.year.year in years
        for unit in line.units
        if (line.year.year, unit.unit.code) not in codes
    ]
    return (*(Receipt(*unit, tuple(tables)) for unit, tables in sent.items()), *missing)


def write_receipts(found: Sequence[Receipt], out: Path, clock: Clock = local_now) -> None:
    """Write the list as a workbook.

    Raises:
        KnownError: The file cannot be written.
    """
    from core.exporting.xlsx.report import write_report_xlsx  # openpyxl is loaded on first use

    missing = sum(receipt.status == MISSING for receipt in found)
    tables = sum(len(receipt.tables) for receipt in found)
    line = f"{clock():%Y-%m-%d %H:%M}：收到 {len(found) - missing} 个单位的 {tables} 张表，{missing} 个单位没有收到。"
    table = ReportTable(TITLE, _COLUMNS, tuple(line for receipt in found for line in receipt.lines))
    with replacing(out) as file:
        write_report_xlsx(Report(TITLE, TITLE, (line,), (table,)), file)
