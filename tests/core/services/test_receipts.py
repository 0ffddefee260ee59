"""The list of what was received, with the units that are missing."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.domain.selection import Selection
from core.ports import Workspace
from core.services.export_each import export_each
from core.services.import_assistant import read_files
from core.services.listing import list_tables
from core.services.receipts import receipts, write_receipts
from core.services.sample import add_sample
from db.store import FileStore
from tests.core.importing.workbooks import opened
from tests.reference import DOCX_FILE


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = FileStore().create(tmp_path / "工作区.jxdb")
    add_sample(made)
    yield made
    made.close()


def test_a_unit_that_sent_its_tables_and_one_that_did_not(workspace: Workspace, tmp_path: Path) -> None:
    sent = export_each(workspace, tmp_path, "交来", ".xlsx", Selection(unit_code="319202"))
    received, missing = receipts(workspace, read_files(workspace, sent.files))
    assert (received.unit_code, received.status, len(received.tables)) == ("319202", "已收到", 6)
    here = [line.code for line in list_tables(workspace) if line.table.unit.code == "319202"]
    assert [table.code for table in received.tables] == here
    assert (missing.unit_code, missing.status, missing.tables) == ("319101", "没有收到", ())


def test_units_that_are_new_to_the_workspace(tmp_path: Path) -> None:
    empty = FileStore().create(tmp_path / "空.jxdb")
    found = receipts(empty, read_files(empty, [DOCX_FILE]))
    empty.close()
    assert [(receipt.unit_code, len(receipt.tables)) for receipt in found] == [("319101", 8), ("319202", 6)]


def test_the_list_can_be_kept(workspace: Workspace, tmp_path: Path) -> None:
    sent = export_each(workspace, tmp_path, "交来", ".xlsx", Selection(number=9))
    out = tmp_path / "收件清单.xlsx"
    found = receipts(workspace, read_files(workspace, sent.files))
    write_receipts(found, out, lambda: datetime(2025, 6, 1, 9, 30, tzinfo=UTC))
    rows = list(opened(out.read_bytes()).active.values)
    assert rows[1][0] == "2025-06-01 09:30：收到 1 个单位的 1 张表，1 个单位没有收到。"
    assert rows[3][1:5] == ("319202", "天津市便民专线服务中心", "已收到", found[0].tables[0].name)
    assert rows[3][6] == found[0].tables[0].code
    assert rows[4][3] == "没有收到"
