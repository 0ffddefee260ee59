"""收件清单 of several files: which unit sent what, which sent nothing; can be kept as a workbook."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.domain.errors import KnownError
from core.services.editing import local_now
from core.services.receipts import HEADINGS, TITLE, ReceiptList, write_receipts
from gui import background
from gui.dialogs import files
from gui.style import em, note
from gui.text_table import TextTable, TextTableModel

_COUNT: Final = HEADINGS.index("表数")
_WIDTHS: Final = (4, 5, 0, 5, 3, 0, 9, 12)


class ReceiptView(QWidget):
    """Shows receipts and writes them to a file.

    Args:
        parent: The dialog.
        folder: Where the file is proposed to be put.
    """

    def __init__(self, parent: QWidget, folder: Path) -> None:
        super().__init__(parent)
        self.setAccessibleName(TITLE)
        self._folder = folder
        self._receipts = ReceiptList()
        self._hint = note("", self)
        self._model = TextTableModel(HEADINGS, lambda entry: entry.texts, (_COUNT,))
        self._table = TextTable(self, TITLE, self._model, _WIDTHS)
        self._table.setObjectName("receipts")
        keep = QPushButton("另存为 Excel…", self)
        keep.setAutoDefault(False)
        keep.clicked.connect(self._keep)
        row = QHBoxLayout()
        row.addWidget(self._hint, 1)
        row.addWidget(keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[em(self, 0.4)] * 4)
        layout.addLayout(row)
        layout.addWidget(self._table, 1)

    def show_receipts(self, receipts: ReceiptList) -> None:
        """Show these."""
        self._receipts = receipts
        self._hint.setText(receipts.summary)
        self._model.show(receipts.entries)

    def _keep(self) -> None:
        proposed = self._folder / f"{TITLE} {local_now():%Y-%m-%d}.xlsx"
        files.ask_save(self, f"保存{TITLE}", "Excel 工作簿 (*.xlsx)", proposed, self._write)

    def _write(self, path: Path) -> None:
        write = partial(write_receipts, self._receipts, path)
        background.run(self, "保存", lambda _progress: write(), lambda _: self._say(f"已保存到“{path}”。"), self._fail)

    def _say(self, sentence: str) -> None:
        self._hint.setText(sentence)

    def _fail(self, error: KnownError) -> None:
        self._say(error.sentence)
