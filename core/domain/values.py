"""The grammar of 指标值 (form.md section 6).

``value = [comparator] number measure_unit | number "%" | date phrase | words``

A :class:`Value` is a reading of a text, beside the text and never instead of it: what is printed is always
the text as entered. No comparator means "equals"; none is ever added.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from itertools import groupby
from typing import Final


class Comparator(Enum):
    """How the result has to stand to the number; the value is the sign that the form prints."""

    AT_LEAST = "≥"
    AT_MOST = "≤"
    ABOVE = "＞"
    BELOW = "＜"
    EQUAL = "＝"


class ValueKind(Enum):
    """What a 指标值 turned out to be."""

    BLANK = "blank"
    NUMBER = "number"
    DATE = "date"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Value:
    """A 指标值 with the reading of it.

    Attributes:
        text: As entered; this is what is printed.
        kind: What it reads as.
        comparator: The comparator, wherever it stood (``≥95%``, ``不低于95%``, ``95%以上``), or ``None``.
        number: The number, for ``NUMBER`` only.
        measure_unit: The 计量单位 behind the number, ``"%"`` included; ``""`` if there is none.
    """

    text: str
    kind: ValueKind
    comparator: Comparator | None = None
    number: Decimal | None = None
    measure_unit: str = ""

    @property
    def has_upper_bound(self) -> bool:
        """Whether the value says "at most" (rule V04)."""
        return self.comparator in (Comparator.AT_MOST, Comparator.BELOW)


@dataclass(frozen=True, slots=True)
class Normalisation:
    """One change made to a value on entry, to be shown beside it."""

    before: str
    after: str


# Sign spellings that are normalised on entry. A lone ">" or "<" is not among them: it is a legal way to
# write the comparator (table 2 prints ">85分") and stays as entered.
_SIGN_SPELLINGS: Final = {
    Comparator.AT_LEAST: (">=", "=>", "》=", "＞=", ">＝", "＞＝", "＝＞", "=＞", "＝>", "≧", "⩾", "》＝"),
    Comparator.AT_MOST: ("<=", "=<", "《=", "＜=", "<＝", "＜＝", "＝＜", "=＜", "＝<", "≦", "⩽", "《＝"),
}
# The names of the signs themselves, normalised on entry too; other words are how one writes a value, and stay.
_SIGN_NAMES: Final = {
    Comparator.AT_LEAST: ("大于等于", "大于或等于"),
    Comparator.AT_MOST: ("小于等于", "小于或等于"),
}
_WORD_SPELLINGS: Final = {
    Comparator.AT_LEAST: ("不低于", "不少于", "不小于", "不得低于", "不得少于", "至少", "达到"),
    Comparator.AT_MOST: (
        *("不超过", "不高于", "不大于", "不多于", "不得超过", "不得高于", "不超", "至多"),
        *("控制在", "最多"),
    ),
    Comparator.ABOVE: ("大于", "高于", "超过", "多于"),
    Comparator.BELOW: ("小于", "低于", "少于"),
    Comparator.EQUAL: ("等于",),
}
_PLAIN_SIGNS: Final = {
    Comparator.AT_LEAST: ("≥",),
    Comparator.AT_MOST: ("≤",),
    Comparator.ABOVE: ("＞", ">"),
    Comparator.BELOW: ("＜", "<"),
    Comparator.EQUAL: ("＝", "="),
}
_TAIL_SPELLINGS: Final = {
    Comparator.AT_LEAST: ("及以上", "或以上", "以上"),
    Comparator.AT_MOST: ("及以下", "或以下", "以下", "以内", "之内", "内"),
}


def _lookup(*tables: Mapping[Comparator, tuple[str, ...]]) -> dict[str, Comparator]:
    return {
        spelling: comparator for table in tables for comparator, spellings in table.items() for spelling in spellings
    }


def _alternatives(spellings: dict[str, Comparator]) -> str:
    return "|".join(re.escape(s) for s in sorted(spellings, key=len, reverse=True))


_NORMALISED = {ValueKind.NUMBER: _lookup(_SIGN_SPELLINGS, _SIGN_NAMES), ValueKind.DATE: _lookup(_SIGN_SPELLINGS)}
_HEADS = _lookup(_SIGN_SPELLINGS, _SIGN_NAMES, _WORD_SPELLINGS, _PLAIN_SIGNS)
_TAILS = _lookup(_TAIL_SPELLINGS)
_TO_HALF_WIDTH = str.maketrans("０１２３４５６７８９．％－", "0123456789.%-")

_HEAD = re.compile(rf"\s*({_alternatives(_HEADS)})\s*")
# A measure unit is % or ‰, or a short run of letters with the joints of 次/天, 人·次, m²; 以上 and its kin end it, and
# so does 左右, with which it is words and no number.
_NUMBER = re.compile(
    r"(?P<number>-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)"
    rf"\s*(?P<unit>[%‰]|(?:[^\W\d_]|[℃㎡㎥²³°])(?:(?!{_alternatives(_TAILS)}|左右)(?:[^\W\d_]|[℃㎡㎥²³°/·.*])){{0,9}})?"
    rf"\s*(?P<tail>{_alternatives(_TAILS)})?\s*\Z"
)
_YEAR = r"(?:(?:19|20)\d{2}|2\d(?=年[初中末底])|当|本|次|每|上|下)"
_DATE = re.compile(
    rf"(?:于|在)?\s*(?:(?:{_YEAR}\s*[财学]?年度?|(?:19|20)\d{{2}}\s*[-./]\s*\d{{1,2}}(?:\s*[-./]\s*\d{{1,2}})?)"
    r"(?:\s*(?:第?[一二三四1-4]季度|上半年|下半年|\d{1,2}月份?)?(?:\s*\d{1,2}[日号])?)|"
    r"(?:每|当|次|本)?\d{0,2}月份?(?:\s*\d{1,2}[日号])?|第[一二三四1-4]季度|[上下]半年|年)"
    r"\s*(?:[初中末底]|上旬|中旬|下旬)?\s*(?:之?前|以前|内|之内|前?完成|前?到位)?\s*\Z"
)


def parse_value(text: str) -> Value:
    """Read a 指标值; total, raises nothing, and keeps ``text`` to the letter."""
    half = text.translate(_TO_HALF_WIDTH).strip()
    if not half:
        return Value(text, ValueKind.BLANK)
    head = _HEAD.match(half)
    comparator = _HEADS[head.group(1)] if head else None
    rest = half[head.end() :] if head else half
    if _DATE.match(rest):
        return Value(text, ValueKind.DATE, comparator)
    match = _NUMBER.match(rest)
    if match is None:
        return Value(text, ValueKind.WORDS, comparator)
    tail = match.group("tail")
    return Value(
        text=text,
        kind=ValueKind.NUMBER,
        comparator=comparator or (_TAILS[tail] if tail else None),
        number=Decimal(match.group("number").replace(",", "")),
        measure_unit=match.group("unit") or "",
    )


def compose_value(comparator: Comparator | None, number: Decimal, measure_unit: str) -> str:
    """Put a value together from its parts, e.g. ``≥95%``; ``parse_value`` reads the same parts back."""
    return f"{comparator.value if comparator else ''}{number:f}{measure_unit}"


def normalise_value(text: str) -> tuple[str, tuple[Normalisation, ...]]:
    """What a clerk's typing becomes in the cell: ``>=９５％`` becomes ``≥95%``.

    Only spellings that the form never prints are touched, and only in a text that reads as a number or a
    date: full-width digits, ``％``, two-sign comparators and their names, white space around a number and its parts.
    Words stay to the letter. Applied on typing only, never on import.

    Returns:
        The text for the cell, and each change made, in order; the text is unchanged when there is none.
    """
    value = parse_value(text)
    normalised = _NORMALISED.get(value.kind)
    if normalised is None:
        return text, ()
    changes: list[Normalisation] = []
    result = text.strip()
    head = _HEAD.match(result)
    if head and head[1] in normalised:
        sign = normalised[head[1]].value
        changes.append(Normalisation(head[1], sign))
        result = sign + result[head.end() :]
    half = result.translate(_TO_HALF_WIDTH)
    changes += _runs_changed(result, half)
    tight = "".join(half.split())
    if value.kind is ValueKind.NUMBER and tight != half and _means_the_same(parse_value(tight), value):
        return tight, (Normalisation(text, tight),)
    if not changes and half != text:
        changes.append(Normalisation(text, half))
    return half, tuple(changes)


def _runs_changed(before: str, after: str) -> list[Normalisation]:
    """What changed between two texts of one length, neighbouring characters together."""
    pairs = groupby(zip(before, after, strict=True), lambda pair: pair[0] != pair[1])
    return [Normalisation(*map("".join, zip(*run, strict=True))) for changed, run in pairs if changed]


def _means_the_same(one: Value, other: Value) -> bool:
    """Whether two spellings read alike: without its blank ``1 月`` would be a date."""
    return replace(one, text="") == replace(other, text="")
