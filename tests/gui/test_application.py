"""What the program does with an exception that nobody expected."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

from core import places
from core.domain.errors import KnownError
from gui import application


@pytest.fixture
def reported(hands):
    """Hands an exception to the program's hook, as one raised in a slot is; answers the box that is shown."""

    def report(error: BaseException) -> QMessageBox:
        application._report_bug(type(error), error, error.__traceback__)
        return hands.dialog()

    return report


def crash_reports() -> list[Path]:
    return list(places.crash_folder().glob("*"))


def test_what_the_surroundings_did_is_said_plainly_and_is_no_bug(reported):
    box = reported(KnownError("“年度.jxdb”正被另一个程序或窗口占用。请稍等片刻再试一次。"))
    assert box.text() == "“年度.jxdb”正被另一个程序或窗口占用。请稍等片刻再试一次。"
    assert box.detailedText() == ""
    assert crash_reports() == []
    box.close()


@pytest.mark.expects_log("crash, see")
def test_a_bug_is_written_down(reported):
    box = reported(ZeroDivisionError("division by zero"))
    assert "意外" in box.text()
    assert len(crash_reports()) == 1
    box.close()


def test_what_is_said_does_not_go_with_the_dialog_in_front(hands):
    dialog = QDialog(hands.window)
    dialog.open()
    hands.qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    error = KnownError("“年度.jxdb”正被另一个程序或窗口占用。")
    application._report_bug(KnownError, error, None)
    dialog.close()
    dialog.deleteLater()
    hands.qtbot.wait(20)
    box = hands.dialog()
    assert box.text() == error.sentence
    box.close()


def test_it_is_said_also_while_no_window_is_in_front(qtbot):
    application.application()
    error = KnownError("磁盘已满。")
    application._report_bug(KnownError, error, None)
    qtbot.wait(20)
    (box,) = (w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible())
    assert box.text() == error.sentence
    box.close()
