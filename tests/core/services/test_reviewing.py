"""审核意见: kept section by section, undoable, printed on a sheet."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from core.domain.errors import KnownError
from core.domain.selection import Selection
from core.ports import Workspace
from core.services import editing, reverting, reviewing
from core.services.reviewing import Review
from db.store import FileStore
from tests.benchmarks.workload import bring_in
from tests.reference import reference_tables

REVIEW = Review({"完整性": "内容完整。", "适当性": "成本指标应写明上限。"}, "修改后通过")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """The fourteen tables in a file."""
    opened = FileStore().create(tmp_path / "示例.jxdb")
    editing.apply(opened, bring_in(iter(reference_tables())))
    yield opened
    opened.close()


def _write(workspace: Workspace, review: Review, project_id: str = "p8") -> None:
    editing.apply(workspace, reviewing.write_review(workspace, project_id, review))


def test_a_review_is_kept_with_its_table(workspace: Workspace) -> None:
    assert reviewing.review_of(workspace, "p8") == Review()
    _write(workspace, REVIEW)
    assert reviewing.review_of(workspace, "p8") == REVIEW
    assert reviewing.review_of(workspace, "p9") == Review()
    with workspace.read() as reader:
        assert reader.history("p8")[0].operation == "填写审核意见"


def test_remarks_are_changed_added_and_taken_out_in_one_step(workspace: Workspace) -> None:
    _write(workspace, REVIEW)
    other = Review({"适当性": "已写明上限。", "可行性": "可行。\n按月检查。"}, "通过")
    change = reviewing.write_review(workspace, "p8", other)
    editing.apply(workspace, change)
    assert reviewing.review_of(workspace, "p8") == other
    reverting.undo(workspace, change)
    assert reviewing.review_of(workspace, "p8") == REVIEW


def test_nothing_new_is_no_change(workspace: Workspace) -> None:
    _write(workspace, REVIEW)
    assert not reviewing.write_review(workspace, "p8", REVIEW)
    assert not reviewing.write_review(workspace, "p9", Review({"相关性": " \n"}))


def test_the_sheet_holds_remarks_questions_and_conclusion(workspace: Workspace, tmp_path: Path) -> None:
    _write(workspace, REVIEW)
    path = tmp_path / "审核意见.pdf"
    assert reviewing.export_review_sheets(workspace, path, Selection(unit_code="319101")) == 8
    pages = PdfReader(path).pages
    assert len(pages) == 8
    text = "".join(pages[7].extract_text().split())
    project = reference_tables()[7].project
    said = (project.name, "61.12万元", "成本指标应写明上限。", "☑修改后通过", "☐不通过", "可行性", "审核人（签字）")
    assert [part for part in said if part not in text] == []
    assert "☑" not in pages[0].extract_text()


def test_a_long_remark_goes_on_over_the_page(workspace: Workspace, tmp_path: Path) -> None:
    _write(workspace, Review({"可行性": "请补充实施方案和进度安排。" * 400}))
    path = tmp_path / "审核意见.pdf"
    reviewing.export_review_sheets(workspace, path, Selection(number=8))
    text = "".join("".join(page.extract_text().split()) for page in PdfReader(path).pages)
    assert text.count("请补充实施方案和进度安排。") > 390


def test_nothing_selected_is_said(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="没有符合条件"):
        reviewing.export_review_sheets(workspace, tmp_path / "x.pdf", Selection(year=1999))
