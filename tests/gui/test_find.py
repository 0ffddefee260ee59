"""查找 and 替换 in the window, with keys and clicks."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton

from core.services import intents, noting, replacing, states
from gui.text_table import TextTable


def texts(dialog, column):
    model = dialog.findChild(TextTable, "findResults").model()
    return [model.index(row, column).data() for row in range(model.rowCount())]


def note(dialog):
    return dialog.findChild(QLabel, "findNote").text()


def opened(hands, keys, text):
    hands.choose("2025", "319101", "1.")
    hands.keys(keys)
    dialog = hands.dialog("findDialog")
    dialog.findChild(QLineEdit, "findText").setText(text)
    return dialog


def searched(hands, dialog):
    before = note(dialog)
    hands.keys("Return")
    hands.qtbot.waitUntil(lambda: note(dialog) != before)


def test_enter_in_a_field_searches_once(hands, monkeypatch):
    searches, find = [], replacing.find

    def counted(*arguments):
        searches.append(arguments)
        return find(*arguments)

    monkeypatch.setattr(replacing, "find", counted)
    dialog = opened(hands, "Ctrl+F", "偿还债务项目")
    searched(hands, dialog)
    assert len(searches) == 1
    dialog.close()


def test_the_list_jumps_to_the_cell(hands):
    dialog = opened(hands, "Ctrl+F", "偿还债务项目")
    searched(hands, dialog)
    assert note(dialog) == "在 2 张表中找到 4 处，按回车转到。"
    hands.keys("Down", "Down", "Return")
    bench = hands.window.workbench
    assert bench.editor.current_table().number == 14
    assert bench.editor.current_place() == (1, "name")
    dialog.close()


def test_the_dialog_uncovers_the_cell_that_it_has_led_to(hands):
    dialog = opened(hands, "Ctrl+F", "偿还债务项目")
    searched(hands, dialog)
    dialog.move(hands.window.pos())
    hands.keys("Down", "Down", "Return")
    grid = hands.window.workbench.grid
    rect = grid.visualRect(grid.currentIndex())
    assert dialog.isVisible()
    assert not dialog.frameGeometry().intersects(QRect(grid.viewport().mapToGlobal(rect.topLeft()), rect.size()))
    dialog.close()


def option(dialog, word):
    return next(box for box in dialog.findChildren(QCheckBox) if word in box.text())


def test_an_option_that_is_changed_lists_at_once_what_it_finds(hands):
    hands.choose("2025", "319101", "1.")
    names = {(0, "name"): "OA系统", (1, "name"): "oa", (2, "name"): "OA"}
    table = hands.window.workbench.editor.current_table()
    hands.window.session.perform(intents.set_cells(table, names))
    dialog = opened(hands, "Ctrl+F", "oa")
    searched(hands, dialog)
    assert len(texts(dialog, 0)) == 5
    case, whole = option(dialog, "区分大小写"), option(dialog, "整格匹配")
    for box, found in ((whole, ["oa", "OA"]), (case, ["oa"])):
        box.setFocus()
        hands.keys("Space")
        hands.qtbot.waitUntil(lambda found=found: texts(dialog, 2) == found)
        assert box.hasFocus()
    for box in (whole, case):
        box.setFocus()
        hands.keys("Space")
    hands.qtbot.waitUntil(lambda: len(texts(dialog, 0)) == 5)
    scope = dialog.findChild(QComboBox, "findScope")
    scope.setFocus()
    hands.keys("Home")
    hands.qtbot.waitUntil(lambda: set(texts(dialog, 0)) == {f"2025 {table.label}"})
    assert len(texts(dialog, 0)) == 4
    dialog.close()


def test_enter_searches_from_an_option(hands):
    dialog = opened(hands, "Ctrl+F", "偿还债务项目")
    option(dialog, "整格匹配").setFocus()
    hands.keys("Space")
    searched(hands, dialog)
    assert note(dialog) == "在 2 张表中找到 4 处，按回车转到。"
    assert dialog.findChild(TextTable, "findResults").hasFocus()
    dialog.close()


def test_what_is_not_found_and_what_cannot_be_meant_is_said(hands):
    dialog = opened(hands, "Ctrl+F", "没有的词")
    searched(hands, dialog)
    assert note(dialog) == "没有找到“没有的词”。"
    dialog.findChild(QLineEdit, "findText").setText("(")
    next(box for box in dialog.findChildren(QCheckBox) if "正则" in box.text()).setChecked(True)
    searched(hands, dialog)
    assert note(dialog).startswith("“(”不是正确的正则表达式")
    dialog.close()


def test_replacing_shows_first_skips_locked_tables_and_is_one_undo_step(hands):
    with hands.window.session.workspace.read() as reader:
        eighth = list(reader.tables())[7]
    hands.window.session.perform(states.finalise([eighth]))
    dialog = opened(hands, "Ctrl+H", "偿还债务项目")
    dialog.findChild(QLineEdit, "replacement").setText("还债项目")
    searched(hands, dialog)
    assert texts(dialog, 3) == ["（已锁定，不替换）"] * 2 + ["还债项目"] * 2
    button = next(b for b in dialog.findChildren(QPushButton) if b.text().startswith("替换选中的"))
    assert button.text() == "替换选中的 2 处(&R)"
    hands.click(button)
    hands.qtbot.waitUntil(lambda: note(dialog).startswith("已替换 2 处"))
    hands.qtbot.waitUntil(lambda: len(texts(dialog, 0)) == 2)
    dialog.close()
    assert hands.window.session.undo_stack.undoText() == "替换"
    hands.keys("Ctrl+Z")
    hands.keys("Ctrl+F")
    hands.qtbot.waitUntil(lambda: len(texts(dialog, 0)) == 4)  # what was taken back meanwhile is there again
    dialog.close()


def test_a_replacement_that_is_taken_back_is_listed_again_and_no_longer_called_replaced(hands):
    dialog = opened(hands, "Ctrl+H", "偿还债务项目")
    dialog.findChild(QLineEdit, "replacement").setText("还债项目")
    searched(hands, dialog)
    dialog.findChild(TextTable, "findResults").selectRow(3)
    hands.keys("Space")
    hands.click(next(b for b in dialog.findChildren(QPushButton) if b.text().startswith("替换选中的")))
    hands.qtbot.waitUntil(lambda: note(dialog).startswith("已替换 3 处"))
    hands.qtbot.waitUntil(lambda: len(texts(dialog, 0)) == 1)
    for keys, count in (("Ctrl+Z", 4), ("Ctrl+Y", 1), ("Ctrl+Z", 4)):
        hands.window.activateWindow()
        hands.qtbot.waitUntil(hands.window.isActiveWindow)
        hands.keys(keys)
        hands.qtbot.waitUntil(lambda count=count: len(texts(dialog, 0)) == count)
        assert note(dialog).endswith(f"找到 {count} 处，按回车转到。")
    dialog.close()


def test_the_list_follows_what_is_typed_in_its_cells_and_stays_at_its_line(hands):
    dialog = opened(hands, "Ctrl+F", "偿还债务项目")
    searched(hands, dialog)
    view = dialog.findChild(TextTable, "findResults")
    hands.keys("Down", "Return")
    hands.window.activateWindow()
    hands.qtbot.waitUntil(hands.window.isActiveWindow)
    bench = hands.window.workbench
    assert bench.editor.current_place() == (1, "description")
    bench.grid.setFocus()
    hands.keys("Delete")
    hands.qtbot.waitUntil(lambda: len(texts(dialog, 0)) == 3)
    assert (note(dialog), view.currentIndex().row()) == ("在 2 张表中找到 3 处，按回车转到。", 1)
    dialog.close()
    hands.keys("Ctrl+Z")
    hands.keys("Ctrl+F")
    hands.qtbot.waitUntil(lambda: len(texts(dialog, 0)) == 4)
    dialog.close()


def test_a_backslash_on_the_way_to_a_group_is_refused_no_longer_than_it_stands_alone(hands):
    dialog = opened(hands, "Ctrl+H", "([0-9]+)个$")
    next(box for box in dialog.findChildren(QCheckBox) if "正则" in box.text()).setChecked(True)
    searched(hands, dialog)
    found = note(dialog)
    dialog.findChild(QLineEdit, "replacement").setFocus()
    hands.type("\\")
    assert note(dialog).startswith("“\\”不能用来替换")
    hands.type("1台")
    assert note(dialog) == found
    assert "5台" in texts(dialog, 3)
    dialog.close()


def test_the_preview_shows_the_place_of_the_replacement_however_far_into_the_text(hands):
    dialog = opened(hands, "Ctrl+H", "-2025年债券")
    dialog.findChild(QLineEdit, "replacement").setText("-2026年债券")
    searched(hands, dialog)
    assert texts(dialog, 2) == ["…务办公室一般债券利息-2025年债券利息", "…服务中心一般债券利息-2025年债券利息"]
    assert texts(dialog, 3) == ["…务办公室一般债券利息-2026年债券利息", "…服务中心一般债券利息-2026年债券利息"]
    button = next(b for b in dialog.findChildren(QPushButton) if b.text().startswith("替换选中的"))
    hands.click(button)
    hands.qtbot.waitUntil(lambda: not texts(dialog, 0))
    assert button.text() == "替换选中的(&R)"
    assert not button.isEnabled()
    dialog.close()


def test_a_replacement_in_many_tables_is_undone_before_the_table_that_is_shown(hands):
    dialog = opened(hands, "Ctrl+H", "2025年度")
    dialog.findChild(QLineEdit, "replacement").setText("2026年度")
    searched(hands, dialog)
    hands.click(next(b for b in dialog.findChildren(QPushButton) if b.text().startswith("替换选中的")))
    hands.qtbot.waitUntil(lambda: note(dialog).startswith("已替换"))
    dialog.close()
    editor = hands.window.workbench.editor
    hands.choose("2025", "319101", "2.")
    hands.keys("Ctrl+Z")
    assert editor.current_table().project.name == "2025年度履职保障项目"
    hands.keys("Ctrl+Y")
    assert editor.current_table().project.name == "2026年度履职保障项目"


def test_what_is_unticked_stays(hands):
    dialog = opened(hands, "Ctrl+H", "偿还债务项目")
    dialog.findChild(QLineEdit, "replacement").setText("还债项目")
    searched(hands, dialog)
    hands.keys("Space")
    button = next(b for b in dialog.findChildren(QPushButton) if b.text().startswith("替换选中的"))
    assert button.text() == "替换选中的 3 处(&R)"
    dialog.close()


def test_the_short_text_of_the_cell_is_proposed(hands):
    hands.choose("2025", "319101", "1.")
    hands.window.workbench.editor.go_to(1, "value")
    hands.keys("Ctrl+F")
    dialog = hands.dialog("findDialog")
    assert dialog.findChild(QLineEdit, "findText").text() == "1次"
    dialog.close()


def test_the_window_closes_cleanly_under_a_search(hands):
    path = hands.window.session.workspace.path
    dialog = opened(hands, "Ctrl+F", "项目")
    dialog.findChild(QLineEdit, "findText").setFocus()
    hands.keys("Return")
    hands.window.close()
    assert [file.name for file in path.parent.iterdir() if file.name.startswith(path.name)] == [path.name]
    hands.qtbot.wait(50)  # nothing that was found comes to a dialog that is gone


def test_the_window_closes_cleanly_under_a_replacement(hands):
    path = hands.window.session.workspace.path
    dialog = opened(hands, "Ctrl+H", "项目")
    searched(hands, dialog)
    hands.click(next(b for b in dialog.findChildren(QPushButton) if b.text().startswith("替换选中的")))
    hands.window.close()
    assert [file.name for file in path.parent.iterdir() if file.name.startswith(path.name)] == [path.name]
    hands.qtbot.wait(50)


def test_the_list_jumps_to_units_and_notes(hands):
    with hands.window.session.workspace.read() as reader:
        second = list(reader.tables())[1]
    note_on_it = noting.write_note((), second.project.id, second.indicators[3].id, "value", "便民的批注")
    hands.window.session.perform(note_on_it)
    dialog = opened(hands, "Ctrl+F", "便民")
    searched(hands, dialog)
    places = texts(dialog, 1)
    view = dialog.findChild(TextTable, "findResults")
    for place in ("单位名称", "第 4 行 指标值 批注"):
        view.setCurrentIndex(view.model().index(places.index(place), 0))
        view.setFocus()
        hands.keys("Return")
        bench = hands.window.workbench
        if place == "单位名称":
            assert bench.tree.current_node().line.code == "319202"
        else:
            assert (bench.editor.current_table().number, bench.editor.current_place()) == (2, (4, "value"))
    dialog.close()


def test_a_regular_expression_without_end_is_stopped_with_a_sentence(hands):
    hands.choose("2025", "319101", "1.")
    editor = hands.window.workbench.editor
    hands.window.session.perform(intents.set_cells(editor.current_table(), {(0, "description"): "a" * 60 + "b"}))
    dialog = opened(hands, "Ctrl+F", "(a|aa)+$")
    next(box for box in dialog.findChildren(QCheckBox) if "正则" in box.text()).setChecked(True)
    searched(hands, dialog)
    assert "查得太慢，已停止" in note(dialog)
    dialog.close()
