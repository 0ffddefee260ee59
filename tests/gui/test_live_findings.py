"""The findings after a large gesture."""

from core.domain.edits import change, set_field
from core.services import intents
from core.services.auditing import audit
from gui import live_findings


def test_what_a_large_gesture_touched_is_audited_in_one_pass_beside_the_window(hands, monkeypatch):
    """One after the other, as after small gestures, ten thousand tables took two minutes."""
    monkeypatch.setattr(live_findings, "_MANY", 10)
    monkeypatch.setattr("core.services.auditing._AT_ONCE", 3)
    session, live = hands.window.session, hands.window.workbench.live
    with session.workspace.read() as reader:
        tables = list(reader.tables())
    passes = []
    live.progressed.connect(lambda _done, total: passes.append(total))
    assert session.perform(change("替换", [set_field(table.project, "purpose", "") for table in tables]))
    hands.qtbot.waitUntil(lambda: live.is_current)
    assert any(passes)
    assert live.counts() == audit(session.workspace).counts
    passes.clear()
    assert session.undo()
    hands.qtbot.waitUntil(lambda: live.is_current)
    assert live.counts() == audit(session.workspace).counts
    hands.qtbot.wait(2 * live_findings.CATCH_UP_AFTER_MS)
    assert passes.count(0) == 1  # and that was the last pass


def test_a_very_long_table_is_audited_while_the_window_answers_and_shown_once_that_is_done(hands, monkeypatch):
    monkeypatch.setattr("core.services.auditing._LARGE", 5)
    session, bench = hands.window.session, hands.window.workbench
    with session.workspace.read() as reader:
        table = reader.table(bench.project_id) or next(iter(reader.tables()))
    bench.tree.select_project(table.project.id)
    hands.qtbot.waitUntil(lambda: bench.live.is_current)
    shown = []
    bench.live.updated.connect(lambda: shown.append(bench.live.of(table.project.id)))
    assert session.perform(intents.set_cells(table, {(row, "value"): "" for row in range(len(table.indicators))}))
    assert not bench.live.is_current
    hands.qtbot.waitUntil(lambda: bench.live.is_current)
    assert set(shown) == {tuple(f for f in audit(session.workspace).findings if f.project_id == table.project.id)}
