"""The list of what was received, with the units that are missing."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.domain.selection import Selection
from core.ports import Workspace
from core.services import editing, intents
from core.services.collecting import files_in
from core.services.export_each import export_each
from core.services.import_assistant import read_files
from core.services.listing import list_tables
from core.services.receipts import receipts, write_receipts
from core.services.sample import add_sample
from db.store import FileStore
from tests.core.importing.workbooks import FORM, HEADER, ROWS, opened, workbook_with
from tests.reference import DOCX_FILE


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = FileStore().create(tmp_path / "工作区.jxdb")
    add_sample(made)
    yield made
    made.close()


def test_a_unit_that_sent_its_tables_and_one_that_did_not(workspace: Workspace, tmp_path: Path) -> None:
    sent = export_each(workspace, tmp_path, "交来", ".xlsx", Selection(unit_code="319202"))
    received, missing = receipts(workspace, read_files(workspace, sent.files)).receipts
    assert (received.unit_code, received.status, received.count) == ("319202", "已收到", 6)
    here = [line.code for line in list_tables(workspace) if line.table.unit.code == "319202"]
    assert [table.code for table in received.tables] == here
    assert (missing.unit_code, missing.status, missing.tables) == ("319101", "没有收到", ())
    assert missing.texts[1:4] == ("319101", "天津市人民政府政务服务办公室", "没有收到")


def test_units_that_are_new_to_the_workspace(tmp_path: Path) -> None:
    empty = FileStore().create(tmp_path / "空.jxdb")
    found = receipts(empty, read_files(empty, [DOCX_FILE])).receipts
    empty.close()
    assert [(receipt.unit_code, receipt.count) for receipt in found] == [("319101", 8), ("319202", 6)]


def test_units_without_a_code_are_told_apart_by_their_names(workspace: Workspace, tmp_path: Path) -> None:
    year = list_tables(workspace)[0].table.year
    for name in ("甲中心", "乙中心"):
        editing.apply(workspace, intents.add_unit((), year, "", name))
    sent = tmp_path / "甲.xlsx"
    sent.write_bytes(workbook_with([("甲中心", None, None, None, None, "单位：万元"), *FORM[2:], HEADER, *ROWS]))
    found = receipts(workspace, read_files(workspace, [sent], 2025)).receipts
    assert [(one.unit_name, one.status) for one in found if not one.unit_code] == [
        ("甲中心", "已收到"),
        ("乙中心", "没有收到"),
    ]


def test_a_table_that_came_twice_counts_once_and_a_file_that_cannot_be_read_is_named(
    workspace: Workspace, tmp_path: Path
) -> None:
    (first,) = export_each(workspace, tmp_path, "交来", ".xlsx", Selection(number=9)).files
    again, broken = first.with_name("又一份.xlsx"), first.with_name("坏的.xlsx")
    again.write_bytes(first.read_bytes())
    broken.write_bytes(b"PK\x03\x04")
    for file, at in ((first, 9), (again, 10), (broken, 11)):
        moment = datetime(2025, 6, 1, at, 30).astimezone().timestamp()
        os.utime(file, (moment, moment))
    found = receipts(workspace, read_files(workspace, [first, again, broken]))
    received = found.receipts[0]
    assert (received.count, [table.is_repeated for table in received.tables]) == (1, [False, True])
    assert received.texts[4:7] == ("1", f"{first.name}\n又一份.xlsx", "2025-06-01 09:30\n2025-06-01 10:30")
    assert found.summary == "收到 1 个单位的 1 张表，1 个单位没有收到，1 个文件没能读取。"

    out = tmp_path / "收件清单.xlsx"
    write_receipts(found, out, lambda: datetime(2025, 6, 1, 12, 0, tzinfo=UTC))
    rows = list(opened(out.read_bytes()).active.values)
    assert [row[3] for row in rows[3:]] == ["已收到", "重复", "没有收到", "没能读取"]
    assert rows[6][5:7] == ("坏的.xlsx", "2025-06-01 11:30")
    assert "坏的.xlsx" in str(rows[6][8])


def test_the_list_can_be_kept(workspace: Workspace, tmp_path: Path) -> None:
    sent = export_each(workspace, tmp_path, "交来", ".xlsx", Selection(number=9))
    out = tmp_path / "收件清单.xlsx"
    found = receipts(workspace, read_files(workspace, sent.files))
    write_receipts(found, out, lambda: datetime(2025, 6, 1, 9, 30, tzinfo=UTC))
    rows = list(opened(out.read_bytes()).active.values)
    assert rows[1][0] == "2025-06-01 09:30：收到 1 个单位的 1 张表，1 个单位没有收到。"
    table = found.receipts[0].tables[0]
    assert rows[3][1:8] == (
        *("319202", "天津市便民专线服务中心", "已收到", table.name),
        *(sent.files[0].name, table.time, table.code),
    )
    assert rows[4][2:4] == ("天津市人民政府政务服务办公室", "没有收到")


def test_what_else_lies_in_the_folder_is_named_as_not_read(
    workspace: Workspace, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    folder = export_each(workspace, tmp_path, "交来", ".xlsx", Selection(number=9)).folder
    for name in ("扫描件.pdf", "照片.JPG", "~$开着.xlsx", ".隐藏.jpg", "Thumbs.db"):
        (folder / name).write_bytes(b"%PDF-1.7")
    (folder / "下级单位").mkdir()
    request.getfixturevalue("no_superuser")
    (folder / "下级单位").chmod(0)
    try:
        found = receipts(workspace, read_files(workspace, files_in([folder])))
    finally:
        (folder / "下级单位").chmod(0o700)

    assert {file.file for file in found.unread} == {"扫描件.pdf", "照片.JPG", "下级单位"}
    out = tmp_path / "收件清单.xlsx"
    write_receipts(found, out)
    told = {row[5]: row[8] for row in opened(out.read_bytes()).active.values if row[3] == "没能读取"}
    assert "“扫描件.pdf”不能导入" in str(told["扫描件.pdf"])
    assert told["下级单位"] == "文件夹“下级单位”打不开，里面的文件没有读取。"
