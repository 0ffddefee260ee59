r"""Texts as they come in from files and other programs: one kind of line end, and nothing that nobody sees.

A text holds ``\n`` between its lines and may hold TAB. Every other control character is an accident of the program
that it was copied from, and makes two texts differ that look alike.
"""

import re
from typing import Final

_LINE_END: Final = re.compile("\r\n|[\r\x0b\x0c\x85]")
"""Of other systems, and the forced line break of Word."""
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SHOWN: Final = {"\n": "↵", "\t": "⇥"}


def with_usual_line_ends(text: str) -> str:
    r"""The text with ``\n`` as its only kind of line end."""
    return text if text.isprintable() else _LINE_END.sub("\n", text)


def without_controls(text: str) -> str:
    r"""The text with usual line ends and without control characters; TAB stays."""
    return text if text.isprintable() else _CONTROL.sub("", with_usual_line_ends(text))


def controls_in(text: str) -> tuple[str, ...]:
    """The control characters of a text that are left out on entry, as ``U+0007``, each once."""
    return tuple(f"U+{ord(character):04X}" for character in dict.fromkeys(_CONTROL.findall(text)))


def on_one_line(text: str) -> str:
    """The text for the inside of a sentence: line ends and TAB as signs, other control characters by their codes."""
    if text.isprintable():
        return text
    text = _LINE_END.sub("\n", text)
    return "".join(_SHOWN.get(c) or (f"〈U+{ord(c):04X}〉" if _CONTROL.match(c) else c) for c in text)
