"""The contents of a booklet: entries broken into lines and spread over pages. Lengths are points."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from core.layout.breaking import Advance, break_lines
from core.layout.text import single_line

LEADING: Final = 20.0
GAP_ABOVE_UNIT: Final = 8.0
INDENT: Final = 21.0
"""Of the tables below their unit: two characters."""
PAGE_NUMBER_ROOM: Final = 40.0
"""Kept free at the right for the dots and the page number."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A unit's line (``form`` is None) or a table's; ``form`` is its index in the booklet."""

    text: str
    form: int | None


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """One line of the contents; the page number of ``form`` stands at the end of an entry's last line."""

    x: float
    y: float
    text: str
    is_unit: bool
    form: int | None


def entries(titles: Sequence[tuple[str, str]]) -> list[Entry]:
    """Entries of a booklet from ``(unit, heading)`` of each table: a unit's line wherever the unit changes."""
    result: list[Entry] = []
    last_unit: str | None = None
    for index, (unit, heading) in enumerate(titles):
        if unit != last_unit:
            result.append(Entry(unit, None))
            last_unit = unit
        result.append(Entry(heading, index))
    return result


def lay_out(
    items: Sequence[Entry], width: float, first_height: float, height: float, unit_advance: Advance, advance: Advance
) -> list[list[ContentsLine]]:
    """Spread the entries over pages.

    Args:
        items: All entries in order.
        width: Of the page frame.
        first_height: Room of the first page, below the cover line; y counts from the top of this room.
        height: Room of every further page.
        unit_advance: Measures the units' lines.
        advance: Measures the tables' lines.
    """
    pages: list[list[ContentsLine]] = [[]]
    y = 0.0
    for position, item in enumerate(items):
        is_unit = item.form is None
        x = 0.0 if is_unit else INDENT
        texts = break_lines(
            single_line(item.text),
            width - x - PAGE_NUMBER_ROOM,
            unit_advance if is_unit else advance,
        )
        room = (height if len(pages) > 1 else first_height) + 1e-6
        gap = GAP_ABOVE_UNIT if is_unit and y else 0.0
        kept = len(texts) + (1 if is_unit and position + 1 < len(items) else 0)  # a unit keeps with its first table
        if y and y + gap + kept * LEADING > room:
            pages.append([])
            y = gap = 0.0
        y += gap
        for number, text in enumerate(texts):
            if y and y + LEADING > (height if len(pages) > 1 else first_height) + 1e-6:
                pages.append([])
                y = 0.0
            is_last = number == len(texts) - 1
            pages[-1].append(ContentsLine(x, y, text, is_unit, item.form if is_last else None))
            y += LEADING
    return pages
