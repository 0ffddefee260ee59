"""Between rows and records: plain functions, no classes of SQLAlchemy's.

An amount's column is NULL for a blank, the exact decimal (``114.00``), or, for a text that does not read as an
amount, that text behind an apostrophe, as spreadsheets mark a text: ``'约100万``. So what was stored comes back
exactly, whatever a later version's reading of amounts will accept.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, TypeAlias

from core.domain.amounts import Amount
from core.domain.edits import Edit, Insert, Remove, SetField
from core.domain.records import (
    AMOUNT_FIELDS,
    RECORD_TYPES,
    BudgetUnit,
    BudgetYear,
    FieldValue,
    Indicator,
    Project,
    Record,
    State,
    field_names,
    kind_of,
)

ColumnValue: TypeAlias = str | int | None
Row: TypeAlias = Mapping[str, ColumnValue]

_TEXT_MARK = "'"
_STATES: Final = {state.value: state for state in State}


def amount_to_column(amount: Amount) -> str | None:
    """See the module's docstring."""
    if isinstance(amount, Decimal):
        return str(amount)
    return None if amount is None else _TEXT_MARK + amount


def amount_from_column(column: str | None) -> Amount:
    """The amount exactly as it was stored."""
    if column is None:
        return None
    return column[1:] if column.startswith(_TEXT_MARK) else Decimal(column)


def state_from_column(column: str) -> State:
    """The state by its stored word."""
    return _STATES[column]


def value_to_column(kind: str, field: str, value: FieldValue) -> ColumnValue:
    """One field's value as its column holds it."""
    if isinstance(value, State):
        return value.value
    if kind == "project" and field in AMOUNT_FIELDS:
        assert not isinstance(value, int)
        return amount_to_column(value)
    assert not isinstance(value, Decimal), f"{kind}.{field} holds no amount"
    return value


def value_from_column(kind: str, field: str, column: ColumnValue) -> FieldValue:
    """One field's value from its column."""
    if kind == "project" and isinstance(column, str):
        if field in AMOUNT_FIELDS:
            return amount_from_column(column)
        if field == "state":
            return _STATES[column]
    return column


def record_to_row(record: Record) -> dict[str, ColumnValue]:
    """The row of a record, by column name."""
    kind = kind_of(record)
    row = {name: value_to_column(kind, name, getattr(record, name)) for name in field_names(kind)}
    row["id"] = record.id
    return row


def record_from_row(kind: str, row: Row) -> Record:
    """The record of a row given by column name."""
    record_type: Callable[..., Record] = RECORD_TYPES[kind]
    return record_type(**{name: value_from_column(kind, name, row[name]) for name in field_names(kind)})


# The fast ways, for rows whose columns are the record's fields in order.


def year_from(row: Sequence[Any]) -> BudgetYear:
    """A year from its fields in order; its number must be one, since a damaged column holds anything."""
    year = BudgetYear(*row)
    if not isinstance(year.year, int):
        raise TypeError(f"{year.year!r} is no year")
    return year


def unit_from(row: Sequence[Any]) -> BudgetUnit:
    """A unit from its fields in order."""
    return BudgetUnit(*row)


def project_from(row: Sequence[Any]) -> Project:
    """A project from its fields in order."""
    id_, unit_id, position, name, budget, fiscal_funds, other_funds, purpose, target, state, *beside = row
    return Project(
        id_,
        unit_id,
        position,
        name,
        amount_from_column(budget),
        amount_from_column(fiscal_funds),
        amount_from_column(other_funds),
        purpose,
        target,
        _STATES[state],
        *beside,
    )


def indicator_from(row: Sequence[Any]) -> Indicator:
    """An indicator from its fields in order."""
    return Indicator(*row)


def edit_to_row(edit: Edit, project_id: str | None) -> dict[str, ColumnValue]:
    """An edit as the history keeps it, without its place there."""
    if isinstance(edit, SetField):
        old = to_json(value_to_column(edit.kind, edit.field, edit.old))
        new = to_json(value_to_column(edit.kind, edit.field, edit.new))
        return _history_row(project_id, "set", edit.kind, edit.id, edit.field, old, new)
    kind, content = kind_of(edit.record), to_json(record_to_row(edit.record))
    if isinstance(edit, Insert):
        return _history_row(project_id, "insert", kind, edit.record.id, None, None, content)
    return _history_row(project_id, "remove", kind, edit.record.id, None, content, None)


def edit_from_row(verb: str, kind: str, id_: str, field: str | None, old: str | None, new: str | None) -> Edit:
    """The edit as it was made."""
    if verb == "set" and field is not None:
        values = (value_from_column(kind, field, json.loads(text or "null")) for text in (old, new))
        return SetField(kind, id_, field, *values)
    record = record_from_row(kind, json.loads(old or new or "null"))
    return Insert(record) if verb == "insert" else Remove(record)


def _history_row(
    project_id: str | None, verb: str, kind: str, id_: str, field: str | None, old: str | None, new: str | None
) -> dict[str, ColumnValue]:
    return {
        "project_id": project_id,
        "verb": verb,
        "kind": kind,
        "id": id_,
        "field": field,
        "old": old,
        "new": new,
    }


def to_json(content: object) -> str:
    """A value or a row as the history keeps it."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
