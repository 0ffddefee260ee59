"""The parts of a workbook and of a Word document, as they were when somebody last looked at them.

Two published tables: 2 is the shortest heading with a merged 一级指标, 3 has two rows of 效益指标, which stay apart.
"""

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from tests.core.exporting.tables import docx_bytes, xlsx_bytes
from tests.reference import reference_tables

GOLDEN = Path(__file__).parents[2] / "golden"
IGNORED = frozenset({"xl/theme/theme1.xml"})  # openpyxl's own, ten kilobytes of colours that no cell uses
WRITERS = {"xlsx": xlsx_bytes, "docx": docx_bytes}


def parts_of(data: bytes) -> dict[str, str]:
    """The parts by name, an element a line."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: _pretty(archive.read(name)) for name in archive.namelist() if name not in IGNORED}


def _pretty(xml: bytes) -> str:
    root = etree.fromstring(xml)
    etree.indent(root)
    return etree.tostring(root, encoding="unicode") + "\n"


@pytest.mark.parametrize("kind", WRITERS)
def test_the_parts_are_the_golden_ones(kind: str) -> None:
    """Run with a missing golden file to have it written; then look at it."""
    written = parts_of(WRITERS[kind](reference_tables()[1:3]))
    folder = GOLDEN / kind
    for name, text in written.items():
        file = folder / f"{name.replace('/', '-').replace('[', '').replace(']', '')}.golden"
        if not file.exists():
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
            pytest.fail(f"{file.name} was missing and has been written")
        assert text == file.read_text(encoding="utf-8"), name
    assert len(list(folder.iterdir())) == len(written)
