"""Cell texts laid out once: how high a row must be, and the layouts that painting uses again and again.

``resizeRowsToContents`` costs 0.18 ms a row (desk.md section 3). Here a count of characters shows that most
cells need one line; only the others are laid out to know their height.
"""

from math import ceil
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QStaticText, QTextOption, QTransform

PADDING_EMS: Final = 0.36
"""Space between a cell's text and its edge, in ems."""

FRAME_EMS: Final = 0.14
"""Width of the current cell's frame, in ems."""

LINE_SEPARATOR: Final = "\u2028"  # what a line break is called inside one paragraph
_CACHE_LIMIT: Final = 10_000  # layouts; a table of 500 rows has 2 500


class CellTexts:
    """Layouts and heights for one font; made anew when the font changes (zoom).

    Attributes:
        em: The width of a Chinese character, in pixels.
        frame: The width of the current cell's frame, in pixels.
        padding: The space between a text and the cell's edge, in pixels.
    """

    def __init__(self, font: QFont) -> None:
        metrics = QFontMetrics(font)
        self._font = font
        self._broadest = metrics.horizontalAdvance("W")
        self._layouts: dict[tuple[str, int, bool], QStaticText] = {}
        self.em = metrics.horizontalAdvance("国")
        # Chinese may come from another font than the rest, with higher lines.
        self._line = ceil(self.layout("国W", 4 * self.em, centred=False).size().height())
        self.frame = max(2, round(FRAME_EMS * self.em))
        self.padding = max(self.frame + 1, round(PADDING_EMS * self.em))

    @property
    def single(self) -> int:
        """The height of a row of one line, in pixels."""
        return self._line + 2 * self.padding

    def layout(self, text: str, width: int, *, centred: bool) -> QStaticText:
        """A text wrapped at ``width`` pixels, ready to be drawn."""
        key = (text, width, centred)
        layout = self._layouts.get(key)
        if layout is None:
            if len(self._layouts) > _CACHE_LIMIT:
                self._layouts.clear()
            layout = self._layouts[key] = self._lay_out(text, width, centred=centred)
        return layout

    def row_height(self, texts: tuple[str, ...], widths: tuple[int, ...], centred: tuple[bool, ...]) -> int:
        """The height of a row, in pixels, padding included.

        Args:
            texts: What its cells hold.
            widths: The cells' widths, padding included.
            centred: Whether each is centred, so that painting finds the layout again.
        """
        inner = 2 * self.padding
        height = self._line
        for text, width, is_centred in zip(texts, widths, centred, strict=True):
            room = width - inner
            if "\n" in text or self._widest(text) > room:
                height = max(height, ceil(self.layout(text, room, centred=is_centred).size().height()))
        return height + inner

    def _widest(self, text: str) -> int:
        """An upper bound of the text's width on one line: Chinese 1 em, ASCII no more than its broadest letter."""
        length = len(text)
        if text.isascii():
            return length * self._broadest
        return length * max(self.em, self._broadest)

    def _lay_out(self, text: str, width: int, *, centred: bool) -> QStaticText:
        option = QTextOption(Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout = QStaticText(text.replace("\n", LINE_SEPARATOR))
        layout.setTextFormat(Qt.TextFormat.PlainText)
        layout.setTextOption(option)
        layout.setTextWidth(max(width, self.em))
        layout.prepare(QTransform(), self._font)
        return layout
