"""The faces of a PDF: loaded on first use, each character taken from the first face that has it.

A workspace may name font files of its own machine (宋体, 黑体); they stand before the vendored faces.

WORKAROUND for reportlab 5.1: it knows no fallback (a missing character is a silent crossed box), and writes
characters beyond the basic plane wrongly into the text layer; see :class:`RepairedFont`.
"""

import struct
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from io import BytesIO
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import Any, Final, TypeAlias
from weakref import WeakKeyDictionary

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFStream
from reportlab.pdfbase.ttfonts import TTEncoding, TTFError, TTFont

from core.catalogue.glyphs import BOXES, CHAINS, FaceName, face_of, face_path
from core.domain.errors import KnownError
from core.exporting.pdf.faces import QuickFace
from core.layout.form import Face, Style

rl_config.useA85 = 0  # ASCII armour of every stream: 15 % larger files for mail systems of the last century

_MAX_BLOCK: Final = 100
"""Entries of one ``bfchar`` block (Adobe Technical Note 5014, section 1.4.1)."""

_NEEDED: Final = "项目绩效目标指标预算资金单位年月日0123456789.%"
"""A font without these is none to set the form in."""

_USAGE: Final = 0x000F
_RESTRICTED: Final = 0x0002
_NO_SUBSETS: Final = 0x0100
_BITMAPS_ONLY: Final = 0x0200

_loading = Lock()

AnyFace: TypeAlias = FaceName | Path
"""A vendored face, or a font file of this machine."""


def _format_stream(stream: Any, document: Any) -> bytes:
    """WORKAROUND for reportlab 5.1: the line end before ``endstream`` that PDF/A asks for is missing."""
    written: bytes = _format_without_line_end(stream, document)
    return written.removesuffix(b"endstream\n") + b"\nendstream\n"


_format_without_line_end: Final = PDFStream.format
PDFStream.format = _format_stream


class RepairedFont(TTFont):  # type: ignore[misc] # reportlab has no type hints
    """A TrueType font whose text layer says what was drawn, beyond the basic plane too.

    WORKAROUND for reportlab 5.1: ``makeToUnicodeCMap`` writes ``<2CB4E>`` where the format asks for UTF-16BE, and
    all entries in one block where at most 100 are allowed.
    """

    def __init__(self, name: str, path: Path) -> None:
        # All that reportlab's own __init__ sets, which would read the face in its slow way.
        self.fontName = name
        self.face = QuickFace(BytesIO(path.read_bytes()))
        self.encoding = TTEncoding()
        self.state: Any = WeakKeyDictionary()
        self._asciiReadable = False
        self.shapable = False

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
def _loaded(face: AnyFace) -> RepairedFont:
    font = _read_own(face) if isinstance(face, Path) else RepairedFont(f"jibiao-{face}", face_path(face))
    pdfmetrics.registerFont(font)
    return font


def _read_own(path: Path) -> RepairedFont:
    """A font of this machine; of a collection (.ttc) the first."""
    digest = sha256(str(path).encode()).hexdigest()[:12]
    try:
        font = RepairedFont(f"jibiao-own-{digest}", path)
    except FileNotFoundError as error:
        raise _refusal(path, "找不到这个文件") from error
    except OSError as error:
        raise _refusal(path, "这个文件读不出来") from error
    except TTFError as error:
        raise _refusal(path, "它不是 TrueType 字体（.ttf、.ttc）") from error
    except (struct.error, LookupError, ValueError) as error:
        raise _refusal(path, "这个文件已损坏") from error
    if not _may_be_embedded(font):
        raise _refusal(path, "它不允许嵌入 PDF")
    if "fvar" in font.face.table:
        raise _refusal(path, "它是可变字体，只会印出最细的一种")
    if not all(font.face.charToGlyph.get(ord(character)) for character in _NEEDED):
        raise _refusal(path, "其中没有表上要用的汉字和数字")
    font.face.name = b"Own" + font.face.name  # fonts of one name would share their text layer
    return font


def _may_be_embedded(font: RepairedFont) -> bool:
    """Whether its maker allows that (field ``fsType`` of the OpenType table OS/2); old fonts do not say, and may."""
    if "OS/2" not in font.face.table:
        return True
    field = font.face.table["OS/2"]["offset"] + 8
    (kind,) = struct.unpack(">H", font.face.get_chunk(field, 2))
    return kind & _USAGE != _RESTRICTED and not kind & (_NO_SUBSETS | _BITMAPS_ONLY)


def _refusal(path: Path, reason: str) -> KnownError:
    return KnownError(f"不能用字体文件“{path}”打印：{reason}。请在“打印设置”中另选一个，或改用自带字体。")


def load(face: AnyFace) -> RepairedFont:
    """The face, read from its file on first use (0.1 s); safe from any thread.

    Raises:
        KnownError: A font file of this machine is missing or cannot be printed with.
    """
    with _loading:
        return _loaded(face)


def check_file(file: str) -> None:
    """Refuse a font file that cannot be printed with.

    Raises:
        KnownError: It is missing, broken, no TrueType font, variable, not to be embedded, or without ideographs.
    """
    load(Path(file))


class _FaceOfCharacter(dict[str, AnyFace]):
    """Which face draws a character, looked up once each."""

    def __init__(self, first: FaceName, own_file: str) -> None:
        super().__init__()
        self._chain = CHAINS[first]
        self.first: AnyFace = Path(own_file) if own_file else first
        self._own_glyphs = load(self.first).face.charToGlyph if own_file else {}

    def __missing__(self, character: str) -> AnyFace:
        own = self._own_glyphs.get(ord(character)) and character not in BOXES  # glyph 0 is the missing one's
        face = self.first if own else face_of(character, self._chain) or self._chain[0]
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

    def __init__(self, song_file: str = "", hei_file: str = "") -> None:
        own = {"song": song_file, "hei": hei_file}
        self._faces = {face: _FaceOfCharacter(face, own[face]) for face in CHAINS}
        self._widths: dict[tuple[Face, float], Callable[[str], float]] = {}

    @property
    def body_font_name(self) -> str:
        """Reportlab's name for the font of the body."""
        return str(load(self._faces["song"].first).fontName)

    def advance(self, style: Style) -> Callable[[str], float]:
        """A function that measures strings set in a style, in points."""
        return self.advance_of(style.face, style.size)

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
