"""计量单位: which are known, what they measure, and what a sum of money is in 万元."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import Final

from core.catalogue.changes import ListChange
from core.catalogue.resources import read_toml
from core.domain.amounts import EXACT


class MeasureKind(Enum):
    """What a 计量单位 measures."""

    RATIO = "ratio"
    SCORE = "score"
    MONEY = "money"
    TIME = "time"
    COUNT = "count"
    MEASURE = "measure"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _KIND_LABELS[self]


_KIND_LABELS: Final = {
    MeasureKind.RATIO: "比率",
    MeasureKind.SCORE: "分数",
    MeasureKind.MONEY: "金额",
    MeasureKind.TIME: "时间",
    MeasureKind.COUNT: "计数",
    MeasureKind.MEASURE: "度量衡",
}


@dataclass(frozen=True, slots=True)
class Measures:
    """The list of 计量单位.

    Attributes:
        kinds: Each unit with what it measures.
        multipliers: What may stand before a unit, as 万 in 万人次.
        likely: Spellings that are no unit, with the unit most likely meant.
        wan_yuan: Units of money with their worth in 万元; also the bare 万 and 亿.
        seconds: Units of time with their length in seconds.
    """

    kinds: Mapping[str, MeasureKind]
    multipliers: frozenset[str]
    likely: Mapping[str, str]
    wan_yuan: Mapping[str, Decimal]
    seconds: Mapping[str, Decimal]

    def kind_of(self, unit: str) -> MeasureKind | None:
        """What the unit measures, by its first part where it has several (次/天); ``None`` if it is unknown.

        Known are the listed units, those with a multiplier before (万人次), with a noun behind (个系统), and
        those put together of known ones (元/人·年).
        """
        if unit in self.kinds:  # as a whole: 微克/立方米 measures, though 微克 be no listed unit
            return self.kinds[unit]
        parts = [part for part in _split(unit) if part]
        kinds = [self._kind_of_part(part) for part in parts]
        return kinds[0] if kinds and all(kinds) else None

    def of_kind(self, kind: MeasureKind) -> tuple[str, ...]:
        """The listed units that measure something."""
        return tuple(unit for unit, its_kind in self.kinds.items() if its_kind is kind)

    def changed(self, changes: Mapping[str, ListChange]) -> "Measures":
        """The list with some kinds changed, by the kind's value."""
        kinds = dict(self.kinds)
        for change in changes.values():
            for unit in change.removed:
                kinds.pop(unit, None)
        for name, change in changes.items():
            kinds.update(dict.fromkeys(change.added, MeasureKind(name)))
        likely = {spelling: unit for spelling, unit in self.likely.items() if spelling not in kinds and unit in kinds}
        return replace(self, kinds=MappingProxyType(kinds), likely=MappingProxyType(likely))

    def in_wan_yuan(self, number: Decimal, unit: str) -> Decimal | None:
        """The sum of money in 万元, exact; ``None`` if the unit is not one of money."""
        worth = self.wan_yuan.get(unit)
        return None if worth is None else EXACT.multiply(number, worth)

    def ratio(self, larger: str, smaller: str) -> Decimal | None:
        """How many of the smaller unit make one of the larger: 60 for 小时 and 分钟; ``None`` if that is not known."""
        for worths in (self.wan_yuan, self.seconds):
            if larger in worths and smaller in worths:
                quotient = EXACT.divide(worths[larger], worths[smaller])
                return quotient if quotient > 1 else None
        return None

    def _kind_of_part(self, part: str) -> MeasureKind | None:
        if part in self.kinds:
            return self.kinds[part]
        if part in self.likely:
            return None
        bare = next(
            (part[len(m) :] for m in self.multipliers if part.startswith(m) and part[len(m) :] in self.kinds), None
        )
        if bare is not None:
            return self.kinds[bare]
        # 5个系统, 3场活动: a counting unit with the noun that it counts.
        head = self.kinds.get(part[:1])
        return MeasureKind.COUNT if head is MeasureKind.COUNT and part.isalpha() else None


def _split(unit: str) -> list[str]:
    for joint in "·.*每":
        unit = unit.replace(joint, "/")
    return unit.split("/")


@cache
def measures() -> Measures:
    """The program's list."""
    data = read_toml("catalogue", "measures.toml")
    kinds = {unit: MeasureKind(kind) for kind, units in data["kinds"].items() for unit in units}
    wan_yuan, seconds = ({unit: Decimal(text) for unit, text in data[name].items()} for name in ("wan_yuan", "seconds"))
    return Measures(
        kinds=MappingProxyType(kinds),
        multipliers=frozenset(data["multipliers"]),
        likely=MappingProxyType(data["likely"]),
        wan_yuan=MappingProxyType(wan_yuan),
        seconds=MappingProxyType(seconds),
    )
