"""Another program at the same file: changes a field when told so on its standard input, one JSON object a line.

Started by ``test_two_processes.py``. Answers each line with the refusal's sentence, or with an empty line.
"""

import json
import sys
from contextlib import closing
from pathlib import Path

from core.domain.edits import ChangeSet, SetField
from core.domain.errors import KnownError
from core.services import editing
from db.store import FileStore


def main() -> None:
    """Until the input ends."""
    for line in sys.stdin:
        told = json.loads(line)
        edit = SetField("project", told["id"], "tag", told["old"], told["new"])
        answer = ""
        try:
            with closing(FileStore().open(Path(told["path"]))) as workspace:
                editing.apply(workspace, ChangeSet("别的程序", (edit,)))
        except KnownError as error:
            answer = error.sentence
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


main()
