"""A bar of two halves: beside each other, or one below the other where there is too little room."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

_BESIDE = QBoxLayout.Direction.LeftToRight
_BELOW = QBoxLayout.Direction.TopToBottom


class TwoHalves(QWidget):
    """The second half takes what room is left beside the first."""

    def __init__(self, first: QHBoxLayout, second: QHBoxLayout, parent: QWidget) -> None:
        super().__init__(parent)
        self._halves = (first, second)
        self._layout = QBoxLayout(_BESIDE, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addLayout(first)
        self._layout.addLayout(second, 1)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the wider half."""
        widest = max(half.minimumSize().width() for half in self._halves)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other as soon as both find room."""
        super().resizeEvent(event)
        both = sum(half.minimumSize().width() for half in self._halves) + self._layout.spacing()
        self._layout.setDirection(_BESIDE if event.size().width() >= both else _BELOW)
