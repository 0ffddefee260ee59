"""Exact amounts in 万元 (ten thousand yuan).

An amount is one of three things, and the three are never mixed up:

- ``None``: the cell is blank. Blank is not zero (form.md: 其他资金 is blank in 14 of 14 tables).
- ``Decimal``: an exact amount with at most six decimals, one yuan cent.
- ``str``: what was typed does not read as an amount. It is kept to the letter, so that a draft loses
  nothing, and rule B01 says so.
"""

import re
from collections.abc import Iterable
from decimal import Context, Decimal
from typing import Final, TypeAlias

Amount: TypeAlias = Decimal | str | None

EXACT: Final = Context(prec=1000)
"""For sums and products of amounts and values: wider than anything that fits a cell of the form."""

MAX_DECIMALS = 6  # one yuan cent in 万元
PRINTED_DECIMALS = 2
MAX_INTEGER_DIGITS = 18  # keeps every sum of a workspace inside decimal's default 28 digits

_NUMBER = re.compile(r"-?(?=[\d.])(\d{1,3}(?:,\d{3})+|\d+|)(\.\d+)?\Z", re.ASCII)
_CURRENCY_UNIT: Final = "万元"
_TO_HALF_WIDTH = str.maketrans("０１２３４５６７８９．，－−", "0123456789.,--")


def parse_amount(text: str) -> Amount:
    """Read an amount as typed or imported; total, raises nothing.

    Accepts full-width digits, thousands separators (``1,234.50``), a missing zero (``.5``) and white space at the
    ends; never a unit, since the form's amounts are 万元 by its heading.

    Args:
        text: The cell's text.

    Returns:
        ``None`` for blank text, a ``Decimal`` for an amount, else ``text`` unchanged.
    """
    bare = text.strip()
    if not bare:
        return None
    half = bare.translate(_TO_HALF_WIDTH)
    match = _NUMBER.match(half)
    if match is None:
        return text
    integer, fraction = match.group(1).replace(",", ""), match.group(2) or ""
    if len(integer.lstrip("0")) > MAX_INTEGER_DIGITS or len(fraction.rstrip("0")) > MAX_DECIMALS + 1:
        return text
    return tidy(Decimal(half.replace(",", "")))


def without_currency_unit(text: str) -> str:
    """``5万元`` without the unit that the form's heading states already; every other text as it is.

    Only 万元 itself is dropped: 元, 万 and 亿元 would be another number, or may be meant as one.
    """
    number = text.strip().removesuffix(_CURRENCY_UNIT)
    return number if number != text.strip() and isinstance(parse_amount(number), Decimal) else text


def tidy(number: Decimal) -> Decimal:
    """The same number with two decimals at least and no idle zeros behind them; zero has no sign."""
    exponent = number.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) else 0
    text = f"{number:.{max(decimals, PRINTED_DECIMALS)}f}"
    while decimals > PRINTED_DECIMALS and text.endswith("0"):
        text = text[:-1]
        decimals -= 1
    return Decimal(text.removeprefix("-") if not number else text)


def print_amount(amount: Amount) -> str:
    """The amount as the form prints it: two decimals, more only if they were entered; blank is ``""``."""
    if amount is None:
        return ""
    return amount if isinstance(amount, str) else f"{amount:f}"


def exact(amount: Amount) -> Decimal | None:
    """The number to reckon with, or ``None`` if the cell is blank or does not read as an amount."""
    return amount if isinstance(amount, Decimal) else None


def exact_sum(numbers: Iterable[Decimal]) -> Decimal:
    """The sum, never rounded."""
    total = Decimal(0)
    for number in numbers:
        total = EXACT.add(total, number)
    return total
