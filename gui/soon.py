"""What is to happen in an event of its own: after what is on the way to the screen, or a little later."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def soon(context: QObject, work: Callable[[], object], after_ms: int = 0) -> None:
    """Have something done by the event loop, unless ``context`` is gone by then.

    WORKAROUND for PySide6 6.8: of most callables that ``QTimer.singleShot(0, …)`` is given, it drops the exceptions
    without a word; those of a timer's ``timeout`` reach ``sys.excepthook``.
    """
    timer = QTimer(context, singleShot=True, interval=after_ms)
    timer.timeout.connect(timer.deleteLater)
    timer.timeout.connect(work)
    timer.start()
