"""The records as the history tells them: every operation carried out once more, from nothing.

The history holds each value twice over, as it was made and as it was replaced. So what a bad disk or another program
did to the records shows, though SQLite's pages bear no checksums, and can be put right.
"""

import json
import sqlite3
from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

from db.mappers import ColumnValue, to_json
from db.schema import RECORD_TABLES

Told: TypeAlias = dict[tuple[str, str], str]
"""Rows as JSON objects, by kind and id."""

_EDITS: Final = 'SELECT verb, kind, id, "field", "old", "new" FROM edit ORDER BY sequence, ordinal'


class Discrepancy(NamedTuple):
    """A record that stands otherwise than the history tells; ``None`` for one that is not there."""

    kind: str
    id: str
    stands: dict[str, ColumnValue] | None
    told: dict[str, ColumnValue] | None


def replay(connection: sqlite3.Connection) -> Told:
    """All records at the end of the history; linear in its length.

    Raises:
        ValueError: An edit is no JSON.
        LookupError: An edit is about a record that is not there.
    """
    told: Told = {}
    for verb, kind, id_, field, _, new in connection.execute(_EDITS):
        if verb == "insert":
            told[kind, id_] = new
        elif verb == "remove":
            del told[kind, id_]
        else:
            row = json.loads(told[kind, id_])
            row[field] = json.loads(new)
            told[kind, id_] = to_json(row)
    return told


def discrepancies(connection: sqlite3.Connection) -> Iterator[Discrepancy]:
    """Where records and history part; of a column that is younger than an entry, the entry says nothing.

    Raises:
        ValueError: The history cannot be read.
        LookupError: The history contradicts itself.
    """
    told = replay(connection)
    for kind, table in RECORD_TABLES.items():
        names = [column.name for column in table.c]
        columns = ", ".join(f'"{name}"' for name in names)
        for values in connection.execute(f"SELECT {columns} FROM {table.name}"):
            row = dict(zip(names, values, strict=True))
            text = told.pop((kind, row["id"]), None)
            if text == to_json(row):
                continue
            entry = json.loads(text) if text else None
            if entry is None or any(row.get(name) != value for name, value in entry.items()):
                yield Discrepancy(kind, row["id"], row, entry)
    for (kind, id_), text in told.items():
        yield Discrepancy(kind, id_, None, json.loads(text))
