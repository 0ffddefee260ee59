"""How a cell of the grid looks, and which editor it gets."""

from collections.abc import Callable
from math import ceil
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPolygon
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from core.catalogue.measures import measures
from core.catalogue.schemes import scheme
from core.domain.records import INDICATOR_COLUMNS
from core.domain.values import parse_value
from gui.style_options import fields
from gui.table_editor import choices, library_offers, marks
from gui.table_editor.cell_editor import CellEditor
from gui.table_editor.cell_texts import CellTexts
from gui.table_editor.choices import Suggest, Suggestions
from gui.table_editor.current_table import CurrentTable
from gui.table_editor.grid_model import HEADINGS, IndicatorModel
from gui.table_editor.library_words import LibraryWords

Index = QModelIndex | QPersistentModelIndex

CATEGORY, SUBCATEGORY, NAME, DESCRIPTION, VALUE = range(len(INDICATOR_COLUMNS))
LISTED: Final = (CATEGORY, SUBCATEGORY)
"""Columns whose cells have a list of what the year's scheme knows."""

CENTRED: Final = (True, True, False, False, True)
"""As on paper (form.md section 2): labels and values centred, prose on the left."""

ALIGN_CENTRE: Final = Qt.AlignmentFlag.AlignCenter
SELECTED: Final = QStyle.StateFlag.State_Selected
SELECTION_ALPHA: Final = 46  # of 255: the text stays readable in its own colour
SPARE_HINT: Final = "新行"


class IndicatorDelegate(QStyledItemDelegate):
    """Draws cells as the form shows them and makes :class:`CellEditor` for them."""

    def __init__(self, current: CurrentTable, model: IndicatorModel, view: QAbstractItemView) -> None:
        super().__init__(view)
        self.typed_over = True
        """Whether the next editor opens because somebody types, or, with F2, to change what is there."""

        self.texts = CellTexts(view.font())
        self.is_merged_below: Callable[[int], bool] = lambda _row: False
        self.is_merged: Callable[[int], bool] = lambda _row: False
        self.editor_made: Callable[[CellEditor, Index], None] = lambda _editor, _index: None
        self._current = current
        self._model = model
        self.library = LibraryWords(current.session, view)
        self._line = marks.rule_colour(view.palette())

    # Painting

    def follow_palette(self, palette: QPalette) -> None:
        """Take new colours (light, dark)."""
        self._line = marks.rule_colour(palette)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Text, selection, rules and the mark of a finding; merged cells get their text from the grid."""
        row, column = index.row(), index.column()
        look = fields(option)
        rect, palette = look.rect, look.palette
        if look.state & SELECTED:
            painter.fillRect(rect, palette.color(QPalette.ColorRole.Base))  # over the style's own solid highlight
            tint = palette.color(QPalette.ColorRole.Highlight)
            tint.setAlpha(SELECTION_ALPHA)
            painter.fillRect(rect, tint)
        text = self._model.text(row, column)
        if column == CATEGORY and self.is_merged(row):
            text = ""
        elif column == CATEGORY and row >= self._model.indicator_count:
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(rect, ALIGN_CENTRE, SPARE_HINT)
        if text:
            padding = self.texts.padding
            layout = self.texts.layout(text, rect.width() - 2 * padding, centred=CENTRED[column])
            above = max(padding, (rect.height() - ceil(layout.size().height())) // 2)
            painter.setPen(palette.color(QPalette.ColorRole.Text))
            painter.drawStaticText(rect.left() + padding, rect.top() + above, layout)
        painter.setPen(self._line)
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if column != CATEGORY or not self.is_merged_below(row):
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        level = self._model.level(row, column)
        if level is not None:
            self._draw_mark(painter, rect.topRight(), -1, marks.colour(level, palette))
        if self._model.note(row, column):
            self._draw_mark(painter, rect.topLeft(), 1, palette.color(QPalette.ColorRole.PlaceholderText))

    def _draw_mark(self, painter: QPainter, corner: QPoint, inwards: int, colour: QColor) -> None:
        """A triangle in an upper corner: of a finding at the right, of a note at the left."""
        size = max(5, self.texts.em // 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(QPolygon([corner, corner + QPoint(inwards * size, 0), corner + QPoint(0, size)]))

    # Editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """One kind of editor; the columns differ in what they offer."""
        editor = CellEditor(
            parent, self.texts.padding - self.texts.frame + 1, self._suggest(index.row(), index.column())
        )
        editor.setFont(fields(option).font)
        editor.setAccessibleName(f"第{index.row() + 1}行 {HEADINGS[index.column()]}")
        editor.set_centred(CENTRED[index.column()])
        self.editor_made(editor, index)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The cell's text, ready to be replaced or, after F2, to be changed."""
        assert isinstance(editor, CellEditor)
        editor.start(self._model.text(index.row(), index.column()), typed_over=self.typed_over)

    def commit(self, editor: CellEditor, index: Index) -> bool:
        """Write what is typed; True after the commit."""
        texts = {INDICATOR_COLUMNS[index.column()]: editor.text()}
        if editor.taken is not None:
            texts.update(editor.taken.also)
        if all(texts[c] == self._model.text(index.row(), INDICATOR_COLUMNS.index(c)) for c in texts):
            return True
        return self._model.type_into(index.row(), texts)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Inside the cell's rules, higher where the text needs it."""
        assert isinstance(editor, CellEditor)
        frame = self.texts.frame
        rect = fields(option).rect.adjusted(frame - 1, frame - 1, -frame, -frame)
        rect.setHeight(max(rect.height(), editor.wanted_height()))
        editor.setGeometry(rect)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Nothing: the editor knows its keys itself, and Qt's filter would close it when it loses the focus."""
        return False

    def _suggest(self, row: int, column: int) -> Suggest:
        table = self._current.table
        if table is None:
            return choices.suggest_nothing
        known, library = scheme(table.year.scheme), self.library
        category, subcategory, name, *_ = self._model.texts(row)
        if column in (NAME, DESCRIPTION, VALUE):
            library.prepare()
        if column == NAME:
            return lambda text: library_offers.name_suggestions(text, library.words, known, category, subcategory)
        if column == DESCRIPTION:
            return lambda text: library_offers.usual_texts(
                text, (d for entry in library.words.named(name) for d in entry.descriptions)
            )
        if column == VALUE:
            return lambda text: self._suggest_value(text, row, name)
        offers = choices.category_offers(known) if column == CATEGORY else choices.subcategory_offers(known, category)
        return lambda text: choices.narrow(offers, text)

    def _suggest_value(self, text: str, row: int, name: str) -> Suggestions:
        if not text.strip():
            return library_offers.usual_texts(
                text, (value for entry in self.library.words.named(name) for value in entry.values)
            )
        return choices.value_suggestions(text, self._measure_units(row, name), measures())

    def _measure_units(self, row: int, name: str) -> tuple[str, ...]:
        """The 计量单位: the cell's own, those of the indicator in the library, of the same 二级指标, of the table."""
        sub = self._model.text(row, SUBCATEGORY)
        others = sorted(range(self._model.indicator_count), key=lambda r: self._model.text(r, SUBCATEGORY) != sub)
        usual = (unit for entry in self.library.words.named(name) for unit in entry.measure_units)
        units = (self._unit_of(row), *usual, *map(self._unit_of, others))
        return tuple(dict.fromkeys(unit for unit in units if unit))

    def _unit_of(self, row: int) -> str:
        return parse_value(self._model.text(row, VALUE)).measure_unit
