"""The program is killed in the middle of a burst of edits: every edit that it acknowledged is there."""

import os
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

from core.domain.edits import SetField
from db.store import FileStore
from db.workspace import FileWorkspace

WRITER = Path(__file__).with_name("crash_writer.py")


def burst_until_killed(path: Path, first: int, acknowledged: int) -> int:
    """Let the writer go, kill it after so many acknowledgements, and return the last number it acknowledged."""
    command = [sys.executable, str(WRITER), str(path), str(first)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(acknowledged)]
        writer.kill()
        lines += writer.stdout.readlines()
    return int([line for line in lines if line.endswith("\n")][-1])


def test_every_acknowledged_edit_survives_kill(published: FileWorkspace, store: FileStore) -> None:
    published.close()
    path = published.path
    numbers: list[int] = []
    acknowledged_numbers: set[int] = set()
    first = 1
    for acknowledged in (1, 23, 60, 97):
        last = burst_until_killed(path, first, acknowledged)
        with closing(store.open(path)) as workspace:
            assert workspace.check() == ()
            with workspace.read() as reader:
                table = next(reader.tables())
                history = reader.history(table.project.id, limit=10_000)
        name = int(table.project.name)
        assert name in (last, last + 1)  # one more may have been committed and not yet acknowledged
        names = [edit.new for entry in reversed(history) for edit in entry.edits if sets_name(edit)]
        numbers += range(first, name + 1)
        acknowledged_numbers.update(range(first, last + 1))
        assert names == [str(number) for number in numbers]
        pasted = Counter(row.value for row in table.indicators if not row.name)
        must_be = {f"{number}次": 20 for number in acknowledged_numbers if number % 5 == 0}
        assert set(pasted.values()) <= {20}  # whole or not at all
        assert must_be.items() <= pasted.items()
        first = name + 1


def sets_name(edit: object) -> bool:
    return isinstance(edit, SetField) and edit.field == "name"
