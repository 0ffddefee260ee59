"""Long work beside the window: in a thread of its own, with progress and 取消, never by ``processEvents``."""

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QProgressBar, QVBoxLayout, QWidget

from core.domain.errors import Cancelled, KnownError
from core.ports import Progress
from gui import messages
from gui.soon import soon
from gui.style import button_box, em, plain_label

log = logging.getLogger(__name__)

T = TypeVar("T")

SHOW_AFTER_MS = 500
_PAINT_FIRST_MS = 30  # what opens a dialog at once begins so much later: its thread would keep the window from painting
_REPORT_EVERY_S = 0.05  # progress is shown twenty times a second at most


class Task(QObject):
    """One piece of work under way. Hold on to it only to cancel it.

    Signals:
        progressed: ``(done, total)``.
        ended: The work is over in whichever way; its callbacks have been called.
    """

    progressed = Signal(int, int)
    ended = Signal()
    _outcome = Signal(object, object)

    def __init__(
        self,
        parent: QWidget,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[KnownError], None],
        committed: Callable[[T], None],
    ) -> None:
        super().__init__()
        self.window = top_window(parent)
        self._work, self._done, self._failed, self._committed = work, done, failed, committed
        self._cancelled = self._abandoned = self._forgotten = False
        self._over = threading.Event()
        self._over.set()  # there is nothing to wait for before it has begun
        self._reported_at = 0.0
        self._outcome.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask the work to stop at its next report of progress; if it does, no callback is called."""
        self._cancelled = True

    def abandon(self) -> None:
        """Cancel it; those who asked are gone, so only what it has committed all the same is told."""
        self._cancelled = self._abandoned = True

    def forget(self) -> None:
        """Cancel it, and call no callback whatever comes of it."""
        self._forgotten = True
        self.abandon()

    def wait(self) -> None:
        """Wait until its thread has done with it."""
        self._over.wait()

    def begin(self) -> None:
        """Have the thread pool carry it out, unless it has been cancelled by now."""
        if self._cancelled:
            self._outcome.emit(_nothing, _nothing)
            return
        self._over.clear()
        QThreadPool.globalInstance().start(self._carry_out)

    def _carry_out(self) -> None:
        """Do the work. Runs in the thread pool; what came of it is handled in the window's thread."""
        try:
            result = self._work(self._progress)
        except Cancelled:
            self._outcome.emit(_nothing, _nothing)
        except KnownError as error:
            known = error
            self._outcome.emit(lambda: self._failed(known), _nothing)
        except BaseException as error:
            bug = error
            self._outcome.emit(lambda: _raise(bug), _nothing)
        else:
            self._outcome.emit(lambda: self._done(result), lambda: self._committed(result))
        finally:
            self._over.set()

    def _progress(self, done: int, total: int) -> None:
        if self._cancelled:
            raise Cancelled
        if not total:
            return
        now = time.monotonic()
        if now - self._reported_at >= _REPORT_EVERY_S or done >= total:
            self._reported_at = now
            self.progressed.emit(done, total)

    def _finish(self, outcome: Callable[[], None], commit: Callable[[], None]) -> None:
        _under_way.discard(self)
        try:
            if not self._forgotten:
                commit()
            if not self._abandoned:
                outcome()
        finally:
            self.ended.emit()


_under_way: set[Task] = set()
"""Keeps tasks alive while their threads run."""


def start(
    parent: QWidget,
    work: Callable[[Progress], T],
    done: Callable[[T], None],
    failed: Callable[[KnownError], None] | None = None,
    committed: Callable[[T], None] | None = None,
) -> Task:
    """Do work in the thread pool without showing anything.

    Args:
        parent: When it is destroyed the work is cancelled, and neither ``done`` nor ``failed`` called any more.
        work: Runs in another thread and may report progress; touches no widget.
        done: Called in the window's thread with what ``work`` returned.
        failed: Called there with a KnownError; by default it is shown. Any other exception is raised in
            the window's thread and so takes the way of every bug, to the crash report.
        committed: Called there before ``done``, also when the parent is gone: the work had passed its last report of
            progress, and what it has written stands, whoever still looks.
    """
    task = _task(parent, work, done, failed, committed)
    task.begin()
    return task


def _task(
    parent: QWidget,
    work: Callable[[Progress], T],
    done: Callable[[T], None],
    failed: Callable[[KnownError], None] | None,
    committed: Callable[[T], None] | None,
) -> Task:
    task = Task(parent, work, done, failed or (lambda error: messages.show_error(parent, error)), committed or _nothing)
    parent.destroyed.connect(task.abandon)
    _under_way.add(task)
    return task


def stop_all(window: QWidget) -> None:
    """Forget what a window and its dialogs have under way and wait until it has let go of its files."""
    tasks = [task for task in _under_way if task.window is window]
    for task in tasks:
        task.forget()
    for task in tasks:
        task.wait()


def run(
    parent: QWidget,
    title: str,
    work: Callable[[Progress], T],
    done: Callable[[T], None],
    failed: Callable[[KnownError], None] | None = None,
    committed: Callable[[T], None] | None = None,
    *,
    at_once: bool = False,
) -> Task:
    """Like :func:`start`, with a dialog with progress and 取消 if it takes longer than half a second.

    Args:
        parent: As :func:`start` takes it.
        title: What is done.
        work: As :func:`start` takes it.
        done: As :func:`start` takes it.
        failed: As :func:`start` takes it.
        committed: As :func:`start` takes it.
        at_once: Show the dialog from the start, and keep the hands off every window meanwhile; the work begins when
            the dialog has had the time to be painted.
    """
    task = _task(parent, work, done, failed, committed)
    dialog = _ProgressDialog(parent, title, task)
    if at_once:
        dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
        dialog.open_if_needed()
        soon(task, task.begin, _PAINT_FIRST_MS)
    else:
        task.begin()
        soon(dialog, dialog.open_if_needed, SHOW_AFTER_MS)
    return task


class _ProgressDialog(QDialog):
    def __init__(self, parent: QWidget, title: str, task: Task) -> None:
        super().__init__(parent)
        self.setObjectName("progressDialog")
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._asked_by = parent
        self._task = task
        self._over = False
        self._label = plain_label(f"{title}…", self)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName("进度")
        buttons = button_box(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self._label, self._bar, buttons):
            layout.addWidget(widget)
        self.setMinimumWidth(em(self, 24))
        task.progressed.connect(self._show_progress)
        task.ended.connect(self._end)

    def open_if_needed(self) -> None:
        if not self._over:
            self.open()

    def reject(self) -> None:
        """取消: the work stops at its next step, which the dialog waits for."""
        self._task.cancel()
        self._label.setText("正在停止…")

    def _show_progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def _end(self) -> None:
        self._over = True
        if self.isVisible():
            self.done(QDialog.DialogCode.Accepted)
            # Where no window manager sees to that; what came of the work may have opened a dialog.
            (QApplication.activeModalWidget() or self._asked_by.window()).activateWindow()
        self.deleteLater()


def top_window(widget: QWidget) -> QWidget:
    """The window behind all dialogs."""
    while (parent := widget.parentWidget()) is not None:
        widget = parent
    return widget


def _nothing(*_: object) -> None:
    pass


def _raise(bug: BaseException) -> None:
    raise bug
