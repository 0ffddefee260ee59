"""Word lists of the field, for the audit's rules."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Final

from core.catalogue.changes import ListChange
from core.catalogue.resources import read_toml


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of ``resources/catalogue/words.toml``; what each is for is said there."""

    satisfaction: tuple[str, ...]
    satisfaction_otherwise: tuple[str, ...]
    dissatisfaction: tuple[str, ...]
    may_exceed_hundred: tuple[str, ...]
    over_fulfilled: tuple[str, ...]
    at_most_hundred: tuple[str, ...]
    rate_words: tuple[str, ...]
    saving: tuple[str, ...]
    saved_money: tuple[str, ...]
    plain_remark: tuple[str, ...]
    other_period: tuple[str, ...]
    unit_cost: tuple[str, ...]
    upper_bound: tuple[str, ...]
    standard: tuple[str, ...]
    short_is_better: tuple[str, ...]
    prompt: tuple[str, ...]
    long_is_better: tuple[str, ...]
    long_only: tuple[str, ...]
    unwanted: tuple[str, ...]
    dealing: tuple[str, ...]
    more_is_better: tuple[str, ...]
    negations: tuple[str, ...]
    late: tuple[str, ...]
    sparing: tuple[str, ...]
    rank: tuple[str, ...]
    vague: tuple[str, ...]
    vague_beside: tuple[str, ...]
    vague_alone: tuple[str, ...]
    vague_objects: tuple[str, ...]
    measurable: tuple[str, ...]
    money: tuple[str, ...]
    without_unit: tuple[str, ...]
    without_unit_described: tuple[str, ...]
    named_by_year: tuple[str, ...]
    plans: tuple[str, ...]

    def changed(self, changes: Mapping[str, ListChange]) -> "Words":
        """The lists with some of them changed, by field name."""
        return replace(self, **{name: change.applied_to(getattr(self, name)) for name, change in changes.items()})


TITLES: Final[Mapping[str, tuple[str, str]]] = {
    "vague": ("笼统的词", "V07：指标值只由这些词组成时，没有可以衡量的尺度。"),
    "vague_beside": ("近于笼统的词", "V07：指标值除了指标的名称，只剩这些词和笼统的词时，没有可以衡量的尺度。"),
    "vague_alone": ("单独笼统的词", "V07：指标值（或其中一句）只是这个词时，没有可以衡量的尺度。"),
    "vague_objects": ("笼统的对象", "V07：笼统的词后面以这些词结尾时，没有可以衡量的尺度，如“提升服务水平”。"),
    "measurable": ("有尺度的词", "V07：指标值里有这些词时，不算笼统。"),
    "satisfaction": ("满意类的词", "C06：名称里有这些词的指标应当放在满意度指标之下。"),
    "satisfaction_otherwise": ("不算满意类的说法", "C06：名称里有这些说法时例外。"),
    "dissatisfaction": ("不满意类的词", "V11：名称里有这些词的满意度指标，指标值可以低。"),
    "may_exceed_hundred": ("可以超过 100% 的比率", "V03：名称里有这些词时，百分比可以超过 100%。"),
    "over_fulfilled": ("可以超额完成的比率", "V03：名称里有这些词时，百分比总可以超过 100%。"),
    "at_most_hundred": ("最多 100% 的比率", "V03：名称以这些词结尾时，即使有上面的词，也不能超过 100%。"),
    "rate_words": ("率的别称", "V03、V05：名称以这些词结尾时，与以“率”结尾一样看待，如“合格比例”。"),
    "saving": ("节约、降低类的词", "V04、V05：这类指标不需要上限，越多越好。"),
    "saved_money": ("节约下来的钱", "B03、B04：名称里有这些词的，不是花出去的成本。"),
    "plain_remark": ("不改变金额的附注", "B03、B04：金额后面的括号以这些词开头时，金额照样核对，如“（含税）”。"),
    "other_period": ("跨年度的附注", "B03、B04：金额后面的括号里有这些词时，金额不核对，如“（含三年运维）”。"),
    "unit_cost": ("单位成本的词", "B03：有这类成本时，不核对合计。"),
    "upper_bound": ("表示上限的词", "V04：指标值里有这些词时，算有上限。"),
    "standard": ("标准类的名称", "B03、V04：名称以这些词结尾的成本是单位标准，金额确定，不需要上限，也不核对合计。"),
    "short_is_better": ("越短越好的时间", "V05：名称里有这些词的时间，不应当用“≥”。"),
    "prompt": ("时效指标中越短越好的时间", "V05：时效指标的名称里有这些词时，时间不应当用“≥”。"),
    "long_is_better": ("越长越好的时间", "V05：名称里有这些词的时间，可以用“≥”。"),
    "long_only": ("只会越长越好的时间", "V05：名称以这些词结尾的时间，不应当用“≤”。"),
    "unwanted": ("不希望发生的事", "V05、V06：数这些事的指标越少越好。"),
    "dealing": ("处理、化解类的动词", "V05、V06：放在不希望发生的事之前，数的就是做的工作，如“化解纠纷”。"),
    "more_is_better": ("越高越好的比率", "V05：这些比率不应当用“≤”。"),
    "negations": ("否定词", "V05：放在上面的词之前，意思就反过来，如“不合格率”。"),
    "late": ("误期类的词", "V05：放在越高越好的比率之前，就不是越高越好，如“逾期处理率”。"),
    "sparing": ("不宜用满的资源", "V05：名称里有这些词的比率可以用“≤”，如“带宽利用率”。"),
    "rank": ("排名、频率类的词", "V06：名称里有这些词时，数字是名次或频率，不是数量。"),
    "money": ("金额类的词", "V02：名称里有这些词时，单独的“万”就是“万元”。"),
    "without_unit": ("没有计量单位的数", "V10：名称里有这些词时，数字可以没有计量单位。"),
    "without_unit_described": ("描述里没有计量单位的数", "V10：描述里有这些词时，数字可以没有计量单位。"),
    "named_by_year": ("以年份为名的资金", "V08：年份后面是这些词时，是名称的一部分，如“2018年一般债券”。"),
    "plans": ("跨年度的规划、计划", "V08：“2024-2026年三年行动计划”包含本年度时，年份是名称的一部分。"),
}
"""Each list's Chinese title, and what it is for."""


def any_in(words: tuple[str, ...], text: str) -> bool:
    """Whether one of the words stands in the text."""
    return any(word in text for word in words)


@cache
def words() -> Words:
    """The program's lists."""
    data = read_toml("catalogue", "words.toml")
    return Words(**{field.name: tuple(data[field.name]) for field in fields(Words)})
