"""The findings while one works: all tables once in the background, then after each edit what it touches."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from core.audit.findings import Finding
from core.services.auditing import Counts, FullPass, LiveAudit, full_pass
from core.services.editing import Applied
from gui import background
from gui.session import Session

CATCH_UP_AFTER_MS = 200  # after the last edit; others' findings may be that late


class LiveFindings(QObject):
    """Keeps a :class:`LiveAudit` true.

    Signals:
        updated: Findings may be other than before.
    """

    updated = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._parent = parent
        self._audit = LiveAudit(session.workspace)
        self._full_pass: background.Task | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)  # after what is on the way to the screen
        self._soon.timeout.connect(self._start_full_pass)
        self._later = QTimer(self, singleShot=True, interval=CATCH_UP_AFTER_MS)
        self._later.timeout.connect(self._catch_up)
        session.changed.connect(self._follow)

    @property
    def is_busy(self) -> bool:
        """Whether the audit of all tables is under way."""
        return self._soon.isActive() or self._full_pass is not None

    def of(self, project_id: str | None) -> tuple[Finding, ...]:
        """The findings of a table."""
        return self._audit.findings_of(project_id) if project_id else ()

    def counts(self) -> dict[str, Counts]:
        """Numbers of findings by project id, of every table audited so far."""
        return self._audit.counts()

    def audit_all(self) -> None:
        """Audit every table, in the background; edits made meanwhile are not lost."""
        if self._full_pass is None:
            self._soon.start()

    def stop(self) -> None:
        """The workspace is about to be closed."""
        self._soon.stop()
        self._later.stop()

    def _start_full_pass(self) -> None:
        workspace = self._session.workspace
        self._full_pass = background.start(self._parent, lambda progress: full_pass(workspace, progress), self._adopt)

    def _adopt(self, whole: FullPass) -> None:
        self._full_pass = None
        self._audit.adopt(whole)
        self._later.start()
        self.updated.emit()

    def _follow(self, applied: Applied) -> None:
        self._audit.follow(applied)
        if self._audit.is_waiting:
            self._later.start()
        self.updated.emit()

    def _catch_up(self) -> None:
        if self._audit.is_waiting:
            self._audit.catch_up()
            self._later.start()
            self.updated.emit()
