"""What the services need of the world outside: a workspace, a place to keep it, a clock.

``db`` implements these; ``core`` knows nothing of how. All reads answer frozen records.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final, Protocol, TypeAlias

from core.domain.amounts import Amount
from core.domain.edits import ChangeSet, Edit
from core.domain.records import Acceptance, BudgetUnit, BudgetYear, Note, Record, Remark, State, TargetTable
from core.domain.selection import EVERYTHING, Selection


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """One project as the tree shows it."""

    id: str
    unit_id: str
    position: int
    number: int
    name: str
    budget: Amount
    state: State
    tag: str = ""


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit as the tree shows it, with its projects in order."""

    unit: BudgetUnit
    projects: tuple[ProjectLine, ...]


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year as the tree shows it, with its units in order."""

    year: BudgetYear
    units: tuple[UnitLine, ...]


Outline: TypeAlias = tuple[YearLine, ...]


@dataclass(frozen=True, slots=True)
class Stamp:
    """When an operation was made, and by whom (the system's user name)."""

    at: datetime
    user: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One operation of the history; ``edits`` say what, old and new."""

    sequence: int
    stamp: Stamp
    operation: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a workspace open in another window.

    Attributes:
        user: The system's user name; ``?`` where it cannot be told.
        host: Name of the computer; likewise.
        pid: Number of the process; 0 likewise.
        since: When it was opened.
    """

    user: str
    host: str
    pid: int
    since: datetime

    def described(self) -> str:
        """For the middle of a sentence: `` 王会计（电脑 PC-12，11月3日 9:30 起）``."""
        return f" {self.user}（电脑 {self.host}，{self.since.month}月{self.since.day}日 {self.since:%H:%M} 起）"


@dataclass(frozen=True, slots=True)
class Backup:
    """An automatic backup.

    Attributes:
        path: The file; a whole workspace.
        at: When it was made.
        reason: Why, e.g. ``导入前``.
        size: In bytes.
    """

    path: Path
    at: datetime
    reason: str
    size: int


SECOND_BACKUP_PLACE: Final = "backup.second_place"
"""Key of the workspace's setting that names a second folder for its automatic backups, of the clerk's choosing."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What could be read of a damaged workspace.

    Attributes:
        records: In no order; parents may be missing.
        settings: Of the workspace, by key.
        losses: One Chinese sentence for each thing that was lost, mended, or must be looked at.
    """

    records: tuple[Record, ...]
    settings: Mapping[str, str]
    losses: tuple[str, ...]


class Reader(Protocol):
    """A consistent view of the workspace, as long as its context lasts."""

    def outline(self) -> Outline:
        """Everything the tree shows, newest year first; reads columns, no texts but names."""

    def table(self, project_id: str) -> TargetTable | None:
        """One whole table, or ``None`` if there is no such project."""

    def tables(self, selection: Selection = EVERYTHING) -> Iterator[TargetTable]:
        """Whole tables in publication order: year, unit, project; reads in bulk, yields as it goes.

        Each is as it stood at one moment; on a disk where reading keeps writers out (a share, a stick) not all of them
        at the same one, since who types must not wait for a long reading.
        """

    def notes(self, project_id: str | None = None) -> tuple[Note, ...]:
        """All notes, or those of one table; also of tables that are gone."""

    def acceptances(self, project_id: str | None = None) -> tuple[Acceptance, ...]:
        """All accepted warnings, or those of one table; also of tables that are gone."""

    def remarks(self, project_id: str | None = None) -> tuple[Remark, ...]:
        """All remarks of reviewers, or those of one table; also of tables that are gone."""

    def history(self, project_id: str | None = None, limit: int | None = None) -> tuple[HistoryEntry, ...]:
        """The newest operations first; with ``project_id`` only the operations and edits that touched that table."""

    def newest_sequence(self) -> int:
        """The sequence of the newest operation of the history; 0 if there is none. Costs next to nothing."""

    def setting(self, key: str) -> str | None:
        """A setting of this workspace."""


Progress: TypeAlias = Callable[[int, int], None]
"""Called with (done, total) from long work; raises Cancelled when the clerk pressed 取消. Total 0: it cannot tell."""

Pulse: TypeAlias = Callable[[], None]
"""Called now and then from work within one step; raises Cancelled as :data:`Progress` does."""


def go_on() -> None:
    """The :data:`Pulse` of work that nobody cancels."""


def pulse_of(progress: Progress | None) -> Pulse:
    """Asks whether to go on without saying how far it is."""
    return partial(progress, 0, 0) if progress is not None else go_on


class Writer(Reader, Protocol):
    """One transaction: all of it is committed when its context ends well, nothing of it otherwise."""

    def apply(self, change: ChangeSet, stamp: Stamp, progress: Progress | None = None) -> None:
        """Carry out the edits in order and append them to the history.

        Args:
            change: The edits.
            stamp: When, and who.
            progress: Called now and then; what it raises ends the transaction.

        Raises:
            StaleEditError: An old value does not stand any more; the transaction is lost.
            LockedError: It touches what is printed of a table that is not a draft; the transaction is lost.
        """

    def put_setting(self, key: str, value: str | None) -> None:
        """Keep a setting, or forget it (``None``)."""


class Workspace(Protocol):
    """One open ``.jxdb`` file. ``read`` may be called from any thread, ``write`` from one at a time."""

    @property
    def path(self) -> Path:
        """The file."""

    @property
    def read_only(self) -> bool:
        """Whether writing is refused from the start (the file or its folder is write-protected, the disk full)."""

    @property
    def why_read_only(self) -> str:
        """The sentence with which writing is refused from the start; ``""`` if it is not."""

    @property
    def holder(self) -> Holder | None:
        """Who has it open in another window, which makes this one read-only."""

    @property
    def was_interrupted(self) -> bool:
        """Whether the window that had it last was not closed: the power failed, or the program was killed."""

    def read(self) -> AbstractContextManager[Reader]:
        """Open a consistent view."""

    def write(self) -> AbstractContextManager[Writer]:
        """Open the transaction of one gesture. Raises KnownError if the file cannot be written."""

    def rest(self) -> None:
        """The hands rest: bring the one file up to date, so that it can be copied as it is.

        Raises:
            UntidyError: That cannot be done now; nothing is lost.
            KnownError: The file is not ours any more, or damaged.
        """

    def backup(self, target: Path) -> None:
        """Write a verified copy to ``target``, complete or not at all; nothing but a backup of it is replaced by it."""

    @property
    def is_mirror_behind(self) -> bool:
        """Whether an automatic backup was made that :meth:`mirror_backups` has not seen."""

    def auto_backup(self, reason: str, *, if_changed: bool = False) -> Path | None:
        """Add a verified copy to the automatic backups: the last 10 are kept, one a day for 30 days, one a month.

        Args:
            reason: A few Chinese words for the copy's name, e.g. ``导入前``.
            if_changed: Do nothing if the newest copy holds what the workspace holds now.

        Returns:
            The copy, or ``None`` if none was made (it is not due, or the workspace is read-only).
        """

    def backups(self) -> tuple[Backup, ...]:
        """The automatic backups, newest first."""

    def mirror_backups(self) -> None:
        """Bring the second place for backups up to date, if there is one.

        Raises:
            KnownError: It cannot be reached or written.
        """

    def check(self, pulse: Pulse = go_on) -> tuple[str, ...]:
        """Look the whole file over; one Chinese sentence for each fault found. Raises Cancelled by ``pulse``."""

    def close(self) -> None:
        """Leave the one file whole and let go of it.

        Raises:
            KnownError: As :meth:`rest` does; or what was written last is in no file that can be opened, and the
                sentence says where it is. The file is let go of all the same.
        """


class WorkspaceStore(Protocol):
    """Makes and opens workspaces. Every method raises KnownError with a sentence that names the file."""

    def create(self, path: Path) -> Workspace:
        """Make a new, empty workspace; never over an existing file."""

    def open(self, path: Path) -> Workspace:
        """Open a workspace, migrating an older one after a backup."""

    def backups_beside(self, path: Path) -> tuple[Backup, ...]:
        """The automatic backups beside a workspace file, newest first; the file itself need not be readable."""

    def discard(self, workspace: Workspace) -> None:
        """Close and delete a workspace that was just made, since nothing came into it."""

    def restore(self, backup: Path, target: Path) -> Path | None:
        """Put a verified backup in the place of ``target``; the file that keeps its present content, if it had any."""

    def salvage(self, path: Path) -> Salvaged:
        """Read what can be read of a damaged workspace, which is not touched."""


Clock: TypeAlias = Callable[[], datetime]
