"""The clipboard's Qt part: blocks as QMimeData."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from gui.table_editor.clipboard import Block, read_clipboard, write_html, write_tsv


def put_on_clipboard(rows: Iterable[Sequence[str]]) -> None:
    """Offer the rows to other programs as tab-separated text and as an HTML table."""
    block = tuple(map(tuple, rows))
    mime = QMimeData()
    mime.setText(write_tsv(block))
    mime.setHtml(write_html(block))
    QGuiApplication.clipboard().setMimeData(mime)


def block_on_clipboard() -> Block | None:
    """The block of cells on the clipboard, or ``None`` if there is no text."""
    mime = QGuiApplication.clipboard().mimeData()
    if mime is None or not (mime.hasText() or mime.hasHtml()):
        return None
    return read_clipboard(mime.text() if mime.hasText() else "", mime.html() if mime.hasHtml() else "")
