"""verify: 一致, or what differs, for a file and for the 校验码 on paper."""

import json
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from core.services import intents
from tests.core.cli.conftest import Outcome, Program, edit
from tests.core.importing.workbooks import opened
from tests.reference import DOCX_FILE, TXT_FILE


@pytest.fixture
def copy(sample: Program, tmp_path: Path) -> Path:
    """The fourteen tables as a JSON file."""
    out = tmp_path / "副本.json"
    assert sample("export", out).code == 0
    return out


def differences_in(outcome: Outcome) -> list[str]:
    """What is said beside the notes on what was compared."""
    return [line for line in outcome.out.splitlines() if "里没有校验码" not in line and not line.startswith("核对的是")]


def rewrite(copy: Path, old: str, new: str) -> None:
    text = copy.read_text(encoding="utf-8")
    assert old in text
    copy.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("file", [DOCX_FILE, TXT_FILE], ids=["docx", "txt"])
def test_the_publication_equals_the_sample(sample: Program, file: Path) -> None:
    outcome = sample("verify", file)

    assert outcome.code == 0
    assert outcome.out.count("一致") == 14


def test_a_json_copy_equals_what_it_was_made_of(sample: Program, copy: Path) -> None:
    assert sample("verify", copy).code == 0


def test_a_changed_copy_is_told_cell_by_cell(sample: Program, copy: Path) -> None:
    rewrite(copy, '"value": "1次"', '"value": "2次"')
    rewrite(copy, '"budget": "534.00"', '"budget": null')

    outcome = sample("verify", copy)

    assert outcome.code == 1
    first, second = differences_in(outcome)
    assert "1.2025年度等级保护测评等网络安全项目" in first
    assert "第 1 行指标值：工作区为“1次”，文件为“2次”" in first
    assert "预算数：工作区为“534.00”，文件为空白" in second


@pytest.mark.parametrize("name", ["表.xlsx", "表.docx", "表.pdf"])
def test_every_export_equals_until_something_is_edited(
    sample: Program, workspace: Path, tmp_path: Path, name: str
) -> None:
    out = tmp_path / name
    assert sample("export", out).code == 0
    outcome = sample("verify", out)
    assert (outcome.code, outcome.out.count("一致")) == (0, 14)
    assert "需要留意" not in outcome.out
    assert ("校验码和各张表的文字" in outcome.out) is (out.suffix == ".pdf")

    edit(workspace, lambda table: intents.set_cells(table, {(0, "value"): "2次"}))
    edit(workspace, lambda table: intents.set_form_field(table.project, "name", "改了名的项目"))
    outcome = sample("verify", out)
    assert outcome.code == 1
    renamed, changed = differences_in(outcome)
    assert "项目名称：工作区为“改了名的项目”" in renamed
    assert "第 1 行指标值：工作区为“2次”" in changed
    assert "为“1次”" in changed


def test_white_space_at_the_ends_counts_only_where_the_format_keeps_it(
    sample: Program, workspace: Path, copy: Path
) -> None:
    edit(workspace, lambda table: intents.set_form_field(table.project, "purpose", table.project.purpose + "\n"))

    assert sample("verify", copy).code == 1
    assert sample("verify", DOCX_FILE).code == 0


def test_rows_that_one_side_lacks_are_named(sample: Program, copy: Path) -> None:
    records = json.loads(copy.read_text(encoding="utf-8"))
    removed = records[0]["indicators"].pop(1)
    records[1]["indicators"].insert(0, removed)
    copy.write_text(json.dumps(records), encoding="utf-8")

    lines = differences_in(sample("verify", copy))

    assert len(lines) == 2
    assert f"第 2 行“{removed['name']}”只在工作区中有" in lines[0]
    assert f"文件第 1 行“{removed['name']}”在工作区中没有" in lines[1]


@pytest.mark.parametrize(("start", "end"), [(5, 2), (1, 6)])
def test_a_row_that_was_moved_is_told_as_moved(sample: Program, copy: Path, start: int, end: int) -> None:
    records = json.loads(copy.read_text(encoding="utf-8"))
    rows = records[0]["indicators"]
    rows.insert(end, rows.pop(start))
    copy.write_text(json.dumps(records), encoding="utf-8")

    outcome = sample("verify", copy)

    name = rows[end]["name"]
    assert differences_in(outcome) == [
        "2025 年度 319101 “1.2025年度等级保护测评等网络安全项目”："
        f"第 {start + 1} 行“{name}”在文件中移到了第 {end + 1} 行。"
    ]


def test_a_row_that_was_moved_beside_one_that_was_changed(sample: Program, copy: Path) -> None:
    records = json.loads(copy.read_text(encoding="utf-8"))
    rows = records[0]["indicators"]
    rows[3]["value"] = "另一个值"
    rows.insert(2, rows.pop(5))
    copy.write_text(json.dumps(records), encoding="utf-8")

    lines = differences_in(sample("verify", copy))

    assert len(lines) == 2
    assert any(f"第 6 行“{rows[2]['name']}”在文件中移到了第 3 行" in line for line in lines)
    assert any("第 4 行指标值：" in line and "另一个值" in line for line in lines)


def saved_sheet(program: Program, tmp_path: Path, number: int) -> tuple[Path, Workbook, Worksheet]:
    file = tmp_path / "表.xlsx"
    assert program("export", file, "--project", str(number)).code == 0
    workbook = opened(file.read_bytes())
    return file, workbook, workbook.worksheets[0]


def test_merged_cells_taken_apart_are_no_difference(sample: Program, tmp_path: Path) -> None:
    file, workbook, sheet = saved_sheet(sample, tmp_path, 3)
    sheet.unmerge_cells("A9:A18")
    workbook.save(file)
    assert sample("verify", file).code == 0


@pytest.mark.parametrize("row", [1, 4])
def test_a_row_deleted_on_a_sheet_is_one_difference(sample: Program, tmp_path: Path, row: int) -> None:
    """The first row takes the text of the merged 一级指标 with it."""
    file, workbook, sheet = saved_sheet(sample, tmp_path, 3)
    sheet.unmerge_cells("A9:A18")
    name = sheet.cell(8 + row, 3).value
    sheet.delete_rows(8 + row)
    workbook.save(file)
    outcome = sample("verify", file)
    assert outcome.code == 1
    (line,) = differences_in(outcome)
    assert line.endswith(f"：第 {row} 行“{name}”只在工作区中有。")


def test_a_row_changed_under_one_that_was_deleted_is_told_by_its_cell(
    sample: Program, workspace: Path, copy: Path
) -> None:
    records = json.loads(copy.read_text(encoding="utf-8"))
    rows = records[0]["indicators"]
    removed = rows.pop(1)
    rows[2]["value"] = "改过的值"
    copy.write_text(json.dumps(records), encoding="utf-8")
    gone, changed = differences_in(sample("verify", copy))
    assert f"第 2 行“{removed['name']}”只在工作区中有" in gone
    assert "第 4 行指标值：工作区为" in changed


def test_blank_rows_shift_no_row_number_and_count_only_where_the_format_keeps_them(
    sample: Program, workspace: Path, copy: Path, tmp_path: Path
) -> None:
    assert sample("export", tmp_path / "表.docx", "--project", "1").code == 0
    edit(workspace, lambda table: intents.insert_rows(table, 1, 1))
    edit(workspace, lambda table: intents.set_cells(table, {(3, "value"): "3个"}))
    (changed,) = differences_in(sample("verify", tmp_path / "表.docx"))
    assert "：第 4 行指标值：工作区为“3个”" in changed
    blank, _changed = differences_in(sample("verify", copy))
    assert "第 2 行（空行）只在工作区中有" in blank


def test_a_copy_without_a_code_says_so(sample: Program, tmp_path: Path) -> None:
    assert sample("verify", TXT_FILE).out.splitlines()[-1] == f"“{TXT_FILE.name}”里没有校验码，只核对了各栏的内容。"
    assert sample("export", tmp_path / "表.xlsx").code == 0
    assert "没有校验码" not in sample("verify", tmp_path / "表.xlsx").out


def test_what_nobody_sees_makes_no_copy_differ(sample: Program, workspace: Path, tmp_path: Path) -> None:
    """A workspace of an earlier version may hold what is cleaned on entry today."""
    edit(workspace, lambda table: intents.set_form_field(table.project, "target", "1.甲\r\n2.乙\x07"))
    for name in ("表.xlsx", "表.docx", "表.json"):
        assert sample("export", tmp_path / name).code == 0
        assert sample("verify", tmp_path / name).code == 0


def test_a_difference_is_one_line_and_moves_no_cursor(sample: Program, workspace: Path, copy: Path) -> None:
    edit(workspace, lambda table: intents.set_form_field(table.project, "purpose", "第一行\n第二行\x1b[31m"))
    (line,) = differences_in(sample("verify", copy))
    assert "工作区为“第一行↵第二行" in line
    assert "\x1b" not in line


def test_a_table_that_the_workspace_lacks_is_a_difference(sample: Program, copy: Path) -> None:
    rewrite(copy, '"project": "2025年度履职保障项目"', '"project": "别的项目"')

    outcome = sample("verify", copy)

    assert outcome.code == 1
    assert "别的项目" in outcome.out


def test_the_code_on_paper_finds_its_table(sample: Program) -> None:
    line = sample("list", "--json").json[2]

    code = line["code"]
    forms = (code, code.lower(), code.replace("-", ""), code.replace("-", " "), f"校验码 {code}", f"校验码：{code}")
    mistyped = (code.replace("0", "O").replace("1", "l"), code.lower().replace("0", "o").replace("1", "I"))
    for written in (*forms, *mistyped):
        outcome = sample("verify", written)
        assert outcome.code == 0
        assert outcome.out == f"一致：2025 年度 319101 “3.{line['project']}”\n"


def test_the_code_of_an_earlier_state_tells_what_has_changed_since(sample: Program, workspace: Path) -> None:
    signed = sample("list", "--json").json[0]["code"]
    edit(workspace, lambda table: intents.set_cells(table, {(0, "value"): "3次", (0, "name"): "新名称"}))
    edit(workspace, lambda table: intents.delete_rows(table, [1]))
    edit(workspace, lambda table: intents.set_unit_fields(table.unit, name="新单位"))

    outcome = sample("verify", signed)

    assert outcome.code == 1
    unit, *changes, removed = outcome.out.splitlines()
    assert "单位名称：工作区为“新单位”" in unit
    assert ["第 1 行三级指标：工作区为“新名称”" in changes[0], "第 1 行指标值：工作区为“3次”" in changes[1]] == [
        True,
        True,
    ]
    assert "信息系统密码测评次数”在工作区中没有" in removed


def test_the_code_of_a_deleted_table_is_still_known(sample: Program, workspace: Path) -> None:
    signed = sample("list", "--json").json[0]
    edit(workspace, lambda table: intents.remove_tables([table]))

    outcome = sample("verify", signed["code"])

    assert outcome.code == 1
    assert signed["project"] in outcome.out
    assert "已从工作区中删除" in outcome.out


def test_an_unknown_code_is_a_difference(sample: Program) -> None:
    outcome = sample("verify", "0123 4567 89ab cdef")

    assert outcome.code == 1
    assert "0123-4567-89AB-CDEF" in outcome.out


@pytest.mark.parametrize("content", ["", "{", "[1]", '[{"year": 2025}]', "[" * 100_000, '{"a": 1}', "null"])
def test_a_json_file_that_is_not_ours_could_not(sample: Program, tmp_path: Path, content: str) -> None:
    file = tmp_path / "别.json"
    file.write_text(content, encoding="utf-8")

    outcome = sample("verify", file)

    assert outcome.code == 3
    assert "别.json" in outcome.sentence


@pytest.mark.parametrize("name", ["没有.json", "没有.docx", "123", "没有.pdf", "长" * 300])
def test_neither_a_file_nor_a_code_could_not(sample: Program, name: str) -> None:
    outcome = sample("verify", name)

    assert outcome.code == 3
    assert name in outcome.sentence
