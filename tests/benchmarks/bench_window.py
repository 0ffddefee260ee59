"""How long the window does not answer with 10 000 tables: the longest gap of its event loop, by what is done.

The bars: the tree opens, filters and jumps within 100 ms of the key; nothing keeps the window from answering for more
than 100 ms without progress. Beside each figure stands that of an empty event loop, which is what the machine does.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QObject, Qt, QThreadPool, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core import places
from core.services import editing
from db.first_look import first_look
from db.store import FileStore
from gui.main_window import MainWindow
from tests.benchmarks.workload import bring_in, distinct_tables

TABLES = 10_000
TICK_MS = 2
SETTLE_MS = 300


class Watchdog(QObject):
    """Ticks as often as the event loop lets it, and keeps the longest time between two ticks."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def reset(self) -> None:
        """Begin anew."""
        self.longest, self._last = 0.0, time.perf_counter()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now


def main() -> None:
    """Print milliseconds."""
    with tempfile.TemporaryDirectory() as name:
        os.environ["XDG_DATA_HOME"] = os.environ["LOCALAPPDATA"] = name
        _measure(_many_tables(Path(name) / "many.jxdb"))


def _many_tables(path: Path) -> Path:
    workspace = FileStore().create(path)
    editing.apply(workspace, bring_in(distinct_tables(TABLES)))
    workspace.close()
    return path


def _measure(path: Path) -> None:
    from PySide6.QtCore import QSettings

    from gui import application

    application.application()
    watchdog = Watchdog()
    print(f"{f'{TABLES} tables':44}{'done ms':>10}{'gap ms':>10}")
    _show("nothing at all", watchdog, lambda: None)
    window = MainWindow(FileStore, QSettings(), places.data_folder(), first_look)

    def start() -> None:
        window.show()
        window.start(path)
        _wait_until(lambda: window.workbench is not None)

    _show("start, until the workspace is open", watchdog, start)
    _show(
        "the audit of all tables that follows", watchdog, lambda: _wait_until(lambda: not window.workbench.live.is_busy)
    )
    application.collect_garbage_from_now_on()
    bench = window.workbench
    tree, box = bench.tree, bench.tree.search_box
    projects = [node.line.id for year in tree.model.years() for node in year.projects()]
    for text in ("x", "xt", "xtw", "信息系统", "9999", ""):
        _show(f"filter: {text or '(cleared)'}", watchdog, lambda text=text: box.setText(text))
    for step in (0, 5_000, 9_999):
        _show(f"jump to table {step + 1}", watchdog, lambda step=step: tree.select_project(projects[step]))
    year = tree.model.index(0, 0)
    _show("close the year", watchdog, lambda: tree.view.collapse(year))
    _show("open the year", watchdog, lambda: tree.view.expand(year))
    _show("move a project", watchdog, lambda: window.commands["node_up"].trigger())
    _show("undo that", watchdog, window.session.undo)
    _show("delete a project", watchdog, lambda: window.commands["delete"].trigger())
    _show("undo that", watchdog, window.session.undo)
    _show("audit everything", watchdog, lambda: _audit_everything(window))
    window.close()


def _audit_everything(window: MainWindow) -> None:
    window.commands["audit_all"].trigger()
    _wait_until(lambda: not window.workbench.live.is_busy)


def _show(title: str, watchdog: Watchdog, work: Callable[[], None]) -> None:
    QTest.qWait(SETTLE_MS)
    watchdog.reset()
    began = time.perf_counter()
    work()
    QApplication.processEvents()
    done = time.perf_counter() - began
    QTest.qWait(SETTLE_MS)
    QThreadPool.globalInstance().waitForDone()
    print(f"{title:44}{1000 * done:10.0f}{1000 * watchdog.longest:10.0f}", flush=True)


def _wait_until(is_so: Callable[[], bool]) -> None:
    while not is_so():
        QTest.qWait(TICK_MS)


if __name__ == "__main__":
    main()
