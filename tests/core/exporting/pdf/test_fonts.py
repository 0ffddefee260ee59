"""Fonts of the machine in the place of the vendored ones, and those that cannot be used."""

import re
import struct
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from core.catalogue.glyphs import face_path
from core.domain.errors import KnownError
from core.exporting.pdf import PdfOptions, write_pdf
from core.exporting.pdf.fonts import load
from core.layout.form import Edition, fill
from tests.reference import reference_tables


def collection(*fonts: bytes) -> bytes:
    """A .ttc of fonts: a header, then each with its table offsets moved."""
    start = 12 + 4 * len(fonts)
    starts = [start + sum(map(len, fonts[:number])) for number in range(len(fonts))]
    moved = []
    for font, shift in zip(fonts, starts, strict=True):
        (count,) = struct.unpack(">4xH", font[:6])
        directory = b"".join(
            struct.pack(">4sLLL", tag, checksum, offset + shift, length)
            for tag, checksum, offset, length in struct.iter_unpack(">4sLLL", font[12 : 12 + 16 * count])
        )
        moved.append(font[:12] + directory + font[12 + 16 * count :])
    return struct.pack(f">4sLL{len(fonts)}L", b"ttcf", 0x00010000, len(fonts), *starts) + b"".join(moved)


def with_table_renamed(font: bytes, old: bytes, new: bytes) -> bytes:
    position = font.index(old, 12)
    return font[:position] + new + font[position + 4 :]


def with_embedding_forbidden(font: bytes) -> bytes:
    position = font.index(b"OS/2", 12)
    (offset,) = struct.unpack(">L", font[position + 8 : position + 12])
    return font[: offset + 8] + struct.pack(">H", 2) + font[offset + 10 :]


HEI = face_path("hei").read_bytes()


@pytest.mark.parametrize("name", ["simsun.ttc", "simhei.ttf"])
def test_body_and_headings_are_set_in_the_machines_own_fonts(name: str, tmp_path: Path) -> None:
    file = tmp_path / "字体" / name
    file.parent.mkdir()
    file.write_bytes(collection(HEI, HEI) if name.endswith("c") else HEI)
    out = BytesIO()
    form = fill(reference_tables()[0])
    write_pdf([form], out, Edition.PUBLICATION, PdfOptions(song_file=str(file)))
    (page,) = PdfReader(out).pages
    names = {font.get_object()["/BaseFont"] for font in page["/Resources"]["/Font"].values()}
    assert any(re.match(r"/[A-Z]{6}\+OwnNotoSansSC", name) for name in names), names
    assert not any("Serif" in name for name in names)
    text = re.sub(r"\s", "", page.extract_text())
    assert form.project_name in text
    assert re.sub(r"\s", "", reference_tables()[0].project.target) in text


def test_what_the_own_font_lacks_comes_from_the_vendored_ones(tmp_path: Path) -> None:
    out = BytesIO()
    file = tmp_path / "simsun.ttf"
    file.write_bytes(HEI)
    write_pdf([fill(reference_tables()[0])], out, Edition.SIGNATURE, PdfOptions(song_file=str(file), header_line="𠮷☑"))
    (page,) = PdfReader(out).pages
    assert page.extract_text().lstrip().startswith("𠮷☑") or "𠮷☑" in page.extract_text()


UNUSABLE: dict[str, tuple[Callable[[], bytes], str]] = {
    "outlines of the other kind": (lambda: b"OTTO" + HEI[4:], "不是 TrueType"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(2000), "不是 TrueType"),
    "an empty file": (lambda: b"", "不是 TrueType|已损坏"),
    "a broken file": (lambda: HEI[:5000], "已损坏|不是 TrueType"),
    "a variable font": (lambda: with_table_renamed(HEI, b"prep", b"fvar"), "可变字体"),
    "a font that must not be embedded": (lambda: with_embedding_forbidden(HEI), "不允许嵌入"),
    "a font without ideographs": (lambda: face_path("hana_a").read_bytes(), "没有表上要用的汉字"),
}


@pytest.mark.parametrize("kind", UNUSABLE)
def test_a_font_that_cannot_be_printed_with_is_refused(kind: str, tmp_path: Path) -> None:
    make, reason = UNUSABLE[kind]
    file = tmp_path / "字体.ttf"
    file.write_bytes(make())
    with pytest.raises(KnownError, match=reason) as caught:
        load(file)
    assert str(file) in caught.value.sentence


def test_a_font_that_is_gone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="找不到这个文件"):
        load(tmp_path / "simsun.ttc")
    with pytest.raises(KnownError, match="读不出来"):
        load(tmp_path)
