"""Icons: the SVGs of ``resources/icons``, drawn in the palette's text colour, sharp at every scale."""

from functools import cache, lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QImage, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "icons"

_GROUPS = {QIcon.Mode.Disabled: QPalette.ColorGroup.Disabled}
_ROLES = {QIcon.Mode.Selected: QPalette.ColorRole.HighlightedText}
_CACHE_SIZE = 512  # a window shows some fifty icons in a few sizes and modes


def icon(name: str) -> QIcon:
    """The icon ``resources/icons/{name}.svg``; it follows the palette, light or dark, by itself.

    Raises:
        FileNotFoundError: There is none; said here, since in the midst of painting Qt would only show rubbish.
    """
    if not _is_there(name):
        raise FileNotFoundError(name)
    return QIcon(_PaletteIconEngine(name))


@cache
def _is_there(name: str) -> bool:  # views ask for icons by the thousand
    return (FOLDER / f"{name}.svg").is_file()


def program_icon() -> QIcon:
    """The program's own icon, in its own colours."""
    return QIcon(str(FOLDER / "jibiao.svg"))


class _PaletteIconEngine(QIconEngine):
    """Replaces ``currentColor`` when it draws, so that a change of the palette needs no new icons."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def clone(self) -> QIconEngine:
        return _PaletteIconEngine(self._name)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return QPixmap.fromImage(_draw(self._name, _colour(mode), size.width(), size.height()))

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:  # noqa: N802
        return self.pixmap(size, mode, state)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatio()
        image = _draw(self._name, _colour(mode), round(rect.width() * ratio), round(rect.height() * ratio))
        painter.drawImage(rect, image)


def _colour(mode: QIcon.Mode) -> str:
    group = _GROUPS.get(mode, QPalette.ColorGroup.Active)
    role = _ROLES.get(mode, QPalette.ColorRole.WindowText)
    return QGuiApplication.palette().color(group, role).name()


@lru_cache(_CACHE_SIZE)
def _draw(name: str, colour: str, width: int, height: int) -> QImage:
    source = (FOLDER / f"{name}.svg").read_bytes().replace(b"currentColor", colour.encode())
    image = QImage(max(width, 1), max(height, 1), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    side = min(image.width(), image.height())
    painter = QPainter(image)
    target = QRectF((image.width() - side) / 2, (image.height() - side) / 2, side, side)
    QSvgRenderer(QByteArray(source)).render(painter, target)
    painter.end()
    return image
