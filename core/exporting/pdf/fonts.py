"""The faces of a PDF: loaded on first use, each character taken from the first face that has it.

WORKAROUND for reportlab 5.1: it knows no fallback (a missing character is a silent crossed box), and writes
characters beyond the basic plane wrongly into the text layer; see :class:`RepairedFont`.
"""

from collections.abc import Callable
from functools import cache
from itertools import groupby
from threading import Lock
from typing import Any, Final

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from core.catalogue.glyphs import CHAINS, FaceName, face_of, face_path
from core.layout.form import STYLES, Face

rl_config.useA85 = 0  # ASCII armour of every stream: 15 % larger files for mail systems of the last century

_MAX_BLOCK: Final = 100
"""Entries of one ``bfchar`` block (Adobe Technical Note 5014, section 1.4.1)."""

_loading = Lock()


class RepairedFont(TTFont):  # type: ignore[misc] # reportlab has no type hints
    """A TrueType font whose text layer says what was drawn, beyond the basic plane too.

    WORKAROUND for reportlab 5.1: ``makeToUnicodeCMap`` writes ``<2CB4E>`` where the format asks for UTF-16BE, and
    all entries in one block where at most 100 are allowed.
    """

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """Add the font's objects to the document, then put the maps right."""
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            font = doc.idToObject["BasicFonts"].dict[self._internal_name(doc, number)]
            doc.idToObject[font.ToUnicode.name].content = to_unicode_map(font.BaseFont, subset)

    def _internal_name(self, doc: Any, number: int) -> str:
        return f"{doc.fontMapping[self.fontName][1:]}+{number}"


def to_unicode_map(name: str, code_points: list[int]) -> str:
    """The ToUnicode CMap of a subset; ``code_points`` by character code from 0."""
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        f"/CMapName /{name} def /CMapType 2 def",
        "1 begincodespacerange <00> <FF> endcodespacerange",
    ]
    entries = [
        f"<{code:02X}> <{chr(code_point).encode('utf-16-be').hex().upper()}>"
        for code, code_point in enumerate(code_points)
        if code_point
    ]
    for start in range(0, len(entries), _MAX_BLOCK):
        block = entries[start : start + _MAX_BLOCK]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines)


@cache
def _loaded(face: FaceName) -> RepairedFont:
    font = RepairedFont(f"jibiao-{face}", str(face_path(face)), asciiReadable=False)
    pdfmetrics.registerFont(font)
    return font


def load(face: FaceName) -> RepairedFont:
    """The face, read from its file on first use (0.1 s); safe from any thread."""
    with _loading:
        return _loaded(face)


class _FaceOfCharacter(dict[str, FaceName]):
    """Which face draws a character, looked up once each."""

    def __init__(self, first: FaceName) -> None:
        super().__init__()
        self._chain = CHAINS[first]

    def __missing__(self, character: str) -> FaceName:
        face = face_of(character, self._chain) or self._chain[0]
        self[character] = face
        return face


class _Widths(dict[str, float]):
    """Advance widths in points of one face and size."""

    def __init__(self, faces: _FaceOfCharacter, size: float) -> None:
        super().__init__()
        self._faces = faces
        self._size = size

    def __missing__(self, character: str) -> float:
        width = float(load(self._faces[character]).face.getCharWidth(ord(character))) * self._size / 1000
        self[character] = width
        return width


class FontChain:
    """Measures and divides texts for drawing; a :class:`core.layout.measuring.Measure`."""

    def __init__(self) -> None:
        self._faces = {face: _FaceOfCharacter(face) for face in CHAINS}
        self._widths: dict[tuple[Face, float], Callable[[str], float]] = {}

    def advance(self, style: str) -> Callable[[str], float]:
        """A function that measures strings set in a style of the form, in points."""
        return self.advance_of(STYLES[style].face, STYLES[style].size)

    def advance_of(self, face: Face, size: float) -> Callable[[str], float]:
        """A function that measures strings set in a face and size, in points."""
        measure = self._widths.get((face, size))
        if measure is None:
            width_of = _Widths(self._faces[face], size).__getitem__

            def measure(text: str) -> float:
                return sum(map(width_of, text))

            self._widths[face, size] = measure
        return measure

    def runs(self, face: Face, text: str) -> list[tuple[RepairedFont, str]]:
        """The text in runs of one font each."""
        return [(load(name), "".join(run)) for name, run in groupby(text, self._faces[face].__getitem__)]
