"""A short sentence beside the place that it is about: why typing was refused, what was normalised."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

SHOWN_FOR_MS = 8000
WIDEST_EMS = 28


class Notice(QFrame):
    """One sentence in a frame, over the window, under the place; it goes by itself and takes no focus."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.ToolTipBase)
        self.setForegroundRole(QPalette.ColorRole.ToolTipText)
        self._label = QLabel(self)
        self._label.setWordWrap(True)
        self._label.setForegroundRole(QPalette.ColorRole.ToolTipText)
        self._button = QToolButton(self)
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.clicked.connect(self._act)
        self._action: Callable[[], object] | None = None
        layout = QHBoxLayout(self)
        margin = self.fontMetrics().height() // 3
        layout.setContentsMargins(2 * margin, margin, 2 * margin, margin)
        layout.addWidget(self._label)
        layout.addWidget(self._button)
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_FOR_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def text(self) -> str:
        """The sentence shown, empty if none is."""
        return self._label.text() if self.isVisible() else ""

    def say(self, sentence: str, place: QRect, offer: tuple[str, Callable[[], object]] | None = None) -> None:
        """Show a sentence.

        Args:
            sentence: Plain Chinese.
            place: What it is about, in the coordinates of the window.
            offer: A button's text and what it does.
        """
        self._label.setText(sentence)
        self.setAccessibleName(sentence)
        self._button.setVisible(offer is not None)
        if offer is not None:
            self._button.setText(offer[0])
            self._action = offer[1]
        widest = WIDEST_EMS * self.fontMetrics().horizontalAdvance("国")
        natural = self.fontMetrics().horizontalAdvance(sentence)
        self._label.setFixedWidth(min(widest, natural + 2))
        self.adjustSize()
        area = self.parentWidget().rect()
        below = place.bottom() + 2
        top = below if below + self.height() <= area.bottom() else max(0, place.top() - self.height() - 1)
        self.move(QPoint(max(0, min(place.left(), area.right() - self.width())), top))
        self.show()
        self.raise_()
        self._timer.start()

    def _act(self) -> None:
        self.hide()
        if self._action is not None:
            self._action()
