"""The amount behind what a cell of a worksheet shows: 627.804 behind ``627.80``."""

import re
from decimal import Decimal
from typing import Final

from core.importing.money import CURRENCY_UNIT
from core.importing.number_format import plain

_AMOUNT_SHOWN: Final = re.compile(
    r"[\s(（+-]*(?:¥|￥|CNY|RMB|人民币)?[\s(（+-]*(?P<number>[0-9,]*\.?[0-9]+(?:E[+-]?[0-9]{1,3})?)"
    rf"\s*[)）]?\s*(?P<unit>{CURRENCY_UNIT})?\s*[)）]?\s*\Z"
)
_SCALES: Final = range(1, 13)
"""Powers of ten by which a format may show a number smaller than it is."""


def behind(number: Decimal, text: str) -> str:
    """The amount in full behind a text that shows it rounded, with the currency unit that the text has behind it.

    ``""`` if the text shows the whole of it, or is no amount: another currency, a word, a literal that covers the
    number. What a person reads there is the text. A format may show the number smaller by a power of ten: 123.5万元
    of 1234567 is 123.4567万元.
    """
    digits = plain(number)
    match = _AMOUNT_SHOWN.match(text)
    if match is None:
        return digits if not number and text != digits and not any(map(str.isalnum, text)) else ""
    seen = Decimal(match["number"].replace(",", ""))
    half = Decimal(5).scaleb(int(seen.as_tuple().exponent) - 1)
    unit = match["unit"] or ""
    if abs(seen - abs(number)) <= half:
        return "" if text == digits else digits + unit
    scaled = (number.scaleb(-scale) for scale in _SCALES)
    found = next((one for one in scaled if abs(seen - abs(one)) <= half), None) if seen else None
    return "" if found is None or abs(found) == seen else plain(found) + unit
