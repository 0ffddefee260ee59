"""A frame that lies over the window and takes no focus: the list of offers, the notice."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QWidget

from gui.table_editor.marks import rule_colour


class Overlay(QFrame):
    """A plain child of the window, so that input methods keep composing in the editor beneath it."""

    def __init__(self, window: QWidget, name: str, ground: QPalette.ColorRole) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(ground)
        self.hide()

    def show_at(self, place: QRect, *, above: bool = False) -> None:
        """Show it at its present size below a place of the window, or above it if so wished or if room lacks."""
        area = self._window.rect()
        top, below = place.top() - self.height(), place.bottom() + 1
        fits_below, fits_above = below + self.height() <= area.bottom(), top >= 0
        y = top if fits_above and (above or not fits_below) else min(below, max(0, area.bottom() - self.height()))
        x = max(0, min(place.left(), area.right() - self.width()))
        self.move(x, y)
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A thin frame, visible on light and dark ground."""
        with QPainter(self) as painter:
            painter.setPen(rule_colour(self.palette()))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
