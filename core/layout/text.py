"""Cleaning of texts for print: what has no glyph is left out or replaced, what breaks a line breaks it."""

import re
from typing import Final

from core.catalogue.glyphs import INVISIBLE, composed, undrawable

SUBSTITUTE: Final = "〓"
"""Drawn for a character that no face has: the printers' mark for a missing type. Rule T04 names such characters."""

_LINE_BREAK: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def printable(text: str) -> str:
    r"""The text as it is drawn: every kind of line break is ``\n``, TAB is a space, invisible characters are gone.

    A letter and its accents are one character, and every character but ``\n`` has a glyph. Only drawing uses this; the
    table keeps what was entered.
    """
    if not text.isprintable() or INVISIBLE.search(text):
        text = INVISIBLE.sub("", _LINE_BREAK.sub("\n", text).replace("\t", " "))
    text = composed(text)
    for character in undrawable(text):
        text = text.replace(character, SUBSTITUTE)
    return text


def single_line(text: str) -> str:
    """The text as it is drawn where there is room for one line only: contents, outlines, document properties."""
    return printable(text).replace("\n", " ").strip()
