"""Nothing is cut off: neither by a small screen, nor by a long name."""

import pytest
from PySide6.QtWidgets import QComboBox, QCommandLinkButton, QLabel

from core.services import intents
from gui.opening_page import side_width
from gui.style import SHARE_OF_SCREEN, em
from gui.workbench import hidden_at_first

LONG_NAME = "信息系统建设与运行维护及数据中心机房改造升级项目" * 6
LOWEST_SCREEN_EM = 384 / 17  # 1366 × 768 at 200 %
DIALOGS = [("note", "noteDialog"), ("history", "historyDialog"), ("export", "exportDialog"), ("review", "reviewDialog")]


def test_the_form_is_whole_in_the_narrowest_window(hands, qtbot):
    window = hands.window
    window.resize(1, 1)
    unit = next(label for label in window.findChildren(QLabel) if label.text() == "单位：万元")
    qtbot.waitUntil(lambda: not unit.visibleRegion().isEmpty())
    qtbot.wait(100)
    assert unit.visibleRegion().boundingRect() == unit.rect()


@pytest.mark.parametrize(("action", "name"), DIALOGS)
def test_a_long_name_makes_no_dialog_wider_than_the_screen(hands, action, name):
    hands.choose("2025", "319101", "1.")
    project = hands.window.workbench.editor.current_table().project
    assert hands.window.session.perform(intents.set_form_field(project, "name", LONG_NAME))
    hands.window.commands[action].trigger()
    dialog = hands.dialog(name)
    least, screen = dialog.minimumSizeHint().width(), dialog.screen().availableSize().width()
    dialog.close()
    assert least < screen


def test_what_a_large_button_offers_is_explained_whole_in_a_narrow_window(first_start, qtbot):
    window = first_start.window
    window.resize(1, 600)
    buttons = [button for button in window.findChildren(QCommandLinkButton) if button.isVisible()]
    assert buttons
    qtbot.waitUntil(lambda: all(button.height() >= button.heightForWidth(button.width()) for button in buttons))


def test_the_findings_stay_hidden_on_a_screen_too_low_for_them():
    assert hidden_at_first(768 / 17) == ("preview",)
    assert hidden_at_first(LOWEST_SCREEN_EM) == ("preview", "findings")


def test_tree_and_preview_are_wider_where_the_screen_is():
    assert side_width(23, 1366 / 17) == 23
    assert 23 < side_width(23, 1920 / 17) < side_width(23, 3840 / 17) < 2 * 23


def test_tree_and_preview_take_turns_on_a_screen_too_narrow_for_both(hands):
    bench = hands.window.workbench
    bench.preview.setMinimumWidth(1)
    bench.show_panel("preview", True)
    assert bench.is_shown("tree")
    bench.show_panel("preview", False)
    bench.tree.setMinimumWidth(bench.screen().availableSize().width())
    bench.show_panel("preview", True)
    assert not bench.is_shown("tree")
    assert not hands.window.commands["show_tree"].isChecked()
    bench.show_panel("preview", False)
    assert bench.is_shown("tree")
    bench.show_panel("preview", True)
    hands.keys("Ctrl+K")
    assert bench.is_shown("tree")
    assert not bench.is_shown("preview")


def test_a_tree_that_gave_way_to_the_preview_comes_back_in_the_next_window_too(sample, open_hands):
    first = open_hands(sample)
    bench = first.window.workbench
    bench.tree.setMinimumWidth(bench.screen().availableSize().width())
    first.keys("F12")
    assert not bench.is_shown("tree")
    first.window.close()
    second = open_hands(sample)
    bench = second.window.workbench
    assert bench.is_shown("preview")
    second.keys("F12")
    assert not bench.is_shown("preview")
    assert bench.is_shown("tree")


@pytest.mark.parametrize("action", ["overview", "review"])
def test_high_dialogs_fit_the_lowest_screen(hands, action):
    hands.choose("2025", "319101", "1.")
    hands.window.commands[action].trigger()
    dialog = hands.dialog(f"{action}Dialog")
    least = dialog.minimumSizeHint().height() / em(dialog)
    dialog.close()
    assert least <= LOWEST_SCREEN_EM * SHARE_OF_SCREEN


@pytest.mark.parametrize(("action", "name"), [pair for pair in DIALOGS if pair[0] != "export"])
def test_a_long_name_at_the_head_of_a_dialog_is_not_cut_off(hands, qtbot, action, name):
    hands.choose("2025", "319101", "1.")
    project = hands.window.workbench.editor.current_table().project
    assert hands.window.session.perform(intents.set_form_field(project, "name", LONG_NAME))
    hands.window.commands[action].trigger()
    dialog = hands.dialog(name)
    head = next(label for label in dialog.findChildren(QLabel) if LONG_NAME[:20] in label.text())
    qtbot.waitUntil(lambda: head.height() >= head.heightForWidth(head.width()))
    assert LONG_NAME in head.toolTip()
    dialog.close()


@pytest.mark.parametrize(
    ("action", "name", "box"),
    [
        ("finalise", "stateDialog", "stateScope"),
        ("roll_over", "rollDialog", "rollScope"),
        ("find", "findDialog", "findScope"),
        ("audit_report", "reportDialog", "reportScope"),
        ("overview", "overviewDialog", "overviewScope"),
    ],
)
def test_the_number_of_tables_is_seen_behind_a_long_name(hands, action, name, box):
    hands.choose("2025", "319101", "1.")
    project = hands.window.workbench.editor.current_table().project
    assert hands.window.session.perform(intents.set_form_field(project, "name", LONG_NAME))
    hands.window.commands[action].trigger()
    dialog = hands.dialog(name)
    scopes = dialog.findChild(QComboBox, box)
    texts = [scopes.itemText(number) for number in range(scopes.count())]
    assert any("…（1 张）" in text for text in texts) or not any(LONG_NAME[:20] in text for text in texts)
    assert max(map(scopes.fontMetrics().horizontalAdvance, texts)) < scopes.width()
    dialog.close()


def test_a_long_name_above_the_table_is_not_cut_off_and_leaves_the_table_its_room(hands, qtbot):
    hands.choose("2025", "319101", "1.")
    editor = hands.window.workbench.editor
    assert hands.window.session.perform(intents.set_form_field(editor.current_table().project, "name", LONG_NAME))
    hands.window.resize(683, 384)
    head = next(label for label in editor.findChildren(QLabel) if LONG_NAME[:20] in label.text())
    qtbot.waitUntil(lambda: head.height() >= head.heightForWidth(head.width()))
    assert LONG_NAME in head.toolTip()
