"""Find and replace over the published tables."""

import pytest

from core.domain.errors import KnownError
from core.domain.records import TargetTable
from core.domain.selection import Selection
from core.ports import Workspace
from core.services import editing, intents, noting, replacing, reverting, states
from core.services.replacing import Query


def tables(workspace: Workspace) -> list[TargetTable]:
    with workspace.read() as reader:
        return list(reader.tables())


def found(workspace: Workspace, text: str, **options) -> list[tuple[str, str]]:
    return [(hit.label, hit.place) for hit in replacing.find(workspace, Query(text, **options))]


def test_finds_in_form_and_rows_in_publication_order(published: Workspace) -> None:
    hits = found(published, "偿还债务项目")
    assert [place for _, place in hits] == ["第 1 行 三级指标", "第 1 行 绩效指标描述"] * 2
    assert [label.split(".")[0] for label, _ in hits] == ["8", "8", "14", "14"]
    assert ("1.2025年度等级保护测评等网络安全项目", "预算数") in found(published, "114.00")


def test_case_counts_only_if_asked(published: Workspace) -> None:
    assert found(published, "oa") == found(published, "OA")
    assert found(published, "OA")
    assert found(published, "oa", match_case=True) == []


def test_a_whole_cell_is_all_of_it(published: Workspace) -> None:
    assert len(found(published, "产出指标", whole_cell=True)) == sum(
        row.category == "产出指标" for table in tables(published) for row in table.indicators
    )
    assert found(published, "产出", whole_cell=True) == []


def test_signs_of_regular_expressions_are_plain_unless_asked_for(published: Workspace) -> None:
    assert found(published, "≥9.%") == []
    assert len(found(published, "≥9.%", is_regex=True)) > 5
    assert found(published, "x*", is_regex=True) == []  # what is found is never nothing


def test_a_bad_regular_expression_is_said_in_a_sentence(published: Workspace) -> None:
    with pytest.raises(KnownError, match=r"“\(次”不是正确的正则表达式，结尾处有误"):
        found(published, "(次", is_regex=True)
    with pytest.raises(KnownError, match="第 2 个字符处有误"):
        found(published, "次)+", is_regex=True)
    with pytest.raises(KnownError, match="请输入"):
        found(published, "")


def test_only_the_selection_is_searched(published: Workspace) -> None:
    assert {label for label, _ in found(published, "指标", selection=Selection(number=3))} == {
        tables(published)[2].label
    }


def test_replacing_is_one_change_and_can_be_undone(published: Workspace) -> None:
    before = tables(published)
    query = Query("群众")
    hits = replacing.find(published, query)
    result = replacing.replace_in(published, query, "市民", hits)
    assert (result.cells, result.locked, result.moved_on) == (len(hits), (), 0)
    editing.apply(published, result.change)
    assert found(published, "群众") == []
    assert len(found(published, "市民")) >= len(hits)
    reverting.undo(published, result.change)
    assert tables(published) == before


def test_locked_tables_are_left_out_and_named(published: Workspace) -> None:
    query = Query("偿还债务项目")
    final = tables(published)[7]
    editing.apply(published, states.finalise([final]))
    hits = replacing.find(published, query)
    assert [hit.is_locked for hit in hits] == [True] * 2 + [False] * 2
    result = replacing.replace_in(published, query, "还债", hits)
    assert (result.cells, result.locked) == (2, (final.label,))
    editing.apply(published, result.change)


def test_a_cell_that_holds_something_else_by_now_is_left_alone(published: Workspace) -> None:
    query = Query("偿还债务项目")
    hits = replacing.find(published, query)
    editing.apply(published, replacing.replace_in(published, query, "还债", hits[:1]).change)
    result = replacing.replace_in(published, query, "还债", hits)
    assert (result.cells, result.moved_on) == (3, 1)


@pytest.mark.parametrize(
    ("query", "replacement", "text", "after"),
    [
        (Query("a.b"), r"\1", "xa.by", r"x\1y"),
        (Query("OA"), "办公", "oa和OA", "办公和办公"),
        (Query(r"(\d+)次", is_regex=True), r"\1回", "3次、5次", "3回、5回"),
        (Query(r"(\d+)次", is_regex=True, whole_cell=True), r"≥\1次", "3次", "≥3次"),
        (Query("3次", whole_cell=True), "≥3次", "3次", "≥3次"),
    ],
)
def test_what_becomes_of_a_text(query: Query, replacement: str, text: str, after: str) -> None:
    assert replacing.compiled(query).replaced(replacement, text) == after


def test_a_replacement_with_a_group_that_is_not_there_is_refused() -> None:
    with pytest.raises(KnownError, match="不能用来替换"):
        replacing.compiled(Query("次", is_regex=True)).replaced(r"\1", "3次")


def test_amounts_are_replaced_as_amounts(published: Workspace) -> None:
    query = Query("114.00", whole_cell=True)
    hits = [hit for hit in replacing.find(published, query) if hit.row is None]
    editing.apply(published, replacing.replace_in(published, query, "１２０", hits).change)
    project = tables(published)[0].project
    assert (str(project.budget), str(project.fiscal_funds)) == ("120.00", "120.00")


def test_a_regular_expression_that_would_take_years_is_stopped() -> None:
    slow = replacing.compiled(Query("(a|aa)+$", is_regex=True))
    with pytest.raises(KnownError, match="查得太慢，已停止"):
        slow.found("a" * 60 + "b")
    with pytest.raises(KnownError, match="查得太慢，已停止"):
        slow.replaced("x", "a" * 60 + "b")


def test_names_of_units_are_found_once_and_replaced_unless_a_table_of_theirs_is_locked(published: Workspace) -> None:
    query = Query("便民专线服务中心", whole_cell=False)
    hits = [hit for hit in replacing.find(published, query) if hit.kind == "unit"]
    assert [(hit.year, hit.place, hit.text) for hit in hits] == [(2025, "单位名称", "天津市便民专线服务中心")]
    result = replacing.replace_in(published, query, "热线中心", hits)
    editing.apply(published, result.change)
    assert {table.unit.name for table in tables(published)[8:]} == {"天津市热线中心"}
    editing.apply(published, states.finalise([tables(published)[9]]))
    query = Query("天津市热线中心")
    result = replacing.replace_in(published, query, "热线", replacing.find(published, query))
    assert (result.cells, result.locked) == (0, ("319202 天津市热线中心",))


def test_a_unit_outside_the_selection_is_not_found_and_one_without_tables_is(published: Workspace) -> None:
    assert "单位名称" not in [place for _, place in found(published, "便民", selection=Selection(unit_code="319101"))]
    with published.read() as reader:
        (year,) = reader.outline()
    fresh = intents.add_unit([line.unit for line in year.units], year.year, "319303", "没有项目的单位")
    editing.apply(published, fresh)
    assert found(published, "没有项目") == [("319303 没有项目的单位", "单位名称")]


def test_notes_are_found_and_replaced_also_on_locked_tables(published: Workspace) -> None:
    table = tables(published)[0]
    for row_id, column in ((table.indicators[2].id, "value"), ("", "target"), ("", "")):
        editing.apply(published, noting.write_note((), table.project.id, row_id, column, "请核实依据"))
    editing.apply(published, states.finalise([table]))
    query = Query("请核实依据")
    hits = replacing.find(published, query)
    assert sorted(hit.place for hit in hits) == ["整张表 批注", "第 3 行 指标值 批注", "绩效目标 批注"]
    editing.apply(published, replacing.replace_in(published, query, "已核实", hits).change)
    assert len(found(published, "已核实")) == 3
    query = Query("已核实")
    editing.apply(published, replacing.replace_in(published, query, "", replacing.find(published, query)).change)
    with published.read() as reader:
        assert reader.notes() == ()  # a blank note is none
