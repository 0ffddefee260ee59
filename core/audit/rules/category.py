"""Family C: 一级指标 and 二级指标 against the year's scheme."""

from collections.abc import Iterator
from typing import Final

from core.audit.findings import Level
from core.audit.registry import INDICATOR_ORDER, Hit, rule
from core.audit.settings import AuditSettings
from core.audit.subject import Subject
from core.audit.texts import is_blank, quoted
from core.catalogue.schemes import BENEFIT, OUTPUT, SATISFACTION, scheme
from core.catalogue.words import any_in
from core.domain.edits import ChangeSet, change, set_field
from core.domain.records import TargetTable

_CATEGORIES: Final = ("year.scheme", INDICATOR_ORDER, "indicator.category")
_BOTH: Final = (*_CATEGORIES, "indicator.subcategory")


@rule(
    "C01",
    Level.ERROR,
    "缺少产出指标或效益指标",
    basis="绩效指标必须说明项目产出什么、带来什么效益。",
    reads=_CATEGORIES,
)
def c01(subject: Subject) -> Iterator[Hit]:
    """No 产出指标, or no 效益指标."""
    for category in (OUTPUT, BENEFIT):
        if not subject.rows_of(category):
            yield Hit(f"没有{category}。", about=category)


@rule(
    "C02",
    Level.WARNING,
    "产出指标缺少一类二级指标",
    basis="产出要从指标体系规定的各个方面衡量，缺一类就少一面。",
    reads=_BOTH,
)
def c02(subject: Subject) -> Iterator[Hit]:
    """A sub-category of 产出指标 without a row; C01 speaks where there is no 产出指标 at all."""
    present = {row.subcategory for row in subject.rows_of(OUTPUT)}
    if present:
        for missing in subject.scheme.subcategories_of(OUTPUT):
            if missing not in present:
                yield Hit(f"产出指标中没有{missing}。", about=missing)


@rule(
    "C03",
    Level.WARNING,
    "缺少满意度指标",
    basis="服务对象是否满意是绩效评价的组成部分。",
    reads=_CATEGORIES,
)
def c03(subject: Subject) -> Iterator[Hit]:
    """No 满意度指标."""
    if not subject.rows_of(SATISFACTION):
        yield Hit("没有满意度指标。")


@rule(
    "C04",
    Level.ERROR,
    "二级指标不在本年度的指标体系中",
    basis="汇总和评价按指标体系归类，体系以外的类别无处可归。",
    reads=_BOTH,
)
def c04(subject: Subject) -> Iterator[Hit]:
    """二级指标 unknown, or not under its 一级指标 in the year's scheme."""
    for row in subject.rows:
        if row.is_known:
            continue
        if is_blank(row.category):
            yield Hit("一级指标没有填写。", row.number, "category")
        elif row.category not in subject.scheme.category_names:
            yield Hit(f"本年度的指标体系没有一级指标{quoted(row.category)}。", row.number, "category")
        elif is_blank(row.subcategory):
            yield Hit("二级指标没有填写。", row.number, "subcategory")
        else:
            allowed = "、".join(subject.scheme.subcategories_of(row.category))
            yield Hit(
                f"{row.category}之下没有二级指标{quoted(row.subcategory)}，可以是{allowed}。",
                row.number,
                "subcategory",
            )


def _sort(table: TargetTable, row: int | None, column: str | None, settings: AuditSettings) -> ChangeSet:
    year_scheme = scheme(table.year.scheme)
    rows = table.indicators
    order = sorted(rows, key=lambda indicator: year_scheme.order_of(indicator.category, indicator.subcategory))
    return change(
        "按指标体系排序", [set_field(r, "position", slot.position) for r, slot in zip(order, rows, strict=True)]
    )


@rule(
    "C05",
    Level.HINT,
    "指标未按指标体系的顺序排列",
    basis="按统一顺序排列的指标便于审核和汇总。",
    reads=_BOTH,
    fix=_sort,
)
def c05(subject: Subject) -> Iterator[Hit]:
    """Rows not in catalogue order; rows that the scheme does not know are left to C04."""
    known = [row for row in subject.rows if row.is_known]
    order = [subject.scheme.order_of(row.category, row.subcategory) for row in known]
    for upper, lower, row_above, row in zip(order, order[1:], known, known[1:], strict=False):
        if lower < upper:
            yield Hit(
                f"第 {row.number} 行的{row.subcategory}应当排在第 {row_above.number} 行的{row_above.subcategory}之前。"
            )
            return


@rule(
    "C06",
    Level.WARNING,
    "满意度类的指标放在满意度指标之外",
    basis="满意度放在别的类别下，既重复又使该类别缺少真正的指标。",
    reads=(*_CATEGORIES, "indicator.name"),
)
def c06(subject: Subject) -> Iterator[Hit]:
    """满意 or 认可 in the name of an indicator outside 满意度指标."""
    for row in subject.rows:
        name = row.indicator.name
        if row.category == SATISFACTION or row.category not in subject.scheme.category_names:
            continue
        if any_in(subject.words.satisfaction, name) and not any_in(subject.words.satisfaction_otherwise, name):
            yield Hit(f"{quoted(name)}是满意度类的指标，却放在{row.category}之下。", row.number, "name")
