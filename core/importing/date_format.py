"""Days and hours of a worksheet as the sheet shows them: a number of days, and a format such as ``yyyy-m-d``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

DATE_PARTS: Final = r"AM/PM|A/P|上午/下午|y+|m+|d+|h+|s+(?:\.0+)?|aaaa?|e+(?![+-])"
"""Pattern of the pieces of a format that stand for a part of a date, in either case."""

_BASE: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet has no zone
"""The 1900 calendar counts a 29 February 1900 that never was."""
_BASE_OF_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001
_END: Final = datetime(9999, 12, 31)  # noqa: DTZ001
_DAY: Final = 86_400  # seconds
_A_TENTH_SECOND: Final = Decimal("0.000001")  # of a day
_MOST_DECIMALS: Final = 9
"""Of seconds; Excel itself shows three."""
_MONTHS: Final = ("January", "February", "March", "April", "May", "June", "July")
_MORE_MONTHS: Final = ("August", "September", "October", "November", "December")
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CHINESE_DAYS: Final = "一二三四五六日"
_HALVES: Final = {"AM/PM": ("AM", "PM"), "A/P": ("A", "P"), "上午/下午": ("上午", "下午")}


@dataclass(frozen=True, slots=True)
class _Moment:
    """A date, and the seconds since the first one, rounded as far as they are shown."""

    date: datetime
    seconds: Decimal
    is_chinese: bool
    has_halves: bool


def show_date(number: Decimal, pieces: Sequence[tuple[str, str]], *, since_1904: bool, is_chinese: bool) -> str | None:
    """The date or hour that a number of days stands for; ``None`` if it is out of the calendar, or in too small parts.

    Args:
        number: Of days.
        pieces: Kind and text of each piece of the format: ``date``, ``elapsed`` (all the hours, ``h``), or to be shown.
        since_1904: Whether the days are counted from 1904, instead of 1900.
        is_chinese: Whether names of days and months are Chinese.
    """
    base = _BASE_OF_1904 if since_1904 else _BASE
    if not 0 <= number <= (_END - base).days:
        return None
    decimals = max((len(text.partition(".")[2]) for kind, text in pieces if kind == "date"), default=0)
    if decimals > _MOST_DECIMALS:
        return None
    seconds = (number * _DAY).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    halves = any(text.upper() in _HALVES for _, text in pieces)
    moment = _Moment(base + timedelta(seconds=int(seconds)), seconds, is_chinese, halves)
    letters = [(text[0].lower() if kind in ("date", "elapsed") else "") for kind, text in pieces]
    shown = []
    for index, (kind, text) in enumerate(pieces):
        if kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[letters[index]]
            shown.append(f"{int(seconds) // unit:0{len(text)}d}")
        elif kind == "date":
            shown.append(_part(moment, text, is_minute=_is_minute(letters, index)))
        else:
            shown.append(text)
    return "".join(shown).strip()


def days_of(text: str, since_1904: bool) -> Decimal | None:
    """The number of days that a date stands for which a worksheet has as a text, ``2025-12-31T00:00:00``.

    ``None`` if it is none. Files of the strict edition of the format have such dates.
    """
    try:
        moment = datetime.fromisoformat(text.removesuffix("Z"))
        since = moment.replace(tzinfo=None) - (_BASE_OF_1904 if since_1904 else _BASE)
    except ValueError:
        return None
    return Decimal(since.days) + (Decimal(since.seconds) / _DAY).quantize(_A_TENTH_SECOND)


def _is_minute(letters: Sequence[str], index: int) -> bool:
    """Whether an ``m`` stands behind hours or before seconds."""
    if letters[index] != "m":
        return False
    before = next((letter for letter in reversed(letters[:index]) if letter), "")
    behind = next((letter for letter in letters[index + 1 :] if letter), "")
    return before == "h" or behind == "s"


def _part(moment: _Moment, text: str, *, is_minute: bool) -> str:
    letter, width, date = text[0].lower(), len(text), moment.date
    if text.upper() in _HALVES:
        return _HALVES[text.upper()][date.hour >= 12]
    if is_minute:
        return str(date.minute).zfill(min(width, 2))
    match letter:
        case "y" | "e":
            return str(date.year) if width > 2 or letter == "e" else f"{date.year % 100:02d}"
        case "m":
            return _month(date.month, width, moment.is_chinese)
        case "d":
            return str(date.day).zfill(width) if width < 3 else _weekday(date, width, moment.is_chinese)
        case "a":
            return ("星期" if width > 3 else "") + _CHINESE_DAYS[date.weekday()]
        case "h":
            hour = (date.hour % 12 or 12) if moment.has_halves else date.hour
            return str(hour).zfill(min(width, 2))
        case _:
            whole, _, decimals = text.partition(".")
            second = moment.seconds % 60
            return f"{second:0{len(whole) + 1 + len(decimals)}f}" if decimals else str(int(second)).zfill(min(width, 2))


def _month(month: int, width: int, is_chinese: bool) -> str:
    if width < 3:
        return str(month).zfill(width)
    if is_chinese:
        return f"{month}月"
    name = (*_MONTHS, *_MORE_MONTHS)[month - 1]
    return name[: {3: 3, 5: 1}.get(width, len(name))]


def _weekday(date: datetime, width: int, is_chinese: bool) -> str:
    if is_chinese:
        return ("周" if width == 3 else "星期") + _CHINESE_DAYS[date.weekday()]
    name = _WEEKDAYS[date.weekday()]
    return name[:3] if width == 3 else name
