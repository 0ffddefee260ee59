import re
from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolBar

from gui.actions import Needs, Reach, key_text, plain
from gui.icons import FOLDER
from gui.menus import MENUS, TOOLBAR, WRITING, specs

DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("spec", list(specs()), ids=lambda spec: spec.id)
def test_every_action_has_a_chinese_name_an_access_key_a_tip_and_an_icon_that_exists(spec):
    assert _CHINESE.match(spec.text)
    assert re.search(r"\(&[A-Z0-9]\)…?$", spec.text)
    assert _CHINESE.search(spec.tip)
    assert not spec.icon or (FOLDER / f"{spec.icon}.svg").is_file()


def test_every_icon_file_draws_in_the_palette_colour():
    for file in FOLDER.glob("*.svg"):
        assert file.stem == "jibiao" or "currentColor" in file.read_text(encoding="utf-8"), file.name


@pytest.mark.parametrize("menu", MENUS)
def test_access_keys_are_unique_within_a_menu(menu):
    letters = [re.search(r"&(.)", entry.text).group(1) for entry in MENUS[menu] if hasattr(entry, "text")]
    assert [letter for letter, count in Counter(letters).items() if count > 1] == []


def test_access_keys_of_the_menus_are_unique():
    letters = [re.search(r"&(.)", title).group(1) for title in MENUS]
    assert len(set(letters)) == len(letters)


def test_no_shortcut_means_two_things_in_one_place():
    keys = {
        reach: [QKeySequence(key).toString() for s in specs() if s.reach is reach for key in s.keys] for reach in Reach
    }
    everywhere = keys.pop(Reach.WINDOW)
    for here in keys.values():
        assert [key for key, count in Counter(everywhere + here).items() if count > 1] == []
    assert all(everywhere)


def test_ids_are_unique_and_those_named_elsewhere_exist():
    ids = [spec.id for spec in specs()]
    assert len(set(ids)) == len(ids)
    assert {*(name for group in TOOLBAR for name in group), *WRITING} <= set(ids)


def test_keys_are_written_as_on_the_keyboard():
    assert [key_text(key) for key in ("Ctrl++", "Alt+Up", "Del", "F1")] == ["Ctrl++", "Alt+↑", "Delete", "F1"]
    assert plain("导入(&I)…") == "导入"


def test_every_handler_exists_in_its_room(hands):
    for spec in specs():
        room, method = spec.handler.split(".")
        assert callable(getattr(hands.window.rooms[room], method)), spec.handler


def test_menus_and_toolbar_hold_what_the_table_says(hands):
    children = hands.window.menuBar().findChildren(QMenu, options=DIRECT)
    menus = {menu.title(): menu for menu in children if menu.title()}  # Qt keeps one of its own for lack of room
    assert list(menus) == list(MENUS)
    in_menus = {action.objectName() for menu in menus.values() for action in menu.actions()}
    assert {spec.id for spec in specs()} <= in_menus
    on_toolbar = [action.objectName() for action in hands.window.findChild(QToolBar).actions() if action.objectName()]
    assert on_toolbar == [name for group in TOOLBAR for name in group]


def enabled(hands):
    return {action.objectName() for action in hands.window.findChildren(QAction) if action.isEnabled()}


def test_without_a_workspace_only_what_needs_none_is_possible(first_start):
    without = {spec.id for spec in specs() if spec.needs is Needs.NOTHING}
    assert enabled(first_start) & {spec.id for spec in specs()} == without


def test_what_is_possible_follows_the_cursor_and_the_undo_stack(hands):
    hands.choose("2025")
    assert "rename" not in enabled(hands)
    assert "undo" not in enabled(hands)
    hands.choose("2025", "319202")
    assert "rename" in enabled(hands)
    hands.keys("Alt+Up")
    assert "undo" in enabled(hands)
    undo = hands.window.findChild(QAction, "undo")
    assert undo.text() == "撤销 移动单位(&U)"
    hands.keys("Ctrl+Z")
    assert hands.window.findChild(QAction, "redo").text() == "重做 移动单位(&R)"
    assert undo.text() == "撤销(&U)"
