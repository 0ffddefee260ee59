"""File names that every system accepts: made of units' and projects' names, which hold whatever clerks type."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from core.catalogue.glyphs import INVISIBLE

LONGEST_NAME: Final = 80
"""In characters, without the suffix: a path of Windows has room for 260, and the folder comes first."""
MOST_BYTES: Final = 200
"""In UTF-8, without the suffix: file systems of Linux hold 255."""

_UNSAFE = re.compile(r'[\\/:*?"<>|\s\x00-\x1f\x7f\ud800-\udfff]+')
# Windows takes these for devices, whatever suffix follows, and the raised digits for digits.
_RESERVED = re.compile(r"(?i:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\s*\..*)?\Z")


def safe_name(text: str, otherwise: str = "未命名") -> str:
    """The text as a file name without suffix: nothing forbidden or unseen, no dots or spaces at its ends, not long."""
    seen = INVISIBLE.sub("", _UNSAFE.sub(" ", text))  # a name that turns the reading round would hide its suffix
    name = _shortened(seen.strip(" ."), LONGEST_NAME)
    if not name:
        return otherwise
    return f"{name}_" if _RESERVED.match(name) else name


def distinct_names(texts: Iterable[str]) -> Iterator[str]:
    """A safe name for each text, all different on systems that do not tell capitals apart."""
    used: set[str] = set()
    for text in texts:
        base = safe_name(text)
        name, count = base, 1
        while name.casefold() in used:
            count += 1
            mark = f"({count})"
            name = _shortened(base, LONGEST_NAME - len(mark)) + mark
        used.add(name.casefold())
        yield name


def _shortened(name: str, length: int) -> str:
    name = name[:length]
    while len(name.encode("utf-8")) > MOST_BYTES:
        name = name[:-1]
    return name.rstrip(" .")
