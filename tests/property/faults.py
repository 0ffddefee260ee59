"""Storage faults at a chosen moment, raised where the database driver raises them."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

CODES = {
    "disk I/O error": sqlite3.SQLITE_IOERR_FSYNC,
    "database or disk is full": sqlite3.SQLITE_FULL,
    "database is locked": sqlite3.SQLITE_BUSY,
}
COMMIT = -1


@contextmanager
def fault(message: str, moment: int) -> Iterator[None]:
    """Fail at the ``moment``-th statement of each transaction that follows (from 0), or at ``COMMIT``."""
    statements = 0

    def fail() -> None:
        error = sqlite3.OperationalError(message)
        error.sqlite_errorcode = CODES[message]
        raise error

    def before_statement(*_: Any) -> None:
        nonlocal statements
        statements += 1
        if statements - 1 == moment:
            fail()

    def before_commit(_: Any) -> None:
        if moment == COMMIT:
            fail()

    listeners = (("before_cursor_execute", before_statement), ("commit", before_commit))
    for name, listener in listeners:
        event.listen(Engine, name, listener)
    try:
        yield
    finally:
        for name, listener in listeners:
            event.remove(Engine, name, listener)
