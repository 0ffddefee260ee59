"""Shift+F1: the user manual, from ``resources/manual``, with its headings to jump to."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from gui.style import button_box, em, resize

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "manual"
MANUAL = FOLDER / "manual.md"

_BLOCK_ROLE = Qt.ItemDataRole.UserRole + 1


class ManualDialog(QDialog):
    """Contents at the left, the text at the right; stays open beside the work."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("manualDialog")
        self.setWindowTitle("使用手册")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._text = self._make_text()
        self._contents = self._make_contents()
        columns = QSplitter(Qt.Orientation.Horizontal, self)
        columns.setChildrenCollapsible(False)
        columns.addWidget(self._contents)
        columns.addWidget(self._text)
        columns.setStretchFactor(1, 1)
        columns.setSizes([em(self, 10), em(self, 52)])
        buttons = button_box(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(columns, 1)
        layout.addWidget(buttons)
        resize(self, 64, 42)

    def _make_text(self) -> QTextBrowser:
        text = QTextBrowser(self)
        text.setObjectName("manualText")
        text.setAccessibleName("使用手册")
        text.setOpenLinks(False)  # there is nothing outside to go to
        text.document().setBaseUrl(QUrl.fromLocalFile(f"{FOLDER}/"))
        text.document().setDocumentMargin(em(self, 0.8))
        text.setMarkdown(MANUAL.read_text(encoding="utf-8"))
        text.moveCursor(QTextCursor.MoveOperation.Start)
        return text

    def _make_contents(self) -> QListWidget:
        contents = QListWidget(self)
        contents.setObjectName("manualContents")
        contents.setAccessibleName("目录")
        block = self._text.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel():
                item = QListWidgetItem(block.text(), contents)
                item.setData(_BLOCK_ROLE, block.blockNumber())
            block = block.next()
        contents.setCurrentRow(0)
        contents.currentItemChanged.connect(lambda item, _previous: self._go_to(item.data(_BLOCK_ROLE)))
        return contents

    def _go_to(self, block_number: int) -> None:
        """Bring a heading to the top."""
        block = self._text.document().findBlockByNumber(block_number)
        top = self._text.document().documentLayout().blockBoundingRect(block).top()
        self._text.verticalScrollBar().setValue(round(top))
