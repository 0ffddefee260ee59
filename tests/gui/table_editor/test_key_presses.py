"""Bar: reference table 1 is typed with keys only, in no more presses than a clerk needs for it in LibreOffice Calc.

One press is one key with its modifiers, or one character from the input method, on both sides.
"""

from collections.abc import Iterable

import pytest

from core.domain.amounts import print_amount
from core.domain.records import INDICATOR_COLUMNS, TargetTable
from tests.reference import reference_tables

ALLOWANCE = 1.10
INITIALS = {
    "数量指标": "sl",
    "质量指标": "zl",
    "时效指标": "sx",
    "成本指标": "cb",
    "经济效益指标": "jj",
    "社会效益指标": "sh",
    "生态效益指标": "st",
    "可持续影响指标": "kc",
    "服务对象满意度指标": "fw",
}
TABLES = [table for table in reference_tables() if table.number in (1, 3, 12)]


def form_texts(table: TargetTable) -> list[str]:
    project = table.project
    amounts = (project.budget, project.fiscal_funds, project.other_funds)
    return [project.name, *map(print_amount, amounts), project.purpose, project.target]


def calc_presses(table: TargetTable) -> int:
    """Presses in Calc by the shortest way: a key to leave each cell, auto-input for what a column holds already.

    产出指标 is one merged cell and typed once, as on the form.
    """
    presses = sum(len(text) + 1 for text in form_texts(table))
    for column in INDICATOR_COLUMNS:
        seen: list[str] = []
        for row in table.indicators:
            text = getattr(row, column)
            if column == "category" and text == "产出指标" and seen[-1:] == [text]:
                continue  # covered by the merged cell, and Enter leads past it
            presses += _presses_of(text, seen) + 1
            seen.append(text)
    return presses


def _presses_of(text: str, seen: Iterable[str]) -> int:
    others = {other for other in seen if other != text}
    if text not in seen:
        return len(text)
    return next((n for n in range(1, len(text)) if not any(o.startswith(text[:n]) for o in others)), len(text))


class CountingHands:
    """Types on the desk and counts."""

    def __init__(self, desk) -> None:
        self._desk = desk
        self.presses = 0

    def type(self, text: str) -> None:
        self._desk.type(text)
        self.presses += len(text)

    def keys(self, *keys: str) -> None:
        self._desk.keys(*keys)
        self.presses += len(keys)


def type_table(hands: CountingHands, table: TargetTable) -> None:
    *fields, target = form_texts(table)
    for text in fields:
        hands.type(text)
        hands.keys("Tab")
    for number, paragraph in enumerate(target.split("\n")):
        if number:
            hands.keys("Return")  # begins the next number
        hands.type(paragraph.removeprefix(f"{number + 1}.") if number else paragraph)
    hands.keys("Tab", "Right")  # into the grid, and past 一级指标, which 二级指标 brings along; Enter returns below
    for row in table.indicators:
        hands.type(INITIALS[row.subcategory])
        for text in (row.name, row.description, row.value):
            hands.keys("Tab")
            hands.type(text)
        hands.keys("Return")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: f"table {table.number}")
def test_a_reference_table_takes_no_more_key_presses_than_in_calc(empty_desk, table):
    desk = empty_desk
    desk.field("projectName").setFocus()
    hands = CountingHands(desk)
    type_table(hands, table)
    assert form_texts(desk.on_disk()) == form_texts(table)
    assert desk.texts() == [tuple(getattr(row, column) for column in INDICATOR_COLUMNS) for row in table.indicators]
    assert hands.presses <= ALLOWANCE * calc_presses(table)
