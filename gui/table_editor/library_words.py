"""The indicator library at the grid's fingertips: gathered in the background when first needed, and now and then."""

import threading
from functools import partial
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject
from PySide6.QtWidgets import QWidget

from core.ports import Progress, Workspace
from core.services import library
from gui import background
from gui.session import Session
from gui.table_editor.library_offers import Words

OLD_AFTER_MS: Final = 120_000
"""Ten thousand tables take a second and a half to gather, beside the hands: not after every edit."""
_LONGEST_WAIT_S: Final = 0.5


class LibraryWords(QObject):
    """What was ever written beside each indicator; empty until it has been gathered."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._parent = parent
        self._task: background.Task | None = None
        self._age = QElapsedTimer()
        self._is_old = True
        self.words = Words()
        session.changed.connect(self._grow_old)

    def prepare(self) -> None:
        """See to it that the words are there soon; called when the hands come to where they are offered."""
        is_due = self._is_old and (not self._age.isValid() or self._age.hasExpired(OLD_AFTER_MS))
        if self._task is None and is_due:
            self._is_old = False
            gather = partial(_gather, self._session.workspace, self._session.at_rest)
            self._task = background.start(self._parent, gather, self._take, _nothing)
            self._task.ended.connect(self._end)

    def renew(self) -> None:
        """Another library was added, or one taken out: gather anew as soon as the hands come there."""
        self._is_old = True
        self._age.invalidate()
        if self._task is not None:  # it may have read what was there before
            self._task.ended.disconnect(self._end)
            self._task.abandon()
            self._task = None

    def _grow_old(self) -> None:
        self._is_old = True

    def _take(self, words: Words) -> None:
        self.words = words

    def _end(self) -> None:
        self._task = None
        self._age.start()


def _gather(workspace: Workspace, at_rest: threading.Event, progress: Progress) -> Words:
    """Runs in another thread, which leaves Python to the window's while that writes what was typed."""

    def tell(done: int, total: int) -> None:
        at_rest.wait(_LONGEST_WAIT_S)
        progress(done, total)

    return Words(library.library(workspace, tell))


def _nothing(_error: object) -> None:
    """Nothing is offered, then."""
