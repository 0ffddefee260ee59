"""Family B: the amounts of the form, and what the costs say about them."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from core.audit.findings import Level
from core.audit.registry import INDICATOR_ORDER, OTHER_TABLES, Hit, rule
from core.audit.subject import Row, Subject
from core.audit.texts import quoted, without_remark
from core.catalogue.words import any_in
from core.domain.amounts import EXACT, Amount, exact, exact_sum, print_amount

_COSTS: Final = ("year.scheme", INDICATOR_ORDER, "indicator.subcategory", "indicator.name", "indicator.value")

# 元 taken for 万元 makes a factor of 10 000; costs and years also differ by themselves, by less than 2.
_YUAN_FOR_WAN: Final = (Decimal(5_000), Decimal(20_000))

_TOTAL: Final = re.compile(r"总(?:成本|投资|支出|费用|经费|预算|造价|额)|合计")


@rule(
    "B01",
    Level.ERROR,
    "预算数空白、为负或不是金额",
    basis="预算数是绩效目标表的基础，必须是一个不小于零的金额。",
    reads=("project.budget",),
)
def b01(subject: Subject) -> Iterator[Hit]:
    """预算数 blank, negative or not an amount."""
    budget = subject.project.budget
    if budget is None:
        yield Hit("预算数没有填写。", column="budget")
    elif isinstance(budget, str):
        yield Hit(f"预算数{quoted(budget)}不是金额，请填写以万元为单位的数字。", column="budget")
    elif budget < 0:
        yield Hit(f"预算数 {print_amount(budget)} 万元是负数。", column="budget")


@rule(
    "B02",
    Level.ERROR,
    "预算数不等于财政资金与其他资金之和",
    basis="预算数由财政资金和其他资金组成，三个数必须分毫不差。",
    reads=("project.budget", "project.fiscal_funds", "project.other_funds"),
)
def b02(subject: Subject) -> Iterator[Hit]:
    """预算数 ≠ 财政资金 + 其他资金, exactly; blank counts 0, and B01 speaks of a 预算数 that is none."""
    project = subject.project
    budget = exact(project.budget)
    if budget is None:
        return
    parts = {"fiscal_funds": project.fiscal_funds, "other_funds": project.other_funds}
    for column, part in parts.items():
        if isinstance(part, str):
            label = {"fiscal_funds": "财政资金", "other_funds": "其他资金"}[column]
            yield Hit(f"{label}{quoted(part)}不是金额，无法与预算数核对。", column=column)
            return
    total = exact_sum([part for part in parts.values() if isinstance(part, Decimal)])
    if total != budget:
        yield Hit(
            f"预算数 {print_amount(budget)} 万元不等于财政资金{_part(project.fiscal_funds)}"
            f"与其他资金{_part(project.other_funds)}之和 {total:f} 万元。",
            column="budget",
        )


@rule(
    "B03",
    Level.WARNING,
    "成本指标之和不等于预算数",
    basis="成本指标说明预算花在哪里，合计应当就是预算数。",
    reads=("project.budget", *_COSTS),
)
def b03(subject: Subject) -> Iterator[Hit]:
    """Sum of 成本指标 in money ≠ 预算数; B06 speaks instead where the two differ by 元 for 万元."""
    budget, costs = exact(subject.project.budget), cost_sum(subject)
    if budget is None or costs is None or costs == budget or _yuan_for_wan(budget, costs):
        return
    yield Hit(
        f"成本指标合计 {print_money(costs)} 万元，与预算数 {print_amount(budget)} 万元"
        f"相差 {print_money(abs(EXACT.subtract(costs, budget)))} 万元。",
        column="budget",
    )


@rule(
    "B04",
    Level.ERROR,
    "一项成本超过预算数",
    basis="任何一项成本都不可能超过项目的全部预算。",
    reads=("project.budget", *_COSTS),
)
def b04(subject: Subject) -> Iterator[Hit]:
    """One 成本指标 above 预算数; what is saved is not spent."""
    budget = exact(subject.project.budget)
    if budget is None:
        return
    for row in subject.costs:
        if row.money is not None and row.money > budget and not _is_saving(row, subject):
            yield Hit(
                f"成本{quoted(row.indicator.value)}超过预算数 {print_amount(budget)} 万元。",
                row.number,
                "value",
            )


@rule(
    "B05",
    Level.WARNING,
    "预算数为零",
    basis="没有预算的项目通常不需要填报绩效目标，请确认不是漏填。",
    reads=("project.budget",),
)
def b05(subject: Subject) -> Iterator[Hit]:
    """预算数 is 0."""
    if exact(subject.project.budget) == 0:
        yield Hit("预算数是 0，请确认是否漏填。", column="budget")


@rule(
    "B06",
    Level.WARNING,
    "金额疑似把元当作万元",
    basis="表内金额以万元为单位，按元填写会差一万倍。",
    reads=("project.budget", "project.name", "unit.code", "year.year", OTHER_TABLES, *_COSTS),
)
def b06(subject: Subject) -> Iterator[Hit]:
    """预算数 about 10 000× the costs or last year's 预算数 of the same project, or the other way round."""
    budget = exact(subject.project.budget)
    if budget is None:
        return
    costs, last = cost_sum(subject), subject.surroundings.last_budget(subject.facts)
    if costs is not None and _yuan_for_wan(budget, costs):
        what = f"成本指标合计 {print_money(costs)} 万元"
    elif last is not None and _yuan_for_wan(budget, last):
        what = f"上年同一项目的预算数 {print_amount(last)} 万元"
    else:
        return
    yield Hit(
        f"预算数 {print_amount(budget)} 万元与{what}相差约一万倍，请检查是否把元当作了万元。",
        column="budget",
    )


def cost_sum(subject: Subject) -> Decimal | None:
    """All costs in 万元; ``None`` if there is none, or one that is not money, or only the cost of a piece.

    Savings are no costs, and what is said to be part of another cost (其中：) is not counted twice.
    """
    costs = [row for row in subject.costs if not _is_saving(row, subject) and not _is_part(row)]
    known = [row.money for row in costs if row.money is not None]
    if not costs or len(known) < len(costs) or any(_is_of_one_piece(row, subject) for row in costs):
        return None
    together = exact_sum(known)
    totals = [row.money for row in costs if row.money is not None and _TOTAL.search(row.indicator.name)]
    if len(totals) == 1 and len(costs) > 1:
        total = totals[0]
        if total in (exact(subject.project.budget), EXACT.subtract(together, total)):
            return total
    return together


def _is_saving(row: Row, subject: Subject) -> bool:
    """节约财政资金 ≥5万元 is saved; 节能改造成本 ≤5万元 is spent."""
    name, words = row.indicator.name, subject.words
    return any_in(words.saved_money, name) or (any_in(words.saving, name) and not row.value.has_upper_bound)


def _is_part(row: Row) -> bool:
    return row.indicator.name.lstrip(" 　（(").startswith("其中")


def _is_of_one_piece(row: Row, subject: Subject) -> bool:
    """补贴标准, 培训费标准（每人）; 标准化建设成本 is another thing."""
    name, words = row.indicator.name, subject.words
    return any_in(words.unit_cost, name) or without_remark(name).endswith(words.standard)


def print_money(number: Decimal) -> str:
    """A sum in 万元 without idle zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _yuan_for_wan(one: Decimal, other: Decimal) -> bool:
    small, large = sorted((abs(one), abs(other)))
    low, high = _YUAN_FOR_WAN
    return small > 0 and EXACT.multiply(small, low) <= large <= EXACT.multiply(small, high)


def _part(amount: Amount) -> str:
    return f" {print_amount(amount)} 万元" if amount is not None else "（空白）"
