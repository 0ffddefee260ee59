"""The program is told to end from outside: by a signal, or since the clerk logs off or shuts the computer down."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QSocketNotifier

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from gui.main_window import MainWindow

_SIGNALS: Final = ("SIGTERM", "SIGHUP", "SIGINT")


def leave_in_order(app: QApplication, window: MainWindow) -> None:
    """End as if the clerk had closed the window, though nobody can be asked any more.

    What stands in an open editor is committed; what is refused stays in the recovery note and is offered the next time.
    """
    app.commitDataRequest.connect(lambda _manager: window.secure())  # the clerk may still decide to stay
    app.aboutToQuit.connect(window.end)
    if sys.platform != "win32":  # which ends its programs by messages that Qt understands
        _listen(app)


def _listen(app: QApplication) -> None:
    """Have signals end the program by an event of its own, at once though Python sleeps in Qt's event loop.

    Python itself would handle them between any two steps of what it does: while a task begins, say, for whose end the
    program would then wait for ever.
    """
    reading, writing = os.pipe()
    for end in (reading, writing):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    notifier = QSocketNotifier(reading, QSocketNotifier.Type.Read, app)

    def leave() -> None:
        os.read(reading, len(_SIGNALS))
        QCoreApplication.exit(0)

    notifier.activated.connect(lambda *_: leave())
    for name in _SIGNALS:
        signal.signal(getattr(signal, name), lambda *_: None)
