"""One window for one workspace: a second start rings at the window that is there, which comes to the front.

The bell is a file among the user's data: the one who rings makes it, the window sees it and takes it away. No socket of
any kind is needed (resources/docs/adr/0016).
"""

import hashlib
import platform
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from core import places
from core.ports import Holder
from core.services.editing import user_name

PATIENCE_S: Final = 2.0
_STEP_S: Final = 0.02


class Doorbell(QObject):
    """Listens as long as a workspace is open.

    Signals:
        rung: Somebody wants to see the window.
    """

    rung = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bell: Path | None = None
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._look)

    def listen(self, workspace: Path) -> None:
        """Hear those who want this workspace.

        Where the user's data cannot be written nothing is heard: a second window then opens for reading only.
        """
        self.be_silent()
        bell = _bell(workspace)
        with suppress(OSError):
            bell.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            bell.unlink(missing_ok=True)
            self._watcher.addPath(str(bell.parent))
            self._bell = bell

    def be_silent(self) -> None:
        """Stop listening."""
        if self._watcher.directories():
            self._watcher.removePaths(self._watcher.directories())
        self._bell = None

    def _look(self) -> None:
        if self._bell and self._bell.exists():
            with suppress(OSError):
                self._bell.unlink()
                self.rung.emit()


def ring(workspace: Path, holder: Holder) -> bool:
    """Bring the window that has a workspace to the front; waits for its answer, so not in the window's thread.

    Returns:
        False if the window is not this user's on this computer, or does not answer.
    """
    if (holder.user, holder.host) != (user_name(), platform.node()):
        return False
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(holder.pid)  # else only we may come to the front
    bell = _bell(workspace)
    try:
        bell.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        bell.touch(mode=0o600)
    except OSError:
        return False
    until = time.monotonic() + PATIENCE_S
    while bell.exists():
        if time.monotonic() > until:
            with suppress(OSError):
                bell.unlink()
            return False
        time.sleep(_STEP_S)
    return True


def bring_to_front(window: QWidget) -> None:
    """Show a window before all others, whatever became of it."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


def _bell(workspace: Path) -> Path:
    name = hashlib.sha256(str(workspace.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:24]
    return places.data_folder() / "doorbell" / name
