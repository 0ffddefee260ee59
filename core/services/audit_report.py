"""审核报告: what the audit found in a selection, by table, by rule and by unit; on screen, as PDF, as workbook."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Final, TypeAlias

from core.audit.findings import Finding, Level
from core.audit.rules import RULES
from core.domain.errors import KnownError, UsageError
from core.domain.records import TargetTable
from core.domain.selection import EVERYTHING, Selection
from core.layout.report import Column, Report, ReportTable
from core.ports import Clock, Progress, Workspace
from core.services.auditing import Counts, audit, count
from core.services.editing import local_now
from core.services.exporting import replacing

TITLE: Final = "绩效目标审核报告"
_ACCEPTED: Final = "已接受"

_BY_RULE: Final = (
    Column("规则", 16, "value"),
    Column("内容", 94),
    Column("级别", 20, "value"),
    Column("待处理", 20, "amount"),
    Column(_ACCEPTED, 20, "amount"),
)
_BY_UNIT: Final = (
    Column("单位", 80),
    Column("表数", 18, "amount"),
    *(Column(level.label, 18, "amount") for level in Level),
    Column(_ACCEPTED, 18, "amount"),
)
_BY_TABLE: Final = (
    Column("级别", 18, "value"),
    Column("位置", 42),
    Column("问题", 94),
    Column("规则", 16, "value"),
)
_ALL: Final = (
    Column("年度", 14, "value"),
    Column("单位代码", 20, "value"),
    Column("单位名称", 40),
    Column("表号", 12, "amount"),
    Column("项目名称", 50),
    Column("级别", 16, "value"),
    Column("位置", 34),
    Column("问题", 80),
    Column("规则", 14, "value"),
    Column("依据", 60),
    Column("接受的理由", 40),
)


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What was found, ready to be shown.

    Attributes:
        paper: By rule, by unit, then a table for each 项目绩效目标表 that has findings.
        workbook: By rule, by unit, and all findings in one table.
        summary: The first two of them.
        finding_count: All findings, accepted ones included.
        table_count: The tables that were audited.
    """

    paper: Report
    workbook: Report
    summary: Report
    finding_count: int
    table_count: int


def report(
    workspace: Workspace,
    selection: Selection = EVERYTHING,
    progress: Progress | None = None,
    clock: Clock = local_now,
) -> AuditReport:
    """Audit a selection and report on it.

    Raises:
        Cancelled: By ``progress``.
        KnownError: Nothing is selected, or the workspace cannot be read.
    """
    result = audit(workspace, selection, progress)
    if not result.counts:
        raise KnownError("没有符合条件的项目绩效目标表，没有审核报告。")
    with workspace.read() as reader:
        tables = list(reader.tables(selection))
    found = {id_: tuple(group) for id_, group in groupby(result.findings, lambda finding: finding.project_id)}
    totals = count(result.findings)
    accepted = sum(finding.accepted for finding in result.findings)
    lines = (f"审核时间：{clock():%Y-%m-%d %H:%M}", f"审核了 {len(tables)} 张表：{_in_words(totals, accepted)}。")
    summary = (_by_rule(result.findings), _by_unit(tables, found))
    each = tuple(_by_table(table, found[table.project.id]) for table in tables if table.project.id in found)
    everything = ReportTable("审核结果", _ALL, tuple(map(_line, result.findings)))
    return AuditReport(
        paper=Report(TITLE, TITLE, lines, (*summary, *each)),
        workbook=Report(TITLE, TITLE, lines, (*summary, everything)),
        summary=Report(TITLE, TITLE, lines, summary),
        finding_count=len(result.findings),
        table_count=len(tables),
    )


def write_report(made: AuditReport, out: Path) -> None:
    """Write a report to a ``.pdf`` or ``.xlsx`` file, which is replaced only when the new one is complete.

    Raises:
        UsageError: The suffix is another.
        KnownError: The file cannot be written.
    """
    writer = WRITERS.get(out.suffix.lower())
    if writer is None:
        raise UsageError(f"审核报告不能写成“{out.name}”：文件名要以 {' 或 '.join(WRITERS)} 结尾。")
    with replacing(out) as file:
        writer(made, file)


def kind_label(finding: Finding) -> str:
    """The level's word, or that it was accepted."""
    return _ACCEPTED if finding.accepted else finding.level.label


def _in_words(totals: Counts, accepted: int) -> str:
    parts = [f"{level.label} {number} 个" for level, number in zip(Level, totals, strict=True)]
    return "，".join([*parts, f"已接受的警告 {accepted} 个"])


def _by_rule(findings: Sequence[Finding]) -> ReportTable:
    open_ones = Counter((f.rule, f.level) for f in findings if not f.accepted)
    accepted = Counter((f.rule, f.level) for f in findings if f.accepted)
    keys = sorted(open_ones | accepted, key=lambda key: list(RULES).index(key[0]))
    rows = ((r, RULES[r].title, level.label, str(open_ones[r, level]), str(accepted[r, level])) for r, level in keys)
    return ReportTable("按规则汇总", _BY_RULE, tuple(rows))


def _by_unit(tables: Sequence[TargetTable], found: Mapping[str, Sequence[Finding]]) -> ReportTable:
    return ReportTable("按单位汇总", _BY_UNIT, tuple(_unit_rows(tables, found)))


def _unit_rows(tables: Sequence[TargetTable], found: Mapping[str, Sequence[Finding]]) -> Iterator[tuple[str, ...]]:
    for _, group in groupby(tables, key=lambda table: table.unit.id):
        members = list(group)
        findings = [finding for table in members for finding in found.get(table.project.id, ())]
        unit, year = members[0].unit, members[0].year
        accepted = sum(finding.accepted for finding in findings)
        numbers = (len(members), *count(findings), accepted)
        yield (f"{year.year} 年度 {unit.code} {unit.name}", *map(str, numbers))


def _by_table(table: TargetTable, findings: Iterable[Finding]) -> ReportTable:
    rows = tuple((kind_label(f), f.place, _with_reason(f), f.rule) for f in findings)
    unit = f"{table.year.year} 年度　{table.unit.code} {table.unit.name}"
    return ReportTable(table.label, _BY_TABLE, rows, lines=(unit,))


def _with_reason(finding: Finding) -> str:
    return f"{finding.message}\n接受的理由：{finding.reason}" if finding.accepted else finding.message


def _line(finding: Finding) -> tuple[str, ...]:
    return (
        str(finding.year),
        finding.unit_code,
        finding.unit_name,
        str(finding.number),
        finding.project_name,
        kind_label(finding),
        finding.place,
        finding.message,
        finding.rule,
        finding.basis,
        finding.reason or "",
    )


def _to_pdf(made: AuditReport, out: BinaryIO) -> None:
    from core.exporting.pdf import write_report_pdf  # loads reportlab

    write_report_pdf(made.paper, out)


def _to_xlsx(made: AuditReport, out: BinaryIO) -> None:
    from core.exporting.xlsx import write_report_xlsx  # loads openpyxl

    write_report_xlsx(made.workbook, out)


_Writer: TypeAlias = Callable[[AuditReport, BinaryIO], None]

WRITERS: Final[Mapping[str, _Writer]] = MappingProxyType({".pdf": _to_pdf, ".xlsx": _to_xlsx})
"""What writes each kind of file, by suffix."""
