"""The quick reading of the faces, beside reportlab's own."""

import struct
from io import BytesIO

import pytest
from reportlab.pdfbase.ttfonts import TTFontFace

from core.catalogue.glyphs import FACE_FILES, FaceName, face_path
from core.exporting.pdf.faces import QuickFace


@pytest.mark.parametrize("name", FACE_FILES)
def test_a_face_read_quickly_has_what_reportlab_reads(name: FaceName) -> None:
    font = face_path(name).read_bytes()
    quick, slow = QuickFace(BytesIO(font)), TTFontFace(BytesIO(font))
    assert quick.charToGlyph == slow.charToGlyph
    assert quick.charWidths == slow.charWidths
    assert quick.defaultWidth == slow.defaultWidth
    assert list(quick.glyphPos) == list(slow.glyphPos)
    measures = ("name", "ascent", "descent", "bbox", "italicAngle", "flags", "stemV", "capHeight", "numGlyphs")
    assert [getattr(quick, each) for each in measures] == [getattr(slow, each) for each in measures]


@pytest.mark.parametrize("name", FACE_FILES)
def test_the_advances_that_are_embedded_are_those_of_the_font(name: FaceName) -> None:
    face = QuickFace(BytesIO(face_path(name).read_bytes()))
    table, last = face.get_table("hmtx"), struct.unpack_from(">H", face.get_table("hhea"), 34)[0] - 1
    advances = [struct.unpack_from(">H", table, 4 * min(glyph, last))[0] for glyph in range(face.numGlyphs)]
    assert [advance for advance, _ in face.hmetrics] == advances


def test_a_face_without_the_full_table_of_characters_is_left_to_reportlab(monkeypatch: pytest.MonkeyPatch) -> None:
    font = face_path("hana_a").read_bytes()
    monkeypatch.setattr("core.exporting.pdf.faces._FULL_REPERTOIRE", 13)  # as if there were no table of format 12
    assert QuickFace(BytesIO(font)).charToGlyph == TTFontFace(BytesIO(font)).charToGlyph
