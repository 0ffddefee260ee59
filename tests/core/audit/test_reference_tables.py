"""The "must find" column of the audit rules, whole, on the fourteen published tables."""

from collections.abc import Sequence

import pytest

from core.audit.findings import Finding, Level
from core.audit.rules import RULES
from core.audit.runner import audit_tables
from core.audit.settings import AuditSettings
from core.audit.surroundings import surroundings_of
from core.domain.records import TargetTable
from tests.reference import published_tables, reference_tables

MUST_FIND = {
    "P05": "9 10 11 12 13 14",
    "P06": "8 14",
    "C05": "12",
    "C06": "2#6 9#5 12#5",
    "N04": "3#13 8#1 8#2 8#3 8#4 8#5 8#6 12#2 12#6 14#1 14#2 14#3 14#4 14#5 14#6",
    "N05": "2#1 2#5 3#6 3#9 3#10 7#3 8#1 12#1 12#2 12#3 12#4 12#5 14#1",
    "V02": "1#7",
    "V03": "13#2",
    "V04": "8#4 14#4",
    "V06": "11#3",
    "V07": "5#5 7#3 7#6 8#3 8#5 11#6 14#3 14#5",
    "V08": "5#3",
    "T02": "6#7",
    "X01": "1#7 7#5 8#1 8#5 14#1 14#5",
}
"""Rule → table#row, or the table for what is not about a row. A rule that is not here must find nothing."""


def _findings(tables: Sequence[TargetTable], settings: AuditSettings) -> list[Finding]:
    return [finding for _, found in audit_tables(tables, surroundings_of(tables), settings) for finding in found]


def _places(findings: Sequence[Finding], rule: str) -> str:
    return " ".join(f"{f.number}#{f.row}" if f.row else f"{f.number}" for f in findings if f.rule == rule)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_finds_in_the_reference_tables_what_the_column_says(rule: str) -> None:
    findings = _findings(reference_tables(), AuditSettings())
    assert _places(findings, rule) == MUST_FIND.get(rule, "")


def test_no_error_is_found_in_tables_that_were_published() -> None:
    assert [f for f in _findings(reference_tables(), AuditSettings()) if f.level is Level.ERROR] == []


def test_thirty_two_values_have_no_comparator() -> None:
    findings = _findings(reference_tables(), AuditSettings(switched={"V09": True}))
    assert sum(finding.rule == "V09" for finding in findings) == 32


def test_white_space_is_found_in_the_text_as_published_only() -> None:
    findings = [f for f in _findings(published_tables(), AuditSettings()) if f.rule == "T01"]
    assert [(f.number, f.row, f.column) for f in findings] == [
        (2, 4, "name"),
        (8, None, "target"),
        (9, None, "purpose"),
        (9, None, "target"),
        (10, None, "purpose"),
        (10, None, "target"),
    ]


def test_white_space_changes_nothing_else_that_is_found() -> None:
    published, cleaned = (
        [(f.rule, f.number, f.row, f.column) for f in _findings(tables, AuditSettings()) if f.rule != "T01"]
        for tables in (published_tables(), reference_tables())
    )
    assert published == cleaned


def test_findings_name_fields_and_rows_that_are_there() -> None:
    tables = {table.number: table for table in reference_tables()}
    for finding in _findings(reference_tables(), AuditSettings()):
        table = tables[finding.number]
        assert finding.project_id == table.project.id
        assert finding.unit_code == table.unit.code
        assert finding.year == 2025
        record = table.project if finding.row is None else table.indicators[finding.row - 1]
        assert finding.column is None or hasattr(record, finding.column)
