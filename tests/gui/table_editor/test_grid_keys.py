"""The grid's other keys: rows, fills, moves, selections, widths, zoom."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.services import intents
from gui.table_editor.grid_keys import KEYS
from tests.reference import reference_tables

NAMES = [row.name for row in reference_tables()[0].indicators]
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def test_delete_clears_the_selected_cells_in_one_step(desk):
    desk.click(0, 2)
    desk.click(1, 3, SHIFT)
    desk.keys("Delete")
    assert [row[2:4] for row in desk.texts()[:2]] == [("", ""), ("", "")]
    assert desk.session.undo_stack.undoText() == "清除"
    desk.session.undo()
    assert desk.column(2) == NAMES


def test_ctrl_d_fills_the_selection_from_its_first_row(desk):
    desk.click(0, 4)
    desk.click(2, 4, SHIFT)
    desk.keys("Ctrl+D")
    assert desk.column(4)[:3] == ["1次", "1次", "1次"]
    assert desk.session.undo_stack.undoText() == "向下填充"


def test_ctrl_d_on_one_cell_takes_the_one_above(desk):
    desk.click(2, 4)
    desk.keys("Ctrl+D")
    assert desk.column(4)[2] == "1次"


def test_ctrl_r_fills_from_the_left(desk):
    desk.click(0, 2)
    desk.click(1, 3, SHIFT)
    desk.keys("Ctrl+R")
    assert [row[3] for row in desk.texts()[:2]] == NAMES[:2]
    desk.click(3, 3)
    desk.keys("Ctrl+R")
    assert desk.texts()[3][3] == NAMES[3]


def test_ctrl_d_in_the_first_row_has_nothing_to_take(desk):
    desk.click(0, 4)
    desk.keys("Ctrl+D")
    assert desk.session.undo_stack.count() == 0


def test_alt_arrows_move_rows_and_the_selection_goes_with_them(desk):
    desk.click(2, 2)
    desk.keys("Alt+Up")
    assert desk.column(2)[:3] == [NAMES[0], NAMES[2], NAMES[1]]
    assert desk.cell == (1, 2)
    desk.keys("Alt+Down", "Alt+Down")
    assert desk.column(2)[:4] == [NAMES[0], NAMES[1], NAMES[3], NAMES[2]]
    assert desk.cell == (3, 2)


def test_alt_up_at_the_top_moves_nothing(desk):
    desk.click(0, 2)
    desk.keys("Alt+Up")
    assert desk.column(2) == NAMES
    assert desk.session.undo_stack.count() == 0


@pytest.mark.parametrize("key", ["Ctrl++", "Ctrl+="])
def test_ctrl_plus_inserts_as_many_rows_as_are_selected(desk, key):
    desk.click(1, 2)
    desk.click(2, 2, SHIFT)
    desk.keys(key)
    assert desk.column(2) == [NAMES[0], "", "", *NAMES[1:]]
    assert desk.cell == (1, 2)
    desk.session.undo()
    assert desk.column(2) == NAMES


def test_ctrl_minus_deletes_the_selected_rows(desk):
    desk.click(1, 2)
    desk.click(3, 2, CONTROL)
    desk.keys("Ctrl+-")
    assert desk.column(2) == [NAMES[0], NAMES[2], *NAMES[4:]]
    assert desk.session.undo_stack.undoText() == "删除行"


def test_the_last_row_deleted_leaves_an_empty_line_to_type_into(desk):
    desk.click(0, 0)
    desk.keys("Ctrl+A", "Ctrl+-")
    assert desk.texts() == []
    assert desk.model.rowCount() == 1
    desk.type("A")
    desk.keys("Return")
    assert desk.column(0) == ["A"]


@pytest.mark.parametrize(
    ("start", "key", "end"),
    [
        ((4, 3), "Ctrl+Home", (0, 0)),
        ((4, 3), "Ctrl+End", (8, 4)),
        ((4, 3), "Home", (4, 0)),
        ((4, 3), "End", (4, 4)),
        ((4, 3), "Ctrl+Up", (0, 3)),
        ((4, 3), "Ctrl+Down", (8, 3)),
        ((4, 3), "Ctrl+Left", (4, 0)),
        ((4, 3), "Ctrl+Right", (4, 4)),
        ((4, 3), "Up", (3, 3)),
        ((4, 3), "Left", (4, 2)),
    ],
)
def test_keys_that_move(desk, start, key, end):
    desk.click(*start)
    desk.keys(key)
    assert desk.cell == end
    assert desk.selected() == {end}


def test_ctrl_arrow_stops_at_a_gap_as_in_excel(desk):
    desk.click(4, 2)
    desk.keys("Delete")
    desk.click(0, 2)
    desk.keys("Ctrl+Down")
    assert desk.cell == (3, 2)
    desk.keys("Ctrl+Down")
    assert desk.cell == (5, 2)


def test_shift_arrows_stretch_the_selection_from_where_it_began(desk):
    desk.click(2, 1)
    desk.keys("Shift+Down", "Shift+Right")
    assert desk.selected() == {(2, 1), (2, 2), (3, 1), (3, 2)}
    desk.keys("Shift+Up")
    assert desk.selected() == {(2, 1), (2, 2)}


def test_ctrl_shift_end_selects_to_the_end(desk):
    desk.click(7, 3)
    desk.keys("Ctrl+Shift+End")
    assert desk.selected() == {(7, 3), (7, 4), (8, 3), (8, 4)}


@pytest.mark.parametrize(
    ("key", "columns"), [("Shift+Home", {0, 1, 2}), ("Shift+End", {2, 3, 4}), ("Ctrl+Shift+Home", {0, 1, 2})]
)
def test_shift_home_and_end_select_within_the_row(desk, key, columns):
    desk.click(0, 2)
    desk.keys(key)
    assert desk.selected() == {(0, column) for column in columns}


@pytest.mark.parametrize(
    ("key", "rows", "columns"),
    [
        ("Ctrl+Shift+Down", range(3, 9), range(2, 3)),
        ("Ctrl+Shift+Up", range(4), range(2, 3)),
        ("Ctrl+Shift+Right", range(3, 4), range(2, 5)),
        ("Ctrl+Shift+Left", range(3, 4), range(3)),
    ],
)
def test_ctrl_shift_arrows_select_to_the_end_of_what_is_filled(desk, key, rows, columns):
    desk.click(3, 2)
    desk.keys(key)
    assert desk.selected() == {(row, column) for row in rows for column in columns}


@pytest.mark.parametrize("key", ["Shift+Return", "Shift+Enter"])
def test_shift_enter_commits_and_goes_up(desk, key):
    desk.click(2, 2)
    desk.keys(key)
    assert desk.cell == (1, 2)
    desk.type("A")
    desk.keys(key)
    assert desk.column(2)[1] == "A"
    assert desk.cell == (0, 2)
    desk.keys(key)
    assert desk.cell == (0, 2)


def test_ctrl_insert_copies_and_shift_insert_pastes(desk):
    desk.click(0, 4)
    desk.click(1, 4, SHIFT)
    copied = desk.column(4)[:2]
    desk.keys("Ctrl+Ins")
    desk.click(2, 4)
    desk.keys("Shift+Ins")
    assert desk.column(4)[2:4] == copied
    assert desk.session.undo_stack.undoText() == "粘贴"


@pytest.fixture
def long_desk(desk):
    """Sixty rows more than the window shows."""
    assert desk.session.perform(intents.insert_rows(desk.on_disk(), 9, 60))
    return desk


def test_page_keys_go_by_what_the_window_shows(long_desk):
    desk = long_desk
    desk.click(0, 2)
    desk.keys("PgDown")
    page = desk.cell[0]
    assert 3 < page < 60
    assert desk.selected() == {(page, 2)}
    desk.keys("PgUp")
    assert desk.cell == (0, 2)
    desk.keys(*["PgDown"] * 30)
    assert desk.cell == (68, 2)


def test_shift_page_keys_stretch_the_selection_from_where_it_began(long_desk):
    desk = long_desk
    desk.click(1, 2)
    desk.keys("Shift+PgDown")
    last = desk.cell[0]
    assert desk.selected() == {(row, 2) for row in range(1, last + 1)}
    desk.keys("Shift+Up")
    assert desk.selected() == {(row, 2) for row in range(1, last)}


def test_shift_click_selects_a_block_and_ctrl_click_adds_a_cell(desk):
    desk.click(0, 1)
    desk.click(1, 2, SHIFT)
    desk.click(5, 4, CONTROL)
    assert desk.selected() == {(0, 1), (0, 2), (1, 1), (1, 2), (5, 4)}


def test_shift_space_selects_the_row(desk):
    desk.click(2, 3)
    desk.keys("Shift+Space")
    assert desk.selected() == {(2, column) for column in range(5)}


def test_double_click_on_a_header_border_fits_the_column(desk):
    header = desk.grid.horizontalHeader()
    desk.grid.setColumnWidth(3, 40)
    QApplication.processEvents()
    border = QPoint(header.sectionPosition(4) - 1, header.height() // 2)
    QTest.mouseMove(header.viewport(), border)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, border)
    QTest.mouseDClick(header.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, border)
    longest = max((row[3] for row in desk.texts()), key=len)
    assert desk.grid.columnWidth(3) > desk.grid.fontMetrics().horizontalAdvance(longest)


def test_column_widths_set_by_hand_are_remembered(desk, make_desk, qtbot):
    from PySide6.QtCore import QSettings

    desk.grid.setColumnWidth(2, 333)
    qtbot.waitUntil(lambda: QSettings().contains("grid/columnShares"))
    assert "0.3" in QSettings().value("grid/columnShares")


def test_rows_fit_their_text_after_a_column_was_made_narrow(desk, qtbot):
    before = desk.grid.rowHeight(0)
    desk.grid.setColumnWidth(3, 60)
    qtbot.waitUntil(lambda: desk.grid.rowHeight(0) > 2 * before)


def test_ctrl_wheel_zooms_text_and_rows(desk):
    before = desk.grid.rowHeight(1), desk.grid.font().pointSizeF()
    place = QPointF(desk.grid.viewport().rect().center())
    event = QWheelEvent(
        *(place, QPointF(desk.grid.viewport().mapToGlobal(place.toPoint()))),
        *(QPoint(0, 0), QPoint(0, 120), Qt.MouseButton.NoButton, CONTROL, Qt.ScrollPhase.NoScrollPhase, False),
    )
    QApplication.sendEvent(desk.grid.viewport(), event)
    assert desk.grid.rowHeight(1) > before[0]
    assert desk.grid.font().pointSizeF() > before[1]


def test_sorting_follows_the_scheme_and_keeps_equal_rows_in_order(make_desk):
    desk = make_desk(shown="p12")
    assert desk.column(1)[:4] == ["数量指标", "成本指标", "时效指标", "质量指标"]
    assert desk.editor.sort_rows()
    assert desk.column(1)[:4] == ["数量指标", "质量指标", "时效指标", "成本指标"]
    assert desk.session.undo()
    assert desk.column(1)[:4] == ["数量指标", "成本指标", "时效指标", "质量指标"]


def test_shift_tab_in_the_first_cell_and_ctrl_tab_leave_the_grid(desk):
    desk.click(0, 0)
    desk.keys("Shift+Tab")
    assert desk.focused() is desk.field("target")
    desk.click(3, 3)
    desk.keys("Ctrl+Tab")
    assert desk.focused() is not desk.grid


def test_every_key_of_the_table_is_obeyed(desk):
    """A key that names a command that nobody knows would raise here."""
    for key, modifiers in KEYS:
        desk.click(1, 1)
        QTest.keyClick(desk.focused(), key, modifiers)
        desk.keys("Escape")
