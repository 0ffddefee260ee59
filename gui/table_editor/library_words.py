"""The indicator library at the grid's fingertips: gathered in the background when first needed, and now and then."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject
from PySide6.QtWidgets import QWidget

from core.services import library
from core.services.library import Entry
from gui import background
from gui.session import Session

OLD_AFTER_MS: Final = 120_000
"""Ten thousand tables take a second and a half to gather, beside the hands: not after every edit."""


class LibraryWords(QObject):
    """What was ever written beside each indicator; empty until it has been gathered."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._parent = parent
        self._task: background.Task | None = None
        self._age = QElapsedTimer()
        self._is_old = True
        self._entries: Sequence[Entry] = ()
        self._by_name: dict[str, list[Entry]] = {}
        session.changed.connect(self._grow_old)

    def prepare(self) -> None:
        """See to it that the words are there soon; called when the hands come to where they are offered."""
        is_due = self._is_old and (not self._age.isValid() or self._age.hasExpired(OLD_AFTER_MS))
        if self._task is None and is_due:
            workspace = self._session.workspace
            self._is_old = False
            self._task = background.start(
                self._parent, lambda progress: library.library(workspace, progress), self._take, lambda _error: None
            )
            self._task.ended.connect(self._end)

    @property
    def entries(self) -> Sequence[Entry]:
        """All entries, in the order of the library."""
        return self._entries

    def of(self, name: str) -> Sequence[Entry]:
        """The entries of a 三级指标."""
        return self._by_name.get(" ".join(name.split()), ())

    def _grow_old(self) -> None:
        self._is_old = True

    def _take(self, entries: Sequence[Entry]) -> None:
        by_name: dict[str, list[Entry]] = {}
        for entry in entries:
            by_name.setdefault(entry.name, []).append(entry)
        self._entries, self._by_name = entries, by_name

    def _end(self) -> None:
        self._task = None
        self._age.start()
