"""The menus of tree, grid and findings, opened as by a clerk: with the right button or the menu key."""

import re
from collections import Counter

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from core.domain.edits import change, set_field
from core.domain.records import State
from gui.actions import plain
from gui.menus import context_menus, specs
from gui.menus.context_menus import Submenu

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # said by Qt's offscreen platform of every menu

NO_MODIFIER = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def opened(hands):
    """The menu that stands open, waited for; whatever is open at the end is closed."""

    def menu():
        hands.qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        return QApplication.activePopupWidget()

    yield menu
    while QApplication.activePopupWidget():
        QApplication.activePopupWidget().close()


def right_click(hands, view, place):
    there = view.viewport().mapTo(hands.window, place)
    QTest.mouseClick(hands.window.windowHandle(), Qt.MouseButton.RightButton, NO_MODIFIER, there)


def right_click_line(hands, *titles):
    right_click(hands, hands.tree, hands.tree.visualRect(hands.line(*titles)).center())


def press_menu_key(hands):
    """What the platforms with a keyboard make of the key, and the offscreen one does not."""
    reason = QContextMenuEvent.Reason.Keyboard
    QCoreApplication.sendEvent(hands.window.windowHandle(), QContextMenuEvent(reason, QPoint(), QPoint(), NO_MODIFIER))


def texts(menu):
    """What the menu says, group by group; a submenu as its title with what it holds."""
    groups = [[]]
    for action in menu.actions():
        if action.isSeparator():
            groups.append([])
        else:
            within = f"▸{'、'.join(plain(a.text()) for a in action.menu().actions())}" if action.menu() else ""
            groups[-1].append(plain(action.text()) + within)
    return groups


def set_state(hands, number, state):
    session = hands.window.session
    with session.workspace.read() as reader:
        table = next(table for table in reader.tables() if table.number == number)
    assert session.perform(change("修改", [set_field(table.project, "state", state)]))


DRAFT = [
    ["新建项目", "从模板新建项目"],
    ["复制项目", "复制上年"],
    ["定稿", "标记▸标记待核、标记退回"],
    ["对照", "修改历史"],
    ["导出", "打印", "退回修改"],
    ["重命名", "删除", "上移", "下移"],
]


def test_a_draft_offers_what_can_be_done_with_it(hands, opened):
    right_click_line(hands, "2025", "319101", "2.")
    assert texts(opened()) == DRAFT
    assert hands.tree.currentIndex() == hands.line("2025", "319101", "2.")


def test_the_menu_key_opens_the_same_menu_below_the_line_with_the_cursor(hands, opened):
    hands.choose("2025", "319101", "2.")
    press_menu_key(hands)
    assert texts(opened()) == DRAFT
    line = hands.tree.visualRect(hands.tree.currentIndex())
    assert opened().pos() == hands.tree.viewport().mapToGlobal(line.bottomLeft())


def test_keyboards_without_the_menu_key_have_shift_f10(hands, opened):
    hands.choose("2025", "319101", "2.")
    hands.keys("Shift+F10")
    assert texts(opened()) == DRAFT


@pytest.mark.parametrize(
    ("state", "steps"), [(State.DRAFT, ["定稿"]), (State.FINAL, ["登记签字", "解锁"]), (State.SIGNED, ["解锁"])]
)
def test_only_the_steps_from_the_state_of_a_table_are_offered(hands, opened, state, steps):
    if state is not State.DRAFT:
        set_state(hands, 2, state)
    right_click_line(hands, "2025", "319101", "2.")
    assert texts(opened())[2] == [*steps, "标记▸标记待核、标记退回"]


def test_a_unit_offers_what_can_be_done_with_its_tables(hands, opened):
    right_click_line(hands, "2025", "319202")
    assert texts(opened()) == [
        ["新建项目", "从模板新建项目", "新建单位"],
        ["复制上年"],
        ["定稿", "标记▸标记待核、标记退回"],
        ["总览"],
        ["导出", "打印", "退回修改"],
        ["重命名", "删除", "上移"],
    ]


def test_a_year_can_neither_be_renamed_nor_moved(hands, opened):
    right_click_line(hands, "2025")
    groups = texts(opened())
    assert groups[0] == ["新建项目", "从模板新建项目", "新建单位", "新建年度"]
    assert groups[-1] == ["删除"]


def test_beside_the_lines_something_can_be_begun(hands, opened):
    right_click(hands, hands.tree, QPoint(10, hands.tree.viewport().height() - 5))
    assert texts(opened()) == [["新建项目", "新建单位", "新建年度"], ["总览"], ["导出"]]


def test_a_tag_is_put_and_taken_away_through_the_submenu(hands, opened):
    right_click_line(hands, "2025", "319101", "2.")
    QTest.keyClicks(opened(), "k")
    QTest.keyClicks(opened(), "k")
    hands.qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    right_click_line(hands, "2025", "319101", "2.")
    assert "标记▸标记待核、标记退回、清除标记" in texts(opened())[2]


def test_a_copy_of_the_unit_is_begun_from_its_menu(hands, opened):
    right_click_line(hands, "2025", "319202")
    QTest.keyClicks(opened(), "l")
    dialog = hands.dialog("rollDialog")
    dialog.close()


def test_the_grid_offers_its_actions_in_groups(hands, opened):
    hands.choose("2025", "319101", "2.")
    hands.keys("Ctrl+3")
    grid = hands.window.workbench.grid
    right_click(hands, grid, grid.visualRect(grid.model().index(1, 2)).center())
    assert texts(opened()) == [
        ["剪切", "复制", "粘贴", "清除内容"],
        ["插入行", "删除行", "上移行", "下移行"],
        ["向下填充", "向右填充", "按指标体系排序"],
        ["指标库", "批注", "修改历史"],
    ]
    assert grid.currentIndex() == grid.model().index(1, 2)
    QTest.keyClicks(opened(), "i")
    hands.qtbot.waitUntil(lambda: hands.window.session.undo_stack.undoText() == "插入行")


def test_a_locked_table_can_be_unlocked_where_it_refuses_typing(hands, opened):
    set_state(hands, 2, State.FINAL)
    hands.choose("2025", "319101", "2.")
    hands.keys("Ctrl+3")
    press_menu_key(hands)
    assert texts(opened())[0] == ["解锁"]


def test_a_finding_offers_what_is_possible_with_it(hands, opened):
    hands.choose("2025", "319101", "2.")
    hands.keys("F8")
    finding = hands.window.workbench.findings.current_finding()
    hands.keys("Ctrl+4")
    press_menu_key(hands)
    groups = texts(opened())
    assert groups[0] == ["跳到", "详情", "复制"]
    assert groups[-1] == [f"只看 {finding.rule} 的"]
    offered = {action.text() for action in opened().actions() if not action.isSeparator()}
    assert all(action.isEnabled() for action in opened().actions() if action.text() in offered)
    QTest.keyClicks(opened(), "r")
    panel = hands.window.workbench.findings
    assert {shown.rule for shown in panel.shown_findings()} == {finding.rule}


def letters(entries):
    found = {spec.id: spec.text for spec in specs()}
    words = [entry.title if isinstance(entry, Submenu) else found[entry] for entry in entries]
    return [re.search(r"&(.)", text).group(1) for text in words]


@pytest.mark.parametrize("groups", [context_menus.TREE, context_menus.GRID], ids=["tree", "grid"])
def test_access_keys_are_unique_within_a_menu(groups):
    entries = [entry for group in groups for entry in group]
    for menu in (entries, *(entry.names for entry in entries if isinstance(entry, Submenu))):
        assert [letter for letter, count in Counter(letters(menu)).items() if count > 1] == []
    assert not set(letters(context_menus.FINDINGS)) & set("GICR")


def test_what_applies_to_some_lines_only_is_in_the_menu():
    flat = [
        name for group in context_menus.TREE for e in group for name in (e.names if isinstance(e, Submenu) else [e])
    ]
    assert set(context_menus.APPLIES) <= set(flat)
