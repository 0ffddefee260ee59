"""Pages under one another, to be scrolled and zoomed; the pictures come from elsewhere."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from gui.style import em

MIN_ZOOM, MAX_ZOOM = 0.25, 5.0
ZOOM_STEP = 1.15
_POINTS_PER_INCH = 72.0


class PageArea(QAbstractScrollArea):
    """Shows the pages of one document. Page coordinates are points, ``zoom`` 1 is the size on paper.

    Signals:
        view_changed: Other pages or another scale are visible now, so that pictures may be missing.
    """

    view_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sizes: tuple[QSizeF, ...] = ()
        self._images: dict[int, QImage] = {}
        self._zoom: float | None = None  # None: as wide as the room
        self._note = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Mid)
        self.viewport().setAutoFillBackground(True)
        self.horizontalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def show_note(self, note: str) -> None:
        """Show a sentence instead of pages."""
        self._note = note
        self.set_pages((), {})

    def set_pages(self, sizes: Sequence[QSizeF], images: dict[int, QImage]) -> None:
        """Show a document, at the place where the one before was.

        Args:
            sizes: Of its pages, in points.
            images: Pictures that are there already, by page from 0.
        """
        anchor = self._anchor()
        self._sizes = tuple(sizes)
        self._images = dict(images)
        self._update_scroll_bars()
        self._go_to(anchor)
        self.viewport().update()
        self.view_changed.emit()

    def set_image(self, page: int, image: QImage) -> None:
        """Put a page's picture in; one of another scale is stretched until its own comes."""
        self._images[page] = image
        self.viewport().update()

    def missing_images(self) -> list[int]:
        """Visible pages whose picture is missing or has another scale than is shown."""
        scale = self.image_scale()
        return [
            page
            for page in self.visible_pages()
            if page not in self._images or abs(self._images[page].width() - self._sizes[page].width() * scale) > 1.5
        ]

    def visible_pages(self) -> list[int]:
        """The pages that can be seen, from 0."""
        shown = QRectF(self.viewport().rect())
        return [page for page in range(len(self._sizes)) if self._page_rect(page).intersects(shown)]

    def page_count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    def current_page(self) -> int:
        """The page in the middle of the view, from 0."""
        middle = self.viewport().height() / 2
        pages = [page for page in range(len(self._sizes)) if self._page_rect(page).top() <= middle]
        return pages[-1] if pages else 0

    def go_to_page(self, page: int) -> None:
        """Bring the top of a page, from 0, to the top of the view."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + round(self._page_rect(page).top()) - self._gap())

    def image_scale(self) -> float:
        """Device pixels a point that pictures should have to be sharp."""
        return self._scale() * self.devicePixelRatioF()

    @property
    def fits_width(self) -> bool:
        """Whether pages are as wide as the room."""
        return self._zoom is None

    def zoom(self) -> float:
        """The zoom in force, 1 for the size on paper."""
        return self._scale() * _POINTS_PER_INCH / self.logicalDpiX()

    def fit_width(self) -> None:
        """Make pages as wide as the room, and keep them so."""
        self._set_zoom(None, QPointF(0, 0))

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Enlarge or reduce; what is at ``at`` in the viewport stays there."""
        zoom = min(max(self.zoom() * factor, MIN_ZOOM), MAX_ZOOM)
        self._set_zoom(zoom, at or QPointF(self.viewport().rect().center()))

    def event(self, event: QEvent) -> bool:
        """On a screen of another scale other pictures are sharp."""
        handled = super().event(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.view_changed.emit()
        return handled

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(ZOOM_STEP ** (event.angleDelta().y() / 120), event.position())
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus and minus zoom, Home and End go to the first and last page."""
        bar = self.verticalScrollBar()
        keys = {
            Qt.Key.Key_Plus: lambda: self.zoom_by(ZOOM_STEP),
            Qt.Key.Key_Equal: lambda: self.zoom_by(ZOOM_STEP),
            Qt.Key.Key_Minus: lambda: self.zoom_by(1 / ZOOM_STEP),
            Qt.Key.Key_Home: lambda: bar.setValue(bar.minimum()),
            Qt.Key.Key_End: lambda: bar.setValue(bar.maximum()),
        }
        action = keys.get(Qt.Key(event.key()))
        if action is None:
            super().keyPressEvent(event)
        else:
            action()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the place on the page."""
        super().resizeEvent(event)
        anchor = self._anchor()
        self._update_scroll_bars()
        if self.fits_width:
            self._go_to(anchor)
        self.view_changed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the visible pages, or the note."""
        with QPainter(self.viewport()) as painter:  # ended whatever happens: the report of a bug would keep it
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        if not self._sizes:
            painter.setPen(self.palette().color(QPalette.ColorRole.Text))
            painter.drawText(
                self.viewport().rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._note
            )
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ratio, missing = self.devicePixelRatioF(), set(self.missing_images())
        for page in self.visible_pages():
            rect = self._page_rect(page)
            # Onto whole device pixels, or else every picture is resampled and blurred.
            rect.moveTo(round(rect.left() * ratio) / ratio, round(rect.top() * ratio) / ratio)
            image = self._images.get(page)
            if image is None:
                painter.fillRect(rect, Qt.GlobalColor.white)
            elif page in missing:
                painter.drawImage(rect, image)
            else:
                painter.drawImage(QRectF(rect.topLeft(), QSizeF(image.size()) * (1 / ratio)), image)

    # Inside -------------------------------------------------------------------------------------------------------

    def _scale(self) -> float:
        """Logical pixels a point."""
        if self._zoom is not None or not self._sizes:
            return (self._zoom or 1.0) * self.logicalDpiX() / _POINTS_PER_INCH
        room = self.viewport().width() - 2 * self._gap()
        return max(room / max(size.width() for size in self._sizes), 0.05)

    def _gap(self) -> int:
        return em(self, 0.5)

    def _content_size(self) -> QSizeF:
        scale, gap = self._scale(), self._gap()
        width = max((size.width() for size in self._sizes), default=0.0) * scale + 2 * gap
        return QSizeF(width, sum(size.height() * scale + gap for size in self._sizes) + gap)

    def _page_rect(self, page: int) -> QRectF:
        """The page in the viewport's coordinates."""
        scale, gap = self._scale(), self._gap()
        top = gap + sum(size.height() * scale + gap for size in self._sizes[:page])
        size = self._sizes[page] * scale
        width = max(self._content_size().width(), self.viewport().width())
        left = (width - size.width()) / 2
        corner = QPointF(left - self.horizontalScrollBar().value(), top - self.verticalScrollBar().value())
        return QRectF(corner, size)

    def _set_zoom(self, zoom: float | None, at: QPointF) -> None:
        anchor = self._anchor(at)
        self._zoom = zoom
        self._update_scroll_bars()
        self._go_to(anchor, at)
        self.viewport().update()
        self.view_changed.emit()

    def _anchor(self, at: QPointF | None = None) -> tuple[int, QPointF]:
        """Which point of which page, in points, is at a place of the viewport."""
        place = at or QPointF(0, 0)
        page = 0
        for candidate in self.visible_pages():
            page = candidate
            if self._page_rect(candidate).bottom() > place.y():
                break
        if not self._sizes:
            return 0, QPointF(0, -self._gap())
        return page, (place - self._page_rect(page).topLeft()) * (1 / self._scale())

    def _go_to(self, anchor: tuple[int, QPointF], at: QPointF | None = None) -> None:
        page, point = anchor
        if not self._sizes:
            return
        corner = self._page_rect(min(page, len(self._sizes) - 1)).topLeft()
        offset = corner + point * self._scale() - (at or QPointF(0, 0))
        for bar, distance in ((self.horizontalScrollBar(), offset.x()), (self.verticalScrollBar(), offset.y())):
            bar.setValue(bar.value() + round(distance))

    def _update_scroll_bars(self) -> None:
        size, room = self._content_size(), self.viewport().size()
        if self.fits_width:
            size.setWidth(0)
        for bar, whole, shown in (
            (self.horizontalScrollBar(), size.width(), room.width()),
            (self.verticalScrollBar(), size.height(), room.height()),
        ):
            bar.setPageStep(shown)
            bar.setSingleStep(em(self, 2))
            bar.setRange(0, max(round(whole) - shown, 0))

    def _scrolled(self) -> None:
        self.viewport().update()
        self.view_changed.emit()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:  # noqa: N802
        """Everything is painted anew where it is now."""
        self.viewport().update()
