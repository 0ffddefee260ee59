"""审核报告 and 审核意见 in the window: shown, written, exported."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTextBrowser,
)

from core.services import reviewing
from core.services.reviewing import Review


def press(hands, dialog, text):
    hands.click(next(button for button in dialog.findChildren(QPushButton) if button.text().startswith(text)))


def choose_file(parent, path: Path) -> None:
    chooser = next(d for d in parent.findChildren(QFileDialog) if d.isVisible())
    chooser.findChild(QLineEdit).setText(str(path))
    chooser.accept()


def test_the_report_is_shown_and_follows_the_scope(hands, qtbot):
    hands.choose("2025", "319202", "13.")
    hands.keys("Ctrl+Shift+K")
    dialog = hands.dialog("reportDialog")
    text = dialog.findChild(QTextBrowser, "reportText")
    qtbot.waitUntil(lambda: "审核了 1 张表" in text.toPlainText())
    assert "≥100%" in text.toPlainText()
    scope = dialog.findChild(QComboBox, "reportScope")
    scope.setCurrentIndex(scope.count() - 1)
    qtbot.waitUntil(lambda: "审核了 14 张表" in text.toPlainText())
    assert "按单位汇总" in text.toPlainText()
    assert dialog.findChild(QLabel, "reportNote").text() == ""
    hands.keys("Esc")


@pytest.mark.parametrize(
    ("button", "suffix"), [("导出 PDF", ".pdf"), ("导出 Excel", ".xlsx"), ("导出审核意见表", ".pdf")]
)
def test_the_report_goes_out_as_a_file(hands, qtbot, tmp_path, button, suffix):
    hands.keys("Ctrl+Shift+K")
    dialog = hands.dialog("reportDialog")
    text = dialog.findChild(QTextBrowser, "reportText")
    qtbot.waitUntil(lambda: "审核了" in text.toPlainText())
    press(hands, dialog, button)
    path = tmp_path / f"报告{suffix}"
    choose_file(dialog, path)
    qtbot.waitUntil(path.exists)
    qtbot.waitUntil(lambda: bool(dialog.findChildren(QMessageBox)))
    (said,) = dialog.findChildren(QMessageBox)
    assert path.name in said.text()
    said.reject()
    dialog.reject()


def test_a_review_is_written_and_taken_back(hands):
    hands.choose("2025", "319101", "8.")
    hands.keys("Ctrl+Shift+I")
    dialog = hands.dialog("reviewDialog")
    dialog.findChild(QPlainTextEdit, "适当性").setPlainText("成本指标应写明上限。")
    conclusion = next(b for b in dialog.findChildren(QRadioButton) if b.text() == "不通过")
    conclusion.click()
    press(hands, dialog, "保存")
    session, project_id = hands.window.session, hands.window.workbench.project_id
    written = Review({"适当性": "成本指标应写明上限。"}, "不通过")
    assert reviewing.review_of(session.workspace, project_id) == written
    hands.keys("Ctrl+Shift+I")
    again = hands.dialog("reviewDialog")
    assert again.review == written
    hands.keys("Esc")
    hands.keys("Ctrl+Z")
    assert reviewing.review_of(session.workspace, project_id) == Review()
    assert hands.window.workbench.project_id == project_id


def test_the_review_sheet_is_exported(hands, qtbot, tmp_path):
    hands.choose("2025", "319101", "8.")
    hands.keys("Ctrl+Shift+I")
    dialog = hands.dialog("reviewDialog")
    dialog.findChild(QPlainTextEdit, "相关性").setPlainText("相关。")
    press(hands, dialog, "保存并导出")
    path = tmp_path / "审核意见.pdf"
    choose_file(hands.window, path)
    qtbot.waitUntil(path.exists)
    assert path.read_bytes().startswith(b"%PDF")
    qtbot.waitUntil(lambda: bool(hands.window.findChildren(QMessageBox)))
    hands.window.findChildren(QMessageBox)[0].reject()
