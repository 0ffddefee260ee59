"""Reads a TrueType face as reportlab does, but its long tables at once instead of number by number.

WORKAROUND for reportlab 5.1: ``TTFontFile.extractInfo`` takes 30 ms a face, a sixth of what a short export takes for
its two, and gives the glyphs at the end of ``hmtx`` an advance that is scaled already, so that the embedded font
contradicts the widths in the PDF where an em is not 1000 units (Hana).
"""

import struct
from typing import Any, Final

from reportlab.pdfbase.ttfonts import TTFontFace

_FULL_REPERTOIRE: Final = 12
"""The cmap format that reaches beyond the basic plane (OpenType specification, ``cmap``)."""
_LONG_OFFSETS: Final = 1
_SPACE: Final = 0x20
_NO_BREAK_SPACE: Final = 0xA0


class QuickFace(TTFontFace):  # type: ignore[misc] # reportlab has no type hints
    """A face with the characters, widths and glyphs that reportlab reads.

    One without a cmap of format 12, as some of a machine's own fonts are, is left to reportlab.
    """

    def extractInfo(self, charInfo: Any = 1) -> None:  # noqa: N802, N803 - reportlab's names
        """Read names and measures through reportlab, the tables of characters and glyphs here."""
        groups = self._character_groups() if charInfo else None
        if groups is None:
            super().extractInfo(charInfo)
            return
        super().extractInfo(charInfo=0)
        self.hmetrics = self._metrics()
        self.glyphPos = self._glyph_starts()
        glyphs: dict[int, int] = {}
        for first, last, glyph in struct.iter_unpack(">LLL", groups):
            glyphs.update(zip(range(first, last + 1), range(glyph, self.numGlyphs), strict=False))
        if _SPACE in glyphs:
            glyphs[_NO_BREAK_SPACE] = glyphs[_SPACE]
        widths = [self._pdfScale(advance) for advance, _ in self.hmetrics]
        self.defaultWidth = widths[0]
        self.charToGlyph = glyphs
        self.charWidths = {character: widths[glyph] for character, glyph in glyphs.items()}

    def _character_groups(self) -> bytes | None:
        """The groups (first and last character, first glyph) of a cmap of format 12."""
        table = self.get_table("cmap")
        (count,) = struct.unpack_from(">H", table, 2)
        for *_, start in struct.iter_unpack(">HHL", table[4 : 4 + 8 * count]):
            kind, _, group_count = struct.unpack_from(">H10sL", table, start)
            if kind == _FULL_REPERTOIRE:
                return bytes(table[start + 16 : start + 16 + 12 * group_count])
        return None

    def _metrics(self) -> list[tuple[int, int]]:
        """Advance and left side bearing of each glyph; those at the end of the table share the last advance."""
        (full,) = struct.unpack_from(">H", self.get_table("hhea"), 34)
        rest = self.numGlyphs - full
        numbers = struct.unpack_from(f">{2 * full + rest}H", self.get_table("hmtx"))
        advances, bearings = numbers[: 2 * full : 2], (*numbers[1 : 2 * full : 2], *numbers[2 * full :])
        return list(zip(advances + advances[-1:] * rest, bearings, strict=True))

    def _glyph_starts(self) -> tuple[int, ...]:
        """Where each glyph's outline begins in ``glyf``, and where the last one ends."""
        (kind,) = struct.unpack_from(">H", self.get_table("head"), 50)
        count, table = self.numGlyphs + 1, self.get_table("loca")
        if kind == _LONG_OFFSETS:
            return struct.unpack_from(f">{count}L", table)
        return tuple(2 * half for half in struct.unpack_from(f">{count}H", table))
