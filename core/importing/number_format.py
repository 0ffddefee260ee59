"""Numbers of a worksheet as the sheet shows them.

A cell holds ``0.95`` and a format such as ``0%``; what the clerk reads, and means, is ``95%``. Formats that are no
simple number, percentage or date leave the number as it is.
"""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

GENERAL: Final = "General"
BUILT_IN: Final = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    20: "h:mm",
    21: "h:mm:ss",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    **dict.fromkeys((14, 15, 16, 17, 22, 27, 28, 29, 30, 36, 50, 52, 53, 54), "yyyy-m-d"),
    **dict.fromkeys((31, 51, 58), 'yyyy"年"m"月"d"日"'),
    57: 'yyyy"年"m"月"',
}
"""Formats that files name by number only (ECMA-376 part 1, 18.8.30), the Chinese ones included."""

_EXACT_DIGITS = 15
"""A worksheet's number is a binary one; beyond these digits stands what the conversion left."""
_FURTHEST_EXPONENT = 30
_TOKEN = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<plain>.)', re.DOTALL)
_NUMBER = re.compile(r"(?P<integer>[#0?,]*)(?:\.(?P<decimals>[#0?]*))?(?P<percent>%?)\Z")
_DATE_PART = re.compile(r"y+|m+|d+|h+|s+|.", re.IGNORECASE | re.DOTALL)
_DATE_LETTERS = frozenset("ymd")
_LAST_DATE = 2_958_465  # 31 December 9999


def read_number(digits: str) -> Decimal | None:
    """The number in a cell, exact to the digits that a worksheet keeps; ``None`` if it is none."""
    try:
        number = Decimal(digits)
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    return Context(prec=_EXACT_DIGITS, rounding=ROUND_HALF_UP).plus(number)


def plain(number: Decimal) -> str:
    """The number without exponent and idle zeros; one that nobody writes out keeps its exponent."""
    if number and abs(number.adjusted()) > _FURTHEST_EXPONENT:
        return str(number)
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def shown(number: Decimal, code: str, since_1904: bool = False) -> str:
    """What a cell with this number and this format shows.

    Args:
        number: As :func:`read_number` gives it.
        code: The format, e.g. ``0.00``, ``0%``, ``0"次"``, ``yyyy-m-d``.
        since_1904: Whether the workbook counts its days from 1904.
    """
    if abs(number.adjusted()) > _FURTHEST_EXPONENT:
        return plain(number)
    sections = _sections(code)
    negative_section = number < 0 and len(sections) > 1
    pattern = sections[1] if negative_section else sections[0]
    if pattern.is_date:
        return _date(number, pattern, since_1904) or plain(number)
    match = _NUMBER.match(pattern.core)
    if match is None or not pattern.core.strip(",%"):
        return plain(number)
    return pattern.before + _digits(abs(number) if negative_section else number, match) + pattern.after


class _Section:
    """One section of a format: the literal text before and after its core, and the core."""

    def __init__(self) -> None:
        self.before = self.core = self.after = ""
        self.tokens: list[tuple[bool, str]] = []

    @property
    def is_date(self) -> bool:
        return bool(_DATE_LETTERS & set("".join(text for literal, text in self.tokens if not literal).lower()))

    def add(self, literal: bool, text: str) -> None:
        self.tokens.append((literal, text))
        if not literal and text in "#0?,.%":
            self.core += self.after + text
            self.after = ""
        elif self.core:
            self.after += text
        else:
            self.before += text


@lru_cache(maxsize=256)
def _sections(code: str) -> list[_Section]:
    sections = [_Section()]
    if code.strip().lower() == GENERAL.lower():
        return sections
    for token in _TOKEN.finditer(code):
        literal = token["quoted"] if token["quoted"] is not None else token["escaped"]
        if literal is not None:
            sections[-1].add(True, literal)
        elif token["bracket"] is not None:
            if token["bracket"].startswith("$"):  # a currency sign with its country
                sections[-1].add(True, token["bracket"][1:].partition("-")[0])
        elif token["plain"] == ";":
            sections.append(_Section())
        elif token["plain"] is not None:
            sections[-1].add(False, token["plain"])
    return sections


def _digits(number: Decimal, match: re.Match[str]) -> str:
    decimals = match["decimals"] or ""
    if match["percent"]:
        number *= 100
    room = Context(prec=_FURTHEST_EXPONENT + len(decimals) + 4)  # every digit before and behind the point, percents too
    rounded = number.quantize(Decimal(1).scaleb(-len(decimals)), rounding=ROUND_HALF_UP, context=room)
    grouping = "," if "," in match["integer"].strip(",") else ""
    text = f"{rounded:{grouping}f}"
    optional = len(decimals) - len(decimals.rstrip("#?"))
    for _ in range(optional):
        if "." in text and text.endswith("0"):
            text = text[:-1]
    text = text.removesuffix(".")
    integer, point, fraction = text.partition(".")
    sign = "-" if integer.startswith("-") else ""
    wanted = match["integer"].count("0")
    return sign + integer.removeprefix("-").rjust(wanted, "0") + point + fraction + match["percent"]


def _date(number: Decimal, pattern: _Section, since_1904: bool) -> str | None:
    """The date that a number of days stands for, ``None`` if it is out of the calendar."""
    if not 0 <= number <= _LAST_DATE - 1:
        return None
    # The 1900 calendar counts a 29 February 1900 that never was.
    base = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet has no zone
    moment = base + timedelta(seconds=round(number * 86_400))
    pieces = []
    minutes = False
    for literal, text in _merged(pattern.tokens):
        if literal:
            pieces.append(text)
            continue
        for part in _DATE_PART.findall(text):
            letter = part[0].lower()
            if letter == "m" and minutes:
                letter = "n"
            minutes = letter == "h" or (minutes and not letter.isalpha())
            pieces.append(_date_part(moment, letter, len(part)) if letter in "ymdhns" else part)
    return "".join(pieces)


def _merged(tokens: list[tuple[bool, str]]) -> list[tuple[bool, str]]:
    merged: list[tuple[bool, str]] = []
    for literal, text in tokens:
        if merged and merged[-1][0] == literal:
            merged[-1] = (literal, merged[-1][1] + text)
        else:
            merged.append((literal, text))
    return merged


def _date_part(moment: datetime, letter: str, width: int) -> str:
    value = {
        "y": moment.year,
        "m": moment.month,
        "d": moment.day,
        "h": moment.hour,
        "n": moment.minute,
        "s": moment.second,
    }[letter]
    if letter == "y":
        return str(value) if width > 2 else f"{value % 100:02d}"
    return str(value).rjust(min(width, 2), "0")
