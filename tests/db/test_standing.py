"""Another program lays hands on the files of an open workspace: nothing is written where it would be lost."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest

from core.domain.errors import DamagedError, KnownError
from core.domain.records import TargetTable
from core.services import editing, intents
from db import store as store_module
from db.claim import lock_file
from db.connecting import connect_raw
from db.store import FileStore
from db.workspace import FileWorkspace
from tests.benchmarks.workload import bring_in
from tests.mounts import fill, small_disk
from tests.reference import reference_tables

ROOT = Path(__file__).parents[2]
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
    with pytest.raises(KnownError, match=MOVED + ".*，此前保存过的内容都另存为“绩效 目标 被替换前"):
        published.close()
    assert purpose_in(kept_beside(published)) == "上午写的"


@pytest.mark.skipif(os.name == "nt", reason="its names are counted in signs, its paths are the limit")
def test_what_was_typed_is_kept_of_a_file_with_the_longest_of_names(published: FileWorkspace, old_copy: Path) -> None:
    path = published.path.with_name(f"{'单位项目支出绩效目标申报' * 6}二〇二五年.jxdb")
    published.close()
    published.path.rename(path)
    with closing(FileStore(claiming=True).open(path)) as workspace:
        type_purpose(workspace, "上午写的")
        old_copy.replace(path)
        with pytest.raises(KnownError, match=r"此前的内容已另存为“单位项目支出绩效目标申报单位.* 被替换前"):
            type_purpose(workspace, "下午写的")
    assert purpose_in(kept_beside(workspace)) == "上午写的"
    assert not Path(f"{path}-wal").exists()


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
    type_purpose(published, "早上写的")
    old_log = Path(shutil.copyfile(log, tmp_path / "旧日志"))
    type_purpose(published, "上午写的")
    old_log.replace(log)
    with pytest.raises(KnownError, match=MOVED):
        type_purpose(published, "下午写的")
    published.close()
    assert purpose_in(published.path) == "早上写的"  # ours is not mixed into what stands there now
    assert purpose_in(kept_beside(published)) == "上午写的"


IN_A_PROCESS_OF_ITS_OWN = """
import sys
from contextlib import closing
from pathlib import Path
from core.services import editing, intents
from db.store import FileStore
with closing(FileStore().open(Path(sys.argv[1]))) as workspace:
    with workspace.read() as reader:
        table = next(reader.tables())
    editing.apply(workspace, intents.set_cells(table, {(0, "name"): sys.argv[2]}))
"""


def a_command_writes(path: Path, name: str) -> None:
    subprocess.run([sys.executable, "-c", IN_A_PROCESS_OF_ITS_OWN, str(path), name], check=True, cwd=ROOT)


def first_table(path: Path) -> TargetTable:
    with closing(FileStore().open(path)) as workspace:
        assert workspace.check() == ()
        with workspace.read() as reader:
            return next(reader.tables())


@pytest.mark.parametrize("is_written_again", [False, True])
def test_a_command_writes_after_the_index_of_the_log_was_taken_away(
    published: FileWorkspace, *, is_written_again: bool
) -> None:
    type_purpose(published, "窗口写的")
    Path(f"{published.path}-shm").unlink()
    a_command_writes(published.path, "命令写的")
    if is_written_again:
        with pytest.raises(KnownError, match="日志索引被别的程序换掉了，刚才的修改没有保存。此前的内容都在"):
            type_purpose(published, "窗口又写的")
    published.close()  # nothing is lost, so nothing is said
    table = first_table(published.path)
    assert (table.project.purpose, table.indicators[0].name) == ("窗口写的", "命令写的")
    assert [path.name for path in published.path.parent.iterdir()] == [published.path.name]


def test_a_command_writes_after_the_log_was_taken_away(published: FileWorkspace) -> None:
    published.rest()
    type_purpose(published, "窗口写的")
    for suffix in ("-wal", "-shm"):
        Path(f"{published.path}{suffix}").unlink()
    a_command_writes(published.path, "命令写的")  # knows nothing of what only the log held
    with pytest.raises(KnownError, match=MOVED + ".*此前保存过的内容都另存为“绩效 目标 被替换前"):
        published.close()
    theirs = first_table(published.path)
    assert theirs.project.purpose != "窗口写的"
    assert theirs.indicators[0].name == "命令写的"
    # What is kept holds our history, and, on pages that were not in our log, what the command wrote: that is found out.
    ours = FileStore().salvage(kept_beside(published))
    assert ours.losses
    texts = [getattr(record, field, None) for record in ours.records for field in ("purpose", "name")]
    assert "窗口写的" in texts
    assert "命令写的" not in texts


@pytest.mark.parametrize("left", [0, 0.5])
@pytest.mark.parametrize("is_written_again", [False, True])
def test_a_log_that_was_cut_off_is_not_brought_into_the_file(
    published: FileWorkspace, *, is_written_again: bool, left: float
) -> None:
    published.rest()
    for number in range(3):
        with published.read() as reader:
            table = list(reader.tables())[number * 6]
        editing.apply(published, intents.set_cells(table, {(0, "name"): "长" * 9000}))
    log = Path(f"{published.path}-wal")
    os.truncate(log, int(log.stat().st_size * left))
    if is_written_again:
        with pytest.raises(KnownError, match=OVERWRITTEN):
            type_purpose(published, "下午写的")
        with suppress(KnownError):  # says where the rest of the log is, if there is any
            published.close()
    else:
        with pytest.raises(KnownError, match=r"换掉了.*与自动备份核对"):
            published.close()
    first_table(published.path)  # is sound, and without holes


def test_an_older_copy_is_written_over_the_file_right_after_a_command_brought_the_log_into_it(
    published: FileWorkspace, tmp_path: Path
) -> None:
    type_purpose(published, "上午写的")
    published.rest()
    copy = tmp_path / "上午的.jxdb"
    subprocess.run(["cp", published.path, copy], check=True)  # reading it in this process would drop our locks on it
    type_purpose(published, "只在日志里")  # the file itself is as the copy
    a_command_writes(published.path, "命令写的")
    assert not Path(f"{published.path}-wal").stat().st_size
    subprocess.run(["cp", copy, published.path], check=True)
    with pytest.raises(KnownError, match=OVERWRITTEN):
        type_purpose(published, "下午写的")
    published.close()
    assert published.path.read_bytes() == copy.read_bytes()


@pytest.mark.parametrize("journal_mode", ["WAL", "DELETE"])
def test_a_file_that_is_cut_to_nothing_while_it_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, journal_mode: str
) -> None:
    monkeypatch.setattr(store_module, "journal_mode_for", lambda _: journal_mode)
    workspace = FileStore().create(tmp_path / "绩效 目标.jxdb")
    editing.apply(workspace, bring_in(iter(reference_tables())))
    workspace.rest()
    os.truncate(workspace.path, 0)
    with pytest.raises(DamagedError, match=r"“绩效 目标\.jxdb”.*已损坏"), workspace.read() as reader:
        reader.outline()
    with pytest.raises(KnownError):
        type_purpose(workspace, "下午写的")
    with suppress(KnownError):
        workspace.close()


def test_a_log_beside_a_backup_older_than_it_is_found_out_when_it_is_salvaged(
    published: FileWorkspace, tmp_path: Path
) -> None:
    """As the sentence about a log that was put aside tells to do; but the backup lacks what lies between."""
    published.rest()
    backup = Path(shutil.copyfile(published.path, tmp_path / "遗留.jxdb"))
    with published.read() as reader:
        last = list(reader.tables())[-1]
    editing.apply(published, intents.set_form_field(last.project, "purpose", "备份里没有的"))
    published.rest()
    type_purpose(published, "只在日志里")
    shutil.copyfile(f"{published.path}-wal", f"{backup}-wal")
    salvaged = FileStore().salvage(backup)
    assert salvaged.losses


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
    with pytest.raises(KnownError, match=r"还在日志里的修改.*另存为“绩效 目标 遗留 .*请打开它，与自动备份核对"):
        published.close()
    assert published.path.read_bytes() == old_copy.read_bytes()
    assert not Path(f"{published.path}-wal").exists()
    (kept,) = published.path.parent.glob("* 遗留 *.jxdb")
    with closing(FileStore().open(kept)) as workspace, workspace.read() as reader:
        assert next(reader.tables()).indicators[0].name == "只在日志里"


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


def bytes_of_another_workspace(folder: Path) -> bytes:
    path = folder / "另一个.jxdb"
    with closing(FileStore().create(path)) as other:
        editing.apply(other, bring_in(iter(reference_tables())))
    return path.read_bytes()


@pytest.mark.parametrize("content", ["another workspace", "zeros", "nothing"])
def test_what_is_written_over_a_file_whose_log_holds_edits_is_left_as_it_is(
    published: FileWorkspace, tmp_path: Path, content: str
) -> None:
    published.rest()
    type_purpose(published, "只在日志里")
    strange = {"another workspace": bytes_of_another_workspace(tmp_path), "zeros": bytes(100_000), "nothing": b""}[
        content
    ]
    overwrite(published.path, strange)
    with pytest.raises(KnownError, match=OVERWRITTEN):
        type_purpose(published, "下午写的")
    with pytest.raises(KnownError, match="另存为“绩效 目标 遗留 "):
        published.close()
    assert published.path.read_bytes() == strange
    assert not Path(f"{published.path}-wal").exists()
    (log,) = published.path.parent.glob("* 遗留 *.jxdb-wal")
    assert "只在日志里".encode() in log.read_bytes()


def test_a_window_is_just_closed_after_its_file_was_written_over(published: FileWorkspace) -> None:
    published.rest()
    type_purpose(published, "只在日志里")
    overwrite(published.path, bytes(100_000))
    with pytest.raises(KnownError, match="换掉了，最近的修改还在日志里，日志另存为“绩效 目标 遗留 "):
        published.close()
    assert published.path.read_bytes() == bytes(100_000)


def test_a_new_workspace_whose_content_is_all_in_the_log_is_overwritten(
    workspace: FileWorkspace, tmp_path: Path
) -> None:
    editing.apply(workspace, bring_in(iter(reference_tables())))
    strange = bytes_of_another_workspace(tmp_path)
    overwrite(workspace.path, strange)
    with pytest.raises(KnownError, match=OVERWRITTEN):
        type_purpose(workspace, "下午写的")
    with pytest.raises(KnownError, match="另存为“绩效 目标 遗留 "):
        workspace.close()
    assert workspace.path.read_bytes() == strange


def test_an_old_copy_written_over_the_file_in_the_midst_of_a_write_is_found_at_the_next(
    published: FileWorkspace, old_copy: Path
) -> None:
    type_purpose(published, "上午写的")
    published.rest()
    with published.read() as reader:
        change = intents.set_form_field(next(reader.tables()).project, "purpose", "写的时候")
    editing.apply(published, change, condition=lambda _reader: overwrite(published.path, old_copy.read_bytes()))
    with pytest.raises(KnownError, match=OVERWRITTEN):
        type_purpose(published, "下午写的")
    with pytest.raises(KnownError, match="另存为“绩效 目标 遗留 "):
        published.close()


def test_a_log_that_was_taken_away_is_not_played_into_what_was_written_over_the_file(
    published: FileWorkspace, old_copy: Path
) -> None:
    for text in ("上午写的", "上午又写的"):
        type_purpose(published, text)
        published.rest()
    type_purpose(published, "只在日志里")
    Path(f"{published.path}-wal").unlink()
    overwrite(published.path, old_copy.read_bytes())
    with pytest.raises(KnownError, match=OVERWRITTEN):
        type_purpose(published, "下午写的")
    published.close()
    assert published.path.read_bytes() == old_copy.read_bytes()


def test_a_workspace_that_was_changed_behind_goes_on_taking_edits(published: FileWorkspace) -> None:
    published.rest()
    with closing(sqlite3.connect(published.path)) as stranger, stranger:
        stranger.execute("UPDATE indicator SET value = '9' WHERE rowid = (SELECT max(rowid) FROM indicator)")
    (fault,) = published.check()
    type_purpose(published, "还在日志里")
    os.utime(published.path, ns=(0, 1))
    type_purpose(published, "之后的")
    published.close()
    assert purpose_in(published.path) == "之后的"
    with closing(FileStore().open(published.path)) as workspace:
        assert workspace.check() == (fault,)


def test_a_command_writes_while_the_window_reads_a_workspace_with_a_fault(published: FileWorkspace) -> None:
    published.rest()
    with closing(sqlite3.connect(published.path)) as stranger, stranger:
        stranger.execute("UPDATE indicator SET value = '9' WHERE rowid = (SELECT max(rowid) FROM indicator)")
    for number in range(30):  # so that the tables of the history grow by pages in the log
        type_purpose(published, f"窗口写的 {number}")
    with published.read() as reading:
        next(reading.tables())
        with closing(FileStore().open(published.path)) as command:
            type_purpose(command, "命令写的")
        os.utime(published.path, ns=(0, 1))
        type_purpose(published, "窗口又写的")
    published.close()
    assert purpose_in(published.path) == "窗口又写的"
    assert not list(published.path.parent.glob("* 遗留 *"))


def test_nothing_holds_on_to_a_file_that_was_touched_while_somebody_read(published: FileWorkspace) -> None:
    with published.read() as reading:
        table = next(reading.tables())
        os.utime(published.path, ns=(0, 1))
        editing.apply(published, intents.set_form_field(table.project, "purpose", "之后的"))
    published.close()
    assert [path.name for path in published.path.parent.iterdir()] == ["绩效 目标.jxdb"]


def bring_in_one_page(path: Path, whole: Path, page: int) -> None:
    """As a process does that is half-way in bringing the log into the file."""
    with closing(connect_raw(path, "ro")) as source, closing(sqlite3.connect(whole)) as copy:
        source.backup(copy)
        (size,) = source.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(whole.read_bytes()[(page - 1) * size : page * size])
    os.utime(path, ns=(0, 1))


def test_another_process_is_half_way_in_bringing_the_log_into_the_file(
    published: FileWorkspace, tmp_path: Path
) -> None:
    published.rest()
    for number in range(40):  # the history does not fit on the page any more on which it begins
        type_purpose(published, f"上午写的 {number}")
    with closing(connect_raw(published.path, "ro")) as reader:
        (root,) = reader.execute("SELECT rootpage FROM sqlite_master WHERE name = 'operation'").fetchone()
    bring_in_one_page(published.path, tmp_path / "完整.jxdb", root)
    type_purpose(published, "下午写的")
    published.close()
    assert purpose_in(published.path) == "下午写的"
    with closing(FileStore().open(published.path)) as workspace:
        assert workspace.check() == ()


def test_a_file_with_a_fault_is_not_yet_as_long_as_its_first_page_says(
    published: FileWorkspace, tmp_path: Path
) -> None:
    published.rest()
    with closing(sqlite3.connect(published.path)) as stranger, stranger:
        stranger.execute("PRAGMA ignore_check_constraints = ON")
        stranger.execute("INSERT INTO budget_year (id, year, scheme) VALUES ('2035', 2036, '2021')")
    (fault,) = published.check()
    for number in range(80):
        type_purpose(published, f"上午写的 {number}" + "长" * 500)
    bring_in_one_page(published.path, tmp_path / "完整.jxdb", 1)
    type_purpose(published, "下午写的")
    published.close()
    assert purpose_in(published.path) == "下午写的"
    with closing(FileStore().open(published.path)) as workspace:
        assert workspace.check() == (fault,)


def test_a_file_that_was_overwritten_and_then_taken_away_is_let_go_of(published: FileWorkspace, old_copy: Path) -> None:
    published.close()
    strange = old_copy.read_bytes()
    workspace = FileStore(claiming=True).open(published.path)
    type_purpose(workspace, "上午写的")
    workspace.rest()
    type_purpose(workspace, "只在日志里")
    overwrite(workspace.path, strange)
    elsewhere = workspace.path.with_name("挪走.jxdb")
    with pytest.raises(KnownError, match=OVERWRITTEN):
        type_purpose(workspace, "下午写的")
    workspace.path.rename(elsewhere)
    with pytest.raises(KnownError, match=OVERWRITTEN):
        type_purpose(workspace, "晚上写的")
    with pytest.raises(KnownError, match=r"日志另存为“绩效 目标 遗留 .*-wal”"):
        workspace.close()
    assert elsewhere.read_bytes() == strange
    assert not lock_file(workspace.path).exists()
    assert not Path(f"{workspace.path}-wal").exists()


def test_a_file_is_replaced_on_a_full_disk_and_there_is_room_before_it_is_closed(tmp_path: Path) -> None:
    with small_disk(tmp_path / "小盘", megabytes=3) as disk:
        workspace, filler = replaced_on_a_full_disk(disk)
        filler.unlink()
        with pytest.raises(KnownError, match=MOVED + ".*，此前保存过的内容都另存为“绩效 目标 被替换前"):
            workspace.close()  # “下午写的” was refused: the sentence must not count it in
        assert purpose_in(kept_beside(workspace)) == "上午写的"


def test_a_file_is_replaced_on_a_disk_that_stays_full(tmp_path: Path) -> None:
    with small_disk(tmp_path / "小盘", megabytes=3) as disk:
        workspace, filler = replaced_on_a_full_disk(disk)
        with pytest.raises(KnownError, match=r"磁盘已满，原来的内容没有能另存.*日志另存为“绩效 目标 遗留 .*-wal”"):
            workspace.close()
        filler.unlink()
        assert not lock_file(workspace.path).exists()
        (log,) = disk.glob("* 遗留 *.jxdb-wal")
        with closing(FileStore().open(workspace.path)) as other:
            assert other.check() == ()
        # as the sentence tells to do
        copy = shutil.copyfile(workspace.path, Path(str(log).removesuffix("-wal")))
        assert purpose_in(copy) == "上午写的"


def replaced_on_a_full_disk(disk: Path) -> tuple[FileWorkspace, Path]:
    path = disk / "绩效 目标.jxdb"
    with closing(FileStore().create(path)) as workspace:
        editing.apply(workspace, bring_in(iter(reference_tables())))
    old = shutil.copyfile(path, disk / "旧.jxdb")
    workspace = FileStore(claiming=True).open(path)
    type_purpose(workspace, "上午写的")
    filler = fill(disk)
    old.replace(path)
    with pytest.raises(KnownError, match=r"磁盘已满.*没有保存。请腾出空间后再试一次，先不要关闭本程序"):
        type_purpose(workspace, "下午写的")
    return workspace, filler
