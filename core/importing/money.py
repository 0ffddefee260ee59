"""Amounts of the form as other offices write them: with separators, with a unit, in yuan."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from core.domain.amounts import MAX_DECIMALS, Amount, parse_amount, print_amount, tidy

HOME_UNIT: Final = "万元"
IN_HOME_UNIT: Final = {
    "元": Decimal("0.0001"),
    "百元": Decimal("0.01"),
    "千元": Decimal("0.1"),
    "万元": Decimal(1),
    "十万元": Decimal(10),
    "百万元": Decimal(100),
    "千万元": Decimal(1000),
    "亿元": Decimal(10_000),
}
"""How many 万元 one of each is."""

CURRENCY_UNIT: Final = "[十百千万亿]*元|[十百千]?万|亿"
"""Pattern of what stands behind an amount; 元 may be left off: ``1.14百万``."""

_WITH_UNIT = re.compile(rf"(?P<number>.*?)\s*(?P<unit>{CURRENCY_UNIT})\Z", re.DOTALL)
_LONGEST_AMOUNT: Final = 200
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?\Z", re.ASCII)
_SIGNS = re.compile(r"\A[¥￥]\s*")


@dataclass(frozen=True, slots=True)
class ReadAmount:
    """An amount in 万元, and what was done to get it, as the end of a sentence; ``""`` for nothing."""

    amount: Amount
    done: str = ""


def read_amount(text: str, money: str | None) -> ReadAmount:
    """Read an amount of the form.

    Args:
        text: The cell's text, or the digits behind it.
        money: The currency unit that the table states; ``None`` if it states none, which is 万元.
    """
    amount = parse_amount(text)
    unit = money or HOME_UNIT
    if isinstance(amount, str):
        unsigned = _SIGNS.sub("", amount.strip())
        match = _WITH_UNIT.match(unsigned) if len(unsigned) <= _LONGEST_AMOUNT else None
        bare = parse_amount(match["number"] if match else unsigned)
        if not isinstance(bare, Decimal):
            return ReadAmount(amount.strip(), f"“{amount.strip()}”不是金额，照原样读取，请改正。")
        amount, unit = bare, _full(match["unit"]) if match else unit
    if amount is None or unit == HOME_UNIT:
        return ReadAmount(amount, _respelled(text.strip(), amount))
    if unit not in IN_HOME_UNIT:
        return ReadAmount(amount, f"金额单位写的是“{unit}”而不是“万元”，数字照原样读取，请核对。")
    converted = tidy(amount * IN_HOME_UNIT[unit])
    exponent = converted.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > MAX_DECIMALS:
        return ReadAmount(text.strip(), f"“{text.strip()}”换算成万元后小数太多，照原样读取，请改正。")
    printed = print_amount(converted)
    return ReadAmount(converted, f"金额单位是“{unit}”，已把“{text.strip()}”换算成 {printed} 万元，请核对。")


def _respelled(text: str, amount: Amount) -> str:
    """What to say if an amount was written with separators, full-width digits or its unit."""
    if amount is None or _PLAIN.match(text):
        return ""
    return f"“{text}”写作 {print_amount(amount)}。"


def _full(unit: str) -> str:
    return unit if unit.endswith("元") else f"{unit}元"
