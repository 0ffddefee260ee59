"""How high the rows of the grid must be, without asking Qt to lay out every cell.

``resizeRowsToContents`` costs 0.18 ms a row (desk.md section 3). Most cells need one line, which a count of
characters shows; the others are measured once and remembered.
"""

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics

TEXT_FLAGS: Final = int(Qt.TextFlag.TextWordWrap) | int(Qt.TextFlag.TextWrapAnywhere)
"""How cells wrap, when they are measured and when they are painted."""

_ENDLESS: Final = 1_000_000
_CACHE_LIMIT: Final = 20_000  # texts; a table of 500 rows has 2 500
PADDING_EMS: Final = 0.36
"""Space between a cell's text and its edge, in ems."""


class RowHeights:
    """Heights for one font; made anew when the font changes (zoom)."""

    def __init__(self, metrics: QFontMetrics) -> None:
        self._metrics = metrics
        self._line = metrics.height()
        self._em = max(metrics.horizontalAdvance("国"), metrics.horizontalAdvance("W"))
        self._broad = metrics.horizontalAdvance("m")
        self._known: dict[tuple[str, int], int] = {}
        self.padding = max(self.frame + 1, round(PADDING_EMS * self._em))

    @property
    def frame(self) -> int:
        """The width of the current cell's frame."""
        return max(2, self._em // 7)

    @property
    def em(self) -> int:
        """The width of a Chinese character."""
        return self._em

    @property
    def single(self) -> int:
        """The height of a row of one line."""
        return self._line + 2 * self.padding

    def text_height(self, text: str, width: int) -> int:
        """The height of a text wrapped at ``width``, without padding."""
        if len(text) * self._em <= width and "\n" not in text:
            return self._line
        key = (text, width)
        height = self._known.get(key)
        if height is None:
            if len(self._known) > _CACHE_LIMIT:
                self._known.clear()
            height = self._known[key] = self._measure(text, width)
        return height

    def row_height(self, texts: tuple[str, ...], widths: tuple[int, ...]) -> int:
        """The height of a row whose cells are ``widths`` wide, padding included on both."""
        inner = 2 * self.padding
        return max(self.text_height(t, w - inner) for t, w in zip(texts, widths, strict=True)) + inner

    def _measure(self, text: str, width: int) -> int:
        if "\n" not in text and self._estimate(text) <= width:
            return self._line
        wrapped = self._metrics.boundingRect(QRect(0, 0, max(width, self._em), _ENDLESS), TEXT_FLAGS, text)
        return max(self._line, wrapped.height())

    def _estimate(self, text: str) -> float:
        """An upper bound of the width on one line: Chinese 1 em, ASCII the width of its broadest small letter."""
        ascii_count = sum(1 for sign in text if sign < "\x7f")
        return (len(text) - ascii_count) * self._em + ascii_count * self._broad
