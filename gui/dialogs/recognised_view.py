"""What was recognised in a file, one table at a time, with the way to the place in the file that it was read from."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from core.domain.amounts import print_amount
from core.domain.records import AMOUNT_FIELDS, INDICATOR_COLUMNS, LABELS
from core.importing.proposal import ProposedIndicator, ProposedTable
from gui.style import em, note
from gui.text_table import TextTable, TextTableModel

_WIDTHS: Final = (6, 9, 0, 0, 9)
_LONGEST_SHOWN: Final = 160


class RecognisedView(QWidget):
    """Fields and rows of one table, as they would come in."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._place = note("", self)
        self._open = QPushButton("打开源文件", self)
        self._open.setAutoDefault(False)
        self._open.clicked.connect(self._open_file)
        self._fields = {name: self._field() for name in ("amounts", "purpose", "target")}
        self._model = TextTableModel([LABELS["indicator"][column] for column in INDICATOR_COLUMNS], _texts)
        table = TextTable(self, "识别的指标", self._model, _WIDTHS)
        table.setObjectName("recognisedRows")
        row = QHBoxLayout()
        row.addWidget(self._place, 1)
        row.addWidget(self._open)
        form = QFormLayout()
        form.addRow("资金：", self._fields["amounts"])
        form.addRow(f"{LABELS['project']['purpose']}：", self._fields["purpose"])
        form.addRow(f"{LABELS['project']['target']}：", self._fields["target"])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[em(self, 0.4)] * 4)
        layout.addLayout(row)
        layout.addLayout(form)
        layout.addWidget(table, 1)

    def show_table(self, table: ProposedTable, path: Path) -> None:
        """Show a table of this file."""
        self._path = path
        self._place.setText(f"读自《{path.name}》{table.place}")
        amounts = (
            f"{LABELS['project'][name]} {print_amount(getattr(table, name)) or '空白'}" for name in AMOUNT_FIELDS
        )
        self._show("amounts", "，".join(amounts))
        self._show("purpose", table.purpose)
        self._show("target", table.target)
        self._model.show(table.indicators)

    def _field(self) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _show(self, name: str, text: str) -> None:
        flat = " ".join(text.split())
        self._fields[name].setText(flat if len(flat) <= _LONGEST_SHOWN else flat[:_LONGEST_SHOWN] + "…")
        self._fields[name].setToolTip(text)

    def _open_file(self) -> None:
        if self._path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path)))


def _texts(row: ProposedIndicator) -> tuple[str, ...]:
    return tuple(getattr(row, column) for column in INDICATOR_COLUMNS)
