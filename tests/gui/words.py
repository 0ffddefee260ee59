"""What can be read in a window, and the English words among it."""

import re
from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QTableView, QTabWidget, QTreeView, QWidget

_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_FILE_TYPES = {"Excel", "WPS", "Word", "PDF", "JSON", "jxdb"}
_KEYS = {"Ctrl", "Shift", "Alt", "Tab", "Enter", "Esc", "Delete", "Home", "End", "Del"}
_TEXTS = ("text", "windowTitle", "placeholderText", "toolTip", "title", "accessibleName", "prefix", "suffix")


def readable_texts(root: QWidget) -> Iterator[str]:
    """Every text that is shown or read aloud, save what stands in tables and fields, which are data."""
    for widget in (root, *root.findChildren(QWidget)):
        if not widget.isVisible():
            continue
        if isinstance(widget, QTreeView | QTableView) and widget.model() is not None:
            model = widget.model()
            for section in range(model.columnCount()):
                yield str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        if isinstance(widget, QComboBox):
            yield from (widget.itemText(index) for index in range(widget.count()))
        if isinstance(widget, QTabWidget):
            yield from (widget.tabText(index) for index in range(widget.count()))
        is_field = isinstance(widget, QLineEdit | QPlainTextEdit)
        for attribute in _TEXTS:
            reader = getattr(widget, attribute, None)
            if callable(reader) and not (is_field and attribute == "text"):
                yield str(reader())
    for action in root.findChildren(QAction):
        yield from (action.text(), action.toolTip(), action.statusTip())


def english(texts: Iterable[str]) -> list[str]:
    """The English words, those excepted that are names of keys and file types."""
    words = {word for text in texts for word in _LATIN_WORD.findall(re.sub(r"<[^>]*>|/\S+", "", text))}
    return sorted(words - _FILE_TYPES - _KEYS)
