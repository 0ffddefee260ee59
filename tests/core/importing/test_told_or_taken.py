"""What stands in a foreign sheet is taken, or it is said that it was not: nothing is lost without a word."""

import io
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from core.domain.errors import KnownError
from core.importing.proposal import Proposal
from core.importing.reading import propose
from core.importing.recognise import recognise
from core.importing.xlsx_reader import read_xlsx

HEADER = ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值"]
ROWS = [
    ["产出指标", "数量指标", "培训人次", "培训人次", "≥100人次"],
    ["产出指标", "成本指标", "培训成本", "培训成本", "≤10万元"],
    ["效益指标", "社会效益指标", "知晓率", "知晓率", "≥90%"],
]


def form(name: object = "培训项目", budget: object = 10, unit: str = "319101某某局") -> list[list[object]]:
    return [
        [unit, None, None, None, "单位：万元"],
        ["项目名称", name],
        ["预算数", budget, "其中：财政资金", 10, "其他资金", 0],
        ["资金用途", "开展培训"],
        ["绩效目标", "完成全年培训任务"],
    ]


def read(rows: Sequence[Sequence[object]]) -> Proposal:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return recognise(read_xlsx(out.getvalue(), "表.xlsx"))


def said(proposal: Proposal) -> str:
    return "".join(problem.sentence for problem in proposal.problems)


@pytest.mark.parametrize("column", [3, 4])
def test_a_cell_that_says_only_the_currency_unit_is_a_cell_of_its_row(column: int) -> None:
    rows = [list(row) for row in ROWS]
    rows[1][column] = "单位：万元"
    (table,) = read([*form(), HEADER, *rows]).tables
    assert [list(row) for row in rows] == [
        [row.category, row.subcategory, row.name, row.description, row.value] for row in table.indicators
    ]


def test_rows_that_are_no_table_are_named() -> None:
    stray = [["某某局", "单位：万元"], ["序号", "名称", "数量", "备注"], [1, "电脑", 3, "新购"]]
    proposal = read([*form(), HEADER, *ROWS, *stray])
    assert len(proposal.tables) == 1
    assert len(proposal.tables[0].indicators) == 3
    assert "3 行（“某某局 单位：万元”）不属于任何一张" in said(proposal)


def test_a_formula_without_its_result_is_named() -> None:
    proposal = read([*form(budget="=5+5"), HEADER, *ROWS])
    assert proposal.tables[0].budget is None
    assert "有公式没有保存结果（例如 B3）" in said(proposal)


def test_a_text_beside_the_grid_is_named() -> None:
    proposal = read([*form(), HEADER, ROWS[0], [*ROWS[1], None, None, "这里要改"], ROWS[2]])
    assert "第 2 行" in said(proposal)
    assert "旁边的文字“这里要改”" in said(proposal)


@pytest.mark.parametrize("line", [["请补充数量指标"], ["合计", None, None, None, 10], ["其他需要说明的问题", "无"]])
def test_a_line_under_the_grid_is_no_indicator(line: list[object]) -> None:
    proposal = read([*form(), HEADER, *ROWS, line])
    assert len(proposal.tables[0].indicators) == 3
    assert str(line[0]) in said(proposal)


def test_sign_and_measure_unit_in_columns_of_their_own_belong_to_the_value() -> None:
    header = [*HEADER[:4], "指标符号", "指标值", "计量单位"]
    rows = [["产出指标", "数量指标", "巡检", "巡检", sign, 10, "次"] for sign in ("≥", "小于等于", "等于", None)]
    proposal = read([*form(), header, *rows])
    assert [row.value for row in proposal.tables[0].indicators] == ["≥10次", "≤10次", "10次", "10次"]
    assert "已并入指标值" in said(proposal)


def test_what_the_value_holds_already_is_not_put_there_twice() -> None:
    header = [*HEADER[:4], "指标符号", "指标值", "计量单位"]
    rows = [["产出指标", "数量指标", "巡检", "巡检", "≥", value, "次"] for value in ("≥10次", "10次", "≥10")]
    assert [row.value for row in read([*form(), header, *rows]).tables[0].indicators] == ["≥10次"] * 3


def test_the_next_table_has_the_unit_of_its_own_line() -> None:
    second = form("第二个项目")
    second[0] = ["319202某某中心"]
    proposal = read([*form(), HEADER, *ROWS, *second, HEADER, *ROWS])
    assert [(table.unit_code, table.unit_name) for table in proposal.tables] == [
        ("319101", "某某局"),
        ("319202", "某某中心"),
    ]


@pytest.mark.parametrize("label", ["项目名称（全称）", "项目名称*", "＊项目名称", "项目名称（必填）："])
def test_a_label_may_have_a_remark(label: str) -> None:
    rows = form()
    rows[1][0] = label
    assert read([*rows, HEADER, *ROWS]).tables[0].name == "培训项目"


def test_a_label_alone_is_no_table() -> None:
    with pytest.raises(KnownError, match="没有找到项目绩效目标表"):
        read([["项目名称"], ["备注"]])


def test_an_error_of_a_formula_is_named() -> None:
    rows = [*ROWS[:2], [*ROWS[2][:4], "#DIV/0!"]]
    assert "出错的公式“#DIV/0!”" in said(read([*form(), HEADER, *rows]))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_what_never_ends_is_not_read(tmp_path: Path) -> None:
    pipe, endless = tmp_path / "管道.xlsx", tmp_path / "无尽.xlsx"
    os.mkfifo(pipe)
    endless.symlink_to("/dev/zero")
    for path in (pipe, endless):
        with pytest.raises(KnownError, match=f"“{path.name}”不是普通文件"):
            propose(path)
