"""The clipboard's Qt part: blocks as QMimeData."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

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
    return None if mime is None else _block(mime)


def cells_in(mime: QMimeData) -> Block | None:
    """The cells of what was copied: those of a table, or of text with tabs or line breaks; ``None`` for a mere text.

    A mere text may have the line end behind it that spreadsheets put there.
    """
    if not (_has_table(mime) or any(sign in mime.text().rstrip("\r\n") for sign in "\t\r\n")):
        return None
    return _block(mime)


def text_of_one_cell(mime: QMimeData) -> str | None:
    """The text of the one cell that a spreadsheet has put there; ``None`` if it is anything else.

    As text, spreadsheets put a line end behind a cell, and quotes around one with several lines.
    """
    if not _has_table(mime):
        return None
    block = _block(mime)
    return block.rows[0][0] if block is not None and (len(block.rows), block.width) == (1, 1) else None


def insert_cell_or(editor: QPlainTextEdit, mime: QMimeData, otherwise: Callable[[QMimeData], None]) -> None:
    """Paste the text of one cell of a spreadsheet, or whatever else it is in the editor's own way."""
    text = text_of_one_cell(mime)
    if text is None:
        otherwise(mime)
    else:
        editor.insertPlainText(text)


def _has_table(mime: QMimeData) -> bool:
    return mime.hasHtml() and "<table" in mime.html().lower()


def _block(mime: QMimeData) -> Block | None:
    if not (mime.hasText() or mime.hasHtml()):
        return None
    return read_clipboard(mime.text() if mime.hasText() else "", mime.html() if mime.hasHtml() else "")
