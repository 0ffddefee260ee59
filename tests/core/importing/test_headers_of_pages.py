"""A grid whose header stands again on every page, over other columns or in two rows: each row is read under its own."""

import pytest

from tests.core.importing.test_foreign_layouts import merged, texts
from tests.core.importing.test_told_or_taken import HEADER, ROWS, form, read, said

SPLIT = [
    ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", None, None],
    [None, None, None, None, "符号", "数值", "计量单位"],
]
PARTS = ["一级指标", "二级指标", "三级指标", "绩效指标描述", "符号", "指标值", "计量单位"]
IN_PARTS = [[*ROWS[0][:4], "≥", "100", "人次"], [*ROWS[1][:4], "≤", "10", "万元"], [*ROWS[2][:4], "≥", "90", "%"]]


def test_a_header_over_other_columns() -> None:
    first, *rest = ([*row[:1], None, *row[1:]] for row in [HEADER, *ROWS[1:]])
    proposal = read([*form(), HEADER, ROWS[0], first, *rest])
    assert texts(proposal.tables[0]) == ROWS
    assert proposal.problems == ()


def test_a_header_of_two_rows() -> None:
    proposal = read([*form(), *SPLIT, *IN_PARTS[:2], *SPLIT, *IN_PARTS[2:]])
    assert texts(proposal.tables[0]) == ROWS
    assert len(proposal.problems) == 1  # that sign and measure unit were joined


def test_a_header_with_the_parts_of_the_value_on_one_page_only() -> None:
    proposal = read([*form(), PARTS, *IN_PARTS[:2], HEADER, *ROWS[2:]])
    assert texts(proposal.tables[0]) == ROWS


def test_a_column_of_another_form_on_every_page_is_told_once() -> None:
    header = [*HEADER, "权重"]
    proposal = read([*form(), header, [*ROWS[0], 5], header, *([*row, 5] for row in ROWS[1:])])
    assert texts(proposal.tables[0]) == ROWS
    assert said(proposal).count("列“权重”不是本表的栏目，其中 3 格有内容") == 1


def test_a_sign_and_a_measure_unit_without_their_number_are_told() -> None:
    proposal = read([*form(), PARTS, [*IN_PARTS[0][:5], None, "人次"], *IN_PARTS[1:]])
    assert [row[4] for row in texts(proposal.tables[0])] == ["", "≤10万元", "≥90%"]
    assert "第 1 行：“指标值”是空的，只有符号或计量单位“≥人次”，没有导入" in said(proposal)


@pytest.mark.parametrize(("beside", "is_told"), [("备注", False), ("分值（权重）", False), ("联系电话23456789", True)])
def test_a_text_beside_the_header_with_nothing_below_it(beside: str, is_told: bool) -> None:
    proposal = read([*form(), [*HEADER, beside], *ROWS])
    assert texts(proposal.tables[0]) == ROWS
    assert (f"表头旁边的文字“{beside}”不属于任何一列" in said(proposal)) == is_told


@pytest.mark.parametrize("total", [[None, "总分"], [None, None, "合计"]])
def test_a_total_that_the_merged_first_column_covers_is_no_indicator(total: list[object]) -> None:
    rows = [[*row, 10] for row in ROWS]
    rows[1][0] = rows[2][0] = None
    total = [*total, *[None] * (5 - len(total)), 30]
    first = len(form()) + 2
    proposal = merged([*form(), [*HEADER, "权重"], *rows, total], [f"A{first}:A{first + 3}"])
    assert [row[2] for row in texts(proposal.tables[0])] == [row[2] for row in ROWS]
    assert "30”不属于表内任何一栏" in said(proposal)


def test_an_indicator_that_is_called_like_a_line_below_stays_one() -> None:
    rows = [ROWS[0], [None, "说明", "说明书份数", "印制", "10份"]]
    first = len(form()) + 2
    proposal = merged([*form(), HEADER, *rows], [f"A{first}:A{first + 1}"])
    assert texts(proposal.tables[0])[1] == ["产出指标", *rows[1][1:]]
