"""Which characters can be drawn: the coverage of the vendored faces, read from their ``cmap`` tables.

Knows nothing of PDF: the audit asks it before anything is drawn (rule T04), the PDF renderer while drawing.
"""

import re
import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import BinaryIO, Final, Literal

from core.catalogue.resources import resource

FaceName = Literal["song", "hei", "hana_a", "hana_b"]

FACE_FILES: Final[dict[FaceName, str]] = {
    "song": "fonts/NotoSerifSC_400Regular.ttf",
    "hei": "fonts/NotoSansSC_500Medium.ttf",
    "hana_a": "fonts/HanaMinA-subset.ttf",
    "hana_b": "fonts/HanaMinB.ttf",
}
"""The faces and their files, below ``resources/``; see ``resources/fonts/README.md``."""

CHAINS: Final[dict[FaceName, tuple[FaceName, ...]]] = {
    "song": ("song", "hei", "hana_a", "hana_b"),
    "hei": ("hei", "song", "hana_a", "hana_b"),
}
"""Where a character is looked for, in this order. Noto stands first: Hana draws ideographs of the basic
plane in Japanese forms."""

BOXES: Final = frozenset("□■☐☑☒")
"""Always drawn from ``hana_a``, so that the boxes of one cell look alike: Noto has only two of them."""

INVISIBLE: Final = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
"""Characters without a glyph of their own: control, zero-width and formatting characters, variation selectors."""


_ACCENTED: Final = re.compile("[^\u0300-\u036f\u3099\u309a][\u0300-\u036f\u3099\u309a]+")
"""A letter with the accents behind it, or a kana with its sound mark."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The code points of one face as ranges, ascending."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __contains__(self, code_point: int) -> bool:
        """Whether the face has a glyph for the code point."""
        index = bisect_right(self.starts, code_point) - 1
        return index >= 0 and code_point <= self.ends[index]


def face_path(face: FaceName) -> Path:
    """The face's file."""
    return resource(FACE_FILES[face])


@cache
def coverage(face: FaceName) -> Coverage:
    """What the face can draw; reads a few kilobytes of its file, once."""
    with face_path(face).open("rb") as file:
        return _read_coverage(file)


def face_of(character: str, chain: Iterable[FaceName]) -> FaceName | None:
    """The first face of the chain that has the character, or ``None``."""
    if character in BOXES:
        return "hana_a"
    return next((face for face in chain if ord(character) in coverage(face)), None)


_drawable: Final[set[str]] = set("\r\n")
"""Characters that were looked up and found: nearly all texts are done with one difference of sets."""


def undrawable(text: str) -> frozenset[str]:
    """The characters of a text that no face can draw (rule T04); line breaks and invisible ones are none of them."""
    missing = _missing(text)
    return _missing(composed(text)) if missing else missing


def composed(text: str) -> str:
    """The text with its accents in one glyph with their letters, where a face has it: ``e`` and U+0301 as ``é``.

    The faces do not place an accent on a letter. Characters without accents stay: NFC of all of the text would turn
    compatibility ideographs into others.
    """
    return text if text.isascii() else _ACCENTED.sub(_composed, text)


def _composed(accented: re.Match[str]) -> str:
    apart = accented[0]
    whole = unicodedata.normalize("NFC", apart)
    return whole if len(_missing(whole)) <= len(_missing(apart)) else apart


def _missing(text: str) -> frozenset[str]:
    unknown = set(text) - _drawable
    missing = frozenset(character for character in unknown if not _is_drawable(character))
    _drawable.update(unknown - missing)
    return missing


def _is_drawable(character: str) -> bool:
    return INVISIBLE.match(character) is not None or face_of(character, CHAINS["song"]) is not None


_FULL_REPERTOIRE: Final = 12  # the cmap format that reaches beyond the basic plane (OpenType specification, cmap)


def _read_coverage(file: BinaryIO) -> Coverage:
    base = _table_offset(file, b"cmap")
    file.seek(base)
    _, count = struct.unpack(">HH", file.read(4))
    offsets = [record[2] for record in struct.iter_unpack(">HHL", file.read(8 * count))]
    for offset in offsets:
        file.seek(base + offset)
        if struct.unpack(">H", file.read(2))[0] == _FULL_REPERTOIRE:
            _, _, _, group_count = struct.unpack(">HLLL", file.read(14))
            return _ranges(struct.iter_unpack(">LLL", file.read(12 * group_count)))
    raise ValueError(f"no format 12 cmap in {file.name}")


def _ranges(groups: Iterable[tuple[int, ...]]) -> Coverage:
    starts: list[int] = []
    ends: list[int] = []
    for start, end, _ in groups:
        if ends and start == ends[-1] + 1:
            ends[-1] = end
        else:
            starts.append(start)
            ends.append(end)
    return Coverage(tuple(starts), tuple(ends))


def _table_offset(file: BinaryIO, tag: bytes) -> int:
    _, count = struct.unpack(">LH6x", file.read(12))
    tables = {record[0]: record[2] for record in struct.iter_unpack(">4sLLL", file.read(16 * count))}
    return int(tables[tag])
