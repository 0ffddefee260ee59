import threading

import pytest
from PySide6.QtCore import QObject, QTimer

from gui import parting


def test_what_nobody_needs_is_freed_bit_by_bit_beside_the_window(monkeypatch, qtbot):
    """Freed all at once, the facts of ten thousand tables stopped every thread for a tenth of a second."""
    heaps, left = ({n: [n] for n in range(230)}, list(range(150))), []

    def breathe(_seconds):
        left.append((sum(map(len, heaps)), threading.current_thread() is threading.main_thread()))

    monkeypatch.setattr(parting.time, "sleep", breathe)
    parting.free(heaps)
    qtbot.waitUntil(lambda: not any(heaps))
    assert left == [(280, False), (180, False), (80, False)]


def test_the_halves_of_a_view_are_emptied_only_when_all_of_it_is_gone(qtbot):
    """What is destroyed may still call them."""
    view, other = QObject(), QObject()
    child, timer = QObject(view), QTimer(other)
    child.word, timer.word, heap = "一", "二", {1: "三"}
    told = []
    child.destroyed.connect(lambda: told.append(child.word))
    timer.destroyed.connect(lambda: told.append(timer.word))
    parting.part_with((view, other), (heap,))
    qtbot.waitUntil(lambda: not heap)
    assert told == ["一", "二"]
    for half in (child, timer):
        with pytest.raises(AttributeError):
            _ = half.word
