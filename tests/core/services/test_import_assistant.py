"""Files that units sent up come in together, with a choice for every table and every difference."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.domain.edits import ChangeSet, SetField
from core.domain.errors import Cancelled, KnownError
from core.domain.records import State, TargetTable
from core.domain.selection import Selection
from core.ports import Workspace
from core.services import editing, exporting, intents, reverting
from core.services.collecting import files_in
from core.services.export_each import export_each
from core.services.import_assistant import Incoming, Status, bring_in, outcome, read_files
from core.services.listing import list_tables
from core.services.merging import Side
from core.services.sample import add_sample
from db.store import FileStore
from tests.core.exporting.tables import xlsx_bytes
from tests.core.importing.workbooks import opened
from tests.reference import DOCX_FILE, TXT_FILE, reference_tables


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = FileStore().create(tmp_path / "工作区.jxdb")
    add_sample(made)
    yield made
    made.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Workspace]:
    made = FileStore().create(tmp_path / "空.jxdb")
    yield made
    made.close()


def table(workspace: Workspace, number: int) -> TargetTable:
    with workspace.read() as reader:
        return next(reader.tables(Selection(number=number)))


def edit_in_excel(file: Path, old: str, new: str) -> None:
    """Change the first cell with a text, wherever it stands."""
    workbook = opened(file.read_bytes())
    cells = (cell for sheet in workbook.worksheets[:-1] for row in sheet.iter_rows() for cell in row)
    next(cell for cell in cells if cell.value == old).value = new
    workbook.save(file)


def all_of(incoming: Incoming) -> dict[int, frozenset[int]]:
    """What comes in unless the clerk says otherwise."""
    return {
        index: found.merge.suggested if found.merge else frozenset()
        for index, found in enumerate(incoming.tables)
        if found.status.is_suggested
    }


def test_what_came_back_from_excel_is_merged_with_what_was_done_meanwhile(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "送出.xlsx"
    exporting.export(workspace, file, Selection(number=1))
    edit_in_excel(file, "1次", "2次")
    editing.apply(workspace, intents.set_form_field(table(workspace, 1).project, "purpose", "这边改了用途"))
    editing.apply(workspace, intents.set_form_field(table(workspace, 1).project, "name", "这边改了名称"))

    incoming = read_files(workspace, [file])

    (found,) = incoming.tables
    assert found.status is Status.CHANGED
    assert found.merge is not None
    assert [(d.place, d.side) for d in found.merge.differences] == [
        ("项目名称", Side.HERE),
        ("资金用途", Side.HERE),
        ("第 1 行指标值", Side.THERE),
    ]
    assert outcome(incoming, all_of(incoming)) == "合并 1 张表（1 处采用文件，2 处保留工作区）。"
    bring_in(workspace, incoming, all_of(incoming))
    merged = table(workspace, 1)
    assert (merged.project.name, merged.project.purpose) == ("这边改了名称", "这边改了用途")
    assert merged.indicators[0].value == "2次"


def test_what_both_changed_is_a_conflict_and_stays_unless_chosen(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "送出.xlsx"
    exporting.export(workspace, file, Selection(number=1))
    edit_in_excel(file, "1次", "2次")
    editing.apply(workspace, intents.set_cells(table(workspace, 1), {(0, "value"): "3次"}))
    incoming = read_files(workspace, [file])
    assert incoming.tables[0].status is Status.CONFLICT
    assert not bring_in(workspace, incoming, all_of(incoming)).change
    bring_in(workspace, incoming, {0: frozenset({0})})
    assert table(workspace, 1).indicators[0].value == "2次"


def test_taking_the_merged_cell_of_the_outputs_apart_changes_nothing_and_is_told(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "表.xlsx"
    exporting.export(workspace, file, Selection(number=3))
    workbook = opened(file.read_bytes())
    workbook.worksheets[0].unmerge_cells("A9:A18")
    workbook.save(file)
    incoming = read_files(workspace, [file])
    assert [found.status for found in incoming.tables] == [Status.SAME]
    (problem,) = (p for p in incoming.previews[0].problems if p.column == "category")
    assert "第 2 行起有 9 行的“一级指标”是空的" in problem.sentence


@pytest.mark.parametrize("category", ["产出指标", "效益指标"])
def test_deleting_the_first_row_of_a_merged_cell_takes_its_text_from_no_other_row(
    workspace: Workspace, tmp_path: Path, category: str
) -> None:
    """As LibreOffice does it: the text of the merged cell goes with its first row."""
    categories = {number: [row.category for row in table(workspace, number).indicators] for number in range(1, 15)}
    number = next(number for number, found in categories.items() if found.count(category) > 1)
    first = categories[number].index(category)
    file = tmp_path / "表.xlsx"
    exporting.export(workspace, file, Selection(number=number))
    workbook = opened(file.read_bytes())
    sheet = workbook.worksheets[0]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.delete_rows(9 + first)
    workbook.save(file)
    (found,) = read_files(workspace, [file]).tables
    assert found.merge is not None
    assert [difference.place for difference in found.merge.differences] == [f"第 {first + 1} 行"]


def test_a_sheet_copied_and_left_as_it_is_does_not_come_in(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "送出.xlsx"
    exporting.export(workspace, file, Selection(number=1))
    workbook = opened(file.read_bytes())
    copy = workbook.copy_worksheet(workbook.worksheets[0])
    workbook.move_sheet(copy, -workbook.index(copy))
    workbook.save(file)
    assert [found.status for found in read_files(workspace, [file]).tables] == [Status.REPEATED, Status.SAME]
    copy["B3"] = "以它为样子的另一个项目"
    workbook.save(file)
    incoming = read_files(workspace, [file])
    assert [found.status for found in incoming.tables] == [Status.NEW, Status.SAME]
    (problem,) = (one for one in incoming.previews[0].problems if one.table == 0 and "副本" in one.sentence)
    assert "项目名称不同，作为新项目导入" in problem.sentence


@pytest.mark.parametrize("place", ["before", "behind"])
def test_a_sheet_copied_and_edited_does_not_come_in_as_a_second_project_by_itself(
    workspace: Workspace, tmp_path: Path, place: str
) -> None:
    file = tmp_path / "送出.xlsx"
    exporting.export(workspace, file, Selection(number=1))
    workbook = opened(file.read_bytes())
    copy = workbook.copy_worksheet(workbook.worksheets[0])
    copy["G9"] = "2次"
    if place == "before":
        workbook.move_sheet(copy, -workbook.index(copy))
    workbook.save(file)

    incoming = read_files(workspace, [file])

    index, found = next((i, one) for i, one in enumerate(incoming.tables) if one.status is not Status.SAME)
    assert found.status is Status.COPY
    (problem,) = (one for one in incoming.previews[0].problems if one.table == index and "副本" in one.sentence)
    assert "是“1.2025年度等级保护测评等网络安全项目”的副本，项目相同而内容不同，默认不导入" in problem.sentence
    assert not bring_in(workspace, incoming, all_of(incoming)).change
    bring_in(workspace, incoming, {index: frozenset()})
    assert len(list_tables(workspace)) == 15, "ticked on purpose it comes in"


def test_a_copy_that_was_renamed_and_one_that_was_overwritten(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "送出.xlsx"
    exporting.export(workspace, file, Selection(number=1))
    edit_in_excel(file, table(workspace, 1).project.name, "改了名的项目")
    assert read_files(workspace, [file]).tables[0].status is Status.CHANGED
    for number, row in enumerate(table(workspace, 1).indicators):
        edit_in_excel(file, row.name, f"别的指标{number}")
    assert read_files(workspace, [file]).tables[0].status is Status.NEW


def test_a_copy_without_any_row_and_under_another_name_is_another_project(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "送出.xlsx"
    exporting.export(workspace, file, Selection(number=1))
    workbook = opened(file.read_bytes())
    workbook.worksheets[0]["B3"] = "另一个项目"
    workbook.worksheets[0].delete_rows(9, len(table(workspace, 1).indicators))
    workbook.save(file)
    assert [found.status for found in read_files(workspace, [file]).tables] == [Status.NEW]


def test_a_second_file_of_a_unit_is_merged_with_what_the_first_brought(empty: Workspace, tmp_path: Path) -> None:
    """The unit has a workspace of its own: nothing but the first import ties the two together."""
    elsewhere = FileStore().create(tmp_path / "单位的.jxdb")
    add_sample(elsewhere)
    sent = tmp_path / "第一次.xlsx"
    exporting.export(elsewhere, sent, Selection(number=1))
    incoming = read_files(empty, [sent])
    bring_in(empty, incoming, all_of(incoming))
    editing.apply(empty, intents.set_cells(table(empty, 1), {(0, "value"): "3次"}))
    editing.apply(elsewhere, intents.set_cells(table(elsewhere, 1), {(1, "value"): "4次"}))
    again = tmp_path / "第二次.xlsx"
    exporting.export(elsewhere, again, Selection(number=1))
    elsewhere.close()

    incoming = read_files(empty, [again])

    (found,) = incoming.tables
    assert found.merge is not None
    assert [(d.place, d.side) for d in found.merge.differences] == [
        ("第 1 行指标值", Side.HERE),
        ("第 2 行指标值", Side.THERE),
    ]
    bring_in(empty, incoming, all_of(incoming))
    assert [row.value for row in table(empty, 1).indicators[:2]] == ["3次", "4次"]


def test_many_files_come_in_as_one_step(workspace: Workspace, empty: Workspace, tmp_path: Path) -> None:
    folder = export_each(workspace, tmp_path, "交来", ".xlsx").folder
    (folder / "~$打开着.xlsx").write_bytes(b"")
    (folder / ".隐藏.xlsx").write_bytes(b"")
    (folder / "下级").mkdir()
    (folder / "下级" / "坏的.docx").write_bytes(b"PK\x03\x04")
    files = files_in([folder])
    assert len(files) == 15
    told: list[tuple[int, int]] = []
    incoming = read_files(empty, files, progress=lambda done, total: told.append((done, total)))
    assert max(told) == (15, 15)
    assert len(incoming.refused) == 1
    assert "坏的.docx" in incoming.refused[0].sentence
    applied = bring_in(empty, incoming, all_of(incoming))
    assert applied.change.operation.endswith("等 14 个文件")
    assert sorted(line.code for line in list_tables(empty)) == sorted(line.code for line in list_tables(workspace))
    reverting.undo(empty, applied.change)
    assert list_tables(empty) == ()


def test_a_table_that_two_files_hold_comes_in_once(empty: Workspace) -> None:
    incoming = read_files(empty, [DOCX_FILE, TXT_FILE])
    statuses = [found.status for found in incoming.tables]
    assert statuses == [Status.NEW] * 14 + [Status.REPEATED] * 14
    bring_in(empty, incoming, all_of(incoming))
    assert {found.status for found in read_files(empty, [DOCX_FILE]).tables} == {Status.SAME}


def two_versions(workspace: Workspace, tmp_path: Path) -> tuple[Path, Path]:
    """Two files of one export, another cell edited in each."""
    files = tmp_path / "甲.xlsx", tmp_path / "乙.xlsx"
    exporting.export(workspace, files[0], Selection(number=1))
    files[1].write_bytes(files[0].read_bytes())
    edit_in_excel(files[0], "1次", "2次")
    edit_in_excel(files[1], "≥99%", "≥98%")
    return files


def test_of_two_versions_of_a_table_one_comes_in_and_the_other_after_it(workspace: Workspace, tmp_path: Path) -> None:
    files = two_versions(workspace, tmp_path)
    incoming = read_files(workspace, files)
    assert [(found.status, found.has_rivals) for found in incoming.tables] == [(Status.CHANGED, True)] * 2
    with pytest.raises(KnownError, match=r"在《甲\.xlsx》、《乙\.xlsx》里各有一个版本，一次只能导入一个"):
        bring_in(workspace, incoming, all_of(incoming))
    assert table(workspace, 1).indicators[0].value == "1次"

    bring_in(workspace, incoming, {0: all_of(incoming)[0]})
    again = read_files(workspace, files)
    assert [found.has_rivals for found in again.tables] == [False, False], "the first has come in"
    bring_in(workspace, again, {1: all_of(again)[1]})
    assert [table(workspace, 1).indicators[row].value for row in (0, 3)] == ["2次", "≥98%"]


def test_what_was_corrected_is_compared_though_an_unchanged_copy_comes_first(
    workspace: Workspace, tmp_path: Path
) -> None:
    sent, corrected = tmp_path / "原样.xlsx", tmp_path / "改过.xlsx"
    exporting.export(workspace, sent, Selection(number=1))
    corrected.write_bytes(sent.read_bytes())
    edit_in_excel(corrected, "1次", "2次")
    incoming = read_files(workspace, [sent, corrected])
    assert [(found.status, found.has_rivals) for found in incoming.tables] == [
        (Status.SAME, False),
        (Status.CHANGED, False),
    ]
    bring_in(workspace, incoming, all_of(incoming))
    assert table(workspace, 1).indicators[0].value == "2次"


def test_two_versions_of_a_new_table_do_not_both_come_in(
    workspace: Workspace, empty: Workspace, tmp_path: Path
) -> None:
    incoming = read_files(empty, two_versions(workspace, tmp_path))
    assert [(found.status, found.has_rivals) for found in incoming.tables] == [(Status.NEW, True)] * 2
    with pytest.raises(KnownError, match="各有一个版本"):
        bring_in(empty, incoming, all_of(incoming))
    bring_in(empty, incoming, {1: frozenset()})
    assert [line.table.number for line in list_tables(empty)] == [1]


def test_a_final_table_is_shown_and_cannot_come_in(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "送出.xlsx"
    exporting.export(workspace, file, Selection(number=1))
    edit_in_excel(file, "1次", "2次")
    final = SetField("project", table(workspace, 1).project.id, "state", State.DRAFT, State.FINAL)
    editing.apply(workspace, ChangeSet("定稿", (final,)))
    incoming = read_files(workspace, [file])
    assert incoming.tables[0].status is Status.LOCKED
    assert not incoming.tables[0].status.can_come_in


def test_a_folder_without_tables_and_one_with_far_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "夹").mkdir()
    with pytest.raises(KnownError, match="里没有文件"):
        files_in([tmp_path / "夹"])
    for number in range(4):
        (tmp_path / "夹" / f"{number}.xlsx").touch()
    monkeypatch.setattr("core.services.collecting.MAX_FILES", 3)
    with pytest.raises(KnownError, match="超过 3 个"):
        files_in([tmp_path / "夹"])


def test_a_pdf_is_refused_with_one_sentence_alone_and_in_a_folder(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "夹"
    folder.mkdir()
    file = folder / "盖章.pdf"
    exporting.export(workspace, file, Selection(number=1))
    for paths in ([file], files_in([folder])):
        with pytest.raises(KnownError, match=r"“盖章\.pdf”不能导入：它是 PDF 文件，请向填报单位要"):
            read_files(workspace, paths)


@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".txt"])
def test_reading_can_be_cancelled_within_a_file(empty: Workspace, tmp_path: Path, suffix: str) -> None:
    source = TXT_FILE if suffix == ".txt" else DOCX_FILE
    file = tmp_path / f"表{suffix}"
    file.write_bytes(xlsx_bytes(reference_tables()) if suffix == ".xlsx" else source.read_bytes())
    asked = 0

    def cancel_at_the_third(_done: int, total: int) -> None:
        nonlocal asked
        assert not total, "no file is done yet"
        asked += 1
        if asked == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        read_files(empty, [file], progress=cancel_at_the_third)


def test_cancelling_and_files_that_cannot_be_read(empty: Workspace, tmp_path: Path) -> None:
    def cancel(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_files(empty, [DOCX_FILE, TXT_FILE], progress=cancel)
    with pytest.raises(KnownError, match="找不到文件"):
        read_files(empty, [tmp_path / "没有.docx"])
    with pytest.raises(KnownError, match="2 个文件都不能导入"):
        read_files(empty, [tmp_path / "没有.docx", tmp_path / "也没有.docx"])
    with empty.read() as reader:
        assert reader.outline() == ()
