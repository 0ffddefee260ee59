"""Which row of one state of a table is which row of another, where nothing but the texts can tell."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final, TypeAlias

from core.domain.records import INDICATOR_COLUMNS

Texts: TypeAlias = tuple[str, ...]
"""A row as its columns' texts, white space at the ends left out."""

_WEIGHTS: Final = {"category": 0.5, "subcategory": 0.5, "name": 3.0, "description": 2.0, "value": 1.0}
_ALIKE: Final = 2.0
"""From this weight of equal cells on two rows are one row, edited; 一级 and 二级指标 alone say nothing."""
_SIMILAR_NAME: Final = 0.6
_SIMILAR_WEIGHT: Final = 1.5
_MOST_COMPARED: Final = 60
"""Runs of changed rows longer than this are paired by equal names only: comparing all with all would be felt."""


def align(old: Sequence[Texts], new: Sequence[Texts]) -> dict[int, int]:
    """Pair the rows of two states.

    Equal rows are paired first, in order and then wherever they have moved to; what is left between them by likeness,
    and by place where as many rows went as came.

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
    for old_rows, new_rows in gaps:
        _pair_alike(old, new, pairs, old_rows, new_rows)
        _pair_by_place(pairs, old_rows, new_rows)
    return pairs


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
    old: Sequence[Texts], new: Sequence[Texts], pairs: dict[int, int], old_rows: list[int], new_rows: list[int]
) -> None:
    """Pair the most alike first; a pair is taken out of both lists."""
    close = max(len(old_rows), len(new_rows)) <= _MOST_COMPARED
    likeness = [(_likeness(old[i], new[j], close), -abs(i - j), i, j) for i in old_rows for j in new_rows]
    for weight, _, i, j in sorted(likeness, reverse=True):
        if weight < _ALIKE:
            break
        if i in old_rows and j in new_rows:
            pairs[j] = i
            old_rows.remove(i)
            new_rows.remove(j)


def _pair_by_place(pairs: dict[int, int], old_rows: list[int], new_rows: list[int]) -> None:
    if len(old_rows) == len(new_rows):
        pairs |= zip(new_rows, old_rows, strict=True)


def _likeness(old: Texts, new: Texts, close: bool) -> float:
    cells = zip(INDICATOR_COLUMNS, old, new, strict=True)
    weight = sum(_WEIGHTS[column] for column, before, after in cells if before and before == after)
    name, new_name = old[INDICATOR_COLUMNS.index("name")], new[INDICATOR_COLUMNS.index("name")]
    if close and name != new_name and SequenceMatcher(None, name, new_name).ratio() >= _SIMILAR_NAME:
        weight += _SIMILAR_WEIGHT
    return weight
