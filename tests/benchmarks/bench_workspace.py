"""The workspace file beside bare sqlite3 doing the same, in one run: an edit, the tree, a bulk import."""

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from core.domain.edits import Insert
from core.domain.records import kind_of
from core.ports import Workspace
from core.services import editing, intents
from db.mappers import ColumnValue, record_to_row
from db.schema import RECORD_TABLES
from db.store import FileStore
from tests.benchmarks.workload import bring_in, distinct_tables

TABLES = 10_000
EDITS = 300
ROUNDS = 7

Figure = tuple[str, float, float | None]


def main() -> None:
    """Print each figure in milliseconds, that of bare sqlite3 beside it, and the ratio of the two."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace = FileStore().create(folder / "workspace.jxdb")
        figures = [_bulk_import(workspace, folder / "bare.db"), _outline(workspace), _whole_tables(workspace)]
        figures += [_one_table(workspace), _edit(workspace)]
        workspace.close()
    print(f"{f'workspace of {TABLES} tables':44}{'ms':>10}{'bare ms':>10}{'ratio':>8}")
    for title, ours, bare in figures:
        print(f"{title:44}{ours:10.2f}" + (f"{bare:10.2f}{ours / bare:8.2f}" if bare else ""))


def _bulk_import(workspace: Workspace, bare_file: Path) -> Figure:
    change = bring_in(distinct_tables(TABLES))
    ours = _milliseconds(lambda: editing.apply(workspace, change))
    groups: dict[str, list[dict[str, ColumnValue]]] = {}
    for edit in change.edits:
        assert isinstance(edit, Insert)
        groups.setdefault(kind_of(edit.record), []).append(record_to_row(edit.record))
    with closing(_bare(workspace.path)) as connection:
        schema = [row[0] for row in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")]
    with closing(_bare(bare_file)) as connection:
        for statement in schema:
            connection.execute(statement)

        def insert() -> None:
            connection.execute("BEGIN IMMEDIATE")
            for kind, rows in groups.items():
                columns, values = ", ".join(rows[0]), ", ".join(f":{name}" for name in rows[0])
                statement = f"INSERT INTO {RECORD_TABLES[kind].name} ({columns}) VALUES ({values})"
                connection.executemany(statement, rows)
            connection.execute("COMMIT")

        bare = _milliseconds(insert)
    return f"import {TABLES} tables (bare: without history)", ours, bare


def _outline(workspace: Workspace) -> Figure:
    def ours() -> None:
        with workspace.read() as reader:
            reader.outline()

    with closing(_bare(workspace.path)) as connection:
        bare = _typical(
            lambda: connection.execute(
                "SELECT id, unit_id, position, name, budget, state FROM project ORDER BY unit_id, position"
            ).fetchall()
        )
    return "read the tree (bare: tuples)", _typical(ours), bare


def _whole_tables(workspace: Workspace) -> Figure:
    def ours() -> None:
        with workspace.read() as reader:
            for _ in reader.tables():
                pass

    with closing(_bare(workspace.path)) as connection:

        def bare() -> None:
            connection.execute("SELECT * FROM project ORDER BY unit_id, position").fetchall()
            connection.execute("SELECT * FROM indicator ORDER BY project_id, position").fetchall()

        return "read all tables (bare: tuples)", _typical(ours), _typical(bare)


def _one_table(workspace: Workspace) -> Figure:
    ids = _some_projects(workspace)

    def ours() -> None:
        with workspace.read() as reader:
            reader.table(next(ids))

    return "read one table with its number", _typical(ours, EDITS), None


def _edit(workspace: Workspace) -> Figure:
    """The same cell set by the service and by a bare UPDATE, in turn, so that both meet the same disk."""
    ids = _some_projects(workspace)
    times: tuple[list[float], list[float]] = ([], [])
    with closing(_bare(workspace.path)) as connection:
        for number in range(EDITS):
            with workspace.read() as reader:
                table = reader.table(next(ids))
            assert table is not None
            change = intents.set_cells(table, {(0, "value"): f"≥{number}次"})
            times[0].append(_milliseconds(partial(editing.apply, workspace, change)))
            times[1].append(_milliseconds(partial(_bare_update, connection, table.indicators[1].id, f"≥{number}次")))
    return "commit one cell (bare: UPDATE, no history)", statistics.median(times[0]), statistics.median(times[1])


def _bare_update(connection: sqlite3.Connection, id_: str, value: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE indicator SET value = ? WHERE id = ?", (value, id_))
    connection.execute("COMMIT")


def _some_projects(workspace: Workspace) -> Iterator[str]:
    with workspace.read() as reader:
        ids = [line.id for year in reader.outline() for unit in year.units for line in unit.projects]
    return iter(random.Random(1).sample(ids, 2 * EDITS))


def _bare(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection


def _typical(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    return statistics.median(_milliseconds(work) for _ in range(rounds))


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
