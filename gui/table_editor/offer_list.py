"""The small list under a cell in edit: what is offered, and how the text was understood."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from gui.style import plain_label
from gui.table_editor.choices import NOTHING, Offer, Suggestions
from gui.table_editor.overlay import Overlay

MOST_LINES = 8
TEXT_EMS = 22  # widest, in ems


class OfferList(Overlay):
    """Shows :class:`Suggestions` under a rectangle.

    Signals:
        taken: The :class:`Offer` that was clicked.
    """

    taken = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, "offerList", QPalette.ColorRole.Base)
        self._reading = plain_label("", self)
        self._reading.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._list = QListWidget(self)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName("可选的内容")
        self._list.itemPressed.connect(lambda item: self.taken.emit(item.data(Qt.ItemDataRole.UserRole)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(self._list)
        layout.addWidget(self._reading)

    def show_suggestions(self, suggestions: Suggestions, cell: QRect) -> None:
        """Show them under ``cell`` (in the window's coordinates), or above it where there is no room below."""
        if suggestions == NOTHING:
            self.hide()
            return
        self._list.clear()
        for offer in suggestions.offers:
            item = QListWidgetItem(
                offer.text + offer.note if offer.note.startswith("（") else f"{offer.text}　{offer.note}".strip()
            )
            item.setData(Qt.ItemDataRole.UserRole, offer)
            self._list.addItem(item)
        self._list.setCurrentRow(-1 if suggestions.chosen is None else suggestions.chosen)
        self._list.setVisible(bool(suggestions.offers))
        self._reading.setText(suggestions.reading)
        self._reading.setVisible(bool(suggestions.reading))
        self._fit(cell.width())
        self.show_at(cell)

    def chosen(self) -> Offer | None:
        """The highlighted offer, if the list is open and one is."""
        item = self._list.currentItem() if self.isVisible() and self._list.currentRow() >= 0 else None
        offer = item.data(Qt.ItemDataRole.UserRole) if item else None
        return offer if isinstance(offer, Offer) else None

    def step(self, step: int) -> bool:
        """Highlight the next (1) or the previous (-1) offer, with "none of them" before the first.

        Returns:
            False if there is no list to step through.
        """
        count = self._list.count()
        if not step or not self.isVisible() or not count:
            return False
        self._list.setCurrentRow((self._list.currentRow() + 1 + step) % (count + 1) - 1)
        return True

    def _fit(self, least_width: int) -> None:
        em = self.fontMetrics().horizontalAdvance("国")
        margin = em // 2
        self._reading.setContentsMargins(margin, margin // 4, margin, margin // 4)
        lines = min(self._list.count(), MOST_LINES)
        line = max(self._list.sizeHintForRow(0), self.fontMetrics().height()) if lines else 0
        self._list.setFixedHeight(lines * line + 2)
        natural = max(self._list.sizeHintForColumn(0) + 2 * em if lines else 0, self._reading.sizeHint().width())
        width = max(least_width, min(natural, TEXT_EMS * em))
        height = (self._list.height() if lines else 0) + (
            self._reading.sizeHint().height() if self._reading.text() else 0
        )
        self.resize(width, height + 2)
