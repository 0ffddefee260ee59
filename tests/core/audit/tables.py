"""A sound table, in which no rule finds anything, and the ways to break it."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from core.domain.amounts import parse_amount
from core.domain.checkcode import check_code
from core.domain.positions import STEP
from core.domain.records import (
    AMOUNT_FIELDS,
    INDICATOR_COLUMNS,
    BudgetUnit,
    BudgetYear,
    Indicator,
    Project,
    State,
    TargetTable,
)

Change: TypeAlias = Callable[[TargetTable], TargetTable]

QUANTITY, QUALITY, TIME, COST, BENEFIT, SATISFACTION = range(1, 7)
"""Numbers of the sound table's rows."""

_ROWS = (
    ("产出指标", "数量指标", "信息系统巡检次数", "全年对信息系统开展巡检的次数", "≥12次"),
    ("产出指标", "质量指标", "系统无故障运行率", "无故障运行时间占全部时间的比例", "≥99%"),
    ("产出指标", "时效指标", "系统故障响应时间", "接到故障报告后开始处置的时间", "≤2小时"),
    ("产出指标", "成本指标", "项目运维成本", "本项目运行维护的全部资金投入", "≤100万元"),
    ("效益指标", "社会效益指标", "事项在线办理率", "线上办理的事项占全部事项的比例", "≥90%"),
    ("满意度指标", "服务对象满意度指标", "企业群众满意度", "问卷中表示满意的人所占的比例", "≥95%"),
)


def sound_table(name: str = "信息系统运行维护项目", year: int = 2025, project_id: str = "p1") -> TargetTable:
    """A table as a good clerk fills it in."""
    budget_year = BudgetYear(year, "2015")
    unit = BudgetUnit(f"u{year}", budget_year.id, STEP, "319101", "天津市人民政府政务服务办公室")
    amount = parse_amount("100.00")
    target = (
        "1.保障五个信息系统全年稳定运行，及时处置故障和安全事件。\n"
        "2.为企业群众在线办事提供连续可用的服务，提高在线办理率。"
    )
    project = Project(
        id=project_id,
        unit_id=unit.id,
        position=STEP,
        name=name,
        budget=amount,
        fiscal_funds=amount,
        purpose="用于信息系统的日常运行维护、网络专线租赁和安全检测。",
        target=target,
    )
    rows = tuple(
        Indicator(
            f"{project_id}-r{number}", project_id, number * STEP, **dict(zip(INDICATOR_COLUMNS, texts, strict=True))
        )
        for number, texts in enumerate(_ROWS, start=1)
    )
    return TargetTable(budget_year, unit, project, rows, 1)


def form(**texts: str) -> Change:
    """Type into fields of the form."""
    values = {field: parse_amount(text) if field in AMOUNT_FIELDS else text for field, text in texts.items()}
    return lambda table: replace(table, project=replace(table.project, **values))


def locked(state: State = State.FINAL) -> Change:
    """Finalise the table, or finalise and sign it, as it stands."""
    return lambda table: replace(table, project=replace(table.project, state=state, signed_code=check_code(table)))


def finalised_without_code() -> Change:
    """Finalise the table as programs did that kept the code on signing only."""
    return lambda table: replace(table, project=replace(table.project, state=State.FINAL))


def budget(text: str) -> Change:
    """Type the same sum into 预算数 and 财政资金."""
    return form(budget=text, fiscal_funds=text)


def unit(**texts: str) -> Change:
    """Type into the unit."""
    return lambda table: replace(table, unit=replace(table.unit, **texts))


def row(number: int, **texts: str) -> Change:
    """Type into the row of this number."""

    def typed(table: TargetTable) -> TargetTable:
        rows = list(table.indicators)
        rows[number - 1] = replace(rows[number - 1], **texts)
        return replace(table, indicators=tuple(rows))

    return typed


def every_row(**texts: str) -> Change:
    """Type the same into all rows."""
    return lambda table: replace(table, indicators=tuple(replace(r, **texts) for r in table.indicators))


def without(*numbers: int) -> Change:
    """Delete the rows of these numbers."""
    return lambda table: replace(
        table, indicators=tuple(r for number, r in enumerate(table.indicators, start=1) if number not in numbers)
    )


def copy_of(number: int, **texts: str) -> Change:
    """Insert a copy of a row behind it, with other texts."""

    def inserted(table: TargetTable) -> TargetTable:
        rows = list(table.indicators)
        rows.insert(number, replace(rows[number - 1], id=f"copy-of-{number}", **texts))
        return replace(table, indicators=tuple(rows))

    return inserted


def swapped(one: int, other: int) -> Change:
    """Let two rows change places."""

    def moved(table: TargetTable) -> TargetTable:
        rows = list(table.indicators)
        rows[one - 1], rows[other - 1] = rows[other - 1], rows[one - 1]
        return replace(table, indicators=tuple(rows))

    return moved


def scheme_2021(table: TargetTable) -> TargetTable:
    """The sound table in the categories of 2021."""
    moved = row(COST, category="成本指标", subcategory="经济成本指标")(replace(table, year=BudgetYear(2025, "2021")))
    rows = moved.indicators
    return replace(moved, indicators=(rows[COST - 1], *rows[: COST - 1], *rows[COST:]))


def changed(table: TargetTable, *changes: Change) -> TargetTable:
    """The table after all changes, in order."""
    for change in changes:
        table = change(table)
    return table
