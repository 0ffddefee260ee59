"""Warnings that somebody accepted with a reason, and the content that the reason was given for."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

from core.audit.findings import Finding, Level
from core.audit.registry import INDICATOR_ORDER, OTHER_TABLES
from core.audit.rules import RULES
from core.domain.records import Acceptance, TargetTable

_NOT_CONTENT = frozenset({INDICATOR_ORDER, OTHER_TABLES})
_DIGITS = 16


def can_be_accepted(finding: Finding) -> bool:
    """Errors have to be mended, hints need nothing: only warnings are accepted (rules.md)."""
    return finding.level is Level.WARNING


def row_id_of(finding: Finding, table: TargetTable) -> str:
    """The indicator that a finding is about; ``""`` for the form or the table as a whole."""
    return "" if finding.row is None else table.indicators[finding.row - 1].id


def digest_of(finding: Finding, table: TargetTable) -> str:
    """The digest of everything in the table that the finding was given for: 16 hexadecimal digits.

    That is what the rule reads, of the one row if the finding is about a row, else of all of them in order; other
    tables do not count.
    """
    content = json.dumps([finding.about, *_content(finding, table)], ensure_ascii=True)
    return hashlib.sha256(content.encode("ascii")).hexdigest()[:_DIGITS]


def with_acceptances(
    findings: Iterable[Finding], table: TargetTable, acceptances: Iterable[Acceptance]
) -> tuple[Finding, ...]:
    """The findings, those with their reason that were accepted for the table as it stands."""
    reasons = {(a.rule, a.row_id, a.column, a.digest): a.reason for a in acceptances}
    places = {place[:3] for place in reasons}
    return tuple(_judged(finding, table, places, reasons) for finding in findings)


def _judged(
    finding: Finding,
    table: TargetTable,
    places: set[tuple[str, str, str]],
    reasons: dict[tuple[str, str, str, str], str],
) -> Finding:
    if not can_be_accepted(finding):
        return finding
    place = finding.rule, row_id_of(finding, table), finding.column or ""
    if place not in places:
        return finding
    return replace(finding, reason=reasons.get((*place, digest_of(finding, table))))


def _content(finding: Finding, table: TargetTable) -> Iterator[object]:
    rows = table.indicators if finding.row is None else table.indicators[finding.row - 1 : finding.row]
    records = {"year": (table.year,), "unit": (table.unit,), "project": (table.project,), "indicator": rows}
    for name in sorted(RULES[finding.rule].reads - _NOT_CONTENT):
        kind, _, field = name.partition(".")
        values = [getattr(record, field) for record in records[kind]]
        yield [name, *(None if value is None else str(value) for value in values)]
