"""How long an event loop does not answer: a timer that ticks as often as it is let."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer

TICK_MS = 10
SETTLE_MS = 300
PATIENCE_S = 300
_NO_GAP = 0.0, 0.0


@dataclass(frozen=True, slots=True)
class Watched:
    """Seconds.

    Attributes:
        done: Until it was over.
        silent_gap: The longest gap, from the beginning until a while after, before which no progress was shown.
        work: What the window's thread worked in it; the rest it waited, for the interpreter or a processor.
        shown_gap: The longest one that began while progress was shown.
    """

    done: float
    silent_gap: float
    work: float
    shown_gap: float


class Watchdog(QObject):
    """Keeps the longest time between two ticks, since a window that answers no timer answers no key either."""

    def __init__(self) -> None:
        super().__init__()
        self.shows_progress: Callable[[], bool] = lambda: False
        """Whether a person sees how far something is."""

        self._gaps = {False: _NO_GAP, True: _NO_GAP}
        self._is_shown = False
        self._last = _now()
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def watch(self, work: Callable[[], object], is_over: Callable[[], bool] = lambda: True) -> Watched:
        """Do something and let the event loop run until it is over.

        Args:
            work: Called from within the event loop, as a key's handler is.
            is_over: Whether all that ``work`` has set going is done.
        """
        self._gaps = {False: _NO_GAP, True: _NO_GAP}
        self._last = began = _now()
        QTimer.singleShot(0, self, work)
        _wait(TICK_MS)
        wait_until(is_over)
        done = time.perf_counter() - began[0]
        _wait(SETTLE_MS)
        return Watched(done, *self._gaps[False], self._gaps[True][0])

    def _tick(self) -> None:
        now = _now()
        self._gaps[self._is_shown] = max(self._gaps[self._is_shown], (now[0] - self._last[0], now[1] - self._last[1]))
        self._last, self._is_shown = now, self.shows_progress()


def _now() -> tuple[float, float]:
    """The time, and that which this thread has worked."""
    return time.perf_counter(), time.thread_time()


def wait_until(is_so: Callable[[], bool]) -> None:
    """Let the event loop run until something is so."""
    given_up = time.perf_counter() + PATIENCE_S
    while not is_so():
        if time.perf_counter() > given_up:
            raise TimeoutError("what is measured does not come to an end")
        _wait(TICK_MS)


def _wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop, loop.quit)
    loop.exec()
