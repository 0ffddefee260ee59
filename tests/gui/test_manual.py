"""The manual inside the program."""

import re

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QListWidget, QTextBrowser

from gui.actions import plain
from gui.dialogs.manual_dialog import MANUAL
from gui.menus import specs

RESOURCE = QTextDocument.ResourceType.ImageResource


def test_it_opens_with_its_key_and_its_contents_lead_to_their_places(hands):
    hands.keys("Shift+F1")
    dialog = hands.dialog("manualDialog")
    text = dialog.findChild(QTextBrowser, "manualText")
    contents = dialog.findChild(QListWidget, "manualContents")
    headings = re.findall(r"^#+ (.+)$", MANUAL.read_text(encoding="utf-8"), re.MULTILINE)
    assert [contents.item(row).text() for row in range(contents.count())] == headings
    contents.setFocus()
    hands.keys("Down", "Down", "Down")
    first_line = text.cursorForPosition(text.viewport().rect().topLeft() + text.viewport().rect().center() / 100)
    assert first_line.block().text() == headings[3]
    hands.keys("Esc")


def test_it_shows_its_pictures(hands):
    hands.keys("Shift+F1")
    document = hands.dialog("manualDialog").findChild(QTextBrowser, "manualText").document()
    names = re.findall(r"\((pictures/.+?)\)", MANUAL.read_text(encoding="utf-8"))
    assert len(names) == 4
    pictures = [document.resource(RESOURCE, document.baseUrl().resolved(QUrl(name))) for name in names]
    assert all(picture is not None for picture in pictures)
    hands.keys("Esc")


def test_the_actions_that_it_names_are_in_the_menus_with_these_keys():
    text = MANUAL.read_text(encoding="utf-8")
    titles = {plain(spec.text) for spec in specs()}
    named = (
        "导入",
        "打开示例",
        "按指标体系排序",
        "指标库",
        "修正",
        "接受警告",
        "撤回接受",
        "审核设置",
        "审核报告",
        "审核意见",
        "转换指标体系",
        "登记签字",
        "核对",
        "导出",
        "导入文件夹",
        "复制上年",
    )
    assert set(named) <= titles
    assert all(f"“{name}”" in text for name in named)
    keys = {spec.id: spec.keys for spec in specs()}
    assert "Ctrl+K" in keys["find_project"]
    assert "Ctrl+F" in keys["find"]
    assert "Ctrl+H" in keys["replace"]
    for action in ("fix_finding", "accept_finding", "audit_settings", "audit_report", "review", "convert_scheme"):
        assert keys[action][0] in text
    assert "F12" in keys["show_preview"]
