"""Whatever somebody writes beside, between or under a table comes in or is named."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.records import INDICATOR_COLUMNS
from core.importing.proposal import Proposal, ProposedTable
from core.importing.recognise import recognise
from core.importing.xlsx_reader import read_xlsx
from tests.core.importing.test_told_or_taken import HEADER, ROWS, form
from tests.core.importing.workbooks import workbook_with

BASE = [*form(), HEADER, *ROWS]
COLUMNS = 7
_RUN = re.compile(r"第 (\d+) 行起的 (\d+) 行")

_BEGINNINGS = ("", "备注：", "注", "单位：", "项目", "附表", "1.", "合计", "≥", "产出", "（", "*", "年度目标：")
_beginnings = st.sampled_from(_BEGINNINGS)
_texts = st.builds(lambda begin, number: f"{begin}〔{number}〕", _beginnings, st.integers(100, 999))
_strays = st.dictionaries(st.integers(0, COLUMNS - 1), _texts, min_size=1, max_size=2)
_places = st.integers(0, len(BASE))


def fields_of(table: ProposedTable) -> list[str]:
    form_texts = [table.unit_code, table.unit_name, table.name, table.purpose, table.target]
    amounts = [str(amount) for amount in (table.budget, table.fiscal_funds, table.other_funds)]
    return [*form_texts, *amounts, *(getattr(row, column) for row in table.indicators for column in INDICATOR_COLUMNS)]


def told_rows(proposal: Proposal) -> set[int]:
    """The rows of the sheet that a sentence about several of them is about."""
    runs = (_RUN.search(problem.sentence) for problem in proposal.problems)
    return {row for run in runs if run for row in range(int(run[1]), int(run[1]) + int(run[2]))}


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(_places, _strays), min_size=1, max_size=2))
def test_what_is_written_into_a_sheet_comes_in_or_is_named(strays: list[tuple[int, dict[int, str]]]) -> None:
    rows: list[list[object]] = [list(row) for row in BASE]
    for place, texts in strays:
        rows.insert(place, [texts.get(column) for column in range(COLUMNS)])
    proposal = recognise(read_xlsx(workbook_with(rows), "表.xlsx"))
    taken = "\n".join(text for table in proposal.tables for text in fields_of(table))
    said = "\n".join(problem.sentence for problem in proposal.problems)
    told = told_rows(proposal)
    marks = {
        mark: number
        for number, row in enumerate(rows, start=1)
        for text in row
        if isinstance(text, str)
        for mark in re.findall(r"〔\d+〕", text)
    }
    lost = {mark for mark, number in marks.items() if mark not in taken and mark not in said and number not in told}
    assert lost == set()
