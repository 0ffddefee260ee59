"""The PDF that the preview shows and the printer gets."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from core.layout.form import Edition
from core.ports import Workspace
from core.services.printing import tables_pdf
from core.services.sample import add_sample
from db.store import FileStore


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = FileStore().create(tmp_path / "w.jxdb")
    add_sample(workspace)
    yield workspace
    workspace.close()


def noon() -> datetime:
    return datetime(2025, 3, 1, 12, 0, tzinfo=UTC)


def test_the_tables_asked_for_are_drawn_in_publication_order(workspace: Workspace) -> None:
    with workspace.read() as reader:
        ids = [table.project.id for table in reader.tables()]
    pdf = tables_pdf(workspace, [ids[4], ids[1]], Edition.SIGNATURE, clock=noon)
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    headings = [page.splitlines()[0].partition(".")[0] for page in pages if "绩效目标表" in page]
    assert headings == ["2", "5"]
    assert "打印时间：2025-03-01 12:00" in pages[0]


def test_a_project_that_is_gone_gives_nothing(workspace: Workspace) -> None:
    assert tables_pdf(workspace, ["gone"], Edition.PUBLICATION) == b""
