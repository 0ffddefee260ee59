"""The currency unit in two cells, ``单位：`` and ``万元`` → in one, as the recogniser reads it."""

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from core.importing.document import Document, Grid, Row
from core.importing.labels import bare

_LABELS: Final = frozenset({"单位", "金额单位"})
_MONEY: Final = re.compile(r"\s*(?:人民币)?[十百千万亿]*元\s*\Z")


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
        if row[money].text.endswith("元") and bare(row[label].text) in _LABELS and _MONEY.match(row[money].text):
            cells = list(row)
            cells[label] = replace(row[label], text=f"单位：{row[money].text.strip()}")
            cells[money] = replace(row[money], text="")
            return tuple(cells)
    return row
