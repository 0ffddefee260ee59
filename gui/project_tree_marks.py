"""Draws the marks of a line of the tree: state and numbers of findings, each a shape with a number."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QIcon, QPainter, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from core.domain.records import State
from core.services.noting import RETURNED, TO_REVIEW
from gui.icons import icon
from gui.outline_model import COUNTS_ROLE, STATE_ROLE, TAG_ROLE, Index
from gui.project_tree_nodes import Marks
from gui.style_options import Fields, fields

_GAP = 0.25  # of the line's height, between marks
_TEXT_GAP = 0.12  # between a mark and its number
_MANY = 99
_MARK_SIZE = 0.8  # of the line's height


class MarksDelegate(QStyledItemDelegate):
    """Paints the tag, ``🔒`` or ``✓`` for the state, then error, warning and hint shapes with their numbers."""

    def __init__(self, view: QTreeView) -> None:
        super().__init__(view)
        self._view = view
        self._level_icons = tuple(icon(name) for name in ("error", "warning", "hint"))
        self._tag_icons = {TO_REVIEW: icon("tag"), RETURNED: icon("returned")}
        self._state_icons = {State.FINAL: icon("final"), State.SIGNED: icon("signed")}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The row's background as the style draws it (there is no text to draw), the marks upon it."""
        super().paint(painter, option, index)
        # Not asked of option.state: making the classes of QStyle takes as long as a frame of the whole tree.
        selected = self._view.selectionModel().isSelected(index)
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        painter.save()
        look = fields(option)
        painter.setFont(look.font)
        painter.setPen(look.palette.color(role))
        painter.setClipRect(look.rect)
        self._paint_marks(painter, look, index, QIcon.Mode.Selected if selected else QIcon.Mode.Normal)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Wide enough for all marks."""
        size = super().sizeHint(option, index)
        texts = [text for _, text in self._marks(index)]
        return QSize(max(size.width(), _width(fields(option).fontMetrics, texts)), size.height())

    def width_for(self, marks: Iterable[Marks]) -> int:
        """The width at which no line is cut: of each, how many icons and which numbers it shows."""
        metrics = self._view.fontMetrics()
        lines = ([""] * icons + [str(n) for n in counts if n] for icons, counts in marks)
        return max((_width(metrics, texts) for texts in lines), default=0)

    def _paint_marks(
        self,
        painter: QPainter,
        look: Fields,
        index: Index,
        mode: QIcon.Mode,
    ) -> None:
        line = look.fontMetrics.height()
        side, gap = round(line * _MARK_SIZE), round(line * _GAP)
        x, top = look.rect.left() + gap, look.rect.top() + (look.rect.height() - side) // 2
        marks = self._marks(index)
        texts = shortened([text for _, text in marks], look.fontMetrics, look.rect.width())
        for (mark, _), text in zip(marks, texts, strict=True):
            mark.paint(painter, QRect(x, top, side, side), Qt.AlignmentFlag.AlignCenter, mode)
            x += side + round(line * _TEXT_GAP)
            width = look.fontMetrics.horizontalAdvance(text)
            painter.drawText(QRect(x, look.rect.top(), width, look.rect.height()), Qt.AlignmentFlag.AlignVCenter, text)
            x += width + gap

    def _marks(self, index: Index) -> list[tuple[QIcon, str]]:
        icons = (self._tag_icons.get(index.data(TAG_ROLE)), self._state_icons.get(index.data(STATE_ROLE)))
        marks = [(mark, "") for mark in icons if mark]
        counts = index.data(COUNTS_ROLE) or ()
        return marks + [(level, str(n)) for level, n in zip(self._level_icons, counts, strict=False) if n]


def shortened(texts: Sequence[str], metrics: QFontMetrics, width: int) -> list[str]:
    """What is written in a narrow column: from the right, ``99+`` for larger numbers; the tool tip has them all."""
    written = list(texts)
    for place in reversed(range(len(written))):
        if _width(metrics, written) <= width:
            break
        if len(written[place]) > len(str(_MANY)):
            written[place] = f"{_MANY}+"
    return written


def _width(metrics: QFontMetrics, texts: Iterable[str]) -> int:
    """What marks with these texts need, as they are painted."""
    line = metrics.height()
    side, gap, text_gap = round(line * _MARK_SIZE), round(line * _GAP), round(line * _TEXT_GAP)
    return gap + sum(side + text_gap + metrics.horizontalAdvance(text) + gap for text in texts)
