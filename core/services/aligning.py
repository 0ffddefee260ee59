"""Which row of one state of a table is which row of another, where nothing but the texts can tell.

The one pairing of rows in the house: merging, verifying, replacing and laying side by side all go by it.
"""

from bisect import bisect_left
from collections import deque
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import product
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
"""In longer runs of changed rows names are alike only if they are equal: looking closer would be felt."""
_MOST_PAIRS: Final = 250_000
"""Of more only rows of the same name are compared: a file may have a hundred thousand rows."""
_MOST_NAMESAKES: Final = 10
_NAME: Final = INDICATOR_COLUMNS.index("name")
_TOP: Final = -1
"""Stands for the row above the first one."""


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
    pairs, gaps = _equal_runs(old, new)
    _pair_equal(old, new, pairs, gaps)
    there = set(old)
    for gap in gaps:  # a copy of a row that is still there is a new one, and no other row edited
        gap.new = [row for row in gap.new if new[row] not in there]
    for gap in gaps:
        _pair_alike(old, new, pairs, gap, _ALIKE)
    _leave_out_paired(pairs, gaps)
    everywhere = _Gap([row for gap in gaps for row in gap.old], [row for gap in gaps for row in gap.new])
    _pair_alike(old, new, pairs, everywhere, _SAME_ELSEWHERE)
    _pair_by_place(old, new, pairs, gaps)
    return _uncrossed(old, new, pairs)


def align_surely(old: Sequence[Texts], new: Sequence[Texts]) -> dict[int, int]:
    """Pair rows of which hardly any is another's: those equal, then those of one name, or of nearly all the rest.

    Returns:
        Index in ``new`` → index in ``old``.
    """
    pairs: dict[int, int] = {}
    gap = _Gap(list(range(len(old))), list(range(len(new))))
    _pair_equal(old, new, pairs, [gap])
    _pair_alike(old, new, pairs, gap, _SAME_ELSEWHERE, may_look_close=False)
    return pairs


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


@dataclass(slots=True)
class _Gap:
    """Rows between two runs that are equal, in ``old`` and in ``new``, as far as they are in no pair."""

    old: list[int]
    new: list[int]


def _equal_runs(old: Sequence[Texts], new: Sequence[Texts]) -> tuple[dict[int, int], list[_Gap]]:
    pairs: dict[int, int] = {}
    gaps: list[_Gap] = []
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs |= zip(range(new_start, new_end), range(start, end), strict=True)
        else:
            gaps.append(_Gap(list(range(start, end)), list(range(new_start, new_end))))
    return pairs, gaps


def _pair_equal(old: Sequence[Texts], new: Sequence[Texts], pairs: dict[int, int], gaps: Sequence[_Gap]) -> None:
    """Pair equal rows wherever they have moved to."""
    waiting: dict[Texts, deque[int]] = {}
    for gap in gaps:
        for row in gap.old:
            waiting.setdefault(old[row], deque()).append(row)
    for gap in gaps:
        for row in gap.new:
            if waiting.get(new[row]):
                pairs[row] = waiting[new[row]].popleft()
    _leave_out_paired(pairs, gaps)


def _pair_alike(
    old: Sequence[Texts],
    new: Sequence[Texts],
    pairs: dict[int, int],
    gap: _Gap,
    least: float,
    *,
    may_look_close: bool = True,
) -> None:
    """Pair the most alike first."""
    close = may_look_close and max(len(gap.old), len(gap.new)) <= _MOST_COMPARED
    alike = [
        (weight, -abs(i - j), i, j)
        for i, j in _worth_comparing(old, new, gap)
        if (weight := _likeness(old[i], new[j], close)) >= least
    ]
    free_old, free_new = set(gap.old), set(gap.new)
    for _, _, i, j in sorted(alike, reverse=True):
        if i in free_old and j in free_new:
            pairs[j] = i
            free_old.remove(i)
            free_new.remove(j)


def _worth_comparing(old: Sequence[Texts], new: Sequence[Texts], gap: _Gap) -> Iterator[tuple[int, int]]:
    if len(gap.old) * len(gap.new) <= _MOST_PAIRS:
        yield from product(gap.old, gap.new)
        return
    namesakes: dict[str, list[int]] = {}
    for row in gap.old:
        namesakes.setdefault(old[row][_NAME], []).append(row)
    for row in gap.new:
        yield from ((other, row) for other in namesakes.get(new[row][_NAME], ())[:_MOST_NAMESAKES])


def _pair_by_place(old: Sequence[Texts], new: Sequence[Texts], pairs: dict[int, int], gaps: Sequence[_Gap]) -> None:
    """Pair rows typed over: as many went as came between two that are paired, and not all of their cells are new."""
    _leave_out_paired(pairs, gaps)
    above_old, above_new = _paired_above(len(old), set(pairs.values())), _paired_above(len(new), pairs.keys())
    for gap in gaps:
        slots: dict[int, tuple[list[int], list[int]]] = {}
        for row in gap.old:
            slots.setdefault(above_old[row], ([], []))[0].append(row)
        for row in gap.new:
            slots.setdefault(pairs.get(above_new[row], _TOP), ([], []))[1].append(row)
        for went, came in slots.values():
            if len(went) == len(came):
                pairs |= {j: i for i, j in zip(went, came, strict=True) if _likeness(old[i], new[j], close=False)}


def _paired_above(count: int, paired: Container[int]) -> list[int]:
    """For each row the next one above it that is paired, :data:`_TOP` if there is none."""
    above: list[int] = []
    last = _TOP
    for row in range(count):
        above.append(last)
        if row in paired:
            last = row
    return above


def _leave_out_paired(pairs: Mapping[int, int], gaps: Sequence[_Gap]) -> None:
    taken = set(pairs.values())
    for gap in gaps:
        gap.old = [row for row in gap.old if row not in taken]
        gap.new = [row for row in gap.new if row not in pairs]


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
    name, new_name = old[_NAME], new[_NAME]
    if close and name != new_name and SequenceMatcher(None, name, new_name).ratio() >= _SIMILAR_NAME:
        weight += _SIMILAR_WEIGHT
    return weight
