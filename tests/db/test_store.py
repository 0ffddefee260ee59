"""Making and opening workspace files, and every reason for which one is refused, in plain words."""

import errno
import os
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from core.domain.errors import DamagedError, KnownError
from core.services import editing, intents
from db.claim import lock_file
from db.format import APPLICATION_ID, SCHEMA_VERSION
from db.inspection import inspect
from db.store import FileStore
from db.workspace import FileWorkspace
from tests.reference import reference_tables

posix_only = pytest.mark.skipif(os.name == "nt", reason="write protection of folders works differently there")


def contents(workspace: FileWorkspace) -> list[object]:
    with workspace.read() as reader:
        return list(reader.tables())


def test_a_new_workspace_is_empty_and_private(workspace: FileWorkspace) -> None:
    with workspace.read() as reader:
        assert reader.outline() == ()
    assert not workspace.read_only
    if os.name != "nt":
        assert stat.S_IMODE(workspace.path.stat().st_mode) == 0o600


def test_a_new_workspace_never_goes_over_an_existing_file(tmp_path: Path, store: FileStore) -> None:
    path = tmp_path / "重要.jxdb"
    path.write_text("别的内容", "utf-8")
    with pytest.raises(KnownError, match=r"“重要\.jxdb”已经存在，没有覆盖"):
        store.create(path)
    assert path.read_text("utf-8") == "别的内容"


def test_a_new_workspace_needs_a_folder(tmp_path: Path, store: FileStore) -> None:
    with pytest.raises(KnownError, match=r"找不到文件夹“没有”，无法新建“新.jxdb”"):
        store.create(tmp_path / "没有" / "新.jxdb")


@posix_only
@pytest.mark.usefixtures("no_superuser")
def test_a_new_workspace_needs_a_folder_that_can_be_written(tmp_path: Path, store: FileStore) -> None:
    folder = tmp_path / "只读"
    folder.mkdir()
    folder.chmod(0o500)
    with pytest.raises(KnownError, match=r"文件夹“只读”不能写入，无法新建“新.jxdb”"):
        store.create(folder / "新.jxdb")


def test_a_program_that_is_killed_while_it_makes_a_workspace_leaves_none(tmp_path: Path, store: FileStore) -> None:
    """Else the usual workspace of a first start would be a file that nobody can open."""
    path = tmp_path / "第一次.jxdb"
    program = (
        "import os, sys; from pathlib import Path; from sqlalchemy import event; from db import store\n"
        "event.listen(store.metadata, 'after_create', lambda *_, **__: os._exit(9))\n"
        "store.FileStore().create(Path(sys.argv[1]))"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", program, str(path)], env=environment, check=False).returncode == 9
    assert not path.exists()
    store.create(path).close()


def test_where_there_are_no_links_a_workspace_is_made_all_the_same(
    tmp_path: Path, store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a stick with FAT."""

    def no_links(*_arguments: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    path = tmp_path / "U盘.jxdb"
    store.create(path).close()
    with pytest.raises(KnownError, match="已经存在"):
        store.create(path)
    assert [file.name for file in tmp_path.iterdir()] == ["U盘.jxdb"]


@posix_only
def test_a_workspace_behind_a_link_is_one_with_it(tmp_path: Path, published: FileWorkspace, store: FileStore) -> None:
    """SQLite keeps its log beside the file itself; so do we with the lock, and there a backup is put back."""
    link, saved = tmp_path / "桌面上的.jxdb", tmp_path / "备份.jxdb"
    link.symlink_to(published.path)
    saved.symlink_to(tmp_path / "U盘上的.jxdb")
    with closing(store.open(link)) as opened:
        assert opened.path == published.path
        opened.backup(saved)
        assert saved.is_symlink()
    published.close()
    with closing(FileStore(claiming=True).open(link)):
        assert lock_file(published.path).exists()
    store.restore(saved, link)
    assert link.is_symlink()
    assert saved.is_symlink()


def test_names_may_be_any_that_the_disk_takes(tmp_path: Path, store: FileStore) -> None:
    for name in ("a b#c%20d&e=f.jxdb", "二〇二五年？".replace("？", "_") + "𠮷.jxdb", "mode=ro;'x'.jxdb"):
        with closing(store.create(tmp_path / name)) as workspace:
            editing.apply(workspace, intents.add_year(2025, "2015"))
        assert (tmp_path / name).exists()
        with closing(store.open(tmp_path / name)) as workspace, workspace.read() as reader:
            assert [line.year.year for line in reader.outline()] == [2025]


def test_a_workspace_is_opened_while_another_window_writes_edit_after_edit(published: FileWorkspace) -> None:
    """On a stick or share a journal lies beside the file during each, and is gone again."""
    journal = Path(f"{published.path}-journal")
    published.close()
    done = Event()

    def come_and_go() -> None:
        while not done.is_set():
            journal.write_bytes(b"")
            journal.unlink()

    with ThreadPoolExecutor(1) as other:
        going = other.submit(come_and_go)
        try:
            looks = [inspect(published.path) for _ in range(2000)]
        finally:
            done.set()
    going.result()
    assert len(set(looks)) == 1


def test_after_closing_one_file_holds_everything(published: FileWorkspace, store: FileStore) -> None:
    published.close()
    assert [path.name for path in published.path.parent.iterdir()] == [published.path.name]
    with closing(store.open(published.path)) as again:
        assert contents(again) == list(reference_tables())


def test_when_the_hands_rest_the_one_file_can_be_copied(published: FileWorkspace, store: FileStore) -> None:
    published.rest()
    copy = published.path.with_name("U盘上的.jxdb")
    copy.write_bytes(published.path.read_bytes())
    with closing(store.open(copy)) as opened:
        assert contents(opened) == list(reference_tables())


def test_rest_does_not_wait_for_readers(published: FileWorkspace) -> None:
    with published.read() as reader:
        reader.outline()
        editing.apply(published, intents.add_year(2026, "2015"))
        published.rest()
    published.rest()


def test_a_closed_workspace_says_so(workspace: FileWorkspace) -> None:
    workspace.close()
    workspace.close()
    with pytest.raises(KnownError, match=r"已经关闭"), workspace.read():
        pass


def test_a_workspace_closed_under_a_reader_is_one_file_when_he_is_done(published: FileWorkspace) -> None:
    with published.read() as reader:
        tables = reader.tables()
        next(tables)
        published.close()
        assert len(list(tables)) == 13
    assert [path.name for path in published.path.parent.iterdir()] == [published.path.name]


def test_a_workspace_closed_under_a_backup_is_one_file_when_that_is_done(
    published: FileWorkspace, tmp_path: Path
) -> None:
    with published._raw():
        published.close()
    assert [path.name for path in published.path.parent.iterdir()] == [published.path.name]


def test_missing_file(tmp_path: Path, store: FileStore) -> None:
    with pytest.raises(KnownError, match=r"找不到文件“去年.jxdb”"):
        store.open(tmp_path / "去年.jxdb")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_workspace(tmp_path: Path, store: FileStore) -> None:
    (tmp_path / "资料").mkdir()
    with pytest.raises(KnownError, match=r"“资料”是文件夹"):
        store.open(tmp_path / "资料")


def test_a_name_that_is_too_long(tmp_path: Path, store: FileStore) -> None:
    path = tmp_path / ("长" * 300 + ".jxdb")
    with pytest.raises(KnownError, match=r"文件名“长{20}…”太长"):
        store.open(path)
    with pytest.raises(KnownError, match=r"文件名“长{20}…”太长"):
        store.create(path)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "“x.jxdb”是空文件"),
        (b"PK\x03\x04 a spreadsheet", "“x.jxdb”不是绩表的工作区文件"),
        ("项目绩效目标表".encode(), "“x.jxdb”不是绩表的工作区文件"),
        (b"SQLite format 3\x00", "“x.jxdb”不完整"),
    ],
)
def test_not_a_database(tmp_path: Path, store: FileStore, content: bytes, sentence: str) -> None:
    path = tmp_path / "x.jxdb"
    path.write_bytes(content)
    with pytest.raises(KnownError, match=sentence):
        store.open(path)
    assert path.read_bytes() == content


def test_the_database_of_another_program(tmp_path: Path, store: FileStore) -> None:
    path = tmp_path / "微信.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE message (id INTEGER)")
    before = path.read_bytes()
    with pytest.raises(KnownError, match=r"“微信.db”是其他程序的数据库"):
        store.open(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("share", [0.3, 0.9, 0.999])
def test_a_truncated_file(published: FileWorkspace, store: FileStore, share: float) -> None:
    published.close()
    content = published.path.read_bytes()
    published.path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(KnownError, match=r"“绩效 目标.jxdb”不完整"):
        store.open(published.path)


def test_a_file_with_damage_inside(published: FileWorkspace, store: FileStore) -> None:
    published.close()
    content = bytearray(published.path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    published.path.write_bytes(content)
    with pytest.raises(KnownError, match=r"“绩效 目标.jxdb”已损坏.*用最近的备份恢复"):
        store.open(published.path)


def test_a_newer_major_schema_is_not_guessed_at(workspace: FileWorkspace, store: FileStore) -> None:
    workspace.close()
    newer = SCHEMA_VERSION._replace(major=SCHEMA_VERSION.major + 1)
    set_pragma(workspace.path, "user_version", newer.pack())
    with pytest.raises(KnownError, match=rf"“绩效 目标.jxdb”是更新版本的绩表建立的（格式 {newer}.*请先升级本程序"):
        store.open(workspace.path)


def test_a_newer_minor_schema_is_opened_and_kept(published: FileWorkspace, store: FileStore) -> None:
    published.close()
    newer = SCHEMA_VERSION._replace(minor=SCHEMA_VERSION.minor + 1)
    set_pragma(published.path, "user_version", newer.pack())
    with closing(sqlite3.connect(published.path)) as connection:
        connection.execute("ALTER TABLE project ADD COLUMN note TEXT NOT NULL DEFAULT ''")
    with closing(store.open(published.path)) as opened:
        assert contents(opened) == list(reference_tables())
        table = reference_tables()[0]
        editing.apply(opened, intents.add_project(None, table.unit.id, "新项目"))
    with closing(sqlite3.connect(published.path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (newer.pack(),)


def test_the_file_says_whose_it_is(workspace: FileWorkspace) -> None:
    with closing(sqlite3.connect(workspace.path)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION.pack(),)


def test_a_file_that_another_program_has_locked(published: FileWorkspace, store: FileStore) -> None:
    published.close()
    program = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('PRAGMA locking_mode = EXCLUSIVE'); c.execute('BEGIN EXCLUSIVE'); print('locked', flush=True);"
        "sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(published.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "locked\n"
        with pytest.raises(KnownError, match=r"“绩效 目标.jxdb”正被另一个程序或窗口占用"):
            store.open(published.path)
    store.open(published.path).close()


@posix_only
@pytest.mark.parametrize("protected", ["file", "folder", "both"])
@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_a_write_protected_file_is_opened_for_reading(
    published: FileWorkspace, store: FileStore, request: pytest.FixtureRequest, protected: str, journal: str
) -> None:
    published.close()
    set_pragma(published.path, "journal_mode", journal)
    request.getfixturevalue("no_superuser")
    folder = published.path.parent
    if protected != "folder":
        published.path.chmod(0o400)
    if protected != "file":
        folder.chmod(0o500)
    try:
        with closing(store.open(published.path)) as opened:
            assert opened.read_only
            assert contents(opened) == list(reference_tables())
            assert opened.check() == ()
            opened.rest()
            with pytest.raises(KnownError, match=r"“绩效 目标.jxdb”是只读的，不能修改"):
                editing.apply(opened, intents.add_year(2030, "2015"))
            assert opened.auto_backup("导入前") is None
        assert [path.name for path in folder.iterdir()] == [published.path.name]
    finally:
        folder.chmod(0o700)


@posix_only
def test_a_file_that_may_not_be_read(
    published: FileWorkspace, store: FileStore, request: pytest.FixtureRequest
) -> None:
    published.close()
    request.getfixturevalue("no_superuser")
    published.path.chmod(0)
    with pytest.raises(KnownError, match=r"没有读取“绩效 目标.jxdb”的权限"):
        store.open(published.path)


def test_check_finds_nothing_in_a_sound_file(published: FileWorkspace) -> None:
    assert published.check() == ()


def test_check_tells_of_rows_without_a_table(published: FileWorkspace) -> None:
    with closing(sqlite3.connect(published.path)) as connection, connection:
        connection.execute("DELETE FROM project WHERE id = 'p1'")
    rows = len(reference_tables()[0].indicators)
    orphans, missing = published.check()
    assert orphans == f"有 {rows} 个指标行找不到所属的项目。"
    assert f"缺项目“{reference_tables()[0].project.name[:20]}”" in missing


def test_check_tells_of_damage(published: FileWorkspace, store: FileStore) -> None:
    published.close()
    with closing(sqlite3.connect(published.path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'indicator_in_order'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with published.path.open("r+b") as file:
        file.seek((page - 1) * size + 100)
        file.write(b"\xa5" * 300)
    with closing(store.open(published.path)) as opened:
        (sentence,) = opened.check()
        assert "损坏" in sentence
        assert "用最近的备份恢复" in sentence


def set_pragma(path: Path, name: str, value: object) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA {name} = {value}").fetchall()


def test_a_backup_whose_name_is_too_long(workspace: FileWorkspace, store: FileStore, tmp_path: Path) -> None:
    target = tmp_path / f"{'长' * 200}.jxdb"
    for attempt in (workspace.backup, lambda path: store.restore(path, workspace.path)):
        with pytest.raises(KnownError, match=r"文件名“长{20}…”太长"):
            attempt(target)


def test_a_format_that_no_release_wrote_is_named(workspace: FileWorkspace, store: FileStore, tmp_path: Path) -> None:
    copy = tmp_path / "试用.jxdb"
    workspace.backup(copy)
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA user_version = 3")
    with pytest.raises(DamagedError, match=r"“试用\.jxdb”的格式 0\.3 不是绩表任何正式版本的格式"):
        store.open(copy)
