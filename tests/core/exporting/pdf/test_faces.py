"""The quick reading of a face gives what reportlab's own gives, and embeds what the PDF says of it."""

import struct
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from reportlab.pdfbase.ttfonts import TTFontFace

from core.catalogue.glyphs import FACE_FILES, FaceName, face_path
from core.exporting.pdf import write_pdf
from core.exporting.pdf.faces import QuickFace
from core.layout.form import Edition, fill
from tests.reference import reference_tables

NUMBERS = ["ascent", "descent", "capHeight", "bbox", "stemV", "flags", "italicAngle", "name", "defaultWidth"]


@pytest.mark.parametrize("face", FACE_FILES)
def test_characters_widths_and_outlines_are_those_that_reportlab_reads(face: FaceName) -> None:
    content = face_path(face).read_bytes()
    ours, theirs = QuickFace(BytesIO(content)), TTFontFace(BytesIO(content))
    assert ours.charToGlyph == theirs.charToGlyph
    assert ours.charWidths == theirs.charWidths
    assert list(ours.glyphPos) == theirs.glyphPos
    assert [bearing for _, bearing in ours.hmetrics] == [bearing for _, bearing in theirs.hmetrics]
    assert [getattr(ours, name) for name in NUMBERS] == [getattr(theirs, name) for name in NUMBERS]


def test_a_font_with_another_kind_of_cmap_is_left_to_reportlab() -> None:
    content = bytearray(face_path("hei").read_bytes())
    whole = TTFontFace(BytesIO(bytes(content)))
    start, _ = whole.get_table_pos("cmap")
    (count,) = struct.unpack_from(">H", content, start + 2)
    kept = b"".join(
        record
        for record in (bytes(content[start + 4 + 8 * n : start + 12 + 8 * n]) for n in range(count))
        if struct.unpack_from(">H", content, start + struct.unpack(">4xL", record)[0])[0] == 4
    )
    struct.pack_into(">H", content, start + 2, len(kept) // 8)
    content[start + 4 : start + 4 + len(kept)] = kept
    basic = QuickFace(BytesIO(bytes(content)))
    assert basic.charToGlyph[ord("项")] == whole.charToGlyph[ord("项")]
    assert max(basic.charToGlyph) <= 0xFFFF < max(whole.charToGlyph)


def tables_of(font: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack_from(">4xH", font)
    records = struct.iter_unpack(">4s4xLL", font[12 : 12 + 16 * count])
    return {tag: font[offset : offset + length] for tag, offset, length in records}


def embedded_widths(font: bytes) -> list[float]:
    """The advance for each character code, in thousandths of an em, from an embedded program's own tables."""
    tables = tables_of(font)
    (em,) = struct.unpack_from(">18xH", tables[b"head"])
    (full,) = struct.unpack_from(">34xH", tables[b"hhea"])
    advances = struct.unpack_from(">" + "H2x" * full, tables[b"hmtx"])
    (count,) = struct.unpack_from(">20xH", tables[b"cmap"])
    glyphs = struct.unpack_from(f">{count}H", tables[b"cmap"], 22)
    return [advances[min(glyph, full - 1)] * 1000 / em for glyph in glyphs]


def test_embedded_fonts_agree_with_the_widths_in_the_pdf() -> None:
    """PDF/A-2 (ISO 19005-2), 6.2.11.5: within one thousandth of an em, for Noto and for Hana, whose em is 1024."""
    table, out = reference_tables()[0], BytesIO()
    table = replace(table, project=replace(table.project, target="𠮷𪚥㐀 ☑☐ 1.%，目标"))
    write_pdf([fill(table)], out, Edition.SIGNATURE)
    (page,) = PdfReader(out).pages
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert len({font["/BaseFont"].split("+")[1] for font in fonts}) == 4
    for font in fonts:
        program = font["/FontDescriptor"]["/FontFile2"].get_data()
        assert embedded_widths(program) == pytest.approx(list(font["/Widths"]), abs=1)
