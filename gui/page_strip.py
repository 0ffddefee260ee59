"""Small pictures of the pages of a document, one under another: where one is, and a way to go elsewhere."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPalette, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from gui.style import em

_WIDTH_EM = 4.0
_ROOM_EM = 2.4  # beside a picture: frame and scroll bar


class PageStrip(QListWidget):
    """One picture a page, in the order of the pages.

    Signals:
        page_chosen: The page, from 0, that was clicked or gone to with the keys.
    """

    page_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sizes: tuple[QSizeF, ...] = ()
        self._missing: list[int] = []
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.TopToBottom)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setSpacing(em(self, 0.2))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Mid)
        self.setFixedWidth(em(self, _WIDTH_EM + _ROOM_EM))
        self.currentRowChanged.connect(self._choose)

    def set_pages(self, sizes: Sequence[QSizeF]) -> None:
        """Show so many pages; pictures there are already stay until their new ones come."""
        with QSignalBlocker(self):
            while self.count() > len(sizes):
                self.takeItem(self.count() - 1)
            while self.count() < len(sizes):
                item = QListWidgetItem(str(self.count() + 1))
                item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
                self.addItem(item)
        self._sizes = tuple(sizes)
        self._missing = list(range(len(sizes)))
        if sizes:
            self.setIconSize(self._picture_size(sizes[0]))
            for page in range(self.count()):
                if self.item(page).icon().isNull():
                    self._set_picture(page, _blank(self.iconSize()))

    def next_missing(self, count: int) -> list[int]:
        """A few pages whose pictures are wanted next, the visible ones first."""
        shown = self.viewport().rect()
        visible = [page for page in self._missing if self.visualItemRect(self.item(page)).intersects(shown)]
        return (visible or self._missing)[:count]

    def picture_scale(self) -> float:
        """Device pixels a point that the pictures should have."""
        widest = max((size.width() for size in self._sizes), default=1.0)
        return em(self, _WIDTH_EM) * self.devicePixelRatioF() / widest

    def set_image(self, page: int, image: QImage) -> None:
        """Put a page's picture in."""
        if page < self.count():
            self._missing = [other for other in self._missing if other != page]
            self._set_picture(page, QPixmap.fromImage(image))

    def show_current(self, page: int) -> None:
        """Mark the page that is looked at."""
        if page != self.currentRow() and 0 <= page < self.count():
            with QSignalBlocker(self):
                self.setCurrentRow(page)
            self.scrollToItem(self.item(page))

    # Inside -------------------------------------------------------------------------------------------------------

    def _choose(self, page: int) -> None:
        if page >= 0:
            self.page_chosen.emit(page)

    def _picture_size(self, page: QSizeF) -> QSize:
        width = em(self, _WIDTH_EM)
        return QSize(width, round(width * page.height() / page.width()))

    def _set_picture(self, page: int, picture: QPixmap) -> None:
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        icon = QIcon(picture)
        icon.addPixmap(picture, QIcon.Mode.Selected)  # the page stays black on white
        self.item(page).setIcon(icon)


def _blank(size: QSize) -> QPixmap:
    picture = QPixmap(size)
    picture.fill(Qt.GlobalColor.white)
    return picture
