"""The currency unit in two cells, ``单位：`` and ``万元`` → in one, as the recogniser reads it."""

from dataclasses import replace
from itertools import pairwise
from typing import Final

from core.importing.document import Document, Grid, Row
from core.importing.labels import bare
from core.importing.stated_units import money_unit, without_money_unit

_LABELS: Final = frozenset({"单位", "金额单位", "货币单位", "资金单位"})
_LONGEST_MONEY: Final = 20


def with_money_joined(document: Document) -> Document:
    """The document with each such pair in the first of its cells; the second is blank."""
    if document.identities:  # ours have it in one
        return document
    return replace(
        document,
        blocks=tuple(
            replace(block, rows=tuple(map(_joined, block.rows))) if isinstance(block, Grid) else block
            for block in document.blocks
        ),
    )


def _joined(row: Row) -> Row:
    filled = [index for index, cell in enumerate(row) if cell.text]
    for label, money in pairwise(filled):
        joined = f"单位：{row[money].text.strip()}"
        if bare(row[label].text) in _LABELS and _is_money(joined):
            cells = list(row)
            cells[label] = replace(row[label], text=joined)
            cells[money] = replace(row[money], text="")
            return tuple(cells)
    return row


def _is_money(text: str) -> bool:
    return len(text) <= _LONGEST_MONEY and money_unit(text) is not None and not without_money_unit(text).strip()
