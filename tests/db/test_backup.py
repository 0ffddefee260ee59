"""Backups: complete or not at all, one file each; and the way back."""

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from core.domain.errors import DamagedError, KnownError
from core.domain.records import TargetTable
from core.services import editing, intents
from db import restoring
from db import store as store_module
from db.engine import set_journal_mode
from db.format import SCHEMA_VERSION
from db.store import FileStore
from db.workspace import FileWorkspace
from tests.benchmarks.workload import bring_in
from tests.reference import reference_tables

ROOT = Path(__file__).parents[2]


def read_tables(path: Path) -> list[TargetTable]:
    with closing(FileStore().open(path)) as workspace, workspace.read() as reader:
        return list(reader.tables())


def rename_first(workspace: FileWorkspace, name: str) -> None:
    with workspace.read() as reader:
        table = next(reader.tables())
    editing.apply(workspace, intents.set_form_field(table.project, "name", name))


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_backup_of_an_open_workspace_is_one_whole_file(published: FileWorkspace, tmp_path: Path) -> None:
    target = tmp_path / "U盘" / "备份.jxdb"
    target.parent.mkdir()
    with published.read() as reader:  # while somebody reads
        next(reader.tables())
        published.backup(target)
    assert files(target.parent) == ["备份.jxdb"]
    assert read_tables(target) == list(reference_tables())


def test_an_older_backup_of_that_name_is_replaced(published: FileWorkspace, tmp_path: Path) -> None:
    target = tmp_path / "备份.jxdb"
    published.backup(target)
    rename_first(published, "后来")
    published.backup(target)
    assert read_tables(target)[0].project.name == "后来"


def test_a_backup_that_cannot_be_written_leaves_nothing(published: FileWorkspace, tmp_path: Path) -> None:
    (tmp_path / "占着.jxdb").mkdir()
    before = files(tmp_path)
    with pytest.raises(KnownError, match=r"“占着\.jxdb”是文件夹，备份要写成文件"):
        published.backup(tmp_path / "占着.jxdb")
    with pytest.raises(KnownError, match=r"找不到文件夹“没有”"):
        published.backup(tmp_path / "没有" / "备份.jxdb")
    assert files(tmp_path) == before


@pytest.mark.parametrize("content", ["给局长的信".encode(), b"", b"PK\x03\x04 a spreadsheet"])
def test_a_backup_never_goes_over_what_is_no_workspace(
    published: FileWorkspace, tmp_path: Path, content: bytes
) -> None:
    other = tmp_path / "别的文件.xlsx"
    other.write_bytes(content)
    with pytest.raises(KnownError, match=r"“别的文件\.xlsx”已经存在，而且不是绩表的备份，没有覆盖"):
        published.backup(other)
    assert other.read_bytes() == content


def test_a_backup_never_goes_over_the_workspace_itself(published: FileWorkspace) -> None:
    with pytest.raises(KnownError, match=r"备份不能写到工作区“绩效 目标\.jxdb”自己上面"):
        published.backup(published.path.parent / "." / published.path.name)
    assert published.check() == ()


def damage(path: Path) -> None:
    """Overwrite a page in the middle, as a bad disk does."""
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'indicator'").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xa5" * 4096)


def test_a_damaged_workspace_gives_no_backup(published: FileWorkspace, tmp_path: Path) -> None:
    published.close()
    damage(published.path)
    target = tmp_path / "备份.jxdb"
    with (
        closing(FileStore().open(published.path)) as opened,
        pytest.raises(KnownError, match=r"“绩效 目标\.jxdb”的内容核对不通过"),
    ):
        opened.backup(target)
    assert not target.exists()


def test_restoring_keeps_what_was_there(published: FileWorkspace, store: FileStore) -> None:
    saved = published.auto_backup("导入前")
    assert saved is not None
    rename_first(published, "后来")
    published.close()
    store.restore(saved, published.path)
    assert read_tables(published.path) == list(reference_tables())
    (kept,) = published.path.parent.glob("绩效 目标 恢复前 *.jxdb")
    assert read_tables(kept)[0].project.name == "后来"
    assert files(published.path.parent) == sorted([published.path.name, kept.name, saved.parent.name])


COMMAND = """
import sys
from contextlib import closing
from pathlib import Path
from core.domain.errors import KnownError
from core.services import editing, intents
from db import store
store.journal_mode_for = lambda _: sys.argv[2]
try:
    with closing(store.FileStore().open(Path(sys.argv[1]))) as workspace:
        with workspace.read() as reader:
            project = next(reader.tables()).project
        editing.apply(workspace, intents.set_form_field(project, "name", "命令写的"))
except KnownError as error:
    sys.exit(error.sentence)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows replaces no file that is open, and has to let go of it first")
@pytest.mark.parametrize("journal_mode", ["WAL", "DELETE"])
def test_a_command_that_writes_while_the_file_is_replaced_is_refused(
    published: FileWorkspace, store: FileStore, monkeypatch: pytest.MonkeyPatch, journal_mode: str
) -> None:
    saved = published.auto_backup("导入前")
    assert saved is not None
    published.close()
    set_journal_mode(published.path, journal_mode)
    told = []

    def meanwhile(*arguments: Path) -> None:
        command = [sys.executable, "-c", COMMAND, str(published.path), journal_mode]
        told.append(subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, check=False).stderr)
        put_logs_aside(*arguments)

    put_logs_aside = restoring.backup.put_logs_aside
    with monkeypatch.context() as patch:
        patch.setattr(restoring.backup, "put_logs_aside", meanwhile)
        store.restore(saved, published.path)
    assert len(told) > 1
    assert all("正被另一个程序或窗口占用" in sentence for sentence in told)
    assert read_tables(published.path) == list(reference_tables())
    (kept,) = published.path.parent.glob("绩效 目标 恢复前 *.jxdb")
    assert files(published.path.parent) == sorted([published.path.name, kept.name, saved.parent.name])


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such modes")
def test_who_may_read_the_workspace_may_read_the_restored_one(published: FileWorkspace, store: FileStore) -> None:
    saved = published.auto_backup("导入前")
    assert saved is not None
    published.close()
    published.path.chmod(0o664)
    store.restore(saved, published.path)
    assert stat.S_IMODE(published.path.stat().st_mode) == 0o664


def test_restoring_twice_in_a_moment_keeps_both(published: FileWorkspace, store: FileStore) -> None:
    saved = published.auto_backup("导入前")
    assert saved is not None
    published.close()
    kept = {store.restore(saved, published.path) for _ in range(3)}
    assert len(kept) == 3
    assert set(published.path.parent.glob("* 恢复前 *.jxdb")) == kept


def test_a_backup_of_a_newer_program_replaces_nothing(
    published: FileWorkspace, store: FileStore, tmp_path: Path
) -> None:
    saved = tmp_path / "新版本的备份.jxdb"
    published.backup(saved)
    published.close()
    newer = SCHEMA_VERSION._replace(major=SCHEMA_VERSION.major + 1)
    with closing(sqlite3.connect(saved)) as connection:
        connection.execute(f"PRAGMA user_version = {newer.pack()}")
    with pytest.raises(KnownError, match=r"“新版本的备份\.jxdb”是更新版本的绩表建立的.*请先升级本程序"):
        store.restore(saved, published.path)
    assert read_tables(published.path) == list(reference_tables())
    assert files(published.path.parent) == [published.path.name]


@pytest.mark.parametrize("journal_mode", ["WAL", "DELETE"])
def test_a_workspace_that_a_window_has_open_is_not_replaced(
    published: FileWorkspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, journal_mode: str
) -> None:
    saved = tmp_path / "备份.jxdb"
    published.backup(saved)
    published.close()
    monkeypatch.setattr(store_module, "journal_mode_for", lambda _: journal_mode)
    windows = FileStore(claiming=True)
    with closing(windows.open(published.path)) as window:
        rename_first(window, "这个窗口")
        with pytest.raises(KnownError, match=r"“绩效 目标\.jxdb”正由 .*使用，不能恢复"):
            windows.restore(saved, published.path)
        rename_first(window, "还在输入")
    assert read_tables(published.path)[0].project.name == "还在输入"
    windows.restore(saved, published.path)
    assert read_tables(published.path) == list(reference_tables())


def test_restoring_where_nothing_is(published: FileWorkspace, store: FileStore, tmp_path: Path) -> None:
    published.close()
    store.restore(published.path, tmp_path / "新.jxdb")
    assert read_tables(tmp_path / "新.jxdb") == list(reference_tables())


def test_restoring_over_a_workspace_cut_to_nothing_keeps_its_log(
    published: FileWorkspace, store: FileStore, tmp_path: Path
) -> None:
    saved = tmp_path / "备份.jxdb"
    published.backup(saved)
    published.close()
    target = tmp_path / "另处" / "绩效.jxdb"
    target.parent.mkdir()
    target.touch()
    Path(f"{target}-wal").write_bytes(b"the last edits")
    kept = store.restore(saved, target)
    beside = {path.name: path for path in target.parent.iterdir()}
    assert kept
    assert set(beside) == {target.name, kept.name, f"{kept.name}-wal"}
    assert beside[f"{kept.name}-wal"].read_bytes() == b"the last edits"
    assert read_tables(target) == read_tables(saved)


def test_restoring_over_a_damaged_workspace(published: FileWorkspace, store: FileStore, tmp_path: Path) -> None:
    saved = tmp_path / "备份.jxdb"
    published.backup(saved)
    published.close()
    rubbish = b"SQLite format 3\x00" + b"\xa5" * 9000
    published.path.write_bytes(rubbish)
    Path(f"{published.path}-wal").write_bytes(b"left over")
    store.restore(saved, published.path)
    assert read_tables(published.path) == list(reference_tables())
    (kept,) = published.path.parent.glob("* 恢复前 *.jxdb")
    assert kept.read_bytes() == rubbish


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + b"\x00" * 200])
def test_what_is_no_backup_replaces_nothing(
    published: FileWorkspace, store: FileStore, tmp_path: Path, content: bytes
) -> None:
    published.close()
    wrong = tmp_path / "错的.jxdb"
    wrong.write_bytes(content)
    before = published.path.read_bytes()
    with pytest.raises(KnownError, match=r"“错的\.jxdb”"):
        store.restore(wrong, published.path)
    assert published.path.read_bytes() == before
    assert files(published.path.parent) == [published.path.name]


def test_a_damaged_backup_replaces_nothing(published: FileWorkspace, store: FileStore, tmp_path: Path) -> None:
    saved = tmp_path / "备份.jxdb"
    published.backup(saved)
    published.close()
    damage(saved)
    with pytest.raises(KnownError, match=r"“备份\.jxdb”的内容核对不通过，没有写成“绩效 目标\.jxdb”"):
        store.restore(saved, published.path)
    assert read_tables(published.path) == list(reference_tables())
    assert files(published.path.parent) == [published.path.name]


def test_a_backup_that_is_missing(published: FileWorkspace, store: FileStore, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match=r"找不到文件“没有\.jxdb”"):
        store.restore(tmp_path / "没有.jxdb", published.path)


def test_a_workspace_does_not_restore_itself(published: FileWorkspace, store: FileStore) -> None:
    published.close()
    with pytest.raises(KnownError, match=r"不能用它恢复自己"):
        store.restore(published.path, published.path)


def test_a_workspace_that_is_open_elsewhere_is_not_replaced(
    published: FileWorkspace, store: FileStore, tmp_path: Path
) -> None:
    saved = tmp_path / "备份.jxdb"
    published.backup(saved)
    published.close()
    program = (
        "import sys; from pathlib import Path; from db.store import FileStore\n"
        "workspace = FileStore().open(Path(sys.argv[1])); print('open', flush=True)\n"
        "sys.stdin.read(); workspace.close()"
    )
    command = [sys.executable, "-c", program, str(published.path)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(KnownError, match=r"“绩效 目标\.jxdb”正被另一个程序或窗口占用"):
            store.restore(saved, published.path)
    assert read_tables(published.path) == list(reference_tables())
    assert files(published.path.parent) == [published.path.name]


def test_a_write_protected_workspace_is_not_replaced(
    published: FileWorkspace, store: FileStore, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    saved = tmp_path / "备份.jxdb"
    published.backup(saved)
    published.close()
    request.getfixturevalue("no_superuser")
    published.path.chmod(0o444)
    with pytest.raises(KnownError, match=r"“绩效 目标\.jxdb”是只读的"):
        store.restore(saved, published.path)
    assert files(published.path.parent) == [published.path.name]
    published.path.chmod(0o600)  # and nothing is left that keeps it from being written now
    store.restore(saved, published.path)
    assert not store.open(published.path).read_only


def test_a_log_that_was_left_without_its_file_is_not_played_into_another(
    published: FileWorkspace, store: FileStore, tmp_path: Path
) -> None:
    """The clerk has deleted a file that did not open any more, and not what lay beside it."""
    path, saved, copy = published.path, tmp_path / "备份.jxdb", tmp_path / "副本.jxdb"
    published.backup(saved)
    rename_first(published, "只在日志里")
    log = Path(f"{path}-wal").read_bytes()
    assert log
    published.close()

    def leave_only_the_log(file: Path) -> None:
        file.unlink(missing_ok=True)
        Path(f"{file}-wal").write_bytes(log)

    leave_only_the_log(path)
    store.restore(saved, path)
    assert read_tables(path) == list(reference_tables())
    leave_only_the_log(copy)
    with closing(store.open(path)) as opened:
        opened.backup(copy)
    assert read_tables(copy) == list(reference_tables())
    leave_only_the_log(path)
    with closing(store.create(path)) as made:
        assert made.check() == ()
        with made.read() as reader:
            assert reader.outline() == ()
    assert [kept.read_bytes() for kept in path.parent.glob("*遗留*-wal")] == [log] * 2


def test_another_workspace_is_not_replaced_by_a_backup(
    published: FileWorkspace, store: FileStore, tmp_path: Path
) -> None:
    last_year, empty, saved = tmp_path / "2024.jxdb", tmp_path / "空.jxdb", tmp_path / "备份.jxdb"
    with closing(store.create(last_year)) as other:
        editing.apply(other, bring_in(iter(reference_tables()[:2])))
    store.create(empty).close()
    with pytest.raises(KnownError, match=r"“2024\.jxdb”是另一个工作区，不是“绩效 目标\.jxdb”的备份，没有覆盖"):
        published.backup(last_year)
    assert len(read_tables(last_year)) == 2
    published.backup(saved)
    rename_first(published, "之后改的")
    for target in (saved, empty):
        published.backup(target)
        assert read_tables(target)[0].project.name == "之后改的"


def test_a_backup_that_could_not_be_opened_replaces_nothing(
    published: FileWorkspace, store: FileStore, tmp_path: Path
) -> None:
    saved = tmp_path / "备份.jxdb"
    published.backup(saved)
    published.close()
    with closing(sqlite3.connect(saved)) as connection:
        connection.execute("DROP TABLE note")
    with pytest.raises(DamagedError, match=r"“备份\.jxdb”已损坏"):
        store.restore(saved, published.path)
    assert read_tables(published.path) == list(reference_tables())
    assert files(published.path.parent) == [published.path.name]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes")
def test_what_is_no_file_is_neither_opened_nor_replaced(
    published: FileWorkspace, store: FileStore, tmp_path: Path
) -> None:
    """Who opens a pipe waits until somebody writes into it."""
    saved, pipe = tmp_path / "备份.jxdb", tmp_path / "管道.jxdb"
    published.backup(saved)
    os.mkfifo(pipe)
    for attempt in (
        partial(store.open, pipe),
        partial(store.salvage, pipe),
        partial(store.restore, pipe, published.path),
        partial(store.restore, saved, pipe),
        partial(store.restore, saved, tmp_path),
        partial(published.backup, pipe),
    ):
        with pytest.raises(KnownError, match=r"管道\.jxdb|文件夹"):
            attempt()
    assert pipe.is_fifo()


def test_a_folder_that_was_closed_to_us_is_told_and_a_backup_elsewhere_can_be_made(
    published: FileWorkspace, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    saved = tmp_path / "备份.jxdb"
    published.backup(saved)
    request.getfixturevalue("no_superuser")
    rename_first(published, "之后改的")
    published.path.parent.chmod(0)
    try:
        with pytest.raises(KnownError, match=r"没有读取“绩效 目标\.备份”的权限"):
            published.auto_backup("导入前")
        published.backup(saved)
    finally:
        published.path.parent.chmod(0o700)
    assert read_tables(saved)[0].project.name == "之后改的"
