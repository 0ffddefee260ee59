"""Typing into the grid: Excel's keys, and what is typed is on disk."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.services import intents
from tests.reference import reference_tables

TABLE_1 = reference_tables()[0]


def test_reference_table_1_typed_with_keys_only_is_on_disk(empty_desk):
    desk = empty_desk
    desk.field("projectName").setFocus()
    project = TABLE_1.project
    for text in (project.name, "114", "114", "", project.purpose, project.target):
        desk.type(text)
        desk.keys("Tab")
    assert desk.focused() is desk.grid
    for row in TABLE_1.indicators:
        for text in (row.category, row.subcategory, row.name, row.description, row.value):
            desk.type(text)
            desk.keys("Tab")
    typed = desk.on_disk()
    fields = ("name", "budget", "fiscal_funds", "other_funds", "purpose", "target")
    assert [getattr(typed.project, field) for field in fields] == [getattr(project, field) for field in fields]
    columns = ("category", "subcategory", "name", "description", "value")
    assert desk.texts() == [tuple(getattr(row, column) for column in columns) for row in TABLE_1.indicators]


def test_typing_replaces_and_enter_commits_and_goes_down(desk):
    desk.click(0, 4)
    desk.type("3")
    desk.type("次")
    assert desk.column(4)[0] == "1次"  # not before the commit
    desk.keys("Return")
    assert desk.column(4)[0] == "3次"
    assert desk.cell == (1, 4)


def test_enter_at_the_last_row_opens_a_new_one(desk):
    desk.click(8, 2)
    desk.type("x")
    desk.keys("Return")
    assert desk.cell == (9, 2)
    assert len(desk.texts()) == 9  # an empty line is no row yet
    desk.type("y")
    desk.keys("Return")
    assert desk.column(2)[8:] == ["x", "y"]
    assert desk.cell == (10, 2)


def test_a_new_row_left_empty_goes_away(desk, qtbot):
    desk.click(8, 2)
    desk.keys("Return")
    assert desk.model.rowCount() == 10
    desk.keys("Up")
    qtbot.waitUntil(lambda: desk.model.rowCount() == 9)


def test_a_click_below_the_rows_opens_a_new_one(desk):
    below = desk.grid.visualRect(desk.model.index(8, 0)).bottomLeft()
    below.setY(below.y() + 12)
    QTest.mouseClick(desk.grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, below)
    assert desk.cell == (9, 0)


def test_tab_and_shift_tab_go_right_and_left_across_rows(desk):
    desk.click(0, 3)
    desk.keys("Tab", "Tab")
    assert desk.cell == (1, 0)
    desk.keys("Shift+Tab")
    assert desk.cell == (0, 4)


def test_enter_after_tabs_returns_below_where_they_began(desk):
    desk.click(0, 2)
    desk.type("a")
    desk.keys("Tab")
    desk.type("b")
    desk.keys("Tab")
    desk.type("c")
    desk.keys("Return")
    assert desk.texts()[0][2:] == ("a", "b", "c")
    assert desk.cell == (1, 2)


def test_f2_edits_what_is_there_and_arrows_move_inside(desk):
    desk.click(0, 2)
    desk.keys("F2")
    desk.type("A")
    desk.keys("Home")
    desk.type("B")
    desk.keys("Return")
    assert desk.column(2)[0] == f"B{TABLE_1.indicators[0].name}A"


def test_arrows_leave_a_cell_that_is_typed_over(desk):
    desk.click(0, 2)
    desk.type("A")
    desk.keys("Right")
    assert desk.column(2)[0] == "A"
    assert desk.cell == (0, 3)


def test_escape_restores(desk):
    desk.click(0, 2)
    desk.type("A")
    desk.keys("Escape")
    assert desk.column(2)[0] == TABLE_1.indicators[0].name
    assert desk.focused() is desk.grid
    assert desk.session.undo_stack.count() == 0


def test_alt_enter_breaks_the_line_and_the_row_grows_while_typing(desk):
    desk.click(1, 2)
    before = desk.grid.rowHeight(1)
    desk.type("A")
    desk.keys("Alt+Return")
    desk.type("B")
    assert desk.grid.rowHeight(1) > before
    desk.keys("Return")
    assert desk.column(2)[1] == "A\nB"
    assert desk.grid.rowHeight(1) > before


def test_a_row_keeps_its_height_when_its_highest_cell_is_opened(desk):
    desk.click(1, 4)
    desk.type("达到国家标准并且通过主管部门组织的专家验收，没有重大问题")
    desk.keys("Return")
    before = desk.grid.rowHeight(1)
    desk.click(1, 4)
    desk.keys("F2")
    assert before > 3 * desk.grid.fontMetrics().height()
    assert desk.grid.rowHeight(1) >= before
    desk.keys("Escape")


def test_a_row_shrinks_again_when_typing_is_given_up(desk):
    desk.click(1, 2)
    before = desk.grid.rowHeight(1)
    desk.type("很长" * 60)
    grown = desk.grid.rowHeight(1)
    desk.keys("Escape")
    assert grown > before == desk.grid.rowHeight(1)


def test_backspace_empties_and_edits(desk):
    desk.click(0, 2)
    desk.keys("Backspace", "Return")
    assert desk.column(2)[0] == ""


def test_double_click_edits_what_is_there(desk):
    point = desk.grid.visualRect(desk.model.index(0, 2)).center()
    desk.click(0, 2)
    QTest.mouseDClick(desk.grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    desk.type("A")
    desk.keys("Return")
    assert desk.column(2)[0] == f"{TABLE_1.indicators[0].name}A"


def test_clicking_elsewhere_commits(desk):
    desk.click(0, 2)
    desk.type("A")
    desk.click(4, 3)
    assert desk.column(2)[0] == "A"
    assert desk.cell == (4, 3)


def test_an_action_that_reads_data_commits_the_open_editor_first(desk):
    desk.click(0, 2)
    desk.type("A")
    desk.session.settle()
    assert desk.column(2)[0] == "A"


def test_showing_another_table_commits_the_open_editor_first(desk):
    desk.click(0, 2)
    desk.type("A")
    desk.show("p2")
    desk.show("p1")
    assert desk.column(2)[0] == "A"


def test_undo_commits_what_is_typed_and_takes_just_that_back(desk):
    desk.click(0, 2)
    desk.type("A")
    assert desk.session.undo()
    assert desk.column(2)[0] == TABLE_1.indicators[0].name


def test_undo_and_redo_keep_the_current_cell_and_the_selection(desk):
    desk.click(0, 2)
    desk.type("A")
    desk.keys("Return")
    desk.click(3, 1)
    desk.click(5, 2, Qt.KeyboardModifier.ShiftModifier)
    chosen = desk.selected()
    desk.session.undo()
    desk.session.redo()
    assert desk.selected() == chosen
    assert desk.cell == (5, 2)


def test_an_outside_change_does_not_disturb_the_cell_under_edit(desk):
    desk.click(0, 2)
    desk.type("half")
    table = desk.on_disk()
    assert desk.session.perform(intents.set_cells(table, {(0, "value"): "9次", (1, "name"): "外面"}))
    desk.type(" typed")
    desk.keys("Return")
    assert desk.texts()[0][2:] == ("half typed", TABLE_1.indicators[0].description, "9次")
    assert desk.model.index(1, 2).data() == "外面"


@pytest.mark.parametrize(
    ("typed", "stands", "said"),
    [
        (">=95%", "≥95%", "“>=”改写为“≥”"),
        ("12次", "12次", ""),
        ("x=>y", "x=>y", ""),
        ("2025年12月31日前", "2025年12月31日前", ""),
    ],
)
def test_a_typed_value_is_brought_into_the_forms_spelling_and_that_is_said(desk, typed, stands, said):
    desk.click(0, 4)
    desk.type(typed)
    desk.keys("Return")
    assert desk.column(4)[0] == stands
    assert said in desk.notice()
    assert bool(said) == bool(desk.notice())


def test_what_was_typed_stands_again_when_its_spelling_is_undone(desk):
    desk.click(0, 4)
    desk.type(">=95%")
    desk.keys("Return")
    assert desk.session.undo_stack.undoText() == "规范指标值"
    undo, redo = desk.session.undo, desk.session.redo
    for step, stands in ((undo, ">=95%"), (undo, "1次"), (redo, ">=95%"), (redo, "≥95%")):
        assert step()
        assert desk.column(4)[0] == stands
    assert not desk.session.undo_stack.canRedo()


def test_a_new_row_begun_with_a_value_is_respelled_in_its_place(desk):
    rows = len(desk.texts())
    desk.click(rows - 1, 4)
    desk.keys("Return")
    desk.type("９５％")
    desk.keys("Return")
    assert desk.column(4)[rows] == "95%"
    assert "改写为" in desk.notice()
    assert desk.session.undo()
    assert desk.column(4)[rows] == "９５％"
    assert desk.session.undo()
    assert len(TABLE_1.indicators) == len(desk.on_disk().indicators)


def test_leaving_a_cell_without_typing_writes_nothing(desk):
    desk.click(0, 2)
    desk.keys("F2", "Return", "F2", "Tab")
    assert desk.session.undo_stack.count() == 0


def test_keys_typed_faster_than_the_focus_moves_are_not_lost(desk):
    desk.click(0, 2)
    QTest.keyClicks(desk.grid, "abc")
    desk.keys("Return")
    assert desk.column(2)[0] == "abc"
