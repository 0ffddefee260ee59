"""Any table that is exported comes back as it was, and what is edited in the sheet is all that differs."""

import io
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from core.domain.records import INDICATOR_COLUMNS, TargetTable
from core.importing.docx_reader import read_docx
from core.importing.proposal import ProposedTable
from core.importing.recognise import recognise
from core.importing.xlsx_reader import read_xlsx
from core.services.merging import Kind, Merge, Side, merge
from tests.core.exporting.tables import docx_bytes, texts, whole_tables, workbook_of, xlsx_bytes
from tests.reference import reference_tables

READERS = {"xlsx": (xlsx_bytes, read_xlsx), "docx": (docx_bytes, read_docx)}


def back(data: bytes, suffix: str = "xlsx") -> ProposedTable:
    (found,) = recognise(READERS[suffix][1](data, f"表.{suffix}")).tables
    return found


def merged_with(table: TargetTable, copy: ProposedTable) -> Merge:
    return merge(table, copy, table)


@settings(max_examples=150, deadline=None)
@given(whole_tables(), st.sampled_from(sorted(READERS)))
def test_any_table_comes_back(table: TargetTable, suffix: str) -> None:
    write, _ = READERS[suffix]
    copy = back(write([table]), suffix)
    assert (copy.unit_code, copy.unit_name) == (table.unit.code.strip(), table.unit.name)
    differences = merged_with(table, copy).differences
    assert [d for d in differences if "（空行）" not in (d.here, d.there)] == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(whole_tables(), min_size=1, max_size=3), st.sampled_from(sorted(READERS)))
def test_a_copy_of_several_holds_just_these(tables: list[TargetTable], suffix: str) -> None:
    write, read = READERS[suffix]
    tables = [
        replace(table, number=number, project=replace(table.project, id=str(number)))
        for number, table in enumerate(tables, start=1)
    ]
    proposal = recognise(read(write(tables), f"表.{suffix}"))
    assert [copy.identity.project_id for copy in proposal.tables if copy.identity] == [t.project.id for t in tables]
    assert proposal.missing == ()
    assert [problem.surplus for problem in proposal.problems if problem.surplus] == []
    for table, copy in zip(tables, proposal.tables, strict=True):
        found = merged_with(table, copy).differences
        assert [d for d in found if "（空行）" not in (d.here, d.there)] == []


TABLE = reference_tables()[2]
HEADER_ROW = 8
_cells = st.tuples(st.integers(0, len(TABLE.indicators) - 1), st.sampled_from(INDICATOR_COLUMNS[1:]))
_typed = texts.filter(lambda text: bool(text) and not text.startswith("=") and "_x" not in text)
"""What openpyxl writes as a plain text."""
_COLUMN = {"subcategory": 2, "name": 3, "description": 5, "value": 7}


def data_of(workbook: Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def sheet_of(workbook: Workbook) -> Worksheet:
    sheet = workbook.worksheets[0]
    assert sheet.cell(HEADER_ROW, 1).value == "一级指标"
    return sheet


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(_cells, _typed, min_size=1, max_size=4))
def test_edited_cells_are_all_that_differs(edits: dict[tuple[int, str], str]) -> None:
    workbook = workbook_of(TABLE)
    sheet = sheet_of(workbook)
    for (row, column), text in edits.items():
        sheet.cell(HEADER_ROW + 1 + row, _COLUMN[column]).value = text
    found = merged_with(TABLE, back(data_of(workbook)))
    changed = {
        (row, column): text
        for (row, column), text in edits.items()
        if text.strip() != getattr(TABLE.indicators[row], column)
    }
    assert {(d.row, d.column): d.there for d in found.differences} == changed
    assert all((d.kind, d.side) == (Kind.CELL, Side.THERE) for d in found.differences)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(TABLE.indicators) - 1))
def test_a_deleted_row_is_all_that_differs(row: int) -> None:
    """As Excel deletes a row: what is below moves up, and merged cells shrink."""
    workbook = workbook_of(TABLE)
    sheet = sheet_of(workbook)
    category = TABLE.indicators[row].category
    for merged in list(sheet.merged_cells.ranges):
        if merged.min_row > HEADER_ROW:
            sheet.unmerge_cells(str(merged))
    for index, indicator in enumerate(TABLE.indicators):
        sheet.cell(HEADER_ROW + 1 + index, 1).value = indicator.category
    sheet.delete_rows(HEADER_ROW + 1 + row)
    found = merged_with(TABLE, back(data_of(workbook)))
    assert category in found.differences[0].here
    assert [(d.kind, d.side, d.row) for d in found.differences] == [(Kind.ONLY_HERE, Side.THERE, row)]


def plain_rows(sheet: Worksheet) -> None:
    """Take the grid's merged cells apart, each cell with its own text."""
    for merged in list(sheet.merged_cells.ranges):
        if merged.min_row > HEADER_ROW:
            sheet.unmerge_cells(str(merged))
    for index, indicator in enumerate(TABLE.indicators):
        sheet.cell(HEADER_ROW + 1 + index, 1).value = indicator.category


@settings(max_examples=25, deadline=None)
@given(st.integers(0, len(TABLE.indicators)), _typed.filter(lambda text: bool(text.strip())))
def test_an_inserted_row_is_all_that_differs(row: int, name: str) -> None:
    workbook = workbook_of(TABLE)
    sheet = sheet_of(workbook)
    plain_rows(sheet)
    sheet.insert_rows(HEADER_ROW + 1 + row)
    for column, text in ((1, "产出指标"), (2, "数量指标"), (3, f"新增{name}"), (5, "新增的说明"), (7, "≥77个")):
        sheet.cell(HEADER_ROW + 1 + row, column).value = text
    found = merged_with(TABLE, back(data_of(workbook)))
    assert [(d.kind, d.side, d.row) for d in found.differences] == [(Kind.ONLY_THERE, Side.THERE, row)]


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(len(TABLE.indicators))))
def test_moved_rows_are_all_that_differs(order: list[int]) -> None:
    workbook = workbook_of(TABLE)
    sheet = sheet_of(workbook)
    plain_rows(sheet)
    for index, old in enumerate(order):
        sheet.cell(HEADER_ROW + 1 + index, 1).value = TABLE.indicators[old].category
        for column, place in _COLUMN.items():
            sheet.cell(HEADER_ROW + 1 + index, place).value = getattr(TABLE.indicators[old], column)
    found = merged_with(TABLE, back(data_of(workbook)))
    assert [d.kind for d in found.differences] == ([] if order == sorted(order) else [Kind.ORDER])
    assert [found.pairs[index] for index in range(len(order))] == order
