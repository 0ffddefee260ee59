"""list, export to .json and the sample: what comes out is what was published, to the letter."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from core.domain.checkcode import check_code
from core.services import intents
from tests.core.cli.conftest import Program, edit
from tests.reference import YEAR, reference_records, reference_tables

CONTRACT_KEYS = [
    "year",
    "number",
    "unit_code",
    "unit_name",
    "project",
    "budget",
    "fiscal_funds",
    "other_funds",
    "purpose",
    "target",
    "indicators",
]
ORACLE_KEYS = {"fiscal_funds": "fiscal", "other_funds": "other", "target": "goal"}
ORACLE_COLUMNS = {"category": "level1", "subcategory": "level2", "name": "level3"}


def as_published(record: dict[str, Any]) -> dict[str, Any]:
    """An object of the oracle in the words of the contract."""
    table = {key: record[ORACLE_KEYS.get(key, key)] for key in CONTRACT_KEYS[1:-1]}
    columns = ("category", "subcategory", "name", "description", "value")
    rows = [{column: row[ORACLE_COLUMNS.get(column, column)] for column in columns} for row in record["indicators"]]
    return {"year": YEAR, **table, "indicators": rows}


def test_sample_exported_as_json_is_the_publication(sample: Program, tmp_path: Path) -> None:
    out = tmp_path / "全部 表.json"

    assert sample("export", out).code == 0

    exported = json.loads(out.read_text(encoding="utf-8"))
    assert exported == [as_published(record) for record in reference_records()]
    assert [list(table) for table in exported] == [CONTRACT_KEYS] * 14


def test_list_as_json_adds_state_code_and_findings(sample: Program) -> None:
    listed = sample("list", "--json").json

    assert [{key: line[key] for key in CONTRACT_KEYS} for line in listed] == list(
        map(as_published, reference_records())
    )
    assert [list(line) for line in listed] == [[*CONTRACT_KEYS, "state", "code", "findings"]] * 14
    assert {line["state"] for line in listed} == {"draft"}
    assert [line["code"] for line in listed] == [check_code(table) for table in reference_tables()]
    assert all(list(line["findings"]) == ["error", "warning", "hint"] for line in listed)
    assert sum(line["findings"]["error"] for line in listed) == 0
    assert listed[12]["findings"]["warning"] >= 1  # V03: 13#2


def test_list_aligns_chinese_columns(sample: Program) -> None:
    header, *lines = sample("list").out.splitlines()

    assert len(lines) == 14
    assert header.split() == ["年度", "单位", "序号", "项目名称", "预算数", "状态", "错误", "警告", "提示"]
    assert lines[12].split()[:3] == ["2025", "319202", "13"]
    assert len({columns_of(line[: line.index("  草稿")]) for line in lines}) == 1


def columns_of(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def test_no_name_moves_the_cursor_of_a_terminal(sample: Program, workspace: Path) -> None:
    edit(workspace, lambda table: intents.set_form_field(table.project, "name", "甲\x1b[2J乙"))
    assert "甲〈U+001B〉[2J乙" in sample("list").out
    assert "\x1b" not in sample("audit").out


def test_an_empty_workspace_lists_nothing(program: Program, workspace: Path) -> None:
    program("sample")
    import main

    main._file_store().create(workspace.with_name("空.jxdb")).close()

    assert json.loads(program("--workspace", workspace.with_name("空.jxdb"), "list", "--json").out) == []


@pytest.mark.parametrize(
    ("select", "numbers"),
    [
        ([], range(1, 15)),
        (["--year", "2025"], range(1, 15)),
        (["--unit", "319202"], range(9, 15)),
        (["--project", "3"], [3]),
        (["--year", "2025", "--unit", "319101", "--project", "8"], [8]),
    ],
)
def test_a_selection_exports_just_that(sample: Program, tmp_path: Path, select: list[str], numbers: list[int]) -> None:
    out = tmp_path / "a.JSON"

    assert sample("export", out, *select).code == 0

    assert [table["number"] for table in json.loads(out.read_text(encoding="utf-8"))] == list(numbers)


def test_only_paper_has_an_edition_for_signature(sample: Program, tmp_path: Path) -> None:
    paper = sample("export", tmp_path / "表.pdf", "--edition", "signature", "--project", "1")
    sheet = sample("export", tmp_path / "表.xlsx", "--edition", "signature", "--project", "1")

    assert (paper.code, sheet.code) == (0, 0)
    assert "没有签字版" not in paper.out
    assert "没有签字版" in sheet.out


@pytest.mark.parametrize(
    "select", [["--year", "2024"], ["--unit", "999999"], ["--project", "15"], ["--unit", "319202", "--project", "1"]]
)
def test_a_selection_that_matches_nothing_could_not(sample: Program, tmp_path: Path, select: list[str]) -> None:
    out = tmp_path / "a.json"
    out.write_text("alt", encoding="utf-8")

    for command in (["export", out], ["audit"], ["audit", "--json"]):
        outcome = sample(*command, *select)
        assert outcome.code == 3
        assert "没有" in outcome.sentence
    assert out.read_text(encoding="utf-8") == "alt"


def test_paper_that_lacks_characters_is_written_and_names_them(
    sample: Program, workspace: Path, tmp_path: Path
) -> None:
    edit(workspace, lambda table: intents.set_cells(table, {(2, "name"): "生僻字\U00030001"}))

    paper = sample("export", tmp_path / "表.pdf", "--project", "1")
    other = sample("export", tmp_path / "表.xlsx", "--project", "1")

    assert (paper.code, other.code, other.err) == (0, 0, "")
    assert "已导出 1 张表" in paper.out
    head, line = paper.err.splitlines()
    assert "打印字体中没有" in head
    assert line == "1.2025年度等级保护测评等网络安全项目 第 3 行三级指标：“\U00030001”（U+30001）"


def test_sample_twice_changes_nothing(sample: Program) -> None:
    before = sample("list", "--json").out

    outcome = sample("sample")

    assert outcome.code == 3
    assert "已有" in outcome.sentence
    assert sample("list", "--json").out == before


@pytest.mark.parametrize(
    "command", [["list"], ["list", "--json"], ["audit"], ["export", "x.json"], ["check"], ["backup", "b"]]
)
def test_a_workspace_that_is_not_there_could_not(program: Program, workspace: Path, command: list[str]) -> None:
    outcome = program(*command)

    assert outcome.code == 3
    assert workspace.name in outcome.sentence
    assert not workspace.exists()


def test_a_name_that_no_file_can_have_could_not(program: Program, tmp_path: Path) -> None:
    for command in ("list", "sample"):
        assert program("--workspace", tmp_path / ("长" * 300), command).code == 3


def test_a_file_that_is_no_workspace_could_not(program: Program, workspace: Path) -> None:
    workspace.write_text("这不是工作区", encoding="utf-8")

    outcome = program("list")

    assert outcome.code == 3
    assert outcome.sentence
