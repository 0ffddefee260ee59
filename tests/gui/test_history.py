"""修改历史 in the window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QRadioButton

from core.services import intents
from gui.text_table import TextTable, TextTableModel


def texts(dialog, column):
    model = dialog.findChild(TextTable, "historyTable").model()
    return [model.index(row, column).data() for row in range(model.rowCount())]


def opened(hands):
    hands.keys("Ctrl+Shift+H")
    dialog = hands.dialog("historyDialog")
    hands.qtbot.waitUntil(lambda: bool(texts(dialog, 0)))
    return dialog


def button(dialog, text):
    return next(b for b in dialog.findChildren(QPushButton) if b.text() == text)


@pytest.fixture
def edited(hands):
    """The first table's value of row 1 typed anew, and then its third row deleted."""
    hands.choose("2025", "319101", "1.")
    bench = hands.window.workbench
    bench.editor.go_to(1, "value")
    hands.window.session.perform(intents.set_cells(bench.editor.current_table(), {(0, "value"): "≥9次"}))
    bench.editor.go_to(3, "value")
    hands.keys("Ctrl+-")
    bench.editor.go_to(1, "value")
    return hands


def test_the_table_and_the_cell_have_their_history(edited):
    dialog = opened(edited)
    assert texts(dialog, 2)[:2] == ["删除行", "修改指标值"]
    cell = next(b for b in dialog.findChildren(QRadioButton) if "当前格" in b.text())
    assert cell.text() == "当前格：第 1 行 指标值"
    edited.click(cell)
    assert texts(dialog, 2) == ["修改指标值", "打开示例"]
    edited.keys("Esc")


def test_an_old_value_comes_back_and_can_be_undone(edited):
    bench = edited.window.workbench
    dialog = opened(edited)
    view = dialog.findChild(TextTable, "historyTable")
    view.setFocus()
    edited.keys("Down")
    assert view.current_item().new == "≥9次"
    edited.click(button(dialog, "恢复原内容"))
    assert bench.editor.current_table().indicators[0].value == "1次"
    edited.qtbot.waitUntil(lambda: texts(dialog, 2)[0] == "恢复旧内容")
    dialog.reject()
    edited.keys("Ctrl+Z")
    assert bench.editor.current_table().indicators[0].value == "≥9次"


def test_the_whole_table_comes_back_in_one_step(edited):
    bench = edited.window.workbench
    dialog = opened(edited)
    view = dialog.findChild(TextTable, "historyTable")
    view.setFocus()
    edited.keys("Down")
    edited.click(button(dialog, "恢复整张表到这一步之前"))
    edited.qtbot.waitUntil(lambda: bench.editor.current_table().indicators[0].value == "1次")
    assert len(bench.editor.current_table().indicators) == 9
    dialog.reject()
    edited.keys("Ctrl+Z")
    assert len(bench.editor.current_table().indicators) == 8


def test_the_model_keeps_qts_rules(qtmodeltester):
    model = TextTableModel(("一", "二"), lambda item: (item, item * 2), (1,), can_tick=True)
    qtmodeltester.check(model)
    model.show(["甲", "乙\n丙"])
    qtmodeltester.check(model)
    assert model.index(1, 1).data() == "乙 丙乙 丙"


def test_two_long_texts_are_shown_from_where_they_begin_to_differ(hands):
    hands.choose("2025", "319101", "1.")
    editor = hands.window.workbench.editor
    before, after = ("保障信息系统安全稳定运行" * 4 + end for end in ("不少于十二次", "不少于二十四次"))
    for text in (before, after):
        assert hands.window.session.perform(intents.set_form_field(editor.current_table().project, "target", text))
    dialog = opened(hands)
    assert texts(dialog, 4)[0] == "…定运行不少于十二次"
    assert texts(dialog, 5)[0] == "…定运行不少于二十四次"
    whole = dialog.findChild(TextTable, "historyTable").model().index(0, 4)
    assert whole.data(Qt.ItemDataRole.ToolTipRole) == before
    assert whole.data(Qt.ItemDataRole.AccessibleTextRole) == before
    dialog.reject()
