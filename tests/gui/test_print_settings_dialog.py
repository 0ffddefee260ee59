"""打印设置: opened by its key, worked with keys and clicks, kept in the workspace, followed by the preview."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QPushButton,
    QWidget,
)

from core.layout.signature import SIGNATURE_LABELS
from core.services.print_settings import DEFAULTS, PrintSettings, print_settings
from gui.page_area import PageArea
from tests.gui.conftest import Hands


def open_dialog(hands: Hands) -> QDialog:
    hands.choose("2025", "319101", "等级保护")
    hands.keys("Ctrl+Shift+P")
    return hands.dialog("printSettingsDialog")


def kept(hands: Hands) -> PrintSettings:
    with hands.window.session.workspace.read() as reader:
        return print_settings(reader)


def press(dialog: QDialog, name: QDialogButtonBox.StandardButton) -> None:
    button = dialog.findChild(QDialogButtonBox).button(name)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def click(hands: Hands, dialog: QDialog, name: str) -> None:
    hands.click(dialog.findChild(QPushButton, name))


def labels(dialog: QDialog) -> QListWidget:
    return dialog.findChild(QListWidget, "signatureLabels")


def test_it_shows_what_the_workspace_has_and_cancel_changes_nothing(hands: Hands) -> None:
    dialog = open_dialog(hands)
    shown = labels(dialog)
    assert [shown.item(row).text() for row in range(shown.count())] == list(SIGNATURE_LABELS)
    assert all(widget.accessibleName() for kind in (QLineEdit, QListWidget) for widget in dialog.findChildren(kind))
    hands.click(dialog.findChild(QCheckBox, "oneAPage"))
    press(dialog, QDialogButtonBox.StandardButton.Cancel)
    assert kept(hands) == DEFAULTS


def test_labels_can_be_ordered_switched_off_added_and_removed(hands: Hands) -> None:
    dialog = open_dialog(hands)
    shown = labels(dialog)
    shown.setFocus()
    hands.keys("Home", "Space")  # 填报单位（盖章） off
    click(hands, dialog, "signatureDown")
    shown.setCurrentRow(2)
    click(hands, dialog, "signatureRemove")  # 财务负责人
    shown.setCurrentRow(shown.count() - 1)
    click(hands, dialog, "signatureAdd")
    hands.qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    QApplication.focusWidget().selectAll()
    hands.type("审核人")
    hands.keys("Return")
    hands.qtbot.waitUntil(lambda: shown.currentItem().text() == "审核人")
    press(dialog, QDialogButtonBox.StandardButton.Ok)
    assert [(label.text, label.on) for label in kept(hands).labels] == [
        ("单位负责人", True),
        ("填报单位（盖章）", False),
        ("填报人", True),
        ("联系电话", True),
        ("填报日期", True),
        ("审核人", True),
    ]


def test_buttons_do_only_what_is_possible(hands: Hands) -> None:
    dialog = open_dialog(hands)
    assert not dialog.findChild(QPushButton, "signatureUp").isEnabled()
    while labels(dialog).count():
        click(hands, dialog, "signatureRemove")
    for name in ("signatureRemove", "signatureUp", "signatureDown"):
        assert not dialog.findChild(QPushButton, name).isEnabled()
    press(dialog, QDialogButtonBox.StandardButton.RestoreDefaults)
    assert labels(dialog).count() == len(SIGNATURE_LABELS)
    press(dialog, QDialogButtonBox.StandardButton.Cancel)


def test_everything_chosen_is_kept_and_the_preview_follows(hands: Hands) -> None:
    hands.choose("2025", "319101", "等级保护")
    hands.keys("F12")
    area = hands.window.findChild(PageArea, "previewPages")
    hands.qtbot.waitUntil(lambda: area.page_count() > 0 and not area.missing_images())
    before = area.viewport().grab().toImage()
    dialog = open_dialog(hands)
    for name, text in (("headerLine", "  某市财政局  "), ("coverTitle", "绩效目标汇编")):
        dialog.findChild(QLineEdit, name).setFocus()
        hands.type(text)
    for name in ("oneAPage", "fitOnOnePage", "mergeAllCategories"):
        dialog.findChild(QCheckBox, name).setFocus()
        hands.keys("Space")
    press(dialog, QDialogButtonBox.StandardButton.Ok)
    assert kept(hands) == PrintSettings(DEFAULTS.labels, "某市财政局", "绩效目标汇编", True, True, True)
    hands.qtbot.waitUntil(lambda: not area.missing_images() and area.viewport().grab().toImage() != before)


@pytest.mark.parametrize(("field", "file"), [("songFile", "没有.ttf"), ("heiFile", "字.txt")])
def test_a_font_that_cannot_be_used_is_refused_with_a_sentence(
    hands: Hands, tmp_path: Path, field: str, file: str
) -> None:
    (tmp_path / "字.txt").write_text("这不是字体" * 100, encoding="utf-8")
    dialog = open_dialog(hands)
    dialog.findChild(QLineEdit, field).setFocus()
    hands.type(str(tmp_path / file))
    press(dialog, QDialogButtonBox.StandardButton.Ok)
    hands.qtbot.waitUntil(lambda: box() is not None)
    assert file in box().text()
    box().close()
    assert dialog.isVisible()
    assert kept(hands) == DEFAULTS
    press(dialog, QDialogButtonBox.StandardButton.Cancel)


def box() -> QMessageBox | None:
    boxes: list[QWidget] = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]
    return boxes[0] if boxes else None
