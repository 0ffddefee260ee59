"""What the surroundings do to a write: a plain sentence, and nothing changed. The faults are real ones."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from core.domain.errors import KnownError
from core.domain.records import TargetTable
from core.services import editing, intents
from db import store as store_module
from db.failures import in_plain_words, known
from db.store import FileStore
from db.workspace import FileWorkspace
from tests.benchmarks.workload import bring_in
from tests.mounts import fill, small_disk
from tests.reference import reference_tables

LONG = "很长的资金用途。" * 20_000


def read_tables(workspace: FileWorkspace) -> list[TargetTable]:
    with workspace.read() as reader:
        return list(reader.tables())


def type_something_long(workspace: FileWorkspace) -> None:
    editing.apply(workspace, intents.set_form_field(reference_tables()[0].project, "purpose", LONG))


@contextmanager
def nothing_changes(workspace: FileWorkspace) -> Iterator[None]:
    """Whatever happens inside leaves the workspace as it was and sound."""
    yield
    assert read_tables(workspace) == list(reference_tables())
    assert workspace.check() == ()
    with workspace.read() as reader:
        assert len(reader.history()) == 1


@contextmanager
def files_may_not_grow(size: int) -> Iterator[None]:
    """Writing past ``size`` fails, as on a disk that has gone bad."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def held_by_another_program(path: Path) -> Iterator[None]:
    program = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('BEGIN IMMEDIATE'); print('locked', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "locked\n"
        yield


@pytest.fixture(params=["WAL", "DELETE"])
def published(published: FileWorkspace, request: pytest.FixtureRequest) -> Iterator[FileWorkspace]:
    """The published tables under either journal."""
    if request.param == "WAL":
        yield published
        return
    published.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store_module, "journal_mode_for", lambda _: "DELETE")
        workspace = FileStore().open(published.path)
    yield workspace
    workspace.close()


def test_a_disk_that_fails(published: FileWorkspace) -> None:
    with nothing_changes(published):
        size = max(path.stat().st_size for path in published.path.parent.iterdir())
        with files_may_not_grow(size), pytest.raises(KnownError, match=r"读写“绩效 目标\.jxdb”时磁盘出错"):
            type_something_long(published)
    type_something_long(published)
    assert read_tables(published)[0].project.purpose == LONG


def test_a_backup_on_a_disk_that_fails(published: FileWorkspace, tmp_path: Path) -> None:
    folder = tmp_path / "U盘"
    folder.mkdir()
    with files_may_not_grow(20_000), pytest.raises(KnownError, match=r"磁盘出错|无法写入"):
        published.backup(folder / "备份.jxdb")
    assert list(folder.iterdir()) == []


def test_another_program_writes(published: FileWorkspace) -> None:
    with (
        nothing_changes(published),
        held_by_another_program(published.path),
        pytest.raises(KnownError, match=r"“绩效 目标\.jxdb”正被另一个程序或窗口占用"),
    ):
        type_something_long(published)
    type_something_long(published)


def test_two_windows_on_one_file_do_not_overwrite_each_other(published: FileWorkspace, store: FileStore) -> None:
    first = reference_tables()[0].project
    with closing(store.open(published.path)) as other:
        editing.apply(other, intents.set_form_field(first, "name", "那个窗口"))
        with pytest.raises(KnownError, match=r"项目的项目名称已在别处改动"):
            editing.apply(published, intents.set_form_field(first, "name", "这个窗口"))
        assert read_tables(published)[0].project.name == "那个窗口"


def test_a_full_disk(tmp_path: Path, store: FileStore) -> None:
    path = tmp_path / "满.jxdb"
    store.create(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(KnownError, match=r"磁盘已满，无法写入“满\.jxdb”。请腾出空间"), in_plain_words(path):
            connection.execute("INSERT INTO setting VALUES ('a', ?)", (LONG,))


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (sqlite3.SQLITE_FULL, "磁盘已满"),
        (sqlite3.SQLITE_IOERR_FSYNC, "磁盘出错"),
        (sqlite3.SQLITE_BUSY_RECOVERY, "占用"),
        (sqlite3.SQLITE_LOCKED, "占用"),
        (sqlite3.SQLITE_READONLY, "只读"),
        (sqlite3.SQLITE_READONLY_ROLLBACK, "只读"),
        (sqlite3.SQLITE_READONLY_DBMOVED, "已被移走或替换"),
        (sqlite3.SQLITE_PERM, "权限"),
        (sqlite3.SQLITE_CANTOPEN, "无法打开"),
        (sqlite3.SQLITE_CORRUPT, "已损坏"),
        (sqlite3.SQLITE_NOTADB, "不是绩表的工作区"),
        (sqlite3.SQLITE_NOMEM, "内存不足"),
        (sqlite3.SQLITE_TOOBIG, "内容太长"),
    ],
)
def test_every_fault_of_the_surroundings_has_its_sentence(code: int, sentence: str) -> None:
    error = sqlite3.OperationalError("in English")
    error.sqlite_errorcode = code
    for raised in (error, OperationalError("SELECT", {}, error)):
        translated = known(raised, Path("甲.jxdb"))
        assert translated is not None
        assert sentence in translated.sentence
        assert "“甲.jxdb”" in translated.sentence
        assert not set("abcdefghiklmnopqrstuvwyz") & set(translated.sentence.replace("甲.jxdb", ""))


@pytest.mark.parametrize("published", ["DELETE"], indirect=True)
def test_a_file_that_was_replaced_under_an_open_window(published: FileWorkspace, tmp_path: Path) -> None:
    """As when a backup is put in its place from elsewhere: what is typed into the old file is not acknowledged."""
    backup = tmp_path / "备份.jxdb"
    published.backup(backup)
    backup.replace(published.path)
    with pytest.raises(KnownError, match=r"“绩效 目标\.jxdb”已被移走或替换"):
        type_something_long(published)


@pytest.mark.parametrize("left", [0, 4096, 40960], ids=lambda left: f"but {left} bytes")
def test_a_workspace_on_a_full_disk_can_be_looked_at(tmp_path: Path, store: FileStore, left: int) -> None:
    with small_disk(tmp_path / "满", megabytes=4) as disk:
        path = disk / "绩效 目标.jxdb"
        with closing(store.create(path)) as workspace:
            editing.apply(workspace, bring_in(iter(reference_tables())))
        room = fill(disk, but=left)
        with closing(store.open(path)) as workspace:
            assert read_tables(workspace) == list(reference_tables())
            assert workspace.read_only
            with pytest.raises(KnownError, match=r"磁盘已满，“绩效 目标\.jxdb”现在只能查看"):
                type_something_long(workspace)
        room.unlink()
        with closing(store.open(path)) as workspace:
            type_something_long(workspace)
            assert read_tables(workspace)[0].project.purpose == LONG


@pytest.mark.parametrize("published", ["WAL"], indirect=True)
def test_a_backup_for_which_there_is_no_room_leaves_nothing_behind(published: FileWorkspace, tmp_path: Path) -> None:
    """Room for half of it, and for all of it but not for what SQLite needs beside it."""
    published.rest()
    size = published.path.stat().st_size
    with small_disk(tmp_path / "满", megabytes=4) as disk:
        for left in (size // 2, size, size + 16 * 1024):
            room = fill(disk, but=left)
            with pytest.raises(KnownError, match=r"磁盘已满，无法写入“备份\.jxdb”"):
                published.backup(disk / "备份.jxdb")
            assert list(disk.iterdir()) == [room]
            room.unlink()
        published.backup(disk / "备份.jxdb")


def test_a_log_that_a_crash_left_on_a_full_disk_is_told_of_as_that(tmp_path: Path, store: FileStore) -> None:
    with small_disk(tmp_path / "满", megabytes=4) as disk:
        path = disk / "绩效 目标.jxdb"
        with closing(store.create(path)) as workspace:
            editing.apply(workspace, bring_in(iter(reference_tables())))
            left = [file.read_bytes() for file in (path, Path(f"{path}-wal"))]
        for file, content in zip((path, Path(f"{path}-wal")), left, strict=True):
            file.write_bytes(content)
        fill(disk)
        with pytest.raises(KnownError, match=r"磁盘已满，无法写入“绩效 目标\.jxdb”"):
            store.open(path)


def test_a_bug_stays_a_bug() -> None:
    with (
        closing(sqlite3.connect(":memory:")) as connection,
        pytest.raises(sqlite3.OperationalError),
        in_plain_words(Path("甲.jxdb")),
    ):
        connection.execute("SELECT nonsense")
