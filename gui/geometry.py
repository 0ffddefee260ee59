"""Size and place of the window, remembered from one start to the next."""

from typing import Final

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QWidget

from gui.style import SHARE_OF_SCREEN, em

_KEY: Final = "window/geometry"


def keep_geometry(window: QWidget, settings: QSettings) -> None:
    """Remember it."""
    settings.setValue(_KEY, window.saveGeometry())


def restore_geometry(window: QWidget, settings: QSettings) -> None:
    """As it was left, or of the usual size; never larger than the screen that there is now."""
    geometry = settings.value(_KEY)
    if not (isinstance(geometry, QByteArray) and window.restoreGeometry(geometry)):
        window.resize(em(window, 92), em(window, 56))
    elif window.isMaximized() or window.isFullScreen():
        return
    screen = window.screen().availableGeometry()
    most = screen.size() * SHARE_OF_SCREEN
    if window.width() > screen.width() or window.height() > most.height():
        window.resize(window.size().boundedTo(most))
        window.move(screen.topLeft())
