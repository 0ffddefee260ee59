"""A budget year goes over to another scheme of categories: shown first, then one step, and back the same way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from core.catalogue.schemes import Scheme, moves_between, scheme
from core.domain.edits import ChangeSet, Edit, change, set_field
from core.domain.errors import KnownError
from core.domain.records import BudgetYear, Indicator, State, TargetTable
from core.domain.selection import Selection
from core.ports import Workspace


@dataclass(frozen=True, slots=True)
class Placed:
    """One indicator and its place.

    Attributes:
        table: Label of its table.
        row: From 1, as the table stands.
        name: Its 三级指标.
        before: 一级指标 and 二级指标 as entered.
        after: What becomes of them; the same where the new scheme has no place for them.
    """

    table: str
    row: int
    name: str
    before: tuple[str, str]
    after: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Conversion:
    """A proposal; nothing is written yet.

    Attributes:
        change: All of it, one undo step.
        moved: The indicators that get another place.
        unplaced: Those that the new scheme has no place for; they stay as they are, for rule C04 to name.
        reordered: Labels of the tables whose rows get another order.
        locked: Labels of the tables that would change but are no drafts; while there are any it cannot be done.
    """

    change: ChangeSet
    moved: tuple[Placed, ...]
    unplaced: tuple[Placed, ...]
    reordered: tuple[str, ...]
    locked: tuple[str, ...]


def propose(workspace: Workspace, year: BudgetYear, target_id: str, *, sort: bool) -> Conversion:
    """What converting a year would do.

    Args:
        workspace: Where the year is.
        year: As it stands.
        target_id: The scheme that is to be in force in it.
        sort: Whether rows are brought into the order of the new scheme, where they were in that of the old.

    Raises:
        KnownError: There is no such scheme, or the workspace cannot be read.
    """
    source, target = scheme(year.scheme), scheme(target_id)
    if source.id == target.id:
        raise KnownError(f"{year.year} 年度用的已经是“{target.title}”。")
    with workspace.read() as reader:
        tables = list(reader.tables(Selection(year=year.year)))
    edits: list[Edit] = [set_field(year, "scheme", target.id)]
    moved: list[Placed] = []
    unplaced: list[Placed] = []
    reordered: list[str] = []
    locked: list[str] = []
    for table in tables:
        rows = [_converted(row, source, target) for row in table.indicators]
        of_table = list(_row_edits(table.indicators, rows))
        if sort and _in_order(table.indicators, source) and (order := list(_sorting(rows, target))):
            of_table += order
            reordered.append(table.label)
        if of_table and table.project.state is not State.DRAFT:
            locked.append(table.label)
        edits += of_table
        changed, homeless = _placed(table, rows, target)
        moved += changed
        unplaced += homeless
    operation = f"改用{target.title.partition('（')[0]}指标体系"
    return Conversion(change(operation, edits), tuple(moved), tuple(unplaced), tuple(reordered), tuple(locked))


_Lists: TypeAlias = tuple[list[Placed], list[Placed]]


def _converted(row: Indicator, source: Scheme, target: Scheme) -> Indicator:
    place = source.canonical(row.category, row.subcategory)
    category, subcategory = moves_between(source.id, target.id).get(place, (row.category, row.subcategory))
    return replace(row, category=category, subcategory=subcategory)


def _row_edits(old: Sequence[Indicator], new: Sequence[Indicator]) -> Iterator[Edit]:
    for before, after in zip(old, new, strict=True):
        for column in ("category", "subcategory"):
            if getattr(before, column) != getattr(after, column):
                yield set_field(before, column, getattr(after, column))


def _in_order(rows: Sequence[Indicator], of: Scheme) -> bool:
    order = [of.order_of(row.category, row.subcategory) for row in rows]
    return order == sorted(order)


def _sorting(rows: Sequence[Indicator], target: Scheme) -> Iterator[Edit]:
    order = sorted(rows, key=lambda row: target.order_of(row.category, row.subcategory))
    for row, slot in zip(order, rows, strict=True):
        if row.position != slot.position:
            yield set_field(row, "position", slot.position)


def _placed(table: TargetTable, rows: Sequence[Indicator], target: Scheme) -> _Lists:
    moved: list[Placed] = []
    unplaced: list[Placed] = []
    for number, (before, after) in enumerate(zip(table.indicators, rows, strict=True), start=1):
        places = (before.category, before.subcategory), (after.category, after.subcategory)
        if places[0] != places[1]:
            moved.append(Placed(table.label, number, before.name, *places))
        elif not target.holds(*places[1]):
            unplaced.append(Placed(table.label, number, before.name, *places))
    return moved, unplaced
