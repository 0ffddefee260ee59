"""Family N: names and descriptions of the indicators."""

from collections.abc import Iterator

from core.audit.findings import Level
from core.audit.registry import INDICATOR_ORDER, Hit, rule
from core.audit.subject import Subject
from core.audit.texts import is_blank, letters_of, quoted, squeezed


@rule(
    "N01",
    Level.ERROR,
    "三级指标空白",
    basis="没有名称的指标无法考核。",
    reads=(INDICATOR_ORDER, "indicator.name"),
)
def n01(subject: Subject) -> Iterator[Hit]:
    """三级指标 blank."""
    for row in subject.rows:
        if is_blank(row.indicator.name):
            yield Hit("三级指标没有填写。", row.number, "name")


@rule(
    "N02",
    Level.ERROR,
    "同一张表中三级指标重名",
    basis="同名的两个指标无法区分，常是复制后忘了改。",
    reads=(INDICATOR_ORDER, "indicator.name"),
)
def n02(subject: Subject) -> Iterator[Hit]:
    """Same 三级指标 twice in a table; said at the later one."""
    first: dict[str, int] = {}
    for row in subject.rows:
        name = squeezed(row.indicator.name)
        if name and name in first:
            yield Hit(f"三级指标{quoted(row.indicator.name)}与第 {first[name]} 行重名。", row.number, "name")
        first.setdefault(name, row.number)


@rule(
    "N03",
    Level.WARNING,
    "绩效指标描述空白",
    basis="描述说明指标衡量什么、怎样计算，没有描述就各有各的理解。",
    reads=(INDICATOR_ORDER, "indicator.description"),
)
def n03(subject: Subject) -> Iterator[Hit]:
    """绩效指标描述 blank."""
    for row in subject.rows:
        if is_blank(row.indicator.description):
            yield Hit("绩效指标描述没有填写。", row.number, "description")


@rule(
    "N04",
    Level.HINT,
    "绩效指标描述与三级指标相同",
    basis="把名称再写一遍，没有说明衡量什么、怎样计算。",
    reads=(INDICATOR_ORDER, "indicator.description", "indicator.name"),
)
def n04(subject: Subject) -> Iterator[Hit]:
    """Description equals the name; space and punctuation aside."""
    for row in subject.rows:
        name = letters_of(row.indicator.name)
        if name and name == letters_of(row.indicator.description):
            yield Hit(f"绩效指标描述与三级指标{quoted(row.indicator.name)}相同。", row.number, "description")


@rule(
    "N05",
    Level.HINT,
    "绩效指标描述过短",
    basis="几个字的描述说不清指标衡量什么、怎样计算。",
    reads=(INDICATOR_ORDER, "indicator.description"),
)
def n05(subject: Subject) -> Iterator[Hit]:
    """Description of 6 characters or fewer, unless the workspace sets another limit."""
    for row in subject.rows:
        length = len(squeezed(row.indicator.description))
        if 0 < length <= subject.settings.limits.short_description:
            yield Hit(
                f"绩效指标描述{quoted(row.indicator.description)}只有 {length} 个字，请说明衡量什么、怎样计算。",
                row.number,
                "description",
            )
