"""Large gestures are taken back beside the window, and the stack stays in step."""

from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from core.domain.edits import Insert, change
from core.domain.records import Indicator, new_id
from core.services import editing, intents
from gui import edit_controller
from gui.session import Session


@pytest.fixture
def large(hands, monkeypatch):
    """The window after a gesture that counts as large."""
    monkeypatch.setattr(edit_controller, "LARGE", 50)
    hands.choose("2025", "319101", "1.")
    table = hands.window.workbench.editor.current_table()
    rows = [Insert(Indicator(new_id(), table.project.id, 99_000 + i, name=f"指标{i}")) for i in range(100)]
    assert hands.window.session.perform(change("粘贴", rows))
    return hands


def count(hands):
    return len(hands.window.workbench.editor.current_table().indicators)


def test_undo_and_redo_of_a_large_gesture(large):
    session: Session = large.window.session
    assert count(large) == 109
    large.window.commands["undo"].trigger()
    assert [dialog.isModal() for dialog in _progress_dialogs()] == [True]
    large.qtbot.waitUntil(lambda: count(large) == 9)
    assert (session.undo_stack.index(), session.undo_stack.count()) == (0, 1)
    large.window.commands["redo"].trigger()
    large.qtbot.waitUntil(lambda: count(large) == 109)
    assert session.undo_stack.index() == 1
    large.qtbot.waitUntil(lambda: not session.undo_stack.canRedo())


def test_a_large_step_that_is_cancelled_leaves_everything_as_it_was(large, monkeypatch):
    session: Session = large.window.session
    asked_to_stop, undo = Event(), editing.undo

    def late(*arguments, **options):
        asked_to_stop.wait()
        return undo(*arguments, **options)

    monkeypatch.setattr(editing, "undo", late)
    large.window.commands["undo"].trigger()
    (dialog,) = _progress_dialogs()
    large.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    asked_to_stop.set()
    large.qtbot.waitUntil(lambda: not _progress_dialogs())
    assert count(large) == 109
    assert (session.undo_stack.index(), session.undo_stack.count()) == (1, 1)
    monkeypatch.undo()
    session.undo()
    assert count(large) == 9


def test_a_refused_step_leaves_everything_as_it_was(large):
    session: Session = large.window.session
    table = large.window.workbench.editor.current_table()
    editing.apply(session.workspace, intents.set_cells(table, {(50, "name"): "别处改的"}))  # not told to the window
    large.window.commands["undo"].trigger()
    large.qtbot.waitUntil(lambda: "已在别处改动" in _message())
    assert session.undo_stack.index() == 1


def _progress_dialogs():
    return [w for w in QApplication.topLevelWidgets() if w.objectName() == "progressDialog" and w.isVisible()]


def _message():
    boxes = [box for box in QApplication.topLevelWidgets() if isinstance(box, QMessageBox) and box.isVisible()]
    texts = [box.text() for box in boxes]
    for box in boxes:
        box.accept()
    return "".join(texts)
