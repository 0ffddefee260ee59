"""Two tables side by side, last year's and this year's or any two: what stands beside what, and copying across."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from core.domain import positions
from core.domain.amounts import print_amount
from core.domain.edits import ChangeSet, Edit, Insert, change, set_field
from core.domain.records import FORM_FIELDS, INDICATOR_COLUMNS, LABELS, Indicator, TargetTable, new_id
from core.ports import Outline
from core.services.aligning import align

OPERATION: Final = "对照抄录"
LEFT, RIGHT = range(2)
Pair: TypeAlias = tuple[TargetTable, TargetTable]
Place: TypeAlias = tuple[int, str]
"""Number of a line, and a column of it."""

_YEAR: Final = re.compile(r"20\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """A field of both forms, or a row of the one table beside its partner in the other.

    Attributes:
        columns: The field of the form, or the columns of a row.
        rows: The row from 0 in each table, ``None`` where it has no such row; ``None`` twice for a field.
        texts: For each table the text in each of the columns.
    """

    columns: tuple[str, ...]
    rows: tuple[int | None, int | None]
    texts: tuple[tuple[str, ...], tuple[str, ...]]

    @property
    def is_field(self) -> bool:
        """Whether it is a field of the form."""
        return self.rows == (None, None)

    @property
    def label(self) -> str:
        """``预算数``, ``第 3 行``, ``第 3 / 4 行`` where it stands elsewhere in the other table, ``第 3 / — 行``."""
        if self.is_field:
            return LABELS["project"][self.columns[0]]
        left, right = (str(row + 1) if row is not None else "—" for row in self.rows)
        return f"第 {left} 行" if left == right else f"第 {left} / {right} 行"

    def differs(self, column: str) -> bool:
        """Whether the two say something else there."""
        place = self.columns.index(column)
        return self.texts[LEFT][place] != self.texts[RIGHT][place]

    @property
    def differing(self) -> tuple[str, ...]:
        """The columns in which they do."""
        return tuple(column for column in self.columns if self.differs(column))


def side_by_side(tables: Pair) -> tuple[Line, ...]:
    """Every place of both: the form, then the rows as the left table has them, those of the right one among them.

    Rows are partners as :func:`core.services.aligning.align` finds them, whatever years they name.
    """
    lines = [
        Line((field,), (None, None), tuple((print_amount(getattr(t.project, field)),) for t in tables))  # type: ignore[arg-type]
        for field in FORM_FIELDS
    ]
    contents = [[_texts(row) for row in table.indicators] for table in tables]
    nothing = ("",) * len(INDICATOR_COLUMNS)
    for rows in _beside(tables):
        left, right = (
            content[row] if row is not None else nothing for content, row in zip(contents, rows, strict=True)
        )
        lines.append(Line(INDICATOR_COLUMNS, rows, (left, right)))
    return tuple(lines)


def copy_across(tables: Pair, places: Collection[Place], target: int) -> ChangeSet:
    """Make one table say at some places what the other one says, as one gesture.

    A row that only the other table has comes whole, to where it stands among the lines; to one that the other table
    does not have nothing can be copied.

    Args:
        tables: As they stand.
        places: By number and column of the lines of :func:`side_by_side`.
        target: :data:`LEFT` or :data:`RIGHT`, the table that is changed.
    """
    source, own = tables[1 - target], tables[target]
    edits: list[Edit] = []
    fresh: dict[int, list[Indicator]] = {}
    behind = 0
    for number, line in enumerate(side_by_side(tables)):
        wanted = [column for column in line.columns if (number, column) in places]
        row, there = line.rows[target], line.rows[1 - target]
        if line.is_field:
            edits += [set_field(own.project, column, getattr(source.project, column)) for column in wanted]
        elif row is not None:
            behind = row + 1
            if there is not None:
                record = source.indicators[there]
                edits += [set_field(own.indicators[row], column, getattr(record, column)) for column in wanted]
        elif wanted and there is not None:
            copied = replace(source.indicators[there], id=new_id(), project_id=own.project.id)
            fresh.setdefault(behind, []).append(copied)
    return change(OPERATION, [*edits, *_insertions(own.indicators, fresh)])


def partner(outline: Outline, project_id: str) -> str | None:
    """The same project's table of the year before, else of the year nearest to it; by unit and name, years aside."""
    every = [
        (year.year.year, line.unit, project) for year in outline for line in year.units for project in line.projects
    ]
    own = next(((year, unit, project) for year, unit, project in every if project.id == project_id), None)
    if own is None:
        return None
    year, unit, project = own
    same = [
        (abs(other_year - (year - 1)), other.id)
        for other_year, other_unit, other in every
        if other_year != year
        and (other_unit.code or other_unit.name) == (unit.code or unit.name)
        and bare(other.name) == bare(project.name)
    ]
    return min(same)[1] if same else None


def bare(text: str) -> str:
    """A text without years and white space: what this year's and last year's have in common."""
    return _YEAR.sub("", "".join(text.split()))


def _texts(row: Indicator) -> tuple[str, ...]:
    return tuple(getattr(row, column) for column in INDICATOR_COLUMNS)


def _beside(tables: Pair) -> Iterator[tuple[int | None, int | None]]:
    """The rows of both, each pair once; a row that only the right table has behind the partner of the one before it."""
    left, right = ([tuple(map(bare, _texts(row))) for row in table.indicators] for table in tables)
    partners = align(left, right)
    following: dict[int, list[int]] = {}
    behind = -1
    for row in range(len(right)):
        if row in partners:
            behind = partners[row]
        else:
            following.setdefault(behind, []).append(row)
    beside = {there: here for here, there in partners.items()}
    for row in range(-1, len(left)):
        if row >= 0:
            yield row, beside.get(row)
        for other in following.get(row, ()):
            yield None, other


def _insertions(rows: Sequence[Indicator], fresh: Mapping[int, Sequence[Indicator]]) -> list[Edit]:
    """The edits that bring new rows in, by the index before which they come."""
    existing = [row.position for row in rows]
    room = {index: positions.place(existing, index, len(group)) for index, group in fresh.items()}
    if all(spread is None for _, spread in room.values()):
        pairs = [pair for index, group in fresh.items() for pair in zip(group, room[index][0], strict=True)]
        return [Insert(replace(row, position=position)) for row, position in pairs]
    order = [row for index in range(len(rows) + 1) for row in (*fresh.get(index, ()), *rows[index : index + 1])]
    spread = zip(order, positions.respread(len(order)), strict=True)
    known = {row.id for row in rows}
    return [
        set_field(row, "position", position) if row.id in known else Insert(replace(row, position=position))
        for row, position in spread
    ]
