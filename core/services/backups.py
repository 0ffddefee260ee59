"""What differs between a backup and now, and how a table or a cell of it is brought back."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from core.domain.edits import ChangeSet, Edit, Insert, change, set_field
from core.domain.errors import KnownError
from core.domain.records import (
    FORM_FIELDS,
    INDICATOR_COLUMNS,
    LABELS,
    Indicator,
    Project,
    State,
    TargetTable,
)
from core.ports import Reader, Workspace, WorkspaceStore
from core.services import history
from core.services.history import value_text


@dataclass(frozen=True, slots=True)
class Difference:
    """One place at which a table of the backup says something else than now.

    Attributes:
        project_id: The table.
        table: How messages name it.
        place: ``预算数``, ``第 2 行指标值``, ``整张表`` …
        now: The text now; ``""`` where there is none.
        then: The text in the backup; likewise.
        row_id: The indicator, if it is a cell; else ``""``.
        field: Its column or the form's field; ``""`` for a whole row or table.
    """

    project_id: str
    table: str
    place: str
    now: str
    then: str
    row_id: str = ""
    field: str = ""


def read_backup(store: WorkspaceStore, path: Path) -> tuple[TargetTable, ...]:
    """All tables of a backup, which is not touched: a copy of it is opened, and migrated if it is an older one.

    Raises:
        KnownError: It cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="jibiao-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / path.name
        try:
            shutil.copyfile(path, copy)
        except OSError as error:
            raise KnownError(f"备份“{path.name}”不能读取。请检查它是否还在、U盘或网络是否已断开。") from error
        workspace = store.open(copy)
        try:
            with workspace.read() as reader:
                return tuple(reader.tables())
        finally:
            workspace.close()


def compare(workspace: Workspace, then: Iterable[TargetTable]) -> tuple[Difference, ...]:
    """Every difference in what is printed, in publication order; what came since then last."""
    with workspace.read() as reader:
        now = {table.project.id: table for table in reader.tables()}
    found: list[Difference] = []
    for table in then:
        present = now.pop(table.project.id, None)
        if present is None:
            found.append(Difference(table.project.id, table.label, "整张表", "", table.heading))
        else:
            found += _differences(present, table)
    found += [Difference(t.project.id, t.label, "整张表", t.heading, "") for t in now.values()]
    return tuple(found)


def bring_back_cell(reader: Reader, difference: Difference, then: TargetTable) -> ChangeSet | None:
    """The change that gives one cell its old content; ``None`` where that is no single cell, or the table is locked."""
    table = reader.table(difference.project_id)
    if table is None or not difference.field or table.project.state is not State.DRAFT:
        return None
    records: tuple[Project | Indicator, ...] = (table.project, *table.indicators)
    wanted = difference.row_id or difference.project_id
    record = next((one for one in records if one.id == wanted), None)
    olds: tuple[Project | Indicator, ...] = (then.project, *then.indicators)
    old = next((one for one in olds if one.id == wanted), None)
    if record is None or old is None:
        return None
    return change("从备份恢复一格", [set_field(record, difference.field, getattr(old, difference.field))])


def bring_back_table(reader: Reader, then: TargetTable) -> ChangeSet | None:
    """The change that makes a table what it was, or brings a deleted one back; ``None`` if it is locked."""
    now = reader.table(then.project.id)
    if now is None:
        return change("从备份恢复一张表", _inserts(reader, then))
    if now.project.state is not State.DRAFT:
        return None
    return ChangeSet("从备份恢复一张表", history.restore(now, then).edits)


def _inserts(reader: Reader, then: TargetTable) -> Iterator[Edit]:
    outline = reader.outline()
    year = next((line for line in outline if line.year.id == then.year.id), None)
    if year is None:
        yield Insert(then.year)
    if year is None or all(line.unit.id != then.unit.id for line in year.units):
        yield Insert(then.unit)
    yield Insert(replace(then.project, state=State.DRAFT, signed_code="", signed_on=""))
    yield from map(Insert, then.indicators)


def _differences(now: TargetTable, then: TargetTable) -> Iterator[Difference]:
    for field in FORM_FIELDS:
        new, old = getattr(now.project, field), getattr(then.project, field)
        if (type(new), new) != (type(old), old):
            place = LABELS["project"][field]
            yield Difference(now.project.id, now.label, place, value_text(new), value_text(old), field=field)
    yield from _row_differences(now, then)


def _row_differences(now: TargetTable, then: TargetTable) -> Iterator[Difference]:
    def difference(place: str, new: str, old: str, row_id: str = "", field: str = "") -> Difference:
        return Difference(now.project.id, now.label, place, new, old, row_id, field)

    old_rows = {row.id: row for row in then.indicators}
    for number, row in enumerate(now.indicators, start=1):
        before = old_rows.get(row.id)
        if before is None:
            yield difference(f"第 {number} 行", _row_text(row), "")
            continue
        for column in INDICATOR_COLUMNS:
            new, old = getattr(row, column), getattr(before, column)
            if new != old:
                yield difference(f"第 {number} 行{LABELS['indicator'][column]}", new, old, row.id, column)
    present = {row.id for row in now.indicators}
    for row in then.indicators:
        if row.id not in present:
            yield difference("已删除的行", "", _row_text(row))
    common = [row.id for row in now.indicators if row.id in old_rows]
    if common != [row.id for row in then.indicators if row.id in present]:
        yield difference("各行的次序", "", "次序不同")


def _row_text(row: Indicator) -> str:
    return "｜".join(text for text in (getattr(row, column) for column in INDICATOR_COLUMNS) if text)
