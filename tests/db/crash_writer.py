"""Edits the workspace named on the command line without end and says ``number`` after each commit.

Started by ``test_crash.py``, which kills it.
"""

import sys
from itertools import count
from pathlib import Path

from core.services import editing, intents
from db.store import FileStore


def main() -> None:
    """Set the first project's name, and every fifth time paste a block of rows."""
    workspace = FileStore().open(Path(sys.argv[1]))
    for number in count(int(sys.argv[2])):
        with workspace.read() as reader:
            table = next(reader.tables())
        editing.apply(workspace, intents.set_form_field(table.project, "name", str(number)))
        if number % 5 == 0:
            rows = {(len(table.indicators) + row, "value"): f"{number}次" for row in range(20)}
            editing.apply(workspace, intents.set_cells(table, rows, "粘贴"))
        if number % 11 == 0:
            workspace.rest()
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


main()
