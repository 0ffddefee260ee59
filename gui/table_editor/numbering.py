"""Numbered paragraphs of 绩效目标 (``1.`` ``2.`` …): pure functions on texts, a paragraph a line."""

import re
from itertools import count
from typing import Final

# 1. １． 1、 (1) （1） 1) — but no amount such as 1.5亿元, and no year.
_HEAD: Final = re.compile(r"(\s*[(（]?)(\d{1,2})([.．、)）]\s*)(?!\d)", re.ASCII)
_BEGUN: Final = re.compile(r"\s*[(（]?\d{0,2}[.．、)）]?\s*", re.ASCII)


def next_head(paragraph: str) -> str:
    """What the paragraph behind this one begins with, e.g. ``3.`` behind ``2.……``; empty if it has no number."""
    head = _HEAD.match(paragraph)
    return f"{head.group(1)}{int(head.group(2)) + 1}{head.group(3)}" if head else ""


def is_bare(paragraph: str) -> bool:
    """Whether the paragraph is a number and nothing else."""
    head = _HEAD.match(paragraph)
    return head is not None and head.end() == len(paragraph)


def typed_over(typed: str, head: str) -> bool | None:
    """Whether the text behind a number that was put there begins with the same number once more.

    Args:
        typed: What was typed behind it.
        head: The number as it was put, e.g. ``2.``.

    Returns:
        ``None`` while it cannot be told: ``2.`` may become ``2.完成`` as well as ``2.5亿元``.
    """
    if _BEGUN.fullmatch(typed):
        return None
    own, put = _HEAD.match(typed), _HEAD.match(head)
    return own is not None and put is not None and int(own.group(2)) == int(put.group(2))


def moved_on(paragraph: str, head: str) -> str | None:
    """The paragraph with the next number, if it begins with the number of ``head``; else ``None``."""
    own, taken = _HEAD.match(paragraph), _HEAD.match(head)
    if own is None or taken is None or int(own.group(2)) != int(taken.group(2)):
        return None
    return next_head(paragraph) + paragraph[own.end() :]


def renumbered(text: str) -> str:
    """The text with its numbered paragraphs numbered 1, 2, 3 … in the order in which they stand."""
    numbers = count(1)

    def line_of(line: str) -> str:
        head = _HEAD.match(line)
        return f"{head.group(1)}{next(numbers)}{head.group(3)}{line[head.end() :]}" if head else line

    return "\n".join(line_of(line) for line in text.split("\n"))


def length(text: str) -> int:
    """How many characters the text has, numbers of paragraphs and white space aside."""
    return sum(len("".join(_HEAD.sub("", line, count=1).split())) for line in text.split("\n"))
