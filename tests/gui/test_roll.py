"""复制上年 in the window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QLabel,
    QMessageBox,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QTableView,
    QTabWidget,
)

from core.domain.errors import Cancelled
from core.domain.selection import Selection
from gui import background
from gui.text_table import TextTable


def opened(hands, *titles):
    hands.choose(*titles)
    hands.keys("Ctrl+Shift+R")
    dialog = hands.dialog("rollDialog")
    hands.qtbot.waitUntil(lambda: dialog.findChild(TextTable, "rollTables").model().rowCount() > 0)
    return dialog


def copy(dialog, hands):
    button = next(b for b in dialog.findChildren(QPushButton) if b.text().startswith("复制 "))
    hands.click(button)
    hands.qtbot.waitUntil(hands.window.session.undo_stack.canUndo)


def tables_of(hands, year):
    with hands.window.session.workspace.read() as reader:
        return list(reader.tables(Selection(year=year)))


def test_a_whole_year_comes_into_the_next_and_goes_again_with_one_undo(hands):
    dialog = opened(hands, "2025")
    assert dialog.findChild(QSpinBox, "rollYear").value() == 2026
    assert dialog.findChild(QTabWidget).tabText(0) == "文字中的年份（改 11/15 处）"
    copy(dialog, hands)
    assert tables_of(hands, 2026)[0].project.name == "2026年度等级保护测评等网络安全项目"
    assert len(tables_of(hands, 2026)) == 14
    bench = hands.window.workbench
    assert bench.editor.current_table() == tables_of(hands, 2026)[0]
    assert bench.tree.current_node().line.id == bench.project_id
    hands.keys("Ctrl+Z")
    assert (bench.tree.current_node().title, bench.editor.current_table()) == ("2025 年度", None)
    assert [year.year.year for year in hands.outline()] == [2025]


@pytest.mark.parametrize(
    ("cursor", "proposed"),
    [(("2025",), "当前年度"), (("2025", "319202"), "当前单位：319202"), (("2025", "319101", "5."), "当前年度")],
    ids=["year", "unit", "project"],
)
def test_on_a_unit_its_tables_are_proposed_and_else_those_of_the_year(hands, cursor, proposed):
    dialog = opened(hands, *cursor)
    assert dialog.findChild(QComboBox, "rollScope").currentText().startswith(proposed)
    dialog.close()


def test_each_year_has_its_tick_and_its_reason(hands):
    dialog = opened(hands, "2025", "319101", "5.")
    dialog.findChild(QLabel, "rollNote")
    years = dialog.findChild(TextTable, "rollYears")
    model = years.model()
    hands.qtbot.waitUntil(lambda: model.rowCount() == 15)
    eighth = next(row for row in range(15) if model.index(row, 0).data().startswith("8."))
    assert [model.index(eighth, column).data() for column in (1, 4)] == ["项目名称", "债券年份"]
    assert model.index(eighth, 0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
    years.setFocus()
    years.setCurrentIndex(model.index(eighth, 0))
    hands.keys("Space")
    copy(dialog, hands)
    assert tables_of(hands, 2026)[7].project.name.endswith("2026年债券利息")


def test_only_the_tables_chosen_are_copied(hands):
    dialog = opened(hands, "2025")
    tables = dialog.findChild(TextTable, "rollTables")
    dialog.findChild(QTabWidget).setCurrentIndex(1)
    tables.setFocus()
    tables.selectAll()
    hands.keys("Space")
    assert not any(b.isEnabled() for b in dialog.findChildren(QPushButton) if b.text().startswith("复制"))
    tables.setCurrentIndex(tables.model().index(2, 0))
    hands.keys("Space")
    copy(dialog, hands)
    assert len(tables_of(hands, 2026)) == 1


def test_new_budgets_are_pasted_as_a_column(hands, qtmodeltester):
    dialog = opened(hands, "2025")
    hands.click(next(b for b in dialog.findChildren(QRadioButton) if b.text() == "换成新的预算数"))
    budgets = dialog.findChild(QTableView, "newBudgets")
    QGuiApplication.clipboard().setText("120\r\n1,234.5\r\n")
    budgets.setFocus()
    hands.keys("Ctrl+V")
    qtmodeltester.check(budgets.model())
    assert "没有填新预算数的表，三项金额都留空" in dialog.findChild(QLabel, "rollNote").text()
    copy(dialog, hands)
    assert [str(table.project.budget) for table in tables_of(hands, 2026)[:3]] == ["120.00", "1234.50", "None"]


def test_new_budgets_are_typed_down_the_column_from_the_moment_they_are_asked_for(hands):
    dialog = opened(hands, "2025")
    hands.click(next(b for b in dialog.findChildren(QRadioButton) if b.text() == "换成新的预算数"))
    for key in ("1", "2", "0", "Return", "7", "Return", "8", "Return", "Up", "Delete", "Return", "9", "Return"):
        hands.keys(key)
        hands.qtbot.wait(1)
    assert dialog.isVisible()
    copy(dialog, hands)
    budgets = [str(table.project.budget) for table in tables_of(hands, 2026)]
    assert budgets[:5] == ["120.00", "7.00", "None", "9.00", "None"]


def test_emptied_amounts_are_told_and_left_blank_whatever_was_typed_before(hands):
    dialog = opened(hands, "2025")
    for choice in ("换成新的预算数", "清空"):
        hands.click(next(b for b in dialog.findChildren(QRadioButton) if b.text() == choice))
        if choice.startswith("换成"):
            for key in ("7", "Return"):
                hands.keys(key)
                hands.qtbot.wait(1)
    assert "三项金额都留空。" in dialog.findChild(QLabel, "rollNote").text()
    assert not dialog.findChild(QTabWidget).isTabVisible(2)
    copy(dialog, hands)
    amounts = {(t.project.budget, t.project.fiscal_funds, t.project.other_funds) for t in tables_of(hands, 2026)}
    assert amounts == {(None, None, None)}


@pytest.mark.parametrize("year", [2025])
def test_the_own_year_is_refused_in_a_sentence(hands, year):
    dialog = opened(hands, "2025")
    dialog.findChild(QSpinBox, "rollYear").setValue(year)
    hands.qtbot.waitUntil(lambda: "不能复制到自己的年度" in dialog.findChild(QLabel, "rollNote").text())
    hands.keys("Esc")


def button_of(dialog):
    return next(b for b in dialog.findChildren(QPushButton) if b.text().startswith("复制 "))


def test_what_the_target_year_has_already_is_told_before_it_is_left_out(hands):
    hands.choose("2025", "319202")
    copy(opened(hands, "2025", "319202"), hands)
    there = len(tables_of(hands, 2026))
    dialog = opened(hands, "2025 ")
    tables = dialog.findChild(TextTable, "rollTables")
    remarks = [tables.model().index(row, 4).data() for row in range(14)]
    assert (remarks.count("已有，不复制"), tables.isColumnHidden(4)) == (there, False)
    assert button_of(dialog).text() == f"复制 {14 - there} 张"
    note = dialog.findChild(QLabel, "rollNote").text()
    assert note.startswith(f"选中的表中有 {there} 张在 2026 年度已有，不再复制。把 {14 - there} 张表")
    hands.click(button_of(dialog))
    hands.qtbot.waitUntil(lambda: len(tables_of(hands, 2026)) == 14)
    told = hands.window.statusBar().currentMessage
    hands.qtbot.waitUntil(lambda: f"另有 {there} 张目标年度已有" in told())


def test_a_table_whose_name_keeps_its_year_is_no_longer_there_already(hands):
    copy(opened(hands, "2025"), hands)
    dialog = opened(hands, "2025 ")
    assert (button_of(dialog).text(), button_of(dialog).isEnabled()) == ("复制 0 张", False)
    years = dialog.findChild(TextTable, "rollYears")
    years.setFocus()
    years.setCurrentIndex(years.model().index(0, 0))
    hands.keys("Space")
    assert (button_of(dialog).text(), button_of(dialog).isEnabled()) == ("复制 1 张", True)
    assert years.currentIndex().row() == 0
    dialog.close()


def test_new_budgets_that_were_typed_are_not_lost_to_esc(hands):
    dialog = opened(hands, "2025")
    hands.click(next(b for b in dialog.findChildren(QRadioButton) if b.text() == "换成新的预算数"))
    for key in ("1", "2", "0", "Return", "7", "Return"):
        hands.keys(key)
        hands.qtbot.wait(1)
    hands.keys("Esc")
    box = hands.dialog("message")
    assert box.text() == "填好的 2 个新预算数还没有用上，关闭后就没有了。"
    hands.keys("Esc")
    hands.qtbot.waitUntil(lambda: not hands.window.findChildren(QMessageBox))
    dialog.activateWindow()
    hands.dialog("rollDialog")
    assert dialog.findChild(QTableView, "newBudgets").model().index(0, 2).data() == "120"
    hands.keys("Esc")
    hands.click(next(b for b in hands.dialog("message").buttons() if b.text() == "放弃并关闭"))
    hands.qtbot.waitUntil(lambda: not hands.window.findChildren(QDialog))


def test_it_is_cancelled_after_the_button_was_pressed_and_can_be_tried_again(hands, monkeypatch):
    dialog = opened(hands, "2025")
    button = next(b for b in dialog.findChildren(QPushButton) if b.text().startswith("复制 "))
    with monkeypatch.context() as patched:
        patched.setattr(background.Task, "_progress", _cancel)
        hands.click(button)
        hands.qtbot.waitUntil(button.isEnabled)
    assert tables_of(hands, 2026) == []
    assert dialog.isVisible()
    copy(dialog, hands)
    assert len(tables_of(hands, 2026)) == 14


def _cancel(*_):
    raise Cancelled
