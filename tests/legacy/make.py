"""Makes the legacy file of the present schema: the fourteen published tables, some edits, a setting.

``schema-<version>.jxdb`` is a file as a released program left it. It is never made anew, which this script would
refuse; ``tests/db/test_legacy.py`` opens a copy with the present program and asserts its content. A release with a
new schema adds its file with ``python -m tests.legacy.make``.
"""

from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

from core.domain.edits import ChangeSet
from core.domain.records import State
from core.ports import Stamp
from core.services import intents
from db.format import SCHEMA_VERSION
from db.store import FileStore
from tests.benchmarks.workload import bring_in
from tests.reference import reference_tables

FOLDER = Path(__file__).parent
STAMP = Stamp(datetime(2025, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=8))), "王会计")
SETTING = ("抬头", "某市司法局")


def edits() -> tuple[ChangeSet, ...]:
    """What the clerk of the legacy file did, in order."""
    first, second = reference_tables()[:2]
    typed = intents.set_form_field(first.project, "other_funds", "约一百")
    final = intents.change("定稿", [intents.set_field(second.project, "state", State.FINAL)])
    cells = intents.set_cells(first, {(0, "value"): "≥2次"})
    return (
        bring_in(iter(reference_tables())),
        typed,
        final,
        cells,
        ChangeSet("撤销 修改指标值", cells.inverse().edits),
    )


def main() -> None:
    """Write the file; never over an existing one."""
    with (
        closing(FileStore().create(FOLDER / f"schema-{SCHEMA_VERSION}.jxdb")) as workspace,
        workspace.write() as writer,
    ):
        for change in edits():
            writer.apply(change, STAMP)
        writer.put_setting(*SETTING)


if __name__ == "__main__":
    main()
