"""What a clerk does to our workbook in LibreOffice comes back as exactly these changes, and no others."""

import pytest

from core.ports import Workspace
from core.services import exporting
from core.services.aligning import texts_of
from core.services.import_assistant import Incoming, IncomingTable, Status, read_files
from core.services.merging import Side
from core.services.sample import add_sample
from db.store import FileStore
from tests.core.importing.libreoffice import needs_libreoffice, run_basic
from tests.reference import reference_tables

pytestmark = needs_libreoffice

# The rows of the indicators begin at the ninth row of a sheet, number 8 for LibreOffice; table N is its sheet N + 1.
EDITS = """
  Dim document, sheet, cells
  document = Opened("表.xlsx")

  ' 1: a cell is typed over
  document.Sheets(2).getCellByPosition(6, 8).String = "9次"

  ' 2: a row is inserted within the merged 一级指标 and filled in
  sheet = document.Sheets(3)
  sheet.Rows.insertByIndex(10, 1)
  sheet.getCellByPosition(1, 10).String = "数量指标"
  sheet.getCellByPosition(2, 10).String = "新的指标"
  sheet.getCellByPosition(4, 10).String = "新的说明"
  sheet.getCellByPosition(6, 10).String = "≥7次"

  ' 3: a row within the merged 一级指标 is deleted
  document.Sheets(4).Rows.removeByIndex(10, 1)

  ' 4: the first row of the merged 一级指标 is deleted, and with it the text of the merged cell
  document.Sheets(5).Rows.removeByIndex(8, 1)

  ' 5: the third row is moved to the end of the merged 一级指标: an empty row, cut, paste, the old one deleted
  sheet = document.Sheets(6)
  sheet.Rows.insertByIndex(12, 1)
  cells = sheet.getCellRangeByName("B11:G11")
  sheet.moveRange(sheet.getCellByPosition(1, 12).CellAddress, cells.RangeAddress)
  sheet.Rows.removeByIndex(10, 1)

  ' 6 and 7: a sheet is renamed, another goes to the front
  document.Sheets(7).Name = "请看这里"
  document.Sheets.moveByName(document.Sheets(8).Name, 0)

  ' 8: looks
  sheet = document.Sheets(9)
  sheet.Columns(2).Width = 9000
  sheet.Rows(9).Height = 3000
  sheet.getCellByPosition(6, 9).CharWeight = 150
  sheet.getCellByPosition(6, 9).CellBackColor = RGB(255, 255, 0)

  ' 10: fields of the form
  sheet = document.Sheets(11)
  sheet.getCellByPosition(2, 3).Value = 1234.56
  sheet.getCellByPosition(1, 4).String = "改过的用途"

  ' 11: a column is inserted, another goes
  sheet = document.Sheets(12)
  sheet.Columns.insertByIndex(0, 1)

  ' 12: values are pasted over the block, a note is added to a cell
  sheet = document.Sheets(13)
  cells = sheet.getCellRangeByName("B9:G10")
  cells.setDataArray(cells.getDataArray())
  sheet.Annotations.insertNew(sheet.getCellByPosition(6, 9).CellAddress, "请核对")

  ' 9: a whole sheet is copied
  document.Sheets.copyByName(document.Sheets(10).Name, "副本", 12)

  Save document, "回来.xlsx", "Calc MS Excel 2007 XML"
"""
PURPOSES = {table.number: table.project.purpose for table in reference_tables()}
ROWS = {table.number: table.indicators for table in reference_tables()}
TEXTS = {number: [" ".join(texts) for texts in texts_of(rows)] for number, rows in ROWS.items()}
EXPECTED = {
    1: [("第 1 行指标值", "1次", "9次")],
    2: [("文件第 3 行", "（没有这一行）", "产出指标 数量指标 新的指标 新的说明 ≥7次")],
    3: [("第 3 行", TEXTS[3][2], "（没有这一行）")],
    4: [("第 1 行", TEXTS[4][0], "（没有这一行）")],
    5: [("行的次序", "按工作区的次序", "工作区的第 1、2、4、3、5、6 行")],
    10: [("预算数", "200.00", "1234.56"), ("资金用途", PURPOSES[10], "改过的用途")],
}


@pytest.fixture(scope="module")
def incoming(tmp_path_factory: pytest.TempPathFactory) -> Incoming:
    """The sample's workbook, back from LibreOffice."""
    folder = tmp_path_factory.mktemp("office")
    workspace: Workspace = FileStore().create(folder / "工作区.jxdb")
    add_sample(workspace)
    exporting.export(workspace, folder / "表.xlsx")
    run_basic(folder, EDITS)
    read = read_files(workspace, [folder / "回来.xlsx"])
    workspace.close()
    return read


def test_exactly_what_was_edited_differs(incoming: Incoming) -> None:
    found = {table.table.number: differences_of(table) for table in incoming.tables if table.merge is not None}
    assert found == {number: EXPECTED.get(number, []) for number in range(1, 15)}


def test_all_of_it_is_the_files_doing_and_suggested(incoming: Incoming) -> None:
    merges = [table.merge for table in incoming.tables if table.merge is not None]
    assert all(difference.side is Side.THERE for merge in merges for difference in merge.differences)


def test_a_copied_sheet_is_told_and_does_not_come_in(incoming: Incoming) -> None:
    copies = [table for table in incoming.tables if table.merge is None]
    assert [(table.table.number, table.status) for table in copies] == [(9, Status.REPEATED)]


def differences_of(table: IncomingTable) -> list[tuple[str, str, str]]:
    assert table.merge is not None
    return [(found.place, found.here, found.there) for found in table.merge.differences]
