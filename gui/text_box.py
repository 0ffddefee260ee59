"""A box for text of several lines in a dialog, that shows when it has the focus."""

from typing import Final

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFocusEvent, QPainter, QPen
from PySide6.QtWidgets import QPlainTextEdit, QWidget

_FRAME_WIDTH: Final = 2  # device-independent pixels


class TextBox(QPlainTextEdit):
    """Framed in the palette's highlight while it has the focus, as a field of one line is; Tab leaves it."""

    def __init__(self, parent: QWidget, text: str = "") -> None:
        super().__init__(text, parent)
        self.setTabChangesFocus(True)
        gap = max(0, _FRAME_WIDTH - self.frameWidth())
        self.setViewportMargins(gap, gap, gap, gap)

    def event(self, event: QEvent) -> bool:
        """Draw the frame around the text over the style's own; ``paintEvent`` is about the text alone."""
        handled = super().event(event)
        if event.type() == QEvent.Type.Paint and self.hasFocus():
            with QPainter(self) as painter:
                painter.setPen(QPen(self.palette().highlight(), _FRAME_WIDTH))
                painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        return handled

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The frame comes."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The frame goes."""
        super().focusOutEvent(event)
        self.update()
