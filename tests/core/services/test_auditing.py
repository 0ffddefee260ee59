"""Auditing a workspace: whole, selected, cancelled, and live while it is edited."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.audit import runner
from core.audit.registry import OTHER_TABLES, Hit, Rule
from core.audit.rules import RULES
from core.audit.settings import DEFAULTS, AuditSettings
from core.audit.subject import Subject
from core.catalogue.changes import ListChange
from core.domain.edits import ChangeSet
from core.domain.errors import Cancelled
from core.domain.records import AMOUNT_FIELDS, INDICATOR_COLUMNS, TargetTable
from core.domain.selection import Selection
from core.ports import Workspace
from core.services import accepting, audit_settings, auditing, editing, intents, reverting
from core.services.auditing import Counts, LiveAudit
from db.store import FileStore
from tests.benchmarks.workload import bring_in
from tests.reference import reference_tables


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """The fourteen tables in a file."""
    opened = FileStore().create(tmp_path / "示例.jxdb")
    editing.apply(opened, bring_in(iter(reference_tables())))
    yield opened
    opened.close()


def _table(workspace: Workspace, project_id: str) -> TargetTable:
    with workspace.read() as reader:
        table = reader.table(project_id)
    assert table is not None
    return table


def _adopted(workspace: Workspace) -> LiveAudit:
    live = LiveAudit(workspace)
    live.adopt(auditing.full_pass(workspace))
    return live


def _settled(live: LiveAudit) -> LiveAudit:
    while live.waiting:
        live.catch_up()
    return live


def test_findings_come_in_publication_order_with_counts_per_table(workspace: Workspace) -> None:
    result = auditing.audit(workspace)
    numbers = [finding.number for finding in result.findings]
    assert numbers == sorted(numbers)
    assert not result.has_errors
    assert len(result.counts) == 14
    assert result.counts["p4"] == Counts(0, 0, 0)
    assert result.counts["p13"] == Counts(0, 2, 0)


def test_a_selection_is_judged_among_all_tables(workspace: Workspace) -> None:
    result = auditing.audit(workspace, Selection(year=2025, number=7))
    assert {finding.number for finding in result.findings} == {7}
    assert "X01" in {finding.rule for finding in result.findings}


def test_progress_is_told_and_a_cancellation_ends_the_audit(workspace: Workspace) -> None:
    told: list[tuple[int, int]] = []
    auditing.audit(workspace, progress=lambda done, total: told.append((done, total)))
    assert told == [(done, 28) for done in range(1, 29)]

    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        auditing.full_pass(workspace, stop)


def test_an_edit_is_seen_at_once_and_taken_back_with_it(workspace: Workspace) -> None:
    live = _adopted(workspace)
    change = intents.set_cells(_table(workspace, "p4"), {(1, "value"): ">100%"})
    assert live.follow(editing.apply(workspace, change)) == {"p4"}
    assert [finding.rule for finding in live.findings_of("p4")] == ["V03"]
    assert live.counts()["p4"] == Counts(0, 1, 0)
    live.follow(reverting.undo(workspace, change))
    assert live.findings_of("p4") == ()


def test_an_edit_reaches_the_other_tables_that_it_bears_on(workspace: Workspace) -> None:
    live = _adopted(workspace)
    change = intents.set_cells(_table(workspace, "p1"), {(6, "value"): "≤114万元"})
    live.follow(editing.apply(workspace, change))
    assert live.waiting
    assert live.catch_up() == {"p7"}
    assert not live.waiting
    assert "X01" not in {finding.rule for finding in live.findings_of("p7")}


def test_a_unit_code_is_judged_in_all_tables_of_the_unit(workspace: Workspace) -> None:
    live = _adopted(workspace)
    unit = _table(workspace, "p9").unit
    live.follow(editing.apply(workspace, intents.set_unit_fields(unit, code="31920")))
    _settled(live)
    wrong = [finding for finding in live.all_findings() if finding.rule == "U01"]
    assert {finding.project_id for finding in wrong} == {f"p{number}" for number in range(9, 15)}
    assert {finding.unit_code for finding in wrong} == {"31920"}


def test_a_change_to_many_units_reads_the_outline_once(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    live = _adopted(workspace)
    units = [_table(workspace, project_id).unit for project_id in ("p1", "p9")]
    edits = [edit for unit in units for edit in intents.set_unit_fields(unit, code="31920").edits]
    assert len(edits) == len(set(units)) == 2
    applied = editing.apply(workspace, ChangeSet("编辑单位", tuple(edits)))
    readings = []
    with workspace.read() as reader:
        read_outline = type(reader).outline
    monkeypatch.setattr(type(reader), "outline", lambda self: readings.append(1) or read_outline(self))
    live.follow(applied)
    assert len(readings) == 1
    _settled(live)
    assert {finding.project_id for finding in live.all_findings() if finding.rule == "U01"} >= {"p1", "p9", "p14"}


def test_a_removed_table_has_no_findings_and_the_rest_move_up(workspace: Workspace) -> None:
    live = _adopted(workspace)
    live.follow(editing.apply(workspace, intents.remove_tables([_table(workspace, "p3")])))
    assert "p3" not in live.counts()
    assert _settled(live).all_findings() == auditing.audit(workspace).findings


def test_edits_made_during_the_full_audit_are_not_lost(workspace: Workspace) -> None:
    live = LiveAudit(workspace)
    whole = auditing.full_pass(workspace)
    never_shown = intents.set_cells(_table(workspace, "p4"), {(1, "value"): ">100%"})
    live.follow(editing.apply(workspace, never_shown))
    live.findings_of("p5")
    live.follow(editing.apply(workspace, intents.set_cells(_table(workspace, "p5"), {(0, "value"): ""})))
    live.adopt(whole)
    assert _settled(live).all_findings() == auditing.audit(workspace).findings


TEXTS = st.sampled_from(
    ["", "≥95%", "12次", "建设成本", "偿还债务项目", "产出指标", "效益指标", "数量指标", "100", "1000000", "提高 "]
)
ROW = st.integers(0, 8)
EDITS = st.one_of(
    st.tuples(st.just("cell"), ROW, st.sampled_from(INDICATOR_COLUMNS), TEXTS),
    st.tuples(st.just("form"), st.sampled_from(("name", "purpose", "target", *AMOUNT_FIELDS)), TEXTS),
    st.tuples(st.just("unit"), st.sampled_from(("code", "name")), TEXTS),
    st.tuples(st.just("delete"), ROW),
    st.tuples(st.just("insert"), ROW),
    st.tuples(st.just("move"), ROW),
    st.tuples(st.just("accept")),
    st.tuples(st.just("to_unit")),
    st.tuples(st.just("remove")),
    st.tuples(st.just("undo")),
)
SETTINGS = st.sampled_from(
    [
        DEFAULTS,
        AuditSettings(switched={"V09": True, "N05": False}),
        AuditSettings(word_changes={"vague": ListChange(("95",), ("提高",))}),
    ]
)


def _meant(workspace: Workspace, table: TargetTable, what: tuple[Any, ...], done: list[ChangeSet]) -> ChangeSet:
    kind, *rest = what
    count = len(table.indicators)
    if kind == "cell":
        return intents.set_cells(table, {(min(rest[0], count), rest[1]): rest[2]})
    if kind == "form":
        return intents.set_form_field(table.project, *rest)
    if kind == "unit":
        return intents.set_unit_fields(table.unit, **{rest[0]: rest[1]})
    if kind == "delete":
        return intents.delete_rows(table, [rest[0]] if rest[0] < count else [])
    if kind == "insert":
        return intents.insert_rows(table, min(rest[0], count))
    if kind == "move":
        return intents.move_rows(table, [rest[0]] if rest[0] < count else [], 1)
    if kind == "accept":
        findings = [f for f in auditing.audit(workspace).findings if f.project_id == table.project.id]
        return accepting.accept(workspace, findings, "理由")
    if kind == "to_unit":
        return _to_other_unit(workspace, table)
    if kind == "remove":
        return intents.remove_tables([table])
    return done.pop().inverse() if done else ChangeSet("撤销", ())


def _to_other_unit(workspace: Workspace, table: TargetTable) -> ChangeSet:
    with workspace.read() as reader:
        units = [unit for year in reader.outline() for unit in year.units]
    project = next(line for unit in units for line in unit.projects if line.id == table.project.id)
    there = next(unit for unit in units if unit.unit.id != table.unit.id)
    siblings = [(line.id, line.position) for line in there.projects]
    return intents.move_to_unit(project, there.unit.id, siblings, 0, "移到另一单位")


@pytest.mark.parametrize("large", [auditing._LARGE, 8])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 14), st.one_of(EDITS, SETTINGS)), min_size=1, max_size=8))
def test_after_random_edits_the_live_findings_are_those_of_a_full_audit(
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    large: int,
    edits: list[tuple[int, tuple[Any, ...] | AuditSettings]],
) -> None:
    monkeypatch.setattr(auditing, "_LARGE", large)
    live, done = _adopted(workspace), list[ChangeSet]()
    for number, what in edits:
        if isinstance(what, AuditSettings):
            audit_settings.save(workspace, what)
            live.change_settings(what)
            live.adopt(auditing.full_pass(workspace, settings=what))
            continue
        with workspace.read() as reader:
            table = reader.table(f"p{number}")
        if table is None:
            continue  # it was deleted before
        change = _meant(workspace, table, what, done)
        live.follow(editing.apply(workspace, change))
        for _ in range(number):  # the next edit finds a very long table half audited
            if live.has_begun:
                live.catch_up()
        if what[0] != "undo" and change:
            done.append(change)
    assert _settled(live).all_findings() == auditing.audit(workspace).findings
    for change in reversed(done):  # the next example begins with all tables again
        editing.apply(workspace, change.inverse())
    audit_settings.save(workspace, DEFAULTS)


def test_an_edit_runs_only_the_rules_that_read_what_it_changed(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = _watched_rules(monkeypatch)
    live = _adopted(workspace)
    live.follow(editing.apply(workspace, intents.set_form_field(_table(workspace, "p4").project, "purpose", "维护")))
    ran.clear()
    live.follow(editing.apply(workspace, intents.set_form_field(_table(workspace, "p4").project, "purpose", "维修")))
    looking_around = [id_ for id_, rule in RULES.items() if OTHER_TABLES in rule.reads]
    reading = [id_ for id_, rule in RULES.items() if "project.purpose" in rule.reads]
    assert sorted(ran) == sorted({*reading, *looking_around})
    assert len(ran) < len(RULES) / 3


def test_a_very_long_table_is_audited_rule_by_rule(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    ran, live = _watched_rules(monkeypatch), _adopted(workspace)
    monkeypatch.setattr(auditing, "_LARGE", 5)
    edit = intents.set_cells(_table(workspace, "p4"), {(row, "value"): "" for row in range(5)})
    ran.clear()
    assert live.follow(editing.apply(workspace, edit)) == frozenset()
    assert live.has_begun
    assert ran == []
    at_a_time = set()
    while live.has_begun:
        before = len(ran)
        live.catch_up()
        at_a_time.add(len(ran) - before)
    assert at_a_time == {0, 1}
    assert len(ran) == len(RULES) - sum(not rule.on for rule in RULES.values())
    assert _settled(live).all_findings() == auditing.audit(workspace).findings


def test_a_very_long_table_not_met_before_is_begun_once_however_often_it_is_asked_for(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "_LARGE", 5)
    live = LiveAudit(workspace)
    assert live.findings_of("p13") == ()
    while live.has_begun:
        live.catch_up()
        live.findings_of("p13")
    assert [finding.project_id for finding in live.findings_of("p13")] == ["p13", "p13"]


def _watched_rules(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the rules that run from now on."""
    ran: list[str] = []

    def watched(rule: Rule) -> Rule:
        def check(subject: Subject) -> Iterator[Hit]:
            ran.append(rule.id)
            return rule.check(subject)

        return replace(rule, check=check)

    monkeypatch.setattr(runner, "RULES", {id_: watched(rule) for id_, rule in RULES.items()})
    return ran
