"""Real workspace files for the tests of the database room."""

import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.services import editing
from db.store import FileStore
from db.workspace import FileWorkspace
from tests.benchmarks.workload import bring_in
from tests.reference import reference_tables

NOBODY = 65534


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


@pytest.fixture
def no_superuser(tmp_path: Path) -> Iterator[None]:
    """Be somebody whom write protection stops, also where the tests run as root."""
    if os.name == "nt" or os.geteuid() != 0:
        yield
        return
    for folder in tmp_path.parents:
        if folder.is_relative_to(tempfile.gettempdir()) and stat.S_IMODE(folder.stat().st_mode) == 0o700:
            folder.chmod(0o711)  # pytest's own folders, through which nobody else may pass
    for path in (tmp_path, *tmp_path.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
