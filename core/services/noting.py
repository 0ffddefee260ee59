"""批注 on cells, fields and tables, and the tags 待核 and 退回: for working with a table, never printed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from core.domain.edits import ChangeSet, Insert, Remove, change, set_field
from core.domain.records import LABELS, Note, TargetTable, new_id
from core.ports import Progress, Workspace

TO_REVIEW: Final = "待核"
RETURNED: Final = "退回"


@dataclass(frozen=True, slots=True)
class PlacedNote:
    """One note with what it is about.

    Attributes:
        year: The table's budget year.
        label: How messages name the table.
        row: The indicator's row from 1; ``None`` for the form or the table as a whole.
        column: Field name, ``None`` for the table as a whole.
        place: The same in words.
    """

    note: Note
    project_id: str
    year: int
    label: str
    row: int | None
    column: str | None
    place: str


def find_note(notes: Iterable[Note], row_id: str, column: str) -> Note | None:
    """The note at a place, see :class:`Note`."""
    return next((note for note in notes if (note.row_id, note.column) == (row_id, column)), None)


def write_note(notes: Iterable[Note], project_id: str, row_id: str, column: str, text: str) -> ChangeSet:
    """Put a note at a place; a blank text takes away the one that is there.

    Args:
        notes: Those of the table, as they stand.
        project_id: The table.
        row_id: The indicator; ``""`` for the form or the table as a whole.
        column: Field name; ``""`` for the table as a whole.
        text: What to note.
    """
    there, words = find_note(notes, row_id, column), text.strip()
    if there is None:
        fresh = [Insert(Note(new_id(), project_id, row_id, column, words))] if words else []
        return change("添加批注", fresh)
    if not words:
        return change("删除批注", [Remove(there)])
    return change("修改批注", [set_field(there, "text", words)])


def all_notes(workspace: Workspace, progress: Progress | None = None) -> tuple[PlacedNote, ...]:
    """Every note of the workspace in publication order, save those whose row or table is gone.

    Raises:
        KnownError: The workspace cannot be read.
        Cancelled: By ``progress``.
    """
    found: list[PlacedNote] = []
    with workspace.read() as reader:
        by_project: dict[str, list[Note]] = {}
        for note in reader.notes():
            by_project.setdefault(note.project_id, []).append(note)
        for number, project_id in enumerate(by_project, start=1):
            table = reader.table(project_id)
            if table is not None:
                found += _placed(table, by_project[project_id])
            if progress is not None:
                progress(number, len(by_project))
    return tuple(sorted(found, key=lambda placed: (placed.year, int(placed.label.partition(".")[0]), placed.row or 0)))


def tag(tables: Sequence[TargetTable], word: str) -> ChangeSet:
    """Tag tables, whatever their state; ``""`` takes the tags away."""
    operation = f"标记{word}" if word else "清除标记"
    return change(operation, [set_field(table.project, "tag", word) for table in tables])


def _placed(table: TargetTable, notes: Iterable[Note]) -> list[PlacedNote]:
    rows = {row.id: number for number, row in enumerate(table.indicators, start=1)}
    return [
        PlacedNote(
            note,
            table.project.id,
            table.year.year,
            table.label,
            rows.get(note.row_id),
            note.column or None,
            place_words(rows.get(note.row_id), note.column or None),
        )
        for note in notes
        if not note.row_id or note.row_id in rows
    ]


def place_words(row: int | None, column: str | None) -> str:
    """``第 3 行 指标值``, ``绩效目标``, ``整张表``."""
    if row is None:
        return LABELS["project"][column] if column else "整张表"
    return f"第 {row} 行 {LABELS['indicator'][column]}" if column else f"第 {row} 行"
