"""审核报告: what it says by rule, by unit and by table, on paper and in a workbook."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from core.domain.errors import Cancelled, KnownError, UsageError
from core.domain.selection import Selection
from core.ports import Workspace
from core.services import accepting, audit_report, auditing, editing
from db.store import FileStore
from tests.benchmarks.workload import bring_in
from tests.reference import reference_tables

REASON = "合同按固定总价签订"
NOW = datetime(2025, 11, 24, 9, 30).astimezone()


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """The fourteen tables; the costs without an upper bound are accepted."""
    opened = FileStore().create(tmp_path / "示例.jxdb")
    editing.apply(opened, bring_in(iter(reference_tables())))
    costs = [finding for finding in auditing.audit(opened).findings if finding.rule == "V04"]
    editing.apply(opened, accepting.accept(opened, costs, REASON))
    yield opened
    opened.close()


def _report(workspace: Workspace, **selection: object) -> audit_report.AuditReport:
    return audit_report.report(workspace, Selection(**selection), clock=lambda: NOW)  # type: ignore[arg-type]


def test_rules_and_units_are_summed_up(workspace: Workspace) -> None:
    made = _report(workspace)
    by_rule, by_unit = made.summary.tables
    assert ("V04", "成本指标没有上限", "警告", "0", "2") in by_rule.rows
    assert ("N05", "绩效指标描述过短", "提示", "13", "0") in by_rule.rows
    assert [row[1:] for row in by_unit.rows] == [("8", "0", "8", "20", "1"), ("6", "0", "13", "18", "1")]
    assert made.summary.lines == (
        "审核时间：2025-11-24 09:30",
        "审核了 14 张表：错误 0 个，警告 21 个，提示 38 个，已接受的警告 2 个。",
    )


def test_every_finding_stands_below_its_table_with_the_reason(workspace: Workspace) -> None:
    _, _, *tables = _report(workspace).paper.tables
    assert sum(len(table.rows) for table in tables) == len(auditing.audit(workspace).findings)
    eighth = next(table for table in tables if table.title.startswith("8."))
    (accepted,) = [row for row in eighth.rows if row[3] == "V04"]
    assert accepted[0] == "已接受"
    assert accepted[2].endswith(f"接受的理由：{REASON}")


def test_a_selection_is_reported_alone(workspace: Workspace) -> None:
    made = _report(workspace, unit_code="319202")
    assert made.table_count == 6
    assert [table.title.partition(".")[0] for table in made.paper.tables[2:]] == ["9", "10", "11", "12", "13", "14"]


def test_nothing_selected_is_said_and_a_cancellation_ends_it(workspace: Workspace) -> None:
    with pytest.raises(KnownError, match="没有符合条件"):
        _report(workspace, year=1999)

    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        audit_report.report(workspace, progress=stop)


def test_the_paper_holds_every_sentence(workspace: Workspace, tmp_path: Path) -> None:
    made, path = _report(workspace), tmp_path / "报告.pdf"
    audit_report.write_report(made, path)
    reader = PdfReader(path)
    text = "".join("".join(page.extract_text().split()) for page in reader.pages)
    for table in made.paper.tables:
        for row in table.rows:
            assert all("".join(cell.split()) in text for cell in row)
    assert reader.metadata is not None
    assert reader.metadata.title == audit_report.TITLE
    assert [item.title for item in reader.outline][:3] == [audit_report.TITLE, "按规则汇总", "按单位汇总"]  # type: ignore[union-attr]
    first = path.read_bytes()
    audit_report.write_report(made, path)
    assert path.read_bytes() == first


def test_the_workbook_lists_all_findings_to_be_filtered(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "报告.xlsx"
    audit_report.write_report(_report(workspace), path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["按规则汇总", "按单位汇总", "审核结果"]
    sheet = book["审核结果"]
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert rows[0][:5] == ("年度", "单位代码", "单位名称", "表号", "项目名称")
    assert len(rows) - 1 == len(auditing.audit(workspace).findings)
    assert sheet.auto_filter.ref == f"A4:K{3 + len(rows)}"
    heights = [sheet.row_dimensions[row].height for row in range(1, 4 + len(rows))]
    assert all(height is not None and height >= 18 for height in heights), (
        "merged lines above grow by themselves nowhere"
    )
    assert [row[10] for row in rows[1:] if row[8] == "V04"] == [REASON] * 2
    assert book["按规则汇总"]["D5"].value == 6


def test_a_table_without_findings_makes_a_report_too(workspace: Workspace, tmp_path: Path) -> None:
    made = _report(workspace, number=4)
    assert made.finding_count == 0
    for suffix in audit_report.WRITERS:
        audit_report.write_report(made, tmp_path / f"报告{suffix}")
    (page,) = PdfReader(tmp_path / "报告.pdf").pages
    assert "（无）" in page.extract_text()


def test_another_suffix_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.pdf 或 \.xlsx"):
        audit_report.write_report(_report(workspace), tmp_path / "报告.txt")
