"""The audit: one table after one edit, many tables at once, and how long the window's thread waits meanwhile."""

import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from core.audit.runner import audit_table
from core.ports import Workspace
from core.services import auditing, editing, intents
from core.services.auditing import LiveAudit
from db.store import FileStore
from tests.benchmarks.workload import bring_in, distinct_tables
from tests.reference import reference_tables

TABLES = 10_000
EDITS = 200
FRAME_MS = 16
TICK_S = 0.001


def main(count: int) -> None:
    """Print each figure."""
    with tempfile.TemporaryDirectory() as name:
        workspace = FileStore().create(Path(name) / "workspace.jxdb")
        editing.apply(workspace, bring_in(distinct_tables(count)))
        seconds, waits = _whole(workspace)
        print(f"{count} tables in the background: {seconds:.1f} s; another thread waited at most {max(waits):.0f} ms")
        edits = _edits(workspace)
        print(f"one edit followed, in {count} tables: {_spread(edits)} (a frame is {FRAME_MS} ms)")
        workspace.close()
    print(f"rules alone on a table of 13 rows: {_spread(_rules_alone())}")


def _whole(workspace: Workspace) -> tuple[float, list[float]]:
    """Seconds for all tables, and how late, in ms, a thread that only ticks was meanwhile."""
    kept: list[object] = []  # to free it all takes a while too, which the window never does at once
    work = threading.Thread(target=lambda: kept.append(auditing.full_pass(workspace)))
    waits: list[float] = []
    start = last = time.perf_counter()
    work.start()
    while work.is_alive():
        time.sleep(TICK_S)
        now = time.perf_counter()
        waits.append((now - last - TICK_S) * 1000)
        last = now
    return time.perf_counter() - start, waits


def _edits(workspace: Workspace) -> list[float]:
    live = LiveAudit(workspace)
    live.adopt(auditing.full_pass(workspace))
    ids = list(live.counts())
    durations: list[float] = []
    for turn in range(EDITS):
        with workspace.read() as reader:
            table = reader.table(ids[turn * 37 % len(ids)])
        assert table is not None
        applied = editing.apply(workspace, intents.set_cells(table, {(0, "value"): f"≥{turn}次"}))
        start = time.perf_counter()
        live.follow(applied)
        live.counts()
        durations.append((time.perf_counter() - start) * 1000)
    return durations


def _rules_alone() -> list[float]:
    table = reference_tables()[2]
    durations: list[float] = []
    for _ in range(EDITS):
        start = time.perf_counter()
        audit_table(table)
        durations.append((time.perf_counter() - start) * 1000)
    return durations


def _spread(durations: list[float]) -> str:
    return f"median {statistics.median(durations):.2f} ms, worst {max(durations):.2f} ms"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TABLES)
