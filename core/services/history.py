"""修改历史 of a table or a cell in a clerk's words, and bringing back what once was as a new edit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from core.domain.amounts import print_amount
from core.domain.edits import ChangeSet, Edit, Insert, Remove, SetField, change, set_field
from core.domain.records import (
    FORM_FIELDS,
    INDICATOR_COLUMNS,
    KIND_WORDS,
    LABELS,
    FieldValue,
    Indicator,
    Project,
    Record,
    State,
    TargetTable,
    field_names,
    kind_of,
)
from core.ports import HistoryEntry, Stamp, Workspace
from core.services.past import Past

_TABLE: Final = "整张表"
_ORDER: Final = "次序"
_TEXT_OF_RECORD: Final = {"note": ("text",), "acceptance": ("rule", "reason"), "remark": ("section", "text")}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that one operation changed in one table.

    Attributes:
        sequence: The operation's number.
        stamp: When, and who.
        operation: The gesture's name.
        place: What was changed, for the eye: ``第 3 行 指标值``.
        old: What stood there before, as text.
        new: What stood there afterwards.
        edit: The edit itself.
    """

    sequence: int
    stamp: Stamp
    operation: str
    place: str
    old: str
    new: str
    edit: Edit


def table_history(workspace: Workspace, project_id: str) -> tuple[HistoryLine, ...]:
    """Everything that was ever done to a table, newest first.

    Raises:
        KnownError: The workspace cannot be read.
    """
    with workspace.read() as reader:
        table = reader.table(project_id)
        entries = reader.history(project_id)
    rows = _row_words(table, entries)
    return tuple(line for entry in entries for line in _lines(entry, rows))


def concerns_cell(line: HistoryLine, row_id: str, column: str) -> bool:
    """Whether a line is about one cell, its whole row included; ``row_id`` is ``""`` for a field of the form."""
    edit = line.edit
    if isinstance(edit, SetField):
        kind = "indicator" if row_id else "project"
        return edit.kind == kind and edit.field == column and (not row_id or edit.id == row_id)
    if isinstance(edit.record, Indicator):
        return edit.record.id == row_id
    return not row_id and isinstance(edit.record, Project)


def bring_back(table: TargetTable, line: HistoryLine) -> ChangeSet | None:
    """The change that puts the old content of a line where it was; ``None`` where that cannot be done singly."""
    edit = line.edit
    if isinstance(edit, Remove) and isinstance(edit.record, Indicator):
        there = any(row.id == edit.record.id for row in table.indicators)
        return None if there else change("恢复删除的行", [Insert(edit.record)])
    if not isinstance(edit, SetField) or edit.field not in (*FORM_FIELDS, *INDICATOR_COLUMNS):
        return None
    records: tuple[Project | Indicator, ...] = (table.project, *table.indicators)
    record = next((r for r in records if r.id == edit.id and kind_of(r) == edit.kind), None)
    if record is None or getattr(record, edit.field) == edit.old:
        return None
    return change("恢复旧内容", [set_field(record, edit.field, edit.old)])


def table_before(workspace: Workspace, project_id: str, sequence: int) -> TargetTable | None:
    """The table as it stood just before an operation; ``None`` if it did not exist then, or does not now."""
    with workspace.read() as reader:
        table = reader.table(project_id)
        entries = reader.history(project_id)
    if table is None:
        return None
    past = Past([table])
    for entry in entries:
        if entry.sequence < sequence:
            break
        past.step_back(entry)
    return past.table(project_id)


def restore(now: TargetTable, then: TargetTable) -> ChangeSet:
    """Bring back what was printed of a table; its state, tag and place among the others stay as they are."""
    old_rows = {row.id: row for row in then.indicators}
    rows = {row.id: row for row in now.indicators}
    edits: list[Edit] = [set_field(now.project, field, getattr(then.project, field)) for field in FORM_FIELDS]
    edits += [Remove(row) for row in now.indicators if row.id not in old_rows]
    edits += [
        set_field(row, field, getattr(old_rows[row.id], field))
        for row in now.indicators
        if row.id in old_rows
        for field in ("position", *INDICATOR_COLUMNS)
    ]
    edits += [Insert(row) for row in then.indicators if row.id not in rows]
    return change("恢复旧版本", edits)


def value_text(value: FieldValue) -> str:
    """A field's value as the window shows it."""
    if isinstance(value, State):
        return value.label
    return print_amount(value) if isinstance(value, Decimal) or value is None else str(value)


def _lines(entry: HistoryEntry, rows: Mapping[str, str]) -> Iterator[HistoryLine]:
    moved = False
    for edit in entry.edits:
        if isinstance(edit, SetField) and edit.field == "position":
            if not moved:  # one line for however many rows took each other's places
                moved = True
                yield HistoryLine(entry.sequence, entry.stamp, entry.operation, _ORDER, "", "", edit)
            continue
        place, old, new = _words(edit, rows)
        yield HistoryLine(entry.sequence, entry.stamp, entry.operation, place, old, new, edit)


def _words(edit: Edit, rows: Mapping[str, str]) -> tuple[str, str, str]:
    if isinstance(edit, SetField):
        label = LABELS[edit.kind][edit.field]
        place = f"{rows.get(edit.id, '')} {label}".strip() if edit.kind == "indicator" else label
        return place, value_text(edit.old), value_text(edit.new)
    record = edit.record
    place = rows.get(record.id, "") if isinstance(record, Indicator) else KIND_WORDS.get(kind_of(record), _TABLE)
    text = _record_text(record)
    return (place, "", text) if isinstance(edit, Insert) else (place, text, "")


def _record_text(record: Record) -> str:
    if isinstance(record, Project):
        fields: Sequence[str] = FORM_FIELDS
    elif isinstance(record, Indicator):
        fields = INDICATOR_COLUMNS
    else:
        kind = kind_of(record)
        fields = _TEXT_OF_RECORD.get(kind, field_names(kind))
    texts = (value_text(getattr(record, field)) for field in fields)
    return "｜".join(text for text in texts if text)


def _row_words(table: TargetTable | None, entries: Sequence[HistoryEntry]) -> dict[str, str]:
    """How to name each row that the history speaks of: by its number, or if it is gone by its last name."""
    words: dict[str, str] = {}
    for entry in entries:
        for edit in reversed(entry.edits):
            if not isinstance(edit, SetField) and isinstance(edit.record, Indicator):
                words.setdefault(edit.record.id, f"已删除的行“{edit.record.name}”")
    for number, row in enumerate(table.indicators if table else (), start=1):
        words[row.id] = f"第 {number} 行"
    return words
