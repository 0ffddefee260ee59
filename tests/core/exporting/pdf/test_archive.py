"""What PDF/A-2u (ISO 19005-2) asks for, as far as it can be seen from outside; clauses in brackets."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import ImageCms
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from core.exporting.pdf import PdfOptions, write_pdf
from core.exporting.pdf.colour import srgb_profile
from core.layout.form import Edition, fill
from tests.reference import reference_tables

PRINTED_AT = datetime(2025, 3, 1, 9, 5, tzinfo=timezone(timedelta(hours=8)))
NAMES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
}


@pytest.fixture(scope="module", params=list(Edition), ids=lambda edition: edition.value)
def content(request: pytest.FixtureRequest) -> bytes:
    out = BytesIO()
    forms = [fill(table) for table in reference_tables()]
    write_pdf(forms, out, request.param, PdfOptions(printed_at=PRINTED_AT, header_line="抬头 <&>"))
    return out.getvalue()


@pytest.fixture(scope="module")
def reader(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def dictionaries(value: Any, seen: set[int]) -> Iterator[DictionaryObject]:
    """Every dictionary that can be reached."""
    if isinstance(value, IndirectObject):
        if value.idnum in seen:
            return
        seen.add(value.idnum)
        value = value.get_object()
    if isinstance(value, DictionaryObject):
        yield value
    members = value.values() if isinstance(value, DictionaryObject) else value if isinstance(value, ArrayObject) else ()
    for member in members:
        yield from dictionaries(member, seen)


def test_the_file_is_marked_as_binary_and_has_an_identity(content: bytes, reader: PdfReader) -> None:
    """[6.1.2, 6.1.3]"""
    first, second = content.split(b"\n")[:2]
    assert first == b"%PDF-1.7"
    assert re.match(rb"%[\x80-\xff]{4}", second)
    assert len(reader.trailer["/ID"]) == 2
    assert "/Encrypt" not in reader.trailer
    assert content.rstrip(b"\r\n").endswith(b"%%EOF")


def test_every_stream_begins_and_ends_on_a_line_of_its_own(content: bytes, reader: PdfReader) -> None:
    """[6.1.7.1]"""
    for dictionary in dictionaries(reader.trailer, set()):
        assert not {"/F", "/FFilter"} & set(dictionary) or dictionary.get("/Subtype") == "/Link"
    streams = list(re.finditer(rb"/Length (\d+)[^>]*>>\nstream\n", content))
    assert len(streams) == content.count(b"endstream")
    for stream in streams:
        end = stream.end() + int(stream[1])
        assert content[end : end + 10] == b"\nendstream"


def test_metadata_can_be_read_without_filters_and_agree_with_the_properties(reader: PdfReader) -> None:
    """[6.6.2, 6.6.3, 6.6.4]"""
    stream = reader.trailer["/Root"]["/Metadata"]
    assert "/Filter" not in stream
    root = etree.fromstring(stream.get_data())
    assert root.findtext(".//pdfaid:part", namespaces=NAMES) == "2"
    assert root.findtext(".//pdfaid:conformance", namespaces=NAMES) == "U"
    info = reader.metadata
    assert info is not None
    for element, entry in {
        "dc:title": "/Title",
        "dc:creator": "/Author",
        "dc:description": "/Subject",
        "pdf:Keywords": "/Keywords",
        "pdf:Producer": "/Producer",
        "xmp:CreatorTool": "/Creator",
    }.items():
        assert "".join(root.find(f".//{element}", NAMES).itertext()) == info[entry]
    assert root.findtext(".//xmp:CreateDate", namespaces=NAMES) == PRINTED_AT.isoformat()
    assert info.creation_date == info.modification_date == PRINTED_AT


def test_colours_are_defined_by_the_output_intent(reader: PdfReader) -> None:
    """[6.2.3]"""
    (intent,) = reader.trailer["/Root"]["/OutputIntents"]
    assert intent["/S"] == "/GTS_PDFA1"
    profile = intent["/DestOutputProfile"]
    assert profile["/N"] == 3
    assert profile.get_data() == srgb_profile()


def test_the_profile_is_srgb() -> None:
    profile = ImageCms.ImageCmsProfile(BytesIO(srgb_profile()))
    known = ImageCms.createProfile("sRGB")
    assert ImageCms.getProfileDescription(profile).strip() == "sRGB IEC61966-2.1"
    for attribute in ("red_colorant", "green_colorant", "blue_colorant"):
        ours, theirs = (getattr(p, attribute) for p in (profile.profile, known))
        assert ours[0] == pytest.approx(theirs[0], abs=2e-3)


def test_every_font_is_an_embedded_symbolic_subset_whose_texts_are_known(reader: PdfReader) -> None:
    """[6.2.11: embedding, encoding, widths for all codes, no .notdef, Unicode for every code that is shown]"""
    fonts = [d for d in dictionaries(reader.trailer, set()) if d.get("/Type") == "/Font"]
    assert fonts
    for font in fonts:
        descriptor = font["/FontDescriptor"]
        assert font["/Subtype"] == "/TrueType"
        assert descriptor["/Flags"] & 4, "symbolic"
        assert "/Encoding" not in font
        assert "/FontFile2" in descriptor
        assert len(font["/Widths"]) == font["/LastChar"] - font["/FirstChar"] + 1
        assert b"beginbfchar" in font["/ToUnicode"].get_data()


def test_nothing_is_transparent_no_link_leads_outside_nothing_runs(reader: PdfReader) -> None:
    """[6.2.10, 6.3, 6.5, 6.4]"""
    for dictionary in dictionaries(reader.trailer, set()):
        assert not {"/SMask", "/Group", "/BM", "/ca", "/CA", "/AA", "/JavaScript", "/JS", "/Launch"} & set(dictionary)
        if dictionary.get("/Subtype") == "/Link":
            assert dictionary["/F"] == 4, "printed, and not hidden"
            assert "/Dest" in dictionary


def test_no_character_code_shows_a_missing_glyph(content: bytes, reader: PdfReader) -> None:
    """[6.2.11.8]"""
    for page in reader.pages:
        codes = re.findall(rb"<([0-9a-f]*)> Tj", page.get_contents().get_data())
        assert codes
        assert not any(0 in bytes.fromhex(code.decode()) for code in codes)


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="poppler-utils is not installed")
def test_another_program_knows_it_for_an_archive_file(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "archive.pdf"
    file.write_bytes(content)
    said = subprocess.run(["pdfinfo", file], check=True, capture_output=True, encoding="utf-8").stdout
    assert re.search(r"Metadata Stream:\s+yes", said)
