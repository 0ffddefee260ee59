"""The SQLAlchemy engine of one workspace file, and how SQLite is set up under it (resources/docs/adr/0007)."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from db.connecting import connect_raw
from db.disks import is_local

_BUSY_MILLISECONDS: Final = {
    "WAL": 1000,  # only another writer can be in the way, and for a few milliseconds
    "DELETE": 3000,  # a long read in the background keeps a commit waiting
}
_WRITING: Final = "jibiao_writing"


def journal_mode_for(path: Path) -> str:
    """WAL on a fixed local disk (one fsync a commit), DELETE on shares and removable disks."""
    return "WAL" if is_local(path.parent) else "DELETE"


def set_journal_mode(path: Path, journal_mode: str) -> None:
    """Turn the file to this journal, which the file remembers; locked if anybody else has it open and it changes."""
    with closing(connect_raw(path)) as connection:
        if journal_mode == "DELETE":
            # Where memory cannot be shared, a log can only be read by one who shares with nobody.
            connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
        connection.execute(f"PRAGMA journal_mode = {journal_mode}").fetchall()


def make_engine(path: Path, journal_mode: str, mode: str = "rw") -> Engine:
    """An engine whose transactions are begun by us, not by Python's sqlite3 (which leaves half migrations behind).

    Connections may go from thread to thread through the pool; each serves one thread at a time.

    Args:
        path: The file; it must exist.
        journal_mode: ``WAL`` or ``DELETE``; tells how long to wait for a lock.
        mode: ``rw``, ``ro``, or ``immutable`` for a file that nobody can write.
    """

    def connect() -> sqlite3.Connection:
        return connect_raw(path, mode, _BUSY_MILLISECONDS[journal_mode])

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=4, max_overflow=-1)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def writing(engine: Engine) -> Engine:
    """The same engine, whose transactions take the write lock from the start."""
    return engine.execution_options(**{_WRITING: True})


def _set_up(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    # As FULL; and with a DELETE journal the deletion, which is the commit, is put on the disk, too. Without it a power
    # cut can bring the journal back, and take an acknowledged edit away (tests/crash/test_power_cut.py).
    connection.execute("PRAGMA synchronous = EXTRA")


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(_WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
