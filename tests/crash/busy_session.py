"""A busy session that is killed at a random moment, again and again; after each time the file is looked over.

    python -m tests.crash.busy_session FOLDER ROUNDS SEED JOURNAL_MODE

Each round forks a child that opens the workspace (every few rounds through a migration), edits, pastes, imports, undoes
and rests at random, and says the number of the last operation after each. It is killed with SIGKILL; then every
operation that it named must be in the history, the records must be what the history tells, and the schema version must
be that of the migrations that are in the file. Stops with a traceback at the first round that fails.
"""

import os
import signal
import sqlite3
import sys
import time
from collections import Counter
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from random import Random

from core.domain.edits import ChangeSet
from core.domain.records import INDICATOR_COLUMNS, TargetTable
from core.services import editing, import_assistant, intents, reverting
from core.services.import_policy import Policy, choose
from db import store as store_module
from db.backup_folder import backups_in, folder_beside
from db.format import SCHEMA_VERSION, SchemaVersion
from db.migrations import Migration
from db.store import FileStore
from db.workspace import FileWorkspace
from tests.benchmarks.workload import bring_in
from tests.reference import TXT_FILE, reference_tables

ROUNDS_OF_A_FILE = 40
ROUNDS_OF_A_VERSION = 4
LONGEST_SECONDS = 0.4


def main(folder: Path, rounds: int, seed: int) -> None:
    """Do the rounds, then print how many operations were acknowledged and what was under way when the kill came."""
    random = Random(seed)
    killed_in: Counter[str] = Counter()
    acknowledged = 0
    path = folder / "工作区.jxdb"
    for number in range(rounds):
        minor = number % ROUNDS_OF_A_FILE // ROUNDS_OF_A_VERSION
        if number % ROUNDS_OF_A_FILE == 0:
            path = folder / f"工作区 {number}.jxdb"
            with closing(FileStore().create(path)) as workspace:
                editing.apply(workspace, bring_in(iter(reference_tables())))
        before = last_sequence(path)
        said = killed_session(path, minor, random.random(), random.uniform(0, LONGEST_SECONDS))
        last = max([before, *(int(line) for line in said if line.isdigit())])
        acknowledged += last - before
        killed_in[next((line for line in reversed(said) if not line.isdigit()), "start")] += 1
        look_over(path, last, minor)
    print(f"{rounds} rounds, {acknowledged} operations acknowledged, killed in: {dict(killed_in)}")  # noqa: T201


def killed_session(path: Path, minor: int, seed: float, seconds: float) -> list[str]:
    """The lines that a session said before it was killed."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        try:
            work(path, minor, Random(seed), write_end)
        except BaseException:  # an error of the child's is the round's
            sys.excepthook(*sys.exc_info())
            os.write(write_end, b"failed\n")
        os._exit(1)
    os.close(write_end)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(read_end) as pipe:
        said = pipe.read()
    lines = said.split("\n")[:-1]  # what stands behind the last line break was not said to the end
    assert "failed" not in lines
    return lines


def work(path: Path, minor: int, random: Random, out: int) -> None:
    """Work without end; say what is begun, and after it the number of the last operation."""
    os.write(out, b"open\n")
    workspace = store_of(minor).open(path)
    names, weights = zip(*((step, weight) for step, weight in STEPS.items()), strict=True)
    while True:
        (step,) = random.choices(names, weights)
        os.write(out, f"{step.__name__}\n".encode())
        step(workspace, random)
        with workspace.read() as reader:
            newest = reader.history(limit=1)
        os.write(out, f"{newest[0].sequence}\n".encode())


def type_text(workspace: FileWorkspace, random: Random) -> None:
    project = some_table(workspace, random).project
    editing.apply(workspace, intents.set_form_field(project, "purpose", f"资金用途{random.random()}"))


def paste(workspace: FileWorkspace, random: Random) -> None:
    table = some_table(workspace, random)
    cells = {(row, column): f"贴{random.random()}" for row in range(40) for column in INDICATOR_COLUMNS}
    editing.apply(workspace, intents.set_cells(table, cells, "粘贴"))


def delete_rows(workspace: FileWorkspace, random: Random) -> None:
    table = some_table(workspace, random)
    editing.apply(workspace, intents.delete_rows(table, range(5, len(table.indicators))))


def undo(workspace: FileWorkspace, _random: Random) -> None:
    with workspace.read() as reader:
        newest = reader.history(limit=1)[0]
    if newest.sequence > 1:  # some tables must be left to work on
        reverting.undo(workspace, ChangeSet(newest.operation[:10], newest.edits))


def bring_a_file_in(workspace: FileWorkspace, _random: Random) -> None:
    """Import the published text for a year that is not there yet; a backup is made before."""
    with workspace.read() as reader:
        years = [line.year.year for line in reader.outline()]
    incoming = import_assistant.read_files(workspace, [TXT_FILE], min(years) - 1)
    import_assistant.bring_in(workspace, incoming, choose(incoming, Policy.STOP))


def rest(workspace: FileWorkspace, _random: Random) -> None:
    workspace.rest()


STEPS = {type_text: 8, paste: 5, delete_rows: 2, undo: 3, bring_a_file_in: 2, rest: 3}
"""What is done, and how often."""


def some_table(workspace: FileWorkspace, random: Random) -> TargetTable:
    with workspace.read() as reader:
        ids = [project.id for year in reader.outline() for unit in year.units for project in unit.projects]
        table = reader.table(random.choice(ids))
    assert table is not None
    return table


def store_of(minor: int) -> FileStore:
    """A store whose schema is so many steps younger than the present one."""
    versions = [SCHEMA_VERSION._replace(minor=SCHEMA_VERSION.minor + step) for step in range(minor + 1)]
    steps = [Migration(old, new, write_everything) for old, new in pairwise(versions)]
    return FileStore(migrations=tuple(steps), version=versions[-1])


def write_everything(connection: sqlite3.Connection) -> None:
    """A migration that writes many pages and leaves a row behind, by which it is known."""
    connection.execute("CREATE TABLE IF NOT EXISTS step (number INTEGER)")
    connection.execute("INSERT INTO step SELECT count(*) + 1 FROM step")
    connection.execute("ALTER TABLE indicator RENAME COLUMN value TO worth")
    connection.execute("UPDATE indicator SET worth = worth || ''")
    connection.execute("ALTER TABLE indicator RENAME COLUMN worth TO value")


def last_sequence(path: Path) -> int:
    with closing(FileStore().open(path)) as workspace, workspace.read() as reader:
        return reader.history(limit=1)[0].sequence


def look_over(path: Path, acknowledged: int, minor: int) -> None:
    """What must be so after every kill."""
    with closing(sqlite3.connect(path)) as connection:  # before the program itself has touched it
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.execute("BEGIN")  # version and steps as of one moment
        version = SchemaVersion.unpack(connection.execute("PRAGMA user_version").fetchone()[0])
        steps = 0
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'step'").fetchone():
            steps = connection.execute("SELECT count(*) FROM step").fetchone()[0]
        assert version.minor == SCHEMA_VERSION.minor + steps, (path.name, version, steps, minor)
        assert steps in (minor, minor - 1)
    with closing(FileStore().open(path)) as workspace:
        faults = workspace.check()
        assert faults == (), faults
    assert acknowledged <= last_sequence(path) <= acknowledged + 1
    for saved in backups_in(folder_beside(path)):
        with closing(sqlite3.connect(saved.path)) as connection:
            assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]


if __name__ == "__main__":
    store_module.journal_mode_for = lambda _: sys.argv[4]
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
