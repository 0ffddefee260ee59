"""Family V: the 指标值."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from core.audit.findings import Level
from core.audit.registry import INDICATOR_ORDER, Hit, rule
from core.audit.settings import AuditSettings
from core.audit.subject import Row, Subject
from core.audit.texts import quoted, without_remark
from core.catalogue.measures import MeasureKind
from core.catalogue.words import Words, any_in
from core.domain.edits import ChangeSet, change, set_field
from core.domain.records import Indicator, TargetTable
from core.domain.values import Comparator, ValueKind, parse_value

LOWER_BOUNDS: Final = (Comparator.AT_LEAST, Comparator.ABOVE)
UPPER_BOUNDS: Final = (Comparator.AT_MOST, Comparator.BELOW)

_VALUE: Final = (INDICATOR_ORDER, "indicator.value")
_CATEGORY: Final = ("year.scheme", "indicator.category", "indicator.subcategory")
_HUNDRED: Final = Decimal(100)
_CHINESE_FIGURES: Final = "一二两三四五六七八九十百千"
_AT_MOST: Final = re.compile(r"[≤≦⩽＜<]=?\s*\d")
_REACHING: Final = "达到"


@rule(
    "V01",
    Level.ERROR,
    "指标值空白",
    basis="没有指标值就没有考核的标准。",
    reads=_VALUE,
)
def v01(subject: Subject) -> Iterator[Hit]:
    """指标值 blank."""
    for row in subject.rows:
        if row.value.kind is ValueKind.BLANK:
            yield Hit("指标值没有填写。", row.number, "value")


def _meant_unit(name: str, unit: str, settings: AuditSettings) -> str | None:
    """The unit most likely meant; 万 is money only where the indicator's name speaks of money."""
    likely = settings.measures.likely.get(unit)
    if likely is None or (likely in settings.measures.wan_yuan and not any_in(settings.words.money, name)):
        return None
    return likely


def _mend_unit(table: TargetTable, row: int | None, column: str | None, settings: AuditSettings) -> ChangeSet:
    indicator = table.indicators[(row or 1) - 1]
    unit = parse_value(indicator.value).measure_unit
    likely = _meant_unit(indicator.name, unit, settings)
    if likely is None:
        return ChangeSet("改正计量单位", ())
    head, _, tail = indicator.value.rpartition(unit)
    return change("改正计量单位", [set_field(indicator, "value", head + likely + tail)])


@rule(
    "V02",
    Level.WARNING,
    "计量单位不在目录中",
    basis="计量单位不规范，数值就无法比较和汇总。",
    reads=(*_VALUE, "indicator.name"),
    fix=_mend_unit,
)
def v02(subject: Subject) -> Iterator[Hit]:
    """计量单位 not in the list, with the likely one."""
    for row in subject.rows:
        unit = row.value.measure_unit
        if unit and row.measure_kind is None:
            likely = _meant_unit(row.indicator.name, unit, subject.settings)
            advice = f"，应当是“{likely}”" if likely else ""
            yield Hit(f"指标值{quoted(row.value.text)}的计量单位“{unit}”不在目录中{advice}。", row.number, "value")


def _mend_hundred(table: TargetTable, row: int | None, column: str | None, settings: AuditSettings) -> ChangeSet:
    indicator = table.indicators[(row or 1) - 1]
    value = parse_value(indicator.value)
    safe = value.measure_unit == "%" and value.number == _HUNDRED and value.comparator in LOWER_BOUNDS
    return change("改为 100%", [set_field(indicator, "value", "100%")] if safe else [])


@rule(
    "V03",
    Level.WARNING,
    "百分比超过 100%",
    basis="除增长率、节约率等以外，比率不可能超过 100%。",
    reads=(*_VALUE, "indicator.name"),
    fix=_mend_hundred,
)
def v03(subject: Subject) -> Iterator[Hit]:
    """A percentage above 100, or ≥/＞ 100%; rates of growth and saving excepted by name."""
    for row in subject.rows:
        value, name = row.value, row.indicator.name
        if value.number is None or row.measure_unit != "%" or _may_exceed_hundred(name, subject.words):
            continue
        if value.number > _HUNDRED:
            yield Hit(f"{quoted(name)}的指标值{quoted(value.text)}超过了 100%。", row.number, "value")
        elif value.number == _HUNDRED and value.comparator in LOWER_BOUNDS and not _reaches(value.text):
            yield Hit(
                f"{quoted(name)}最多是 100%，指标值{quoted(value.text)}应当写作“100%”。",
                row.number,
                "value",
            )


def _may_exceed_hundred(name: str, words: Words) -> bool:
    """Whether the name speaks of growth or saving; 改造提升工程完成率 and its kin are shares all the same."""
    if any_in(words.over_fulfilled, name):
        return True
    return any_in(words.may_exceed_hundred, name) and not as_rate(name, words).endswith(words.at_most_hundred)


def as_rate(name: str, words: Words) -> str:
    """The name without a remark, 率 for other words that end it: 合格率 for 合格比例（%）."""
    bare = without_remark(name).strip()
    return next((bare.removesuffix(word) + "率" for word in words.rate_words if bare.endswith(word)), bare)


def _reaches(text: str) -> bool:
    """达到100% asks for all of it and says no "or more"."""
    return text.strip().startswith(_REACHING)


@rule(
    "V04",
    Level.WARNING,
    "成本指标没有上限",
    basis="成本指标控制支出，应当用“≤”“＜”或“不超过”写明上限。",
    reads=(*_VALUE, *_CATEGORY, "indicator.name"),
)
def v04(subject: Subject) -> Iterator[Hit]:
    """成本指标 without an upper bound; rates, savings, set standards and a cost of nothing need none."""
    for row in subject.costs:
        if row.value.kind is not ValueKind.BLANK and not _is_bounded_above(row, subject.words):
            yield Hit(
                f"成本指标{quoted(row.indicator.name)}的指标值{quoted(row.value.text)}没有上限，"
                "应当用“≤”“＜”或“不超过”。",
                row.number,
                "value",
            )


def _is_bounded_above(row: Row, words: Words) -> bool:
    value = row.value
    return (
        value.has_upper_bound
        or value.number == 0
        or row.measure_kind is MeasureKind.RATIO
        or any_in(words.saving, row.indicator.name)
        or (value.number is not None and without_remark(row.indicator.name).endswith(words.standard))
        or (value.kind is ValueKind.WORDS and _says_at_most(value.text, words))
    )


def _says_at_most(text: str, words: Words) -> bool:
    return any_in(words.upper_bound, text) or _AT_MOST.search(text) is not None


@rule(
    "V10",
    Level.WARNING,
    "符号后面没有数字，或数字没有计量单位",
    basis="符号、数字、计量单位三者齐全才是一个完整的指标值。",
    reads=(*_VALUE, "indicator.name", "indicator.description"),
)
def v10(subject: Subject) -> Iterator[Hit]:
    """Comparator with no number after it, or a number with no 计量单位; nothing (0) needs none."""
    for row in subject.rows:
        value, indicator = row.value, row.indicator
        if value.kind is ValueKind.WORDS and value.comparator and _lacks_number(value.text):
            yield Hit(f"指标值{quoted(value.text)}的比较符号后面没有数字。", row.number, "value")
        elif value.number and not row.measure_unit and not _needs_no_unit(indicator, subject.words):
            yield Hit(f"指标值{quoted(value.text)}没有计量单位。", row.number, "value")


def _needs_no_unit(indicator: Indicator, words: Words) -> bool:
    """Whether it is a bare figure by nature; 比例 in a description only says how a rate is reckoned."""
    named, described = indicator.name, indicator.description
    return any_in(words.without_unit, named) or any_in(words.without_unit_described, described)


def _lacks_number(text: str) -> bool:
    """Whether a sign stands before words without a figure, or a comparator in words (不低于) before nothing at all."""
    if text.strip()[0].isalpha():
        return parse_value(f"{text}1").kind is ValueKind.NUMBER
    return not any(character.isdigit() or character in _CHINESE_FIGURES for character in text)
