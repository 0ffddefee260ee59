"""The same table in every kind of file that people and programs make reads as the same table."""

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from core.importing.docx_reader import read_docx
from core.importing.reading import propose
from core.importing.recognise import recognise
from tests.core.exporting.tables import docx_bytes
from tests.core.importing import word_files, workbooks
from tests.core.importing.foreign_word_files import WORD_FILES
from tests.core.importing.foreign_workbooks import WORKBOOKS
from tests.core.importing.workbooks import archive_of
from tests.reference import reference_tables

FILES = {**WORKBOOKS, **WORD_FILES}
WORD_ROWS = (word_files.ROWS[0], ("产出指标", *word_files.ROWS[1][1:]), word_files.ROWS[2])
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.mark.parametrize("name", FILES)
def test_the_table_is_read_and_nothing_else(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name]())
    (found,) = propose(path).tables
    amounts = [str(amount) for amount in (found.budget, found.fiscal_funds, found.other_funds)]
    assert (found.number, found.unit_code, found.unit_name, found.name) == (1, "319101", "某单位", "某项目")
    assert (amounts, found.purpose, found.target) == (["10.00", "10.00", "None"], "购买服务", "1.完成服务")
    rows = [(row.category, row.subcategory, row.name, row.description, row.value) for row in found.indicators]
    assert rows == list(workbooks.ROWS if name in WORKBOOKS else WORD_ROWS)


def test_a_row_of_ours_that_a_tracked_change_deleted_is_gone() -> None:
    """Its first cell is covered by the merged one above: left in, it would be a row of blanks."""
    (table, *_) = reference_tables()
    with zipfile.ZipFile(io.BytesIO(docx_bytes([table]))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    document = etree.fromstring(parts["word/document.xml"])
    (row,) = (row for row in document.iter(f"{W}tr") if table.indicators[1].name in "".join(row.itertext()))
    properties = row.find(f"{W}trPr")
    etree.SubElement(row if properties is None else properties, f"{W}trPr" if properties is None else f"{W}del")
    if properties is None:
        row.insert(0, row[-1])
        etree.SubElement(row[0], f"{W}del")
    for text in row.iter(f"{W}t"):
        text.tag = f"{W}delText"
    edited = archive_of({**parts, "word/document.xml": etree.tostring(document)})
    (found,) = recognise(read_docx(edited, "表.docx")).tables
    assert [row.name for row in found.indicators] == [
        row.name for row in table.indicators if row != table.indicators[1]
    ]
