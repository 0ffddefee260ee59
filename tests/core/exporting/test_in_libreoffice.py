"""LibreOffice opens the files, and every text is on its pages."""

import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from core.domain.amounts import print_amount
from core.domain.records import INDICATOR_COLUMNS, TargetTable
from tests.core.exporting.tables import docx_bytes, with_row, xlsx_bytes
from tests.reference import reference_tables

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")

SENTENCES = [f"第{i}句说明。" for i in range(400)]
LONG = with_row(description="\n".join(SENTENCES), value="2025年12月31日前完成并通过验收")
"""A row over several pages: its text is checked by the line, since headers and feet come in between."""
TABLES = (*reference_tables(), LONG)


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Both files as LibreOffice prints them, by suffix."""
    folder = tmp_path_factory.mktemp("office")
    files = {".xlsx": xlsx_bytes(TABLES), ".docx": docx_bytes(TABLES)}
    for suffix, data in files.items():
        (folder / f"book{suffix[1:]}{suffix}").write_bytes(data)
    assert SOFFICE is not None
    command = [SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    names = [f"book{suffix[1:]}{suffix}" for suffix in files]
    subprocess.run([*command, *names], cwd=folder, check=True, capture_output=True, timeout=120)
    return {suffix: folder / f"book{suffix[1:]}.pdf" for suffix in files}


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
