"""Starting the program beside starting a bare PySide6 window with a tree and a table: whole processes, in one run.

The bars: the first paint at most 1.25 times the bare window's, the tree filled at most 2 times.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from core.services import editing
from core.services.sample import add_sample
from db.store import FileStore
from tests.benchmarks.workload import bring_in, distinct_tables

PROGRAM = Path(__file__).with_name("startup_program.py")
TABLES = 10_000
ROUNDS = 12  # more than one would think: on a busy machine only the best of many says something

Moments = tuple[float, float]


def main() -> None:
    """Print milliseconds from the start of the process, and the ratios to the bare window."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        candidates = {
            "bare window": ["bare"],
            "fourteen tables": ["ours", str(_fourteen_tables(folder / "14.jxdb"))],
            f"{TABLES} tables": ["ours", str(_many_tables(folder / "many.jxdb"))],
        }
        runs: dict[str, list[Moments]] = {title: [] for title in candidates}
        for round_ in range(ROUNDS + 1):
            for title, arguments in candidates.items():
                moments = _start(arguments, folder)
                if round_:  # the first one makes byte code and warms the disk's cache
                    runs[title].append(moments)
    _print(runs)


def _fourteen_tables(path: Path) -> Path:
    workspace = FileStore().create(path)
    add_sample(workspace)
    workspace.close()
    return path


def _many_tables(path: Path) -> Path:
    workspace = FileStore().create(path)
    editing.apply(workspace, bring_in(distinct_tables(TABLES)))
    workspace.close()
    return path


def _start(arguments: list[str], folder: Path) -> Moments:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"XDG_DATA_HOME": str(folder), "LOCALAPPDATA": str(folder), "QT_QPA_PLATFORM": "offscreen"}
    environment["PYTHONPATH"] = str(PROGRAM.parents[2])
    began = time.monotonic()
    command = [sys.executable, str(PROGRAM), *arguments]
    output = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True, timeout=60).stdout
    first_paint, tree_filled = map(float, output.split())
    return 1000 * (first_paint - began), 1000 * (tree_filled - began)


def _print(runs: dict[str, list[Moments]]) -> None:
    columns = ("first paint", "ratio", "tree filled", "ratio")
    for label, typical in (("best", min), ("median", statistics.median)):
        print(f"{f'{label} of {ROUNDS}, ms':24}" + "".join(f"{column:>13}" for column in columns))
        figures = {title: tuple(map(typical, zip(*moments, strict=True))) for title, moments in runs.items()}
        bare, _ = figures["bare window"]
        for title, pair in figures.items():
            print(f"{title:24}" + "".join(f"{moment:13.0f}{moment / bare:13.2f}" for moment in pair))


if __name__ == "__main__":
    main()
