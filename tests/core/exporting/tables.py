"""Tables and workbooks for the tests of the renderers."""

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from core.domain.amounts import tidy
from core.domain.records import INDICATOR_COLUMNS, LABELS, BudgetUnit, BudgetYear, Indicator, Project, TargetTable
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
traps = st.sampled_from(
    [
        *(
            "单位：元",
            "金额单位：元",
            "（单位：元）",
            "资金用途",
            "绩效目标",
            "项目名称",
            "预算数",
            "其中：财政资金",
            "其他资金",
        ),
        *(
            "预算规模及资金用途",
            "预算单位：某局",
            "项目名称：别的项目",
            "1.某项目绩效目标表",
            "项目支出绩效目标表",
            "（2024年度）",
        ),
        *("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "单位", "符号", "单位代码", "319202某服务中心"),
        *("备注：见附件", "填报人", "合计", "产出指标", "效益", "附件2", "目录"),
    ]
)
"""Texts that are labels, captions or notes where they do not stand in a field."""
any_text = texts | traps
some_text = any_text.filter(bool)
amounts = st.none() | st.decimals(min_value=0, max_value=10**12, places=2).map(tidy)
# A line that begins with 联系电话 stands below the grid and is no indicator.
categories = st.sampled_from(["产出指标", "效益指标", "满意度指标"]) | some_text.filter(lambda text: not is_foot(text))


@st.composite
def whole_tables(draw: st.DrawFn) -> TargetTable:
    """Any table with a named project, a unit with a code or with nothing, and a category on every row."""
    year = BudgetYear(2025, "2015")
    code = draw(st.from_regex(r" ?[0-9A-Za-z]{1,10}", fullmatch=True))
    coded = BudgetUnit("u", year.id, 1, code, "局" + " ".join(draw(texts).split()))
    unit = draw(st.sampled_from([coded, coded, BudgetUnit("u", year.id, 1, "", "")]))
    money = [draw(amounts) for _ in range(3)]
    project = Project("p", "u", 1, draw(some_text), *money, draw(any_text), draw(any_text))
    row = st.tuples(categories, any_text, any_text, any_text, any_text)
    header = st.just(tuple(LABELS["indicator"][column] for column in INDICATOR_COLUMNS))
    rows = draw(st.lists(row | header, max_size=6))
    indicators = tuple(Indicator(f"r{i}", "p", i, *row) for i, row in enumerate(rows))
    return TargetTable(year, unit, project, indicators, draw(st.integers(1, 999)))
