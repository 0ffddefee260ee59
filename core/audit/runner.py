"""Runs the rules over tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from core.audit.acceptance import with_acceptances
from core.audit.findings import Finding
from core.audit.registry import INDICATOR_ORDER, OTHER_TABLES, Hit, Rule
from core.audit.rules import RULES
from core.audit.settings import DEFAULTS, AuditSettings
from core.audit.subject import subject_of
from core.audit.surroundings import Surroundings
from core.domain.edits import ChangeSet
from core.domain.records import Acceptance, Record, TargetTable, field_names


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
    *_, found = audit_steps(table, surroundings or Surroundings(), settings, acceptances)
    return found


def audit_steps(
    table: TargetTable,
    surroundings: Surroundings,
    settings: AuditSettings,
    acceptances: Iterable[Acceptance],
    before: TargetTable | None = None,
    known: Iterable[Finding] = (),
) -> Iterator[tuple[Finding, ...]]:
    """Audit one table rule by rule, for whoever has other things to do between two of them.

    Args:
        table: As :func:`audit_table`.
        surroundings: Likewise; they must stay as they are until the end.
        settings: Likewise.
        acceptances: Likewise.
        before: The table as it was when ``known`` were found: only the rules that read what has changed since are run,
            and those that look at other tables.
        known: All that was found then, by the same settings.

    Yields:
        Nothing yet; but at last what :func:`audit_table` returns.
    """
    again = active_rules(settings)
    if before is not None:
        changed = changed_reads(before, table) | {OTHER_TABLES}
        again = tuple(rule for rule in again if rule.reads & changed)
    subject = subject_of(table, surroundings, settings)
    yield ()
    fresh: list[Finding] = []
    for each in again:
        fresh += [_finding(each, hit, table, settings) for hit in each.check(subject)]
        yield ()
    ids = {each.id for each in again}
    kept = [_moved(finding, table) for finding in known if finding.rule not in ids]
    yield _judged([*kept, *fresh], table, acceptances)


def changed_reads(before: TargetTable, after: TargetTable) -> frozenset[str]:
    """What differs between two states of a table, in the words of ``Rule.reads``."""
    pairs: list[tuple[str, Record, Record]] = [
        ("year", before.year, after.year),
        ("unit", before.unit, after.unit),
        ("project", before.project, after.project),
    ]
    changed: set[str] = set()
    if [row.id for row in before.indicators] == [row.id for row in after.indicators]:
        pairs += [("indicator", old, new) for old, new in zip(before.indicators, after.indicators, strict=True)]
    else:
        changed.add(INDICATOR_ORDER)
    for kind, old, new in pairs:
        if old != new:
            names = (name for name in field_names(kind) if getattr(old, name) != getattr(new, name))
            changed.update(f"{kind}.{name}" for name in names)
    return frozenset(changed)


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


def _judged(findings: list[Finding], table: TargetTable, acceptances: Iterable[Acceptance]) -> tuple[Finding, ...]:
    findings.sort(key=lambda finding: (finding.place_order, finding.rule))
    return with_acceptances(findings, table, acceptances)


def _moved(finding: Finding, table: TargetTable) -> Finding:
    """A finding of a rule that read nothing new, in the table as it is called now, not yet judged anew."""
    return replace(
        finding,
        year=table.year.year,
        unit_code=table.unit.code,
        number=table.number,
        unit_name=table.unit.name,
        project_name=table.project.name,
        reason=None,
    )


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
