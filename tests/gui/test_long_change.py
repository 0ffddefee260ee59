"""Large gestures are taken back beside the window, and the stack stays in step."""

from contextlib import contextmanager
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QSpinBox

from core.domain.edits import Insert, change
from core.domain.records import Indicator, new_id
from core.services import editing, intents, reverting
from db.workspace import FileWorkspace
from gui import edit_controller
from gui.session import Session
from tests.reference import DOCX_FILE


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
    asked_to_stop, undo = Event(), reverting.undo

    def late(*arguments, **options):
        asked_to_stop.wait()
        return undo(*arguments, **options)

    monkeypatch.setattr(reverting, "undo", late)
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


def import_next_year(hands):
    hands.window.rooms["files"].preview_import([DOCX_FILE])
    dialog = hands.dialog("importDialog")
    QTest.keyClick(dialog.findChild(QSpinBox, "importYear"), Qt.Key.Key_Up)
    press(hands, dialog, "导入")
    return dialog


def copy_to_next_year(hands):
    hands.choose("2025")
    hands.keys("Ctrl+Shift+R")
    dialog = hands.dialog("rollDialog")
    press(hands, dialog, "复制 ")
    return dialog


def finalise(hands):
    hands.choose("2025", "319101", "6.")
    hands.keys("Ctrl+Shift+D")
    dialog = hands.dialog("stateDialog")
    press(hands, dialog, "定稿")
    return dialog


def press(hands, dialog, text):
    def button():
        return next((b for b in dialog.findChildren(QPushButton) if b.text().startswith(text) and b.isEnabled()), None)

    hands.qtbot.waitUntil(lambda: button() is not None)
    hands.click(button())


@pytest.mark.parametrize("begin", [import_next_year, copy_to_next_year, finalise])
def test_what_was_committed_although_its_dialog_was_closed_is_shown_and_can_be_undone(hands, monkeypatch, begin):
    """Esc comes too late: the work has passed the last place where it asks."""
    committing, closed = Event(), Event()
    write = FileWorkspace.write

    @contextmanager
    def slow(workspace):
        with write(workspace) as writer:
            yield writer
            committing.set()
            closed.wait(10)

    monkeypatch.setattr(FileWorkspace, "write", slow)
    session, before = hands.window.session, hands.outline()
    dialog = begin(hands)
    hands.qtbot.waitUntil(committing.is_set)
    with hands.qtbot.waitSignal(dialog.destroyed):
        dialog.reject()
    monkeypatch.undo()
    with hands.qtbot.waitSignal(session.changed):
        closed.set()
    assert session.undo_stack.count() == 1
    assert hands.outline() != before
    assert session.undo("点错了")
    assert hands.outline() == before


def _progress_dialogs():
    return [w for w in QApplication.topLevelWidgets() if w.objectName() == "progressDialog" and w.isVisible()]


def _message():
    boxes = [box for box in QApplication.topLevelWidgets() if isinstance(box, QMessageBox) and box.isVisible()]
    texts = [box.text() for box in boxes]
    for box in boxes:
        box.accept()
    return "".join(texts)
