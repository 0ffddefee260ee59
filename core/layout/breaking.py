r"""Breaking of Chinese text into lines, with 禁则: what may not begin and what may not end a line.

Rules after GB/T 15834-2011 and W3C's "Requirements for Chinese Text Layout". The text is cut into units that
are never divided unless one alone is wider than the line. A unit is

- a run of letters and digits with the signs inside it (``1234567.89``, ``OA``, ``2025-2027``), a run of — or …,
  or one other character with its combining marks;
- with everything behind it that may not begin a line (``，``, ``）``, ``%``), everything before it that may not
  end one (``（``, ``≥``), and with what stands on the other side of a solidus or hyphen.

Spaces before a break stay at the end of the line and take no room there.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

_JOINERS: Final = frozenset("/／-−")
_DASHES: Final = frozenset("—…⋯")
_CLOSERS: Final = frozenset(
    "，。、；：？！）〕］｝》〉」』】〗”’〞〟﹐﹑﹒﹔﹕﹖﹗·‧・．～－–⁓々〻ー％‰℃℉°′″¢￠,.;:?!)]}%~"
)
_OPENERS: Final = frozenset("（〔［｛《〈「『【〖“‘〝([{≥≤≧≦＞＜><±￥¥＄$￡£€№§")

NOT_AT_START: Final = _CLOSERS | _DASHES | _JOINERS
"""No line but the first of a paragraph begins with one of these."""

NOT_AT_END: Final = _OPENERS | _JOINERS
"""No line but the last of a paragraph ends with one of these."""

SPACES: Final = " \u00a0\u3000"


def _any_of(*sets: frozenset[str] | str) -> str:
    return "[" + "".join(re.escape(character) for members in sets for character in sorted(members)) + "]"


_ALNUM: Final = "[0-9A-Za-z０-９Ａ-Ｚａ-ｚ\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff]"
_MARK: Final = "[\u0300-\u036f\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f]"
_GAP: Final = f"{_any_of(SPACES)}*+"
_WORD: Final = rf"[-+−]?{_ALNUM}+(?:[-.,:_@&'+~*·．\u2010]{_ALNUM}+|{_MARK})*"
_HEAD: Final = f"(?:{_any_of(_OPENERS)}{_GAP})*(?:{_WORD}|{_any_of(_DASHES)}+|[^{SPACES}]{_MARK}*)"
_UNIT: Final = re.compile(
    f"{_HEAD}(?:{_GAP}{_any_of(_CLOSERS, _DASHES)}|{_GAP}{_any_of(_JOINERS)}(?:{_GAP}{_HEAD})?)*{_GAP}"
    f"|{_any_of(SPACES)}+"
)
_INSIDE_WORD: Final = re.compile(rf"{_ALNUM}{{2}}")
_MARK_CHARACTER: Final = re.compile(_MARK)

Advance = Callable[[str], float]
"""The width of a string, in the unit of the line's width; the sum of its characters' widths."""


def break_lines(text: str, width: float, advance: Advance) -> list[str]:
    r"""Break a text into lines.

    Args:
        text: Already cleaned; ``\n`` ends a paragraph.
        width: Room of a line. A single character wider than that stands on a line of its own.
        advance: Measures a string.

    Returns:
        At least one line. Joined they are the text without its ``\n``, spaces included.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        if advance(paragraph) <= width:
            lines.append(paragraph)
        else:
            lines.extend(_fill_lines(paragraph, width, advance))
    return lines


def widest_unit(text: str, advance: Advance) -> float:
    """The width of the widest unit of a text: in a narrower line it is cut."""
    return max((advance(unit.rstrip(SPACES)) for unit in _UNIT.findall(text)), default=0.0)


def _fill_lines(paragraph: str, width: float, advance: Advance) -> Iterator[str]:
    line: list[str] = []
    used = 0.0
    for unit in _UNIT.findall(paragraph):
        room = advance(unit)
        if used + room <= width or used + advance(unit.rstrip(SPACES)) <= width:
            line.append(unit)
            used += room
            continue
        if line:
            yield "".join(line)
        *full, rest = _divide(unit, width, advance)
        yield from full
        line, used = [rest], advance(rest)
    if line:
        yield "".join(line)


def _divide(unit: str, width: float, advance: Advance) -> Iterator[str]:
    """The unit itself, or its parts if it is wider than the line, cut where it hurts least."""
    while len(unit) > 1 and advance(unit.rstrip(SPACES)) > width:
        fitting, used = 0, 0.0
        while fitting < len(unit) and used + (step := advance(unit[fitting])) <= width:
            used += step
            fitting += 1
        cut = _least_evil_cut(unit, max(fitting, 1))
        yield unit[:cut]
        unit = unit[cut:]
    yield unit


def _least_evil_cut(unit: str, fitting: int) -> int:
    """Where to cut, at ``fitting`` characters or before: outside words in the line's latter half, else by 禁则."""
    lawful = [cut for cut in range(fitting, 0, -1) if _is_lawful(unit, cut)]
    outside_words = [cut for cut in lawful if cut * 2 > fitting and not _INSIDE_WORD.match(unit, cut - 1)]
    return next(iter(outside_words or lawful), fitting)


def _is_lawful(unit: str, cut: int) -> bool:
    before, after = unit[cut - 1], unit[cut : cut + 1]
    return before not in NOT_AT_END and after not in NOT_AT_START and not _MARK_CHARACTER.match(after)
