"""A share on which another program keeps the file to itself for a while: the window goes on as soon as it can."""

import sqlite3
from contextlib import closing

from db import store as store_module


def test_a_table_chosen_meanwhile_comes_with_its_findings(monkeypatch, sample, open_hands, qtbot):
    monkeypatch.setattr(store_module, "journal_mode_for", lambda _: "DELETE")
    hands = open_hands(sample)
    bench = hands.window.workbench
    hands.choose("2025", "319101", "4.")
    with closing(sqlite3.connect(sample, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        hands.choose("2025", "319202", "13.")
        assert "占用" in hands.window.status.currentMessage()
    qtbot.waitUntil(lambda: bench.editor.current_table() is not None)
    assert bench.editor.current_table().number == 13
    qtbot.waitUntil(lambda: len(bench.findings.shown_findings()) >= 2)
