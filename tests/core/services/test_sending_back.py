"""What is to be mended goes back to each unit as a workbook, and what it mends comes home."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.domain.errors import Cancelled, KnownError
from core.domain.selection import Selection
from core.ports import Workspace
from core.services.import_assistant import Status, bring_in, read_files
from core.services.sample import add_sample
from core.services.sending_back import send_back
from db.store import FileStore
from tests.core.importing.workbooks import opened


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = FileStore().create(tmp_path / "工作区.jxdb")
    add_sample(made)
    yield made
    made.close()


def june() -> datetime:
    return datetime(2025, 6, 1, tzinfo=UTC)


def test_each_unit_gets_its_findings_and_tables(workspace: Workspace, tmp_path: Path) -> None:
    sent = send_back(workspace, tmp_path, clock=june)
    assert sent.folder.name == "退回修改 2025-06-01"
    assert [file.name for file in sent.files] == [
        "319101天津市人民政府政务服务办公室 退回意见.xlsx",
        "319202天津市便民专线服务中心 退回意见.xlsx",
    ]
    workbook = opened(sent.files[1].read_bytes())
    assert workbook.sheetnames[0] == "退回意见"
    rows = list(workbook.worksheets[0].values)
    assert rows[0][0] == "退回意见"
    assert "条意见" in rows[1][0]
    assert rows[3] == ("表号", "项目名称", "级别", "位置", "问题", "依据")
    found = [row for row in rows[4:] if row[0] == "13" and "指标值" in row[3]]
    assert found
    assert any("100%" in row[4] for row in found)


def test_the_head_of_the_findings_can_be_read_over_all_columns(workspace: Workspace, tmp_path: Path) -> None:
    sent = send_back(workspace, tmp_path, Selection(unit_code="319202"))
    sheet = opened(sent.files[0].read_bytes()).worksheets[0]
    assert {str(merged) for merged in sheet.merged_cells.ranges} == {"A1:F1", "A2:F2", "A3:F3"}


def test_each_finding_leads_to_its_row(workspace: Workspace, tmp_path: Path) -> None:
    sent = send_back(workspace, tmp_path)
    workbook = opened(sent.files[1].read_bytes())
    followed = 0
    for cell in workbook.worksheets[0]["A"][4:]:
        name, _, place = cell.hyperlink.location.rpartition("!")
        sheet = workbook[name.strip("'").replace("''", "'")]
        where = workbook.worksheets[0].cell(cell.row, 4).value
        assert sheet.title.startswith(f"{cell.value}.")
        if where == "第 2 行 指标值" and cell.value == "13":
            assert sheet.cell(sheet[place].row, 7).value == "≥100%"
            followed += 1
    assert followed == 1


def test_what_the_unit_mends_comes_home_as_just_that(workspace: Workspace, tmp_path: Path) -> None:
    sent = send_back(workspace, tmp_path, Selection(unit_code="319202"))
    (file,) = sent.files
    workbook = opened(file.read_bytes())
    sheet = next(sheet for sheet in workbook.worksheets if sheet.title.startswith("13."))
    next(cell for row in sheet.iter_rows() for cell in row if cell.value == "≥100%").value = "100%"
    workbook.save(file)
    incoming = read_files(workspace, [file])
    assert [found.status for found in incoming.tables].count(Status.CHANGED) == 1
    (changed,) = [found for found in incoming.tables if found.status is Status.CHANGED]
    assert changed.merge is not None
    assert [(d.place, d.here, d.there) for d in changed.merge.differences] == [("第 2 行指标值", "≥100%", "100%")]
    bring_in(workspace, incoming, {incoming.tables.index(changed): changed.merge.suggested})
    assert all(found.status is Status.SAME for found in read_files(workspace, [file]).tables)


def test_nothing_to_send_back_and_cancelling(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="不需要退回"):
        send_back(workspace, tmp_path, Selection(year=1999))

    def cancel(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        send_back(workspace, tmp_path, progress=cancel)
    assert not [path for path in tmp_path.iterdir() if path.is_dir() and "退回" in path.name]
