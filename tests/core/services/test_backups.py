"""A backup beside what stands now: what differs, and how a cell or a table comes back, as a step that can be undone."""

from contextlib import closing
from pathlib import Path

import pytest

from core.domain.edits import ChangeSet, change, set_field
from core.domain.errors import KnownError
from core.domain.records import State, TargetTable
from core.services import backups, editing, intents, reverting
from core.services.backups import Difference
from db.store import FileStore
from db.workspace import FileWorkspace
from tests.benchmarks.workload import bring_in
from tests.reference import reference_tables

FIRST, SECOND = reference_tables()[:2]


@pytest.fixture
def workspace(tmp_path: Path):
    with closing(FileStore().create(tmp_path / "工作区.jxdb")) as opened:
        editing.apply(opened, bring_in(iter(reference_tables()[:3])))
        yield opened


@pytest.fixture
def then(workspace: FileWorkspace) -> tuple[TargetTable, ...]:
    """The tables of a backup, after which a day's work was done."""
    saved = workspace.auto_backup("打开时")
    assert saved is not None
    before = saved.read_bytes()
    tables = backups.read_backup(FileStore(), saved)
    assert saved.read_bytes() == before
    assert tables == reference_tables()[:3]
    return tables


def test_a_backup_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match=r"“拔走的\.jxdb”不能读取"):
        backups.read_backup(FileStore(), tmp_path / "拔走的.jxdb")


def do(workspace: FileWorkspace, *changes: ChangeSet) -> None:
    for one in changes:
        editing.apply(workspace, one)


def found(workspace: FileWorkspace, then: tuple[TargetTable, ...]) -> list[tuple[str, str, str]]:
    return [(one.place, one.now, one.then) for one in backups.compare(workspace, then)]


def table(workspace: FileWorkspace, project_id: str) -> TargetTable | None:
    with workspace.read() as reader:
        return reader.table(project_id)


def test_nothing_differs_at_first(workspace: FileWorkspace, then: tuple[TargetTable, ...]) -> None:
    assert found(workspace, then) == []


def test_every_sort_of_difference_is_named(workspace: FileWorkspace, then: tuple[TargetTable, ...]) -> None:
    do(
        workspace,
        intents.set_form_field(FIRST.project, "budget", "99"),
        intents.set_cells(FIRST, {(1, "value"): "≥5次"}),
        intents.delete_rows(SECOND, [0]),
    )
    second = table(workspace, SECOND.project.id)
    assert second is not None
    do(workspace, intents.set_cells(second, {(9, "name"): "新行"}), intents.remove_tables([reference_tables()[2]]))
    do(workspace, intents.add_project(None, FIRST.unit.id, "后来的"))
    places = found(workspace, then)
    assert ("预算数", "99.00", "114.00") in places
    assert ("第 2 行指标值", "≥5次", FIRST.indicators[1].value) in places
    assert any(place == "已删除的行" and SECOND.indicators[0].name in old for place, _, old in places)
    assert any(now == "新行" and not old for _, now, old in places)
    assert ("整张表", "", reference_tables()[2].heading) in places
    assert any(place == "整张表" and "后来的" in now and not old for place, now, old in places)


def test_the_order_of_rows_is_a_difference(workspace: FileWorkspace, then: tuple[TargetTable, ...]) -> None:
    do(workspace, intents.move_rows(FIRST, [0], 1))
    assert ("各行的次序", "", "次序不同") in found(workspace, then)


def test_one_cell_comes_back_and_the_others_stay(workspace: FileWorkspace, then: tuple[TargetTable, ...]) -> None:
    do(workspace, intents.set_cells(FIRST, {(1, "value"): "≥5次", (2, "value"): "≥6次"}))
    cells = [one for one in backups.compare(workspace, then) if one.field]
    with workspace.read() as reader:
        wanted = backups.bring_back_cell(reader, cells[0], FIRST)
    assert wanted is not None
    do(workspace, wanted)
    now = table(workspace, FIRST.project.id)
    assert now is not None
    assert [row.value for row in now.indicators[1:3]] == [FIRST.indicators[1].value, "≥6次"]
    reverting.undo(workspace, wanted)
    now = table(workspace, FIRST.project.id)
    assert now is not None
    assert now.indicators[1].value == "≥5次"


def test_a_table_comes_back(workspace: FileWorkspace, then: tuple[TargetTable, ...]) -> None:
    do(workspace, intents.set_form_field(FIRST.project, "name", "改名"), intents.delete_rows(FIRST, [0, 3]))
    with workspace.read() as reader:
        wanted = backups.bring_back_table(reader, FIRST)
    assert wanted is not None
    do(workspace, wanted)
    assert table(workspace, FIRST.project.id) == FIRST


def test_a_deleted_table_comes_back_with_its_unit_and_year(
    workspace: FileWorkspace, then: tuple[TargetTable, ...]
) -> None:
    do(workspace, intents.remove_year(FIRST.year, [FIRST.unit], reference_tables()[:3]))
    with workspace.read() as reader:
        wanted = backups.bring_back_table(reader, SECOND)
    assert wanted is not None
    do(workspace, wanted)
    now = table(workspace, SECOND.project.id)
    assert now is not None
    assert (now.project, now.indicators, now.unit, now.year) == (
        SECOND.project,
        SECOND.indicators,
        SECOND.unit,
        SECOND.year,
    )


def test_a_locked_table_is_left_alone(workspace: FileWorkspace, then: tuple[TargetTable, ...]) -> None:
    do(
        workspace,
        intents.set_form_field(FIRST.project, "budget", "99"),
        change("定稿", [set_field(FIRST.project, "state", State.FINAL)]),
    )
    (difference,) = backups.compare(workspace, then)
    assert isinstance(difference, Difference)
    with workspace.read() as reader:
        assert backups.bring_back_cell(reader, difference, FIRST) is None
        assert backups.bring_back_table(reader, FIRST) is None
