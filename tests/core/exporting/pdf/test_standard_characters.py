"""Every character of the standards has a glyph and survives copying and searching.

``tests/data/tgh-2013.txt`` lists the 8 105 characters of 通用规范汉字表 (a standard of the State Council of 2013) in
its own order, extracted from the field kTGH of Unicode's Unihan database.
"""

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader

from core.catalogue.glyphs import CHAINS, face_of, undrawable
from core.domain.records import Indicator
from core.exporting.pdf import write_pdf
from core.exporting.pdf.fonts import load
from core.layout.form import Edition, fill
from tests.reference import DATA, reference_tables

STANDARD = "".join((DATA / "tgh-2013.txt").read_text(encoding="utf-8").split())
GB_18030_HAN = (  # level 3 of GB 18030-2022: 87 887 ideographs
    *[(0x4E00, 0x9FEF), (0x3400, 0x4DB5), (0x20000, 0x2A6D6), (0x2A700, 0x2B734), (0x2B740, 0x2B81D)],
    *[(0x2B820, 0x2CEA1), (0x2CEB0, 0x2EBE0)],
)
UNIFIED_AMONG_COMPATIBLE = "﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩"
ROW_LENGTH = 400


def pdftotext(file: Path) -> str:
    command = ["pdftotext", "-enc", "UTF-8", "-raw", file, "-"]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def pypdf_text(file: Path) -> str:
    return "".join(page.extract_text() for page in PdfReader(file).pages)


def pdfium_text(file: Path) -> str:
    document = pypdfium2.PdfDocument(file)
    try:
        return "".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


@pytest.fixture(scope="module")
def rows() -> list[str]:
    return [STANDARD[start : start + ROW_LENGTH] for start in range(0, len(STANDARD), ROW_LENGTH)]


@pytest.fixture(scope="module")
def printed(rows: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of them as descriptions of indicators, the last of them as names too, in the face of headings."""
    model = reference_tables()[0]
    indicators = tuple(
        Indicator(f"r{number}", "p", number, category="产出指标", description=row) for number, row in enumerate(rows)
    )
    tables = [replace(model, indicators=indicators)]
    tables += [replace(model, project=replace(model.project, name=row), indicators=()) for row in rows[-2:]]
    out = BytesIO()
    write_pdf([fill(table) for table in tables], out, Edition.PUBLICATION)
    file = tmp_path_factory.mktemp("pdf") / "standard.pdf"
    file.write_bytes(out.getvalue())
    return file


@pytest.mark.parametrize(
    "read",
    [
        pytest.param(
            pdftotext,
            marks=pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed"),
        ),
        pypdf_text,
        pdfium_text,
    ],
)
def test_the_standard_characters_survive_the_text_layer(
    read: Callable[[Path], str], printed: Path, rows: list[str]
) -> None:
    text = re.sub(r"\s|\f", "", read(printed))
    assert len(STANDARD) == 8105
    assert [row for row in rows if row not in text] == []
    assert [text.count(row) for row in rows[-2:]] == [4, 4], "description, name, heading, entry of the contents"


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_qpdf_finds_no_fault_with_hundreds_of_font_subsets(printed: Path) -> None:
    subprocess.run(["qpdf", "--check", printed], check=True, capture_output=True)


def test_all_ideographs_of_gb_18030_have_a_glyph_that_is_not_blank() -> None:
    ideographs = [chr(code) for first, last in GB_18030_HAN for code in range(first, last + 1)]
    ideographs += UNIFIED_AMONG_COMPATIBLE
    assert len(ideographs) == 87_887
    assert undrawable("".join(ideographs)) == frozenset()
    blank = []
    for character in ideographs:
        face = face_of(character, CHAINS["song"])
        assert face is not None
        outlines = load(face).face
        glyph = outlines.charToGlyph[ord(character)]
        if outlines.glyphPos[glyph] == outlines.glyphPos[glyph + 1]:
            blank.append(character)
    assert blank == []


def test_what_a_clerk_types_besides_has_a_glyph() -> None:
    ranges = {
        "kangxi radicals": (0x2F00, 0x2FD5),
        "CJK punctuation": (0x3000, 0x303F),
        "enclosed": (0x3220, 0x32FE),
        "units": (0x3300, 0x33FF),
        "full width": (0xFF01, 0xFF5E),
        "circled numbers": (0x2460, 0x24FF),
        "roman numerals": (0x2160, 0x2188),
        "box drawing": (0x2500, 0x257F),
        "geometric": (0x25A0, 0x25FF),
        "greek": (0x391, 0x3A1),
        "cyrillic": (0x410, 0x44F),
        "latin": (0xA1, 0x17F),
        "currencies": (0x20A0, 0x20BF),
        "super- and subscripts": (0x2074, 0x208E),
        "pinyin": (0x1CD, 0x1DC),
        "zhuyin": (0x3105, 0x312F),
    }
    lacking = {name: undrawable("".join(map(chr, range(a, b + 1)))) for name, (a, b) in ranges.items()}
    assert {name: found for name, found in lacking.items() if found} == {}
    assert undrawable("≥≤≒≈≠±×÷∞∑√∠∥∽≌∵∴←→↑↓★☆○●◎◇◆□■△▲▽▼※§°′″℃‰№☑☐☒✓") == frozenset()
