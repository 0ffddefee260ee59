"""What a copy states of its unit, and formulas that were saved without a result: told, and nothing lost by them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from core.domain.records import TargetTable
from core.domain.selection import Selection
from core.ports import Workspace
from core.services import editing, exporting, intents
from core.services.import_assistant import Incoming, Status, bring_in, read_files
from core.services.import_policy import Policy, choose
from core.services.merging import Merge, Side
from core.services.sample import add_sample
from core.services.verifying import verify_file
from db.store import FileStore
from tests.core.importing.workbooks import opened


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = FileStore().create(tmp_path / "工作区.jxdb")
    add_sample(made)
    yield made
    made.close()


def table(workspace: Workspace) -> TargetTable:
    with workspace.read() as reader:
        return next(reader.tables())


def sheet_back(workspace: Workspace, file: Path, edit: Callable[[Worksheet], None]) -> Path:
    """The first table as it comes back; its unit stands in A2, its rows begin at the ninth."""
    exporting.export(workspace, file, Selection(number=1))
    workbook = opened(file.read_bytes())
    edit(workbook.worksheets[0])
    workbook.save(file)
    return file


def write(**cells: str | None) -> Callable[[Worksheet], None]:
    def edit(sheet: Worksheet) -> None:
        for place, text in cells.items():
            sheet[place] = text

    return edit


def merge_of(incoming: Incoming) -> Merge:
    (found,) = incoming.tables
    assert found.merge is not None
    return found.merge


@pytest.mark.parametrize(
    ("cell", "text", "told"),
    [
        ("A2", "319101改了名的办公室", [("单位名称", "改了名的办公室")]),
        ("A2", "319109天津市人民政府政务服务办公室", [("单位代码", "319109")]),
        ("A2", None, [("单位代码", ""), ("单位名称", "")]),
        ("F2", "单位：万美元", [("金额单位", "万美元")]),
    ],
)
def test_another_unit_on_a_copy_is_a_difference_that_does_not_come_in(
    workspace: Workspace, tmp_path: Path, cell: str, text: str | None, told: list[tuple[str, str]]
) -> None:
    file = sheet_back(workspace, tmp_path / "表.xlsx", write(**{cell: text}))
    incoming = read_files(workspace, [file])
    merged = merge_of(incoming)
    assert [(d.place, d.there, d.side) for d in merged.differences] == [(*one, Side.THERE) for one in told]
    assert (merged.all, merged.suggested, merged.conflicts) == (frozenset(), frozenset(), 0)
    assert incoming.tables[0].status is Status.UNIT
    assert incoming.previews[0].problems, "and it is said in a sentence"
    assert not bring_in(workspace, incoming, choose(incoming, Policy.REPLACE)).change
    assert len(verify_file(workspace, file).differences) == len(told)


def test_what_else_was_changed_beside_the_unit_comes_in(workspace: Workspace, tmp_path: Path) -> None:
    file = sheet_back(workspace, tmp_path / "表.xlsx", write(A2="319109别的单位", G9="9次"))
    incoming = read_files(workspace, [file])
    assert incoming.tables[0].status is Status.CHANGED
    bring_in(workspace, incoming, {0: merge_of(incoming).suggested})
    assert (table(workspace).indicators[0].value, table(workspace).unit.code) == ("9次", "319101")


def test_a_copy_that_another_unit_used_as_a_model_is_a_table_of_that_unit(workspace: Workspace, tmp_path: Path) -> None:
    file = sheet_back(workspace, tmp_path / "表.xlsx", write(A2="319202天津市便民专线服务中心", G9="9次"))
    incoming = read_files(workspace, [file])
    assert [found.status for found in incoming.tables] == [Status.NEW]
    bring_in(workspace, incoming, {0: frozenset()})
    with workspace.read() as reader:
        last = list(reader.tables())[-1]
    assert (last.unit.code, last.indicators[0].value) == ("319202", "9次")
    assert table(workspace).indicators[0].value == "1次"


def test_a_unit_renamed_here_since_is_not_the_files_doing(workspace: Workspace, tmp_path: Path) -> None:
    file = sheet_back(workspace, tmp_path / "表.xlsx", write())
    editing.apply(workspace, intents.set_unit_fields(table(workspace).unit, name="新名称"))
    (difference,) = merge_of(read_files(workspace, [file])).differences
    assert (difference.place, difference.side) == ("单位名称", Side.HERE)


def test_two_files_that_differ_in_the_unit_alone_are_two_versions(workspace: Workspace, tmp_path: Path) -> None:
    files = [
        sheet_back(workspace, tmp_path / name, write(A2=f"319101{unit}"))
        for name, unit in (("甲.xlsx", "甲办公室"), ("乙.xlsx", "乙办公室"))
    ]
    empty = FileStore().create(tmp_path / "空.jxdb")
    incoming = read_files(empty, files)
    empty.close()
    assert [(found.status, found.has_rivals) for found in incoming.tables] == [(Status.NEW, True)] * 2


def test_a_formula_without_a_result_keeps_what_is_here(workspace: Workspace, tmp_path: Path) -> None:
    before = table(workspace)
    file = sheet_back(workspace, tmp_path / "表.xlsx", write(C4="=50+64", G9="=A1", G10="9次", B5="=A1"))
    incoming = read_files(workspace, [file])
    assert "里有 3 处公式没有保存结果（C4、B5、G9）" in incoming.previews[0].problems[0].sentence
    merged = merge_of(incoming)
    assert [d.place for d in merged.differences] == ["第 2 行指标值"]
    bring_in(workspace, incoming, choose(incoming, Policy.REPLACE))
    after = table(workspace)
    assert (after.project, after.indicators[0]) == (before.project, before.indicators[0])
    assert after.indicators[1].value == "9次"


@pytest.mark.parametrize("row", [9, 12])
def test_a_row_of_nothing_but_such_formulas_is_still_that_row(workspace: Workspace, tmp_path: Path, row: int) -> None:
    formulas = {f"{column}{row}": "=A1" for column in "BCEG"}
    file = sheet_back(workspace, tmp_path / "表.xlsx", write(**formulas))
    incoming = read_files(workspace, [file])
    assert "里有 4 处公式没有保存结果" in incoming.previews[0].problems[0].sentence
    assert [found.status for found in incoming.tables] == [Status.SAME]
    assert len(incoming.tables[0].table.indicators) == len(table(workspace).indicators)


def test_a_copy_with_such_a_formula_does_not_equal_the_workspace(workspace: Workspace, tmp_path: Path) -> None:
    file = sheet_back(workspace, tmp_path / "表.xlsx", write(G9="=A1"))
    (difference,) = verify_file(workspace, file).differences
    assert "第 1 行指标值：工作区为“1次”，文件为“（公式没有结果）”" in difference
