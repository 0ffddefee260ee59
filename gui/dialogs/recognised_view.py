"""What was recognised in a file, one table at a time, beside the rows of the file that it was read from."""

from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from core.domain.amounts import print_amount
from core.domain.records import FORM_FIELDS, INDICATOR_COLUMNS, LABELS
from core.importing.proposal import ProposedTable
from gui.source_table import SourceTable
from gui.style import em, note
from gui.text_table import TextTable, TextTableModel

_FIELD_WIDTHS: Final = (8, 0)
_ROW_WIDTHS: Final = (4, 6, 0, 0, 5)


class _Field(NamedTuple):
    """A field of the form."""

    name: str
    text: str


class _Row(NamedTuple):
    """An indicator with its number from 1."""

    number: int
    texts: tuple[str, ...]


class RecognisedView(QWidget):
    """Fields and rows of one table as they would come in; what is selected is pointed out in the file's rows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._place = note("", self)
        self._open = QPushButton("打开源文件(&O)", self)
        self._open.setAutoDefault(False)
        self._open.clicked.connect(self._open_file)
        self._fields = TextTableModel(("栏目", "识别的内容"), _field_texts)
        self._field_table = TextTable(self, "识别的栏目", self._fields, _FIELD_WIDTHS)
        self._field_table.setObjectName("recognisedFields")
        self._rows = TextTableModel(
            [LABELS["indicator"][column] for column in INDICATOR_COLUMNS], lambda row: row.texts
        )
        self._row_table = TextTable(self, "识别的指标", self._rows, _ROW_WIDTHS)
        self._row_table.setObjectName("recognisedRows")
        self._source = SourceTable(self)
        self._field_table.selectionModel().selectionChanged.connect(self._point_at_field)
        self._row_table.selectionModel().selectionChanged.connect(self._point_at_rows)
        self._lay_out()

    def show_table(self, table: ProposedTable, path: Path) -> None:
        """Show a table of this file."""
        self._path = path
        self._place.setText(
            f"左边是识别的内容，右边是《{path.name}》{table.place}起的原文；选中左边的一行，右边标出读自哪里。"
        )
        self._source.show_source(table.source)
        self._fields.show([_Field(name, print_amount(getattr(table, name))) for name in FORM_FIELDS])
        rows = [tuple(getattr(row, column) for column in INDICATOR_COLUMNS) for row in table.indicators]
        self._rows.show([_Row(number, texts) for number, texts in enumerate(rows, start=1)])

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._place, 1)
        top.addWidget(self._open)
        recognised = QSplitter(Qt.Orientation.Vertical, self)
        recognised.addWidget(self._field_table)
        recognised.addWidget(self._row_table)
        beside = QSplitter(Qt.Orientation.Horizontal, self)
        beside.addWidget(recognised)
        beside.addWidget(self._source)
        for splitter, factors in ((recognised, (4, 5)), (beside, (1, 1))):
            splitter.setChildrenCollapsible(False)
            for index, factor in enumerate(factors):
                splitter.setStretchFactor(index, factor)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[em(self, 0.4)] * 4)
        layout.addLayout(top)
        layout.addWidget(beside, 1)

    def _point_at_field(self) -> None:
        fields = self._field_table.selected_items()
        if fields:  # one list at a time is pointed out
            self._row_table.clearSelection()
            self._source.point_at(*((None, field.name) for field in fields))

    def _point_at_rows(self) -> None:
        rows = self._row_table.selected_items()
        if rows:
            self._field_table.clearSelection()
            self._source.point_at(*((row.number, column) for row in rows for column in INDICATOR_COLUMNS))

    def _open_file(self) -> None:
        if self._path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path)))


def _field_texts(field: _Field) -> tuple[str, str]:
    return LABELS["project"][field.name], field.text or "（空白）"
