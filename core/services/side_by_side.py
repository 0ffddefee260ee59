"""Two tables side by side, this year's and last year's or any two, place by place; and copying across."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from core.domain.amounts import print_amount
from core.domain.edits import ChangeSet, Edit, change, set_field
from core.domain.records import AMOUNT_FIELDS, FORM_FIELDS, INDICATOR_COLUMNS, LABELS, Indicator, Project, TargetTable
from core.services import intents

OPERATION: Final = "从对照表抄录"
_YEAR: Final = re.compile(r"20\d\d")


@dataclass(frozen=True, slots=True)
class Line:
    """One place of both tables.

    Attributes:
        place: How to name it, e.g. ``第3行 三级指标``.
        column: Field name of the form or of the row.
        here_row: Row from 0 here; ``None`` for the form, and for a row that only the other table has.
        there_row: Row from 0 there; ``None`` for the form, and for a row that only this table has.
        here: The text here.
        there: The text there.
    """

    place: str
    column: str
    here_row: int | None
    there_row: int | None
    here: str
    there: str

    @property
    def differs(self) -> bool:
        """Whether the two say something else."""
        return self.here != self.there

    @property
    def can_be_copied(self) -> bool:
        """Whether there is something to take over: not so where the other table has no such row."""
        return self.differs and (self.there_row is not None or self.here_row is None)


def bare(name: str) -> str:
    """A name without years and white space: what this year's and last year's have in common."""
    return _YEAR.sub("", "".join(name.split()))


def side_by_side(here: TargetTable, there: TargetTable) -> tuple[Line, ...]:
    """Every place of both: the form, the rows here with their partners, then the rows that only ``there`` has.

    Rows are partners if their 三级指标 is the same, white space and years aside.
    """
    lines = [
        Line(
            LABELS["project"][field],
            field,
            None,
            None,
            _form_text(here.project, field),
            _form_text(there.project, field),
        )
        for field in FORM_FIELDS
    ]
    for here_row, there_row in _partners(here.indicators, there.indicators):
        own = here.indicators[here_row] if here_row is not None else None
        other = there.indicators[there_row] if there_row is not None else None
        row = f"第{here_row + 1}行" if here_row is not None else f"对照表第{(there_row or 0) + 1}行"
        lines += [
            Line(
                f"{row} {LABELS['indicator'][column]}",
                column,
                here_row,
                there_row,
                getattr(own, column) if own else "",
                getattr(other, column) if other else "",
            )
            for column in INDICATOR_COLUMNS
        ]
    return tuple(lines)


def copy_across(here: TargetTable, there: TargetTable, lines: Iterable[Line]) -> ChangeSet:
    """Take over what the other table says at these places, as one gesture; rows that are new come behind the last.

    Args:
        here: The table that is changed, as it stands.
        there: The other one.
        lines: Of :func:`side_by_side` for the same two.
    """
    edits: list[Edit] = []
    cells: dict[tuple[int, str], str] = {}
    added: dict[int, int] = {}
    for line in lines:
        if not line.can_be_copied:
            continue
        if line.there_row is None:
            edits.append(set_field(here.project, line.column, getattr(there.project, line.column)))
            continue
        row = line.here_row
        if row is None:
            row = added.setdefault(line.there_row, len(here.indicators) + len(added))
        cells[row, line.column] = line.there
    return change(OPERATION, [*edits, *intents.set_cells(here, cells, OPERATION).edits])


def _form_text(project: Project, field: str) -> str:
    value = getattr(project, field)
    return print_amount(value) if field in AMOUNT_FIELDS else str(value)


def _partners(here: Sequence[Indicator], there: Sequence[Indicator]) -> Iterator[tuple[int | None, int | None]]:
    waiting: dict[str, list[int]] = {}
    for number, row in enumerate(there):
        waiting.setdefault(bare(row.name), []).append(number)
    for number, row in enumerate(here):
        partners = waiting.get(bare(row.name))
        yield number, partners.pop(0) if partners else None
    for left in sorted(number for numbers in waiting.values() for number in numbers):
        yield None, left
