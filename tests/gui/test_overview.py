"""总览 in the window: numbers that lead to their rows."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QRadioButton, QStyleOptionViewItem

from gui.text_table import TextTable


def column(dialog, name, number=0):
    model = dialog.findChild(TextTable, name).model()
    return [model.index(row, number).data() for row in range(model.rowCount())]


def opened(hands, *titles):
    hands.choose(*titles)
    hands.keys("Ctrl+5")
    dialog = hands.dialog("overviewDialog")
    hands.qtbot.waitUntil(lambda: bool(dialog.findChild(QLabel, "overviewSums").text()))
    return dialog


def test_a_year_is_summed_up_by_unit_and_by_project(hands):
    dialog = opened(hands, "2025")
    sums = dialog.findChild(QLabel, "overviewSums").text()
    assert sums == "14 张表，103 条指标。预算 2866.79 万元，其中财政资金 2866.79，其他资金 0.00。"
    assert column(dialog, "overviewShares", 1) == ["2450.12", "416.67"]
    assert column(dialog, "overviewShares", 2) == ["85.5%", "14.5%"]
    hands.click(next(b for b in dialog.findChildren(QRadioButton) if b.text() == "按项目"))
    assert len(column(dialog, "overviewShares")) == 14
    dialog.close()


def test_of_a_unit_the_projects_are_shown(hands):
    dialog = opened(hands, "2025", "319202", "9.")
    assert len(column(dialog, "overviewShares")) == 6
    dialog.close()


def test_each_number_leads_to_its_rows_and_on_to_the_cell(hands):
    dialog = opened(hands, "2025")
    states = dialog.findChild(TextTable, "overviewStates")
    assert column(dialog, "overviewStates") == ["草稿", "定稿", "已签", "错误", "警告", "提示"]
    states.setFocus()
    hands.keys("Down", "Down", "Down", "Down", "Return")
    warnings = int(column(dialog, "overviewStates", 1)[4])
    hands.qtbot.waitUntil(lambda: len(column(dialog, "overviewRows")) == warnings)
    hands.keys("Return")
    assert hands.window.workbench.editor.current_table().number == 1
    assert hands.window.workbench.editor.current_place() == (7, "value")
    dialog.close()


def test_categories_lead_to_indicators(hands):
    dialog = opened(hands, "2025")
    dialog.findChild(TextTable, "overviewCategories").setFocus()
    hands.keys("Return")
    count = int(column(dialog, "overviewCategories", 1)[0])
    hands.qtbot.waitUntil(lambda: len(column(dialog, "overviewRows")) == count)
    assert column(dialog, "overviewCategories")[0] == "产出指标 数量指标"
    dialog.close()


def test_only_the_list_with_the_focus_shows_its_selection_in_full_colour(hands):
    dialog = opened(hands, "2025")

    def in_full_colour(table):
        option = QStyleOptionViewItem()
        table.initViewItemOption(option)
        role = QPalette.ColorRole.Highlight
        return option.palette.color(role) == table.palette().color(role)

    for name in ("overviewShares", "overviewStates", "overviewCategories"):
        dialog.findChild(TextTable, name).setFocus()
        tables = dialog.findChildren(TextTable)
        assert [table.objectName() for table in tables if in_full_colour(table)] == [name]
    dialog.close()


def led_to_a_warning(hands, dialog):
    """The second of the rows with a warning."""
    dialog.findChild(TextTable, "overviewStates").setFocus()
    hands.keys("Down", "Down", "Down", "Down", "Return")
    warnings = int(column(dialog, "overviewStates", 1)[4])
    hands.qtbot.waitUntil(lambda: len(column(dialog, "overviewRows")) == warnings)
    hands.keys("Down", "Return")
    grid = hands.window.workbench.grid
    rect = grid.visualRect(grid.currentIndex())
    return QRect(grid.viewport().mapToGlobal(rect.topLeft()), rect.size())


def test_it_uncovers_the_cell_that_it_has_led_to(hands):
    dialog = opened(hands, "2025")
    dialog.move(hands.window.pos())
    cell = led_to_a_warning(hands, dialog)
    assert dialog.isVisible()
    assert not dialog.frameGeometry().intersects(cell)
    assert hands.window.screen().availableGeometry().contains(dialog.frameGeometry())
    dialog.close()


@pytest.mark.parametrize("size", ["least", "maximized"])
def test_where_there_is_no_room_for_both_it_is_put_away_and_comes_back_as_it_was(hands, size):
    dialog = opened(hands, "2025")
    if size == "least":
        dialog.setMinimumHeight(dialog.height())  # as at 200 % on a low screen
    else:
        dialog.showMaximized()
    led_to_a_warning(hands, dialog)
    assert not dialog.isVisible()
    assert hands.window.statusBar().currentMessage() == "“总览”遮住了这里，已收起；再打开时内容还在。"
    rows = column(dialog, "overviewRows", 2)
    view = dialog.findChild(TextTable, "overviewRows")
    renewed = []
    view.model().modelReset.connect(lambda: renewed.append(view.model().rowCount()))
    hands.keys("Ctrl+5")
    hands.dialog("overviewDialog")
    hands.qtbot.waitUntil(lambda: renewed == [0, len(rows)])
    assert view.hasFocus()
    assert (column(dialog, "overviewRows", 2), view.currentIndex().row()) == (rows, 1)
    hands.keys("Esc")
    hands.keys("Ctrl+5")
    hands.qtbot.waitUntil(lambda: not column(hands.dialog("overviewDialog"), "overviewRows"))
    dialog.close()
