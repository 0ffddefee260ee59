"""From one order of rows to another in the fewest kinds of steps that Qt's models know."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowPlan:
    """Steps that lead from an old list of ids to a new one, in this order.

    Attributes:
        removals: ``(first, last)`` index ranges to remove, from the end, so that each range still holds.
        order: The ids that stay, in their new order, or ``None`` if their order is as it was.
        insertions: ``(first, last)`` index ranges of the new list that are new, from the start.
    """

    removals: tuple[tuple[int, int], ...]
    order: tuple[str, ...] | None
    insertions: tuple[tuple[int, int], ...]


def plan_rows(old: Sequence[str], new: Sequence[str]) -> RowPlan:
    """Plan the way from ``old`` to ``new``; ids are unique in each."""
    old_set, new_set = set(old), set(new)
    before = tuple(id_ for id_ in old if id_ in new_set)
    after = tuple(id_ for id_ in new if id_ in old_set)
    return RowPlan(
        removals=tuple(reversed(ranges([i for i, id_ in enumerate(old) if id_ not in new_set]))),
        order=None if before == after else after,
        insertions=ranges([i for i, id_ in enumerate(new) if id_ not in old_set]),
    )


def ranges(indexes: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Ascending indexes as ``(first, last)`` runs."""
    runs: list[tuple[int, int]] = []
    for index in indexes:
        if runs and runs[-1][1] == index - 1:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return tuple(runs)
