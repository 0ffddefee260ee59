"""Pictures of the pages of a PDF, drawn by PDFium. Call from any thread; PDFium itself knows one at a time."""

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QImage

from core.importing.pdfium import opened

POINTS_PER_INCH = 72.0
_SMALL = 1.2  # pixels a point below which a rule of the form, 0.6 points, is thinner than PDFium can draw it
_FINER = 3


def page_sizes(pdf: bytes) -> tuple[QSizeF, ...]:
    """The size of each page in points."""
    with opened(pdf) as document:
        return tuple(QSizeF(*document.get_page_size(index)) for index in range(len(document)))


def draw_page(pdf: bytes, index: int, scale: float, *, grey: bool = False) -> QImage:
    """A page on white.

    Args:
        pdf: The document.
        index: The page, from 0.
        scale: Pixels a point.
        grey: Draw in shades of grey (for paper).
    """
    if scale >= _SMALL:
        return _draw(pdf, index, scale, grey=grey)
    fine = _draw(pdf, index, scale * _FINER, grey=grey)
    return fine.scaled(
        round(fine.width() / _FINER),
        round(fine.height() / _FINER),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


def _draw(pdf: bytes, index: int, scale: float, *, grey: bool) -> QImage:
    with opened(pdf) as document:
        page = document[index]
        try:
            bitmap = page.render(scale=scale, grayscale=grey, prefer_bgrx=True, may_draw_forms=False)
            try:
                form = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB32
                return QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, form).copy()
            finally:
                bitmap.close()
        finally:
            page.close()
