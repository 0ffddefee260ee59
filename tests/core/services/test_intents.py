"""From what a clerk means to the change that does it, on the published tables."""

from dataclasses import replace

import pytest

from core.domain.edits import Insert, Remove, SetField
from core.domain.records import INDICATOR_COLUMNS, BudgetUnit, Indicator, State
from core.ports import ProjectLine
from core.services import intents
from tests.reference import reference_tables

TABLE = reference_tables()[1]  # 2025年度履职保障项目, seven rows
NAMES = [row.name for row in TABLE.indicators]


def rows_after(change, table=TABLE):
    """The rows as they stand once the change is done."""
    rows = {row.id: row for row in table.indicators}
    for edit in change.edits:
        match edit:
            case Insert(record=Indicator() as row):
                rows[row.id] = row
            case Remove(record=Indicator() as row):
                assert rows.pop(row.id) == row
            case SetField(kind="indicator"):
                assert getattr(rows[edit.id], edit.field) == edit.old
                rows[edit.id] = replace(rows[edit.id], **{edit.field: edit.new})
    return sorted(rows.values(), key=lambda row: row.position)


def names_after(change):
    return [row.name for row in rows_after(change)]


def test_typing_an_amount_reads_it_and_typing_the_same_again_is_no_change():
    (edit,) = intents.set_form_field(TABLE.project, "other_funds", "0").edits
    assert (edit.old, str(edit.new)) == (None, "0.00")
    assert not intents.set_form_field(TABLE.project, "budget", "534")
    assert intents.set_form_field(TABLE.project, "budget", "约534").edits[0].new == "约534"


def test_the_operation_is_named_after_the_column_or_the_gesture():
    assert intents.set_cells(TABLE, {(0, "value"): "96人"}).operation == "修改指标值"
    assert intents.set_cells(TABLE, {(0, "value"): "96人", (1, "value"): ""}).operation == "填写"
    assert intents.set_cells(TABLE, {(0, "value"): "96人"}, "粘贴").operation == "粘贴"


def test_cells_past_the_last_row_make_the_rows_they_need():
    after = rows_after(intents.set_cells(TABLE, {(6, "value"): "≥85分", (8, "name"): "新指标"}))
    assert [row.name for row in after] == [*NAMES, "", "新指标"]
    assert after[6].value == "≥85分"
    assert {row.project_id for row in after} == {TABLE.project.id}


@pytest.mark.parametrize("index", [0, 3, 7])
def test_rows_come_in_where_they_were_put(index):
    assert names_after(intents.insert_rows(TABLE, index, 2)) == [*NAMES[:index], "", "", *NAMES[index:]]


def test_rows_come_in_with_their_content():
    row = dict.fromkeys(INDICATOR_COLUMNS, "x") | {"name": "新指标"}
    assert names_after(intents.insert_indicators(TABLE, 1, [row])) == [NAMES[0], "新指标", *NAMES[1:]]


def test_deleted_rows_are_gone_and_the_inverse_brings_them_back_to_their_place():
    change = intents.delete_rows(TABLE, [4, 1, 1])
    assert names_after(change) == [n for i, n in enumerate(NAMES) if i not in (1, 4)]
    assert [type(edit) for edit in change.inverse().edits] == [Insert, Insert]
    assert {edit.record.position for edit in change.inverse().edits} == {TABLE.indicators[i].position for i in (1, 4)}


def test_a_block_of_rows_moves_together_and_stops_at_the_edge():
    assert names_after(intents.move_rows(TABLE, [1, 2], -1)) == [NAMES[1], NAMES[2], NAMES[0], *NAMES[3:]]
    assert names_after(intents.move_rows(TABLE, [0, 1], 1)) == [NAMES[2], NAMES[0], NAMES[1], *NAMES[3:]]
    assert not intents.move_rows(TABLE, [0, 1], -1)
    assert not intents.move_rows(TABLE, [6], 1)
    assert not intents.move_rows(TABLE, [], 1)


def test_sorting_is_stable():
    after = rows_after(intents.sort_rows(TABLE, lambda row: row.category == "产出指标"))
    assert [row.name for row in after] == [*NAMES[5:], *NAMES[:5]]
    assert not intents.sort_rows(TABLE, lambda row: 0)


def test_deleting_a_unit_takes_its_rows_first_then_its_projects_then_itself():
    tables = reference_tables()[8:]
    edits = intents.remove_unit(tables[0].unit, tables).edits
    assert isinstance(edits[-1].record, BudgetUnit)
    gone = set()
    for edit in edits:
        gone.add(edit.record.id)
        if hasattr(edit.record, "project_id"):
            assert edit.record.project_id not in gone
    assert len(gone) == len(edits) == 1 + 6 + sum(len(t.indicators) for t in tables)


def test_a_new_project_stands_behind_the_others():
    (edit,) = intents.add_project(TABLE.project.position, TABLE.unit.id, "新项目").edits
    assert edit.record.position > TABLE.project.position


def test_siblings_take_each_others_places():
    change = intents.reposition("unit", [("a", 1024), ("b", 2048), ("c", 3072)], ["c", "a", "b"], "移动单位")
    assert {(edit.id, edit.new) for edit in change.edits} == {("c", 1024), ("a", 2048), ("b", 3072)}


@pytest.mark.parametrize("index", [0, 1, 2])
def test_a_project_goes_into_another_unit_in_one_step(index: int) -> None:
    project = ProjectLine("p", "here", 7, 1, "项目", None, State.DRAFT)
    siblings = [("a", 10), ("b", 11)]
    wanted = intents.move_to_unit(project, "there", siblings, index, "移到另一单位")
    moved = {(edit.id, edit.field): edit.new for edit in wanted.edits}
    assert moved["p", "unit_id"] == "there"
    stand = dict(siblings) | {id_: new for (id_, field), new in moved.items() if field == "position"}
    order = sorted(stand, key=stand.__getitem__)
    assert order == [*("ab"[:index]), "p", *("ab"[index:])]
    assert wanted.inverse().inverse() == wanted
