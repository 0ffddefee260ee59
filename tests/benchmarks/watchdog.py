"""How long an event loop does not answer: a timer that ticks as often as it is let."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer

TICK_MS = 10
SETTLE_MS = 300
PATIENCE_S = 300


class Watchdog(QObject):
    """Keeps the longest time between two ticks, since a window that answers no timer answers no key either."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def watch(self, work: Callable[[], object], is_over: Callable[[], bool] = lambda: True) -> tuple[float, float]:
        """Do something and let the event loop run until it is over.

        Args:
            work: Called from within the event loop, as a key's handler is.
            is_over: Whether all that ``work`` has set going is done.

        Returns:
            Seconds until it was over, and of the longest gap from its beginning until a while after.
        """
        self.longest, self._last = 0.0, time.perf_counter()
        began = time.perf_counter()
        QTimer.singleShot(0, self, work)
        _wait(TICK_MS)
        _wait_until(is_over)
        done = time.perf_counter() - began
        _wait(SETTLE_MS)
        return done, self.longest

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now


def _wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop, loop.quit)
    loop.exec()


def _wait_until(is_so: Callable[[], bool]) -> None:
    given_up = time.perf_counter() + PATIENCE_S
    while not is_so():
        if time.perf_counter() > given_up:
            raise TimeoutError("what is measured does not come to an end")
        _wait(TICK_MS)
