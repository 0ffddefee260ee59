"""Texts in runs of one look each: what somebody has struck out is not what is meant."""

from collections.abc import Sequence
from typing import Final, TypeAlias

Run: TypeAlias = tuple[str, bool]
"""A piece of a text, and whether it is struck out."""
_RAISED: Final = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")


def raised(text: str) -> str:
    """A text that stands higher than the others: without it ``10³`` would be 103."""
    return text.translate(_RAISED)


def read_runs(runs: Sequence[Run]) -> str:
    """The text without what is struck out in it; all of it, if nothing else is there."""
    kept = "".join(text for text, is_struck in runs if not is_struck)
    return kept if kept.strip() else "".join(text for text, _ in runs)


def has_struck(runs: Sequence[Run]) -> bool:
    """Whether any of it is struck out."""
    return any(is_struck and text.strip() for text, is_struck in runs)


def struck_note(file_name: str, where: str, cells: int, example: str) -> str:
    """The sentence about cells in which something is struck out."""
    what = f"有 {cells} 格的文字有划掉的（例如{example}）"
    return f"《{file_name}》{where}{what}：只划掉一部分的，划掉的没有读取；整格划掉的，照样读取；请核对。"
