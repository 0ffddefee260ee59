"""The file's own rows beside what was made of them, with whatever is selected there pointed out."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from core.importing.proposal import ProposedTable, SourceCell
from gui.source_table import SourceTable
from gui.style import em, note, tool_tip


class SourcePane(QWidget):
    """Where in which file a table was read from, and its rows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._place = note("", self)
        self._open = QPushButton("打开源文件(&O)", self)
        self._open.setAutoDefault(False)
        self._open.clicked.connect(self._open_file)
        self._rows = SourceTable(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[em(self, 0.4)] * 4)
        layout.addWidget(self._place)
        layout.addWidget(self._rows, 1)
        layout.addWidget(self._open, 0, Qt.AlignmentFlag.AlignRight)

    def show_table(self, table: ProposedTable, path: Path) -> None:
        """Show what a table of this file was read from, from the top."""
        self._path = path
        self._place.setText(f"原文：{table.place}起" if table.source.rows else "这种文件没有可以对照的原文。")
        self._place.setToolTip(tool_tip(str(path)))
        self._rows.show_source(table.source)

    def point_at(self, cells: Sequence[SourceCell]) -> None:
        """Mark these cells, and show the first of them."""
        self._rows.point_at(cells)

    def _open_file(self) -> None:
        if self._path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path)))
