"""How the grid looks: what can be seen on its pixels and measured on its columns."""

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSettings, Qt
from PySide6.QtGui import QImage, QRegion
from PySide6.QtTest import QTest

WIDTHS = (420, 612, 800, 1100, 1366)


@pytest.fixture(autouse=True)
def no_remembered_widths():
    QSettings().remove("grid/columnShares")


class Painted(QObject):
    """What was painted anew in a widget."""

    def __init__(self, widget) -> None:
        super().__init__()
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, _watched, event) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.region += event.region()
        return False


def columns(desk) -> list[int]:
    return [desk.grid.columnWidth(column) for column in range(5)]


def picture(desk, area: QRect | None = None) -> QImage:
    viewport = desk.grid.viewport()
    return viewport.grab(area or viewport.rect()).toImage()


def has_text(desk, row: int, column: int) -> bool:
    """Whether dark signs stand well inside the cell, left of the arrow of the list."""
    cell = desk.grid.visualRect(desk.model.index(row, column))
    inside = cell.adjusted(6, 6, -22, -6)
    image = picture(desk, inside)
    return any(image.pixelColor(x, y).lightness() < 90 for x in range(image.width()) for y in range(image.height()))


@pytest.mark.parametrize("width", WIDTHS)
def test_the_columns_fill_the_width_and_need_no_scroll_bar(desk, width, qtbot):
    desk.editor.resize(width, 700)
    qtbot.waitUntil(lambda: sum(columns(desk)) == desk.grid.viewport().width())
    qtbot.waitUntil(lambda: desk.grid.horizontalScrollBar().maximum() == 0)


def test_the_last_column_takes_what_a_dragged_border_leaves(desk):
    before = columns(desk)
    header = desk.grid.horizontalHeader()
    border = header.sectionViewportPosition(3) - 1
    y = header.height() // 2
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=QRect(border, y, 1, 1).topLeft())
    QTest.mouseMove(header.viewport(), QRect(border - 50, y, 1, 1).topLeft())
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=QRect(border - 50, y, 1, 1).topLeft())
    after = columns(desk)
    assert after[2] < before[2]
    assert after[4] - before[4] == before[2] - after[2]
    assert sum(after) == desk.grid.viewport().width()


def test_headings_wrap_where_their_columns_are_narrow(desk, qtbot):
    wide = desk.grid.horizontalHeader().height()
    desk.editor.resize(desk.editor.minimumSizeHint().width(), 700)
    metrics = desk.grid.fontMetrics()
    qtbot.waitUntil(lambda: desk.grid.horizontalHeader().height() >= wide + metrics.height())
    assert min(columns(desk)) >= 4 * metrics.horizontalAdvance("国")


def test_a_selected_cell_of_the_merged_category_shows_the_label(desk):
    for row in (0, 3, 6):
        desk.click(row, 0)
        assert has_text(desk, row, 0)
    desk.click(2, 2)
    assert not has_text(desk, 0, 0)  # the label is in the middle of the merged cell again


@pytest.mark.parametrize("key", ["Right", "Down", "Left", "Up"])
def test_the_frame_of_the_current_cell_leaves_nothing_behind(desk, qtbot, key):
    desk.click(4, 2)
    QTest.qWait(1)
    cell = desk.grid.visualRect(desk.grid.currentIndex())
    painted = Painted(desk.grid.viewport())
    desk.keys(key)
    qtbot.waitUntil(lambda: not painted.region.isEmpty())
    around = (QPoint(cell.left() - 1, cell.center().y()), QPoint(cell.center().x(), cell.top() - 1))
    assert all(painted.region.contains(point) for point in around)
