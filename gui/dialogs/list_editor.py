"""Several named lists of words, one of them open to be edited, a word a line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QListWidget, QPushButton, QVBoxLayout, QWidget

from gui.style import em, note
from gui.text_box import TextBox


@dataclass(frozen=True, slots=True)
class EditableList:
    """One list.

    Attributes:
        key: What it is called in the settings.
        title: What the clerk calls it.
        explanation: What it is for.
        usual: The program's own words.
    """

    key: str
    title: str
    explanation: str
    usual: tuple[str, ...]


class ListEditor(QWidget):
    """Titles at the left, the words of the chosen one at the right."""

    def __init__(self, lists: Sequence[EditableList], name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._lists = lists
        self._words: dict[str, tuple[str, ...]] = {entry.key: entry.usual for entry in lists}
        self._titles = QListWidget(self)
        self._titles.setObjectName(f"{name}Titles")
        self._titles.setAccessibleName("列表")
        self._titles.addItems([entry.title for entry in lists])
        self._titles.setMaximumWidth(em(self, 12))
        self._explanation = note("", self)
        self._text = TextBox(self)
        self._text.setObjectName(f"{name}Words")
        self._text.setAccessibleName("词，每行一个")
        restore = QPushButton("恢复这个列表", self)
        restore.clicked.connect(self._restore)
        right = QVBoxLayout()
        right.addWidget(self._explanation)
        right.addWidget(self._text, 1)
        bottom = QHBoxLayout()
        bottom.addWidget(note("每行一个。", self), 1)
        bottom.addWidget(restore)
        right.addLayout(bottom)
        layout = QHBoxLayout(self)
        layout.addWidget(self._titles)
        layout.addLayout(right, 1)
        self._titles.currentRowChanged.connect(self._open)
        self._text.textChanged.connect(self._take)
        self._titles.setCurrentRow(0)

    def words(self) -> Mapping[str, tuple[str, ...]]:
        """All lists by key, without blank lines and repetitions."""
        return dict(self._words)

    def set_words(self, words: Mapping[str, tuple[str, ...]]) -> None:
        """Show these lists instead."""
        self._words = dict(words)
        self._open(self._titles.currentRow())

    def _open(self, row: int) -> None:
        entry = self._lists[row]
        self._explanation.setText(entry.explanation)
        self._text.blockSignals(True)
        self._text.setPlainText("\n".join(self._words[entry.key]))
        self._text.blockSignals(False)

    def _take(self) -> None:
        lines = (line.strip() for line in self._text.toPlainText().split("\n"))
        self._words[self._lists[self._titles.currentRow()].key] = tuple(dict.fromkeys(filter(None, lines)))

    def _restore(self) -> None:
        entry = self._lists[self._titles.currentRow()]
        self._words[entry.key] = entry.usual
        self._open(self._titles.currentRow())
