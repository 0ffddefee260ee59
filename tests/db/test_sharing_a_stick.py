"""With a DELETE journal nobody can write while somebody reads: long readings let the typing in between."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.domain.edits import ChangeSet, Insert, SetField
from core.domain.records import BudgetUnit
from core.services import auditing, editing, intents
from db import store as store_module
from db.backup import private_copy
from db.store import FileStore
from db.workspace import FileWorkspace
from tests.benchmarks.workload import bring_in, distinct_tables

TABLES = list(distinct_tables(450))


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FileWorkspace]:
    """A workspace as on a stick or a share, larger than what is read at a time."""
    monkeypatch.setattr(store_module, "journal_mode_for", lambda _: "DELETE")
    workspace = FileStore().create(tmp_path / "U盘.jxdb")
    editing.apply(workspace, bring_in(iter(TABLES)))
    yield workspace
    workspace.close()


def test_typing_does_not_wait_for_a_long_reading(stick: FileWorkspace) -> None:
    with stick.read() as reader:
        reading = reader.tables()
        read = [next(reading)]
        editing.apply(stick, intents.set_form_field(TABLES[0].project, "name", "已经读过"))
        editing.apply(stick, intents.set_form_field(TABLES[-1].project, "name", "还没有读到"))
        read += reading
    assert read[:-1] == TABLES[:-1]
    assert read[-1].project.name == "还没有读到"


def test_what_is_deleted_or_moved_meanwhile_is_no_damage(stick: FileWorkspace) -> None:
    unit = BudgetUnit("new", TABLES[0].year.id, 10**9, "399999", "刚建的单位")
    with stick.read() as reader:
        reading = reader.tables()
        next(reading)
        editing.apply(stick, intents.remove_tables([TABLES[-2]]))
        moved = SetField("project", TABLES[-1].project.id, "unit_id", TABLES[-1].unit.id, unit.id)
        editing.apply(stick, ChangeSet("移动", (Insert(unit), moved)))
        rest = list(reading)
    assert len(rest) == len(TABLES) - 2
    assert rest[-1].unit == unit


def test_the_first_audit_and_what_was_typed_meanwhile_come_to_the_same(stick: FileWorkspace) -> None:
    live = auditing.LiveAudit(stick)
    typing = [
        lambda: intents.set_form_field(TABLES[0].project, "purpose", ""),
        lambda: intents.set_cells(TABLES[-1], {(0, "name"): ""}),
        lambda: intents.remove_tables([TABLES[1]]),
        lambda: intents.remove_tables([TABLES[-2]]),
        lambda: intents.set_form_field(TABLES[-3].project, "name", TABLES[-4].project.name),
        lambda: intents.add_project(None, TABLES[0].unit.id, "新项目"),
    ]

    def type_meanwhile(done: int, _total: int) -> None:
        if done % 150 == 1 and typing:
            live.follow(editing.apply(stick, typing.pop()()))

    live.adopt(auditing.full_pass(stick, type_meanwhile))
    assert not typing
    while live.waiting:
        live.catch_up()
    assert live.all_findings() == auditing.audit(stick).findings


def test_the_file_is_looked_over_without_keeping_anybody_waiting(stick: FileWorkspace) -> None:
    assert stick.check() == ()


def test_a_backup_holds_all_and_is_sound(stick: FileWorkspace, tmp_path: Path) -> None:
    stick.backup(tmp_path / "备份.jxdb")
    with closing(FileStore().open(tmp_path / "备份.jxdb")) as copy, copy.read() as reader:
        assert list(reader.tables()) == TABLES
        assert copy.check() == ()


def test_typing_goes_on_while_a_backup_is_written(stick: FileWorkspace) -> None:
    with stick._raw() as connection, private_copy(connection) as copy:
        editing.apply(stick, intents.set_form_field(TABLES[0].project, "name", "新名称"))
        (name,) = copy.execute("SELECT name FROM project WHERE id = ?", (TABLES[0].project.id,)).fetchone()
    assert name == TABLES[0].project.name


def test_a_second_window_that_only_reads_lets_the_first_one_type(stick: FileWorkspace) -> None:
    with closing(FileStore()._open_for_reading(stick.path, "ro")) as second, second.read() as reader:
        reading = reader.tables()
        next(reading)
        editing.apply(stick, intents.set_form_field(TABLES[0].project, "name", "新名称"))
        assert len(list(reading)) == len(TABLES) - 1
