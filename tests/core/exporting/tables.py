"""Tables and workbooks for the tests of the renderers."""

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from core.domain.amounts import tidy
from core.domain.records import BudgetUnit, BudgetYear, Indicator, Project, TargetTable
from core.exporting.docx import write_docx
from core.exporting.xlsx import write_xlsx
from core.importing.labels import is_foot
from core.layout.form import fill
from tests.reference import reference_tables


def docx_bytes(tables: Sequence[TargetTable]) -> bytes:
    out = io.BytesIO()
    write_docx([fill(table) for table in tables], out)
    return out.getvalue()


def xlsx_bytes(tables: Sequence[TargetTable]) -> bytes:
    out = io.BytesIO()
    write_xlsx([fill(table) for table in tables], out)
    return out.getvalue()


def workbook_of(*tables: TargetTable) -> Workbook:
    return load_workbook(io.BytesIO(xlsx_bytes(tables)))


def with_row(**texts: str) -> TargetTable:
    """The first reference table with these texts in its first row."""
    table = reference_tables()[0]
    return replace(table, indicators=(replace(table.indicators[0], **texts), *table.indicators[1:]))


def with_project(**fields: Any) -> TargetTable:
    """The first reference table with these fields of the project."""
    table = reference_tables()[0]
    return replace(table, project=replace(table.project, **fields))


# What a clerk can type, without white space at the ends, which importing cleans.
_characters = st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"])
texts = st.lists(st.text(_characters, max_size=30), max_size=3).map(lambda lines: "\n".join(lines).strip())
some_text = texts.filter(bool)
amounts = st.none() | st.decimals(min_value=0, max_value=10**12, places=2).map(tidy)
# A line that begins with 联系电话 stands below the grid and is no indicator.
categories = st.sampled_from(["产出指标", "效益指标", "满意度指标"]) | some_text.filter(lambda text: not is_foot(text))


@st.composite
def whole_tables(draw: st.DrawFn) -> TargetTable:
    """Any table with a named project, a coded unit and a category on every row."""
    year = BudgetYear(2025, "2015")
    code = draw(st.from_regex(r"[0-9A-Za-z]{1,10}", fullmatch=True))
    unit = BudgetUnit("u", year.id, 1, code, "局" + " ".join(draw(texts).split()))
    money = [draw(amounts) for _ in range(3)]
    project = Project("p", "u", 1, draw(some_text), *money, draw(texts), draw(texts))
    rows = draw(st.lists(st.tuples(categories, texts, texts, texts, texts), max_size=6))
    indicators = tuple(Indicator(f"r{i}", "p", i, *row) for i, row in enumerate(rows))
    return TargetTable(year, unit, project, indicators, draw(st.integers(1, 999)))
