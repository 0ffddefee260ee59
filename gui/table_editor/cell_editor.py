"""The editor of one cell: wrapped text that grows while it is typed, with offers under it where the column has any."""

from enum import Enum
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPalette,
    QResizeEvent,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from gui.table_editor.choices import NOTHING, Offer, Suggest, Suggestions, suggest_nothing
from gui.table_editor.clipboard_mime import insert_cell_or
from gui.table_editor.composing import Composing
from gui.table_editor.form_fields import text_height
from gui.table_editor.offer_list import OfferList
from gui.table_editor.plain_field import typed_in

Key = Qt.Key
SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
CONTROL: Final = Qt.KeyboardModifier.ControlModifier
ALT: Final = Qt.KeyboardModifier.AltModifier
PLAIN: Final = Qt.KeyboardModifier.NoModifier
KEYPAD: Final = Qt.KeyboardModifier.KeypadModifier


class Leave(Enum):
    """Where the hands go when they leave the editor."""

    STAY = "stay"
    ENTER = "enter"
    ENTER_UP = "enter up"
    NEXT = "next"
    PREVIOUS = "previous"
    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"


_ALWAYS: Final = {
    (Key.Key_Return, PLAIN): Leave.ENTER,
    (Key.Key_Enter, PLAIN): Leave.ENTER,
    (Key.Key_Return, SHIFT): Leave.ENTER_UP,
    (Key.Key_Enter, SHIFT): Leave.ENTER_UP,
    (Key.Key_Tab, PLAIN): Leave.NEXT,
    (Key.Key_Backtab, SHIFT): Leave.PREVIOUS,
    (Key.Key_Backtab, PLAIN): Leave.PREVIOUS,
    (Key.Key_Tab, SHIFT): Leave.PREVIOUS,
}
# As in Excel: while a cell is typed over, the arrows leave it; after F2 they move inside the text.
_WHILE_TYPED_OVER: Final = {
    (Key.Key_Up, PLAIN): Leave.UP,
    (Key.Key_Down, PLAIN): Leave.DOWN,
    (Key.Key_Left, PLAIN): Leave.LEFT,
    (Key.Key_Right, PLAIN): Leave.RIGHT,
}
_LIST_STEPS: Final = {Key.Key_Down: 1, Key.Key_Up: -1}
_TAKES_OFFER: Final = frozenset({Leave.ENTER, Leave.NEXT})


class CellEditor(Composing, QPlainTextEdit):
    """See the module.

    Signals:
        left: The :class:`Leave`; what is typed shall be committed.
        cancelled: What is typed shall be forgotten (Esc).
        grown: The text needs another height; see :meth:`wanted_height`.
    """

    left = Signal(object)
    cancelled = Signal()
    grown = Signal()

    def __init__(self, parent: QWidget, padding: int, suggest: Suggest = suggest_nothing) -> None:
        super().__init__(parent)
        self.taken: Offer | None = None
        self._suggest = suggest
        self._started = ""
        self._typed_over = True
        self._padding = padding
        self._lines_height = 0
        self._offers: OfferList | None = None  # made when there is something to show: most cells have nothing
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self._centre_text()
        self.document().documentLayout().documentSizeChanged.connect(self._tell_growth)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        """A cell copied in a spreadsheet is pasted as its text."""
        insert_cell_or(self, source, super().insertFromMimeData)

    # What the grid does with it

    def start(self, text: str, *, typed_over: bool) -> None:
        """Show the cell's text: selected, so that typing replaces it, or with the cursor behind it (F2)."""
        self._started = text
        self.setPlainText(text)
        self.document().clearUndoRedoStacks()
        self._typed_over = typed_over
        self.taken = None
        if typed_over:
            self.selectAll()
        else:
            self.moveCursor(QTextCursor.MoveOperation.End)
        self.textChanged.connect(self._offer, Qt.ConnectionType.UniqueConnection)

    def set_centred(self, centred: bool) -> None:
        """Centre the lines, as the cell does, or have them on the left."""
        option = self.document().defaultTextOption()
        option.setAlignment(Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft)
        self.document().setDefaultTextOption(option)

    def text(self) -> str:
        """What is typed, without an unfinished composition and control characters."""
        return typed_in(self, self._started)

    def replace_all(self, text: str) -> None:
        """Put another text in the place of what is typed, undoable."""
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)

    def show_offers(self) -> None:
        """Open the list with everything there is, whatever is typed."""
        self._show(self._suggest(""))

    def wanted_height(self) -> int:
        """The height at which the whole text is seen, padding included."""
        return text_height(self) + 2 * self._padding

    # Qt's events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Tab, Esc, Alt+Enter, F2 and the arrows as in Excel; the rest is text."""
        key, modifiers = Key(event.key()), event.modifiers() & ~KEYPAD
        if key == Key.Key_Escape:
            self.cancelled.emit()
        elif key in (Key.Key_Return, Key.Key_Enter) and modifiers == ALT:
            self.insertPlainText("\n")
        elif key == Key.Key_F2:
            self._typed_over = not self._typed_over
        elif key == Key.Key_Down and modifiers == ALT:
            self.show_offers()
        elif modifiers == PLAIN and self._offers and self._offers.step(_LIST_STEPS.get(key, 0)):
            event.accept()
        elif (leave := self._way_out(key, modifiers)) is not None:
            self._leave(leave)
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What is being composed needs room, too."""
        super().inputMethodEvent(event)
        self._tell_growth()

    def event(self, event: QEvent) -> bool:
        """Let undo and redo through to the window when this editor has nothing of its own to undo."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo) and not self.document().isUndoAvailable()
            redo = event.matches(QKeySequence.StandardKey.Redo) and not self.document().isRedoAvailable()
            if undo or redo:
                event.ignore()
                return False
            if event.key() in (Key.Key_Escape, Key.Key_Tab, Key.Key_Backtab, Key.Key_F2) or (
                event.key() in (Key.Key_Return, Key.Key_Enter)
            ):
                event.accept()
                return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving in any way commits; a menu or another window is no leaving."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit(Leave.STAY)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the text in the middle, where the cell shows it; another width may need another height."""
        super().resizeEvent(event)
        self._centre_text()
        self._tell_growth()

    def hideEvent(self, event: QHideEvent) -> None:
        """The offers go with the editor."""
        self._hide_offers()
        super().hideEvent(event)

    def close_offers(self) -> None:
        """Take the list away for good; it is a child of the window."""
        if self._offers is not None:
            self._offers.hide()
            self._offers.deleteLater()

    def _centre_text(self) -> None:
        side = self._padding
        above = max(side, (self.height() - text_height(self)) // 2)
        if self.viewportMargins().top() != above:
            self.setViewportMargins(side, above, side, 0)

    # Offers

    def _way_out(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> Leave | None:
        leave = _ALWAYS.get((key, modifiers))
        return leave or (_WHILE_TYPED_OVER.get((key, modifiers)) if self._typed_over else None)

    def _leave(self, leave: Leave) -> None:
        offer = self._offers.chosen() if self._offers and leave in _TAKES_OFFER else None
        if offer is not None:
            self._take(offer)
        self.left.emit(leave)

    def _take(self, offer: Offer) -> None:
        self.replace_all(offer.text)
        self.taken = offer
        self._hide_offers()

    def _take_clicked(self, offer: Offer) -> None:
        self._take(offer)
        self.left.emit(Leave.STAY)

    def _offer(self) -> None:
        self.taken = None
        self._show(self._suggest(self.text()))

    def _hide_offers(self) -> None:
        if self._offers is not None:
            self._offers.hide()

    def _show(self, suggestions: Suggestions) -> None:
        if self._offers is None:
            if suggestions == NOTHING:
                return
            self._offers = OfferList(self.window())
            self._offers.taken.connect(self._take_clicked)
        cell = QRect(self.mapTo(self.window(), QPoint(0, 0)), self.size())
        self._offers.show_suggestions(suggestions, cell)

    def _tell_growth(self, *_: object) -> None:
        if self.wanted_height() != self._lines_height:
            self._lines_height = self.wanted_height()
            self._centre_text()
            self.grown.emit()
