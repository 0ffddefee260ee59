"""Files of every released schema open with the present program and hold what they held."""

import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from core.domain.records import State, TargetTable
from db.format import SCHEMA_VERSION
from db.store import FileStore
from tests.legacy.make import SETTING, STAMP, edits
from tests.reference import reference_tables

LEGACY = Path(__file__).parent.parent / "legacy"
RELEASED = sorted(LEGACY.glob("schema-*.jxdb"))


def expected() -> list[TargetTable]:
    first, second, *rest = reference_tables()
    return [
        replace(first, project=replace(first.project, other_funds="约一百")),
        replace(second, project=replace(second.project, state=State.FINAL)),
        *rest,
    ]


def test_every_released_schema_has_its_file() -> None:
    assert LEGACY / f"schema-{SCHEMA_VERSION}.jxdb" in RELEASED


@pytest.mark.parametrize("released", RELEASED, ids=lambda path: path.stem)
def test_a_released_file_opens_with_all_its_content(released: Path, tmp_path: Path, store: FileStore) -> None:
    copy = tmp_path / released.name
    shutil.copyfile(released, copy)
    with closing(store.open(copy)) as workspace:
        assert workspace.check() == ()
        with workspace.read() as reader:
            assert list(reader.tables()) == expected()
            assert reader.setting(SETTING[0]) == SETTING[1]
            newest_first = reader.history()
    assert [(entry.operation, entry.edits) for entry in reversed(newest_first)] == [
        (change.operation, change.edits) for change in edits()
    ]
    assert {entry.stamp for entry in newest_first} == {STAMP}
