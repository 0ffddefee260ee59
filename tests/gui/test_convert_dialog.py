"""转换指标体系 in the window: previewed, done in one step, taken back."""

from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QTabWidget, QTreeWidget

from core.domain.records import State
from core.services import intents


def opened(hands, qtbot):
    hands.keys("Ctrl+Shift+X")
    dialog = hands.dialog("convertDialog")
    qtbot.waitUntil(lambda: dialog.findChild(QLabel, "convertNote").text() not in ("", "正在比较…"))
    return dialog


def convert_button(dialog):
    return next(button for button in dialog.findChildren(QPushButton) if button.text() == "转换")


def scheme_on_disk(hands):
    return hands.outline()[0].year.scheme


def test_costs_move_into_a_category_of_their_own_and_back(hands, qtbot):
    hands.choose("2025", "319101", "1.")
    dialog = opened(hands, qtbot)
    moved = dialog.findChild(QTreeWidget, "convertMoved")
    assert moved.topLevelItem(0).text(3) == "产出指标 / 成本指标"
    assert moved.topLevelItem(0).text(4) == "成本指标 / 经济成本指标"
    assert dialog.findChild(QTabWidget).tabText(0) == f"改变类别（{moved.topLevelItemCount()}）"
    assert scheme_on_disk(hands) == "2015"
    hands.click(convert_button(dialog))
    assert scheme_on_disk(hands) == "2021"
    assert hands.window.workbench.editor.current_table().indicators[0].category == "成本指标"
    dialog = opened(hands, qtbot)
    assert "2015" in dialog.findChild(QComboBox, "convertTarget").currentText()
    hands.keys("Esc")
    hands.keys("Ctrl+Z")
    assert scheme_on_disk(hands) == "2015"


def test_final_tables_are_named_and_stand_in_the_way(hands, qtbot):
    hands.choose("2025", "319101", "1.")
    project = hands.window.workbench.editor.current_table().project
    hands.window.session.perform(intents.change("定稿", [intents.set_field(project, "state", State.FINAL)]))
    dialog = opened(hands, qtbot)
    assert project.name in dialog.findChild(QLabel, "convertNote").text()
    assert not convert_button(dialog).isEnabled()
    hands.keys("Esc")
