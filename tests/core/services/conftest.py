"""A real workspace with the fourteen published tables."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.ports import Workspace
from core.services.sample import add_sample
from db.store import FileStore


@pytest.fixture
def published(tmp_path: Path) -> Iterator[Workspace]:
    opened = FileStore().create(tmp_path / "工作区.jxdb")
    add_sample(opened)
    yield opened
    opened.close()
