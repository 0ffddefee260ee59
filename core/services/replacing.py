"""查找和替换 over tables, units' names and notes: find, see what replacing would do, replace in one change."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from core.domain.amounts import parse_amount, print_amount
from core.domain.edits import ChangeSet, Edit, Remove, change, set_field
from core.domain.records import (
    AMOUNT_FIELDS,
    FORM_FIELDS,
    INDICATOR_COLUMNS,
    LABELS,
    Note,
    Record,
    State,
    TargetTable,
)
from core.domain.selection import EVERYTHING, Selection
from core.ports import Progress, UnitLine, Workspace
from core.services.noting import place_words
from core.services.patterns import Pattern

REPLACE: Final = "替换"
_LEAD: Final = 10  # characters shown before what was found


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for.

    Attributes:
        text: As typed; not blank.
        selection: In which tables.
        match_case: Whether ``OA`` and ``oa`` differ.
        whole_cell: Whether it must be all that stands in a cell.
        is_regex: Whether ``text`` is a regular expression.
    """

    text: str
    selection: Selection = EVERYTHING
    match_case: bool = False
    whole_cell: bool = False
    is_regex: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One text in which something was found.

    Attributes:
        kind: Of the record that holds the text: ``project``, ``indicator``, ``unit`` or ``note``.
        project_id: The table; ``""`` for a unit.
        year: The budget year.
        label: How messages name the table or the unit.
        is_locked: Whether it cannot be replaced: the table, or one of the unit's, is final or signed. Notes never are.
        row: The indicator's row from 1; ``None`` for a field of the form, a unit, a note on these.
        record_id: The record.
        column: Field name of the cell, of what is noted for a note; ``None`` for a note on a row or a whole table.
        text: All of the text.
        start: Where in it the first find begins.
    """

    kind: str
    project_id: str
    year: int
    label: str
    is_locked: bool
    row: int | None
    record_id: str
    column: str | None
    text: str
    start: int

    @property
    def place(self) -> str:
        """``第 3 行 指标值``, ``绩效目标``, ``单位名称``, ``绩效目标 批注``."""
        if self.kind == "unit":
            return LABELS["unit"]["name"]
        words = place_words(self.row, self.column)
        return f"{words} {LABELS['note']['text']}" if self.kind == "note" else words

    @property
    def excerpt(self) -> str:
        """The text from a little before what was found."""
        return self.excerpt_of(self.text)

    def excerpt_of(self, replaced: str) -> str:
        """What became of the text, cut off at the same place: before the first find nothing changes."""
        begin = max(0, self.start - _LEAD)
        return f"{'…' if begin else ''}{replaced[begin:]}"


@dataclass(frozen=True, slots=True)
class Replaced:
    """What a replacement did.

    Attributes:
        change: Still to be performed; empty if nothing was left to replace.
        cells: How many cells it changes.
        locked: The labels of the tables and units that were left out since they are final or signed.
        moved_on: How many cells hold something else by now, and were left out.
    """

    change: ChangeSet
    cells: int
    locked: tuple[str, ...]
    moved_on: int


def find(workspace: Workspace, query: Query, progress: Progress | None = None) -> tuple[Hit, ...]:
    """Every text in which the query is found, in publication order: units' names, forms, rows, notes.

    Raises:
        KnownError: The query is blank, no regular expression, or one that takes too long.
        Cancelled: By ``progress``.
    """
    pattern = compiled(query)
    hits: list[Hit] = []
    with workspace.read() as reader:
        outline = reader.outline()
        total = sum(len(unit.projects) for year in outline for unit in year.units)
        notes: dict[str, list[Note]] = {}
        for note in reader.notes():
            notes.setdefault(note.project_id, []).append(note)
        units = {line.unit.id: line for year in outline for line in year.units}
        for number, table in enumerate(reader.tables(query.selection), start=1):
            if line := units.pop(table.unit.id, None):
                hits += _matching(pattern, [_of_unit(line)])
            hits += _matching(pattern, _of_table(table, notes.get(table.project.id, ())))
            if progress is not None:
                progress(number, total)
        if query.selection == EVERYTHING:
            hits += _matching(pattern, map(_of_unit, units.values()))
    return tuple(hits)


def compiled(query: Query) -> Pattern:
    """The query as a pattern.

    Raises:
        KnownError: It is blank, or no regular expression.
    """
    return Pattern(query.text, match_case=query.match_case, whole=query.whole_cell, is_regex=query.is_regex)


def replace_in(workspace: Workspace, query: Query, replacement: str, hits: Sequence[Hit]) -> Replaced:
    """The change that replaces in these texts as they stand now; what is locked is left out.

    Raises:
        KnownError: As :meth:`Pattern.replaced`, or the workspace cannot be read.
    """
    pattern = compiled(query)
    wanted = {(hit.kind, hit.record_id, hit.column): hit for hit in hits}
    edits: list[Edit] = []
    locked: dict[str, None] = {}
    for now, record in _as_it_stands(workspace, hits):
        hit = wanted.get((now.kind, now.record_id, now.column))
        if hit is None or (hit.text != now.text and not now.is_locked):
            continue
        if now.is_locked:
            locked[now.label] = None
        else:
            edits.append(_edit(record, now, pattern.replaced(replacement, now.text)))
        del wanted[now.kind, now.record_id, now.column]
    result = change(REPLACE, edits)
    return Replaced(result, len(result.edits), tuple(locked), len(wanted))


Text: TypeAlias = tuple[Hit, Record]
"""A text as a hit whose start is not known yet, and the record that holds it."""


def _matching(pattern: Pattern, texts: Iterable[Text]) -> Iterator[Hit]:
    for hit, _ in texts:
        start = pattern.found(hit.text)
        if start is not None:
            yield replace(hit, start=start)


def _of_unit(line: UnitLine) -> Text:
    unit = line.unit
    is_locked = any(project.state is not State.DRAFT for project in line.projects)
    return Hit(
        "unit", "", int(unit.year_id), f"{unit.code} {unit.name}", is_locked, None, unit.id, "name", unit.name, 0
    ), unit


def _of_table(table: TargetTable, notes: Iterable[Note]) -> Iterator[Text]:
    project, rows = table.project, {row.id: number for number, row in enumerate(table.indicators, start=1)}
    about = (project.id, table.year.year, table.label)
    is_locked = project.state is not State.DRAFT
    for field in FORM_FIELDS:
        text = print_amount(getattr(project, field))
        yield Hit("project", *about, is_locked, None, project.id, field, text, 0), project
    for number, row in enumerate(table.indicators, start=1):
        for column in INDICATOR_COLUMNS:
            yield Hit("indicator", *about, is_locked, number, row.id, column, getattr(row, column), 0), row
    for note in notes:
        if not note.row_id or note.row_id in rows:
            yield Hit("note", *about, False, rows.get(note.row_id), note.id, note.column or None, note.text, 0), note


def _as_it_stands(workspace: Workspace, hits: Iterable[Hit]) -> list[Text]:
    """All texts of the tables and units of some hits."""
    tables = frozenset(hit.project_id for hit in hits if hit.project_id)
    units = {hit.record_id for hit in hits if hit.kind == "unit"}
    with workspace.read() as reader:
        texts = [
            text
            for table in (reader.tables(Selection(project_ids=tables)) if tables else ())
            for text in _of_table(table, reader.notes(table.project.id))
        ]
        if units:
            lines = (line for year in reader.outline() for line in year.units)
            texts += [_of_unit(line) for line in lines if line.unit.id in units]
    return texts


def _edit(record: Record, hit: Hit, after: str) -> Edit:
    if isinstance(record, Note):
        return set_field(record, "text", after) if after.strip() else Remove(record)
    assert hit.column is not None
    return set_field(record, hit.column, parse_amount(after) if hit.column in AMOUNT_FIELDS else after)
