"""核对: a code or a file against the workspace, in the window."""

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QListWidget, QPushButton

from core.domain.checkcode import check_code
from core.exporting.pdf import write_pdf
from core.layout.form import Edition, fill
from core.services import exporting, intents
from tests.core.exporting.tables import xlsx_bytes
from tests.gui.conftest import Hands
from tests.reference import reference_tables


def tables_of(hands: Hands):
    with hands.window.session.workspace.read() as reader:
        return tuple(reader.tables())


def outcome(hands: Hands, begin: str) -> str:
    """The sentence, waited for."""
    label = hands.dialog("verifyDialog").findChild(QLabel, "verifyOutcome")
    hands.qtbot.waitUntil(lambda: label.text().startswith(begin))
    return label.text()


def test_a_code_that_is_typed_and_one_that_has_changed_since(hands: Hands):
    table = tables_of(hands)[0]
    hands.keys("Ctrl+Shift+E")
    box = hands.dialog("verifyDialog").findChild(QLineEdit, "verifyCode")
    assert box.hasFocus()
    hands.type(check_code(table).replace("-", "").lower())
    hands.keys("Return")
    assert table.project.name in outcome(hands, "一致")

    hands.window.session.perform(intents.set_cells(table, {(0, "value"): "3次"}))
    hands.keys("Return")  # the code is still there and selected: a scanner would replace it
    outcome(hands, "不一致")
    lines = hands.dialog("verifyDialog").findChild(QListWidget, "verifyLines")
    assert ["第 1 行指标值：工作区为“3次”" in lines.item(row).text() for row in range(lines.count())] == [True]

    hands.type("1234")
    hands.keys("Return")
    assert "16 位" in outcome(hands, "校验码是")
    hands.dialog("verifyDialog").close()


def test_an_unknown_code_is_unknown_and_not_a_difference(hands: Hands):
    hands.keys("Ctrl+Shift+E")
    hands.dialog("verifyDialog").findChild(QLineEdit, "verifyCode").setText("校验码 6FB9-3906-552C-AF97")
    hands.keys("Return")
    assert "没有校验码 6FB9-3906-552C-AF97 对应的表" in outcome(hands, "未找到")
    hands.dialog("verifyDialog").close()


def test_a_file_without_a_code_says_so_beside_the_outcome(hands: Hands, tmp_path):
    file = tmp_path / "送审稿.json"
    exporting.export(hands.window.session.workspace, file)
    hands.keys("Ctrl+Shift+E")
    dialog = hands.dialog("verifyDialog")
    dialog.verify_file(file)
    outcome(hands, "一致")
    lines = dialog.findChild(QListWidget, "verifyLines")
    assert lines.item(0).text() == "“送审稿.json”里没有校验码，只核对了各栏的内容。"
    dialog.close()


@pytest.mark.parametrize("suffix", [".xlsx", ".pdf"])
def test_a_large_file_can_be_cancelled_and_another_verified(hands: Hands, tmp_path, monkeypatch, suffix: str):
    monkeypatch.setattr("gui.background.SHOW_AFTER_MS", 0)
    large, small = tmp_path / f"很大{suffix}", tmp_path / "送审稿.json"
    if suffix == ".xlsx":
        large.write_bytes(xlsx_bytes(reference_tables() * 60))
    else:
        with large.open("wb") as out:
            write_pdf([fill(table) for table in reference_tables() * 12], out, Edition.SIGNATURE)
    exporting.export(hands.window.session.workspace, small)
    hands.keys("Ctrl+Shift+E")
    dialog = hands.dialog("verifyDialog")
    dialog.verify_file(large)
    cancel = hands.dialog("progressDialog").findChild(QPushButton)
    hands.click(cancel)
    choose = next(button for button in dialog.findChildren(QPushButton) if "选择文件" in button.text())
    hands.qtbot.waitUntil(choose.isEnabled)
    assert dialog.findChild(QLabel, "verifyOutcome").text() == ""
    dialog.verify_file(small)
    outcome(hands, "一致")
    dialog.close()


def test_what_was_not_compared_is_said_behind_the_differences(hands: Hands, tmp_path):
    file = tmp_path / "送审稿.xlsx"
    exporting.export(hands.window.session.workspace, file)
    hands.window.session.perform(intents.set_cells(tables_of(hands)[0], {(0, "value"): "3次"}))
    hands.keys("Ctrl+Shift+E")
    dialog = hands.dialog("verifyDialog")
    dialog.verify_file(file)
    assert "有 1 处不同" in outcome(hands, "不一致")
    lines = dialog.findChild(QListWidget, "verifyLines")
    assert [lines.item(row).text().partition("：")[0] for row in range(lines.count())] == [
        "2025 年度 319101 “1.2025年度等级保护测评等网络安全项目”",
        "核对的是各张表，不包括工作表“目录”、“汇总表”、页眉、页脚和图片。",
    ]
    dialog.close()


@pytest.mark.parametrize("suffix", [".pdf", ".xlsx"])
def test_a_file(hands: Hands, tmp_path, suffix: str):
    file = tmp_path / f"送审稿{suffix}"
    exporting.export(hands.window.session.workspace, file)
    hands.keys("Ctrl+Shift+E")
    dialog = hands.dialog("verifyDialog")
    choose = next(button for button in dialog.findChildren(QPushButton) if "选择文件" in button.text())
    hands.click(choose)
    dialog.findChild(QFileDialog).fileSelected.emit(str(file))
    assert "14 张表" in outcome(hands, "一致")
    dialog.findChild(QFileDialog).reject()
    dialog.close()
