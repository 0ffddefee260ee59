"""Text for a terminal, where a Chinese character is two columns wide."""

import unicodedata
from collections.abc import Sequence
from typing import Literal

Side = Literal["left", "right"]


def display_width(text: str) -> int:
    """How many columns a terminal gives the text."""
    return sum(_width(character) for character in text)


def columns(rows: Sequence[Sequence[str]], sides: Sequence[Side]) -> list[str]:
    """Lines in which every column is as wide as its widest text.

    Args:
        rows: Texts by row and column; line breaks and tabs in them become spaces.
        sides: For each column, the side on which its texts are flush.
    """
    cells = [[" ".join(text.split()) for text in row] for row in rows]
    widths = [max(map(display_width, column)) for column in zip(*cells, strict=True)]
    return ["  ".join(map(_padded, row, widths, sides)).rstrip() for row in cells]


def _padded(text: str, width: int, side: Side) -> str:
    space = " " * (width - display_width(text))
    return text + space if side == "left" else space + text


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
