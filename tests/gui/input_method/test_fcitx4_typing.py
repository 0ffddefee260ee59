"""Chinese typed through the client of fcitx 4 into the window, by keys as X reports them."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView

from gui.input_method import connection
from gui.input_method.fcitx4 import Fcitx4, State
from tests.gui.input_method.keyboard import PATIENCE_S, wait_for

RETURN, LEFT, DOWN = 0xFF0D, 0xFF51, 0xFF54
KEYS = {RETURN: Qt.Key.Key_Return, LEFT: Qt.Key.Key_Left, DOWN: Qt.Key.Key_Down}
ROW, COLUMN = 1, 2


class Typist:
    """Hands at the keyboard, with fcitx between it and the window."""

    def __init__(self, hands, client: Fcitx4) -> None:
        self.client = client
        self.grid = hands.window.findChild(QTableView, "indicatorGrid")
        self.search_box = hands.search_box

    def click_cell(self, row: int = ROW, column: int = COLUMN) -> None:
        point = self.grid.visualRect(self.grid.model().index(row, column)).center()
        QTest.mouseClick(self.grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)

    def cell(self, row: int = ROW, column: int = COLUMN) -> str:
        return self.grid.model().index(row, column).data()

    def type(self, text: str) -> None:
        for sign in text:
            self.key(ord(sign), sign)

    def key(self, keysym: int, text: str = "") -> None:
        """As Qt sends a key of X: first the question whether it is a shortcut, then the key, if nobody was found."""
        window = QGuiApplication.focusWindow()
        key = KEYS.get(keysym) or Qt.Key(ord(text.upper()))
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, 38, keysym, 0, text)
            QCoreApplication.sendEvent(window, event)


@pytest.fixture
def typist(hands, client, qapp, qtbot):
    """At a cell of the grid, typing pinyin."""
    hands.window.resize(1200, 800)
    hands.window.activateWindow()
    qtbot.waitUntil(hands.window.isActiveWindow)
    hands.choose("2025", "319101", "1.")
    typist = Typist(hands, client)
    typist.click_cell()
    assert typist.grid.hasFocus()
    typing = connection.lead_keys_through(client, qapp)
    yield typist
    typing.close()
    typing.setParent(None)
    typing.deleteLater()


def test_the_first_word_is_whole_and_no_key_is_handled_twice(typist):
    typist.type("zhongguo")
    assert typist.cell() != "中国"
    typist.type(" ")
    typist.key(RETURN)
    assert typist.cell() == "中国"


def test_text_goes_on_in_the_open_editor(typist):
    typist.type(",zhongguo ")
    typist.type("zhongguo ")
    typist.key(RETURN)
    assert typist.cell() == "，中国中国"


def test_a_word_that_the_next_key_commits_opens_the_editor_and_the_next_word_goes_on(typist, bus):
    """As wubi does with the fifth key: the commit moves the focus while the next word is under way."""
    bus.choose_wubi()
    typist.type("khkgwqvb ")
    typist.key(RETURN)
    assert typist.cell() == "中号你好"


def test_keys_that_fcitx_does_not_want_do_what_they_always_do(typist):
    typist.key(DOWN)
    assert typist.grid.currentIndex().row() == ROW + 1
    typist.type("zhongguo ")
    typist.key(RETURN)
    assert typist.cell(ROW + 1) == "中国"
    assert typist.grid.currentIndex().row() == ROW + 2


def test_the_cursor_stands_between_a_pair_of_quotes(typist):
    typist.search_box.setFocus()
    typist.type('"zhongguo ')
    assert typist.search_box.text() == "“中国”"


def test_a_click_on_another_cell_keeps_what_is_under_way(typist):
    typist.type("zhong")
    typist.click_cell(ROW + 2)
    assert typist.cell() == "zhong"
    typist.type("zhongguo ")
    typist.key(RETURN)
    assert typist.cell(ROW + 2) == "中国"


def test_leaving_the_search_box_keeps_what_is_under_way(typist):
    typist.search_box.setFocus()
    typist.type("zhong")
    typist.grid.setFocus()
    assert typist.search_box.text() == "zhong"
    typist.type("zhongguo ")
    typist.key(RETURN)
    assert typist.cell() == "中国"


def test_the_diagnostics_say_what_is_connected(typist):
    assert connection.describe_connection().startswith("已连上小企鹅 fcitx 4（系统要求：")


@pytest.mark.expects_log("does not answer: keys go through as typed")
def test_typing_goes_on_without_an_answer_and_chinese_when_it_comes_back(typist, bus, client):
    typist.type("zhong")
    client.patience = 0.05
    bus.freeze_fcitx()
    typist.type("12")
    typist.key(RETURN)
    assert typist.cell() == "zhong12"
    assert connection.describe_connection().startswith("小企鹅 fcitx 4 没有回答")
    client.patience = PATIENCE_S
    bus.thaw_fcitx()
    wait_for(client, State.CONNECTED)
    typist.type("zhongguo ")
    typist.key(RETURN)
    assert typist.cell(ROW + 1) == "中国"


def test_what_is_under_way_outlives_fcitx(typist, bus, qtbot):
    typist.type("zhong")
    bus.end_fcitx()
    qtbot.waitUntil(lambda: connection.describe_connection().startswith("没有连上输入法"))
    typist.type("1")
    typist.key(RETURN)
    assert typist.cell() == "zhong1"


def test_text_that_comes_without_a_key_arrives_by_itself(typist, bus, qtbot):
    """As it does when a candidate is clicked; here fcitx is switched off, and commits what is under way."""
    typist.search_box.setFocus()
    typist.type("zhong")
    assert typist.search_box.text() == ""
    bus.switch_fcitx_off()
    qtbot.waitUntil(lambda: typist.search_box.text() == "zhong")
