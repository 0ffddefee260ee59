"""What was recognised in a file, one table at a time."""

from typing import Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from core.domain.amounts import print_amount
from core.domain.records import FORM_FIELDS, INDICATOR_COLUMNS, LABELS
from core.importing.proposal import FieldPlace, ProposedTable, places_of
from gui.style import em
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
    """Fields and rows of one table as they would come in.

    Signals:
        pointed: What is selected has changed, see :meth:`selected_places`.
    """

    pointed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._fields = TextTableModel(("栏目", "识别的内容"), _field_texts)
        self._field_table = TextTable(self, "识别的栏目", self._fields, _FIELD_WIDTHS)
        self._field_table.setObjectName("recognisedFields")
        self._rows = TextTableModel(
            [LABELS["indicator"][column] for column in INDICATOR_COLUMNS], lambda row: row.texts
        )
        self._row_table = TextTable(self, "识别的指标", self._rows, _ROW_WIDTHS)
        self._row_table.setObjectName("recognisedRows")
        for table, other in ((self._field_table, self._row_table), (self._row_table, self._field_table)):
            table.selectionModel().selectionChanged.connect(lambda *_, one=table, two=other: self._select(one, two))
        parts = QSplitter(Qt.Orientation.Vertical, self)
        parts.setChildrenCollapsible(False)
        for index, (table, factor) in enumerate(((self._field_table, 4), (self._row_table, 5))):
            parts.addWidget(table)
            parts.setStretchFactor(index, factor)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[em(self, 0.4)] * 4)
        layout.addWidget(parts)

    def show_table(self, table: ProposedTable) -> None:
        """Show a table."""
        self._fields.show([_Field(name, print_amount(getattr(table, name))) for name in FORM_FIELDS])
        rows = [tuple(getattr(row, column) for column in INDICATOR_COLUMNS) for row in table.indicators]
        self._rows.show([_Row(number, texts) for number, texts in enumerate(rows, start=1)])

    def selected_places(self) -> list[FieldPlace]:
        """The fields that are selected."""
        fields = [(None, field.name) for field in self._field_table.selected_items()]
        return fields + [place for row in self._row_table.selected_items() for place in places_of(row.number)]

    def _select(self, table: TextTable, other: TextTable) -> None:
        if table.selected_items():
            other.clearSelection()  # one list at a time is pointed out
            self.pointed.emit()


def _field_texts(field: _Field) -> tuple[str, str]:
    return LABELS["project"][field.name], field.text or "（空白）"
