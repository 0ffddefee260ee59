"""Family V, second half: whether a 指标值 makes sense for its indicator."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from core.audit.findings import Level
from core.audit.registry import INDICATOR_ORDER, Hit, rule
from core.audit.rules.value import LOWER_BOUNDS, UPPER_BOUNDS, as_rate
from core.audit.subject import Row, Subject
from core.audit.texts import quoted, without_remark
from core.catalogue.measures import MeasureKind
from core.catalogue.schemes import SATISFACTION
from core.catalogue.words import Words, any_in
from core.domain.records import LABELS
from core.domain.values import ValueKind

_VALUE: Final = (INDICATOR_ORDER, "indicator.value")
_NAMED_VALUE: Final = (*_VALUE, "indicator.name")
_CATEGORY: Final = ("year.scheme", "indicator.category", "indicator.subcategory")

_QUALITY: Final = "质量指标"
_TIMELINESS: Final = "时效指标"
_GRADES: Final = ("级", "星", "等", "倍", "成", "名次")
"""V06: units that count, but rank."""

_HUNDRED: Final = Decimal(100)

# What counts the thing before it: 故障次数, 投诉率, 事故发生数; or nothing behind it at all.
_COUNTED: Final = r"(?:的?(?:发生|出现)?(?:次数|件数|起数|个数|总数|数量|数|率|量|频次|人数)?)$"
_QUOTED: Final = re.compile(r"[“”「」\"][^“”「」\"]*[“”「」\"]")
_CLAUSES: Final = re.compile(r"[，。；、！,;!\s]+")
_FIGURE: Final = re.compile(r"\d|[一二两三四五六七八九十百千]")

_CITATION: Final = re.compile(r"《[^》]*》|〔[^〕]*〕|\[(?:19|20)\d{2}\]|[A-Z]{2,}(?:/[A-Z]+)?\s*\d[\d.]*[-—]\d+")
_YEAR: Final = re.compile(
    r"(?<![\dA-Za-z])(?:(?:19|20)\d{2}|2\d(?=年[初末底度]))(?=\s*(?:[财学]?年|[、和及与]\s*(?:19|20)\d{2}\s*年|[-—–~～至到]\s*(?:19|20)\d{2}\s*年|[-./](?:0?[1-9]|1[0-2])(?:[-./]\d{1,2})?(?!\d)))"
)
_CHINESE_YEAR: Final = re.compile(r"(?<![〇○零一二三四五六七八九])(?:一九|二[〇○零])[〇○零一二三四五六七八九]{2}(?=年)")
_CHINESE_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_COMPARED: Final = re.compile(r"(?:较|比|相比于|对比|相较于?|同比)\s*\Z")
_COMPARED_WITH: Final = re.compile(r"\s*年(?:度|[底末])?\s*(?:相比|相较|同期|基数|为(?:基|参照|比较))")

_SPAN: Final = r"(?P<first>(?:19|20)\d{2})\s*年?\s*[-—–~～至到]+\s*(?P<last>(?:19|20)\d{2})\s*年"
# What may stand between the year and the money that bears it: 2019年第二批天津市地方政府一般债券.
_ORIGIN: Final = r"度?(?:[（(]?第?[一二三四五六七八九十\d]+[批期次][)）]?|[^\W\d]{2,3}[省市区]|地方|政府|新增|发行的?)*"
_IN_FIGURES: Final = re.compile(r"\d+(?:\.\d+)?(?=\s*[%％分])")
_SHARE_IN_CHINESE: Final = re.compile(r"百分之(?:[六七八九]|一?百)|[六七八九]成|(?:5|10|五|十)分制")

_FROM_TO: Final = re.compile(
    r"\s*(?P<low>\d+(?:\.\d+)?)\s*[%％分]?\s*(?:[-—–~～±]|至|到)\s*(?P<high>\d+(?:\.\d+)?)\s*[%％分]\s*\Z"
)


@rule(
    "V05",
    Level.WARNING,
    "比较符号方向相反",
    basis="时间、故障、投诉、成本越少越好，比率和满意度越高越好，符号写反会把差的当作好的。",
    reads=(*_NAMED_VALUE, *_CATEGORY),
)
def v05(subject: Subject) -> Iterator[Hit]:
    """Comparator points the wrong way: ≥ on time, faults, complaints, cost; ≤ on rates, satisfaction."""
    for row in subject.rows:
        comparator = row.value.comparator
        if row.value.kind is not ValueKind.NUMBER or row.value.number == 0:
            continue
        if comparator in LOWER_BOUNDS and _less_is_better(row, subject.words):
            direction = "越少越好，应当用“≤”"
        elif comparator in UPPER_BOUNDS and _more_is_better(row, subject.words):
            direction = "越高越好，应当用“≥”"
        else:
            continue
        yield Hit(f"{quoted(row.indicator.name)}{direction}，指标值却是{quoted(row.value.text)}。", row.number, "value")


def _less_is_better(row: Row, words: Words) -> bool:
    name = row.indicator.name
    if any_in(words.saving, name):
        return False
    if row.is_cost:
        ratio = row.measure_kind is MeasureKind.RATIO
        return row.money is not None or (ratio and _counts_unwanted(name, words))
    if any_in(words.long_is_better, name):
        return False
    if row.measure_kind is MeasureKind.TIME:
        prompt = row.subcategory == _TIMELINESS and any_in(words.prompt, name)
        return prompt or any_in(words.short_is_better, name)
    counts = row.measure_kind in (MeasureKind.COUNT, MeasureKind.RATIO)
    return counts and _counts_unwanted(name, words)


def _counts_unwanted(name: str, words: Words) -> bool:
    """Whether the indicator counts what ought not to happen: 投诉次数, but neither 投诉处理次数 nor 处理投诉次数."""
    rate = as_rate(name, words)
    if any(rate.endswith(word) and rate.removesuffix(word).endswith(words.negations) for word in words.more_is_better):
        return True  # 未达标率
    counted = next((text for text in (rate, re.sub(_COUNTED, "", rate)) if text.endswith(words.unwanted)), None)
    return counted is not None and not _is_dealt_with(counted, words)


def _is_dealt_with(counted: str, words: Words) -> bool:
    """Whether a verb before the noun says that work is done on it: 化解矛盾纠纷, but not 未处理投诉."""
    before = counted.removesuffix(max((word for word in words.unwanted if counted.endswith(word)), key=len))
    for verb in words.dealing:
        head, found, _ = before.partition(verb)
        if found and not head.endswith(words.negations):
            return True
    return False


def _more_is_better(row: Row, words: Words) -> bool:
    name = as_rate(row.indicator.name, words)
    if row.measure_kind is MeasureKind.TIME:
        return name.endswith(words.long_only)
    if row.measure_kind not in (MeasureKind.RATIO, MeasureKind.SCORE) or row.value.number == _HUNDRED:
        return False
    if any_in(words.sparing, name):
        return False
    # 不合格率, 逾期处理率 are something else, and so is 满意度差异, which does not end with it.
    reversed_by = words.negations + words.late
    return any(
        name.endswith(word) and not name.removesuffix(word).endswith(reversed_by) for word in words.more_is_better
    )


@rule(
    "V06",
    Level.WARNING,
    "质量指标用了计数单位",
    basis="质量指标说做得怎样，数量多少属于数量指标。",
    reads=(*_NAMED_VALUE, *_CATEGORY),
)
def v06(subject: Subject) -> Iterator[Hit]:
    """质量指标 with a counting unit; counting what ought not to happen is a measure of quality."""
    for row in subject.rows:
        if row.subcategory != _QUALITY or row.measure_kind is not MeasureKind.COUNT or row.value.number == 0:
            continue
        if any_in(subject.words.rank, row.indicator.name) or row.value.measure_unit.endswith(_GRADES):
            continue
        if _counts_unwanted(row.indicator.name, subject.words):
            continue
        yield Hit(
            f"质量指标{quoted(row.indicator.name)}的指标值{quoted(row.value.text)}数的是数量，应当衡量质量。",
            row.number,
            "value",
        )


@rule(
    "V07",
    Level.WARNING,
    "指标值只有笼统的词",
    basis="“提高”“有效”“及时”之类的词没有尺度，年终无法判断完成与否。",
    reads=(*_NAMED_VALUE, "indicator.description"),
)
def v07(subject: Subject) -> Iterator[Hit]:
    """Qualitative value made of vague words only."""
    for row in subject.rows:
        if row.value.kind is ValueKind.WORDS and _is_vague(row, subject.words):
            yield Hit(f"指标值{quoted(row.value.text)}没有可以衡量的尺度。", row.number, "value")


def _is_vague(row: Row, words: Words) -> bool:
    text = _QUOTED.sub("", row.value.text)
    if any_in(words.measurable, text):
        return False
    clauses = [clause for clause in _CLAUSES.split(text) if clause]
    return bool(clauses) and all(_is_vague_clause(clause, row, words) for clause in clauses)


def _is_vague_clause(clause: str, row: Row, words: Words) -> bool:
    if clause in words.vague_alone:
        return True
    plain = _without(words.vague, clause)
    rest = _without(words.vague_beside, plain)
    if rest == clause or _FIGURE.search(rest):
        return False
    if clause.endswith(words.vague) or (plain != clause and clause.endswith(words.vague_beside)):
        return True
    if plain != clause and rest.endswith(words.vague_objects):
        return True
    texts = (row.indicator.name, row.indicator.description)
    return any(rest in text or rest in _without(words.vague_beside, _without(words.vague, text)) for text in texts)


def _without(words: tuple[str, ...], text: str) -> str:
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "")
    return text


@rule(
    "V08",
    Level.WARNING,
    "年份与本年度不符",
    basis="沿用上年的表时，文字里的旧年份最容易漏改。",
    reads=("year.year", *_NAMED_VALUE, "indicator.description"),
)
def v08(subject: Subject) -> Iterator[Hit]:
    """A year in name, description or value that is not the table's year; said once a row."""
    year = str(subject.table.year.year)
    for row in subject.rows:
        for column in ("name", "description", "value"):
            text = _without_plans(getattr(row.indicator, column), year, subject.words)
            others = [found for found in _years_in(text, subject.words) if found != year]
            if others:
                named = "、".join(f"{other} 年" for other in dict.fromkeys(others))
                yield Hit(f"{LABELS['indicator'][column]}中写着 {named}，本表是 {year} 年度。", row.number, column)
                break


def _without_plans(text: str, year: str, words: Words) -> str:
    """The text without plans named by years of which this is one: 2024-2026年行动计划, “十四五”规划（2021-2025年）."""
    if not _YEAR.search(text):
        return text
    plan = _one_of(words.plans)
    for named in (rf"{_SPAN}(?:[一二三四五六七八九十\d]+年)?[^\W\d]{{0,8}}{plan}", rf"{plan}”?[（(]{_SPAN}[)）]"):
        text = re.sub(named, lambda found: "" if found["first"] <= year <= found["last"] else found[0], text)
    return text


def _years_in(text: str, words: Words) -> list[str]:
    """The years that the text speaks of, without those in titles of documents, of comparisons and of old bonds."""
    bare = _CHINESE_YEAR.sub(lambda match: match.group().translate(_CHINESE_DIGITS), _CITATION.sub("", text))
    if not _YEAR.search(bare):
        return []
    origin = re.compile(rf"\s*年{_ORIGIN}{_one_of(words.named_by_year)}")
    return [
        match.group() if len(match.group()) == len("2025") else f"20{match.group()}"
        for match in _YEAR.finditer(bare)
        if not _COMPARED.search(bare[: match.start()])
        and not _COMPARED_WITH.match(bare[match.end() :])
        and not origin.match(bare[match.end() :])
    ]


def _one_of(words: tuple[str, ...]) -> str:
    """A pattern that matches one of the words; nothing if there are none."""
    return rf"(?:{'|'.join(map(re.escape, words))})" if words else r"(?!)"


@rule(
    "V09",
    Level.HINT,
    "数值没有比较符号",
    basis="没有符号的数值表示恰好等于，请确认不是“≥”或“≤”。",
    reads=_VALUE,
    on=False,
)
def v09(subject: Subject) -> Iterator[Hit]:
    """A number without a comparator."""
    for row in subject.rows:
        if row.value.kind is ValueKind.NUMBER and row.value.comparator is None:
            yield Hit(f"指标值{quoted(row.value.text)}没有比较符号，表示恰好等于。", row.number, "value")


@rule(
    "V11",
    Level.WARNING,
    "满意度的指标值不合常理",
    basis="满意度用百分比或百分制的分数表示，低于 60 或高于 100 都不是可用的目标。",
    reads=(*_NAMED_VALUE, "year.scheme", "indicator.category"),
)
def v11(subject: Subject) -> Iterator[Hit]:
    """满意度 below 60 or above 100 (% or 分), or neither %, 分 nor a count."""
    low, high = subject.settings.limits.satisfaction_low, subject.settings.limits.satisfaction_high
    for row in subject.rows_of(SATISFACTION):
        value, kind = row.value, row.measure_kind
        if value.kind is ValueKind.WORDS and _is_share_in_words(value.text, low, high):
            continue
        if value.kind is ValueKind.BLANK or (value.kind is ValueKind.NUMBER and kind is None):
            continue  # V01, V02 and V10 speak of these
        if kind is MeasureKind.COUNT or any_in(subject.words.dissatisfaction, row.indicator.name):
            continue
        if value.number is None or (kind is not MeasureKind.SCORE and row.measure_unit != "%"):
            yield Hit(f"满意度指标的指标值{quoted(value.text)}应当是百分比或分数。", row.number, "value")
        elif not low <= value.number <= high:
            side = f"低于 {low}" if value.number < low else f"高于 {high}"
            yield Hit(f"满意度指标的指标值{quoted(value.text)}{side}。", row.number, "value")


def _is_share_in_words(text: str, low: int, high: int) -> bool:
    """Whether the text names a sound share in another way: ≥95%（问卷）, 95±3%, 95%左右, 九成以上, 4.5分（5分制）."""
    bare = without_remark(text)
    span = _FROM_TO.match(bare)
    if span:
        numbers = [Decimal(span["low"])] if "±" in bare else [Decimal(span["low"]), Decimal(span["high"])]
        return all(low <= number <= high for number in numbers)
    if _SHARE_IN_CHINESE.search(text):
        return True
    return any(low <= Decimal(number) <= high for number in _IN_FIGURES.findall(bare))


@rule(
    "V12",
    Level.HINT,
    "全部指标值都是定性的",
    basis="一张表至少要有几个可以用数字衡量的指标，否则无法评价。",
    reads=_VALUE,
)
def v12(subject: Subject) -> Iterator[Hit]:
    """All values of a table are qualitative."""
    if subject.rows and all(row.value.kind is ValueKind.WORDS for row in subject.rows):
        yield Hit(f"{len(subject.rows)} 个指标值都是文字，没有一个数字。")
