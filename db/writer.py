"""Writing a workspace: the edits of one gesture, carried out in bulk, checked, and put on record."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import Final, TypeVar

from sqlalchemy import Delete, Update, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from core.domain.edits import ChangeSet, Edit, Insert, Remove, SetField
from core.domain.errors import KnownError, StaleEditError
from core.domain.locking import LockedError, touches_print
from core.domain.records import (
    KIND_WORDS,
    LABELS,
    Acceptance,
    BudgetYear,
    Indicator,
    Note,
    Project,
    Record,
    Remark,
    State,
    kind_of,
)
from core.ports import Progress, Stamp
from db import schema
from db.chain import BEGINNING, Head, digest
from db.failures import making_sense
from db.mappers import ColumnValue, edit_to_row, record_to_row, state_from_column, value_to_column
from db.reader import DatabaseReader

_CHUNK: Final = 500  # ids in one IN list
_BATCH: Final = 2000
"""Rows written at a time: what SQLAlchemy makes of more keeps other threads, and the window's, waiting noticeably."""

T = TypeVar("T")

_OF_A_TABLE: Final = (Indicator, Note, Acceptance, Remark)
"""Records that know the project they belong to."""

_LAST_OPERATION: Final = (
    select(schema.operation.c.sequence, schema.operation.c.digest).order_by(schema.operation.c.sequence.desc()).limit(1)
)


class DatabaseWriter(DatabaseReader):
    """Implements :class:`core.ports.Writer` on a connection that holds the write lock."""

    def apply(self, change: ChangeSet, stamp: Stamp, progress: Progress | None = None) -> None:
        """Carry out the edits in order and append them to the history.

        Neighbouring edits of one sort are carried out together: inserts parents first, removals children
        first, which is the only order in which they can have been meant.

        Raises:
            StaleEditError: An old value does not stand any more; the transaction is lost.
            LockedError: It touches what is printed of a table that is not a draft; the transaction is lost.
        """
        if not change:
            return
        try:
            self._apply(change, stamp, _Steps(2 * len(change.edits), progress))
        except UnicodeEncodeError as error:
            raise KnownError("内容里有残缺的字符（例如半个表情符号），无法保存。请删去后重新输入。") from error

    def put_setting(self, key: str, value: str | None) -> None:
        """Keep a setting, or forget it (``None``)."""
        self._connection.execute(delete(schema.setting).where(schema.setting.c.key == key))
        if value is not None:
            self._connection.execute(insert(schema.setting), {"key": key, "value": value})

    def _apply(self, change: ChangeSet, stamp: Stamp, steps: "_Steps") -> None:
        history: list[dict[str, ColumnValue]] = []
        projects = self._projects_of(change.edits)
        self._refuse_locked(change.edits, projects)
        for edit_type, run in groupby(change.edits, type):
            edits = list(run)
            history += [edit_to_row(edit, _project_of(edit, projects)) for edit in edits]
            if edit_type is SetField:
                self._set_fields([edit for edit in edits if isinstance(edit, SetField)], steps)
            elif edit_type is Insert:
                self._insert([edit.record for edit in edits if isinstance(edit, Insert)], steps)
            else:
                self._remove([edit.record for edit in edits if isinstance(edit, Remove)], steps)
        self._record(change.operation, stamp, history, steps)

    def _refuse_locked(self, edits: Sequence[Edit], projects: dict[str, str]) -> None:
        """The lock of final tables is here, where every write passes, whatever a window or a command forgets."""
        touching = [edit for edit in edits if touches_print(edit)]
        ids = list({_project_of(edit, projects): None for edit in touching})
        units = list({edit.id: None for edit in touching if isinstance(edit, SetField) and edit.kind == "unit"})
        project = schema.project.c
        for column, keys in ((project.id, ids), (project.unit_id, units)):
            for start in range(0, len(keys), _CHUNK):
                statement = select(project.name, project.state).where(
                    column.in_(keys[start : start + _CHUNK]), project.state != State.DRAFT.value
                )
                locked = self._connection.execute(statement.limit(1)).first()
                if locked is not None:
                    with making_sense():
                        state = state_from_column(locked[1])
                    raise LockedError(locked[0], state)

    def _set_fields(self, edits: Sequence[SetField], steps: "_Steps") -> None:
        by_column: dict[tuple[str, str], list[SetField]] = {}
        for edit in edits:
            by_column.setdefault((edit.kind, edit.field), []).append(edit)
        for (kind, field), group in by_column.items():
            what = f"{KIND_WORDS[kind]}的{LABELS[kind][field]}"
            for batch in steps.batches(group):
                rows = [
                    {
                        "the_id": edit.id,
                        "the_old": value_to_column(kind, field, edit.old),
                        "the_new": value_to_column(kind, field, edit.new),
                    }
                    for edit in batch
                ]
                try:
                    result = self._connection.execute(_set_statement(kind, field), rows)
                except IntegrityError as error:
                    raise _constraint(error, what) from error
                if result.rowcount != len(rows):
                    raise StaleEditError(f"{what}已在别处改动，这一步没有保存。请看过现在的内容后再改。")

    def _insert(self, records: Sequence[Record], steps: "_Steps") -> None:
        for kind, group in _by_kind(records, schema.RECORD_TABLES):
            for batch in steps.batches(group):
                try:
                    self._connection.execute(insert(schema.RECORD_TABLES[kind]), [record_to_row(r) for r in batch])
                except IntegrityError as error:
                    if kind == "year":
                        years = "、".join(str(record.year) for record in batch if isinstance(record, BudgetYear))
                        raise KnownError(f"{years} 年度已经有了，不能再建一个。") from error
                    raise _constraint(error, KIND_WORDS[kind]) from error

    def _remove(self, records: Sequence[Record], steps: "_Steps") -> None:
        for kind, group in _by_kind(records, reversed(schema.RECORD_TABLES)):
            for batch in steps.batches(group):
                rows = [{f"the_{name}": value for name, value in record_to_row(record).items()} for record in batch]
                try:
                    result = self._connection.execute(_remove_statement(kind), rows)
                except IntegrityError as error:
                    raise _constraint(error, KIND_WORDS[kind]) from error
                if result.rowcount != len(rows):
                    raise StaleEditError(f"要删除的{KIND_WORDS[kind]}已在别处改动，没有删除。请看过现在的内容后再删。")

    def _record(self, name: str, stamp: Stamp, history: list[dict[str, ColumnValue]], steps: "_Steps") -> None:
        last, previous = self._connection.execute(_LAST_OPERATION).first() or (0, BEGINNING)
        head = Head(last + 1, stamp.at.isoformat(), stamp.user, name)
        row = {**head._asdict(), "digest": digest(previous, head, history)}
        self._connection.execute(insert(schema.operation), row)
        for ordinal, edit in enumerate(history):
            edit["sequence"], edit["ordinal"] = head.sequence, ordinal
        for batch in steps.batches(history):
            self._connection.execute(insert(schema.edit), batch)
            for row in batch:  # to free all of a large change at once, at the end, would stop every thread for long
                row.clear()

    def _projects_of(self, edits: Sequence[Edit]) -> dict[str, str]:
        """The project of each part of a table whose fields are set, also of those that the edits bring in."""
        found = {
            edit.record.id: edit.record.project_id
            for edit in edits
            if isinstance(edit, Insert) and isinstance(edit.record, _OF_A_TABLE)
        }
        for kind in ("indicator", "note", "acceptance", "remark"):
            table = schema.RECORD_TABLES[kind].c
            ids = list({edit.id: None for edit in edits if isinstance(edit, SetField) and edit.kind == kind})
            for start in range(0, len(ids), _CHUNK):
                statement = select(table.id, table.project_id).where(table.id.in_(ids[start : start + _CHUNK]))
                found.update((row[0], row[1]) for row in self._connection.execute(statement))
        return found


class _Steps:
    """Counts the rows that are written, and tells how far it is."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._total, self._progress, self._done = total, progress, 0

    def batches(self, rows: Sequence[T]) -> Iterator[Sequence[T]]:
        """The rows, some at a time; each batch counts when the next one is asked for."""
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            yield batch
            self._done += len(batch)
            if self._progress is not None:
                self._progress(self._done, self._total)


def _project_of(edit: Edit, projects: dict[str, str]) -> str | None:
    if isinstance(edit, SetField):
        return edit.id if edit.kind == "project" else projects.get(edit.id)
    if isinstance(edit.record, Project):
        return edit.record.id
    return edit.record.project_id if isinstance(edit.record, _OF_A_TABLE) else None


def _by_kind(records: Sequence[Record], order: Iterable[str]) -> Iterator[tuple[str, list[Record]]]:
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(kind_of(record), []).append(record)
    return ((kind, groups[kind]) for kind in order if kind in groups)


@cache
def _set_statement(kind: str, field: str) -> Update:
    table = schema.RECORD_TABLES[kind]
    column = table.c[field]
    return (
        update(table)
        .where(table.c.id == bindparam("the_id"), column.is_not_distinct_from(bindparam("the_old", type_=column.type)))
        .values({field: bindparam("the_new", type_=column.type)})
    )


@cache
def _remove_statement(kind: str) -> Delete:
    table = schema.RECORD_TABLES[kind]
    stands = [c.is_not_distinct_from(bindparam(f"the_{c.name}", type_=c.type)) for c in table.c if c.name != "id"]
    return delete(table).where(table.c.id == bindparam("the_id"), *stands)


def _constraint(error: IntegrityError, what: str) -> Exception:
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        return StaleEditError(f"{what}的上级已不在，或还有下级内容，这一步没有保存。请看过现在的内容后再试。")
    if code in (sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_UNIQUE):
        return StaleEditError(f"{what}已经有了，这一步没有保存。请看过现在的内容后再试。")
    return error
