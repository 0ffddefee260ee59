"""A read-only table of texts for results of any number: history, finds, library, rows behind a number."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from gui.style import em, pale_highlight, tool_tip
from gui.style_options import fields

Index = QModelIndex | QPersistentModelIndex

# Full enum names looked up once: a lookup in data() costs more than the answer (desk.md section 3).
_DISPLAY: Final = Qt.ItemDataRole.DisplayRole
_WHOLE: Final = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
_CHECK: Final = Qt.ItemDataRole.CheckStateRole
_FOREGROUND: Final = Qt.ItemDataRole.ForegroundRole
_ALIGNMENT: Final = Qt.ItemDataRole.TextAlignmentRole
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_PLAIN: Final = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_TICKABLE: Final = _PLAIN | Qt.ItemFlag.ItemIsUserCheckable
_STATES: Final = {
    True: Qt.CheckState.Checked,
    False: Qt.CheckState.Unchecked,
    None: Qt.CheckState.PartiallyChecked,
}
_TICKS: Final = {state: tick for tick, state in _STATES.items()}
_LINE_HEIGHT: Final = 1.15  # em
_LEAST_SHARE: Final = 8.0  # em, of a column that shares what the others leave
_LEAST_PART: Final = 0.6  # of its usual width, of another column
_LEAST_HEIGHT: Final = 3.0  # em: headings and a line; what Qt has for the least keeps dialogs off a low screen


class TextTableModel(QAbstractTableModel):
    """Items of any kind, a text for each column.

    Args:
        headers: The columns' headings.
        texts: Makes the texts of an item, one for each column.
        right: The columns that stand at the right: numbers.
        can_tick: Whether items carry a tick in their first column.
        may_tick: Which of them can be ticked; the others are paler, and can be looked at all the same.
        whole: Makes the texts in full, where ``texts`` gives excerpts.
    """

    def __init__(
        self,
        headers: Sequence[str],
        texts: Callable[[Any], Sequence[str]],
        right: Sequence[int] = (),
        *,
        can_tick: bool = False,
        may_tick: Callable[[Any], bool] = lambda _item: True,
        whole: Callable[[Any], Sequence[str]] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._headers = tuple(headers)
        self._texts = texts
        self._right = frozenset(right)
        self._can_tick = can_tick
        self._may_tick = may_tick
        self._whole = whole or texts
        self._items: tuple[Any, ...] = ()
        self._ticks: list[bool | None] = []
        self._shown: dict[int, Sequence[str]] = {}  # texts by row, once they were asked for

    def show(self, items: Sequence[Any], ticks: Sequence[bool | None] = ()) -> None:
        """Show other items; without ``ticks`` all that can be ticked are. ``None`` is a tick not yet decided."""
        self.beginResetModel()
        self._items = tuple(items)
        self._ticks = list(ticks) or [self._may_tick(item) for item in self._items]
        self._shown = {}
        self.endResetModel()

    def renew(self) -> None:
        """The same items have other texts by now."""
        self._shown = {}
        if self._items:
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(self._items) - 1, len(self._headers) - 1), [_DISPLAY]
            )

    def item(self, row: int) -> Any:
        """The item of a row."""
        return self._items[row]

    @property
    def items(self) -> tuple[Any, ...]:
        """All items."""
        return self._items

    def ticked(self) -> list[Any]:
        """The items that are ticked, in order."""
        return [item for item, tick in zip(self._items, self._ticks, strict=True) if tick]

    @property
    def ticks(self) -> list[bool]:
        """Whether each item is ticked; one not yet decided is not."""
        return [bool(tick) for tick in self._ticks]

    @property
    def undecided(self) -> list[int]:
        """The rows whose tick is not yet decided."""
        return [row for row, tick in enumerate(self._ticks) if tick is None]

    def allow_ticks(self, allowed: bool) -> None:
        """Show the ticks, or hide them."""
        self.beginResetModel()
        self._can_tick = allowed
        self.endResetModel()

    def tick(self, rows: Sequence[int], state: Qt.CheckState) -> None:
        """Tick or untick some items, or leave them to be decided, told in one signal; those out of reach stay."""
        within = [row for row in rows if self._may_tick(self._items[row])] if self._can_tick else []
        for row in within:
            self._ticks[row] = _TICKS[state]
        if within:
            self.dataChanged.emit(self.index(min(within), 0), self.index(max(within), 0), [_CHECK])

    def tick_all(self, ticked: bool) -> None:
        """Tick or untick everything."""
        if self._items:
            self._ticks = [ticked and self._may_tick(item) for item in self._items]
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._items) - 1, 0), [_CHECK])

    # QAbstractTableModel

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many items there are."""
        return 0 if parent.isValid() else len(self._items)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """As many as there are headings."""
        return 0 if parent.isValid() else len(self._headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """The columns' headings."""
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self._headers):
            if role == _DISPLAY:
                return self._headers[section]
            if role == _ALIGNMENT and section in self._right:
                return _RIGHT
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Ticks can be changed, texts cannot."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        ticks_here = self._can_tick and index.column() == 0 and self._may_tick(self._items[index.row()])
        return _TICKABLE if ticks_here else _PLAIN

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """A text, in full as the tool tip; line breaks show as such only there."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == _DISPLAY:
            return self._text(row, column).replace("\n", " ")
        if role in _WHOLE:
            text = self._whole(self._items[row])[column]
            return text if role == Qt.ItemDataRole.AccessibleTextRole else tool_tip(text)
        if role == _ALIGNMENT and column in self._right:
            return _RIGHT
        if role == _FOREGROUND and self._can_tick and not self._may_tick(self._items[row]):
            return QGuiApplication.palette().placeholderText()
        if role == _CHECK and self._can_tick and column == 0 and self._may_tick(self._items[row]):
            return _STATES[self._ticks[row]]
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick or untick."""
        if role != _CHECK or not self._can_tick or not index.isValid() or index.column() != 0:
            return False
        if not self._may_tick(self._items[index.row()]):
            return False
        self.tick([index.row()], Qt.CheckState(value))
        return True

    def _text(self, row: int, column: int) -> str:
        if row not in self._shown:
            self._shown[row] = self._texts(self._items[row])
        return self._shown[row][column]


class _TickDelegate(QStyledItemDelegate):
    """Draws a frame around ticks: on a dark ground some styles leave an empty one all but invisible."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The cell as the style draws it, then the frame."""
        super().paint(painter, option, index)
        if index.data(_CHECK) is None:
            return
        self.initStyleOption(option, index)
        view = self.parent()
        box = view.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, view)  # type: ignore[attr-defined]
        painter.save()
        painter.setPen(fields(option).palette.color(QPalette.ColorRole.PlaceholderText))
        painter.drawRect(box.adjusted(0, 0, -1, -1))
        painter.restore()


class TextTable(QTableView):
    """Shows a :class:`TextTableModel`, whole lines selected; Space ticks all that are selected.

    A table view, since a tree view asks the model about every line when it is reset. Without the focus its selection is
    pale, so that of several tables in a dialog it is seen which one takes the keys.

    Args:
        parent: The dialog or panel.
        name: Accessible name.
        model: What it shows.
        widths: Of the columns in em; 0 for those that share what is left. In a narrow table the others give way.

    Signals:
        opened: The item of a line that Enter or a double click was made on.
        current_changed: The item of the current line, or ``None``.
    """

    opened = Signal(object)
    current_changed = Signal(object)

    def __init__(self, parent: QWidget, name: str, model: TextTableModel, widths: Sequence[float]) -> None:
        super().__init__(parent)
        self._text_model = model
        model.setParent(parent)  # which deletes it after this view: a dying model still tells its views things
        self.setAccessibleName(name)
        self.setModel(model)
        self.setItemDelegateForColumn(0, _TickDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setMinimumHeight(em(self, _LEAST_HEIGHT))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(em(self, _LINE_HEIGHT))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate(widths):
            mode = QHeaderView.ResizeMode.Interactive if width else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(column, mode)
        self._widths = widths
        self._part = 0.0  # of their usual widths, that the columns have now
        self._widen(1.0)
        self.doubleClicked.connect(lambda index: self.opened.emit(model.item(index.row())))
        self.selectionModel().currentRowChanged.connect(self._tell_current)
        model.modelReset.connect(self._begin)

    def current_item(self) -> Any:
        """The item of the current line, or ``None``."""
        index = self.currentIndex()
        return self._text_model.item(index.row()) if index.isValid() else None

    def selected_items(self) -> list[Any]:
        """The items of the selected lines, from above."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._text_model.item(row) for row in rows]

    def initViewItemOption(self, option: QStyleOptionViewItem) -> None:  # noqa: N802 - Qt's
        """Make the selection pale while the keys go elsewhere."""
        super().initViewItemOption(option)
        if not self.hasFocus():
            palette = self.palette()
            palette.setColor(QPalette.ColorRole.Highlight, pale_highlight(palette))
            palette.setColor(QPalette.ColorRole.HighlightedText, palette.color(QPalette.ColorRole.Text))
            fields(option).palette = palette

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the columns that share the rest enough to be read."""
        super().resizeEvent(event)
        room = self.viewport().width() - self._widths.count(0) * em(self, _LEAST_SHARE)
        self._widen(min(1.0, max(_LEAST_PART, room / max(1, em(self, sum(self._widths))))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Space ticks or unticks the selected lines alike."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_item() is not None:
            self.opened.emit(self.current_item())
        elif event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._tick_selected()
        else:
            super().keyPressEvent(event)

    def _widen(self, part: float) -> None:
        if part == self._part:
            return  # what the clerk has drawn wider stays
        self._part = part
        for column, width in enumerate(self._widths):
            if width:
                self.horizontalHeader().resizeSection(column, em(self, width * part))

    def _tick_selected(self) -> None:
        current = self.currentIndex().siblingAtColumn(0)
        wanted = Qt.CheckState.Unchecked if current.data(_CHECK) == Qt.CheckState.Checked else Qt.CheckState.Checked
        self._text_model.tick([index.row() for index in self.selectionModel().selectedRows()], wanted)

    def _begin(self) -> None:
        if self._text_model.rowCount():
            self.setCurrentIndex(self._text_model.index(0, 0))
        self._tell_current()

    def _tell_current(self, *_: object) -> None:
        self.current_changed.emit(self.current_item())
