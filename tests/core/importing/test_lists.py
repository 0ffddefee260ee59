"""清单: lists of the indicators of many projects, as departments collect them from their units."""

import pytest

from core.importing.proposal import ProposedTable
from tests.core.importing.test_foreign_layouts import Rows, merged, texts, values
from tests.core.importing.test_told_or_taken import HEADER, ROWS, form, read, said

MEASURED = [
    ["产出指标", "数量指标", "培训人次", "培训人次", "≥100", "人次"],
    ["产出指标", "成本指标", "培训成本", "培训成本", "≤10", "万元"],
    ["效益指标", "社会效益指标", "知晓率", "知晓率", "≥90", "%"],
]
"""The rows with the measure unit in a column of its own."""
MERGED_LABELS = ["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:I1"]


def listed(tables: tuple[ProposedTable, ...]) -> list[tuple[str, str, str]]:
    return [(table.unit_code, table.unit_name, table.name) for table in tables]


@pytest.mark.parametrize(
    ("before", "of_first", "of_second"),
    [
        (["单位", "项目名称"], ["某某局", "甲项目"], ["某某中心", "乙项目"]),
        (["项目名称", "单位"], ["甲项目", "某某局"], ["乙项目", "某某中心"]),
        (["序号", "单位", "项目名称"], [1, "某某局", "甲项目"], [2, "某某中心", "乙项目"]),
    ],
)
@pytest.mark.parametrize("repeated", [True, False])
def test_a_column_of_units_before_the_indicators_names_the_budget_units(
    before: list[object], of_first: list[object], of_second: list[object], repeated: bool
) -> None:
    rows = [
        [*(of_project if repeated or not number else [None] * len(before)), *row]
        for of_project in (of_first, of_second)
        for number, row in enumerate(ROWS)
    ]
    tables = read([[*before, *HEADER], *rows]).tables
    assert listed(tables) == [("", "某某局", "甲项目"), ("", "某某中心", "乙项目")]
    assert [texts(table) for table in tables] == [ROWS, ROWS]


@pytest.mark.parametrize("before", [["单位", "项目名称"], ["单位名称", "项目名称"]])
def test_the_other_column_of_units_beside_the_value_has_measure_units(before: list[object]) -> None:
    proposal = read([[*before, *HEADER, "单位"], *(["某某局", "甲项目", *row] for row in MEASURED)])
    assert listed(proposal.tables) == [("", "某某局", "甲项目")]
    assert texts(proposal.tables[0]) == ROWS


@pytest.mark.parametrize("last", ["单位", "计量单位"])
def test_a_column_behind_the_value_has_measure_units(last: str) -> None:
    proposal = read([["项目名称", *HEADER, last], *(["甲项目", *row] for row in MEASURED)])
    assert listed(proposal.tables) == [("", "", "甲项目")]
    assert texts(proposal.tables[0]) == ROWS


def test_measure_units_between_description_and_value() -> None:
    rows = [["甲项目", *row[:4], row[5], row[4]] for row in MEASURED]
    assert values(read([["项目名称", *HEADER[:4], "单位", "指标值"], *rows])) == [row[4] for row in ROWS]


@pytest.mark.parametrize("between", [[], ["备注"]])
def test_organisations_in_the_last_column_are_budget_units(between: list[object]) -> None:
    rows = [["甲项目", *row, *([None] * len(between)), "319101某某局"] for row in ROWS]
    proposal = read([["项目名称", *HEADER, *between, "单位"], *rows])
    assert listed(proposal.tables) == [("319101", "某某局", "甲项目")]
    assert texts(proposal.tables[0]) == ROWS


@pytest.mark.parametrize("header", [["单位", *HEADER], [*HEADER, "单位"]])
def test_organisations_beside_the_indicators_of_one_project_are_told(header: list[object]) -> None:
    at = header.index("单位")
    rows: Rows = [[*row[:at], "某某科室", *row[at:]] for row in ROWS]
    proposal = read([*form(), header, *rows])
    assert texts(proposal.tables[0]) == ROWS
    assert "列“单位”不是本表的栏目，其中 3 格有内容，没有导入" in said(proposal)


def test_the_budget_unit_labelled_by_one_word() -> None:
    (table,) = read([["单位", "319101某某局"], *form()[1:], HEADER, *ROWS]).tables
    assert (table.unit_code, table.unit_name) == ("319101", "某某局")


@pytest.mark.parametrize("ranges", [[], MERGED_LABELS])
def test_a_list_with_a_header_of_two_rows(ranges: list[str]) -> None:
    header = [["序号", "单位", "项目名称", "预算数", "绩效指标"], [None] * 4 + HEADER]
    proposal = merged([*header, *([1, "某某局", "甲项目", 5, *row] for row in ROWS)], ranges)
    assert listed(proposal.tables) == [("", "某某局", "甲项目")]
    assert texts(proposal.tables[0]) == ROWS
    assert str(proposal.tables[0].budget) == "5.00"


def test_a_list_whose_value_has_a_second_row_of_the_header() -> None:
    rows = [["某某局", name, *row] for name in ("甲项目", "乙项目") for row in MEASURED]
    proposal = merged([["单位", "项目名称", *HEADER, None], [None] * 6 + ["数值", "单位"], *rows], ["G1:H1"])
    assert listed(proposal.tables) == [("", "某某局", "甲项目"), ("", "某某局", "乙项目")]
    assert [texts(table) for table in proposal.tables] == [ROWS, ROWS]


def test_projects_of_one_name_in_two_units_are_two() -> None:
    rows = [[unit, "办公经费", *row] for unit in ("某某局", "某某中心") for row in ROWS]
    proposal = read([["单位", "项目名称", *HEADER], *rows])
    assert listed(proposal.tables) == [("", "某某局", "办公经费"), ("", "某某中心", "办公经费")]


def test_a_project_whose_rows_stand_apart_is_one_table() -> None:
    rows = [["某某局", name, *row] for row in ROWS for name in ("甲项目", "乙项目")]
    proposal = read([["单位", "项目名称", *HEADER], *rows, ["合计"]])
    assert listed(proposal.tables) == [("", "某某局", "甲项目"), ("", "某某局", "乙项目")]
    assert [texts(table) for table in proposal.tables] == [ROWS, ROWS]


def test_a_project_over_a_header_printed_again_is_one_table() -> None:
    header = ["单位", "项目名称", *HEADER]
    rows = [["某某局", "甲项目", *row] for row in ROWS]
    assert texts(read([header, *rows[:2], header, rows[2]]).tables[0]) == ROWS


def test_two_lists_under_titles_of_their_own_stay_two() -> None:
    header = ["单位", "项目名称", *HEADER]
    row = ["某某局", "甲项目", *ROWS[0]]
    assert len(read([header, row, ["2026年项目绩效目标表"], header, row]).tables) == 2


def test_the_unit_above_holds_where_only_the_project_is_another() -> None:
    rows = [["319101某某局", "甲项目", *ROWS[0]], [None, None, *ROWS[1]], [None, "乙项目", *ROWS[2]]]
    proposal = read([["单位", "项目名称", *HEADER], *rows])
    assert listed(proposal.tables) == [("319101", "某某局", "甲项目"), ("319101", "某某局", "乙项目")]


def test_what_rows_of_a_project_say_otherwise_of_it_is_named_and_what_the_first_left_blank_is_taken() -> None:
    rows = [["甲项目", 10, None, *ROWS[0]], ["甲项目", 20, "购买服务", *ROWS[1]], [None, 30, None, *ROWS[2]]]
    proposal = read([["项目名称", "预算数", "资金用途", *HEADER], *rows])
    (table,) = proposal.tables
    assert (str(table.budget), table.purpose, texts(table)) == ("10.00", "购买服务", ROWS)
    assert "“甲项目”：文字“20”不属于表内任何一栏，没有导入" in said(proposal)
    assert "“甲项目”：文字“30”不属于表内任何一栏，没有导入" in said(proposal)


def test_what_a_row_above_the_first_project_says_is_named() -> None:
    proposal = read([["项目名称", "预算数", *HEADER], [None, 900, "合计"], ["甲项目", 10, *ROWS[0]]])
    assert str(proposal.tables[0].budget) == "10.00"
    assert "900" in said(proposal)


def test_a_row_that_repeats_a_part_of_its_unit_is_of_the_project_above() -> None:
    rows = [["甲项目", *unit, *row] for unit, row in zip([["某局", "319101"], ["某局", None]], ROWS, strict=False)]
    tables = read([["项目名称", "单位名称", "单位代码", *HEADER], *rows]).tables
    assert listed(tables) == [("319101", "某局", "甲项目")]
    assert texts(tables[0]) == ROWS[:2]


def test_what_stands_beside_values_under_their_labels_is_named() -> None:
    labels = ["项目名称", "预算数", "资金用途"]
    proposal = read([["319101某某局"], labels, ["甲项目", 10, "购买服务", "重要说明"], HEADER, *ROWS])
    assert str(proposal.tables[0].budget) == "10.00"
    assert "文字“重要说明”不属于表内任何一栏" in said(proposal)
