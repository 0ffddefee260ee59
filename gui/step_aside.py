"""A dialog that stays open beside the window uncovers the place that it has led to, as Excel's 查找 does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractItemView, QWidget

from gui.style import em

if TYPE_CHECKING:
    from gui.main_window import MainWindow

_AROUND: Final = 1.5  # em about the place that stay uncovered, too


def work_beside(window: MainWindow, dialog: QWidget, put_away: Callable[[], object]) -> None:
    """Go on in the window where a dialog has led; the dialog steps aside, or is put away where there is no room."""
    window.activateWindow()
    if not step_aside(dialog, window):
        put_away()
        window.status.tell(f"“{dialog.windowTitle()}”遮住了这里，已收起；再打开时内容还在。")


def step_aside(dialog: QWidget, window: QWidget) -> bool:
    """Move a dialog off the place in the window that has the focus, not further than needed; else make it lower.

    Returns:
        False if it still covers the place: the screen has no room for both.
    """
    place, frame = _place(window), dialog.frameGeometry()
    if not frame.intersects(place):
        return True
    if dialog.isMaximized():
        return False
    screen = window.screen().availableGeometry()
    beside = [corner for corner in _beside(place, frame) if screen.contains(QRect(corner, frame.size()))]
    if beside:
        dialog.move(min(beside, key=lambda corner: (corner - frame.topLeft()).manhattanLength()))
        return True
    above, below = place.top() - screen.top(), screen.bottom() - place.bottom()
    room, border = max(above, below), frame.height() - dialog.height()
    if room - border < max(dialog.minimumSizeHint().height(), dialog.minimumHeight()):
        return False
    dialog.resize(dialog.width(), room - border)
    dialog.move(frame.left(), screen.top() if above > below else place.bottom() + 1)
    return True


def _beside(place: QRect, frame: QRect) -> tuple[QPoint, ...]:
    """Where the frame has its corner when it stands above, below, left and right of the place."""
    return (
        QPoint(frame.left(), place.top() - frame.height()),
        QPoint(frame.left(), place.bottom() + 1),
        QPoint(place.left() - frame.width(), frame.top()),
        QPoint(place.right() + 1, frame.top()),
    )


def _place(window: QWidget) -> QRect:
    """The current cell of the list or grid with the focus, or the field with it, on the screen."""
    widget = window.focusWidget() or window
    inside = widget.rect()
    if isinstance(widget, QAbstractItemView):
        inside = widget.visualRect(widget.currentIndex())
        widget = widget.viewport()
    around = em(window, _AROUND)
    return QRect(widget.mapToGlobal(inside.topLeft()), inside.size()).adjusted(-around, -around, around, around)
