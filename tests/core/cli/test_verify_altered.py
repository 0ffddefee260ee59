"""verify: what somebody has done to a copy beside its fields is told too."""

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocumentType
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from core.services import intents
from tests.core.cli.conftest import Outcome, Program, edit
from tests.core.importing import word_files

FIRST = "1.2025年度等级保护测评等网络安全项目"
FIRST_SHEET = 2
"""目录 and 汇总表 stand before it."""


def verified_sheet(program: Program, tmp_path: Path, change: Callable[[Workbook], object]) -> Outcome:
    """The outcome for a workbook of the fourteen tables that was changed and saved."""
    file = tmp_path / "表.xlsx"
    assert program("export", file).code == 0
    workbook = load_workbook(file)
    change(workbook)
    workbook.save(file)
    return program("verify", file)


def verified_text(program: Program, tmp_path: Path, change: Callable[[DocumentType], object]) -> Outcome:
    """The same of a Word file."""
    file = tmp_path / "表.docx"
    assert program("export", file).code == 0
    document = Document(str(file))
    change(document)
    document.save(str(file))
    return program("verify", file)


def write_behind(document: DocumentType, table: int, text: str) -> None:
    """A paragraph behind a table."""
    paragraph = document.add_paragraph(text)
    document.tables[table]._tbl.addnext(paragraph._p)


@pytest.mark.parametrize(("table", "text"), [(0, "此表作废"), (-1, "另行说明：预算数为500万元"), (-1, "以上均为废表")])
def test_a_paragraph_written_into_a_copy_is_a_difference(
    sample: Program, tmp_path: Path, table: int, text: str
) -> None:
    outcome = verified_text(sample, tmp_path, lambda document: write_behind(document, table, text))
    line, note = outcome.out.splitlines()
    assert outcome.code == 1
    assert note == "核对的是各张表，不包括目录、页眉、页脚和图片。"
    assert f"“{text}”" in line
    assert "导入" not in line


@pytest.mark.parametrize(("cell", "text"), [("I9", "500万"), ("A7", "此表作废"), ("A40", "备注：作废")])
def test_a_text_beside_the_fields_of_a_sheet_is_a_difference(
    sample: Program, tmp_path: Path, cell: str, text: str
) -> None:
    def write(workbook: Workbook) -> None:
        workbook.worksheets[FIRST_SHEET][cell] = text

    outcome = verified_sheet(sample, tmp_path, write)
    assert outcome.code == 1
    assert f"“{text}”" in outcome.out.splitlines()[0]
    assert FIRST in outcome.out.splitlines()[0]


def test_a_sheet_put_into_a_copy_is_a_difference(sample: Program, tmp_path: Path) -> None:
    def add(workbook: Workbook) -> None:
        workbook.create_sheet("说明")["A1"] = "全部作废"

    outcome = verified_sheet(sample, tmp_path, add)
    assert outcome.code == 1
    assert "“全部作废”" in outcome.out.splitlines()[0]


@pytest.mark.parametrize("title", ["1.改标题", "1.别的项目绩效目标表", None])
def test_a_title_that_names_another_project_is_a_difference(sample: Program, tmp_path: Path, title: str | None) -> None:
    def rename(workbook: Workbook) -> None:
        workbook.worksheets[FIRST_SHEET]["A1"] = title

    outcome = verified_sheet(sample, tmp_path, rename)
    assert outcome.code == 1
    assert "标题" in outcome.out.splitlines()[0]


def test_the_heading_of_a_word_file_is_compared_but_for_its_number(sample: Program, tmp_path: Path) -> None:
    def rename(document: DocumentType) -> None:
        headings = [p for p in document.paragraphs if p.text.endswith("绩效目标表")]
        headings[0].runs[-1].text = f"15.{FIRST[2:]}绩效目标表"
        headings[1].runs[-1].text = "2.别的项目绩效目标表"

    lines = verified_text(sample, tmp_path, rename).out.splitlines()
    assert "文件里的标题“2.别的项目绩效目标表”与项目名称不符" in lines[0]
    assert not any(FIRST in line for line in lines)


def test_a_copy_is_titled_as_it_was_called_when_it_was_written(
    sample: Program, workspace: Path, tmp_path: Path
) -> None:
    file = tmp_path / "表.docx"
    assert sample("export", file).code == 0
    edit(workspace, lambda table: intents.set_form_field(table.project, "name", "改了名的项目"))
    line, _note = sample("verify", file).out.splitlines()
    assert "项目名称：工作区为“改了名的项目”" in line


def test_a_table_taken_out_of_a_copy_is_named(sample: Program, tmp_path: Path) -> None:
    def take_out(document: DocumentType) -> None:
        for table in document.tables[2:4]:
            table._tbl.getparent().remove(table._tbl)

    gone = "文件里原有的 2025 年度 319101 “2.2025年度履职保障项目”不在了。"
    assert verified_text(sample, tmp_path, take_out).out.splitlines()[0] == gone
    outcome = verified_sheet(sample, tmp_path, lambda workbook: workbook.remove(workbook.worksheets[FIRST_SHEET + 1]))
    assert outcome.code == 1
    assert outcome.out.splitlines()[0] == gone


def test_a_hidden_sheet_holds_no_table_that_anybody_sees(sample: Program, tmp_path: Path) -> None:
    def hide(workbook: Workbook) -> None:
        workbook.worksheets[FIRST_SHEET + 1].sheet_state = "hidden"

    outcome = verified_sheet(sample, tmp_path, hide)
    gone, why, _ = outcome.out.splitlines()
    assert outcome.code == 1
    assert gone == "文件里原有的 2025 年度 319101 “2.2025年度履职保障项目”不在了。"
    assert "隐藏的工作表“2.2025年度履职保障项目”没有读取" in why


def test_sheets_that_hold_no_table_are_said_not_to_be_compared(sample: Program, tmp_path: Path) -> None:
    outcome = verified_sheet(sample, tmp_path, lambda workbook: workbook["汇总表"].__setitem__("E3", 9999))
    assert outcome.code == 0
    assert outcome.out.splitlines()[-1] == "核对的是各张表，不包括工作表“目录”、“汇总表”、页眉、页脚和图片。"


def test_a_formula_without_its_result_is_told_with_the_reason(sample: Program, tmp_path: Path) -> None:
    def reckon(workbook: Workbook) -> None:
        workbook.worksheets[FIRST_SHEET]["C4"] = "=100+14"

    outcome = verified_sheet(sample, tmp_path, reckon)
    difference, reason, _ = outcome.out.splitlines()
    assert outcome.code == 1
    assert "预算数：工作区为“114.00”，文件为“（公式没有结果）”" in difference
    assert "公式没有保存结果（C4）" in reason
    assert reason.endswith("请用 Excel 或 WPS 打开、保存一次再试。")


def test_of_a_file_that_is_not_ours_what_was_not_read_is_a_note(sample: Program, tmp_path: Path) -> None:
    file = tmp_path / "别.docx"
    file.write_bytes(word_files.word_file(word_files.whole_table() + word_files.paragraph("另行说明")))
    outcome = sample("verify", file)
    assert "《别.docx》表外有 1 段文字（“另行说明”）。" in outcome.out.splitlines()[1:]


def test_a_row_without_a_name_is_named_by_what_it_has(sample: Program, workspace: Path, tmp_path: Path) -> None:
    assert sample("export", tmp_path / "表.json").code == 0
    edit(workspace, lambda table: intents.insert_rows(table, 1, 1))
    edit(workspace, lambda table: intents.set_cells(table, {(1, "value"): "3个"}))
    (line,) = sample("verify", tmp_path / "表.json").out.splitlines()[:1]
    assert "“3个”只在工作区中有" in line or "产出指标" in line
    assert "“”" not in line


def test_a_code_may_be_typed_in_its_four_groups(sample: Program) -> None:
    code = sample("list", "--json").json[2]["code"]
    assert sample("verify", *code.split("-")).out == sample("verify", code).out


@pytest.mark.parametrize("words", [[""], ["  "], ["一", "二"], ["6FB9", "3906"]])
def test_what_is_neither_a_code_nor_a_name_is_wrong_usage(sample: Program, words: list[str]) -> None:
    outcome = sample("verify", *words)
    assert outcome.code == 2
    assert outcome.out == ""


def test_a_refusal_speaks_of_no_import(sample: Program, tmp_path: Path) -> None:
    for name, data in (("坏.xlsx", b"PK\x03\x04"), ("旧.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ("文.xlsx", b"a")):
        (tmp_path / name).write_bytes(data)
        outcome = sample("verify", tmp_path / name)
        assert outcome.code == 3
        assert "导入" not in outcome.sentence


def test_a_table_written_over_with_another_one_is_named(sample: Program, tmp_path: Path) -> None:
    def write_over(workbook: Workbook) -> None:
        first, second = workbook.worksheets[FIRST_SHEET : FIRST_SHEET + 2]
        workbook.remove(first)
        workbook.copy_worksheet(second).title = first.title

    outcome = verified_sheet(sample, tmp_path, write_over)
    assert outcome.code == 1
    (line,) = (line for line in outcome.out.splitlines() if "不在了" in line)
    assert f"文件里原有的 2025 年度 319101 “{FIRST}”不在了" in line
    assert "现在写的是“2.2025年度履职保障项目”" in line


def test_a_hidden_row_is_compared_and_named(sample: Program, tmp_path: Path) -> None:
    def hide(book: Workbook) -> None:
        book.worksheets[FIRST_SHEET].row_dimensions[10].hidden = True

    def change(book: Workbook) -> None:
        hide(book)
        book.worksheets[FIRST_SHEET]["G10"] = "9次"

    same, other = (verified_sheet(sample, tmp_path, altered) for altered in (hide, change))
    assert (same.code, other.code) == (0, 1)
    assert "第 2 行指标值：工作区为“1次”，文件为“9次”" in other.out
    assert all("隐藏着的第 10 行也读取了，请核对" in outcome.out for outcome in (same, other))


@pytest.mark.parametrize("text", ["已审核", "备注"])
def test_a_text_beside_the_header_is_a_difference(sample: Program, tmp_path: Path, text: str) -> None:
    def write(book: Workbook) -> None:
        book.worksheets[FIRST_SHEET]["I8"] = text

    outcome = verified_sheet(sample, tmp_path, write)
    assert outcome.code == 1
    assert f"“{text}”" in outcome.out
