"""One open workspace file."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Final

from sqlalchemy import Connection, Engine, Pool

from core.domain.checkcode import is_as_locked
from core.domain.errors import DamagedError, KnownError, UntidyError
from core.domain.records import State
from core.domain.selection import Selection
from core.ports import SECOND_BACKUP_PLACE, Backup, Holder, Pulse, Reader, Writer, go_on
from db import backup, backup_folder
from db.claim import Claim
from db.engine import writing
from db.failures import in_plain_words
from db.health import faults, faults_of_copy
from db.inspection import behind_links, inspect, is_there
from db.reader import DatabaseReader
from db.standing import Standing, When
from db.writer import DatabaseWriter

_PATIENCE_SECONDS: Final = 1.0


class FileWorkspace:
    """Implements :class:`core.ports.Workspace`.

    Args:
        path: The file.
        engine: Opens connections to it.
        why_read_only: Why writing is refused from the start, in a sentence; ``""`` if it is not.
        readers_block: Whether nobody can write while somebody reads, as with a DELETE journal.
        claim: What keeps other windows from writing; let go on closing.
        holder: Whose claim it is that keeps this one from writing.
    """

    def __init__(
        self,
        path: Path,
        engine: Engine,
        why_read_only: str,
        *,
        readers_block: bool,
        claim: Claim | None = None,
        holder: Holder | None = None,
    ) -> None:
        self._path = path
        self._engine = engine
        self._writing_engine = writing(engine)
        self._why_read_only = why_read_only
        self._readers_block = readers_block
        self._claim = claim
        self._holder = holder
        self._closed = False
        self._is_mirror_behind = False
        self._one_at_a_time = Lock()
        self._standing = None if why_read_only else Standing(path, engine.dispose)

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def read_only(self) -> bool:
        """Whether writing is refused from the start."""
        return bool(self._why_read_only)

    @property
    def why_read_only(self) -> str:
        """The sentence with which writing is refused from the start; ``""`` if it is not."""
        return self._why_read_only

    @property
    def holder(self) -> Holder | None:
        """Who has it open in another window, which makes this one read-only."""
        return self._holder

    @property
    def was_interrupted(self) -> bool:
        """Whether the window that had it last was not closed: the power failed, or the program was killed."""
        return self._claim is not None and self._claim.after_crash

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """Open a consistent view; from any thread."""
        self._must_be_open()
        with self._transaction(self._engine) as connection:
            yield DatabaseReader(connection, lets_writers_in=self._readers_block)

    @contextmanager
    def write(self) -> Iterator[Writer]:
        """Open the transaction of one gesture."""
        self._must_be_open()
        if self._why_read_only:
            raise KnownError(self._why_read_only)
        with self._writing(_PATIENCE_SECONDS) as is_ours:
            if not is_ours:
                raise KnownError(f"“{self._path.name}”正在写入另一项修改。请稍等片刻再试一次。")
            self._confirm(When.BEFORE_WRITING)
            with self._transaction(self._writing_engine) as connection:
                yield DatabaseWriter(connection)
            if self._standing:
                with in_plain_words(self._path):
                    self._standing.confirm_written()

    def rest(self) -> None:
        """Bring the one file up to date, so that it can be copied as it is.

        Raises:
            UntidyError: That cannot be done now.
            KnownError: The file is not ours any more, or damaged.
        """
        self._must_be_open()
        with self._writing(0) as is_ours:
            if is_ours and self._standing:
                self._confirm(When.WITHOUT_WRITING)
                self._tidy(self._standing)

    def _tidy(self, standing: Standing) -> None:
        try:
            with in_plain_words(self._path):
                standing.bring_up_to_date()
        except DamagedError:
            raise
        except KnownError as error:
            name = self._path.name
            raise UntidyError(
                f"{error.sentence}已写入的修改都没有丢失，但有的还在旁边的日志文件“{name}-wal”里："
                f"拷贝或发送“{name}”之前，请先再打开它一次。"
            ) from error

    def backup(self, target: Path) -> None:
        """Write a verified copy to ``target``, complete or not at all; nothing but a backup of it is replaced by it."""
        target = behind_links(target)
        if is_there(target):
            if self._is(target):
                raise KnownError(f"备份不能写到工作区“{self._path.name}”自己上面。请另选一个文件名。")
            _must_be_a_workspace(target)
        with self._raw() as connection:
            if is_there(target) and not backup_folder.may_take_the_place_of(connection, target):
                raise KnownError(
                    f"“{target.name}”是另一个工作区，不是“{self._path.name}”的备份，没有覆盖。请另选一个文件名。"
                )
            if not self._readers_block:
                backup.copy_database(connection, target, self._path.name)
                return
            with backup.private_copy(connection) as copy:
                backup.copy_database(copy, target, self._path.name)

    def _is(self, target: Path) -> bool:
        try:
            return target.samefile(self._path)
        except OSError:  # our own file is out of reach, the target is not
            return False

    @property
    def is_mirror_behind(self) -> bool:
        """Whether an automatic backup was made that :meth:`mirror_backups` has not seen."""
        return self._is_mirror_behind

    def auto_backup(self, reason: str, *, if_changed: bool = False) -> Path | None:
        """Add a backup to the folder beside the workspace, and let go what the schedule does not keep.

        Args:
            reason: A few Chinese words for the file's name, e.g. ``导入前``.
            if_changed: Do nothing if the newest backup holds what the workspace holds now.

        Returns:
            The backup, or ``None`` if none was needed or the workspace is read-only.
        """
        now = datetime.now().astimezone()
        folder = backup_folder.folder_beside(self._path)
        newest = next(iter(backup_folder.backups_in(folder)), None)
        if self.read_only or (if_changed and newest and self._is_held_by(newest)):
            return None
        target = backup_folder.new_name(folder, reason, now)
        backup_folder.make_folder(folder)
        self.backup(target)
        backup_folder.tidy(folder, now)
        self._is_mirror_behind = True
        return target

    def _is_held_by(self, saved: Backup) -> bool:
        with self._raw() as connection:
            return backup_folder.last_state(connection) == backup_folder.last_state_of(saved.path)

    def backups(self) -> tuple[Backup, ...]:
        """The automatic backups, newest first; those of the second place that are not beside the workspace, too."""
        place = self._second_place()
        found = backup_folder.backups_in(backup_folder.folder_in(place, self._path)) if place else []
        by_name = {one.path.name: one for one in found}
        by_name |= {one.path.name: one for one in backup_folder.backups_in(backup_folder.folder_beside(self._path))}
        return tuple(by_name[name] for name in sorted(by_name, reverse=True))

    def mirror_backups(self) -> None:
        """Bring the second place for backups up to date, if there is one (setting :data:`SECOND_BACKUP_PLACE`).

        Raises:
            KnownError: It cannot be reached or written.
        """
        self._is_mirror_behind = False
        place = self._second_place()
        if place:
            backup_folder.mirror(self._path, place, datetime.now().astimezone())

    def check(self, pulse: Pulse = go_on) -> tuple[str, ...]:
        """Look the whole file over; one Chinese sentence for each fault found. Raises Cancelled by ``pulse``."""
        with self._raw() as connection:
            found = (faults_of_copy if self._readers_block else faults)(connection, pulse)
        return found or tuple(self._changed_since_locked(pulse))

    def _changed_since_locked(self, pulse: Pulse) -> Iterator[str]:
        """Tables that do not say any more what was finalised or signed, though nothing else is wrong."""
        with self.read() as reader:
            lines = [project for year in reader.outline() for unit in year.units for project in unit.projects]
            locked = frozenset(line.id for line in lines if line.state is not State.DRAFT)
            for table in reader.tables(Selection(project_ids=locked)) if locked else ():
                pulse()
                if not is_as_locked(table):
                    state, code = table.project.state, table.project.signed_code
                    when, paper = ("签字", "签过字") if state is State.SIGNED else ("定稿", "定稿后打印")
                    yield (
                        f"“{table.label}”{state.label}，但内容与{when}时的校验码 {code} 不符。请与{paper}的纸质表核对。"
                    )

    def close(self) -> None:
        """Leave the one file whole and let go of it; raises as :meth:`rest` does, and lets go all the same."""
        if self._closed:
            return
        with ExitStack() as leaving:
            if self._claim:
                leaving.callback(self._claim.release)
            if self._standing:
                leaving.callback(self._leave, self._standing)
            leaving.callback(self._engine.dispose)
            leaving.callback(setattr, self, "_closed", True)
            if not (self._standing and self._standing.is_settled):
                self.rest()

    def _leave(self, standing: Standing) -> None:
        with in_plain_words(self._path):
            standing.close()

    @contextmanager
    def _writing(self, patience: float) -> Iterator[bool]:
        """One write or checkpoint of this process at a time; False if another does not end within so many seconds.

        WORKAROUND: up to 3.51.2 SQLite can damage a file when one connection commits while another brings the log into
        the file (https://www.sqlite.org/wal.html#walresetbug).
        """
        is_ours = self._one_at_a_time.acquire(timeout=patience)
        try:
            yield is_ours
        finally:
            if is_ours:
                self._one_at_a_time.release()

    def _confirm(self, when: When) -> None:
        """Make sure that the files are still ours; connections to a log that was taken away are made anew."""
        if self._standing:
            with in_plain_words(self._path):
                self._standing.confirm(when)

    def _second_place(self) -> Path | None:
        with self.read() as reader:
            place = reader.setting(SECOND_BACKUP_PLACE)
        return Path(place) if place else None

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Connection]:
        pool = self._engine.pool
        with in_plain_words(self._path), engine.connect() as connection:
            try:
                with connection.begin():
                    yield connection
            finally:
                if self._is_left(pool):
                    connection.invalidate()

    @contextmanager
    def _raw(self) -> Iterator[sqlite3.Connection]:
        """SQLite's own connection, outside any transaction."""
        self._must_be_open()
        with in_plain_words(self._path):
            pool = self._engine.pool
            pooled = self._engine.raw_connection()
            try:
                connection = pooled.driver_connection
                assert isinstance(connection, sqlite3.Connection)
                yield connection
            finally:
                if self._is_left(pool):
                    pooled.invalidate()
                pooled.close()

    def _is_left(self, pool: Pool) -> bool:
        """Whether that pool was given up meanwhile: a connection that comes back to it holds on to the file."""
        return self._closed or pool is not self._engine.pool

    def _must_be_open(self) -> None:
        if self._closed:
            raise KnownError(f"工作区“{self._path.name}”已经关闭。")


def _must_be_a_workspace(target: Path) -> None:
    if target.is_dir():
        raise KnownError(f"“{target.name}”是文件夹，备份要写成文件。请另选一个文件名。")
    try:
        inspect(target)
    except KnownError as error:
        raise KnownError(f"“{target.name}”已经存在，而且不是绩表的备份，没有覆盖。请另选一个文件名。") from error
