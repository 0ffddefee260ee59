"""The grid of two tables side by side: what stands beside what, differences marked, places by line and column."""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
)
from PySide6.QtGui import QBrush, QFont, QFontMetrics, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from core.domain.records import INDICATOR_COLUMNS, LABELS
from core.services.side_by_side import LEFT, RIGHT, Line, Place
from gui.style import em, scaled_font, tool_tip

Index = QModelIndex | QPersistentModelIndex

DIFFERENT: Final = "≠"
SIDES: Final = ("左表", "右表")
_COUNT: Final = len(INDICATOR_COLUMNS)
_LABEL, _FIRST, _MARK = 0, (1, _COUNT + 2), _COUNT + 1
_COLUMNS: Final = 2 * _COUNT + 2
_SHARES: Final = (0.13, 0.13, 0.24, 0.31, 0.19)
"""Of the columns of a table in its half of the width."""
_LEAST_WIDTH: Final = 2.7  # em, of a column: three characters a line
_TINT_ALPHA: Final = 45
_PADDING: Final = 0.5  # em, above and below a text together
_MOST_LINES: Final = 14
_DISPLAY: Final = Qt.ItemDataRole.DisplayRole
_TOP: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_WRAP: Final = Qt.TextFlag.TextWrapAnywhere
_WRAPPED: Final = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)


class SideBySideModel(QAbstractTableModel):
    """Lines: their names, the columns of the left table, a mark, the columns of the right one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()
        self._bold = QFont(QGuiApplication.font())
        self._bold.setBold(True)

    def show(self, lines: Sequence[Line]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines."""
        return self._lines

    def cell(self, row: int, column: int) -> tuple[int, str] | None:
        """Side and field at a place of the grid; ``None`` for a line's name and its mark."""
        line = self._lines[row]
        side = LEFT if column < _MARK else RIGHT
        if column in (_LABEL, _MARK):
            return None
        return side, line.columns[0] if line.is_field else line.columns[column - _FIRST[side]]

    # QAbstractTableModel

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many lines there are."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Name, left, mark, right."""
        return 0 if parent.isValid() else _COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """The columns' headings, wrapped where their columns are narrow."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < _COLUMNS:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _WRAPPED
        if role != _DISPLAY:
            return None
        if section in (_LABEL, _MARK):
            return "位置" if section == _LABEL else ""
        return LABELS["indicator"][INDICATOR_COLUMNS[(section - 1) % (_COUNT + 1)]]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Everything can be selected, nothing typed into."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """A text; where the tables differ in bold and tinted, with the mark between them."""
        if not index.isValid():
            return None
        line, cell = self._lines[index.row()], self.cell(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter if index.column() == _MARK else _TOP
        if cell is None:
            text = line.label if index.column() == _LABEL else DIFFERENT if line.differing else ""
            return text if role == _DISPLAY else None
        side, column = cell
        differs = line.differs(column)
        if role == Qt.ItemDataRole.FontRole:
            return self._bold if differs else None
        if role == Qt.ItemDataRole.BackgroundRole:
            return _tint() if differs else None
        text = line.texts[side][line.columns.index(column)]
        if role == _DISPLAY:
            return text
        if role == Qt.ItemDataRole.ToolTipRole:
            return tool_tip(text)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{SIDES[side]}，{line.label}，{text or '空白'}{'，不同' if differs else ''}"
        return None


class SideBySideView(QTableView):
    """Shows the lines, both tables in halves of equal width, every text in full as far as it fits.

    Where the halves would be too narrow to be read, the view scrolls.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = SideBySideModel(parent)
        self._metrics = QFontMetrics(scaled_font(self, 1, bold=True))  # of the wider texts
        self.setObjectName("sideBySideTable")
        self.setAccessibleName("两张表的内容")
        self.setModel(self._model)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(em(self, 1.4))

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines, the cursor where it was."""
        current = self.currentIndex()
        row, column = (current.row(), current.column()) if current.isValid() else (0, _FIRST[LEFT])
        self._model.show(lines)
        self.clearSpans()
        for number, line in enumerate(lines):
            if line.is_field:
                for first in _FIRST:
                    self.setSpan(number, first, 1, _COUNT)
        self._fit()
        if lines:
            self._go_to(min(row, len(lines) - 1), column)

    def places(self) -> set[tuple[Line, str]]:
        """The places selected, on whichever side; a line's name or mark stands for the whole line."""
        found: set[tuple[Line, str]] = set()
        for index in self.selectionModel().selectedIndexes():
            line, cell = self._model.lines[index.row()], self._model.cell(index.row(), index.column())
            found.update((line, column) for column in (line.columns if cell is None else (cell[1],)))
        return found

    def go_to_difference(self, step: int) -> bool:
        """Put the cursor on the next (1) or previous (-1) difference, round and round; False if there is none."""
        current = self.currentIndex()
        here = (current.row(), current.column()) if current.isValid() else (-1, 0)
        side = RIGHT if here[1] > _MARK else LEFT
        cells = list(self._differences(side))[::step]
        if not cells:
            return False
        ahead = (cell for cell in cells if (cell > here if step > 0 else cell < here))
        self._go_to(*next(ahead, cells[0]))
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The halves stay equal."""
        super().resizeEvent(event)
        self._fit()

    def _go_to(self, row: int, column: int) -> None:
        """Put the cursor there and select it alone, whatever keys are held (the view itself asks for Ctrl)."""
        alone = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self._model.index(row, column), alone)

    def _differences(self, side: int) -> Iterable[tuple[int, int]]:
        for row, line in enumerate(self._model.lines):
            for column in line.differing:
                yield row, _FIRST[side] + (0 if line.is_field else line.columns.index(column))

    def _fit(self) -> None:
        """Widths of the columns, heights of the lines: those of their longest text."""
        header = self.horizontalHeader()
        label, mark = em(self, 5), em(self, 1.6)
        room = (self.viewport().width() - label - mark) // 2
        widths = [max(em(self, _LEAST_WIDTH), int(room * share)) for share in _SHARES]
        half = sum(widths)
        header.resizeSection(_LABEL, label)
        header.resizeSection(_MARK, mark)
        for number, width in enumerate(widths):
            for first in _FIRST:
                header.resizeSection(first + number, width)
        headings = [self._model.headerData(column, Qt.Orientation.Horizontal) for column in range(_MARK)]
        header.setFixedHeight(max(self._height(str(h), header.sectionSize(c)) for c, h in enumerate(headings)))
        most = em(self, _MOST_LINES)
        for row, line in enumerate(self._model.lines):
            wide = [half] if line.is_field else widths
            cells = [(line.label, label), *(pair for side in line.texts for pair in zip(side, wide, strict=True))]
            self.setRowHeight(row, min(most, max(self._height(text, width) for text, width in cells)))

    def _height(self, text: str, width: int) -> int:
        inner = QRect(0, 0, width - em(self, 0.6), em(self, 1000))
        return self._metrics.boundingRect(inner, _WRAP, text or " ").height() + em(self, _PADDING)


def place_numbers(lines: Sequence[Line], places: Iterable[tuple[Line, str]]) -> set[Place]:
    """Places by the numbers of their lines among all lines."""
    numbers = {line: number for number, line in enumerate(lines)}
    return {(numbers[line], column) for line, column in places}


def _tint() -> QBrush:
    colour = QGuiApplication.palette().highlight().color()
    colour.setAlpha(_TINT_ALPHA)
    return QBrush(colour)
