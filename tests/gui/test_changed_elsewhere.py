"""The command line, or another program, changes the file while the window is open."""

from PySide6.QtWidgets import QApplication, QTableView, QWidget

from core.domain.records import TargetTable
from core.services import editing, intents
from db.store import FileStore
from tests.gui.conftest import Hands


def elsewhere(hands: Hands, gesture) -> None:
    """Apply ``gesture(table shown)`` through another connection."""
    table: TargetTable = hands.window.workbench.editor.current_table()
    workspace = FileStore().open(hands.window.session.workspace.path)
    try:
        editing.apply(workspace, gesture(table))
    finally:
        workspace.close()


def notice(hands: Hands) -> str:
    return "".join(box.text() for box in hands.window.findChildren(QWidget, "notice") if box.isVisible())


def begin_to_type(hands: Hands, text: str) -> QTableView:
    hands.choose("2025 年度", "319101", "1.")
    grid = hands.window.findChild(QTableView, "indicatorGrid")
    cell = grid.model().index(1, 2)
    grid.scrollTo(cell)  # the grid is low where the screen is small
    hands.click(grid.viewport(), grid.visualRect(cell).center())
    hands.keys(*text)
    return grid


def test_a_table_deleted_while_a_cell_of_it_is_typed(hands: Hands) -> None:
    grid = begin_to_type(hands, "789")
    elsewhere(hands, lambda table: intents.remove_tables([table]))
    hands.keys("Return")
    assert QApplication.clipboard().text() == "789"
    assert "已放到剪贴板" in notice(hands)
    assert len(hands.project_names()) == 7
    hands.choose("2025 年度", "319101", "2025年度履职保障项目")
    hands.click(grid.viewport(), grid.visualRect(grid.model().index(0, 2)).center())
    hands.keys("5", "Return")
    assert hands.window.workbench.editor.current_table().indicators[0].name == "5"


def test_the_window_follows_when_it_comes_to_the_front(hands: Hands, qtbot) -> None:
    begin_to_type(hands, "")
    elsewhere(hands, lambda table: intents.set_form_field(table.project, "name", "别处改的名称"))
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    hands.window.activateWindow()
    qtbot.waitUntil(hands.window.isActiveWindow)
    assert hands.line("2025 年度", "319101", "别处改的名称").isValid()
    assert hands.window.findChild(QWidget, "projectName").text() == "别处改的名称"


def test_undo_takes_the_cursor_to_the_cell(hands: Hands) -> None:
    grid = begin_to_type(hands, "789")
    hands.keys("Return", "Ctrl+Home", "Ctrl+Z")
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (1, 2)
    hands.keys("Ctrl+Home", "Ctrl+Y")
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (1, 2)
