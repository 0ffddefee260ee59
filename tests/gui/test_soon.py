"""What is put off until later still tells of its bugs."""

import sys
from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gui.soon import soon


class Room(QObject):
    def break_down(self) -> None:
        raise LookupError("method")


def break_down(name: str) -> None:
    raise LookupError(name)


@pytest.mark.parametrize("after_ms", [0, 5])
def test_an_exception_reaches_the_last_resort(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, after_ms: int) -> None:
    told: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _traceback: told.append(str(error.args[0])))
    room = Room()
    works: dict[str, Callable[[], None]] = {
        "lambda": lambda: break_down("lambda"),
        "partial": partial(break_down, "partial"),
        "method": room.break_down,
    }
    for work in works.values():
        soon(room, work, after_ms)
    qtbot.waitUntil(lambda: sorted(told) == sorted(works))


def test_nothing_is_done_for_what_is_gone(qtbot: QtBot) -> None:
    room, done = QObject(), []
    soon(room, lambda: done.append(1))
    room.deleteLater()
    qtbot.wait(50)
    assert done == []
