"""import: files one by one, each all or nothing."""

import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from core.ports import SECOND_BACKUP_PLACE
from core.services import intents
from db.backup_folder import folder_in
from db.store import FileStore
from tests.core.cli.conftest import Program, edit
from tests.core.cli.test_reading_commands import as_published
from tests.reference import DOCX_FILE, TXT_FILE, reference_records


def exported(program: Program, folder: Path) -> list[dict[str, object]]:
    assert program("export", folder / "all.json").code == 0
    content: list[dict[str, object]] = json.loads((folder / "all.json").read_text(encoding="utf-8"))
    return content


def exported_from(program: Program, workspace: Path, folder: Path) -> list[dict[str, Any]]:
    assert program("--workspace", workspace, "export", folder / "other.json").code == 0
    content: list[dict[str, Any]] = json.loads((folder / "other.json").read_text(encoding="utf-8"))
    return content


@pytest.mark.parametrize("file", [DOCX_FILE, TXT_FILE], ids=["docx", "txt"])
def test_the_publication_comes_in_as_the_oracle_has_it(program: Program, tmp_path: Path, file: Path) -> None:
    outcome = program("import", file)

    assert outcome.code == 0
    assert "2025 年度" in outcome.out
    assert "14 张表" in outcome.out
    assert exported(program, tmp_path) == [as_published(record) for record in reference_records()]


def test_the_year_can_be_named(program: Program) -> None:
    assert program("import", DOCX_FILE, "--year", "2026").code == 0

    assert {line["year"] for line in program("list", "--json").json} == {2026}


def test_a_copy_of_several_years_comes_into_these_years(program: Program, workspace: Path, tmp_path: Path) -> None:
    for year in (2024, 2025):
        assert program("import", DOCX_FILE, "--year", year).code == 0
    for name in ("两年.xlsx", "两年.docx", "两年.json"):
        assert program("export", tmp_path / name).code == 0
        other = f"{name}的.jxdb"
        outcome = program("--workspace", tmp_path / other, "import", tmp_path / name)
        assert outcome.code == 0
        assert "按文件里写明的年度导入：2024 年度 14 张表，2025 年度 14 张表。新增 28 张表。" in outcome.out
        assert exported_from(program, tmp_path / other, tmp_path) == exported(program, tmp_path)
        refused = program("import", tmp_path / name)
        assert "里有 28 张表在 2024、2025 年度中已有" in refused.sentence
        assert program("verify", tmp_path / name).out.count("一致：") == 28


@pytest.mark.parametrize("name", ["表.xlsx", "表.docx", "表.json"])
def test_control_characters_and_foreign_line_ends_stay_out(
    sample: Program, workspace: Path, tmp_path: Path, name: str
) -> None:
    edit(workspace, lambda table: intents.set_form_field(table.project, "target", "1.甲\r\n2.乙\x07\r3.丙"))
    edit(workspace, lambda table: intents.set_cells(table, {(1, "name"): "密码\x07测评\x0b次数"}))
    assert sample("export", tmp_path / name).code == 0

    outcome = sample("--workspace", tmp_path / "新.jxdb", "import", tmp_path / name)

    assert outcome.code == 0
    told = [line for line in outcome.out.splitlines() if "控制字符" in line]
    is_told = name != "表.docx"  # a Word file cannot hold any: exporting leaves them out
    assert len(told) == 2 * is_told
    assert not is_told or "第 2 行“三级指标”：看不见的控制字符（U+0007）已去掉" in told[1]
    assert "\x07" not in outcome.out
    record = exported_from(sample, tmp_path / "新.jxdb", tmp_path)[0]
    assert record["target"] == "1.甲\n2.乙\n3.丙"
    assert record["indicators"][1]["name"] == "密码测评\n次数"
    assert sample("--workspace", tmp_path / "新.jxdb", "verify", tmp_path / name).code == 0


def test_a_json_file_that_anybody_may_have_made_is_not_called_ours(program: Program, tmp_path: Path) -> None:
    assert program("import", TXT_FILE).code == 0
    exported(program, tmp_path)
    outcome = program("--workspace", tmp_path / "新.jxdb", "import", tmp_path / "all.json")
    assert "按 2025 年度导入：文件里写明的年度。" in outcome.out
    assert "本程序" not in outcome.out


def test_a_conflict_stops_the_file_by_default(sample: Program) -> None:
    before = sample("list", "--json").out

    outcome = sample("import", DOCX_FILE)

    assert outcome.code == 3
    assert "已有" in outcome.sentence
    assert "请选“跳过”或“替换”后再导入（命令行用 --on-conflict skip 或 replace）。" in outcome.sentence
    assert sample("list", "--json").out == before


@pytest.mark.parametrize(("policy", "said"), [("skip", "跳过 14 张表"), ("replace", "内容相同，不必替换 14 张表")])
def test_skip_and_replace_leave_no_table_twice(sample: Program, policy: str, said: str) -> None:
    before = sample("list", "--json").out

    outcome = sample("import", DOCX_FILE, "--on-conflict", policy)

    assert (outcome.code, outcome.out.count("\n")) == (0, 1), "of tables that do not come in nothing is said"
    assert said in outcome.out
    assert sample("list", "--json").out == before


@pytest.mark.parametrize("ending", [".json", ".xlsx", ".docx"])
def test_white_space_at_the_ends_of_a_name_makes_no_second_project(
    sample: Program, tmp_path: Path, ending: str
) -> None:
    (first, *_) = exported(sample, tmp_path)
    original = tmp_path / "原来.json"
    original.write_text(json.dumps([{**first, "project": f"\u3000{first['project']} "}], ensure_ascii=False), "utf-8")
    elsewhere = ["--workspace", tmp_path / "别处.jxdb"]
    assert sample(*elsewhere, "import", original).code == 0
    copy = tmp_path / f"副本{ending}"
    assert sample(*elsewhere, "export", copy).code == 0
    assert sample(*elsewhere, "import", copy, "--on-conflict", "replace").code == 0
    assert len(sample(*elsewhere, "list", "--json").json) == 1


def test_one_file_that_fails_does_not_stop_the_others(program: Program, tmp_path: Path) -> None:
    broken = tmp_path / "坏 的.docx"
    broken.write_bytes(b"PK\x03\x04 no zip")

    outcome = program("import", tmp_path / "没有.docx", broken, TXT_FILE, DOCX_FILE)

    assert outcome.code == 3
    assert [line.endswith("。") for line in outcome.err.splitlines()] == [True, True, True]
    assert len(program("list", "--json").json) == 14


def test_nothing_imported_leaves_no_workspace(program: Program, workspace: Path) -> None:
    assert program("import", "没有.docx").code == 3

    assert list(workspace.parent.iterdir()) == []


@pytest.mark.parametrize("name", ["表.xlsx", "表.docx", "表.json"])
def test_what_was_exported_comes_in_elsewhere_under_its_year(program: Program, tmp_path: Path, name: str) -> None:
    program("import", TXT_FILE, "--year", "2031")
    out = tmp_path / name
    assert program("export", out).code == 0
    elsewhere = ["--workspace", tmp_path / "别处.jxdb"]
    assert "2031" in program(*elsewhere, "import", out).out
    there, here = program(*elsewhere, "list", "--json"), program("list", "--json")
    assert [line["code"] for line in there.json] == [line["code"] for line in here.json]


def test_the_backup_before_an_import_goes_to_the_second_place(
    program: Program, workspace: Path, tmp_path: Path
) -> None:
    place = tmp_path / "U盘"
    place.mkdir()
    assert program("sample").code == 0
    with closing(FileStore().open(workspace)) as opened, opened.write() as writer:
        writer.put_setting(SECOND_BACKUP_PLACE, str(place))
    assert program("import", DOCX_FILE, "--year", "2026").code == 0
    assert len(list(folder_in(place, workspace).iterdir())) == 1

    shutil.rmtree(place)
    outcome = program("import", DOCX_FILE, "--year", "2027")
    assert outcome.code == 0
    assert "U盘”现在找不到" in outcome.err


def test_a_copy_under_a_new_name_is_not_there_yet(sample: Program, tmp_path: Path) -> None:
    """There already is what has the same year, unit and project name (product.md), whatever the copy was made from."""
    file = tmp_path / "副本.xlsx"
    assert sample("export", file, "--project", 1).code == 0
    book = load_workbook(file)
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            if cell.value == "2025年度等级保护测评等网络安全项目":
                cell.value = "2025年度密码测评项目"
    book.save(file)

    outcome = sample("import", file)

    assert (outcome.code, "新增 1 张表" in outcome.out) == (0, True)
    hint = "是工作区中“1.2025年度等级保护测评等网络安全项目”的副本改了名称，作为新项目导入，请核对。"
    assert sum(line.endswith(hint) for line in outcome.out.splitlines()) == 1
    assert [table["project"] for table in sample("list", "--json").json].count("2025年度密码测评项目") == 1
    assert len(sample("list", "--json").json) == 15


@pytest.mark.parametrize("policy", ["skip", "replace"])
def test_what_stays_in_the_file_is_told_of_a_table_that_is_the_same_too(
    sample: Program, tmp_path: Path, policy: str
) -> None:
    file = tmp_path / "副本.xlsx"
    assert sample("export", file, "--project", 1).code == 0
    book = load_workbook(file)
    book.worksheets[0]["J11"] = "请按去年的数改"
    book.save(file)

    outcome = sample("import", file, "--on-conflict", policy)

    said, remark = outcome.out.splitlines()
    assert "1 张表" in said
    assert "请按去年的数改" in remark


def test_a_folder_is_called_a_folder(program: Program, tmp_path: Path) -> None:
    (tmp_path / "交来").mkdir()
    outcome = program("import", tmp_path / "交来")
    assert outcome.code == 3
    assert "“交来”是文件夹，请选择其中的文件。" in outcome.err
