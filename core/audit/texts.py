"""Small readings of a text that several rules share."""

import re
from typing import Final

from core.domain.texts import on_one_line

# Space that str.strip leaves: zero-width space, word joiner, byte order mark.
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u2060\ufeff"))
_SHOWN_CHARACTERS: Final = 24
_REMARK: Final = re.compile(r"\s*[（(](?P<remark>[^（()）]*)[)）]\s*\Z")

NUMBERING: Final = re.compile(
    r"^\s*(?:(?P<plain>\d{1,2})[.．、)）](?!\d)|[（(](?P<bracketed>\d{1,2})[)）]|(?P<circled>[①-⑳])"
    r"|(?P<chinese>[一二三四五六七八九十]{1,3})、|[（(](?P<chinese_bracketed>[一二三四五六七八九十]{1,3})[)）])\s*",
    re.MULTILINE,
)
"""A number at the head of a paragraph; the group that matched is its style."""


def is_blank(text: str) -> bool:
    """Whether there is nothing to see in the text."""
    return not text.translate(_INVISIBLE).strip()


def without_numbering(text: str) -> str:
    """The text without the numbers at the heads of its paragraphs and without outer white space."""
    return NUMBERING.sub("", text).strip()


def without_remark(text: str) -> str:
    """The text without the parentheses at its end: 满意度（问卷）."""
    return _REMARK.sub("", text)


def remark_of(text: str) -> str:
    """What the parentheses at the end of the text hold; ``""`` if there are none."""
    found = _REMARK.search(text)
    return found["remark"].strip() if found else ""


def letters_of(text: str) -> str:
    """Only the letters, ideographs and digits: numbering, space and punctuation aside."""
    return "".join(character for character in without_numbering(text) if character.isalnum())


def squeezed(text: str) -> str:
    """The text without any white space, for comparing names."""
    return "".join(text.translate(_INVISIBLE).split())


def quoted(text: str) -> str:
    """The text in quotation marks for a message, on one line, shortened if it is long.

    A text that holds “ or ” itself gets 「」, so that its own marks are seen as they are.
    """
    line = on_one_line(" ".join(text.split()))
    shown = line if len(line) <= _SHOWN_CHARACTERS else line[: _SHOWN_CHARACTERS - 1] + "…"
    return f"「{shown}」" if "“" in line or "”" in line else f"“{shown}”"
