"""绩效目标: numbered paragraphs are kept in order as a help that can be undone; characters are counted."""

import pytest
from PySide6.QtWidgets import QLabel

from gui.table_editor.numbering import length, next_head, renumbered
from tests.reference import reference_tables


@pytest.fixture
def target(empty_desk):
    field = empty_desk.field("target")
    field.setFocus()
    return field


def test_enter_begins_the_next_number(empty_desk, target):
    empty_desk.type("1.完成测评；")
    empty_desk.keys("Return")
    empty_desk.type("不发生事件。")
    empty_desk.keys("Return")
    assert target.toPlainText() == "1.完成测评；\n2.不发生事件。\n3."
    empty_desk.keys("Return", "Tab")
    assert empty_desk.on_disk().project.target == "1.完成测评；\n2.不发生事件。\n"


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ("2.b", "2.b"),
        ("2. b", "2. b"),
        ("2、完成", "2、完成"),
        ("2.5%达标", "2.2.5%达标"),
        ("20人", "2.20人"),
        ("b2.", "2.b2."),
    ],
)
def test_whoever_types_the_number_that_was_put_has_typed_it_over(empty_desk, target, typed, stands):
    empty_desk.type("1.a")
    empty_desk.keys("Return")
    empty_desk.type(typed)
    assert target.toPlainText() == f"1.a\n{stands}"


def test_the_number_can_be_undone_and_the_line_stays(empty_desk, target):
    empty_desk.type("1.完成测评；")
    empty_desk.keys("Return", "Ctrl+Z")
    assert target.toPlainText() == "1.完成测评；\n"


def test_a_paragraph_put_between_moves_the_following_numbers_on(empty_desk, target):
    target.setPlainText("1.一\n2.二\n3.三\n注：3.三")
    empty_desk.keys("Ctrl+Home", "End", "Return")
    empty_desk.type("新")
    assert target.toPlainText() == "1.一\n2.新\n3.二\n4.三\n注：3.三"
    empty_desk.keys("Ctrl+Z", "Ctrl+Z")
    assert target.toPlainText() == "1.一\n\n2.二\n3.三\n注：3.三"


def test_enter_inside_a_paragraph_and_behind_one_without_number_only_breaks_the_line(empty_desk, target):
    target.setPlainText("1.一二\n没有序号\n1.5亿元")
    empty_desk.keys("Ctrl+Home", "Right", "Right", "Right", "Return", "Ctrl+End", "Return")
    assert target.toPlainText() == "1.一\n二\n没有序号\n1.5亿元\n"


def test_deleting_renumbers_only_when_asked(empty_desk, target):
    target.setPlainText("1.一\n3.三\n4.四")
    empty_desk.keys("Tab")
    assert empty_desk.on_disk().project.target == "1.一\n3.三\n4.四"
    target.setFocus()
    menu = target.menu()
    next(action for action in menu.actions() if action.text() == "重新编号").trigger()
    menu.deleteLater()
    assert target.toPlainText() == "1.一\n2.三\n3.四"
    empty_desk.keys("Ctrl+Z")
    assert target.toPlainText() == "1.一\n3.三\n4.四"


def test_characters_are_counted_while_typing_without_numbers_and_spaces(empty_desk, target):
    count = empty_desk.editor.findChild(QLabel, "targetLength")
    empty_desk.type("1.完成 AB；")
    assert count.text() == "5 字"
    empty_desk.keys("Return")
    assert count.text() == "5 字"


@pytest.mark.parametrize(
    ("paragraph", "head"),
    [
        ("1.一", "2."),
        ("9、九", "10、"),
        ("（3）三", "（4）"),
        (" 2. 二", " 3. "),
        ("2025.1", ""),
        ("1.5亿元", ""),
        ("", ""),
    ],
)
def test_the_next_number_is_written_as_the_one_before(paragraph, head):
    assert next_head(paragraph) == head


def test_texts_in_order_are_left_to_the_letter():
    for table in reference_tables():
        assert renumbered(table.project.target) == table.project.target or "1." not in table.project.target
    assert length("1.一二\n2. 三 四") == 4


def test_the_window_renumbers_at_once_and_in_one_step(empty_desk, target):
    target.setPlainText("1.一\n3.三")
    empty_desk.keys("Tab")
    assert empty_desk.editor.renumber()
    assert empty_desk.on_disk().project.target == "1.一\n2.三"
    empty_desk.session.undo()
    assert empty_desk.on_disk().project.target == "1.一\n3.三"
    assert target.toPlainText() == "1.一\n3.三"
