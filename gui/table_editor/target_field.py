"""The field of 绩效目标: numbered paragraphs are kept in order, characters are counted."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QMenu, QWidget

from gui.table_editor import numbering
from gui.table_editor.form_fields import TextField

ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
BLOCK_END: Final = QTextCursor.MoveOperation.EndOfBlock
KEEP_ANCHOR: Final = QTextCursor.MoveMode.KeepAnchor
RENUMBER: Final = "重新编号"


class TargetField(TextField):
    """Enter behind a numbered paragraph begins the next number; behind a number alone it ends the numbering.

    The number is a step of its own: undone, the new line stays. Whoever types the same number behind it has
    typed it over. Nothing else is renumbered unless asked for.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._put = ""  # the number put before what is typed next, until it is known whether it is typed over

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Help with the numbers."""
        cursor = self.textCursor()
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if (
            self.isReadOnly()
            or event.key() not in ENTER
            or not plain
            or cursor.hasSelection()
            or not cursor.atBlockEnd()
        ):
            super().keyPressEvent(event)
            self._take_as_typed_over()
            return
        self._put = ""
        paragraph = cursor.block().text()
        if numbering.is_bare(paragraph):
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock, KEEP_ANCHOR)
            cursor.removeSelectedText()
            return
        super().keyPressEvent(event)
        head = numbering.next_head(paragraph)
        if head:
            self._begin_paragraph(head)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What an input method brings may be typed over a number too."""
        super().inputMethodEvent(event)
        self._take_as_typed_over()

    def renumber(self) -> None:
        """Number the paragraphs 1, 2, 3 … in one step that can be undone."""
        text = numbering.renumbered(self.typed())
        if not self.isReadOnly() and text != self.typed():
            place = self.textCursor().position()
            cursor = self.textCursor()
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.insertText(text)
            cursor.setPosition(min(place, len(text)))
            self.setTextCursor(cursor)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt's menu, and what this field can do besides."""
        self.menu().popup(event.globalPos())

    def menu(self) -> QMenu:
        """The context menu, made anew each time."""
        menu = self.createStandardContextMenu()
        action = QAction(RENUMBER, menu)
        action.setEnabled(not self.isReadOnly() and numbering.renumbered(self.typed()) != self.typed())
        action.triggered.connect(self.renumber)
        menu.addSeparator()
        menu.addAction(action)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _take_as_typed_over(self) -> None:
        """Take the number away that was put, once the same one is typed behind it."""
        cursor = self.textCursor()
        paragraph = cursor.block().text()
        if not self._put or not paragraph.startswith(self._put):
            self._put = ""
            return
        doubled = numbering.typed_over(paragraph.removeprefix(self._put), self._put)
        if doubled is None:
            return
        if doubled:
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
            cursor.setPosition(cursor.position() + len(self._put), KEEP_ANCHOR)
            cursor.removeSelectedText()
        self._put = ""

    def _begin_paragraph(self, head: str) -> None:
        self._put = head
        cursor = self.textCursor()
        place = cursor.position() + len(head)
        cursor.beginEditBlock()
        cursor.insertText(head)
        block = cursor.block().next()
        while block.isValid() and (moved := numbering.moved_on(block.text(), head)) is not None:
            cursor.setPosition(block.position())
            cursor.movePosition(BLOCK_END, KEEP_ANCHOR)
            cursor.insertText(moved)
            head, block = numbering.next_head(head), cursor.block().next()
        cursor.endEditBlock()
        cursor.setPosition(place)
        self.setTextCursor(cursor)
