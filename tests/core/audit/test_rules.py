"""Every rule finds what it forbids, lets pass what it does not, and reads nothing but what it declares."""

from dataclasses import fields, replace
from decimal import Decimal

import pytest

from core.audit.findings import Finding
from core.audit.registry import INDICATOR_ORDER, OTHER_TABLES, Rule
from core.audit.rules import RULES
from core.audit.runner import audit_table
from core.audit.settings import AuditSettings
from core.audit.subject import subject_of
from core.audit.surroundings import Surroundings, surroundings_of
from core.domain.records import BudgetYear, State, TargetTable
from tests.core.audit.cases import Case
from tests.core.audit.examples import EXAMPLES
from tests.core.audit.tables import scheme_2021, sound_table

EVERYTHING_ON = AuditSettings(switched=dict.fromkeys(RULES, True))


def _audit(case: Case, settings: AuditSettings = EVERYTHING_ON) -> tuple[Finding, ...]:
    return audit_table(case.table, surroundings_of([*case.others, case.table]), settings)


def _cases(kind: str) -> list[object]:
    return [
        pytest.param(rule, case, id=f"{rule}-{number}")
        for rule, examples in EXAMPLES.items()
        for number, case in enumerate(getattr(examples, kind), start=1)
    ]


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_three_examples_of_each_kind(rule: str) -> None:
    assert len(EXAMPLES[rule].fails) >= 3
    assert len(EXAMPLES[rule].passes) >= 3


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_every_rule_explains_itself_in_one_sentence(rule: Rule) -> None:
    assert rule.title
    assert rule.basis.endswith("。")
    assert rule.basis.count("。") == 1


@pytest.mark.parametrize(("rule", "case"), _cases("fails"))
def test_what_a_rule_forbids_is_found(rule: str, case: Case) -> None:
    found = [finding for finding in _audit(case) if finding.rule == rule]
    assert found
    assert all(finding.message.endswith("。") and "\n" not in finding.message for finding in found)


@pytest.mark.parametrize(("rule", "case"), _cases("passes"))
def test_what_a_rule_allows_is_not_found(rule: str, case: Case) -> None:
    assert [finding.message for finding in _audit(case) if finding.rule == rule] == []


@pytest.mark.parametrize("rule", RULES)
def test_breaking_a_sound_table_in_one_way_gives_exactly_that_finding(rule: str) -> None:
    found = _audit(EXAMPLES[rule].fails[0], AuditSettings(switched={rule: True}))
    assert [finding.rule for finding in found] == [rule]


@pytest.mark.parametrize("table", [sound_table(), scheme_2021(sound_table())], ids=["2015", "2021"])
def test_nothing_is_found_in_a_sound_table(table: TargetTable) -> None:
    assert audit_table(table, surroundings_of([table]), EVERYTHING_ON) == ()


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_reads_nothing_but_what_it_declares(rule: str) -> None:
    for case in (*EXAMPLES[rule].fails, *EXAMPLES[rule].passes):
        surroundings = surroundings_of([*case.others, case.table])
        before = _hits(rule, case.table, surroundings)
        for what, table in _with_everything_else_changed(case.table, RULES[rule].reads):
            assert _hits(rule, table, surroundings) == before, what
        if OTHER_TABLES not in RULES[rule].reads:
            assert _hits(rule, case.table, Surroundings()) == before


def _hits(rule: str, table: TargetTable, surroundings: Surroundings) -> list[object]:
    return list(RULES[rule].check(subject_of(table, surroundings, EVERYTHING_ON)))


def _with_everything_else_changed(table: TargetTable, reads: frozenset[str]) -> list[tuple[str, TargetTable]]:
    """The table with one field changed, in all its records, for each field that the rule does not declare."""
    changed: list[tuple[str, TargetTable]] = []
    for kind, record in (("project", table.project), ("unit", table.unit)):
        for field in fields(record):
            name = f"{kind}.{field.name}"
            if name not in reads and field.name != "id":
                changed.append((name, replace(table, **{kind: _other(record, field.name)})))
    if "year.year" not in reads:
        changed.append(("year.year", replace(table, year=BudgetYear(table.year.year + 7, table.year.scheme))))
    if "year.scheme" not in reads:
        scheme = {"2015": "2021", "2021": "2015"}[table.year.scheme]
        changed.append(("year.scheme", replace(table, year=BudgetYear(table.year.year, scheme))))
    for name in ("category", "subcategory", "name", "description", "value"):
        if f"indicator.{name}" not in reads:
            rows = tuple(_other(row, name) for row in table.indicators)
            changed.append((f"indicator.{name}", replace(table, indicators=rows)))
    if INDICATOR_ORDER not in reads:
        changed.append((INDICATOR_ORDER, replace(table, indicators=table.indicators[::-1])))
        changed.append((INDICATOR_ORDER, replace(table, indicators=table.indicators[1:])))
    return changed


def _other(record: object, field: str) -> object:
    value = getattr(record, field)
    other: object
    if isinstance(value, State):
        other = State.SIGNED
    elif isinstance(value, int):
        other = value + 1
    elif isinstance(value, Decimal):
        other = value * 3 + 1
    else:
        other = "改 2019年，提高‘" if value != "改 2019年，提高‘" else "又改"
    return replace(record, **{field: other})
