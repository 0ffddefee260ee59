"""A warning is accepted for the content it was given for, and comes back when that changes."""

from dataclasses import replace

import pytest

from core.audit.acceptance import digest_of, row_id_of
from core.audit.findings import Finding, Level
from core.audit.runner import audit_table
from core.audit.settings import AuditSettings
from core.domain.records import Acceptance, TargetTable
from tests.core.audit.tables import (
    COST,
    QUALITY,
    TIME,
    Change,
    budget,
    changed,
    copy_of,
    form,
    row,
    sound_table,
    swapped,
    without,
)

REASON = "合同按固定总价签订，单位负责人已核对"


def _found(table: TargetTable, rule: str, acceptance: Acceptance | None = None) -> list[Finding]:
    acceptances = [acceptance] if acceptance else []
    return [f for f in audit_table(table, acceptances=acceptances) if f.rule == rule]


def _accepted(table: TargetTable, finding: Finding) -> Acceptance:
    place = row_id_of(finding, table), finding.column or ""
    return Acceptance("a1", table.project.id, finding.rule, *place, digest_of(finding, table), REASON)


def test_an_accepted_warning_carries_its_reason() -> None:
    table = changed(sound_table(), row(COST, value="100万元"))
    (finding,) = _found(table, "V04")
    assert not finding.accepted
    (again,) = _found(table, "V04", _accepted(table, finding))
    assert again.accepted
    assert again.reason == REASON
    assert again.as_record()["accepted"] is True


@pytest.mark.parametrize(
    "edit",
    [
        row(1, value="≥13次"),
        row(COST, description="全部资金"),
        form(purpose="改了的用途"),
        copy_of(1, name="另一个指标"),
        swapped(QUALITY, TIME),
        without(1),
    ],
)
def test_it_stays_accepted_while_other_cells_change(edit: Change) -> None:
    table = changed(sound_table(), row(COST, value="100万元"))
    acceptance = _accepted(table, _found(table, "V04")[0])
    assert [f.accepted for f in _found(changed(table, edit), "V04", acceptance)] == [True]


@pytest.mark.parametrize("edit", [row(COST, value="99万元"), row(COST, name="项目总成本")])
def test_it_comes_back_when_what_it_was_given_for_changes(edit: Change) -> None:
    table = changed(sound_table(), row(COST, value="100万元"))
    acceptance = _accepted(table, _found(table, "V04")[0])
    assert [f.accepted for f in _found(changed(table, edit), "V04", acceptance)] == [False]


def test_it_is_accepted_again_when_the_cell_is_as_it_was() -> None:
    table = changed(sound_table(), row(COST, value="100万元"))
    acceptance = _accepted(table, _found(table, "V04")[0])
    there_and_back = changed(table, row(COST, value="99万元"), row(COST, value="100万元"))
    assert [f.accepted for f in _found(there_and_back, "V04", acceptance)] == [True]


def test_a_warning_about_the_sum_of_costs_looks_at_all_of_them() -> None:
    table = changed(sound_table(), row(COST, value="≤90万元"))
    acceptance = _accepted(table, _found(table, "B03")[0])
    assert _found(table, "B03", acceptance)[0].accepted
    assert not _found(changed(table, row(COST, value="≤80万元")), "B03", acceptance)[0].accepted
    assert not _found(changed(table, budget("110")), "B03", acceptance)[0].accepted


def test_accepting_that_one_subcategory_is_missing_says_nothing_of_another() -> None:
    table = changed(sound_table(), without(QUALITY, TIME))
    quality, _time = _found(table, "C02")
    acceptance = _accepted(table, quality)
    assert [f.accepted for f in _found(table, "C02", acceptance)] == [True, False]


@pytest.mark.parametrize("level", [Level.ERROR, Level.HINT])
def test_only_warnings_can_be_accepted(level: Level) -> None:
    table = changed(sound_table(), row(COST, value="100万元"))
    acceptance = _accepted(table, _found(table, "V04")[0])
    weighed = audit_table(table, settings=AuditSettings(levels={"V04": level}), acceptances=[acceptance])
    assert [f.accepted for f in weighed] == [False]


def test_an_acceptance_in_another_row_does_not_count() -> None:
    table = changed(sound_table(), row(COST, value="100万元"), copy_of(COST, name="网络租赁成本"))
    first, second = _found(table, "V04")
    acceptance = replace(_accepted(table, first), row_id=row_id_of(second, table))
    assert [f.accepted for f in _found(table, "V04", acceptance)] == [False, False]
