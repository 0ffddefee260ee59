"""The fields of the form: they ask to be committed when they are left, and keep what was typed until it is."""

from math import ceil
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QClipboard,
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QPlainTextEdit, QWidget

from core.domain.texts import without_controls
from gui.table_editor.clipboard import only_text
from gui.table_editor.clipboard_mime import cells_in, insert_cell_or
from gui.table_editor.composing import Composing
from gui.table_editor.grid_keys import changes_text
from gui.table_editor.plain_field import as_shown

Key = Qt.Key
MOST_LINES: Final = 9  # a longer text scrolls inside its field, so that the grid keeps its place
_NO_LEAVING: Final = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class _Committed(Composing):
    """What both kinds of field do with the committed text and the text under edit; to be mixed in before the widget.

    A field declares the signals itself, since Qt reads them from the widget's class, and says what it shows.
    """

    left: Signal
    refused_typing: Signal
    _committed = ""

    if TYPE_CHECKING:  # both kinds have it; a method here would come before theirs

        def isReadOnly(self) -> bool: ...  # noqa: N802 - Qt's

    def _shown(self) -> str:
        """The text as it stands in the widget."""
        raise NotImplementedError

    def _as_shown(self, text: str) -> str:
        """The text as the widget gives it back when nobody types."""
        return text

    def _show(self, text: str) -> None:
        """Put a text into the widget."""
        raise NotImplementedError

    def typed(self) -> str:
        """The text as it stands in the field, without control characters that were pasted with it."""
        return without_controls(self._shown()) if self.is_under_edit() else self._committed

    def is_under_edit(self) -> bool:
        """Whether something was typed that is not committed."""
        return self._shown() != self._as_shown(self._committed)

    def show_committed(self, text: str) -> None:
        """Show the text of the workspace; what is being typed is not disturbed."""
        under_edit = self.is_under_edit()
        self._committed = text
        if not under_edit:
            self.restore()

    def restore(self) -> None:
        """Show the committed text again, whatever was typed."""
        if self.is_under_edit():
            self._show(self._committed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc restores; what would change a field that takes no typing is said to be refused."""
        if self.isReadOnly() and changes_text(event):
            self.refused_typing.emit()
        elif event.key() == Key.Key_Escape and self.is_under_edit():
            self.restore()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window while nothing is typed here."""
        if is_undo(event) and not self.is_under_edit():
            event.ignore()
            return False
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving commits."""
        super().focusOutEvent(event)
        if event.reason() not in _NO_LEAVING:
            self.left.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Leave files to the window, which imports them."""
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dragEnterEvent(event)


class LineField(_Committed, QLineEdit):
    """A field of one line: the name and the amounts.

    Signals:
        left: What is typed shall be committed.
        refused_typing: Somebody types into a field that takes no typing.
        block_pasted: A :class:`~gui.table_editor.clipboard.Block` of several cells was to be pasted here.
    """

    left = Signal()
    refused_typing = Signal()
    block_pasted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrame(False)
        self.returnPressed.connect(self.left)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's own field would paste past :meth:`paste`."""
        if event.matches(QKeySequence.StandardKey.Paste) and not self.isReadOnly():
            self.paste()
        else:
            super().keyPressEvent(event)

    def paste(self) -> None:
        """Paste the text, or of cells the only one that is not blank; several are nothing for one line."""
        self._paste(QGuiApplication.clipboard().mimeData())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The middle button pastes what is selected somewhere, where the system has such a selection (X11)."""
        clipboard = QGuiApplication.clipboard()
        if event.button() != Qt.MouseButton.MiddleButton or not clipboard.supportsSelection():
            super().mouseReleaseEvent(event)
        elif self.isReadOnly():
            self.refused_typing.emit()
        else:
            self.deselect()
            self._paste(clipboard.mimeData(QClipboard.Mode.Selection))

    def dropEvent(self, event: QDropEvent) -> None:
        """What comes from elsewhere is dropped as it would be pasted, and committed: the focus may be elsewhere."""
        if event.source() is self:
            super().dropEvent(event)
            return
        text = self._for_one_line(event.mimeData())
        if text is None:
            event.ignore()
            return
        line = QMimeData()
        line.setText(text)
        super().dropEvent(
            QDropEvent(event.position(), event.possibleActions(), line, event.buttons(), event.modifiers())
        )
        event.acceptProposedAction()
        self.left.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt's menu, pasting as :meth:`paste` does."""
        self.menu().popup(event.globalPos())

    def menu(self) -> QMenu:
        """The context menu, made anew each time."""
        menu = self.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() == "edit-paste":
                action.triggered.disconnect()
                action.triggered.connect(self.paste)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _paste(self, mime: QMimeData | None) -> None:
        text = None if mime is None else self._for_one_line(mime)
        if text is not None and not self.isReadOnly():
            self.insert(text)

    def _for_one_line(self, mime: QMimeData) -> str | None:
        """What of it can stand in one line, with a blank for a line end within a cell.

        ``None`` if it is a block of several cells, which is told.
        """
        cells = cells_in(mime)
        text = mime.text() if cells is None else only_text(cells)
        if text is None:
            self.block_pasted.emit(cells)
            return None
        lines = text.splitlines()
        return " ".join(line.strip() for line in lines if line.strip()) if len(lines) > 1 else "".join(lines)

    def _shown(self) -> str:
        return self.text()

    def _show(self, text: str) -> None:
        self.setText(text)
        if not self.hasFocus():
            self.setCursorPosition(0)


class TextField(_Committed, QPlainTextEdit):
    """A field that is as high as its text: 资金用途 and 绩效目标. Tab leaves it, Ctrl+Enter commits.

    Signals:
        left: What is typed shall be committed.
        refused_typing: Somebody types into a field that takes no typing.
    """

    left = Signal()
    refused_typing = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)

    def _shown(self) -> str:
        return self.toPlainText()

    def _as_shown(self, text: str) -> str:
        return as_shown(text)

    def _show(self, text: str) -> None:
        self.setPlainText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter commits, since Enter breaks the line."""
        is_enter = event.key() in (Key.Key_Return, Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier and not self.isReadOnly():
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        """A cell copied in a spreadsheet is pasted as its text."""
        insert_cell_or(self, source, super().insertFromMimeData)

    def dropEvent(self, event: QDropEvent) -> None:
        """What is dropped is committed, unless the hands are in the field, which commits when they leave it."""
        super().dropEvent(event)
        if not self.hasFocus():
            self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other lines."""
        super().resizeEvent(event)
        self._grow()

    def _grow(self, *_: object) -> None:
        most = MOST_LINES * self.fontMetrics().lineSpacing()
        height = min(text_height(self), most) + 2 * round(self.document().documentMargin())
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)


def text_height(editor: QPlainTextEdit) -> int:
    """The height of all its text as laid out; fallback fonts may make lines higher than the font's own."""
    block, height = editor.document().firstBlock(), 0.0
    while block.isValid():
        height += editor.blockBoundingRect(block).height()
        block = block.next()
    return max(ceil(height), editor.fontMetrics().lineSpacing())


Field = LineField | TextField


def is_undo(event: QEvent) -> bool:
    """Whether a field is asked for its claim on the keys of undo or redo."""
    return (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and (event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo))
    )
