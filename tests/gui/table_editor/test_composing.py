"""Chinese input methods at the grid: nothing that they send is lost, and their window stands under the cell."""

import pytest
from PySide6.QtCore import Qt

from tests.reference import reference_tables

NAMES = [row.name for row in reference_tables()[0].indicators]


def test_text_committed_without_preedit_on_an_unedited_cell_is_kept(desk):
    desk.click(0, 2)
    desk.commit_from_input_method("，")
    desk.commit_from_input_method("系统")
    desk.keys("Return")
    assert desk.column(2)[0] == "，系统"


def test_a_composition_begun_on_an_unedited_cell_replaces_the_text(desk):
    desk.click(0, 2)
    desk.compose("xi")
    desk.compose("xi tong")
    desk.commit_from_input_method("系统")
    desk.keys("Return")
    assert desk.column(2)[0] == "系统"


def test_a_composition_given_up_leaves_the_text(desk):
    desk.click(0, 2)
    desk.compose("xi")
    desk.compose("")
    desk.keys("Escape")
    assert desk.column(2)[0] == NAMES[0]
    assert desk.session.undo_stack.count() == 0


def test_clicking_elsewhere_while_composing_commits_the_composition(desk):
    desk.click(0, 2)
    desk.type("A")
    desk.compose("xitong")
    desk.click(3, 3)
    assert desk.column(2)[0] == "Axitong"


def test_an_action_that_reads_data_commits_the_composition(desk):
    desk.click(0, 2)
    desk.type("A")
    desk.compose("xitong")
    desk.session.settle()
    assert desk.column(2)[0] == "Axitong"


def test_the_candidate_window_stands_at_the_current_cell(desk):
    for cell in ((0, 2), (4, 3), (1, 0)):
        desk.click(*cell)
        rect = desk.grid.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
        seen = desk.grid.visualRect(desk.model.index(*cell))
        assert rect.topLeft() == desk.grid.viewport().mapTo(desk.grid, seen.topLeft())


def test_the_candidate_window_stands_in_the_cell_under_edit(desk):
    desk.click(4, 2)
    desk.compose("xi")
    rect = desk.grid.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    seen = desk.grid.visualRect(desk.model.index(4, 2))
    assert seen.translated(desk.grid.viewport().pos()).contains(rect.center())
    desk.keys("Escape")


def test_chinese_filters_the_drop_down(desk):
    desk.click(8, 1)
    desk.keys("Up")
    desk.commit_from_input_method("生态")
    desk.keys("Return")
    assert desk.column(1)[7] == "生态效益指标"


def test_a_click_elsewhere_commits_a_composition_begun_on_an_unedited_cell(desk):
    desk.click(0, 2)
    desk.compose("zhong")
    desk.click(3, 3)
    assert desk.column(2)[0] == "zhong"
    desk.compose("guo")
    desk.commit_from_input_method("国")
    desk.keys("Return")
    assert desk.column(3)[3] == "国"


@pytest.mark.parametrize(("field", "column"), [("projectName", "name"), ("purpose", "purpose")])
def test_leaving_a_form_field_while_composing_commits_the_composition(desk, field, column):
    desk.field(field).setFocus()
    desk.field(field).selectAll()
    desk.type("A")
    desk.compose("xitong")
    desk.click(3, 3)
    assert getattr(desk.on_disk().project, column) == "Axitong"
