"""How the grid looks: the form's columns, rows as high as their text, 一级指标 merged, marks, notices."""

from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyleOption, QTableView, QWidget

from core.layout.form import MERGED_CATEGORY
from gui.style_options import fields
from gui.table_editor.cell_editor import CellEditor
from gui.table_editor.cell_texts import CellTexts
from gui.table_editor.column_widths import ColumnWidths
from gui.table_editor.current_table import CurrentTable
from gui.table_editor.delegates import ALIGN_CENTRE, CATEGORY, CENTRED, LISTED, IndicatorDelegate
from gui.table_editor.grid_model import BESIDE_TEXT, COLUMN_COUNT, HEADINGS, IndicatorModel
from gui.table_editor.notice import Notice

Index = QModelIndex | QPersistentModelIndex

WRAPPED_CENTRED: Final = int(ALIGN_CENTRE) | int(Qt.TextFlag.TextWordWrap) | int(Qt.TextFlag.TextWrapAnywhere)
ALL_CENTRED: Final = (True,) * COLUMN_COUNT
ZOOM_STEPS: Final = (50, 75, 90, 100, 110, 125, 150, 175, 200, 250, 300)  # per cent
BELOW_HINT: Final = "在最后一行按回车键，或点击这里，增加一行"


class FormTableView(QTableView):
    """A table view that shows the indicators as Table B of the form does (form.md section 2)."""

    _ready = False  # Qt calls some of the overrides while it is being made

    def __init__(self, current: CurrentTable, model: IndicatorModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._current = current
        for renewed in (current.chosen, current.refreshed):  # what kept a cell from being written may be gone
            renewed.connect(self.hide_notice)
        self._model = model
        self._notice: Notice | None = None
        self._editor: CellEditor | None = None
        self._edited = QPersistentModelIndex()
        self._zoom = 100
        self._base_size = self.font().pointSizeF()
        self.setModel(model)
        self._delegate = IndicatorDelegate(current, model, self)
        self._delegate.is_merged = self._is_merged
        self._delegate.is_merged_below = lambda row: self._is_merged(row) and self._is_merged(row + 1)
        self.setItemDelegate(self._delegate)
        self._set_up()
        self._widths = ColumnWidths(self)
        self._refit = QTimer(self, singleShot=True, interval=0)
        self._refit.timeout.connect(self._fit_all_rows)
        self._widths.changed.connect(self._fit_header)
        self._widths.changed.connect(self._refit.start)
        model.dataChanged.connect(self._fit_changed)
        model.rowsInserted.connect(lambda _parent, first, last: self._fit_rows(first, last))
        model.layoutChanged.connect(self._fit_all_rows)
        model.modelReset.connect(self._fit_all_rows)
        model.modelReset.connect(self.scrollToTop)
        model.normalised.connect(self._show_normalisation)
        self._ready = True

    def _set_up(self) -> None:
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)  # the delegate draws the rules, which merged cells interrupt
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultAlignment(ALIGN_CENTRE)
        self._apply_metrics()

    # Size of things

    def zoom(self, step: int) -> None:
        """Larger (1), smaller (-1), or back to 100 % (0)."""
        place = ZOOM_STEPS.index(self._zoom) + step if step else ZOOM_STEPS.index(100)
        self._zoom = ZOOM_STEPS[min(max(place, 0), len(ZOOM_STEPS) - 1)]
        font = self.font()
        font.setPointSizeF(self._base_size * self._zoom / 100)
        self.setFont(font)

    @property
    def zoom_percent(self) -> int:
        """The zoom in per cent."""
        return self._zoom

    def changeEvent(self, event: QEvent) -> None:
        """New fonts and palettes concern heights and colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._ready:
            self._apply_metrics()
            self._widths.spread()
        elif event.type() == QEvent.Type.PaletteChange and self._ready:
            self._delegate.follow_palette(self.palette())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share the width."""
        super().resizeEvent(event)
        self._widths.spread()

    def sizeHintForColumn(self, column: int) -> int:  # noqa: N802
        """The width that shows every text of the column on one line: a double click on the header's border asks."""
        metrics = self.fontMetrics()
        texts = [self._model.headerData(column, Qt.Orientation.Horizontal)]
        texts += [line for row in range(self._model.rowCount()) for line in self._model.text(row, column).split("\n")]
        widest = max(metrics.horizontalAdvance(str(text)) for text in texts)
        return min(widest + 3 * self._delegate.texts.padding, self.viewport().width() * 2 // 3)

    def sizeHintForRow(self, row: int) -> int:  # noqa: N802
        """The height that shows all of the row."""
        return self._row_height(self._model.texts(row))

    def _apply_metrics(self) -> None:
        texts = CellTexts(self.font())
        self._delegate.texts = texts
        self.verticalHeader().setMinimumSectionSize(texts.single)
        self.verticalHeader().setDefaultSectionSize(texts.single + 1)
        self.verticalHeader().setFixedWidth(texts.em * 4)

    def _fit_header(self) -> None:
        """Headings wrap where their columns are narrow."""
        texts = self._delegate.texts
        height = texts.row_height(HEADINGS, self._column_widths(), ALL_CENTRED) + texts.padding
        if height != self.horizontalHeader().height():
            self.horizontalHeader().setFixedHeight(height)

    def _row_height(self, texts: tuple[str, ...]) -> int:
        return self._delegate.texts.row_height(texts, self._column_widths(), CENTRED) + 1

    def _column_widths(self) -> tuple[int, ...]:
        return tuple(self.columnWidth(column) for column in range(COLUMN_COUNT))

    def _fit_changed(self, first: QModelIndex, last: QModelIndex, roles: Sequence[int] = ()) -> None:
        if tuple(roles) == BESIDE_TEXT:
            return
        self._fit_rows(first.row(), last.row())
        if first.column() == CATEGORY:  # a merged cell may begin or end elsewhere now
            self.repaint_around(first)

    def _fit_rows(self, first: int, last: int) -> None:
        header = self.verticalHeader()
        for row in range(first, min(last, self._model.rowCount() - 1) + 1):
            if self._editor is not None and row == self._edited.row():
                continue
            height = self._row_height(self._model.texts(row))
            if header.sectionSize(row) != height:
                header.resizeSection(row, height)

    def _fit_all_rows(self) -> None:
        self._fit_rows(0, self._model.rowCount() - 1)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cells, then what lies over several of them: merged labels, the current cell's frame, the hint below."""
        super().paintEvent(event)
        with QPainter(self.viewport()) as painter:  # ended whatever happens: the report of a bug would keep it
            for rect, text in self._merged_labels():
                self._draw_label(painter, rect, text)
            self._draw_current(painter)
            self._draw_offer_button(painter)
            self._draw_hint(painter)

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802
        """Merged labels stay in the middle of what is seen of their cell."""
        super().scrollContentsBy(dx, dy)
        self.viewport().update()

    def repaint_around(self, index: Index) -> None:
        """Paint a cell anew, with the frame that reaches over its edges and the label of a merged cell around it."""
        if index.column() == CATEGORY:
            self.viewport().update(0, 0, self.columnViewportPosition(CATEGORY + 1), self.viewport().height())
        frame = self._delegate.texts.frame
        self.viewport().update(self.visualRect(index).adjusted(-frame, -frame, frame, frame))

    def _is_merged(self, row: int) -> bool:
        """Whether the row's 一级指标 is shown merged with its neighbours', as on the form."""
        return self._model.text(row, CATEGORY) == MERGED_CATEGORY

    def _merged_labels(self) -> Iterator[tuple[QRect, str]]:
        """Where the label of each merged cell stands, and its text.

        That is the visible part of the merged cell, or the current cell in it, which must not look empty.
        """
        area = self.viewport().rect()
        top = self.rowAt(0)
        bottom = self.rowAt(area.bottom())
        bottom = self._model.rowCount() - 1 if bottom < 0 else bottom
        run: QRect | None = None
        for row in range(top, bottom + 1) if top >= 0 else ():
            rect = self.visualRect(self._model.index(row, CATEGORY))
            if self._is_merged(row):
                run = rect if run is None else run.united(rect)
            elif run is not None:
                yield self._label_place(run).intersected(area), MERGED_CATEGORY
                run = None
        if run is not None:
            yield self._label_place(run).intersected(area), MERGED_CATEGORY

    def _label_place(self, run: QRect) -> QRect:
        current = self.currentIndex()
        if self._editor is not None or not current.isValid() or current.column() != CATEGORY:
            return run
        cell = self.visualRect(current)
        return cell if run.contains(cell) else run

    def _draw_label(self, painter: QPainter, rect: QRect, text: str) -> None:
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        padding = self._delegate.texts.padding
        rect = self._beside_editor(rect)
        painter.drawText(rect.adjusted(padding, 0, -padding, 0), WRAPPED_CENTRED, text)

    def _beside_editor(self, rect: QRect) -> QRect:
        """The larger part of a merged cell above or below the editor, if that is open inside of it."""
        if self._editor is None or not rect.intersects(self._editor.geometry()):
            return rect
        above, below = QRect(rect), QRect(rect)
        above.setBottom(self._editor.geometry().top())
        below.setTop(self._editor.geometry().bottom())
        return max(above, below, key=QRect.height)

    def _draw_current(self, painter: QPainter) -> None:
        index = self.currentIndex()
        if not index.isValid():
            return
        active = self.hasFocus() or self._editor is not None
        role = QPalette.ColorRole.Highlight if active else QPalette.ColorRole.Mid
        pen = QPen(QColor(self.palette().color(role)), self._delegate.texts.frame)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        inset = self._delegate.texts.frame // 2
        painter.drawRect(self.visualRect(index).adjusted(inset - 1, inset - 1, -inset - 1, -inset - 1))

    def offer_button(self) -> QRect:
        """Where the current cell shows that it has a list: at its right end; empty if it has none."""
        index = self.currentIndex()
        if (
            not index.isValid()
            or index.column() not in LISTED
            or self._editor is not None
            or self._current.lock_reason()
        ):
            return QRect()
        cell, side = self.visualRect(index), self._delegate.texts.em
        return QRect(cell.right() - side - self._delegate.texts.frame, cell.center().y() - side // 2, side, side)

    def _draw_offer_button(self, painter: QPainter) -> None:
        rect = self.offer_button()
        if rect.isValid() and self.hasFocus():
            option = QStyleOption()
            option.initFrom(self)
            fields(option).rect = rect.adjusted(
                rect.width() // 5, rect.height() // 5, -rect.width() // 5, -rect.height() // 5
            )
            self.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorArrowDown, option, painter, self)

    def _draw_hint(self, painter: QPainter) -> None:
        if self._current.table is None or self._current.lock_reason() or self._model.has_spare_row:
            return
        top = self.verticalHeader().length() - self.verticalOffset()
        rect = QRect(0, top, self.viewport().width(), self._delegate.texts.single)
        if rect.bottom() <= self.viewport().height():
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(rect, ALIGN_CENTRE, BELOW_HINT)

    # Notices

    def say(self, sentence: str, index: Index | None = None, *, above: bool = False, lasting: bool = False) -> None:
        """Show a sentence under or above a cell, by default the current one; at the top if there is no such cell."""
        place = self._in_window(self.currentIndex() if index is None else index)
        self._notice_box().say(sentence, place, above=above, lasting=lasting)

    def say_refusal(self, index: Index | None = None) -> None:
        """Show why something was not written, beginning with the table, and the cell if there is one."""
        table, sentence = self._current.table, self._current.session.last_refusal
        if table is None:
            self.say(sentence, index)
            return
        place = f" 第 {index.row() + 1} 行 {HEADINGS[index.column()]}" if index is not None and index.isValid() else ""
        self.say(f"“{table.label}”{place}：{sentence}", index)

    def hide_notice(self) -> None:
        """Take the sentence away."""
        if self._notice is not None:
            self._notice.dismiss()

    def _show_normalisation(self, row: int, changes: object) -> None:
        pairs = "，".join(f"“{c.before}”改写为“{c.after}”" for c in changes)  # type: ignore[attr-defined]
        index = self._model.index(row, COLUMN_COUNT - 1)
        sentence = f"已按表格的写法：{pairs}（Ctrl+Z 恢复所输入的写法）。"
        self._notice_box().say(sentence, self._in_window(index), above=True)  # Enter goes on below

    def _notice_box(self) -> Notice:
        if self._notice is None:
            self._notice = Notice(self.window())
        return self._notice

    def _in_window(self, index: Index) -> QRect:
        area = self.viewport().rect()
        rect = self.visualRect(index).intersected(area) if index.isValid() else QRect(area.topLeft(), QSize(1, 1))
        return QRect(self.viewport().mapTo(self.window(), rect.topLeft()), rect.size())
