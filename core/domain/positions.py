"""Where a record stands among its siblings: whole numbers with gaps, so that one move touches one record.

Order is all that a position means; the numbers themselves are never shown, printed or compared.
"""

from collections.abc import Sequence

STEP = 1024


def append_after(last: int | None, count: int = 1) -> list[int]:
    """Positions for ``count`` records behind the last sibling's position (``None``: there is none)."""
    start = 0 if last is None else last
    return [start + STEP * (i + 1) for i in range(count)]


def squeeze_between(before: int | None, after: int | None, count: int) -> list[int] | None:
    """Ascending positions for ``count`` records between two siblings, or ``None`` if the gap is too narrow."""
    if after is None:
        return append_after(before, count)
    low = after - STEP * (count + 1) if before is None else before
    room = after - low
    if room <= count:
        return None
    return [low + room * (i + 1) // (count + 1) for i in range(count)]


def respread(count: int) -> list[int]:
    """Fresh positions for all siblings, for when a gap has closed."""
    return append_after(None, count)


def place(existing: Sequence[int], index: int, count: int) -> tuple[list[int], list[int] | None]:
    """Make room for ``count`` new records before the sibling at ``index``.

    Args:
        existing: The siblings' positions in order.
        index: 0 to ``len(existing)``.
        count: How many records come in.

    Returns:
        The new records' positions, and, only if the siblings had to be spread anew, theirs in order.
    """
    before = existing[index - 1] if index > 0 else None
    after = existing[index] if index < len(existing) else None
    squeezed = squeeze_between(before, after, count)
    if squeezed is not None:
        return squeezed, None
    spread = respread(len(existing) + count)
    return spread[index : index + count], spread[:index] + spread[index + count :]
