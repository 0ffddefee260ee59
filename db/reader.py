"""Reading a workspace: one connection, one consistent view."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, select, tuple_

from core.domain.edits import Edit
from core.domain.records import (
    Acceptance,
    BudgetUnit,
    BudgetYear,
    Indicator,
    Note,
    Project,
    Remark,
    TargetTable,
    field_names,
)
from core.domain.selection import EVERYTHING, Selection
from core.ports import HistoryEntry, Outline, Stamp
from db import schema
from db.failures import making_sense
from db.mappers import (
    edit_from_row,
    indicator_from,
    project_from,
    unit_from,
    year_from,
)
from db.outline import read_outline

_BATCH: Final = 200  # tables read at a time: few round trips, little memory

_YEARS = [schema.budget_year.c[name] for name in field_names("year")]
_UNITS = [schema.budget_unit.c[name] for name in field_names("unit")]
_PROJECTS = [schema.project.c[name] for name in field_names("project")]
_INDICATORS = [schema.indicator.c[name] for name in field_names("indicator")]

# Positions order siblings; ids only make the order of two equal positions the same every time.
_UNIT_ORDER = (schema.budget_unit.c.position, schema.budget_unit.c.id)
_PROJECT_ORDER = (schema.project.c.position, schema.project.c.id)
_INDICATOR_ORDER = (schema.indicator.c.position, schema.indicator.c.id)


class _Place(NamedTuple):
    """Where a project stands in the publication."""

    project_id: str
    unit_code: str
    year: int
    number: int


class DatabaseReader:
    """Implements :class:`core.ports.Reader` on a connection that is inside a transaction.

    Args:
        connection: The connection.
        lets_writers_in: Whether nobody can write while this reads (a DELETE journal), so that ``tables`` begins anew
            after each batch: a table is as it stood at one moment, but not all of them at the same one.
    """

    def __init__(self, connection: Connection, *, lets_writers_in: bool = False) -> None:
        self._connection = connection
        self._lets_writers_in = lets_writers_in

    @making_sense()
    def outline(self) -> Outline:
        """Everything the tree shows, newest year first."""
        return read_outline(lambda sql: self._connection.exec_driver_sql(sql).fetchall())

    @making_sense()
    def table(self, project_id: str) -> TargetTable | None:
        """One whole table, or ``None``."""
        row = self._connection.execute(select(*_PROJECTS).where(schema.project.c.id == project_id)).first()
        if row is None:
            return None
        project = project_from(row)
        unit = unit_from(
            self._connection.execute(select(*_UNITS).where(schema.budget_unit.c.id == project.unit_id)).one()
        )
        year = year_from(self._connection.execute(select(*_YEARS).where(schema.budget_year.c.id == unit.year_id)).one())
        number = self._connection.execute(_count_before(year, unit, project)).scalar_one() + 1
        return TargetTable(year, unit, project, self._indicators([project_id]).get(project_id, ()), number)

    def tables(self, selection: Selection = EVERYTHING) -> Iterator[TargetTable]:
        """Whole tables in publication order, read in batches."""
        with making_sense():
            years, units = self._years(), self._units()
            places = [place for place in self._places(selection.year) if _is_selected(place, selection)]
            for start in range(0, len(places), _BATCH):
                if start and self._lets_writers_in:
                    years, units = self._years(), self._units()
                batch = self._batch(places[start : start + _BATCH], years, units)
                if self._lets_writers_in:
                    self._connection.exec_driver_sql("ROLLBACK")
                    self._connection.exec_driver_sql("BEGIN")  # which takes no lock before something is read
                yield from batch

    def _batch(
        self, places: Sequence[_Place], years: Mapping[str, BudgetYear], units: Mapping[str, BudgetUnit]
    ) -> list[TargetTable]:
        ids = [place.project_id for place in places]
        rows = self._connection.execute(select(*_PROJECTS).where(schema.project.c.id.in_(ids)))
        projects = {row[0]: project_from(row) for row in rows}
        indicators = self._indicators(ids)
        tables = []
        for place in places:
            if self._lets_writers_in and place.project_id not in projects:
                continue  # deleted since the places were read
            project = projects[place.project_id]
            unit = units[project.unit_id]
            tables.append(
                TargetTable(years[unit.year_id], unit, project, indicators.get(place.project_id, ()), place.number)
            )
        return tables

    @making_sense()
    def notes(self, project_id: str | None = None) -> tuple[Note, ...]:
        """All notes, or those of one table; also of tables that are gone."""
        return tuple(Note(*row) for row in self._beside("note", project_id))

    @making_sense()
    def acceptances(self, project_id: str | None = None) -> tuple[Acceptance, ...]:
        """All acceptances, or those of one table; also of tables that are gone."""
        return tuple(Acceptance(*row) for row in self._beside("acceptance", project_id))

    @making_sense()
    def remarks(self, project_id: str | None = None) -> tuple[Remark, ...]:
        """All remarks, or those of one table; also of tables that are gone."""
        return tuple(Remark(*row) for row in self._beside("remark", project_id))

    @making_sense()
    def history(self, project_id: str | None = None, limit: int | None = None) -> tuple[HistoryEntry, ...]:
        """The newest operations first; with ``project_id`` only the operations and edits that touched that table."""
        operation, edit = schema.operation.c, schema.edit.c
        newest: Select[int] = select(operation.sequence).order_by(operation.sequence.desc()).limit(limit)
        touching: tuple[ColumnElement[bool], ...] = ()
        if project_id is not None:
            touching = (edit.project_id == project_id,)
            newest = select(edit.sequence).distinct().where(*touching).order_by(edit.sequence.desc()).limit(limit)
        sequences = newest.scalar_subquery()
        edits: dict[int, list[Edit]] = {}
        columns = (edit.sequence, edit.verb, edit.kind, edit.id, edit.field, edit.old, edit.new)
        statement = select(*columns).where(edit.sequence.in_(sequences), *touching)
        for row in self._connection.execute(statement.order_by(edit.sequence, edit.ordinal)):
            edits.setdefault(row[0], []).append(edit_from_row(*row[1:]))
        heads = select(operation.sequence, operation.at, operation.user, operation.name)
        rows = self._connection.execute(
            heads.where(operation.sequence.in_(sequences)).order_by(operation.sequence.desc())
        )
        return tuple(
            HistoryEntry(sequence, Stamp(datetime.fromisoformat(at), user), name, tuple(edits.get(sequence, ())))
            for sequence, at, user, name in rows
        )

    @making_sense()
    def newest_sequence(self) -> int:
        """The sequence of the newest operation, 0 if there is none."""
        newest: int = self._connection.exec_driver_sql("SELECT coalesce(max(sequence), 0) FROM operation").scalar_one()
        return newest

    def setting(self, key: str) -> str | None:
        """A setting of this workspace."""
        statement = select(schema.setting.c.value).where(schema.setting.c.key == key)
        value: str | None = self._connection.execute(statement).scalar_one_or_none()
        return value

    def _beside(self, kind: str, project_id: str | None) -> Iterable[Sequence[Any]]:
        """Fields in order of the records of one kind that stand beside a table, or beside all."""
        table = schema.RECORD_TABLES[kind]
        statement = select(*(table.c[name] for name in field_names(kind))).order_by(table.c.id)
        return self._connection.execute(
            statement if project_id is None else statement.where(table.c.project_id == project_id)
        )

    def _years(self) -> dict[str, BudgetYear]:
        rows = self._connection.execute(select(*_YEARS).order_by(schema.budget_year.c.year))
        return {year.id: year for year in map(year_from, rows)}

    def _units(self) -> dict[str, BudgetUnit]:
        rows = self._connection.execute(select(*_UNITS).order_by(*_UNIT_ORDER))
        return {unit.id: unit for unit in map(unit_from, rows)}

    def _places(self, only_year: int | None) -> Iterator[_Place]:
        year, unit, project = schema.budget_year, schema.budget_unit, schema.project
        statement = (
            select(year.c.year, project.c.id, unit.c.code)
            .join_from(project, unit)
            .join(year)
            .order_by(year.c.year, *_UNIT_ORDER, *_PROJECT_ORDER)
        )
        if only_year is not None:
            statement = statement.where(year.c.year == only_year)
        for number_of_year, rows in groupby(self._connection.execute(statement), itemgetter(0)):
            for number, (_, project_id, unit_code) in enumerate(rows, start=1):
                yield _Place(project_id, unit_code, number_of_year, number)

    def _indicators(self, project_ids: Sequence[str]) -> dict[str, tuple[Indicator, ...]]:
        project_id = schema.indicator.c.project_id
        statement = select(*_INDICATORS).where(project_id.in_(project_ids)).order_by(project_id, *_INDICATOR_ORDER)
        found = map(indicator_from, self._connection.execute(statement))
        return {id_: tuple(rows) for id_, rows in groupby(found, lambda row: row.project_id)}


def _count_before(year: BudgetYear, unit: BudgetUnit, project: Project) -> Select[int]:
    here = (unit.position, unit.id, project.position, project.id)
    return (
        select(func.count())
        .select_from(schema.project)
        .join(schema.budget_unit)
        .where(schema.budget_unit.c.year_id == year.id, tuple_(*_UNIT_ORDER, *_PROJECT_ORDER) < tuple_(*here))
    )


def _is_selected(place: _Place, selection: Selection) -> bool:
    return (
        (selection.unit_code is None or place.unit_code == selection.unit_code)
        and (selection.number is None or place.number == selection.number)
        and (selection.project_ids is None or place.project_id in selection.project_ids)
    )
