"""Real workspace files for the tests of the database room."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.services import editing
from db.store import FileStore
from db.workspace import FileWorkspace
from tests.benchmarks.workload import bring_in
from tests.reference import reference_tables


@pytest.fixture
def store() -> FileStore:
    return FileStore()


@pytest.fixture
def workspace(tmp_path: Path, store: FileStore) -> Iterator[FileWorkspace]:
    """A new, empty workspace, in a folder and with a name as a clerk has them."""
    folder = tmp_path / "预算 2025"
    folder.mkdir()
    opened = store.create(folder / "绩效 目标.jxdb")
    yield opened
    opened.close()


@pytest.fixture
def published(workspace: FileWorkspace) -> FileWorkspace:
    """A workspace with the fourteen published tables, imported in one step."""
    editing.apply(workspace, bring_in(iter(reference_tables())))
    return workspace
