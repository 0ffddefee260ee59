"""A workspace without tables says what can be done next, for mouse and keyboard."""

import pytest
from PySide6.QtWidgets import QApplication, QCommandLinkButton, QLabel, QSpinBox

from core.services import editing
from db.store import FileStore


@pytest.fixture
def empty(open_hands, tmp_path):
    FileStore().create(tmp_path / "空的.jxdb").close()
    return open_hands(tmp_path / "空的.jxdb")


def page(hands):
    return hands.window.findChild(object, "emptyPage")


def says(hands):
    return page(hands).findChild(QLabel).text()


def offers(hands):
    return [button for button in page(hands).findChildren(QCommandLinkButton) if button.isVisible()]


def frame_of(button):
    """What is drawn in the middle of a button's left edge."""
    return button.grab().toImage().pixelColor(0, button.height() // 2)


def test_an_empty_workspace_offers_the_ways_to_begin(empty):
    assert says(empty) == "这个工作区里还没有表。可以这样开始："
    assert [button.text() for button in offers(empty)] == ["导入…", "新建项目…", "新建年度…", "打开示例"]
    assert all(button.description() and button.isEnabled() for button in offers(empty))
    empty.click(offers(empty)[2])
    dialog = empty.dialog()
    assert dialog.windowTitle() == "新建年度"
    dialog.close()


def test_the_keyboard_begins_on_the_first_of_them_where_it_is_seen(empty):
    first = offers(empty)[0]
    assert QApplication.focusWidget() is first
    assert frame_of(first) == empty.window.palette().highlight().color()
    assert offers(empty)[1].description() == "在当前单位下新建项目；还没有单位时先填单位"


def test_the_keyboard_reaches_them_and_enter_presses_them(empty):
    empty.keys("Ctrl+1", "F6")
    assert QApplication.focusWidget() is offers(empty)[0]
    empty.keys("Tab")
    assert QApplication.focusWidget() is offers(empty)[1]
    assert frame_of(offers(empty)[1]) == empty.window.palette().highlight().color()
    assert frame_of(offers(empty)[0]) != empty.window.palette().highlight().color()
    empty.keys("Return")  # there is no unit yet: that is asked for first
    assert empty.dialog().windowTitle() == "新建项目：先填预算单位"
    empty.type("319101")
    empty.keys("Return")
    empty.qtbot.waitUntil(lambda: empty.dialog().windowTitle() == "新建项目")
    empty.type("第一个项目")
    empty.keys("Return")
    empty.qtbot.waitUntil(lambda: empty.project_names() == ["第一个项目"])
    assert not page(empty).isVisible()
    empty.choose("年度")
    assert says(empty) == "请在左边选一张表。"
    assert offers(empty) == []
    empty.choose("年度", "319101", "1.")
    empty.keys("Delete")
    assert len(offers(empty)) == 4


def test_the_first_project_begins_the_year_that_the_clerk_chooses(empty):
    empty.click(offers(empty)[1])
    dialog = empty.dialog()
    this_year = dialog.findChild(QSpinBox, "unitYear").value()
    assert this_year == editing.local_now().year
    empty.type("319101")
    empty.keys("Shift+Tab", "Up", "Return")
    empty.qtbot.waitUntil(lambda: empty.dialog().windowTitle() == "新建项目")
    empty.type("明年的项目")
    empty.keys("Return")
    empty.qtbot.waitUntil(lambda: empty.project_names() == ["明年的项目"])
    assert [line.year.year for line in empty.outline()] == [this_year + 1]


@pytest.mark.parametrize("action", ["export", "audit_report", "finalise", "sign", "unlock"])
def test_where_there_is_no_table_what_works_on_tables_says_how_to_get_one(empty, action):
    empty.window.commands[action].trigger()
    said = empty.dialog()
    assert said.text() == "这个工作区里还没有表。请先导入、新建项目，或打开示例。"
    said.close()


def test_printing_where_no_table_is_below_says_what_to_choose(hands):
    hands.choose("2025")
    hands.window.commands["new_year"].trigger()
    hands.dialog()
    hands.keys("Return")
    hands.choose("2026")
    hands.keys("Ctrl+P")
    said = hands.dialog()
    assert said.text() == "左边选中的这一行下面没有表。请选一张表，或有表的单位、年度，再打印。"
    said.close()


def test_in_a_workspace_with_tables_the_page_only_says_where_to_choose(hands):
    hands.choose("2025")
    assert page(hands).isVisible()
    assert says(hands) == "请在左边选一张表。"
    assert offers(hands) == []
