"""The first look at a file: the tree as opening the file will show it, or nothing; and never a trace of it."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from core.domain.edits import ChangeSet, SetField
from core.ports import Outline
from core.services import editing
from db.first_look import first_look
from db.store import FileStore
from db.workspace import FileWorkspace


def outline_of(workspace: FileWorkspace) -> Outline:
    with workspace.read() as reader:
        return reader.outline()


def rename_first_project(workspace: FileWorkspace, name: str) -> None:
    project = outline_of(workspace)[0].units[0].projects[0]
    editing.apply(workspace, ChangeSet("改名", (SetField("project", project.id, "name", project.name, name),)))


def write_raw(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


def test_it_shows_what_opening_the_file_shows(published: FileWorkspace) -> None:
    expected = outline_of(published)
    published.close()
    assert first_look(published.path) == expected


def test_it_shows_edits_once_the_one_file_is_up_to_date(published: FileWorkspace) -> None:
    rename_first_project(published, "改过的名称")
    expected = outline_of(published)
    published.rest()
    assert first_look(published.path) == expected
    published.close()
    assert first_look(published.path) == expected


def test_an_empty_workspace_has_an_empty_tree(workspace: FileWorkspace) -> None:
    workspace.close()
    assert first_look(workspace.path) == ()


def test_it_does_not_look_past_a_log(published: FileWorkspace) -> None:
    rename_first_project(published, "只在日志里")
    assert first_look(published.path) is None


def test_it_leaves_no_trace_and_holds_nothing(published: FileWorkspace) -> None:
    published.close()
    folder = published.path.parent
    before = {file: (file.stat().st_mtime_ns, file.read_bytes()) for file in folder.iterdir() if file.is_file()}
    first_look(published.path)
    assert {file: (file.stat().st_mtime_ns, file.read_bytes()) for file in folder.iterdir() if file.is_file()} == before
    published.path.rename(folder / "另一个名字.jxdb")  # Windows refuses that while a file is open


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"SQLite format 3\x00"),
        lambda path: path.write_text("不是数据库", encoding="utf-8"),
        lambda path: path.write_bytes(path.read_bytes()[:20_000]),
        lambda path: write_raw(path, "PRAGMA user_version = 2000"),
        lambda path: write_raw(path, "PRAGMA application_id = 1"),
        lambda path: write_raw(path, "ALTER TABLE project RENAME state TO status"),
        lambda path: write_raw(path, "UPDATE project SET budget = '12,3'"),
        lambda path: write_raw(path, "DROP TABLE project"),
    ],
    ids=["gone", "empty", "header", "text", "cut", "newer", "foreign", "column", "amount", "table"],
)
def test_it_leaves_the_unusual_to_opening_the_file(published: FileWorkspace, spoil: Callable[[Path], None]) -> None:
    published.close()
    spoil(published.path)
    assert first_look(published.path) is None


def test_it_never_looks_at_a_share(published: FileWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    published.close()
    monkeypatch.setattr("db.first_look.is_local", lambda _folder: False)
    assert first_look(published.path) is None
    assert FileStore().open(published.path).close() is None


def test_a_damaged_schema_is_left_to_opening(published: FileWorkspace) -> None:
    """SQLite quotes the schema that it cannot read, in bytes that are no UTF-8."""
    published.close()
    content = published.path.read_bytes()
    at = content.index(b"CREATE TABLE project")
    for byte in (0xC2, 0xFF, 0x00):
        published.path.write_bytes(content[:at] + bytes([byte]) + content[at + 1 :])
        assert first_look(published.path) is None
