"""审核意见: what a reviewer says of a table, section by section, and the sheet that it is printed on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from core.domain.amounts import print_amount
from core.domain.edits import ChangeSet, Edit, Insert, Remove, change, set_field
from core.domain.errors import KnownError
from core.domain.records import Remark, TargetTable, new_id
from core.domain.review import CONCLUSION, CONCLUSIONS, SECTIONS
from core.domain.selection import Selection
from core.layout.report import Column, Report, ReportTable
from core.ports import Workspace
from core.services.exporting import replacing

TITLE: Final = "项目绩效目标审核意见表"
_COLUMNS: Final = (Column("审核方面", 25, "label"), Column("审核要点", 55), Column("审核意见", 90))
_CLOSING: Final = "审核人（签字）：　　　　　　　　　　　　审核日期：　　　　年　　月　　日"


@dataclass(frozen=True, slots=True)
class Review:
    """The review of one table.

    Attributes:
        remarks: Section → what the reviewer says; sections without a remark may be left out.
        conclusion: One of ``CONCLUSIONS``; ``""`` while there is none.
    """

    remarks: Mapping[str, str] = field(default_factory=dict)
    conclusion: str = ""


def review_of(workspace: Workspace, project_id: str) -> Review:
    """The review of a table as it stands."""
    with workspace.read() as reader:
        return _review(reader.remarks(project_id))


def write_review(workspace: Workspace, project_id: str, review: Review) -> ChangeSet:
    """The change that makes this the review of a table; still to be performed."""
    wanted = {**review.remarks, CONCLUSION: review.conclusion}
    with workspace.read() as reader:
        there = {remark.section: remark for remark in reader.remarks(project_id)}
    return change("填写审核意见", list(_edits(project_id, there, wanted)))


def review_sheets(workspace: Workspace, selection: Selection) -> Report:
    """A sheet for each selected table, each on a page of its own.

    Raises:
        KnownError: No table is selected.
    """
    with workspace.read() as reader:
        tables = list(reader.tables(selection))
        remarks: dict[str, list[Remark]] = {}
        for remark in reader.remarks():
            remarks.setdefault(remark.project_id, []).append(remark)
    if not tables:
        raise KnownError("没有符合条件的项目绩效目标表，没有审核意见表。")
    sheets = tuple(_sheet(table, _review(remarks.get(table.project.id, ()))) for table in tables)
    return Report("", TITLE, (), sheets, one_a_page=True)


def export_review_sheets(workspace: Workspace, out: Path, selection: Selection) -> int:
    """Write the sheets of a selection as one PDF; answers how many.

    Raises:
        KnownError: No table is selected, or the file cannot be written.
    """
    report = review_sheets(workspace, selection)
    from core.exporting.pdf import write_report_pdf  # loads reportlab

    with replacing(out) as file:
        write_report_pdf(report, file)
    return len(report.tables)


def _review(remarks: Sequence[Remark]) -> Review:
    texts = {remark.section: remark.text for remark in remarks}
    return Review({section: texts[section] for section in SECTIONS if section in texts}, texts.get(CONCLUSION, ""))


def _edits(project_id: str, there: Mapping[str, Remark], wanted: Mapping[str, str]) -> Iterator[Edit]:
    for section in (*SECTIONS, CONCLUSION):
        text, old = wanted.get(section, "").strip(), there.get(section)
        if old is not None and text:
            yield set_field(old, "text", text)
        elif old is not None:
            yield Remove(old)
        elif text:
            yield Insert(Remark(new_id(), project_id, section, text))


def _sheet(table: TargetTable, review: Review) -> ReportTable:
    rows = [(section, question, review.remarks.get(section, "")) for section, question in SECTIONS.items()]
    conclusion = "　　".join(f"{'☑' if word == review.conclusion else '☐'} {word}" for word in CONCLUSIONS)
    lines = (
        f"预算单位：{table.unit.code} {table.unit.name}",
        f"项目名称：{table.number}.{table.project.name}",
        f"年度：{table.year.year}　　预算数：{print_amount(table.project.budget)} 万元",
    )
    return ReportTable(TITLE, _COLUMNS, (*rows, (CONCLUSION, "", conclusion)), lines=lines, closing=("", _CLOSING))
