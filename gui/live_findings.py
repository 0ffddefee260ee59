"""The findings while one works: all tables once in the background, then after each edit what it touches."""

from collections import deque
from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from core.audit.findings import Finding
from core.audit.settings import DEFAULTS, AuditSettings
from core.domain.edits import ChangeSet
from core.domain.errors import KnownError
from core.services import audit_settings
from core.services.auditing import Counts, FullPass, LiveAudit, full_pass
from core.services.editing import Applied
from gui import background
from gui.parting import Heap, free
from gui.session import Session
from gui.soon import soon

AGAIN_AFTER_MS = 2000
"""When a file that another program kept to itself is read again."""
_AT_ONCE = 200  # edits of a gesture that are followed before the window goes on; of a larger one after it has drawn
_SLICE = 5_000  # edits followed at a time, within some hundredths of a second
CATCH_UP_AFTER_MS = 200  # after the last edit; others' findings may be that late
_MANY = 500  # tables that wait; they are audited with all others in the background, before the hands feel it


class LiveFindings(QObject):
    """Keeps a :class:`LiveAudit` true.

    Signals:
        updated: Findings may be other than before.
        progressed: ``(done, total)`` of the audit of all tables; ``(0, 0)`` when it is over.
    """

    updated = Signal()
    progressed = Signal(int, int)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._parent = parent
        self.settings = self._load_settings()
        self._audit = LiveAudit(session.workspace, self.settings)
        self._full_pass: background.Task | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)  # after what is on the way to the screen
        self._soon.timeout.connect(self._start_full_pass)
        self._later = QTimer(self, singleShot=True, interval=CATCH_UP_AFTER_MS)
        self._later.timeout.connect(self._catch_up)
        self._unfollowed: deque[Applied] = deque()
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._go_on)
        self._tell = QTimer(self, singleShot=True, interval=0)  # an event of its own, after one that took a while
        self._tell.timeout.connect(self.updated)
        self._again = QTimer(self, singleShot=True, interval=AGAIN_AFTER_MS)
        self._again.timeout.connect(self._look_again)
        session.changed.connect(self._follow)

    @property
    def is_busy(self) -> bool:
        """Whether the audit of all tables is under way."""
        return self._soon.isActive() or self._full_pass is not None

    @property
    def is_current(self) -> bool:
        """Whether every finding of every table is as the tables are now."""
        return not self.is_busy and not self._unfollowed and not self._audit.waiting

    def of(self, project_id: str | None) -> tuple[Finding, ...]:
        """The findings of a table; none, for a while, if it cannot be read just now."""
        if project_id is None:
            return ()
        try:
            found = self._audit.findings_of(project_id)
        except KnownError:
            self._again.start()
            return ()
        if self._audit.has_begun:
            self._wait()
        return found

    def all(self) -> tuple[Finding, ...]:
        """Everything found so far, in publication order; nothing, for a while, if it cannot be read just now."""
        try:
            return self._audit.all_findings()
        except KnownError:
            self._again.start()
            return ()

    def counts(self) -> dict[str, Counts]:
        """Numbers of findings by project id, of every table audited so far."""
        return self._audit.counts()

    def audit_all(self) -> None:
        """Audit every table, in the background; edits made meanwhile are not lost."""
        if self._full_pass is None:
            self._soon.start()

    def use_settings(self, settings: AuditSettings) -> None:
        """Judge by these settings from now on: the table shown at once, all others in the background."""
        self.settings = settings
        self._audit.change_settings(settings)
        if self._full_pass is not None:
            self._full_pass.abandon()  # it judges by the old ones
            self._over()
        self.updated.emit()
        self.audit_all()

    def cancel(self) -> None:
        """Give up the audit of all tables; what was found so far stays."""
        self._soon.stop()
        if self._full_pass is not None:
            self._full_pass.abandon()
            self._over()

    def stop(self) -> tuple[Heap, ...]:
        """The workspace is about to be closed; all that is known of it, for :func:`gui.parting.free`."""
        for timer in (self._soon, self._later, self._next, self._tell, self._again):
            timer.stop()
        return self._audit.adopt(FullPass()).parts()

    def _start_full_pass(self) -> None:
        workspace, settings = self._session.workspace, self.settings
        self._audit.begin_full_pass()
        self._full_pass = background.start(
            self._parent, lambda progress: full_pass(workspace, progress, settings), self._adopt, self._could_not
        )
        self._full_pass.progressed.connect(self.progressed)

    def _could_not(self, error: KnownError) -> None:
        self._over()
        self._session.refused.emit(error.sentence)

    def _over(self) -> None:
        if self._full_pass is not None:
            self._full_pass.progressed.disconnect(self.progressed)
        self._full_pass = None
        self.progressed.emit(0, 0)

    def _adopt(self, whole: FullPass) -> None:
        self._over()
        before = self._audit.adopt(whole)
        free(before.parts())
        self._wait()
        self._tell.start()

    def _load_settings(self) -> AuditSettings:
        try:
            return audit_settings.load(self._session.workspace)
        except KnownError as error:  # work goes on; the settings dialog tells it again and can restore
            soon(self, partial(self._session.refused.emit, error.sentence))
            return DEFAULTS

    def _follow(self, applied: Applied) -> None:
        self._unfollowed += _slices(applied)
        if len(applied.change.edits) > _AT_ONCE:
            self._next.start()
        else:
            self._go_on()

    def _go_on(self) -> None:
        """Follow what has not been followed yet, of a very large change one slice at a time."""
        applied = self._unfollowed.popleft()
        is_large = len(applied.change.edits) > _AT_ONCE
        try:
            self._audit.follow(applied)
        except KnownError:  # which tables it bears on is not known, then
            self.audit_all()
        if self._unfollowed:
            self._next.start()
            return
        if self._audit.waiting:
            self._wait()
        if self._audit.has_begun:
            return  # the findings of rows that are not there any more are not shown again
        if is_large:
            self._tell.start()
        else:
            self.updated.emit()

    def _catch_up(self) -> None:
        if self._audit.waiting > _MANY:
            self.audit_all()
        elif self._audit.waiting:
            try:
                fresh = self._audit.catch_up()
            except KnownError:
                self._again.start()
                return
            self._wait()
            if fresh:
                self.updated.emit()

    def _wait(self) -> None:
        """Catch up when the hands rest, with a table that is under audit as soon as what they did is on the screen."""
        self._later.start(0 if self._audit.has_begun else CATCH_UP_AFTER_MS)

    def _look_again(self) -> None:
        self.updated.emit()
        self._catch_up()


def _slices(applied: Applied) -> Iterator[Applied]:
    change = applied.change
    for start in range(0, len(change.edits) or 1, _SLICE):
        yield Applied(ChangeSet(change.operation, change.edits[start : start + _SLICE]), applied.origin)
