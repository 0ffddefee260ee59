"""The history as a hash chain: each operation carries a digest of itself and of all that went before.

Whoever changes, inserts or deletes an operation in the middle breaks every digest after it. The form of what is
digested is frozen: a new one needs a new :data:`BEGINNING`.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple

from db.mappers import ColumnValue

BEGINNING: Final = "jibiao-history-1"
"""What stands in the place of the digest before the first operation; names the form."""

_EDIT_COLUMNS: Final = ("project_id", "verb", "kind", "id", "field", "old", "new")


class Head(NamedTuple):
    """An operation without its edits."""

    sequence: int
    at: str
    user: str
    name: str


def digest(previous: str, head: Head, edits: Iterable[Mapping[str, ColumnValue]]) -> str:
    """The digest of an operation: SHA-256, hexadecimal.

    Args:
        previous: The digest of the operation before, or :data:`BEGINNING`.
        head: The operation.
        edits: Rows of its edits by column name, in order.
    """
    return _digest(previous, head, ([row[column] for column in _EDIT_COLUMNS] for row in edits))


def broken_links(connection: sqlite3.Connection) -> Iterator[Head]:
    """The operations whose digest does not follow from what went before, oldest first; linear in the history."""
    columns = ", ".join(f'"{column}"' for column in _EDIT_COLUMNS)
    statement = f"SELECT sequence, {columns} FROM edit ORDER BY sequence, ordinal"
    runs = groupby(connection.execute(statement), itemgetter(0))
    run = next(runs, None)
    previous = BEGINNING
    heads = connection.execute("SELECT sequence, at, user, name, digest FROM operation ORDER BY sequence")
    for *fields, found in heads:
        head = Head(*fields)
        edits: list[list[ColumnValue]] = []
        while run is not None and run[0] <= head.sequence:
            if run[0] == head.sequence:
                edits = [list(row[1:]) for row in run[1]]
            run = next(runs, None)
        if _digest(previous, head, edits) != found:
            yield head
        previous = found


def _digest(previous: str, head: Head, edits: Iterable[list[ColumnValue]]) -> str:
    """Over the JSON ``[previous, *head, [edit, …]]``, edit by edit: one call for all would keep all threads waiting."""
    whole = hashlib.sha256(f"{_compact([previous, *head])[:-1]},[".encode())
    comma = ""
    for edit in edits:
        whole.update(f"{comma}{_compact(edit)}".encode())
        comma = ","
    whole.update(b"]]")
    return whole.hexdigest()


def _compact(content: Sequence[object]) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
