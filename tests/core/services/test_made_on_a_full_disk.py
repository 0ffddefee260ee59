"""A new workspace that is to hold something: wherever the room ends, it holds it or is not there."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import main
from core.domain.errors import KnownError
from core.services.salvage import salvage
from core.services.sample import add_sample
from db.store import FileStore
from tests.mounts import fill, small_disk


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    path = tmp_path / "坏.jxdb"
    with closing(FileStore().create(path)) as workspace:
        add_sample(workspace)
    return path


def salvaged(damaged: Path, target: Path) -> bool:
    try:
        salvage(FileStore(), damaged, target)
    except KnownError:
        return False
    return True


def filled_by_a_command(_damaged: Path, target: Path) -> bool:
    return main.run(["--workspace", str(target), "sample"]) == 0


@pytest.mark.parametrize("is_made", [salvaged, filled_by_a_command])
def test_it_is_whole_or_not_there(tmp_path: Path, damaged: Path, is_made: Callable[[Path, Path], bool]) -> None:
    outcomes = set()
    for room in range(40, 480, 20):  # KiB
        with small_disk(tmp_path / f"小盘 {room}") as disk:
            filler, target = fill(disk), disk / "新.jxdb"
            with filler.open("r+b") as file:
                file.truncate(filler.stat().st_size - room * 1024)
            made = is_made(damaged, target)
            outcomes.add(made)
            if not made:
                assert list(disk.iterdir()) == [filler]
                continue
            filler.unlink()
            with closing(FileStore().open(target)) as workspace, workspace.read() as reader:
                assert len(list(reader.tables())) == 14
    assert outcomes == {True, False}
