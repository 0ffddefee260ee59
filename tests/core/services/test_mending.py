"""Fixes proposed with before and after, and performed as one undo step."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.audit.findings import Finding
from core.domain.records import State, TargetTable
from core.ports import Workspace
from core.services import auditing, editing, intents, mending, reverting
from db.store import FileStore
from tests.benchmarks.workload import bring_in
from tests.reference import published_tables


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """The fourteen tables as published, with their idle white space."""
    opened = FileStore().create(tmp_path / "示例.jxdb")
    editing.apply(opened, bring_in(iter(published_tables())))
    yield opened
    opened.close()


def _findings(workspace: Workspace, rule: str) -> list[Finding]:
    return [finding for finding in auditing.audit(workspace).findings if finding.rule == rule]


def _table(workspace: Workspace, project_id: str) -> TargetTable:
    with workspace.read() as reader:
        table = reader.table(project_id)
    assert table is not None
    return table


def test_a_fix_shows_before_and_after(workspace: Workspace) -> None:
    proposal = mending.propose(workspace, _findings(workspace, "V03"))
    assert [(step.finding.number, step.before, step.after) for step in proposal.steps] == [(13, "≥100%", "100%")]
    assert proposal.change.operation == "改为 100%"
    assert _findings(workspace, "V03")


def test_all_of_a_kind_are_mended_in_one_step(workspace: Workspace) -> None:
    before = [_table(workspace, f"p{number}") for number in range(1, 15)]
    proposal = mending.propose(workspace, _findings(workspace, "T01"))
    assert len(proposal.steps) == 6
    editing.apply(workspace, proposal.change)
    assert _findings(workspace, "T01") == []
    reverting.undo(workspace, proposal.change)
    assert [_table(workspace, f"p{number}") for number in range(1, 15)] == before


def test_a_new_order_of_rows_is_shown_as_such(workspace: Workspace) -> None:
    (step,) = mending.propose(workspace, _findings(workspace, "C05")).steps
    assert step.before.split("、")[:4] == ["数量指标", "成本指标", "时效指标", "质量指标"]
    assert step.after.split("、")[:4] == ["数量指标", "质量指标", "时效指标", "成本指标"]


def test_what_has_no_safe_fix_is_left_out(workspace: Workspace) -> None:
    (finding, *_) = _findings(workspace, "V07")
    assert not mending.can_be_mended(workspace, finding)
    assert mending.can_be_mended(workspace, _findings(workspace, "T02")[0])
    proposal = mending.propose(workspace, _findings(workspace, "V07"))
    assert not proposal.change
    assert proposal.steps == ()


def test_final_tables_stay_as_they_are_and_are_named(workspace: Workspace) -> None:
    ninth = _table(workspace, "p9")
    final = intents.change("定稿", [intents.set_field(ninth.project, "state", State.FINAL)])
    editing.apply(workspace, final)
    proposal = mending.propose(workspace, _findings(workspace, "T01"))
    assert proposal.locked == (ninth.label,)
    assert "p9" not in {step.finding.project_id for step in proposal.steps}
    editing.apply(workspace, proposal.change)


def test_two_fixes_of_one_cell_are_both_done(workspace: Workspace) -> None:
    table = _table(workspace, "p1")
    editing.apply(workspace, intents.set_cells(table, {(0, "description"): "”建成“ ,９个  中心"}))
    findings = [
        finding
        for finding in auditing.audit(workspace).findings
        if (finding.project_id, finding.row, finding.column) == ("p1", 1, "description")
        and mending.can_be_mended(workspace, finding)
    ]
    assert [finding.rule for finding in findings] == ["T01", "T02", "T03"]
    proposal = mending.propose(workspace, findings)
    assert proposal.steps[0].before == "”建成“ ,９个  中心"
    assert [step.before for step in proposal.steps[1:]] == [step.after for step in proposal.steps[:-1]]
    editing.apply(workspace, proposal.change)
    assert _table(workspace, "p1").indicators[0].description == proposal.steps[-1].after == "“建成” ,9个中心"
    reverting.undo(workspace, proposal.change)
    assert _table(workspace, "p1").indicators[0].description == "”建成“ ,９个  中心"


def test_a_unit_name_is_mended_once_for_all_its_tables(workspace: Workspace) -> None:
    unit = _table(workspace, "p1").unit
    editing.apply(workspace, intents.set_unit_fields(unit, name=unit.name + " "))
    findings = [finding for finding in _findings(workspace, "T01") if finding.column == "unit_name"]
    assert len(findings) == 8
    assert len(mending.propose(workspace, findings).change.edits) == 1
