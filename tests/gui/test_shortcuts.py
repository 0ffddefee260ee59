"""The table of shortcuts (F1) beside what actions, grid, editors and dialogs answer to: nothing is missing in it."""

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QTreeWidget

from gui.actions import Reach, key_text, plain
from gui.menus import specs
from gui.menus.keys import KEYS
from gui.table_editor.grid_keys import KEYS as GRID_KEYS

GUI = Path(__file__).parents[2] / "gui"
GRID = "在指标表格中"
PLACES = {
    "context_menu.py": ("在项目树、指标表格、审核结果中",),
    "findings_view.py": ("在审核结果中",),
    "page_area.py": ("在打印预览中",),
    "project_tree.py": ("在查找框中",),
    "text_table.py": ("在对话框的列表中",),
    "dialogs/budget_table.py": ("复制上年，在新预算中",),
    "dialogs/find_dialog.py": ("在查找和替换中",),
    "dialogs/library_dialog.py": ("在指标库的查找框中",),
    "dialogs/note_dialogs.py": ("写批注时",),
    "dialogs/side_by_side_dialog.py": ("在对照中",),
    "table_editor/cell_editor.py": ("修改单元格时",),
    "table_editor/form_fields.py": ("在表单中",),
    "table_editor/grid_keys.py": (GRID,),
    "table_editor/grid_view.py": (GRID,),
    "table_editor/target_field.py": ("在表单中",),
}
"""Where the keys that a module answers to are listed."""
STANDARD = {"Copy": "Ctrl+C", "Paste": "Ctrl+V", "Cut": "Ctrl+X", "Undo": "Ctrl+Z", "Redo": "Ctrl+Y"}
ALIKE = {"Enter": "Return", "Backtab": "Tab", "PageUp": "PgUp", "PageDown": "PgDown", "Insert": "Ins", "Delete": "Del"}
ALIKE |= {"Escape": "Esc", "Plus": "+", "Minus": "-", "Equal": "="}


def portable(key):
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def listed(place):
    """Keys of the table at a place, without the words that are no keys."""
    return {portable(key) for group in KEYS[place] for key in group.keys} - {""}


def of_actions(*reaches):
    return {portable(key) for spec in specs() if spec.reach in reaches for key in spec.keys}


def pressed(key, modifiers):
    """A key of the grid as it is written; what the keyboard sends for the same one is written alike."""
    if key == Qt.Key.Key_Backtab:
        key, modifiers = Qt.Key.Key_Tab, modifiers | Qt.KeyboardModifier.ShiftModifier
    if key == Qt.Key.Key_Enter:
        key = Qt.Key.Key_Return
    if key == Qt.Key.Key_Plus:  # above = on most keyboards
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    return QKeySequence(modifiers.value | key.value).toString(QKeySequence.SequenceFormat.PortableText)


def test_every_key_of_the_grid_is_listed_and_the_grid_answers_to_every_key_listed():
    answered = {pressed(key, modifiers) for key, modifiers in GRID_KEYS}
    assert answered <= listed(GRID) | of_actions(Reach.GRID)
    assert listed(GRID) - answered == {"PgUp", "PgDown", "Shift+PgUp", "Shift+PgDown"}  # as far as Qt goes


def keys_in(module):
    """The keys that a module names: of Qt, or spelled out for a shortcut."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr.startswith("Key_"):
            yield node.attr.removeprefix("Key_")
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value).endswith("StandardKey"):
            yield STANDARD[node.attr]
        elif isinstance(node, ast.Constant) and re.fullmatch(r"(Ctrl|Alt|Shift)\+\w+|F\d+", str(node.value)):
            yield node.value


def is_aside(module):
    return module.parent.name in ("menus", "input_method") or module.name == "actions.py"


MODULES = [path for path in sorted(GUI.rglob("*.py")) if not is_aside(path) and any(keys_in(path))]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(GUI).as_posix())
def test_every_key_that_a_module_answers_to_is_listed_at_its_place(module):
    places = PLACES[module.relative_to(GUI).as_posix()]
    known = set().union(*map(listed, places)) | (of_actions(Reach.GRID) if GRID in places else set())
    if places == ("在表单中",):
        known |= of_actions(Reach.GRID)  # the menu 编辑 serves the fields too
    last = {key if len(key) == 1 else key[:-1].rpartition("+")[2] + key[-1] for key in known}
    for key in keys_in(module):
        spelled = "+".join(ALIKE.get(part, part) for part in key.split("+"))
        assert spelled in (known if "+" in spelled[1:] else known | last), key


def test_no_place_is_listed_that_answers_to_nothing():
    answered = {place for places in PLACES.values() for place in places}
    assert set(KEYS) - answered == {"在项目树中"}  # the view's own


def shown(dialog):
    keys = dialog.findChild(QTreeWidget, "shortcutsList")
    for number in range(keys.topLevelItemCount()):
        group = keys.topLevelItem(number)
        yield from ((group.child(row).text(0), group.child(row).text(1)) for row in range(group.childCount()))


def test_the_table_shows_every_action_with_its_keys_or_the_way_to_it_and_every_other_key(hands):
    hands.keys("F1")
    dialog = hands.dialog("shortcutsDialog")
    lines = set(shown(dialog))
    dialog.close()
    for spec in specs():
        texts = [keys for keys, text in lines if text == plain(spec.text)]
        assert any(all(key_text(key) in keys for key in spec.keys) for keys in texts), spec.id
        assert all(texts), spec.id
    assert ("Alt+F，W", "空白填报表") in lines
    for group in (group for groups in KEYS.values() for group in groups):
        assert group.does in {text for _, text in lines}


def test_no_column_of_the_table_lies_beyond_its_edge(hands):
    hands.keys("F1")
    dialog = hands.dialog("shortcutsDialog")
    keys = dialog.findChild(QTreeWidget, "shortcutsList")
    for width in (dialog.width(), 600):
        dialog.resize(width, dialog.height())
        for show in (keys.scrollToTop, keys.scrollToBottom):
            show()
            hands.qtbot.waitUntil(lambda: keys.header().length() <= keys.viewport().width())
    dialog.close()


def pane(hands):
    bench, focused = hands.window.workbench, QApplication.focusWidget()
    for name, widget in (("树", bench.tree), ("表格", bench.grid), ("表单", bench.editor), ("结果", bench.findings)):
        if widget is focused or widget.isAncestorOf(focused):
            return name
    return "预览" if bench.preview.isAncestorOf(focused) else None


def test_f6_goes_round_the_parts_of_the_window_that_are_shown(hands):
    hands.choose("2025", "319101", "2.")
    hands.keys("Ctrl+1")
    found = []
    for _ in range(4):
        hands.keys("F6")
        found.append(pane(hands))
    assert found == ["表单", "表格", "结果", "树"]
    hands.keys("F11", "F12", "Shift+F6")
    assert pane(hands) == "预览"
    hands.keys("Shift+F6")
    assert pane(hands) == "表格"
    hands.keys("F12", "F11")


def test_f6_passes_by_form_and_grid_where_no_table_is_chosen(hands):
    hands.choose("2025")
    hands.keys("Ctrl+1", "F6")
    assert pane(hands) == "结果"
    hands.keys("F6")
    assert pane(hands) == "树"
