"""Draws what the layout has placed: boxes, signature blocks, feet."""

from collections.abc import Sequence
from functools import cache
from itertools import groupby
from typing import Final

from core.exporting.pdf.canvas import AROUND, Ink, cell_tag
from core.exporting.pdf.fonts import FontChain
from core.layout.breaking import SPACES
from core.layout.form import (
    MARGIN_BOTTOM,
    MARGIN_LEFT,
    MARGIN_RIGHT,
    MARGIN_TOP,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    POINTS_PER_MM,
    Align,
    Face,
)
from core.layout.marks import Mark
from core.layout.measuring import PADDING_X
from core.layout.pagination import Box
from core.layout.signature import CODE_WIDTH, DATE_BLANK, QR_SIZE, ROW_HEIGHT, signature_fields

LEFT: Final = MARGIN_LEFT * POINTS_PER_MM
TOP: Final = MARGIN_TOP * POINTS_PER_MM
FRAME_WIDTH: Final = (PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT) * POINTS_PER_MM
FRAME_HEIGHT: Final = (PAGE_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM) * POINTS_PER_MM
BODY_SIZE: Final = 10.5
SMALL_SIZE: Final = 8.0
CODE_LINE_HEIGHT: Final = 12.0
HEAD_SIZE: Final = 9.0
_FIELD_GAP: Final = 14.0  # between a field of the signature block and the next one
HEAD_MIDDLE: Final = MARGIN_TOP * 0.6 * POINTS_PER_MM
FOOT_MIDDLE: Final = (PAGE_HEIGHT - MARGIN_BOTTOM / 2) * POINTS_PER_MM


class Pen:
    """Ink with the page frame's origin and the knowledge of how wide texts are."""

    def __init__(self, ink: Ink, fonts: FontChain) -> None:
        self.ink = ink
        self._fonts = fonts

    def boxes(self, boxes: Sequence[Box], codes: Sequence[str] = (), first_form: int = 0) -> None:
        """The cells of a page, marked where there are ``codes``: those of the document's forms, from ``first_form``."""
        for box in boxes:
            if box.bordered:
                self.ink.box(LEFT + box.x, TOP + box.y, box.width, box.height)
            style = box.style
            middle = box.y + (box.height - (len(box.lines) - 1) * style.leading) / 2
            tag = cell_tag(Mark(codes[first_form + box.form], box.place, box.again)) if codes else AROUND
            for line in box.lines:
                x = (
                    box.x
                    + PADDING_X
                    + self._indent(box.width - 2 * PADDING_X, style.align, style.face, style.size, line)
                )
                self.ink.text(LEFT + x, TOP + middle, style.face, style.size, line, tag)
                middle += style.leading

    def aligned(self, x: float, width: float, middle: float, align: Align, face: Face, size: float, line: str) -> None:
        """One line of text between ``x`` and ``x + width`` of the frame; spaces at its end take no room."""
        x += self._indent(width, align, face, size, line)
        self.ink.text(LEFT + x, TOP + middle, face, size, line)

    def _indent(self, width: float, align: Align, face: Face, size: float, line: str) -> float:
        if align == "left":
            return 0.0
        slack = width - self._fonts.advance_of(face, size)(line.rstrip(SPACES))
        return slack if align == "right" else slack / 2

    def width(self, face: Face, size: float, text: str) -> float:
        """The width of a text in points."""
        return self._fonts.advance_of(face, size)(text)

    def signature_block(self, y: float, labels: Sequence[str], code: str) -> None:
        """The fields to be filled in by hand, and the 校验码 as QR code and text."""
        for field in signature_fields(labels, FRAME_WIDTH):
            middle = y + field.y + ROW_HEIGHT / 2
            label_width = self.width("song", BODY_SIZE, field.label)
            self.aligned(field.x, field.width, middle, "left", "song", BODY_SIZE, field.label)
            blank = field.x + label_width
            if field.is_date:
                room = field.width - label_width - _FIELD_GAP
                size = BODY_SIZE * min(1.0, room / self.width("song", BODY_SIZE, DATE_BLANK))
                self.aligned(blank, room, middle, "left", "song", size, DATE_BLANK)
            else:
                self.ink.line(LEFT + blank, TOP + middle + 7, max(field.width - label_width - _FIELD_GAP, 0))
        x = FRAME_WIDTH - CODE_WIDTH
        self.qr(x + (CODE_WIDTH - QR_SIZE) / 2, y, QR_SIZE, code)
        self.aligned(x, CODE_WIDTH, y + QR_SIZE + 7, "center", "song", SMALL_SIZE, code)

    def code_line(self, y: float, before: str, code: str) -> None:
        """The 校验码 below a published table, behind what else is to be said of it."""
        line = f"{before}校验码 {code}"
        self.aligned(0, FRAME_WIDTH, y + CODE_LINE_HEIGHT / 2, "right", "song", SMALL_SIZE, line)

    def qr(self, x: float, y: float, size: float, text: str) -> None:
        """A QR code as vectors, with the quiet zone that scanners ask for inside ``size``."""
        modules = _qr_modules(text)
        step = size / (len(modules) + 2 * _QUIET_ZONE)
        for row, cells in enumerate(modules):
            column = 0
            for dark, run in groupby(cells):
                length = len(list(run))
                if dark:
                    self.ink.fill(
                        LEFT + x + (column + _QUIET_ZONE) * step,
                        TOP + y + (row + _QUIET_ZONE) * step,
                        length * step,
                        step,
                    )
                column += length

    def head(self, line: str) -> None:
        """The unit's own line in the head of the page, in smaller type if it is long."""
        width = self.width("song", HEAD_SIZE, line)
        size = HEAD_SIZE * min(1.0, FRAME_WIDTH / width) if width else HEAD_SIZE
        self.aligned(0, FRAME_WIDTH, HEAD_MIDDLE - TOP, "center", "song", size, line)

    def foot(self, left: str, middle: str, right: str) -> None:
        """The foot of the page."""
        y = FOOT_MIDDLE - TOP
        self.aligned(0, FRAME_WIDTH, y, "left", "song", SMALL_SIZE, left)
        self.aligned(0, FRAME_WIDTH, y, "center", "song", 9, middle)
        self.aligned(0, FRAME_WIDTH, y, "right", "song", SMALL_SIZE, right)


_QUIET_ZONE: Final = 2  # modules; the paper around the code is white as well


@cache
def _qr_modules(text: str) -> tuple[tuple[bool, ...], ...]:
    from reportlab.graphics.barcode import qrencoder

    code = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    return tuple(tuple(map(bool, row)) for row in code.modules)
