"""The contents of a booklet: entries broken into lines and spread over pages. Lengths are points."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import takewhile
from typing import Final

from core.layout.breaking import Advance, break_lines
from core.layout.text import single_line

LEADING: Final = 20.0
GAP_ABOVE_TITLE: Final = 8.0
INDENT: Final = 21.0
"""Of the units below their year and of the tables below their unit: two characters."""
PAGE_NUMBER_ROOM: Final = 40.0
"""Kept free at the right for the dots and the page number."""


class Level(IntEnum):
    """What an entry names."""

    YEAR = 0
    UNIT = 1
    TABLE = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents; ``form`` is a table's index in the booklet, ``None`` for a year or a unit."""

    text: str
    form: int | None
    level: Level = Level.TABLE


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """One line of the contents; the page number of ``form`` stands at the end of an entry's last line."""

    x: float
    y: float
    text: str
    level: Level
    form: int | None


def year_title(year: int) -> str:
    """How contents and outline name a year."""
    return f"{year} 年度"


def unit_title(unit_label: str) -> str:
    """How contents and outline name a unit, also one that has no code and no name yet."""
    return single_line(unit_label) or "（未命名单位）"


def entries(titles: Sequence[tuple[int, str, str]]) -> list[Entry]:
    """Entries of a booklet from ``(year, unit, heading)`` of each table.

    There is a unit's line wherever the unit changes, and a year's above it where the booklet has several years.
    """
    has_years = len({year for year, _, _ in titles}) > 1
    result: list[Entry] = []
    last: tuple[int, str] | None = None
    for index, (year, unit, heading) in enumerate(titles):
        if has_years and (last is None or last[0] != year):
            result.append(Entry(year_title(year), None, Level.YEAR))
        if last != (year, unit):
            result.append(Entry(unit_title(unit), None, Level.UNIT))
        last = year, unit
        result.append(Entry(heading, index))
    return result


def lay_out(
    items: Sequence[Entry], width: float, first_height: float, height: float, title_advance: Advance, advance: Advance
) -> list[list[ContentsLine]]:
    """Spread the entries over pages.

    Args:
        items: All entries in order.
        width: Of the page frame.
        first_height: Room of the first page, below the cover line; y counts from the top of this room.
        height: Room of every further page.
        title_advance: Measures the lines of years and units.
        advance: Measures the tables' lines.
    """
    pages: list[list[ContentsLine]] = [[]]
    y = 0.0
    top_level = min(Level.UNIT, *(item.level for item in items))
    for position, item in enumerate(items):
        is_title = item.form is None
        x = (item.level - top_level) * INDENT
        texts = break_lines(
            single_line(item.text),
            width - x - PAGE_NUMBER_ROOM,
            title_advance if is_title else advance,
        )
        room = (height if len(pages) > 1 else first_height) + 1e-6
        below_title = position > 0 and items[position - 1].form is None
        gap = GAP_ABOVE_TITLE if is_title and not below_title and y else 0.0
        kept = len(texts) + _titles_below(items, position)
        if y and y + gap + kept * LEADING > room:
            pages.append([])
            y = gap = 0.0
        y += gap
        for number, text in enumerate(texts):
            if y and y + LEADING > (height if len(pages) > 1 else first_height) + 1e-6:
                pages.append([])
                y = 0.0
            is_last = number == len(texts) - 1
            pages[-1].append(ContentsLine(x, y, text, item.level, item.form if is_last else None))
            y += LEADING
    return pages


def _titles_below(items: Sequence[Entry], position: int) -> int:
    """How many further lines keep with an entry: a year keeps with its first unit, a unit with its first table."""
    if items[position].form is not None:
        return 0
    titles = sum(1 for _ in takewhile(lambda item: item.form is None, items[position:]))
    return min(titles, len(items) - position - 1)
