"""The disk is full, or turns read-only, while somebody types and pastes: nothing typed is lost, and trying again works.

The disks are real ones, so these tests need root on Linux.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from core.domain.errors import KnownError
from core.domain.records import TargetTable
from db.store import FileStore
from tests.gui.table_editor.conftest import Desk
from tests.mounts import disk_that_can_fail, fail, fill, small_disk
from tests.reference import reference_tables

TABLE_1 = reference_tables()[0]
BLOCK = "\n".join("\t".join([f"第{row}行" + "很长的内容" * 200] * 3) for row in range(100))
"""More than fits into what SQLite has reserved on the disk already."""


@contextmanager
def desk_on(disk: Path, make_desk: Callable[..., Desk]) -> Iterator[Desk]:
    """An editor over a workspace on this disk; let go of before the disk is unmounted."""
    desk = make_desk(folder=disk)
    try:
        yield desk
    finally:
        desk.editor.close()
        with suppress(KnownError):  # a disk that has failed takes no tidying up either
            desk.session.workspace.close()


def paste(desk: Desk, text: str) -> None:
    QApplication.clipboard().setText(text)
    desk.click(0, 2)
    desk.keys("Ctrl+V")


def test_a_disk_that_is_full_during_a_paste(tmp_path: Path, make_desk: Callable[..., Desk]) -> None:
    with small_disk(tmp_path / "小盘") as disk, desk_on(disk, make_desk) as desk:
        filler = fill(disk)
        paste(desk, BLOCK)
        assert "磁盘已满" in desk.notice()
        assert desk.on_disk() == TABLE_1
        assert desk.model.rowCount() == len(TABLE_1.indicators)
        assert desk.session.workspace.check() == ()
        filler.unlink()
        desk.keys("Ctrl+V")
        assert len(desk.on_disk().indicators) == 100
        assert desk.session.workspace.check() == ()


def test_what_is_typed_on_a_full_disk_stays_in_the_editor(tmp_path: Path, make_desk: Callable[..., Desk]) -> None:
    with small_disk(tmp_path / "小盘") as disk, desk_on(disk, make_desk) as desk:
        filler = fill(disk)
        desk.click(0, 3)
        desk.keys("F2")
        long = "很长的描述" * 30_000
        desk.commit_from_input_method(long)
        desk.keys("Return")
        assert "磁盘已满" in desk.notice()
        assert desk.grid.editor.text().endswith(long)
        assert desk.on_disk() == TABLE_1
        filler.unlink()
        desk.keys("Return")
        assert desk.column(3)[0].endswith(long)


def test_a_disk_that_turns_read_only(tmp_path: Path, make_desk: Callable[..., Desk]) -> None:
    with disk_that_can_fail(tmp_path / "坏盘") as disk, desk_on(disk, make_desk) as desk:
        fail(disk)
        paste(desk, BLOCK)
        assert any(words in desk.notice() for words in ("只读", "磁盘出错"))
        assert "请" in desk.notice()
        desk.click(0, 4)
        desk.type("7")
        desk.keys("Return")
        assert any(words in desk.notice() for words in ("只读", "磁盘出错"))
        assert desk.grid.editor.text() == "7"
        desk.keys("Escape")
        assert desk.on_disk() == TABLE_1
        left = tmp_path / "救出"
        left.mkdir()
        for path in disk.glob("*.jxdb*"):
            (left / path.name).write_bytes(path.read_bytes())
        assert tables_in(left / "工作簿.jxdb")[0] == TABLE_1


def test_a_disk_that_is_full_when_a_workspace_is_made_or_backed_up(tmp_path: Path) -> None:
    with small_disk(tmp_path / "小盘") as disk:
        workspace = FileStore().create(tmp_path / "工作簿.jxdb")
        fill(disk)
        with pytest.raises(Exception, match=r"满|写入"):
            FileStore().create(disk / "新.jxdb")
        with pytest.raises(Exception, match=r"满|写入"):
            workspace.backup(disk / "备份.jxdb")
        assert [path.name for path in disk.iterdir()] == ["别的文件"]
        workspace.close()


def tables_in(path: Path) -> list[TargetTable]:
    workspace = FileStore().open(path)
    try:
        with workspace.read() as reader:
            return list(reader.tables())
    finally:
        workspace.close()
