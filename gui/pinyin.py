"""Search as Chinese typists expect it: by characters, by pinyin initials, or by both mixed (``信xxt``)."""

import re
from collections import defaultdict
from functools import lru_cache
from typing import Final

BASIC_PLANE_END = 0xFFFF  # one character beyond it makes a set of the re module ten times slower
_HALF: Final = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_TO_FULL_WIDTH: Final = {ord(sign): ord(sign) + 0xFEE0 for sign in _HALF}
_TO_HALF_WIDTH: Final = {full: half for half, full in _TO_FULL_WIDTH.items()}
_TONED_TO_PLAIN = str.maketrans("āáǎàēéěèōóǒòńňǹḿêề", "aaaaeeeeoooonnnmee")


@lru_cache(256)
def search_pattern(query: str) -> re.Pattern[str]:
    """What finds ``query`` in a text: each letter also stands for any character whose pinyin begins with it.

    Characters with several readings are found under each of them. Matching ignores case and width.

    Args:
        query: As typed; white space at its ends does not count.
    """
    return re.compile("".join(_either(sign) for sign in half_width(query).strip().lower()))


def found(query: str, *texts: str) -> bool:
    """Whether one of the texts holds the query; a blank query is in every text."""
    pattern = search_pattern(query)
    return any(pattern.search(text) for text in texts)


def half_width(text: str) -> str:
    """The text with full-width letters and digits, as input methods give them, as usual ones."""
    return text.translate(_TO_HALF_WIDTH)


def warm_up() -> None:
    """Load the table of readings, so that the first search is as fast as the others."""
    for initial in _characters_by_initial():
        search_pattern(initial)


def _either(sign: str) -> str:
    if sign not in _HALF:
        return re.escape(sign)
    either = sign + sign.upper()
    return f"[{either}{either.translate(_TO_FULL_WIDTH)}{_characters_by_initial()[sign]}]"


@lru_cache(1)
def _characters_by_initial() -> dict[str, str]:
    """For each letter the characters one of whose readings begins with it; those beyond the BMP are left out."""
    from pypinyin.pinyin_dict import pinyin_dict  # 41 000 entries: loaded on the first search

    characters: defaultdict[str, list[str]] = defaultdict(list)
    for code, readings in pinyin_dict.items():
        if code > BASIC_PLANE_END:
            continue
        for initial in {reading[0].translate(_TONED_TO_PLAIN) for reading in readings.split(",")}:
            characters[initial].append(chr(code))
    return defaultdict(str, {initial: "".join(chars) for initial, chars in characters.items()})
