"""指标库 in the window: searched, inserted by Enter, dropped on the grid."""

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QMenu, QPlainTextEdit, QPushButton

from core.services import library, states
from db.store import FileStore
from gui.soon import soon
from gui.style import em
from gui.table_editor.library_words import LibraryWords
from gui.text_table import TextTable
from tests.reference import DOCX_FILE


def opened(hands):
    hands.choose("2025", "319101", "1.")
    hands.window.workbench.editor.go_to(2, "name")
    hands.keys("Ctrl+L")
    dialog = hands.dialog("libraryDialog")
    hands.qtbot.waitUntil(lambda: view(dialog).model().rowCount() > 50)
    return dialog


def view(dialog):
    return dialog.findChild(TextTable, "libraryTable")


def note(dialog):
    return dialog.findChild(QLabel, "libraryNote").text()


def rows(hands):
    return hands.window.workbench.editor.current_table().indicators


def test_found_by_initials_and_inserted_below_the_current_row(hands):
    dialog = opened(hands)
    dialog.findChild(QLineEdit, "librarySearch").setText("chzwxm")
    assert view(dialog).model().index(0, 0).data() == "偿还债务项目"
    details = dialog.findChild(QPlainTextEdit, "libraryDetails").toPlainText()
    assert details.startswith("绩效指标描述：")
    assert "2025 8." in details
    hands.keys("Return")
    assert rows(hands)[2].name == "偿还债务项目"
    assert rows(hands)[2].category == "产出指标"
    assert note(dialog).startswith("已插入 1 行到“1.")
    dialog.close()
    hands.keys("Ctrl+Z")
    assert len(rows(hands)) == 9


def test_in_a_narrow_window_the_names_stay_readable_and_the_other_columns_give_way(hands):
    dialog = opened(hands)
    table = view(dialog)
    header = table.horizontalHeader()
    usual = [table.columnWidth(column) for column in range(1, header.count())]
    size = dialog.size()
    dialog.resize(em(dialog, 37), dialog.height())
    hands.qtbot.waitUntil(lambda: table.columnWidth(0) >= em(table, 7))
    assert header.length() == table.viewport().width()
    assert all(table.columnWidth(column) < width for column, width in enumerate(usual, start=1))
    dialog.resize(size)
    hands.qtbot.waitUntil(lambda: [table.columnWidth(column) for column in range(1, header.count())] == usual)
    dialog.close()


def test_of_several_found_the_arrows_choose_the_one_that_enter_takes(hands):
    dialog = opened(hands)
    dialog.findChild(QLineEdit, "librarySearch").setText("产出")
    second = view(dialog).model().index(1, 0).data()
    hands.keys("Down", "Return")
    assert [row.name for row in rows(hands)[2:3]] == [second]
    assert len(rows(hands)) == 10
    dialog.close()


def test_where_nothing_is_found_nothing_can_be_inserted(hands):
    dialog = opened(hands)
    insert = next(button for button in dialog.findChildren(QPushButton) if button.text() == "插入(&I)")
    search = dialog.findChild(QLineEdit, "librarySearch")
    for text, can in (("没有这样的指标", False), ("产出", True)):
        search.setText(text)
        assert insert.isEnabled() is can
    dialog.close()


def test_enter_with_nothing_looked_for_goes_to_the_list_and_inserts_nothing(hands):
    dialog = opened(hands)
    hands.keys("Return")
    assert view(dialog).hasFocus()
    assert len(rows(hands)) == 9
    dialog.close()


def test_several_words_have_all_to_be_found(hands):
    dialog = opened(hands)
    dialog.findChild(QLineEdit, "librarySearch").setText("产出 chzw")
    model = view(dialog).model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["偿还债务项目"]
    dialog.close()


def test_several_lines_come_in_together(hands):
    dialog = opened(hands)
    view(dialog).setFocus()
    hands.keys("Shift+Down", "Shift+Down", "Return")
    assert len(rows(hands)) == 12
    assert hands.window.session.undo_stack.undoText() == "从指标库插入"
    dialog.close()


def test_a_locked_table_says_why_it_takes_nothing(hands):
    dialog = opened(hands)
    hands.window.session.perform(states.finalise([hands.window.workbench.editor.current_table()]))
    view(dialog).setFocus()
    hands.keys("Return")
    assert "已锁定" in note(dialog)
    assert len(rows(hands)) == 9
    dialog.close()


def test_lines_are_dropped_where_they_are_let_go(hands):
    dialog = opened(hands)
    model = view(dialog).model()
    data = model.mimeData([model.index(0, 0), model.index(0, 1)])
    viewport = hands.window.workbench.grid.viewport()
    state = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    for kind in (QDragEnterEvent, QDropEvent):
        QApplication.sendEvent(viewport, kind(QPoint(20, 2), *state))
    assert rows(hands)[0].name == model.index(0, 0).data()
    assert len(rows(hands)) == 10
    dialog.close()


def bring_in(hands, dialog, path=DOCX_FILE):
    hands.click(button(dialog, "加入"))
    hands.qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), QFileDialog))
    chooser = QApplication.activeWindow()
    chooser.findChild(QLineEdit).setText(str(path))
    chooser.accept()
    hands.qtbot.waitUntil(lambda: "个指标已加入指标库" in note(dialog))


def button(dialog, word):
    return next(b for b in dialog.findChildren(QPushButton) if b.text().startswith(word))


def test_another_library_is_brought_in(hands):
    dialog = opened(hands)
    assert not button(dialog, "移出").isVisible()
    bring_in(hands, dialog)
    assert button(dialog, "移出").isVisible()
    dialog.close()


@pytest.mark.qt_log_ignore("This plugin does not support")  # said by Qt's offscreen platform of every menu
@pytest.mark.parametrize("way", ["button", "context menu"])
def test_a_library_that_was_brought_in_is_taken_out_again_when_that_is_agreed_to(hands, way):
    dialog = opened(hands)
    bring_in(hands, dialog)
    if way == "button":
        soon(dialog, lambda: hands.click(button(dialog, "移出")))  # which goes on when its menu is closed
    else:
        dialog.activateWindow()
        hands.dialog("libraryDialog")
        view(dialog).setFocus()
        hands.keys("Shift+F10")
    hands.qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    QTest.keyClick(menu, Qt.Key.Key_Up)  # the last one
    assert menu.activeAction().text() == f"移出“{DOCX_FILE.stem}”…"
    QTest.keyClick(menu, Qt.Key.Key_Return)
    box = hands.dialog("message")
    assert box.text().startswith(f"把“{DOCX_FILE.stem}”的 ")
    hands.click(next(b for b in box.buttons() if b.text() == "移出"))
    hands.qtbot.waitUntil(lambda: note(dialog) == f"“{DOCX_FILE.stem}”已移出指标库。")
    assert not button(dialog, "移出").isVisible()
    dialog.findChild(QLineEdit, "librarySearch").setText("chzwxm")
    assert DOCX_FILE.stem not in dialog.findChild(QPlainTextEdit, "libraryDetails").toPlainText()
    dialog.close()


def test_what_was_brought_in_is_offered_in_the_cells_at_once_and_no_longer_when_it_is_out(hands, tmp_path):
    book = Workbook()
    book.active.append(("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值"))
    book.active.append(("产出指标", "数量指标", "巡查次数", "每年巡查的次数", "≥12次"))
    book.save(tmp_path / "行业指标.xlsx")
    grid = hands.window.workbench.grid
    words = grid.itemDelegate().library
    dialog = opened(hands)
    hands.qtbot.waitUntil(lambda: bool(words.words.all.entries))
    bring_in(hands, dialog, tmp_path / "行业指标.xlsx")
    come_back_to(hands, grid)
    hands.qtbot.waitUntil(lambda: bool(words.words.named("巡查次数")))
    dialog.activateWindow()
    hands.dialog("libraryDialog")
    button(dialog, "移出").menu().actions()[0].trigger()
    hands.click(next(b for b in hands.dialog("message").buttons() if b.text() == "移出"))
    hands.qtbot.waitUntil(lambda: "已移出" in note(dialog))
    come_back_to(hands, grid)
    hands.qtbot.waitUntil(lambda: not words.words.named("巡查次数"))
    dialog.close()


def test_words_that_were_being_gathered_when_a_library_came_in_are_gathered_anew(hands):
    words = LibraryWords(hands.window.session, hands.window)
    words.prepare()
    library.bring_in(hands.window.session.workspace, FileStore(), DOCX_FILE)
    words.renew()
    words.prepare()
    hands.qtbot.waitUntil(lambda: any(DOCX_FILE.stem in entry.sources for entry in words.words.all.entries))


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_context_menu_leaves_nothing_behind(hands):
    dialog = opened(hands)
    view(dialog).setFocus()
    before = len(view(dialog).findChildren(QAction))
    for _ in range(3):
        hands.keys("Shift+F10")
        hands.qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        QApplication.activePopupWidget().close()
    hands.qtbot.waitUntil(lambda: not view(dialog).findChildren(QMenu))
    assert len(view(dialog).findChildren(QAction)) == before
    dialog.close()


def come_back_to(hands, grid):
    hands.window.activateWindow()
    hands.qtbot.waitUntil(hands.window.isActiveWindow)
    hands.window.workbench.editor.go_to(None, "name")
    grid.setFocus()


def test_the_model_keeps_qts_rules(hands, qtmodeltester):
    dialog = opened(hands)
    qtmodeltester.check(view(dialog).model())
    dialog.close()
