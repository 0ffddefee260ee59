"""From what a clerk means to the ChangeSet that does it: pure functions, nothing is written here.

Every function takes the records as they stand and answers a :class:`ChangeSet` with one Chinese operation
name; an empty one means that nothing would change.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.domain import positions
from core.domain.amounts import parse_amount
from core.domain.edits import ChangeSet, Edit, Insert, Remove, SetField, change, set_field
from core.domain.records import (
    AMOUNT_FIELDS,
    INDICATOR_COLUMNS,
    LABELS,
    BudgetUnit,
    BudgetYear,
    FieldValue,
    Indicator,
    Project,
    TargetTable,
    new_id,
)
from core.ports import ProjectLine


def set_form_field(project: Project, field: str, text: str) -> ChangeSet:
    """Type ``text`` into a field of the form; amounts are read as amounts."""
    value: FieldValue = parse_amount(text) if field in AMOUNT_FIELDS else text
    return change(f"修改{LABELS['project'][field]}", [set_field(project, field, value)])


def set_amounts(project: Project, texts: Mapping[str, str], operation: str) -> ChangeSet:
    """Put texts into several amounts of the form, ``field → text``."""
    return change(operation, [set_field(project, field, parse_amount(text)) for field, text in texts.items()])


def set_unit_fields(unit: BudgetUnit, **texts: str) -> ChangeSet:
    """Give a unit another ``code`` or ``name``, or both."""
    return change("修改单位", [set_field(unit, field, text) for field, text in texts.items()])


def set_cells(table: TargetTable, cells: Mapping[tuple[int, str], str], operation: str | None = None) -> ChangeSet:
    """Put texts into cells of the grid.

    Args:
        table: The table as it stands.
        cells: ``(row index from 0, column name) → text``; a row at or past the end makes new rows.
        operation: The gesture's name; by default ``修改`` and the column, or ``填写`` for more than one cell.
    """
    if operation is None:
        only = next(iter(cells))[1] if len(cells) == 1 else None
        operation = f"修改{LABELS['indicator'][only]}" if only else "填写"
    rows = table.indicators
    edits: list[Edit] = []
    added: dict[int, dict[str, str]] = {}
    for (row, column), text in cells.items():
        if row < len(rows):
            edits.append(set_field(rows[row], column, text))
        else:
            added.setdefault(row - len(rows), {})[column] = text
    if added:
        last = rows[-1].position if rows else None
        for offset, position in enumerate(positions.append_after(last, max(added) + 1)):
            edits.append(Insert(Indicator(new_id(), table.project.id, position, **added.get(offset, {}))))
    return change(operation, edits)


def insert_rows(table: TargetTable, index: int, count: int = 1) -> ChangeSet:
    """Insert empty rows before the row at ``index`` (0 to the number of rows)."""
    fresh = [Indicator(new_id(), table.project.id, 0) for _ in range(count)]
    return change("插入行", _insert_among(table.indicators, index, fresh))


def insert_indicators(
    table: TargetTable, index: int, rows: Sequence[Mapping[str, str]], operation: str = "插入行"
) -> ChangeSet:
    """Insert rows with content; each is ``column name → text``."""
    fresh = [Indicator(new_id(), table.project.id, 0, **{c: row.get(c, "") for c in INDICATOR_COLUMNS}) for row in rows]
    return change(operation, _insert_among(table.indicators, index, fresh))


def delete_rows(table: TargetTable, indexes: Iterable[int]) -> ChangeSet:
    """Delete the rows at these indexes."""
    doomed = sorted(set(indexes))
    return change("删除行", [Remove(table.indicators[i]) for i in doomed])


def move_rows(table: TargetTable, indexes: Iterable[int], step: int) -> ChangeSet:
    """Move the rows at these indexes up (-1) or down (+1) as one block; at the edge nothing happens."""
    chosen = sorted(set(indexes))
    if not chosen or chosen[0] + step < 0 or chosen[-1] + step >= len(table.indicators):
        return ChangeSet("移动行", ())
    order = list(table.indicators)
    for i in chosen if step < 0 else reversed(chosen):
        order[i + step], order[i] = order[i], order[i + step]
    return change("移动行", _reorder(table.indicators, order))


def sort_rows(table: TargetTable, key: Callable[[Indicator], Any], operation: str = "排序") -> ChangeSet:
    """Sort the rows, stable: rows with equal keys keep their order."""
    order = sorted(table.indicators, key=key)
    return change(operation, _reorder(table.indicators, order))


def add_year(year: int, scheme: str) -> ChangeSet:
    """Begin a budget year."""
    return change("新建年度", [Insert(BudgetYear(year, scheme))])


def add_unit(siblings: Sequence[BudgetUnit], year: BudgetYear, code: str, name: str) -> ChangeSet:
    """Add a unit behind the others of the year."""
    last = siblings[-1].position if siblings else None
    unit = BudgetUnit(new_id(), year.id, positions.append_after(last)[0], code, name)
    return change("新建单位", [Insert(unit)])


def add_project(last_position: int | None, unit_id: str, name: str) -> ChangeSet:
    """Add a project behind the last of the unit; the new project is the only record in the change."""
    project = Project(new_id(), unit_id, positions.append_after(last_position)[0], name)
    return change("新建项目", [Insert(project)])


def remove_tables(tables: Sequence[TargetTable], operation: str = "删除项目") -> ChangeSet:
    """Delete projects with all their rows."""
    return change(operation, _removals(tables))


def remove_unit(unit: BudgetUnit, tables: Sequence[TargetTable]) -> ChangeSet:
    """Delete a unit with all its projects; ``tables`` are all of them."""
    return change("删除单位", [*_removals(tables), Remove(unit)])


def remove_year(year: BudgetYear, units: Sequence[BudgetUnit], tables: Sequence[TargetTable]) -> ChangeSet:
    """Delete a year with all its units and projects."""
    return change("删除年度", [*_removals(tables), *(Remove(unit) for unit in units), Remove(year)])


def reposition(kind: str, siblings: Sequence[tuple[str, int]], order: Sequence[str], operation: str) -> ChangeSet:
    """Bring siblings into a new order.

    Args:
        kind: ``unit``, ``project`` or ``indicator``.
        siblings: ``(id, position)`` of all of them as they stand, in order.
        order: Their ids in the new order.
        operation: The gesture's name.
    """
    current = dict(siblings)
    slots = [position for _, position in siblings]
    edits = [SetField(kind, id_, "position", current[id_], slot) for id_, slot in zip(order, slots, strict=True)]
    return change(operation, edits)


def move_to_unit(
    project: ProjectLine, unit_id: str, siblings: Sequence[tuple[str, int]], index: int, operation: str
) -> ChangeSet:
    """Bring a project into another unit.

    Args:
        project: The project as it stands.
        unit_id: The unit that it goes to.
        siblings: ``(id, position)`` of that unit's projects, in order.
        index: Before which of them it is to stand; their number for the end.
        operation: The gesture's name.
    """
    (position,), spread = positions.place([place for _, place in siblings], index, 1)
    edits = [
        SetField("project", project.id, "unit_id", project.unit_id, unit_id),
        SetField("project", project.id, "position", project.position, position),
    ]
    if spread:
        pairs = zip(siblings, spread, strict=True)
        edits += [SetField("project", id_, "position", old, new) for (id_, old), new in pairs]
    return change(operation, edits)


def _removals(tables: Iterable[TargetTable]) -> list[Edit]:
    edits: list[Edit] = []
    for table in tables:
        edits += [Remove(row) for row in table.indicators]
        edits.append(Remove(table.project))
    return edits


def _insert_among(rows: Sequence[Indicator], index: int, fresh: Sequence[Indicator]) -> list[Edit]:
    taken, respread = positions.place([row.position for row in rows], index, len(fresh))
    edits: list[Edit] = []
    if respread is not None:
        edits += [set_field(row, "position", new) for row, new in zip(rows, respread, strict=True)]
    edits += [Insert(replace(row, position=position)) for row, position in zip(fresh, taken, strict=True)]
    return edits


def _reorder(rows: Sequence[Indicator], order: Sequence[Indicator]) -> list[Edit]:
    return [set_field(row, "position", place.position) for row, place in zip(order, rows, strict=True)]
