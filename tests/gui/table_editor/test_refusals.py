"""What cannot be written: the old value stands, the reason is said beside the place, nothing typed is lost."""

import sqlite3
from contextlib import closing

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QInputMethodQueryEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from core.domain.edits import change, set_field
from core.domain.records import State
from tests.reference import reference_tables

TABLE_1 = reference_tables()[0]


@pytest.fixture
def signed_desk(desk):
    project = desk.on_disk().project
    assert desk.session.perform(change("签字", [set_field(project, "state", State.SIGNED)]))
    desk.session.undo_stack.clear()
    return desk


def change_behind_its_back(desk, statement: str) -> None:
    """As another program would that has the same file open."""
    with closing(sqlite3.connect(desk.session.workspace.path)) as connection:
        connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize("key", ["F2", "a", "Delete", "Ctrl+V", "Ctrl++", "Ctrl+-", "Ctrl+D", "Alt+Down"])
def test_a_locked_table_says_why_it_takes_no_typing(signed_desk, key):
    desk = signed_desk
    desk.click(1, 2)
    desk.keys(key)
    assert "已签，已锁定" in desk.notice()
    assert desk.column(2) == [row.name for row in TABLE_1.indicators]
    assert desk.session.undo_stack.count() == 0


def test_a_locked_table_says_why_it_takes_nothing_from_an_input_method(signed_desk):
    desk = signed_desk
    desk.click(1, 2)
    desk.compose("zhong")
    desk.commit_from_input_method("中")
    assert "已签，已锁定" in desk.notice()
    assert desk.column(2) == [row.name for row in TABLE_1.indicators]


def test_a_locked_table_says_so_at_the_first_key_of_a_composition(signed_desk):
    desk = signed_desk
    desk.click(1, 2)
    desk.compose("z")
    assert "已签，已锁定" in desk.notice()
    desk.click(2, 2)
    assert desk.notice() == ""
    desk.commit_from_input_method("，")
    assert "已签，已锁定" in desk.notice()


def takes_compositions(widget) -> bool:
    """What an input method asks before it takes a key."""
    query = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
    QCoreApplication.sendEvent(widget, query)
    return bool(query.value(Qt.InputMethodQuery.ImEnabled))


def test_the_input_method_is_asked_only_while_the_table_takes_typing(desk):
    desk.click(1, 2)
    project = desk.on_disk().project
    assert takes_compositions(desk.grid)
    assert desk.session.perform(change("签字", [set_field(project, "state", State.SIGNED)]))
    assert not takes_compositions(desk.grid)
    desk.keys("z")
    assert "已签，已锁定" in desk.notice()
    assert desk.session.perform(change("解锁", [set_field(desk.on_disk().project, "state", State.DRAFT)]))
    assert takes_compositions(desk.grid)
    desk.type("中国")
    desk.keys("Return")
    assert desk.column(2)[1] == "中国"


def test_one_sentence_stands_at_a_time_beside_field_and_cell(signed_desk):
    desk = signed_desk
    desk.field("budget").setFocus()
    desk.keys("1")
    assert "已锁定" in desk.notice()
    desk.click(1, 2)
    desk.keys("z")
    shown = [notice for notice in desk.editor.window().findChildren(QWidget, "notice") if notice.isVisible()]
    assert len(shown) == 1


@pytest.mark.parametrize("key", ["1", "Delete", "Backspace", "Ctrl+V", "Ctrl+X", "Shift+Insert"])
@pytest.mark.parametrize("name", ["budget", "target"])
def test_a_locked_form_says_why_it_takes_no_typing(signed_desk, name, key):
    desk = signed_desk
    before = desk.field(name).typed()
    desk.field(name).setFocus()
    desk.keys(key)
    assert "已签，已锁定" in desk.notice()
    assert desk.field(name).typed() == before


@pytest.mark.parametrize("click", [QTest.mouseClick, QTest.mouseDClick])
def test_a_click_below_the_last_row_of_a_locked_table_says_why_no_row_is_added(signed_desk, click):
    grid = signed_desk.grid
    below = QPoint(30, grid.verticalHeader().length() + 10)
    assert grid.viewport().rect().contains(below)
    click(grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, below)
    assert "已签，已锁定" in signed_desk.notice()


def test_enter_in_the_last_row_of_a_locked_table_says_why_no_row_is_added(signed_desk):
    signed_desk.click(signed_desk.model.rowCount() - 1, 2)
    signed_desk.keys("Down")
    assert signed_desk.notice() == ""
    signed_desk.keys("Return")
    assert "已签，已锁定" in signed_desk.notice()


def test_a_locked_table_opens_no_new_row(signed_desk):
    desk = signed_desk
    desk.click(8, 2)
    desk.keys("Return", "Down")
    assert desk.cell == (8, 2)
    assert desk.model.rowCount() == 9


def test_a_locked_table_can_be_copied(signed_desk):
    desk = signed_desk
    desk.click(0, 4)
    desk.keys("Ctrl+C")
    assert desk.notice() == ""


def test_a_cell_that_changed_in_the_file_keeps_what_is_typed_and_takes_it_when_asked_again(desk):
    desk.click(0, 4)
    desk.type("7")
    change_behind_its_back(desk, "UPDATE indicator SET value = '5次' WHERE id = 'p1-r1'")
    desk.keys("Return")
    assert desk.session.last_refusal
    assert desk.notice().endswith(desk.session.last_refusal)
    assert desk.column(4)[0] == "5次"
    assert desk.grid.editor.text() == "7"
    desk.keys("Return")
    assert desk.column(4)[0] == "7"
    assert desk.cell == (1, 4)


def test_escape_after_a_refusal_shows_what_stands(desk):
    desk.click(0, 4)
    desk.type("7")
    change_behind_its_back(desk, "UPDATE indicator SET value = '5次' WHERE id = 'p1-r1'")
    desk.keys("Return", "Escape")
    assert desk.model.index(0, 4).data() == "5次"
    assert desk.grid.editor is None


def test_a_refused_cell_is_not_left_by_a_click(desk):
    desk.click(0, 4)
    desk.type("7")
    with closing(sqlite3.connect(desk.session.workspace.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        desk.click(5, 2)
        assert "占用" in desk.notice()
        assert desk.cell == (0, 4)
        assert desk.grid.editor.text() == "7"
    desk.keys("Return")
    assert desk.column(4)[0] == "7"


def test_a_refused_form_field_keeps_what_is_typed(desk):
    desk.field("budget").setFocus()
    desk.field("budget").selectAll()
    desk.type("7")
    change_behind_its_back(desk, "UPDATE project SET budget = '5.00' WHERE id = 'p1'")
    desk.keys("Return")
    assert desk.notice().endswith(desk.session.last_refusal)
    assert desk.field("budget").text() == "7"
    desk.keys("Return")
    assert str(desk.on_disk().project.budget) == "7.00"


def test_setdata_answers_false_when_it_was_refused(desk):
    index = desk.model.index(0, 4)
    change_behind_its_back(desk, "UPDATE indicator SET value = '5次' WHERE id = 'p1-r1'")
    assert not desk.model.setData(index, "7")
    assert desk.column(4)[0] == "5次"
    assert desk.model.setData(index, "7")


@pytest.mark.parametrize("place", ["cell", "field"])
def test_the_reason_goes_with_what_it_was_about(signed_desk, place):
    desk = signed_desk
    if place == "cell":
        desk.click(1, 2)
        desk.keys("a")
    else:
        desk.field("budget").setFocus()
        desk.keys("1")
    assert "已签，已锁定" in desk.notice()
    assert desk.session.perform(change("解锁", [set_field(desk.on_disk().project, "state", State.DRAFT)]))
    assert desk.notice() == ""
