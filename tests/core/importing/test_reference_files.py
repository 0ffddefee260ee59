"""The two published files against the independent oracle."""

import pytest

from core.domain.amounts import print_amount
from core.importing.proposal import Proposal, ProposedTable
from core.importing.reading import propose
from tests.reference import DOCX_FILE, TXT_FILE, reference_records

FILES = pytest.mark.parametrize("file", [DOCX_FILE, TXT_FILE], ids=["docx", "txt"])


def as_record(table: ProposedTable) -> dict[str, object]:
    """The table in the words of the oracle."""
    amounts = (None if a is None else print_amount(a) for a in (table.budget, table.fiscal_funds, table.other_funds))
    return {
        "number": table.number,
        "title": f"{table.number}.{table.name}绩效目标表",
        "unit_code": table.unit_code,
        "unit_name": table.unit_name,
        "project": table.name,
        **dict(zip(("budget", "fiscal", "other"), amounts, strict=True)),
        "purpose": table.purpose,
        "goal": table.target,
        "indicators": [
            {
                "level1": row.category,
                "level2": row.subcategory,
                "level3": row.name,
                "description": row.description,
                "value": row.value,
            }
            for row in table.indicators
        ],
    }


@FILES
def test_equals_the_oracle(file) -> None:
    assert [as_record(table) for table in propose(file).tables] == reference_records()


@FILES
def test_a_published_file_has_no_problems(file) -> None:
    assert propose(file).problems == ()


@FILES
def test_white_space_at_the_ends_is_reported(file) -> None:
    """As rule T01 must find it: 2#4, the 绩效目标 of 8, 9 and 10, the 资金用途 of 9 and 10."""
    proposal: Proposal = propose(file)
    assert [(proposal.tables[c.table].number, c.row, c.column) for c in proposal.cleaned] == [
        (2, 4, "name"),
        (8, None, "target"),
        (9, None, "purpose"),
        (9, None, "target"),
        (10, None, "purpose"),
        (10, None, "target"),
    ]
    assert all(c.before != c.after == c.before.strip() for c in proposal.cleaned)
    assert proposal.cleaned[0].sentence == "“2.2025年度履职保障项目”第 4 行“三级指标”：首尾的空白（1 个换行）已去掉。"


def test_both_files_tell_the_same_white_space() -> None:
    assert propose(DOCX_FILE).cleaned == propose(TXT_FILE).cleaned
