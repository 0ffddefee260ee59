"""草稿 → 定稿 → 已签 → 解锁, on the published tables."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from core.audit.findings import Level
from core.audit.settings import DEFAULTS, AuditSettings
from core.domain.checkcode import check_code
from core.domain.edits import ChangeSet, Remove, change, set_field
from core.domain.errors import KnownError, StaleEditError
from core.domain.locking import LockedError
from core.domain.records import State, TargetTable
from core.domain.selection import Selection
from core.ports import Workspace
from core.services import accepting, audit_settings, editing, intents, reverting, states
from core.services.auditing import audit
from core.services.states import Candidate

DAY = date(2025, 3, 4)


def tables(workspace: Workspace) -> list[TargetTable]:
    with workspace.read() as reader:
        return list(reader.tables())


def finalised(workspace: Workspace, index: int) -> TargetTable:
    editing.apply(workspace, states.finalise([tables(workspace)[index]]))
    return tables(workspace)[index]


def test_a_table_with_open_warnings_waits_and_one_without_does_not(published: Workspace) -> None:
    obstacles = {c.table.number: c.obstacle for c in states.candidates(published, Selection(year=2025))}
    assert obstacles[1] == "有 1 个警告要改正，或写明理由接受。"
    assert obstacles[6] == ""


def test_an_error_stands_in_the_way(published: Workspace) -> None:
    table = tables(published)[5]
    editing.apply(published, intents.set_form_field(table.project, "purpose", ""))
    (candidate,) = states.candidates(published, Selection(number=6))
    assert "1 个错误" in candidate.obstacle


def test_known_findings_are_believed_until_something_is_written(published: Workspace) -> None:
    with published.read() as reader:
        sequence = reader.newest_sequence()
    known = states.Known(sequence, {})  # nobody has found anything
    assert {c.obstacle for c in states.candidates(published, Selection(number=1), known)} == {""}
    editing.apply(published, intents.set_form_field(tables(published)[1].project, "purpose", "别的"))
    (candidate,) = states.candidates(published, Selection(number=1), known)
    assert "警告" in candidate.obstacle


def test_only_drafts_are_candidates(published: Workspace) -> None:
    finalised(published, 5)
    assert states.candidates(published, Selection(number=6)) == ()


@pytest.mark.parametrize(
    "content",
    [
        lambda t: intents.set_form_field(t.project, "budget", "1"),
        lambda t: intents.set_cells(t, {(0, "value"): "1次"}),
        lambda t: intents.set_cells(t, {(99, "value"): "1次"}),
        lambda t: intents.delete_rows(t, [0]),
        lambda t: intents.move_rows(t, [0], 1),
        lambda t: intents.remove_tables([t]),
        lambda t: intents.set_unit_fields(t.unit, name="别的单位"),
    ],
    ids=["form", "cell", "new row", "deleted row", "moved row", "whole table", "unit"],
)
def test_what_is_printed_of_a_final_table_is_locked(published: Workspace, content) -> None:
    table = finalised(published, 5)
    with pytest.raises(LockedError, match=f"“{table.project.name}”定稿，已锁定.*解锁"):
        editing.apply(published, content(table))
    assert tables(published)[5] == table


@pytest.mark.parametrize("step", [states.finalise, lambda tables: states.sign(tables, DAY)], ids=["finalise", "sign"])
def test_only_what_was_looked_at_is_locked(published: Workspace, step) -> None:
    seen = finalised(published, 5) if step is not states.finalise else tables(published)[5]
    if seen.project.state is State.FINAL:  # unlocked, changed and finalised again while the dialog is open
        editing.apply(published, states.unlock([seen], "改数"))
        editing.apply(published, intents.set_form_field(tables(published)[5].project, "purpose", ""))
        editing.apply(published, states.finalise([tables(published)[5]]))
    else:
        editing.apply(published, intents.set_form_field(seen.project, "purpose", ""))
    before = tables(published)[5]
    with pytest.raises(StaleEditError, match=f"“{seen.label}”刚刚在别处改动过"):
        editing.apply(published, step([seen]), condition=states.unchanged([Candidate(seen, "")]))
    assert tables(published)[5] == before


def test_what_was_looked_at_is_locked_whatever_happened_to_others(published: Workspace) -> None:
    seen, other = tables(published)[5], tables(published)[0]
    editing.apply(published, intents.set_form_field(other.project, "purpose", ""))
    editing.apply(published, states.finalise([seen]), condition=states.unchanged([Candidate(seen, "")]))
    assert tables(published)[5].project.state is State.FINAL


def test_a_paste_over_several_tables_is_refused_whole(published: Workspace) -> None:
    locked, other = finalised(published, 5), tables(published)[0]
    edits = [set_field(table.project, "purpose", "新用途") for table in (other, locked)]
    with pytest.raises(LockedError):
        editing.apply(published, change("替换", edits))
    assert tables(published)[0] == other


def test_place_and_tag_of_a_final_table_are_free(published: Workspace) -> None:
    table = finalised(published, 5)
    edits = [set_field(table.project, "position", 1), set_field(table.project, "tag", "待核")]
    editing.apply(published, change("标记", edits))


def test_signing_records_code_and_day_and_unlocking_takes_them_away(published: Workspace) -> None:
    table = finalised(published, 5)
    editing.apply(published, states.sign([table], DAY))
    signed = tables(published)[5]
    assert (signed.project.state, signed.project.signed_code, signed.project.signed_on) == (
        State.SIGNED,
        check_code(table),
        "2025-03-04",
    )
    editing.apply(published, states.unlock([signed], "数字 有误\n重报"))
    draft = replace(table.project, state=State.DRAFT, signed_code="")
    assert tables(published)[5] == replace(table, project=draft)
    with published.read() as reader:
        assert reader.history(table.project.id)[0].operation == "解锁（数字 有误 重报）"


def test_finalising_keeps_the_code_and_what_has_lost_it_is_not_signed(published: Workspace) -> None:
    table = finalised(published, 5)
    assert table.project.signed_code == check_code(table)
    with closing(sqlite3.connect(published.path)) as connection, connection:
        connection.execute("UPDATE indicator SET value = '改过' WHERE project_id = ?", [table.project.id])
    tampered = tables(published)[5]
    with pytest.raises(
        KnownError, match=f"“{table.label}”的内容与定稿时不符（校验码 {check_code(table)}），不能登记签字"
    ):
        states.sign([tampered], DAY)


def test_a_table_that_an_older_program_finalised_is_signed_all_the_same(published: Workspace) -> None:
    draft = tables(published)[5]
    editing.apply(published, change("定稿", [set_field(draft.project, "state", State.FINAL)]))
    editing.apply(published, states.sign([tables(published)[5]], DAY))
    assert tables(published)[5].project.signed_code == check_code(draft)


def test_an_acceptance_withdrawn_while_the_dialog_is_open_stops_finalising(published: Workspace) -> None:
    def open_warnings():
        return [f for f in audit(published, Selection()).findings if f.level is Level.WARNING and not f.accepted]

    warned = open_warnings()[0].project_id
    given = [f for f in open_warnings() if f.project_id == warned]
    editing.apply(published, accepting.accept(published, given, "情况属实"))
    candidate = next(c for c in states.candidates(published, Selection()) if c.table.project.id == warned)
    assert len(candidate.accepted) == len(given)
    with published.read() as reader:
        withdrawn = change("撤回接受", [Remove(reader.acceptances(warned)[0])])
    editing.apply(published, withdrawn)
    finalise, condition = states.finalise([candidate.table]), states.unchanged([candidate])
    with pytest.raises(StaleEditError, match=f"“{candidate.table.label}”接受过的警告刚刚被撤回"):
        editing.apply(published, finalise, condition=condition)
    reverting.undo(published, withdrawn)
    editing.apply(published, finalise, condition=condition)


def test_every_step_can_be_undone(published: Workspace) -> None:
    before = tables(published)[5]
    done: list[ChangeSet] = []
    for step in (lambda t: states.finalise([t]), lambda t: states.sign([t], DAY), lambda t: states.unlock([t], "重报")):
        done.append(step(tables(published)[5]))
        editing.apply(published, done[-1])
    finalised, signed, unlocked = done
    reverting.undo(published, unlocked)
    for wanted in (signed, finalised):
        with pytest.raises(KnownError, match=f"撤销“{wanted.operation}”等于解锁，请写明理由"):
            reverting.undo(published, wanted, reason=" ")
        reverting.undo(published, wanted, reason="登记 错了")
    assert tables(published)[5] == before
    with published.read() as reader:
        assert reader.history(limit=1)[0].operation == "撤销 定稿（登记 错了）"


def test_a_draft_is_not_signed_and_unlocking_wants_a_reason(published: Workspace) -> None:
    table = tables(published)[5]
    with pytest.raises(KnownError, match="还是草稿"):
        states.sign([table], DAY)
    with pytest.raises(KnownError, match="理由"):
        states.unlock([table], " ")


def test_a_table_is_not_finalised_again_with_what_came_into_it_meanwhile(published: Workspace) -> None:
    wanted = states.finalise([tables(published)[5]])
    editing.apply(published, wanted)
    reverting.undo(published, wanted, reason="点错了")
    reverting.redo(published, wanted)  # nothing has happened
    reverting.undo(published, wanted, reason="点错了")
    editing.apply(published, intents.set_form_field(tables(published)[5].project, "budget", "1"))
    before = tables(published)[5]
    with pytest.raises(StaleEditError, match=f"“{before.label}”刚刚在别处改动过，请重新审核后再试一次"):
        reverting.redo(published, wanted)
    assert tables(published)[5] == before


def test_a_table_unlocked_and_changed_is_not_signed_by_taking_back_the_unlocking(published: Workspace) -> None:
    finalised(published, 5)
    editing.apply(published, states.sign([tables(published)[5]], DAY))
    unlocked = states.unlock([tables(published)[5]], "重报")
    editing.apply(published, unlocked)
    editing.apply(published, intents.set_form_field(tables(published)[5].project, "purpose", "别处改了"))
    before = tables(published)[5]
    with pytest.raises(StaleEditError, match="刚刚在别处改动过"):
        reverting.undo(published, unlocked)
    assert tables(published)[5] == before


@pytest.mark.parametrize("taking_back_unlocking", [False, True])
def test_a_table_is_finalised_again_only_if_it_may_be_by_the_present_settings(
    published: Workspace, taking_back_unlocking
) -> None:
    hint = next(f for f in audit(published, Selection(number=6)).findings if f.level is Level.HINT)
    step = states.finalise([tables(published)[5]])
    editing.apply(published, step)
    if taking_back_unlocking:
        step = states.unlock([tables(published)[5]], "重报")
        editing.apply(published, step)
    else:
        reverting.undo(published, step, reason="点错了")
    again = reverting.undo if taking_back_unlocking else reverting.redo
    audit_settings.save(published, AuditSettings(levels={hint.rule: Level.ERROR}))
    before = tables(published)[5]
    with pytest.raises(KnownError, match=f"“{before.label}”不能定稿：有 . 个错误要改正"):
        again(published, step)
    assert tables(published)[5] == before
    audit_settings.save(published, DEFAULTS)
    again(published, step)
    assert tables(published)[5].project.state is State.FINAL
