"""Another program lays hands on the files of an open workspace: nothing is written where it would be lost."""

import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from core.domain.errors import KnownError
from core.services import editing, intents
from db.store import FileStore
from db.workspace import FileWorkspace

OVERWRITTEN = r"“绩效 目标\.jxdb”里的内容被别的程序换掉了.*没有保存"
MOVED = r"“绩效 目标\.jxdb”已被移走或替换"


def type_purpose(workspace: FileWorkspace, text: str) -> None:
    with workspace.read() as reader:
        project = next(reader.tables()).project
    editing.apply(workspace, intents.set_form_field(project, "purpose", text))


def purpose_in(path: Path) -> str:
    with closing(FileStore().open(path)) as workspace, workspace.read() as reader:
        return next(reader.tables()).project.purpose


def kept_beside(workspace: FileWorkspace) -> Path:
    (kept,) = workspace.path.parent.glob("* 被替换前 *.jxdb")
    return kept


@pytest.fixture
def old_copy(published: FileWorkspace, tmp_path: Path) -> Path:
    """As a sync program has it from this morning."""
    published.rest()
    return Path(shutil.copyfile(published.path, tmp_path / "早上的.jxdb"))


def test_a_sync_program_puts_an_old_copy_back(published: FileWorkspace, old_copy: Path) -> None:
    type_purpose(published, "上午写的")
    old_copy.replace(published.path)
    for _again in range(2):
        with pytest.raises(KnownError, match=MOVED + ".*另存为“绩效 目标 被替换前"):
            type_purpose(published, "下午写的")
    published.close()
    assert purpose_in(kept_beside(published)) == "上午写的"
    assert purpose_in(published.path) not in ("上午写的", "下午写的")
    with closing(FileStore().open(published.path)) as workspace:
        assert workspace.check() == ()


def test_what_was_typed_before_is_kept_if_the_window_is_just_closed(published: FileWorkspace, old_copy: Path) -> None:
    type_purpose(published, "上午写的")
    old_copy.replace(published.path)
    with pytest.raises(KnownError, match=MOVED + ".*连同刚才的修改，原来的内容已另存为“"):
        published.close()
    assert purpose_in(kept_beside(published)) == "上午写的"


def test_a_file_that_was_renamed_takes_no_more_edits_until_it_is_back(published: FileWorkspace) -> None:
    type_purpose(published, "上午写的")
    elsewhere = published.path.rename(published.path.with_name("改了名.jxdb"))
    with pytest.raises(KnownError, match=MOVED):
        type_purpose(published, "下午写的")
    assert purpose_in(elsewhere) == "上午写的"
    elsewhere.rename(published.path)
    type_purpose(published, "晚上写的")
    published.close()
    assert purpose_in(published.path) == "晚上写的"


def test_what_was_typed_after_the_file_came_back_is_kept_too(published: FileWorkspace, old_copy: Path) -> None:
    elsewhere = published.path.with_name("改了名.jxdb")
    published.path.rename(elsewhere)
    with pytest.raises(KnownError, match=MOVED):
        type_purpose(published, "没有写进去")
    elsewhere.rename(published.path)
    type_purpose(published, "回来以后写的")
    old_copy.replace(published.path)
    with pytest.raises(KnownError, match=MOVED):
        type_purpose(published, "下午写的")
    published.close()
    kept = published.path.parent.glob("* 被替换前 *.jxdb")
    assert purpose_in(max(kept, key=lambda path: path.stat().st_mtime_ns)) == "回来以后写的"


def test_a_file_that_was_deleted_is_kept(published: FileWorkspace) -> None:
    type_purpose(published, "上午写的")
    published.path.unlink()
    with pytest.raises(KnownError, match=MOVED):
        type_purpose(published, "下午写的")
    published.close()
    assert purpose_in(kept_beside(published)) == "上午写的"


@pytest.mark.parametrize("suffixes", [["-wal"], ["-shm"], ["-wal", "-shm"]], ids=" and ".join)
def test_a_log_that_was_taken_away_costs_nothing(published: FileWorkspace, suffixes: list[str]) -> None:
    type_purpose(published, "日志里的")
    for suffix in suffixes:
        Path(f"{published.path}{suffix}").unlink()
    type_purpose(published, "之后的")
    with closing(FileStore().open(published.path)) as other, other.read() as reader:
        texts = [edit.new for entry in reader.history(limit=2) for edit in entry.edits]
    assert texts == ["之后的", "日志里的"]
    assert published.check() == ()
    published.close()
    assert purpose_in(published.path) == "之后的"


def test_a_log_that_was_put_back_takes_no_edits(published: FileWorkspace, tmp_path: Path) -> None:
    log = Path(f"{published.path}-wal")
    old_log = Path(shutil.copyfile(log, tmp_path / "旧日志"))
    type_purpose(published, "上午写的")
    old_log.replace(log)
    with pytest.raises(KnownError, match=MOVED):
        type_purpose(published, "下午写的")
    published.close()
    assert purpose_in(published.path) == "上午写的"
    assert purpose_in(kept_beside(published)) == "上午写的"


def purposes_in_history(workspace: FileWorkspace) -> list[object]:
    with workspace.read() as reader:
        return [getattr(edit, "new", None) for entry in reader.history(limit=2) for edit in entry.edits]


def test_a_log_taken_away_in_the_midst_of_a_write_while_somebody_reads(published: FileWorkspace) -> None:
    log = Path(f"{published.path}-wal")
    with published.read() as reading:
        change = intents.set_form_field(next(reading.tables()).project, "purpose", "写的时候日志没了")
        editing.apply(published, change, condition=lambda _reader: log.unlink())
    type_purpose(published, "之后的")  # had the first been reported as refused, the clerk would have written it twice
    assert purposes_in_history(published) == ["之后的", "写的时候日志没了"]
    published.close()
    assert purpose_in(published.path) == "之后的"
    with closing(FileStore().open(published.path)) as workspace:
        assert workspace.check() == ()


def test_a_file_replaced_in_the_midst_of_a_write_is_kept_with_what_was_written(
    published: FileWorkspace, old_copy: Path
) -> None:
    with published.read() as reader:
        change = intents.set_form_field(next(reader.tables()).project, "purpose", "写的时候换了文件")
    with pytest.raises(KnownError, match=MOVED + ".*连同刚才的修改，原来的内容已另存为“绩效 目标 被替换前"):
        editing.apply(published, change, condition=lambda _reader: old_copy.replace(published.path))
    published.close()
    assert purpose_in(kept_beside(published)) == "写的时候换了文件"


def overwrite(path: Path, content: bytes) -> None:
    """As ``cp`` and many backup programs do: the file stays the same one, its content does not."""
    with path.open("r+b") as file:
        file.truncate(0)
        file.write(content)
    os.utime(path, ns=(0, 1))  # that nothing depends on how fine the disk's clock is


def test_an_old_copy_is_written_over_the_open_file(published: FileWorkspace, old_copy: Path) -> None:
    type_purpose(published, "上午写的")
    published.rest()
    overwrite(published.path, old_copy.read_bytes())
    with pytest.raises(KnownError, match=r"换掉了（[^）]*）。请关闭后重新打开"):
        published.rest()
    for _again in range(2):
        with pytest.raises(KnownError, match=OVERWRITTEN):
            type_purpose(published, "下午写的")
    published.close()
    assert published.path.read_bytes() == old_copy.read_bytes()


def test_an_old_copy_is_written_over_the_open_file_while_its_log_holds_the_last_edits(
    published: FileWorkspace, old_copy: Path
) -> None:
    for text in ("上午写的", "上午又写的"):
        type_purpose(published, text)
    with published.read() as reader:
        table = next(reader.tables())
    published.rest()
    editing.apply(published, intents.set_cells(table, {(0, "name"): "只在日志里"}))
    overwrite(published.path, old_copy.read_bytes())
    with pytest.raises(KnownError, match=OVERWRITTEN):
        type_purpose(published, "下午写的")
    published.close()
    assert published.path.read_bytes() == old_copy.read_bytes()
    (kept,) = published.path.parent.glob("*遗留*-wal")
    assert "只在日志里".encode() in kept.read_bytes()


@pytest.mark.parametrize("content", [b"", b"something else", b"\0" * 100_000], ids=["nothing", "a text", "zeros"])
def test_something_else_is_written_over_the_open_file(published: FileWorkspace, content: bytes) -> None:
    published.rest()
    overwrite(published.path, content)
    with pytest.raises(KnownError):
        type_purpose(published, "下午写的")
    with pytest.raises(KnownError):
        published.close()


def test_a_command_beside_an_open_window_is_no_such_thing(published: FileWorkspace) -> None:
    type_purpose(published, "窗口写的")
    with closing(FileStore().open(published.path)) as command:
        type_purpose(command, "命令写的")
    os.utime(published.path)
    type_purpose(published, "窗口又写的")
    assert purposes_in_history(published) == ["窗口又写的", "命令写的"]
    assert published.check() == ()
