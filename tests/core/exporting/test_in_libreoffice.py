"""LibreOffice opens the files, and every text is on its pages."""

import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from core.domain.amounts import print_amount
from core.domain.records import INDICATOR_COLUMNS, TargetTable
from core.layout.form import MARGIN_BOTTOM, POINTS_PER_MM
from tests.core.exporting.tables import docx_bytes, with_project, with_row, xlsx_bytes
from tests.reference import reference_tables

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")

SENTENCES = [f"第{i}句说明。" for i in range(400)]
LONG = with_row(description="\n".join(SENTENCES), value="2025年12月31日前完成并通过验收")
"""A row over several pages: its text is checked by the line, since headers and feet come in between."""
TABLES = (*reference_tables(), LONG)
NEAR_THE_FOOT = [with_project(target="\n".join(f"{i}.目标。" for i in range(lines))) for lines in range(28, 44)]
"""Tables whose indicators begin about where the page ends."""


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Both files as LibreOffice prints them, by suffix."""
    folder = tmp_path_factory.mktemp("office")
    files = {".xlsx": xlsx_bytes(TABLES), ".docx": docx_bytes(TABLES)}
    return _printed(folder, {f"book{suffix[1:]}{suffix}": data for suffix, data in files.items()})


def _printed(folder: Path, files: dict[str, bytes]) -> dict[str, Path]:
    """Files, by name, as LibreOffice prints them, by suffix."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    assert SOFFICE is not None
    command = [SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, *files], cwd=folder, check=True, capture_output=True, timeout=120)
    return {Path(name).suffix: (folder / name).with_suffix(".pdf") for name in files}


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_every_text_is_on_the_pages(pdfs: dict[str, Path], suffix: str) -> None:
    printed = _bare(_text(pdfs[suffix]))
    missing = [text for table in TABLES for text in _texts(table) if _bare(text) not in printed]
    assert missing == []


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_pages_are_a4_and_a_published_table_takes_one(pdfs: dict[str, Path], suffix: str) -> None:
    document = pypdfium2.PdfDocument(pdfs[suffix])
    sizes = [tuple(round(side) for side in page.get_size()) for page in document]
    pages = [_bare(page.get_textpage().get_text_range()) for page in document]
    document.close()
    before = 1 if suffix == ".docx" else 2  # the contents; in a workbook 汇总表 too, which lies across
    assert set(sizes[:1] + sizes[before:]) == {(595, 842)}
    assert sizes[1:before] in ([], [(842, 595)])
    for table, page in zip(reference_tables(), pages[before:], strict=False):
        assert _bare(table.heading) in page


def test_no_header_of_indicators_stands_alone_at_the_foot_of_a_page(tmp_path: Path) -> None:
    pdf = _printed(tmp_path, {"book.xlsx": xlsx_bytes(NEAR_THE_FOOT)})[".xlsx"]
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage() for page in document]
    headers = [(text, match) for text in texts if (match := text.search("三级指标").get_next()) is not None]
    assert len(headers) >= len(NEAR_THE_FOOT)
    alone = [text for text, (start, _) in headers if not _below(text, text.get_charbox(start)[1])]
    assert alone == []
    document.close()


def _below(text: pypdfium2.PdfTextPage, height: float) -> str:
    """What stands below a line on a page, its foot left out."""
    return text.get_text_bounded(bottom=MARGIN_BOTTOM * POINTS_PER_MM, top=height - 1).strip()


def _texts(table: TargetTable) -> list[str]:
    project = table.project
    form = [table.heading, table.unit.code + table.unit.name, project.name, project.purpose, project.target]
    rows = [getattr(row, column) for row in table.indicators for column in INDICATOR_COLUMNS]
    long = LONG.indicators[0].description
    return [*form, print_amount(project.budget), *(text for text in rows if text != long), *_sentences(rows, long)]


def _sentences(rows: list[str], long: str) -> list[str]:
    return SENTENCES if long in rows else []


def _text(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def _bare(text: str) -> str:
    return "".join(text.split()).replace("\ufffe", "")
