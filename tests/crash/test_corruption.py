"""Files damaged at random: refused or found out, never a crash of the program, never wrong data that nobody tells of.

And what can be read of them comes back in a new workspace.
"""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest
from sqlalchemy import Integer

from core.domain.checkcode import canonical_form
from core.domain.errors import DamagedError, KnownError
from core.domain.records import TargetTable
from core.services import editing, intents, reverting
from core.services.salvage import salvage
from db import schema
from db.first_look import first_look
from db.schema import RECORD_TABLES
from db.store import FileStore
from tests.benchmarks.workload import bring_in
from tests.crash.corruption import (
    KINDS,
    change_a_byte,
    change_a_byte_of_the_header,
    corrupted,
    flip_a_bit,
    scramble_a_page,
    swap_two_pages,
    zero_a_sector,
)
from tests.reference import reference_tables

OF_ONE_PLACE = (
    flip_a_bit,
    change_a_byte,
    change_a_byte_of_the_header,
    zero_a_sector,
    scramble_a_page,
    swap_two_pages,
)
"""Damage that leaves either a record or its history whole, so that everything can be had back."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A workspace file with the published tables, an edit and its undoing."""
    path = tmp_path_factory.mktemp("完好") / "工作区.jxdb"
    renamed = intents.set_form_field(reference_tables()[0].project, "name", "改过")
    with closing(FileStore().create(path)) as workspace:
        editing.apply(workspace, bring_in(iter(reference_tables())))
        editing.apply(workspace, renamed)
        reverting.undo(workspace, renamed)
    return path.read_bytes()


@pytest.fixture
def seeds(is_long: bool) -> range:
    """Each kind of damage comes up in turn."""
    return range(504 if is_long else 5 * len(KINDS))


def fresh(folder: Path, content: bytes) -> Path:
    for old in folder.glob("*.jxdb*"):
        old.unlink()
    path = folder / "损坏.jxdb"
    path.write_bytes(content)
    return path


def work_with(path: Path) -> str:
    """Open a file and do with it what the program does; answers ``refused``, ``found out`` or ``as it was``."""
    first_look(path)  # the window begins with it
    try:
        workspace = FileStore().open(path)
    except KnownError:
        return "refused"
    with closing(workspace):
        try:
            with workspace.read() as reader:
                tables = list(reader.tables())
                assert len(reader.outline()) <= 1
                reader.history()
                reader.notes()
                reader.setting("")
        except DamagedError:
            tables = []
        faults = workspace.check()
        for attempt in (lambda: type_something(workspace), lambda: workspace.backup(path.with_name("备份.jxdb"))):
            with suppress(KnownError):
                attempt()
    if faults:
        return "found out"
    return "as it was" if tables == list(reference_tables()) else "wrong and nobody told"


def type_something(workspace: object) -> None:
    with workspace.read() as reader:
        table = next(reader.tables(), None)
    if table is not None:
        editing.apply(workspace, intents.set_form_field(table.project, "purpose", "别的用途"))


def test_damage_is_refused_or_found_out_or_harmless(sound: bytes, tmp_path: Path, seeds: range) -> None:
    outcomes: dict[str, int] = {}
    for seed in seeds:
        content, kind = corrupted(sound, seed)
        outcome = work_with(fresh(tmp_path, content))
        assert outcome in ("refused", "found out", "as it was"), f"seed {seed}, {kind}: {outcome}"
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    assert len(outcomes) == 3
    print(outcomes)  # noqa: T201


def test_what_can_be_read_is_salvaged(sound: bytes, tmp_path: Path, seeds: range) -> None:
    wanted = {table.project.id: table for table in reference_tables()}
    for seed in seeds:
        content, kind = corrupted(sound, seed)
        damaged = fresh(tmp_path, content)
        tables = salvaged_tables(damaged)
        if kind in {one.__name__ for one in OF_ONE_PLACE}:
            assert tables == wanted, f"seed {seed}, {kind}"
        for id_, table in what_sqlite_reads(damaged).items():
            if table == wanted.get(id_):
                assert id_ in tables, f"seed {seed}, {kind}: {table.label}"
                assert canonical_form(tables[id_]) == canonical_form(table), f"seed {seed}, {kind}: {table.label}"
        assert damaged.read_bytes() == content


@pytest.mark.parametrize("byte", [0x02, 0x08, 0x20, 0x40, 0x80])
def test_a_header_that_lies_about_the_size_of_pages_costs_nothing(sound: bytes, tmp_path: Path, byte: int) -> None:
    damaged = fresh(tmp_path, sound[:16] + bytes([byte]) + sound[17:])
    assert salvaged_tables(damaged) == {table.project.id: table for table in reference_tables()}


def salvaged_tables(damaged: Path) -> dict[str, TargetTable]:
    """What a salvage brings back; the new workspace is a sound one."""
    try:
        report = salvage(FileStore(), damaged, damaged.with_name("抢救.jxdb"))
    except KnownError:
        return {}
    with closing(FileStore().open(report.path)) as workspace:
        assert workspace.check() == ()
        with workspace.read() as reader:
            tables = {table.project.id: table for table in reader.tables()}
    assert report.table_count == len(tables)
    return tables


def what_sqlite_reads(damaged: Path) -> dict[str, TargetTable]:
    """The tables that can be had through SQLite one by one, however damaged the file is otherwise."""
    tables: dict[str, TargetTable] = {}
    try:
        with closing(FileStore().open(damaged)) as workspace:
            for table in reference_tables():
                try:
                    with workspace.read() as reader:
                        found = reader.table(table.project.id)
                except KnownError:
                    continue
                if found is not None:
                    tables[found.project.id] = found
    except KnownError:
        return {}
    return tables


def test_the_last_edits_in_the_log_are_salvaged_too(sound: bytes, tmp_path: Path) -> None:
    path = fresh(tmp_path, sound)
    with closing(FileStore().open(path)) as workspace:
        type_something(workspace)
        damaged = tmp_path / "断电后.jxdb"
        damaged.write_bytes(path.read_bytes())
        Path(f"{damaged}-wal").write_bytes(Path(f"{path}-wal").read_bytes())
    tables = salvaged_tables(damaged)
    assert tables[reference_tables()[0].project.id].project.purpose == "别的用途"


def test_settings_come_along(sound: bytes, tmp_path: Path) -> None:
    path = fresh(tmp_path, sound)
    with closing(FileStore().open(path)) as workspace, workspace.write() as writer:
        writer.put_setting("抬头", "某市司法局")
    report = salvage(FileStore(), path, tmp_path / "抢救.jxdb")
    assert report.losses == ()
    with closing(FileStore().open(report.path)) as workspace, workspace.read() as reader:
        assert reader.setting("抬头") == "某市司法局"


def test_orphans_get_parents_and_the_clerk_is_told(sound: bytes, tmp_path: Path) -> None:
    path = fresh(tmp_path, sound)
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in (
            "DELETE FROM edit",
            "DELETE FROM budget_year",
            "DELETE FROM budget_unit WHERE code = '319202'",
        ):
            connection.execute(statement)
        connection.execute("DELETE FROM project WHERE id = 'p1'")
    report = salvage(FileStore(), path, tmp_path / "抢救.jxdb")
    told = "\n".join(report.losses)
    assert "有 1 张表只剩下指标，放在“（抢救出的项目）”下。" in told
    assert "个单位的代码和名称没有读出来" in told
    assert "年度没有读出来" in told
    with closing(FileStore().open(report.path)) as workspace, workspace.read() as reader:
        tables = {table.project.id: table for table in reader.tables()}
    wanted = {table.project.id: table for table in reference_tables()}
    assert tables.keys() == wanted.keys()
    assert tables["p1"].indicators == wanted["p1"].indicators
    assert tables["p2"].project == wanted["p2"].project


def test_what_is_no_workspace_is_not_salvaged(tmp_path: Path) -> None:
    path = fresh(tmp_path, "项目绩效目标表".encode() * 5000)
    with pytest.raises(KnownError, match=r"“损坏\.jxdb”里没有找到绩表的内容，无法抢救"):
        salvage(FileStore(), path, tmp_path / "抢救.jxdb")
    assert not (tmp_path / "抢救.jxdb").exists()


def test_rows_can_be_told_apart_by_their_shape_alone() -> None:
    """Salvage knows a row by how many columns it has and of which types, since the schema may be lost."""
    tables = [*RECORD_TABLES.values(), schema.setting]
    shapes = [tuple(isinstance(column.type, Integer) for column in table.columns) for table in tables]
    operation = (None, *(False for _ in list(schema.operation.columns)[1:]))  # its number is no stored value
    assert len({*shapes, operation}) == len(tables) + 1
