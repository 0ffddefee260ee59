"""Accepting warnings of a workspace: undoable, on record, followed by the live audit."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.audit.findings import Finding, Level
from core.domain.errors import KnownError
from core.domain.records import Acceptance
from core.ports import Workspace
from core.services import accepting, auditing, editing, intents, reverting, states
from core.services.auditing import Counts, LiveAudit
from db.store import FileStore
from tests.benchmarks.workload import bring_in
from tests.reference import reference_tables

REASON = "升级合同已写明"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """The fourteen tables in a file."""
    opened = FileStore().create(tmp_path / "示例.jxdb")
    editing.apply(opened, bring_in(iter(reference_tables())))
    yield opened
    opened.close()


def _findings(workspace: Workspace, project_id: str) -> list[Finding]:
    return [finding for finding in auditing.audit(workspace).findings if finding.project_id == project_id]


def _acceptances(workspace: Workspace) -> tuple[Acceptance, ...]:
    with workspace.read() as reader:
        return reader.acceptances()


def test_accepting_is_one_undo_step_and_in_the_history_of_the_table(workspace: Workspace) -> None:
    change = accepting.accept(workspace, _findings(workspace, "p13"), f" {REASON}\n")
    editing.apply(workspace, change)
    assert [(f.rule, f.reason) for f in _findings(workspace, "p13") if f.accepted] == [("P05", REASON), ("V03", REASON)]
    assert auditing.audit(workspace).counts["p13"] == Counts(0, 0, 0)
    with workspace.read() as reader:
        assert reader.history("p13")[0].operation == "接受警告"
    reverting.undo(workspace, change)
    assert auditing.audit(workspace).counts["p13"] == Counts(0, 2, 0)
    assert _acceptances(workspace) == ()


def test_hints_and_errors_are_left_out(workspace: Workspace) -> None:
    findings = _findings(workspace, "p8")
    assert {f.level for f in findings} == {Level.WARNING, Level.HINT}
    editing.apply(workspace, accepting.accept(workspace, findings, REASON))
    assert {f.level for f in _findings(workspace, "p8") if f.accepted} == {Level.WARNING}


def test_a_reason_is_asked_for(workspace: Workspace) -> None:
    with pytest.raises(KnownError, match="理由"):
        accepting.accept(workspace, _findings(workspace, "p13"), " \n")


def test_a_new_reason_takes_the_place_of_the_old(workspace: Workspace) -> None:
    for reason in (REASON, "另一个理由"):
        editing.apply(workspace, accepting.accept(workspace, _findings(workspace, "p13")[:1], reason))
    assert [acceptance.reason for acceptance in _acceptances(workspace)] == ["另一个理由"]


def test_an_acceptance_can_be_withdrawn(workspace: Workspace) -> None:
    editing.apply(workspace, accepting.accept(workspace, _findings(workspace, "p13"), REASON))
    editing.apply(workspace, accepting.withdraw(workspace, _findings(workspace, "p13")[:1]))
    assert [f.accepted for f in _findings(workspace, "p13")] == [False, True]


def test_what_a_locked_table_rests_on_is_not_withdrawn(workspace: Workspace) -> None:
    editing.apply(workspace, accepting.accept(workspace, _findings(workspace, "p13"), REASON))
    with workspace.read() as reader:
        table = reader.table("p13")
    assert table is not None
    editing.apply(workspace, states.finalise([table]))
    with pytest.raises(KnownError, match="定稿，已锁定，不能修改"):
        accepting.withdraw(workspace, _findings(workspace, "p13"))


def test_the_live_audit_follows_acceptances(workspace: Workspace) -> None:
    live = LiveAudit(workspace)
    live.adopt(auditing.full_pass(workspace))
    change = accepting.accept(workspace, live.findings_of("p13"), REASON)
    assert live.follow(editing.apply(workspace, change)) == {"p13"}
    assert live.counts()["p13"] == Counts(0, 0, 0)
    with workspace.read() as reader:
        table = reader.table("p13")
    assert table is not None
    live.follow(editing.apply(workspace, intents.set_cells(table, {(1, "value"): "≥ 100%"})))
    assert [(f.rule, f.accepted) for f in live.findings_of("p13")] == [("P05", True), ("V03", False)]
    live.follow(reverting.undo(workspace, change))
    assert live.counts()["p13"] == Counts(0, 2, 0)


def test_an_acceptance_outlives_the_table_and_is_there_again_with_it(workspace: Workspace) -> None:
    editing.apply(workspace, accepting.accept(workspace, _findings(workspace, "p13"), REASON))
    with workspace.read() as reader:
        table = reader.table("p13")
    assert table is not None
    removal = intents.remove_tables([table])
    editing.apply(workspace, removal)
    reverting.undo(workspace, removal)
    assert all(f.accepted for f in _findings(workspace, "p13"))
