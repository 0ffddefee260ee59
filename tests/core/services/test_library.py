"""The library gathers what was ever written beside an indicator, and brings in other libraries."""

from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import Workbook

from core.domain.errors import Cancelled, KnownError
from core.ports import Workspace
from core.services import editing, intents, library
from core.services.library import STARTER, Entry, Use
from core.services.sample import add_sample
from db.store import FileStore
from tests.reference import DOCX_FILE, reference_tables


@pytest.fixture
def empty(tmp_path: Path):
    with closing(FileStore().create(tmp_path / "空.jxdb")) as workspace:
        yield workspace


def entry(workspace: Workspace, name: str) -> Entry:
    return next(found for found in library.library(workspace) if found.name == name)


def test_an_empty_workspace_has_the_starter_library(empty: Workspace) -> None:
    found = library.library(empty)
    names = {(row.category, row.subcategory, row.name) for table in reference_tables() for row in table.indicators}
    assert {(e.category, e.subcategory, e.name) for e in found} == names
    assert {source for e in found for source in e.sources} == {STARTER}
    assert not any(e.project_ids for e in found)


def test_an_entry_holds_what_is_usual_and_where_it_is_used(published: Workspace) -> None:
    debt = entry(published, "偿还债务项目")
    assert (debt.category, debt.subcategory) == ("产出指标", "数量指标")
    assert len(debt.project_ids) == 2
    assert [source.split(".")[0] for source in debt.sources] == ["2025 8", "2025 14", STARTER]
    assert set(debt.measure_units) == {"项", "个"}
    assert debt.row["name"] == "偿还债务项目"


def test_the_most_usual_comes_first() -> None:
    uses = [
        Use("产出指标", "数量指标", "培训次数", text, value, "甲") for text, value in (("一", "3次"), ("二", "≥2次"))
    ]
    (found,) = library.entries([*uses, uses[1]])
    assert (found.descriptions, found.values, found.measure_units) == (("二", "一"), ("≥2次", "3次"), ("次",))
    assert found.row == {
        "category": "产出指标",
        "subcategory": "数量指标",
        "name": "培训次数",
        "description": "二",
        "value": "≥2次",
    }


def test_spellings_of_a_category_are_one_entry_and_blank_names_none() -> None:
    uses = [Use("产出", "数量", "次数", "", "", "甲"), Use("产出指标", "数量指标", "次数", "", "", "乙")]
    (found,) = library.entries([*uses, Use("产出指标", "数量指标", " ", "说明", "", "甲")])
    assert (found.category, found.subcategory, found.sources) == ("产出指标", "数量指标", ("甲", "乙"))


def test_entries_stand_in_the_order_of_the_form(published: Workspace) -> None:
    categories = [found.category for found in library.library(published)]
    assert list(dict.fromkeys(categories)) == ["产出指标", "效益指标", "满意度指标"]


def test_gathering_can_be_stopped_at_every_stage(published: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "_TELL_EVERY", 1)
    shares: list[float] = []
    library.library(published, lambda done, total: shares.append(done / total))
    assert shares == sorted(shares)
    stages = [0.0, 0.5, 0.625, 0.75, 0.875, 1.0]  # reading the tables, then rows, entries, sorting, merging
    assert all(any(begin <= share < end for share in shares) for begin, end in pairwise(stages))

    def stop(done: int, total: int) -> None:
        if done > total * 0.9:
            raise Cancelled

    with pytest.raises(Cancelled):
        library.library(published, stop)


def test_many_entries_stand_in_that_order_too(published: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are sorted in runs, between which other threads have their turn."""
    few = library.library(published)
    monkeypatch.setattr(library, "_RUN", 7)
    assert len(few) > 2 * 7
    assert library.library(published) == few


def test_another_workspace_is_brought_in_and_left_untouched(empty: Workspace, tmp_path: Path) -> None:
    other = tmp_path / "别的单位.jxdb"
    with closing(FileStore().create(other)) as workspace:
        add_sample(workspace)
        with workspace.read() as reader:
            table = next(reader.tables())
        editing.apply(workspace, intents.set_cells(table, {(0, "name"): "独有的指标"}))
    before = other.read_bytes()
    assert library.bring_in(empty, FileStore(), other) > 50
    assert other.read_bytes() == before
    assert entry(empty, "独有的指标").sources == ("别的单位",)
    assert [path.name for path in tmp_path.iterdir() if "别的单位" in path.name] == ["别的单位.jxdb"]


def test_a_file_with_tables_is_brought_in_and_doing_it_again_changes_nothing(empty: Workspace) -> None:
    for _ in range(2):
        library.bring_in(empty, FileStore(), DOCX_FILE)
    assert entry(empty, "偿还债务项目").sources == ("tables-2025", STARTER)
    with empty.read() as reader:
        assert reader.outline() == ()


def test_of_several_that_were_brought_in_one_is_taken_out(empty: Workspace, tmp_path: Path) -> None:
    other = tmp_path / "别的单位.docx"
    other.write_bytes(DOCX_FILE.read_bytes())
    for path in (DOCX_FILE, other):
        library.bring_in(empty, FileStore(), path)
    held = library.brought_in(empty)
    assert (list(held), len(set(held.values()))) == (["tables-2025", "别的单位"], 1)
    library.take_out(empty, "tables-2025")
    assert list(library.brought_in(empty)) == ["别的单位"]
    assert entry(empty, "偿还债务项目").sources == ("别的单位", STARTER)
    library.take_out(empty, "别的单位")
    assert library.brought_in(empty) == {}


def test_the_workspace_itself_is_not_brought_in(empty: Workspace) -> None:
    with pytest.raises(KnownError, match="就是现在的工作区"):
        library.bring_in(empty, FileStore(), empty.path)


def test_a_file_without_indicators_is_refused(empty: Workspace, tmp_path: Path) -> None:
    other = tmp_path / "没有.jxdb"
    FileStore().create(other).close()
    with pytest.raises(KnownError, match="里没有指标"):
        library.bring_in(empty, FileStore(), other)


def test_a_workbook_that_is_a_bare_list_of_indicators_will_do(empty: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "行业指标.xlsx"
    workbook = Workbook()
    workbook.active.append(("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值"))
    workbook.active.append(("产出指标", "数量指标", "巡查次数", "每年巡查的次数", "≥12次"))
    workbook.save(path)
    assert library.bring_in(empty, FileStore(), path) == 1
    assert entry(empty, "巡查次数").sources == ("行业指标",)
