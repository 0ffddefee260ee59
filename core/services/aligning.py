"""Which row of one state of a table is which row of another, where nothing but the texts can tell.

The one pairing of rows in the house: merging, verifying, replacing and laying side by side all go by it.
"""

from bisect import bisect_left
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final, TypeAlias

from core.domain.records import INDICATOR_COLUMNS, Indicator, TargetTable
from core.importing.proposal import ProposedIndicator, ProposedTable

Texts: TypeAlias = tuple[str, ...]
"""A row as its columns' texts, white space at the ends left out."""

UNKNOWN: Final = "（公式没有结果）"
"""In the place of the text of a cell of a file whose formula was saved without its result."""
_MAY_BE_EQUAL: Final = 0.3
"""Share of its weight that such a cell has: a row of nothing else is one that stands about there."""
_WEIGHTS: Final = {"category": 0.5, "subcategory": 0.5, "name": 3.0, "description": 2.0, "value": 1.0}
_ALIKE: Final = 2.0
"""From this weight of equal cells on two rows are one row, edited; 一级 and 二级指标 alone say nothing."""
_SAME_ELSEWHERE: Final = 3.0
"""From this weight on rows far apart are one, moved and edited: the same name, or description and categories."""
_SIMILAR_NAME: Final = 0.6
_SIMILAR_WEIGHT: Final = 1.5
_MOST_COMPARED: Final = 60
"""Runs of changed rows longer than this are paired by equal names only: comparing all with all would be felt."""
_MOST_PAIRS: Final = 250_000
"""With more rows left over nobody looks for those that were moved and edited."""


def texts_of(rows: Sequence[Indicator] | Sequence[ProposedIndicator], *, exact: bool = False) -> list[Texts]:
    """The rows of a table, of a workspace or of a file, to be aligned; exact ones have the white space at the ends."""
    texts = [tuple(getattr(row, column) for column in INDICATOR_COLUMNS) for row in rows]
    return texts if exact else [tuple(map(str.strip, row)) for row in texts]


def texts_in(table: ProposedTable, *, exact: bool = False) -> list[Texts]:
    """The rows of a table of a file, :data:`UNKNOWN` where the file does not say what a formula gives."""
    return [
        tuple(
            UNKNOWN if (number, column) in table.unknown else text
            for column, text in zip(INDICATOR_COLUMNS, row, strict=True)
        )
        for number, row in enumerate(texts_of(table.indicators, exact=exact), start=1)
    ]


def align(old: Sequence[Texts], new: Sequence[Texts]) -> dict[int, int]:
    """Pair the rows of two states.

    Equal rows are paired first, in order and then wherever they have moved to; what is left between them by likeness,
    then what was both moved and edited, wherever it is; last what stands in the same place and has something in common.

    Returns:
        Index in ``new`` → index in ``old``; rows that came or went are in no pair.
    """
    pairs: dict[int, int] = {}
    gaps: list[tuple[list[int], list[int]]] = []
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs |= zip(range(new_start, new_end), range(start, end), strict=True)
        else:
            gaps.append((list(range(start, end)), list(range(new_start, new_end))))
    _pair_moved(old, new, pairs, gaps)
    there = set(old)
    for _, new_rows in gaps:  # a copy of a row that is still there is a new one, and no other row edited
        new_rows[:] = [row for row in new_rows if new[row] not in there]
    for old_rows, new_rows in gaps:
        _pair_alike(old, new, pairs, old_rows, new_rows, _ALIKE)
    left_old = [row for old_rows, _ in gaps for row in old_rows]
    left_new = [row for _, new_rows in gaps for row in new_rows]
    if len(left_old) * len(left_new) <= _MOST_PAIRS:
        _pair_alike(old, new, pairs, left_old, left_new, _SAME_ELSEWHERE)
    for old_rows, new_rows in gaps:
        came = [row for row in new_rows if row in left_new]
        _pair_by_place(old, new, pairs, [row for row in old_rows if row in left_old], came)
    return _uncrossed(old, new, pairs)


def moved(pairs: Mapping[int, int]) -> frozenset[int]:
    """The rows that stand elsewhere than the others, as few as explain the order: of two that changed places one.

    Args:
        pairs: As :func:`align` gives them.

    Returns:
        Indexes in ``new``.
    """
    ends: list[int] = []  # the smallest old index with which an ascending run of each length ends
    lengths: dict[int, int] = {}
    for row in sorted(pairs):
        length = bisect_left(ends, pairs[row])
        ends[length : length + 1] = [pairs[row]]
        lengths[row] = length
    kept: set[int] = set()
    wanted, below = len(ends) - 1, max(pairs.values(), default=0) + 1
    for row in sorted(pairs, reverse=True):
        if lengths[row] == wanted and pairs[row] < below:
            kept.add(row)
            wanted, below = wanted - 1, pairs[row]
    return frozenset(pairs.keys() - kept)


def filled_down(table: ProposedTable, written_from: TargetTable) -> ProposedTable:
    """A copy of ours with blank 一级指标 as that row had them, a new row as the row above has them.

    A program that takes merged cells apart leaves the text in the first of them only; one that deletes the first of
    their rows deletes the text for all. If the table that the copy was written from has blanks, they may be meant.
    """
    is_whole = all(row.category for row in table.indicators)
    if is_whole or not all(row.category for row in written_from.indicators):
        return table
    was = align(texts_of(written_from.indicators), texts_in(table))
    rows: list[ProposedIndicator] = []
    for index, row in enumerate(table.indicators):
        above = rows[-1].category if rows else ""
        before = written_from.indicators[was[index]].category if index in was else above
        rows.append(row if row.category else replace(row, category=before))
    return replace(table, indicators=tuple(rows))


def _pair_moved(
    old: Sequence[Texts], new: Sequence[Texts], pairs: dict[int, int], gaps: list[tuple[list[int], list[int]]]
) -> None:
    waiting: dict[Texts, list[int]] = {}
    for old_rows, _ in gaps:
        for row in old_rows:
            waiting.setdefault(old[row], []).append(row)
    for _, new_rows in gaps:
        for row in list(new_rows):
            if waiting.get(new[row]):
                pairs[row] = waiting[new[row]].pop(0)
                new_rows.remove(row)
    taken = set(pairs.values())
    for old_rows, _ in gaps:
        old_rows[:] = [row for row in old_rows if row not in taken]


def _pair_alike(
    old: Sequence[Texts],
    new: Sequence[Texts],
    pairs: dict[int, int],
    old_rows: list[int],
    new_rows: list[int],
    least: float,
) -> None:
    """Pair the most alike first; a pair is taken out of both lists."""
    close = max(len(old_rows), len(new_rows)) <= _MOST_COMPARED
    likeness = [(_likeness(old[i], new[j], close), -abs(i - j), i, j) for i in old_rows for j in new_rows]
    for weight, _, i, j in sorted(likeness, reverse=True):
        if weight < least:
            break
        if i in old_rows and j in new_rows:
            pairs[j] = i
            old_rows.remove(i)
            new_rows.remove(j)


def _pair_by_place(
    old: Sequence[Texts], new: Sequence[Texts], pairs: dict[int, int], old_rows: list[int], new_rows: list[int]
) -> None:
    """Pair rows typed over: as many went as came between two that are paired, and not all of their cells are new."""
    places = {place: row for row, place in pairs.items()}
    slots: dict[int | None, tuple[list[int], list[int]]] = {}
    for row in old_rows:
        slots.setdefault(_before(places, row), ([], []))[0].append(row)
    for row in new_rows:
        slots.setdefault(pairs.get(_before(pairs, row)), ([], []))[1].append(row)
    for went, came in slots.values():
        if len(went) == len(came):
            pairs |= {j: i for i, j in zip(went, came, strict=True) if _likeness(old[i], new[j], close=False)}


def _before(paired: Container[int], row: int) -> int:
    """The next row above that is paired, -1 if there is none."""
    return next((above for above in range(row - 1, -1, -1) if above in paired), -1)


def _uncrossed(old: Sequence[Texts], new: Sequence[Texts], pairs: dict[int, int]) -> dict[int, int]:
    """The pairs with those of rows that say the same in ascending order: one equal row has not moved past another."""
    alike: dict[tuple[Texts, Texts], list[int]] = {}
    for row in sorted(pairs):
        alike.setdefault((old[pairs[row]], new[row]), []).append(row)
    uncrossed: dict[int, int] = {}
    for rows in alike.values():
        uncrossed |= zip(rows, sorted(pairs[row] for row in rows), strict=True)
    return uncrossed


def _equality(old: str, new: str) -> float:
    if new == UNKNOWN:
        return _MAY_BE_EQUAL
    return float(bool(old) and old == new)


def _likeness(old: Texts, new: Texts, close: bool) -> float:
    cells = zip(INDICATOR_COLUMNS, old, new, strict=True)
    weight = sum(_WEIGHTS[column] * _equality(before, after) for column, before, after in cells)
    name, new_name = old[INDICATOR_COLUMNS.index("name")], new[INDICATOR_COLUMNS.index("name")]
    if close and name != new_name and SequenceMatcher(None, name, new_name).ratio() >= _SIMILAR_NAME:
        weight += _SIMILAR_WEIGHT
    return weight
