"""A file that was edited, sent and merged, and is then edited and sent again: what was merged is no conflict."""

import shutil
from pathlib import Path

import pytest

from core.domain.records import TargetTable
from core.domain.selection import Selection
from core.ports import Workspace
from core.services import editing, exporting, intents, reverting
from core.services.import_assistant import IncomingTable, bring_in, read_files
from core.services.merging import Side
from tests.core.importing.workbooks import opened

VALUES = "G"
FIRST_ROW = 9


def first_table(workspace: Workspace) -> TargetTable:
    with workspace.read() as reader:
        return next(reader.tables(Selection(number=1)))


def write(file: Path, **cells: str) -> None:
    """Type into cells of the first sheet and save."""
    workbook = opened(file.read_bytes())
    for cell, text in cells.items():
        workbook.worksheets[0][cell] = text
    workbook.save(file)


def sent(workspace: Workspace, file: Path) -> IncomingTable:
    (found,) = read_files(workspace, [file]).tables
    return found


def merge(workspace: Workspace, file: Path) -> None:
    """Bring in what is suggested."""
    incoming = read_files(workspace, [file])
    (found,) = incoming.tables
    assert found.merge is not None
    bring_in(workspace, incoming, {0: found.merge.suggested})


def differences(found: IncomingTable) -> list[tuple[str, Side]]:
    assert found.merge is not None
    return [(difference.place, difference.side) for difference in found.merge.differences]


@pytest.fixture
def file(published: Workspace, tmp_path: Path) -> Path:
    """The first table, as it was sent down."""
    made = tmp_path / "下发.xlsx"
    exporting.export(published, made, Selection(number=1))
    return made


def test_what_the_first_sending_brought_is_no_conflict_of_the_second(
    published: Workspace, file: Path, tmp_path: Path
) -> None:
    write(file, G9="2次", G12="≥98%")
    merge(published, file)
    second = tmp_path / "第二次.xlsx"
    shutil.copy(file, second)
    write(second, G9="4次")

    assert differences(sent(published, second)) == [("第 1 行指标值", Side.THERE)]


def test_a_file_that_has_nothing_left_of_what_was_taken_may_be_another_clerk_s(
    published: Workspace, file: Path
) -> None:
    write(file, G9="2次")
    merge(published, file)
    write(file, G9="4次")

    assert differences(sent(published, file)) == [("第 1 行指标值", Side.BOTH)]


def test_a_row_that_the_first_sending_brought_is_changed_by_the_second(published: Workspace, file: Path) -> None:
    rows = len(first_table(published).indicators)
    new = FIRST_ROW + rows
    write(file, **{f"A{new}": "满意度指标", f"B{new}": "服务对象满意度指标", f"C{new}": "投诉次数", f"G{new}": "0次"})
    write(file, G9="2次")
    merge(published, file)
    assert len(first_table(published).indicators) == rows + 1
    write(file, **{f"G{new}": "≤1次"})

    assert differences(sent(published, file)) == [(f"第 {rows + 1} 行指标值", Side.THERE)]


def test_what_was_changed_here_after_the_first_sending_is_a_conflict_only_where_the_file_changed_it_too(
    published: Workspace, file: Path
) -> None:
    write(file, G9="2次", G10="3次", G12="≥98%")
    merge(published, file)
    editing.apply(published, intents.set_cells(first_table(published), {(0, "value"): "8次", (1, "value"): "9次"}))
    write(file, G10="4次")

    assert differences(sent(published, file)) == [("第 1 行指标值", Side.HERE), ("第 2 行指标值", Side.BOTH)]


def test_another_clerk_s_version_of_the_same_cell_stays_a_conflict(
    published: Workspace, file: Path, tmp_path: Path
) -> None:
    others = tmp_path / "乙" / file.name
    others.parent.mkdir()
    shutil.copy(file, others)
    write(others, G9="4次", G13="98%")
    write(file, G9="2次", G12="≥98%")
    merge(published, file)

    assert ("第 1 行指标值", Side.BOTH) in differences(sent(published, others))


def test_an_import_that_was_undone_has_brought_nothing(published: Workspace, file: Path) -> None:
    write(file, G9="2次", G12="≥98%")
    incoming = read_files(published, [file])
    (found,) = incoming.tables
    assert found.merge is not None
    applied = bring_in(published, incoming, {0: found.merge.suggested})
    reverting.undo(published, applied.change)
    write(file, G9="4次")

    assert differences(sent(published, file)) == [("第 1 行指标值", Side.THERE), ("第 4 行指标值", Side.THERE)]
