"""The PDF that the preview shows and the printer gets."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from core.domain.edits import ChangeSet, SetField
from core.layout.form import Edition
from core.ports import Stamp, Workspace
from core.services.printing import missing_glyphs, tables_pdf
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


def test_characters_without_a_glyph_are_named_by_table_and_cell(workspace: Workspace) -> None:
    with workspace.read() as reader:
        first, second, *_ = reader.tables()
    row = second.indicators[2]
    with workspace.write() as writer:
        for kind, record, field, text in (
            ("project", first.project, "target", "一\U00030001二"),
            ("project", first.project, "budget", "约\ue000"),
            ("indicator", row, "value", "\U0003134a\U00030000"),
        ):
            edit = SetField(kind, record.id, field, getattr(record, field), text)
            writer.apply(ChangeSet("改", (edit,)), Stamp(noon(), "测试"))
    ids = [first.project.id, second.project.id]
    assert missing_glyphs(workspace, ids) == (
        f"{first.label} 预算数：“〓”（U+E000）",
        f"{first.label} 绩效目标：“\U00030001”（U+30001）",
        f"{second.label} 第 3 行指标值：“\U00030000”（U+30000）、“\U0003134a”（U+3134A）",
    )
    assert missing_glyphs(workspace, ids[1:]) == missing_glyphs(workspace, ids)[2:]
