"""The power fails at any write and any sync of a day's work: the file holds the state before a step or after it.

And once a step was acknowledged it is there, however little else the disk has kept.
"""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from core.services import editing, import_assistant, intents
from core.services.import_policy import Policy, choose
from db import store as store_module
from db.format import SCHEMA_VERSION
from db.migrations import Migration
from db.store import FileStore
from db.workspace import FileWorkspace
from tests.benchmarks.workload import bring_in
from tests.crash.power_cut import Survives, cuts, put
from tests.crash.recording_vfs import Event, Mark, library, recorded
from tests.reference import TXT_FILE, reference_tables

pytestmark = pytest.mark.skipif(library() is None, reason="this Python's SQLite cannot be reached through ctypes")

NEXT = SCHEMA_VERSION._replace(minor=SCHEMA_VERSION.minor + 1)
ALL_WAYS = tuple(Survives)
OF_THE_DRAW = 25  # how often in the long run the part that survives is drawn for each event


@pytest.fixture(params=["WAL", "DELETE"])
def journal(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Either journal: of a local disk, of a share or stick."""
    monkeypatch.setattr(store_module, "journal_mode_for", lambda _: request.param)
    return str(request.param)


@pytest.fixture
def path(tmp_path: Path, journal: str) -> Path:
    """A closed workspace with three tables."""
    path = tmp_path / "绩效 目标.jxdb"
    with closing(FileStore().create(path)) as workspace:
        editing.apply(workspace, bring_in(iter(reference_tables()[:3])))
    return path


@pytest.fixture
def ruins(tmp_path: Path) -> Path:
    """Where the states after a cut are laid out."""
    folder = tmp_path / "断电后"
    folder.mkdir()
    return folder


def last_digest(path: Path) -> str:
    """What the workspace holds, in one word: its history ends with it, and the check compares the two."""
    with closing(FileStore().open(path)) as workspace:
        assert workspace.check() == ()
    with closing(sqlite3.connect(path)) as connection:
        (digest,) = connection.execute("SELECT digest FROM operation ORDER BY sequence DESC LIMIT 1").fetchone()
    return str(digest)


def the_file(path: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes()}


def ways(number: int, *, is_long: bool) -> Sequence[Survives]:
    """Which of the ways are tried at an event: one after the other; in the long run all, over and over."""
    return (*ALL_WAYS, *[Survives.SOME] * OF_THE_DRAW) if is_long else (ALL_WAYS[number % len(ALL_WAYS)],)


def edit(workspace: FileWorkspace) -> None:
    with workspace.read() as reader:
        table = next(reader.tables())
    editing.apply(workspace, intents.set_form_field(table.project, "purpose", f"{table.project.purpose}又"))


def paste(workspace: FileWorkspace) -> None:
    with workspace.read() as reader:
        table = next(reader.tables())
    cells = {(row, column): f"贴{row}" * 20 for row in range(30) for column in ("name", "description", "value")}
    editing.apply(workspace, intents.set_cells(table, cells, "粘贴"))


def bring_another_year_in(workspace: FileWorkspace) -> None:
    incoming = import_assistant.read_files(workspace, [TXT_FILE], 2024)
    import_assistant.bring_in(workspace, incoming, choose(incoming, Policy.STOP))


def rest(workspace: FileWorkspace) -> None:
    workspace.rest()


def test_a_days_work(path: Path, ruins: Path, is_long: bool) -> None:
    states, before = [last_digest(path)], the_file(path)
    steps: tuple[Callable[[FileWorkspace], None], ...] = (edit, rest, paste, edit, bring_another_year_in, rest, edit)
    with recorded() as events:
        workspace = FileStore().open(path)
        for step in steps:
            step(workspace)
            events.append(Mark(step.__name__))
        workspace.close()
    with closing(sqlite3.connect(path)) as connection:
        digests = connection.execute("SELECT digest FROM operation ORDER BY sequence").fetchall()
    states += [digest for (digest,) in digests[1:]]
    acknowledged = [0]  # how many of the states had been acknowledged after so many marks
    for step in steps:
        acknowledged.append(acknowledged[-1] + (step is not rest))

    random = Random(7)
    count = 0
    for number, (marks, disk) in enumerate(cuts(before, events)):
        for way in ways(number, is_long=is_long):
            found = last_digest(put(disk.after_the_cut(way, random), path, ruins))
            known = acknowledged[marks]
            assert found in states[known : known + 2], f"after event {number}, {way}: {steps[marks - 1].__name__}"
            count += 1
    assert count > 100
    print(f"{count} cuts at {sum(not isinstance(event, Mark) for event in events)} events")  # noqa: T201


def test_a_migration(path: Path, ruins: Path, is_long: bool) -> None:
    digest, before = last_digest(path), the_file(path)
    store = FileStore(migrations=(Migration(SCHEMA_VERSION, NEXT, rebuild_projects),), version=NEXT)
    with recorded() as events:
        store.open(path).close()

    random = Random(8)
    seen = set()
    for number, (_, disk) in enumerate(cuts(before, events)):
        for way in ways(number, is_long=is_long):
            ruin = put(disk.after_the_cut(way, random), path, ruins)
            seen.add(version_with_its_columns(ruin))
            store.open(ruin).close()
            assert last_digest(ruin) == digest
            assert version_with_its_columns(ruin) == NEXT.pack()
    assert seen == {SCHEMA_VERSION.pack(), NEXT.pack()}


def rebuild_projects(connection: sqlite3.Connection) -> None:
    """A step that writes every page: a new column, filled, and a table made anew."""
    connection.execute("ALTER TABLE project ADD COLUMN remark TEXT NOT NULL DEFAULT ''")
    connection.execute("UPDATE project SET remark = name || purpose")
    connection.execute("CREATE TABLE fresh AS SELECT * FROM indicator")
    connection.execute("DROP TABLE indicator")
    connection.execute("ALTER TABLE fresh RENAME TO indicator")


def version_with_its_columns(path: Path) -> int:
    """The file's schema version, having made sure that the columns are those of it, filled."""
    with closing(sqlite3.connect(path)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        columns = {row[1] for row in connection.execute("PRAGMA table_info(project)")}
        assert ("remark" in columns) == (version == NEXT.pack())
        if "remark" in columns:
            assert connection.execute("SELECT count(*) FROM project WHERE remark = ''").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM indicator").fetchone()[0] > 0
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return int(version)


def test_the_recorder_hears_every_write(path: Path, journal: str) -> None:
    """What was recorded and replayed without a cut is the file, to the byte."""
    before = the_file(path)
    with recorded() as events:
        workspace = FileStore().open(path)
        paste(workspace)
        workspace.close()
    disk = last_of(before, events)
    assert disk[str(path)] == path.read_bytes()


def last_of(before: dict[str, bytes], events: list[Event]) -> dict[str, bytes]:
    *_, (_, disk) = cuts(before, events)
    return disk.after_the_cut(Survives.ALL, Random(0))
