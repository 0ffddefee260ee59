"""Undo and redo take the hands to what they changed."""

import pytest

from core.services import intents
from gui.table_editor.change_places import CellBlock, changed_place


def undone(desk) -> None:
    """As the window does it."""
    edits = desk.session.undo_stack.command(desk.session.undo_stack.index() - 1).change.edits
    assert desk.session.undo()
    desk.editor.show_change(edits)


def test_undo_of_a_typed_cell_goes_there(desk):
    desk.click(1, 4)
    desk.type("7")
    desk.keys("Return", "Ctrl+Home")
    undone(desk)
    assert desk.cell == (1, 4)
    assert desk.selected() == {(1, 4)}


def test_undo_of_a_cleared_block_selects_the_block_and_scrolls_to_it(desk):
    desk.editor.resize(1100, 420)
    desk.click(0, 2)
    desk.keys("Ctrl+End")
    desk.keys("Shift+Up", "Shift+Left", "Delete", "Ctrl+Home")
    undone(desk)
    assert desk.selected() == {(row, column) for row in (7, 8) for column in (3, 4)}
    area = desk.grid.visualRect(desk.grid.currentIndex())
    assert desk.grid.viewport().rect().contains(area.center())


def test_undo_of_deleted_rows_selects_the_rows_that_came_back(desk):
    desk.click(4, 2)
    desk.keys("Ctrl+-", "Ctrl+Home")
    undone(desk)
    assert desk.selected() == {(4, column) for column in range(5)}


def test_undo_of_an_inserted_row_goes_to_its_place(desk):
    desk.click(8, 2)
    desk.keys("Ctrl++", "Ctrl+Home")
    undone(desk)
    assert desk.cell[0] == 8


def test_undo_of_a_field_goes_into_the_field(desk):
    desk.field("purpose").setFocus()
    desk.type("x")
    desk.keys("Tab")
    desk.grid.setFocus()
    undone(desk)
    assert desk.focused() is desk.field("purpose")


def test_changes_of_other_tables_have_no_place_here(desk):
    with desk.session.workspace.read() as reader:
        other = reader.table("p2")
    change = intents.set_cells(other, {(0, "value"): "2次"})
    assert changed_place(desk.on_disk(), change.edits) is None


@pytest.mark.parametrize("step", [1, -1])
def test_moved_rows_are_where_they_are_now(desk, step):
    change = intents.move_rows(desk.on_disk(), [3], step)
    assert desk.session.perform(change)
    place = changed_place(desk.on_disk(), change.edits)
    assert isinstance(place, CellBlock)
    assert place == CellBlock(min(3, 3 + step), 0, max(3, 3 + step), 4)
