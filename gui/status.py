"""The status bar: place in the table, what was saved, which file."""

from pathlib import Path

from PySide6.QtWidgets import QStatusBar, QWidget

from gui.style import em, plain_label, tool_tip

REFUSAL_MS = 15_000


class StatusBar(QStatusBar):
    """Passing messages on the left; what stays on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = plain_label("", self)
        self._place.setObjectName("statusPlace")
        self._saved = plain_label("", self)
        self._saved.setObjectName("statusSaved")
        self._file = plain_label("", self)
        self._file.setObjectName("statusFile")
        for label in (self._place, self._saved, self._file):
            label.setContentsMargins(em(self, 0.4), 0, em(self, 0.4), 0)
            self.addPermanentWidget(label)

    def show_place(self, place: object) -> None:
        """Row x of y, how much is selected, sums."""
        self._place.setText(str(place))

    def show_saved(self, operation: str) -> None:
        """What was just done, and that it is on disk."""
        self.clearMessage()
        self._saved.setText(f"{operation}，已保存到磁盘")

    def show_refusal(self, sentence: str) -> None:
        """Why something was not written; nothing is said to be on the disk beside it."""
        self._saved.clear()
        self.tell(sentence)

    def tell(self, sentence: str) -> None:
        """What else went wrong, with nothing that was typed."""
        self.showMessage(sentence, REFUSAL_MS)

    def show_workspace(self, path: Path | None, *, read_only: bool = False) -> None:
        """The open file, its folder in the tooltip; and whether anything can be saved at all."""
        self._file.setText(path.name if path else "")
        self._file.setToolTip(tool_tip(str(path)) if path else "")
        self._saved.setText("只读，不能修改" if read_only else "已保存到磁盘" if path else "")
        self._place.clear()
