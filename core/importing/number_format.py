"""Numbers of a worksheet as the sheet shows them.

A cell holds ``0.95`` and a format such as ``0%``; what the clerk reads, and means, is ``95%``. Padding is left out.
Fractions and numbers in Chinese characters are not rendered.
"""

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Final

from core.importing.date_format import DATE_PARTS, show_date

GENERAL: Final = "General"
_ACCOUNTING: Final = '{0}{1};-{0}{1};{0}"-"'
BUILT_IN: Final = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: "¥#,##0",
    6: "¥#,##0",
    7: "¥#,##0.00",
    8: "¥#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    41: _ACCOUNTING.format("", "#,##0"),
    42: _ACCOUNTING.format('"¥"', "#,##0"),
    43: _ACCOUNTING.format("", "#,##0.00"),
    44: _ACCOUNTING.format('"¥"', "#,##0.00"),
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    **dict.fromkeys((34, 55), '上午/下午h"时"mm"分"'),
    **dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"'),
}
"""Formats that files name by number only, as Excel shows them in Chinese (ECMA-376 part 1, 18.8.30)."""

_EXACT_DIGITS = 15
"""A worksheet's number is a binary one; beyond these digits stands what the conversion left."""
_FURTHEST_EXPONENT = 30
_LONGEST_CODE: Final = 255
"""Characters of a format: Excel's own limit."""
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<general>general|G/通用格式)'
    rf"|(?P<power>E[+-])|(?P<date>{DATE_PARTS})|(?P<plain>.)",
    re.DOTALL | re.IGNORECASE,
)
_ELAPSED = re.compile(r"(h+|m+|s+)\Z", re.IGNORECASE)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\Z")
_COMPARE: Final[dict[str, Callable[[Decimal, Decimal], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_DIGITS = frozenset("0#?")
_CHINESE: Final = re.compile(r"\$[^-]*-(?:[0-9A-F]*804|zh-(?:CN|Hans))\b.*\Z", re.IGNORECASE)
_COLOUR: Final = re.compile(r"(?:black|blue|cyan|green|magenta|red|yellow|colou?r ?\d+|红色?|蓝色?)\Z", re.IGNORECASE)
_DAY_OF_SYSTEM, _HOUR_OF_SYSTEM = 'yyyy"年"m"月"d"日"', "h:mm:ss"
_SYSTEM_DATES: Final = {
    **dict.fromkeys(("$-F800", "$-X-SYSDATE"), _DAY_OF_SYSTEM),
    **dict.fromkeys(("$-F400", "$-X-SYSTIME"), _HOUR_OF_SYSTEM),
}
"""Formats that are the machine's own, whatever stands behind."""
_TELLS_NEGATIVE: Final = re.compile(r"[-－−(（负△▲]")


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of a format; ``kind``: literal, general, power, date, elapsed, plain, or unknown."""

    kind: str
    text: str


_TEXT: Final = _Token("unknown", "@")
_POINT, _COMMA, _PERCENT, _SLASH = (_Token("plain", text) for text in ".,%/")


@dataclass(frozen=True, slots=True)
class _Section:
    """One section of a format.

    Attributes:
        tokens: Its pieces.
        condition: For which numbers it is, if it says so.
        is_coloured: Whether it has a colour of its own, which may be all that tells negative numbers.
        is_chinese: Whether names of days and hours are Chinese.
    """

    tokens: tuple[_Token, ...]
    condition: Callable[[Decimal], bool] | None
    is_coloured: bool
    is_chinese: bool

    def has(self, *kinds: str) -> bool:
        return any(token.kind in kinds for token in self.tokens)


def read_number(digits: str) -> Decimal | None:
    """The number in a cell, exact to the digits that a worksheet keeps; ``None`` if it is none."""
    try:
        number = Decimal(digits)
        return Context(prec=_EXACT_DIGITS, rounding=ROUND_HALF_UP).plus(number) if number.is_finite() else None
    except ArithmeticError:  # it is none, or larger than any that a worksheet can hold
        return None


def plain(number: Decimal) -> str:
    """The number without exponent and idle zeros; one that nobody writes out keeps its exponent."""
    if not number:
        return "0"
    if abs(number.adjusted()) > _FURTHEST_EXPONENT:
        return str(number)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown(number: Decimal, code: str, since_1904: bool = False) -> str | None:
    """What a cell with this number and this format shows; ``None`` if that is not known.

    Args:
        number: As :func:`read_number` gives it.
        code: The format, e.g. ``0.00``, ``0%``, ``0"次"``, ``yyyy-m-d``.
        since_1904: Whether the workbook counts its days from 1904.
    """
    if code.strip().lower() in ("", GENERAL.lower(), "@") or abs(number.adjusted()) > _FURTHEST_EXPONENT:
        return plain(number)
    if len(code) > _LONGEST_CODE:
        return None
    section, is_of_negatives = _section_for(number, _sections(code))
    if section is None or section.has("unknown"):
        return None
    if section.has("date", "elapsed"):
        pieces = [(token.kind, token.text) for token in section.tokens]
        return show_date(number, pieces, since_1904=since_1904, is_chinese=section.is_chinese)
    text = _number(abs(number), section)
    if text is None or _is_hidden(number, text):  # it is there all the same
        return None
    if is_of_negatives and section.is_coloured and not _TELLS_NEGATIVE.search(text):
        is_of_negatives = False  # the sheet tells by the colour, which does not come in
    sign = "-" if number < 0 and not is_of_negatives and re.search(r"[1-9]", text) else ""
    return (sign + text).strip()


def shown_text(text: str, code: str) -> str | None:
    """What a cell with this text and this format shows, ``3人次`` by ``@"人次"``; ``None`` if the format hides it.

    Only a format of four sections, or one whose last section has ``@``, says something of texts.
    """
    if code == "@" or not ("@" in code or ";" in code) or len(code) > _LONGEST_CODE:
        return text
    sections = _sections(code)
    section = sections[3] if len(sections) > 3 else sections[-1]
    if _TEXT in section.tokens:
        return "".join(text if token == _TEXT else token.text for token in section.tokens)
    return None if len(sections) > 3 else text


def _is_hidden(number: Decimal, text: str) -> bool:
    """Whether a text shows nothing of a number: no text, or a zero where ten thousand are shown as one."""
    is_zero = "0" in text and not re.search(r"[1-9]", text)
    return bool(number) and (not text or (abs(number) >= 1 and is_zero))


def _section_for(number: Decimal, sections: Sequence[_Section]) -> tuple[_Section | None, bool]:
    """The section that a number falls under, and whether it is that of negative numbers, which writes their sign."""
    if any(section.condition for section in sections):
        found = next((one for one in sections if one.condition is None or one.condition(number)), None)
        return found, False
    numeric = sections[:3]
    if number < 0 and len(numeric) > 1:
        return numeric[1], True
    return (numeric[2] if not number and len(numeric) > 2 else numeric[0]), False


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[list[re.Match[str]]] = [[]]
    for match in _TOKEN.finditer(code):
        if match["plain"] == ";":
            parts.append([])
        else:
            parts[-1].append(match)
    return tuple(_section(part) for part in parts)


def _section(matches: Sequence[re.Match[str]]) -> _Section:
    brackets = [match["bracket"] for match in matches if match["bracket"] is not None]
    system = next((code for name, code in _SYSTEM_DATES.items() if name in (b.upper() for b in brackets)), None)
    if system is not None:
        return _sections(system)[0]
    condition = next((found for text in brackets if (found := _CONDITION.match(text.strip()))), None)
    is_chinese = any(map(_CHINESE.match, brackets))
    tokens = tuple(token for match in matches if (token := _token(match)) is not None)
    is_coloured = any(map(_COLOUR.match, brackets))
    return _Section(tokens, _compared(condition) if condition else None, is_coloured, is_chinese)


def _compared(condition: re.Match[str]) -> Callable[[Decimal], bool]:
    compare, limit = _COMPARE[condition[1]], Decimal(condition[2])
    return lambda number: compare(number, limit)


def _token(match: re.Match[str]) -> _Token | None:
    """The piece of a format; ``None`` for padding, colours and what else shows nothing."""
    bracket = match["bracket"]
    if bracket is not None:
        if _ELAPSED.match(bracket):
            return _Token("elapsed", bracket)
        if bracket.upper().startswith("DBNUM"):
            return _Token("unknown", bracket)
        currency = bracket[1:].partition("-")[0] if bracket.startswith("$") else ""
        return _Token("literal", currency) if currency else None
    literal = match["quoted"] if match["quoted"] is not None else match["escaped"]
    if literal is not None:
        return _Token("literal", literal)
    kind = match.lastgroup
    if kind == "plain" and (match[0] == "@" or (match[0].isascii() and match[0].isalpha())):
        kind = "unknown"
    return _Token(kind, match[0]) if kind is not None else None


def _number(number: Decimal, section: _Section) -> str | None:
    """A number without its sign."""
    if section.has("general"):
        return "".join(plain(number) if token.kind == "general" else token.text for token in section.tokens)
    tokens = section.tokens
    if any(one == _SLASH and _is_digit(tokens, i - 1) and _is_number(tokens, i + 1) for i, one in enumerate(tokens)):
        return None  # a fraction
    return _power(number, tokens) if section.has("power") else _fixed(number, tokens)


def _is_digit(tokens: Sequence[_Token], index: int) -> bool:
    return 0 <= index < len(tokens) and tokens[index].kind == "plain" and tokens[index].text in _DIGITS


def _is_number(tokens: Sequence[_Token], index: int) -> bool:
    is_plain = 0 <= index < len(tokens) and tokens[index].kind == "plain"
    return is_plain and (tokens[index].text in _DIGITS or tokens[index].text.isdecimal())


def _fixed(number: Decimal, tokens: Sequence[_Token]) -> str:
    """A number whose digits stand at the places of ``0``, ``#`` and ``?``, with what stands between them."""
    places = [index for index in range(len(tokens)) if _is_digit(tokens, index)]
    if not places:
        return "".join(token.text for token in tokens)
    point = next((i for i, one in enumerate(tokens) if one == _POINT), len(tokens))
    whole_places = [index for index in places if index < point]
    decimal_places = [index for index in places if index > point]
    commas = [index for index, token in enumerate(tokens) if token == _COMMA]
    scaling = [index for index in commas if index > (whole_places[-1] if whole_places else -1) and index < point]
    scaling += [index for index in commas if index > max(places)]
    is_grouped = any(whole_places and whole_places[0] < index < whole_places[-1] for index in commas)
    percents = sum(token == _PERCENT for token in tokens)
    number = number.scaleb(2 * percents - 3 * len(set(scaling)))
    whole, fraction = _rounded(number, len(decimal_places))
    digits = _places_of_whole(whole, [tokens[index].text for index in whole_places])
    grouped = _grouped(digits) if is_grouped else digits
    shown_at = dict(zip(whole_places, grouped, strict=True))
    wanted = _trimmed(fraction, [tokens[index].text for index in decimal_places])
    shown_at |= dict.fromkeys(decimal_places, "") | dict(zip(decimal_places, wanted, strict=False))
    pieces = []
    for index, token in enumerate(tokens):
        if index in shown_at:
            pieces.append(shown_at[index])
        elif index == point:
            pieces.append("." if wanted else "")
        elif index not in commas:
            pieces.append(token.text)
    return "".join(pieces)


def _rounded(number: Decimal, decimals: int) -> tuple[str, str]:
    """The digits before and behind the point; none before it for a number below one."""
    room = Context(prec=max(number.adjusted(), 0) + decimals + 2)
    text = f"{number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=room):f}"
    whole, _, fraction = text.partition(".")
    return whole.lstrip("0"), fraction


def _places_of_whole(whole: str, places: Sequence[str]) -> list[str]:
    """What stands at each place before the point; the first has all the digits that have no place of their own."""
    if not places:
        return []
    digits = list(whole.rjust(len(places), " "))
    digits = ["".join(digits[: len(digits) - len(places) + 1]), *digits[len(digits) - len(places) + 1 :]]
    first_zero = next((index for index, place in enumerate(places) if place == "0"), len(places))
    return [digit.strip() or ("0" if index >= first_zero else "") for index, digit in enumerate(digits)]


def _grouped(digits: Sequence[str]) -> list[str]:
    """With a separator behind each digit that three, six and so on follow."""
    grouped: list[str] = []
    behind = 0
    for text in reversed(digits):
        piece = ""
        for digit in reversed(text):
            piece = digit + ("," if behind and behind % 3 == 0 else "") + piece
            behind += 1
        grouped.insert(0, piece)
    return grouped


def _trimmed(fraction: str, places: Sequence[str]) -> str:
    """The decimals without idle zeros at the places that ask for none."""
    wanted = max((index + 1 for index, place in enumerate(places) if place == "0"), default=0)
    return fraction[:wanted] + fraction[wanted:].rstrip("0")


def _power(number: Decimal, tokens: Sequence[_Token]) -> str:
    """A number times a power of ten, ``1.23E+04``."""
    at = next(index for index, token in enumerate(tokens) if token.kind == "power")
    before, behind = tokens[:at], tokens[at + 1 :]
    point = next((i for i, one in enumerate(before) if one == _POINT), len(before))
    whole = max(1, sum(_is_digit(before, index) for index in range(point)))
    decimals = sum(_is_digit(before, index) for index in range(point, len(before)))
    exponent = (number.adjusted() // whole) * whole if number else 0
    if whole == 1 and number:
        exponent += len(_rounded(number.scaleb(-exponent), decimals)[0]) > 1
    width = max(1, sum(_is_digit(behind, index) for index in range(len(behind))))
    sign = "-" if exponent < 0 else "+" if tokens[at].text[1] == "+" else ""
    literals = "".join(token.text for index, token in enumerate(behind) if not _is_digit(behind, index))
    return f"{_fixed(number.scaleb(-exponent), before)}E{sign}{abs(exponent):0{width}d}{literals}"
