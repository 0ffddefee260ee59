import threading

import pytest
from PySide6.QtCore import QEvent, QObject, QThread
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget

from core.domain.errors import Cancelled, KnownError
from gui import application, background


@pytest.fixture
def window(qtbot):
    application.application()  # its dialogs are Chinese
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


def test_works_in_another_thread_and_answers_in_the_windows(window, qtbot):
    threads, answers = [], []
    background.run(window, "导出", lambda _progress: threads.append(QThread.currentThread()) or 7, answers.append)
    qtbot.waitUntil(lambda: answers == [7])
    assert threads[0] is not window.thread()


def test_a_known_error_is_handed_on(window, qtbot):
    errors = []

    def work(_progress):
        raise KnownError("磁盘已满。")

    background.run(window, "导出", work, pytest.fail, errors.append)
    qtbot.waitUntil(lambda: len(errors) == 1)
    assert errors[0].sentence == "磁盘已满。"


def test_a_known_error_that_nobody_handles_is_shown(window, qtbot):
    def work(_progress):
        raise KnownError("磁盘已满。")

    background.run(window, "导出", work, pytest.fail)
    qtbot.waitUntil(lambda: any(label.text() == "磁盘已满。" for label in window.findChildren(QLabel)))
    window.findChild(QDialog).close()


def test_a_bug_takes_the_way_of_all_bugs(window, qtbot):
    def work(_progress):
        raise ZeroDivisionError

    with qtbot.capture_exceptions() as caught:
        background.run(window, "导出", work, pytest.fail)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError


def test_long_work_shows_progress_and_can_be_cancelled(window, qtbot):
    stopped = threading.Event()

    def work(progress):
        try:
            while True:
                progress(3, 10)
                threading.Event().wait(0.01)
        except Cancelled:
            stopped.set()
            raise

    background.run(window, "导出", work, pytest.fail)
    qtbot.waitUntil(lambda: window.findChild(QDialog, "progressDialog").isVisible())
    dialog = window.findChild(QDialog, "progressDialog")
    button = dialog.findChild(QPushButton)
    assert (dialog.windowTitle(), button.text()) == ("导出", "取消")
    with qtbot.waitSignal(dialog.finished):
        button.click()
    assert stopped.is_set()


def test_short_work_shows_nothing(window, qtbot):
    answers = []
    background.run(window, "导出", lambda _progress: 1, answers.append)
    qtbot.waitUntil(lambda: answers == [1])
    assert not any(dialog.isVisible() for dialog in window.findChildren(QDialog))


def test_work_that_was_done_all_the_same_is_told_in_spite_of_cancelling(window, qtbot):
    go_on, answers = threading.Event(), []
    task = background.start(window, lambda _progress: go_on.wait(5), answers.append)
    task.cancel()  # too late: it asks no more
    with qtbot.waitSignal(task.ended):
        go_on.set()
    assert answers == [True]


def test_stopping_all_waits_until_files_are_let_go(window):
    let_go = []

    def work(progress):
        try:
            while True:
                progress(0, 1)
                threading.Event().wait(0.01)
        finally:
            let_go.append(True)

    background.start(window, work, pytest.fail)
    background.stop_all(window)
    assert let_go == [True]


def test_stopping_all_waits_for_what_dialogs_have_under_way_too(window):
    dialog = QDialog(window)
    inner = QDialog(dialog)
    let_go = []

    def work(progress):
        try:
            while True:
                progress(0, 1)
                threading.Event().wait(0.01)
        finally:
            let_go.append(True)

    background.run(dialog, "查找", work, pytest.fail)
    background.start(inner, work, pytest.fail)
    background.stop_all(window)
    assert let_go == [True, True]


def test_what_was_written_is_told_though_the_dialog_is_gone_but_not_to_a_window_that_has_let_go(window, qtbot):
    for let_go, told in ((False, [True]), (True, [])):
        dialog = QDialog(window)
        go_on, answers = threading.Event(), []
        task = background.start(dialog, lambda _progress, go_on=go_on: go_on.wait(5), pytest.fail, None, answers.append)
        dialog.deleteLater()
        qtbot.wait(20)
        with qtbot.waitSignal(task.ended):
            go_on.set()
            if let_go:
                background.stop_all(window)
        assert answers == told


def test_nothing_is_called_for_a_window_that_is_gone(qtbot):
    window = QWidget()
    go_on, answers = threading.Event(), []
    task = background.start(window, lambda _progress: go_on.wait(5), answers.append)
    window.deleteLater()
    qtbot.wait(20)
    with qtbot.waitSignal(task.ended):
        go_on.set()
    assert answers == []


def test_what_opens_a_dialog_at_once_begins_when_it_has_been_painted(window, qtbot):
    shown = []

    class Witness(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Paint and watched.objectName() == "progressDialog":
                shown.append("dialog")
            return False

    witness = Witness()
    QApplication.instance().installEventFilter(witness)
    try:
        background.run(
            window, "粘贴", lambda _progress: shown.append("work"), lambda _none: shown.append("done"), at_once=True
        )
        qtbot.waitUntil(lambda: "done" in shown)
    finally:
        QApplication.instance().removeEventFilter(witness)
    assert shown.index("dialog") < shown.index("work")


def test_what_has_not_begun_when_the_window_lets_go_never_begins(window, qtbot):
    begun = []
    task = background.run(window, "粘贴", lambda _progress: begun.append(1), pytest.fail, at_once=True)
    with qtbot.waitSignal(task.ended):
        background.stop_all(window)
    qtbot.wait(50)
    assert not begun
