"""A short sentence beside the place that it is about: why typing was refused, what was normalised."""

from collections.abc import Iterable

from PySide6.QtCore import QRect, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.style import plain_label
from gui.table_editor.overlay import Overlay

SHOWN_FOR_MS = 8000
LASTING_FOR_MS = 30_000
WIDEST_EMS = 28


class Notice(Overlay):
    """One sentence; it goes by itself."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, "notice", QPalette.ColorRole.ToolTipBase)
        self._label = plain_label("", self)
        self._label.setWordWrap(True)
        self._label.setForegroundRole(QPalette.ColorRole.ToolTipText)
        layout = QVBoxLayout(self)
        margin = self.fontMetrics().height() // 3
        layout.setContentsMargins(2 * margin, margin, 2 * margin, margin)
        layout.addWidget(self._label)
        self._place = QRect()
        self._lasting = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)

    def text(self) -> str:
        """The sentence shown, empty if none is."""
        return self._label.text() if self.isVisible() else ""

    def say(self, sentence: str, place: QRect, *, above: bool = False, lasting: bool = False) -> None:
        """Show a sentence; another one that stands in the window goes, unless it is a lasting one.

        Args:
            sentence: Plain Chinese.
            place: What it is about, in the coordinates of the window.
            above: Stand above the place, because the hands go on below it.
            lasting: Too important to go with the next key or click.
        """
        others: Iterable[Notice] = self._window.findChildren(Notice)
        for other in others:
            if other is not self:
                other.dismiss()
        self._place = place
        self._label.setText(sentence)
        self.setAccessibleName(sentence)
        widest = WIDEST_EMS * self.fontMetrics().horizontalAdvance("国")
        self._label.setFixedWidth(min(widest, self.fontMetrics().horizontalAdvance(sentence) + 2))
        self.adjustSize()
        self.show_at(place, above=above)
        self._lasting = lasting
        self._timer.start(LASTING_FOR_MS if lasting else SHOWN_FOR_MS)

    def is_in_the_way(self, place: QRect) -> bool:
        """Whether it lies over a place in which somebody types, or is about what stood there before."""
        return self.geometry().intersects(place) or self._place.intersects(place)

    def dismiss(self) -> None:
        """The hands go on: take the sentence away, unless it is a lasting one."""
        if not self._lasting:
            self.hide()
