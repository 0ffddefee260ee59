"""Export of one file for each table, from the window."""

from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton, QRadioButton

from core.services import intents
from tests.gui.conftest import Hands


def test_every_table_of_a_unit_becomes_a_file(hands: Hands, tmp_path):
    hands.choose("2025", "319202")
    hands.keys("Ctrl+E")
    dialog = hands.dialog("exportDialog")
    for choice in ("Excel 工作簿", "每张表一个文件"):
        button = next(b for b in dialog.findChildren(QRadioButton) if choice in b.text())
        button.click()
    go_on = next(b for b in dialog.findChildren(QPushButton) if b.text() == "选择文件夹…")
    hands.click(go_on)
    chooser = hands.window.findChild(QFileDialog)
    chooser.fileSelected.emit(str(tmp_path))
    chooser.close()
    hands.qtbot.waitUntil(lambda: hands.window.findChild(QMessageBox) is not None)
    box = hands.window.findChild(QMessageBox)
    assert "6 个文件" in box.text()
    box.close()
    (folder,) = [path for path in tmp_path.iterdir() if path.is_dir() and "319202" in path.name]
    assert len(list(folder.glob("*.xlsx"))) == 6


def test_a_blank_form_of_the_unit_with_the_cursor(hands: Hands, tmp_path):
    hands.choose("2025", "319202")
    hands.window.commands["blank_form"].trigger()
    chooser = hands.window.findChild(QFileDialog)
    assert "319202天津市便民专线服务中心 2025年空白填报表.xlsx" in chooser.selectedFiles()[0]
    chooser.fileSelected.emit(str(tmp_path / "空白.xlsx"))
    chooser.close()
    hands.qtbot.waitUntil(lambda: hands.window.findChild(QMessageBox) is not None)
    hands.window.findChild(QMessageBox).close()
    assert (tmp_path / "空白.xlsx").stat().st_size > 5000


def test_paper_that_lacks_characters_names_them(hands: Hands, tmp_path):
    with hands.window.session.workspace.read() as reader:
        table = next(reader.tables())
    hands.choose("2025", table.unit.code, table.project.name)
    hands.window.session.perform(intents.set_cells(table, {(2, "name"): "生僻字\U00030001"}))
    hands.keys("Ctrl+E")
    dialog = hands.dialog("exportDialog")
    next(b for b in dialog.findChildren(QRadioButton) if "PDF" in b.text()).click()
    hands.click(next(b for b in dialog.findChildren(QPushButton) if b.text() == "选择文件…"))
    chooser = hands.window.findChild(QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "表.pdf"))
    chooser.close()
    hands.qtbot.waitUntil(lambda: hands.window.findChild(QMessageBox) is not None)
    box = hands.window.findChild(QMessageBox)
    assert "已导出 1 张表" in box.text()
    assert "第 3 行三级指标：“\U00030001”（U+30001）" in box.text()
    box.close()
