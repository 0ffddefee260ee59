"""Runs the rules over tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from core.audit.acceptance import with_acceptances
from core.audit.findings import Finding
from core.audit.registry import Hit, Rule
from core.audit.rules import RULES
from core.audit.settings import DEFAULTS, AuditSettings
from core.audit.subject import subject_of
from core.audit.surroundings import Surroundings
from core.domain.edits import ChangeSet
from core.domain.records import Acceptance, TargetTable


def audit_table(
    table: TargetTable,
    surroundings: Surroundings | None = None,
    settings: AuditSettings = DEFAULTS,
    acceptances: Iterable[Acceptance] = (),
) -> tuple[Finding, ...]:
    """Audit one table.

    Args:
        table: As it stands.
        surroundings: The facts of the other tables; without, the rules that ask for them find nothing.
        settings: The rules as the workspace wants them.
        acceptances: Those given in this table.

    Returns:
        The findings from the top of the table downwards, at one place by rule.
    """
    subject = subject_of(table, surroundings or Surroundings(), settings)
    findings = [_finding(rule, hit, table, settings) for rule in active_rules(settings) for hit in rule.check(subject)]
    findings.sort(key=lambda finding: (finding.place_order, finding.rule))
    return with_acceptances(findings, table, acceptances)


def audit_tables(
    tables: Iterable[TargetTable],
    surroundings: Surroundings,
    settings: AuditSettings = DEFAULTS,
    acceptances: Mapping[str, Sequence[Acceptance]] = MappingProxyType({}),
) -> Iterator[tuple[TargetTable, tuple[Finding, ...]]]:
    """Audit many tables one by one, as they come; ``acceptances`` by project id."""
    for table in tables:
        yield table, audit_table(table, surroundings, settings, acceptances.get(table.project.id, ()))


def active_rules(settings: AuditSettings) -> tuple[Rule, ...]:
    """The rules that are switched on."""
    return tuple(rule for rule in RULES.values() if settings.switched.get(rule.id, rule.on))


def fix(finding: Finding, table: TargetTable, settings: AuditSettings = DEFAULTS) -> ChangeSet | None:
    """The one safe change that mends a finding, as the table stands; ``None`` if there is none."""
    mend = RULES[finding.rule].fix
    if mend is None or (finding.row is not None and finding.row > len(table.indicators)):
        return None
    return mend(table, finding.row, finding.column, settings) or None


def _finding(rule: Rule, hit: Hit, table: TargetTable, settings: AuditSettings) -> Finding:
    return Finding(
        rule=rule.id,
        level=settings.levels.get(rule.id, rule.level),
        project_id=table.project.id,
        year=table.year.year,
        unit_code=table.unit.code,
        number=table.number,
        row=hit.row,
        column=hit.column,
        message=hit.message,
        basis=rule.basis,
        unit_name=table.unit.name,
        project_name=table.project.name,
        about=hit.about,
    )
