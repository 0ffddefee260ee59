"""A file that cannot be read just now: the editor says so, and shows the table as soon as it can."""

import sqlite3
from contextlib import closing, contextmanager

from db import store as store_module


@contextmanager
def kept_from_everybody(path):
    """As another program on a share does in the moment in which it writes, only longer."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


def test_a_table_that_cannot_be_read_comes_by_itself(monkeypatch, make_desk, qtbot):
    monkeypatch.setattr(store_module, "journal_mode_for", lambda _: "DELETE")
    desk = make_desk(shown="p1")
    with kept_from_everybody(desk.session.workspace.path), qtbot.waitSignal(desk.session.refused) as refused:
        desk.editor.show_table("p2")
    assert "占用" in refused.args[0]
    assert desk.editor.current_table() is None  # better than another table under the tree's cursor
    qtbot.waitUntil(lambda: desk.editor.current_table() is not None)
    assert desk.editor.current_table().project.id == "p2"
    desk.click(0, 4)
    desk.type("7")
    desk.keys("Return")
    assert desk.column(4)[0] == "7"
