"""What can be read of a damaged workspace: its rows page by page, mended from the history, and the other way about."""

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias, cast

from sqlalchemy import Integer, Table

from core.domain.errors import KnownError
from core.domain.records import Record
from core.ports import Salvaged
from db import schema
from db.chain import BEGINNING, Head, digest
from db.failures import SENSELESS, SenselessContentError, making_sense
from db.health import describe_row
from db.inspection import read_whole
from db.mappers import ColumnValue, record_from_row
from db.pages import Row, Value, read_rows

_Key: TypeAlias = tuple[str, str]
_Content: TypeAlias = dict[str, ColumnValue]
_Records: TypeAlias = dict[_Key, _Content]
_EditRow: TypeAlias = Mapping[str, ColumnValue]

_NO_TEXT: Final = "\ufffd"


class _Found(NamedTuple):
    """Rows by what they are."""

    records: _Records
    operations: dict[int, tuple[Head, str]]
    edits: dict[tuple[int, int], _EditRow]
    settings: dict[str, str]


def salvage(path: Path) -> Salvaged:
    """Read what can be read of a file that cannot be trusted; the file itself is not touched.

    Where the history is whole it is believed in everything; else it fills in what is missing among the records.

    Raises:
        KnownError: The file cannot be read at all, or nothing of a workspace is in it.
    """
    losses: list[str] = []
    found = _sort(read_rows(_content(path, losses)))
    if not found.records and not found.edits:
        raise KnownError(f"“{path.name}”里没有找到绩表的内容，无法抢救。请用备份恢复。")
    told = _replay(found.edits)
    is_whole = told is not None and _is_whole(found)
    if is_whole and told is not None:
        rows = told
        losses += [f"{describe_row(*key, row)}有损坏，已按修改历史补回。" for key, row in _mended(found.records, told)]
    else:
        losses.append("修改历史不完整，不能用它核对内容，请对照打印件或备份检查抢救出的表。")
        rows = dict(_merged(found.records, told or _partial_replay(found.edits), losses))
    return Salvaged(tuple(_records(rows, losses)), found.settings, tuple(losses))


def _content(path: Path, losses: list[str]) -> bytes:
    """The file's bytes with what its log holds; a log that cannot be played in is left out."""
    raw = read_whole(path)
    log = Path(f"{path}-wal")
    if not log.exists() or not log.stat().st_size:
        return raw
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / "copy.jxdb"
        copy.write_bytes(raw)
        shutil.copyfile(log, f"{copy}-wal")
        try:
            with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            return copy.read_bytes()
        except sqlite3.Error:
            losses.append("最后几步修改还在日志文件里，日志读不出来，这几步可能丢失。")
            return raw


def _sort(rows: Iterable[Row]) -> _Found:
    found = _Found({}, {}, {}, {})
    for row in rows:
        if row.rowid is None:
            content = _as_row_of(schema.edit, row.values)
            if content is not None:
                found.edits[_place(content)] = content
        elif (operation := _as_operation(row)) is not None:
            found.operations[row.rowid] = operation
        elif (setting := _as_row_of(schema.setting, row.values)) is not None:
            found.settings[str(setting["key"])] = str(setting["value"])
        else:
            for kind, table in schema.RECORD_TABLES.items():
                content = _as_row_of(table, row.values)
                if content is not None:
                    found.records[kind, str(content["id"])] = content
                    break
    return found


def _as_row_of(table: Table, values: tuple[Value, ...]) -> _Content | None:
    """The values by column name if they can be a row of this table: as many as it has columns, of their types."""
    columns = list(table.columns)
    if len(values) != len(columns):
        return None
    for column, value in zip(columns, values, strict=True):
        fits = isinstance(value, int if isinstance(column.type, Integer) else str)
        if not fits and not (value is None and column.nullable):
            return None
    return {column.name: cast(ColumnValue, value) for column, value in zip(columns, values, strict=True)}


def _as_operation(row: Row) -> tuple[Head, str] | None:
    """An operation's number is its rowid, which is not stored among its values."""
    if row.rowid is None or len(row.values) != len(schema.operation.columns):
        return None
    number, *texts = row.values
    if number is not None or not all(isinstance(text, str) for text in texts):
        return None
    at, user, name, stored = cast(list[str], texts)
    return Head(row.rowid, at, user, name), stored


def _place(edit: _EditRow) -> tuple[int, int]:
    return cast(int, edit["sequence"]), cast(int, edit["ordinal"])


def _is_whole(found: _Found) -> bool:
    """Whether every operation is there, from the first on, and its digest follows from what went before."""
    by_operation: dict[int, list[_EditRow]] = {}
    for (sequence, _), edit in sorted(found.edits.items()):
        by_operation.setdefault(sequence, []).append(edit)
    numbers = sorted(found.operations)
    if numbers != list(range(1, len(numbers) + 1)) or set(by_operation) - set(numbers):
        return False
    previous = BEGINNING
    for number in numbers:
        head, stored = found.operations[number]
        if digest(previous, head, by_operation.get(number, ())) != stored:
            return False
        previous = stored
    return bool(numbers)


def _replay(edits: Mapping[tuple[int, int], _EditRow]) -> _Records | None:
    """The records as a whole history tells them; ``None`` if it contradicts itself."""
    told: _Records = {}
    try:
        for _, edit in sorted(edits.items()):
            _carry_out(edit, told)
    except SENSELESS:
        return None
    return told


def _partial_replay(edits: Mapping[tuple[int, int], _EditRow]) -> _Records:
    """The records as what is left of a history tells them."""
    told: _Records = {}
    for _, edit in sorted(edits.items()):
        with suppress(*SENSELESS):
            _carry_out(edit, told)
    return told


def _carry_out(edit: _EditRow, told: _Records) -> None:
    key = str(edit["kind"]), str(edit["id"])
    if edit["verb"] == "insert":
        told[key] = dict(json.loads(str(edit["new"])))
    elif edit["verb"] == "remove":
        del told[key]
    else:
        row = told[key]
        row[str(edit["field"])] = json.loads(str(edit["new"]))


def _mended(records: _Records, told: _Records) -> Iterator[tuple[_Key, _Content]]:
    for key, row in told.items():
        stands = records.get(key)
        if stands is None or any(stands.get(name, value) != value for name, value in row.items()):
            yield key, row


def _merged(records: _Records, told: _Records, losses: list[str]) -> Iterator[tuple[_Key, _Content]]:
    """The records that stand, and from the history those that do not, or that have bytes in them that are no text."""
    for key, row in records.items():
        garbled = any(isinstance(value, str) and _NO_TEXT in value for value in row.values())
        if garbled and key in told:
            losses.append(f"{describe_row(*key, told[key])}有损坏，已按修改历史补回。")
            yield key, told[key]
            continue
        if garbled:
            losses.append(f"{describe_row(*key, row)}有读不出的字，以“�”代替。")
        yield key, row
    for key, row in told.items():
        if key not in records:
            losses.append(f"{describe_row(*key, row)}已按修改历史补回。")
            yield key, row


def _records(rows: Mapping[_Key, _Content], losses: list[str]) -> Iterator[Record]:
    for (kind, id_), row in rows.items():
        try:
            with making_sense():
                yield record_from_row(kind, {**row, "id": id_})
        except SenselessContentError:
            losses.append(f"{describe_row(kind, id_, row)}读不出来，没有抢救。")
