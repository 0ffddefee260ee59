"""Merge of a table that came back with the one in the workspace: three-way where what both were made from is known.

Each difference can be taken from the file or left as the workspace has it. What only the file has changed is taken
unless the clerk says otherwise, what only the workspace has changed is kept, and what both have changed is a conflict:
the clerk chooses. Where nothing tells what both were made from, whatever would overwrite a text with another one is a
conflict too; of the rest that is suggested which loses nothing.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from core.domain import positions
from core.domain.amounts import Amount, print_amount
from core.domain.edits import Edit, Insert, Remove, SetField, set_field
from core.domain.records import FORM_FIELDS, INDICATOR_COLUMNS, LABELS, Project, TargetTable
from core.importing.proposal import FieldPlace, ProposedTable, places_of
from core.services.aligning import UNKNOWN, Texts, align, align_surely, texts_in, texts_of
from core.services.arrivals import new_indicator
from core.services.comparing import STATED, stated_here, stated_there


class Side(Enum):
    """Who has changed something since both were the same."""

    HERE = "here"
    THERE = "there"
    BOTH = "both"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """In words."""
        return {
            Side.HERE: "工作区改过",
            Side.THERE: "文件改过",
            Side.BOTH: "两边都改过",
            Side.UNKNOWN: "两边不同",
        }[self]


class Kind(Enum):
    """What is different, and what taking it from the file does."""

    FIELD = "field"
    CELL = "cell"
    ONLY_HERE = "only_here"
    """A row that the file has not: taking it from the file removes the row."""
    ONLY_THERE = "only_there"
    """A row that the workspace has not: taking it inserts the row."""
    ORDER = "order"
    STATED = "stated"
    """What the file states of the unit, or of the unit of its amounts: it comes in with no table."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which the file and the workspace differ.

    Attributes:
        place: Where, in words: ``预算数``, ``第 3 行指标值``.
        here: What the workspace has.
        there: What the file has.
        base: What both were made from; ``None`` if that is not known, or there was nothing.
        row: Index of the row, in the workspace or, for :attr:`Kind.ONLY_THERE`, in the file.
        column: Field name.
    """

    kind: Kind
    side: Side
    place: str
    here: str
    there: str
    base: str | None = None
    row: int = -1
    column: str = ""

    @property
    def is_conflict(self) -> bool:
        """Whether either choice loses something that somebody wrote, so that only the clerk can make it."""
        if self.side is not Side.UNKNOWN:
            return self.side is Side.BOTH and self.can_be_taken
        return self.kind in (Kind.FIELD, Kind.CELL) and bool(self.here) and bool(self.there)

    @property
    def can_be_taken(self) -> bool:
        """Whether importing the table can change it."""
        return self.kind is not Kind.STATED

    @property
    def adds_only(self) -> bool:
        """Whether taking it from the file fills what is blank or missing in the workspace."""
        return self.kind is Kind.ONLY_THERE or (self.kind in (Kind.FIELD, Kind.CELL) and not self.here)

    @property
    def is_suggested(self) -> bool:
        """Whether it is taken from the file unless the clerk says otherwise."""
        return self.can_be_taken and (self.side is Side.THERE or (self.side is Side.UNKNOWN and self.adds_only))

    def is_of_row_of(self, other: "Difference") -> bool:
        """Whether both are about the same row, or both about the form."""
        return self.row == other.row and (self.kind is Kind.ONLY_THERE) == (other.kind is Kind.ONLY_THERE)


@dataclass(frozen=True, slots=True)
class Merge:
    """A table of the workspace beside the one of a file.

    Attributes:
        existing: As it stands in the workspace.
        proposed: As the file has it.
        has_base: Whether the state that both were made from is known.
        pairs: Index of a row in the file → index of the same row in the workspace.
        differences: In the order of the form.
    """

    existing: TargetTable
    proposed: ProposedTable
    has_base: bool
    pairs: dict[int, int]
    differences: tuple[Difference, ...]

    @property
    def conflicts(self) -> int:
        """How many differences only the clerk can decide."""
        return len(self.undecided)

    @property
    def undecided(self) -> frozenset[int]:
        """Indexes of the conflicts."""
        return frozenset(i for i, found in enumerate(self.differences) if found.is_conflict)

    @property
    def all(self) -> frozenset[int]:
        """Indexes of all differences that can be taken from the file."""
        return frozenset(i for i, found in enumerate(self.differences) if found.can_be_taken)

    @property
    def suggested(self) -> frozenset[int]:
        """Indexes of the differences that are taken from the file unless the clerk says otherwise."""
        return frozenset(i for i, found in enumerate(self.differences) if found.is_suggested)

    def places(self, difference: Difference) -> tuple[FieldPlace, ...]:
        """The fields of the file that a difference is about; none for a row that the file has not."""
        match difference.kind:
            case Kind.FIELD:
                return places_of(None, difference.column)
            case Kind.STATED:
                return places_of(None, "unit")
            case Kind.CELL:
                there = next(there for there, here in self.pairs.items() if here == difference.row)
                return places_of(there + 1, difference.column)
            case Kind.ONLY_THERE:
                return places_of(difference.row + 1)
            case Kind.ORDER:
                return tuple((row + 1, "name") for row in sorted(self.pairs))
            case Kind.ONLY_HERE:
                return ()

    def edits(self, taken: Collection[int]) -> list[Edit]:
        """The edits that take these differences from the file and leave all else."""
        chosen = [self.differences[i] for i in sorted(taken)]
        in_file = {here: there for there, here in self.pairs.items()}
        edits: list[Edit] = []
        for difference in chosen:
            if difference.kind is Kind.FIELD:
                value: Amount = getattr(self.proposed, difference.column)
                edits.append(set_field(self.existing.project, difference.column, value))
            elif difference.kind is Kind.CELL:
                row = self.existing.indicators[difference.row]
                text = getattr(self.proposed.indicators[in_file[difference.row]], difference.column)
                edits.append(set_field(row, difference.column, text))
        return [*edits, *self._row_edits(chosen)]

    def _row_edits(self, chosen: Sequence[Difference]) -> Iterator[Edit]:
        dropped = {found.row for found in chosen if found.kind is Kind.ONLY_HERE}
        fresh = {found.row for found in chosen if found.kind is Kind.ONLY_THERE}
        by_file = any(found.kind is Kind.ORDER for found in chosen)
        if not (dropped or fresh or by_file):
            return
        rows = self.existing.indicators
        here = [("here", index) for index in range(len(rows)) if index not in dropped]
        there = [
            ("here", self.pairs[index]) if index in self.pairs else ("there", index)
            for index in range(len(self.proposed.indicators))
            if index in self.pairs or index in fresh
        ]
        order = _interleaved(there, here) if by_file else _interleaved(here, there)
        # Cells are set before this row goes, so that the record taken out is the one that stands.
        yield from (Remove(rows[index]) for index in sorted(dropped))
        kept = [rows[index].position if side == "here" else None for side, index in order]
        for (side, index), position in zip(order, _positions(kept), strict=True):
            if side == "there":
                yield Insert(new_indicator(self.existing.project.id, position, self.proposed.indicators[index]))
            elif position != rows[index].position:
                yield SetField("indicator", rows[index].id, "position", rows[index].position, position)


def merge(existing: TargetTable, proposed: ProposedTable, base: TargetTable | None) -> Merge:
    """Compare a table of the workspace with the one of a file.

    White space at the ends of texts and blank rows are no difference where the file's format does not keep them.

    Args:
        existing: As it stands in the workspace.
        proposed: As the file has it.
        base: The state that the file was written from; ``None`` if it is not known.
    """
    pairs, origin = _pair(existing, proposed, base)
    differences = (
        *_stated_differences(existing, proposed, base),
        *_field_differences(existing.project, proposed, base.project if base else None),
        *_row_differences(existing, proposed, base, pairs, origin),
        *_order_difference(existing, base, pairs, origin),
    )
    return Merge(existing, proposed, base is not None, pairs, differences)


def _pair(
    existing: TargetTable, proposed: ProposedTable, base: TargetTable | None
) -> tuple[dict[int, int], dict[int, int]]:
    """Rows of the file → rows of the workspace, and → rows of the base."""
    here, there = texts_of(existing.indicators), texts_in(proposed)
    if base is None:
        return align(here, there), {}
    origin = align(texts_of(base.indicators), there)
    index_here = {row.id: index for index, row in enumerate(existing.indicators)}
    pairs = {
        row: index_here[base.indicators[old].id] for row, old in origin.items() if base.indicators[old].id in index_here
    }
    # What both sides have added alike is one row; so is what was taken out here and typed anew.
    ids = {row.id for row in base.indicators}
    added_here = [index for index, row in enumerate(existing.indicators) if row.id not in ids]
    new_there = [row for row in range(len(there)) if row not in pairs]
    alike = align_surely([here[index] for index in added_here], [there[row] for row in new_there])
    return pairs | {new_there[new]: added_here[old] for new, old in alike.items()}, origin


def _stated_differences(
    existing: TargetTable, proposed: ProposedTable, base: TargetTable | None
) -> Iterator[Difference]:
    """What a copy of ours states otherwise than the workspace; another file need not state all of it."""
    was = stated_here(base) if base is not None else [None] * len(STATED)
    for label, now, new, old in zip(STATED, stated_here(existing), stated_there(proposed), was, strict=True):
        if now.strip() != new.strip() and (new or proposed.identity is not None):
            yield Difference(Kind.STATED, _side(now, new, old), label, now, new, old)


def _field_differences(here: Project, there: ProposedTable, base: Project | None) -> Iterator[Difference]:
    for field in FORM_FIELDS:
        now, new = _text(getattr(here, field), there), _text(getattr(there, field), there)
        old = _text(getattr(base, field), there) if base is not None else None
        if now != new and (None, field) not in there.unknown:
            yield Difference(Kind.FIELD, _side(now, new, old), LABELS["project"][field], now, new, old, column=field)


def _row_differences(
    existing: TargetTable,
    proposed: ProposedTable,
    base: TargetTable | None,
    pairs: dict[int, int],
    origin: dict[int, int],
) -> Iterator[Difference]:
    exact = proposed.is_exact
    here, there = texts_of(existing.indicators, exact=exact), texts_in(proposed, exact=exact)
    old = texts_of(base.indicators, exact=exact) if base is not None else []
    old_by_id = {row.id: texts for row, texts in zip(base.indicators, old, strict=True)} if base is not None else {}
    in_file = {index: row for row, index in pairs.items()}
    for index, texts in enumerate(here):
        was = old_by_id.get(existing.indicators[index].id)
        if index in in_file:
            was = was or (old[origin[in_file[index]]] if in_file[index] in origin else None)
            yield from _cell_differences(index, texts, there[in_file[index]], was, base is not None)
            continue
        if not exact and not any(texts):
            continue
        # Gone from the file: taken out there, or added here.
        side = Side.UNKNOWN if base is None else Side.HERE if was is None else _gone(texts, was, Side.THERE)
        yield Difference(Kind.ONLY_HERE, side, f"第 {index + 1} 行", _named(texts), "（没有这一行）", None, index)
    for row, texts in enumerate(there):
        if row in pairs or not (exact or any(_known(texts))):
            continue
        was = old[origin[row]] if row in origin else None
        side = Side.UNKNOWN if base is None else Side.THERE if was is None else _gone(texts, was, Side.HERE)
        yield Difference(Kind.ONLY_THERE, side, f"文件第 {row + 1} 行", "（没有这一行）", _named(texts), None, row)


def _cell_differences(
    index: int, here: Texts, there: Texts, base: Texts | None, base_is_known: bool
) -> Iterator[Difference]:
    for number, column in enumerate(INDICATOR_COLUMNS):
        now, new = here[number], there[number]
        if new not in (now, UNKNOWN):
            old = base[number] if base is not None else None
            side = _side(now, new, old) if base_is_known else Side.UNKNOWN
            place = f"第 {index + 1} 行{LABELS['indicator'][column]}"
            yield Difference(Kind.CELL, side, place, now, new, old, index, column)


def _order_difference(
    existing: TargetTable, base: TargetTable | None, pairs: dict[int, int], origin: dict[int, int]
) -> Iterator[Difference]:
    """Whether the rows that both have stand in another order."""
    common = [pairs[row] for row in sorted(pairs)]
    if common == sorted(common):
        return
    side = Side.UNKNOWN
    if base is not None:
        old_place = {row.id: index for index, row in enumerate(base.indicators)}
        file_order = [origin[row] for row in sorted(pairs) if row in origin]
        here_order = [
            old_place[existing.indicators[i].id] for i in sorted(common) if existing.indicators[i].id in old_place
        ]
        moved_here, moved_there = here_order != sorted(here_order), file_order != sorted(file_order)
        side = Side.BOTH if moved_here and moved_there else Side.HERE if moved_here else Side.THERE
    numbers = "、".join(str(index + 1) for index in common)
    yield Difference(Kind.ORDER, side, "行的次序", "按工作区的次序", f"工作区的第 {numbers} 行", None)


def _side(here: str, there: str, base: str | None) -> Side:
    if base is None:
        return Side.UNKNOWN
    if here == base:
        return Side.THERE
    return Side.HERE if there == base else Side.BOTH


def _gone(texts: Texts, base: Texts, other: Side) -> Side:
    """Who is to be blamed for a row that one side has taken out: that one, unless the other has changed it since."""
    return other if texts == base else Side.BOTH


def _interleaved(main: list[tuple[str, int]], other: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """``main`` with what only ``other`` has, each behind what it stands behind there."""
    known = set(main)
    behind: dict[tuple[str, int] | None, list[tuple[str, int]]] = {}
    before: tuple[str, int] | None = None
    for item in other:
        if item in known:
            before = item
        else:
            behind.setdefault(before, []).append(item)
    return [*behind.get(None, ()), *(one for item in main for one in (item, *behind.get(item, ())))]


def _positions(kept: list[int | None]) -> list[int]:
    """A position for every row of an order; those that have one keep it as long as they still ascend."""
    there = [position for position in kept if position is not None]
    if there != sorted(set(there)):
        return positions.respread(len(kept))
    result: list[int] = []
    index = 0
    while index < len(kept):
        position = kept[index]
        if position is not None:
            result.append(position)
            index += 1
            continue
        end = next((i for i in range(index, len(kept)) if kept[i] is not None), len(kept))
        after = kept[end] if end < len(kept) else None
        squeezed = positions.squeeze_between(result[-1] if result else None, after, end - index)
        if squeezed is None:
            return positions.respread(len(kept))
        result += squeezed
        index = end
    return result


def _text(value: Amount, there: ProposedTable) -> str:
    text = print_amount(value)
    return text if there.is_exact else text.strip()


def _named(texts: Texts) -> str:
    return " ".join(filter(None, _known(texts))) or "（空行）"


def _known(texts: Texts) -> Texts:
    return tuple(text for text in texts if text != UNKNOWN)
