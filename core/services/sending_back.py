"""退回: a workbook for each unit whose tables are to be mended, the findings on its first sheet.

The unit mends in the very sheets and sends the file back; importing it then merges what was changed.
"""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from core.audit.findings import Finding
from core.domain.copies import REVIEW_SHEET
from core.domain.errors import KnownError
from core.domain.records import TargetTable
from core.domain.selection import EVERYTHING, Selection
from core.layout.form import fill
from core.layout.report import Column, ReportTable
from core.ports import Clock, Progress, Workspace
from core.services.auditing import audit
from core.services.editing import local_now
from core.services.export_each import ExportedEach, new_folder
from core.services.file_names import distinct_names

_COLUMNS: Final = (
    Column("表号", 12, "value"),
    Column("项目名称", 46),
    Column("级别", 14, "value"),
    Column("位置", 36),
    Column("问题", 82),
    Column("依据", 60),
)


def send_back(
    workspace: Workspace,
    parent: Path,
    selection: Selection = EVERYTHING,
    progress: Progress | None = None,
    clock: Clock = local_now,
) -> ExportedEach:
    """Write a workbook for each unit of the selection in whose tables something is found that was not accepted.

    It holds the tables with findings and, before them, the findings. The files stand in a new folder, which is
    there only when all of them are complete.

    Args:
        workspace: Only read.
        parent: Where the folder is made.
        selection: Which tables are looked at.
        progress: Told of units done; may raise Cancelled, after which nothing was written.
        clock: Dates the review.

    Raises:
        KnownError: Nothing was found, or the files cannot be written.
    """
    found: dict[str, list[Finding]] = {}
    for finding in audit(workspace, selection).findings:
        if not finding.accepted:
            found.setdefault(finding.project_id, []).append(finding)
    with workspace.read() as reader:
        tables = [table for table in reader.tables(selection) if table.project.id in found]
    if not tables:
        raise KnownError("这些表没有未处理的审核结果，不需要退回。")
    from core.exporting.xlsx import Review, write_xlsx  # openpyxl is loaded on first use

    units = [tuple(group) for _, group in groupby(tables, lambda table: table.unit.id)]
    names = [f"{name}.xlsx" for name in distinct_names(f"{_unit(group)} {REVIEW_SHEET}" for group in units)]
    with new_folder(parent, f"退回修改 {clock():%Y-%m-%d}") as (temporary, folder):
        for done, (group, name) in enumerate(zip(units, names, strict=True), start=1):
            findings = [finding for table in group for finding in found[table.project.id]]
            with (temporary / name).open("xb") as file:
                review = Review(_review(group, findings, clock), _places(group, findings))
                write_xlsx([fill(table) for table in group], file, review=review)
            if progress is not None:
                progress(done, len(units))
    return ExportedEach(folder, tuple(folder / name for name in names))


def _unit(group: Sequence[TargetTable]) -> str:
    unit = group[0].unit
    return f"{unit.code}{unit.name}"


def _review(group: Sequence[TargetTable], findings: Sequence[Finding], clock: Clock) -> ReportTable:
    rows = tuple((str(f.number), f.project_name, f.level.label, f.place, f.message, f.basis) for f in findings)
    lines = (
        f"{_unit(group)}：{len(group)} 张表，{len(findings)} 条意见。{clock():%Y-%m-%d}",
        "请直接在后面各表中修改，保存后把这个文件交回；“错误”必须改正，“警告”要改正或说明理由。",
    )
    return ReportTable(REVIEW_SHEET, _COLUMNS, rows, lines=lines)


def _places(group: Sequence[TargetTable], findings: Sequence[Finding]) -> tuple[tuple[int, int | None], ...]:
    index_of = {table.project.id: index for index, table in enumerate(group)}
    return tuple((index_of[finding.project_id], finding.row) for finding in findings)
