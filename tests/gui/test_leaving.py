"""Told to end from outside, the program ends in order: what is typed is saved, nothing speaks of a crash."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from threading import Event, Timer

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from core.ports import Workspace, WorkspaceStore
from core.services import recovery
from db.claim import lock_file
from db.store import FileStore
from gui import background
from tests.gui.conftest import Hands

PROGRAM = Path(__file__).with_name("leaving_program.py")


def first_name(path: Path) -> str:
    with closing(FileStore().open(path)) as workspace, workspace.read() as reader:
        return next(reader.tables()).project.name


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_ends_the_program_in_order(sample: Path, tmp_path: Path, name: str) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(tmp_path)}
    command = [sys.executable, str(PROGRAM), str(sample), "new name"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        assert lock_file(sample).exists()
        program.send_signal(getattr(signal, name))
        assert program.wait(60) == 0
    assert first_name(sample) == "new name"
    assert not lock_file(sample).exists()
    assert not Path(f"{sample}-wal").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_a_signal_in_the_middle_of_something_waits_until_that_is_done(sample: Path, tmp_path: Path) -> None:
    """Else the program would wait for ever for a task that has just not begun."""
    program = (
        "import os, signal, sys, time\n"
        "import main\n"
        "from gui import application, background\n"
        "begin = background.Task.begin\n"
        "def slow(task):\n"
        "    task._over.clear()\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "    time.sleep(0.1)\n"
        "    begin(task)\n"
        "background.Task.begin = slow\n"
        "sys.exit(main.run(['--workspace', sys.argv[1]]))\n"
    )
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(tmp_path)}
    command = [sys.executable, "-c", program, str(sample)]
    assert subprocess.run(command, env=environment, timeout=60, check=False).returncode == 0
    assert not Path(f"{sample}-wal").exists()


def test_logging_off_commits_what_is_typed_and_the_clerk_may_stay(hands: Hands, sample: Path) -> None:
    field = hands.window.findChild(QLineEdit, "projectName")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "new name")
    hands.window.secure()
    assert first_name(sample) == "new name"
    QTest.keyClicks(field, "r")
    hands.window.end()
    assert first_name(sample) == "new namer"
    assert recovery.left_behind(sample) == ()


def test_leaving_or_cancelling_while_a_workspace_is_being_opened_lets_go_of_it(
    sample: Path, first_start: Hands, qtbot: QtBot
) -> None:
    """Else the next start would speak of a crash."""
    window = first_start.window
    opened, go_on = Event(), Event()

    def slow(store: WorkspaceStore) -> Workspace:
        workspace = store.open(sample)
        opened.set()
        go_on.wait(10)
        return workspace

    window.opener.open_with(slow)
    dialog = first_start.dialog("progressDialog")
    qtbot.waitUntil(opened.is_set)
    assert Path(f"{sample}-wal").exists()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    with qtbot.waitSignal(dialog.finished):
        go_on.set()
    assert window.workbench is None
    assert not Path(f"{sample}-wal").exists()

    opened.clear()
    go_on.clear()
    window.opener.open_with(slow)
    qtbot.waitUntil(opened.is_set)
    Timer(0.2, go_on.set).start()
    window.close()
    assert not Path(f"{sample}-wal").exists()


def test_leaving_just_before_what_was_opened_is_shown_lets_go_of_it(
    hands: Hands, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tree is made first, in events of its own."""
    other = tmp_path / "另一个.jxdb"
    FileStore().create(other).close()
    monkeypatch.setattr(hands.window.opening_page, "grow", lambda _outline: hands.window.close())
    hands.window.opener.open_with(lambda store: store.open(other))
    qtbot.waitUntil(lambda: not hands.window.isVisible())
    qtbot.wait(100)
    assert hands.window.workbench is None
    assert sorted(other.parent.glob(f"{other.name}*")) == [other]


def test_a_window_that_is_closed_is_gone_before_it_waits_for_what_is_under_way(hands):
    window, was_visible = hands.window, []

    def work(progress):
        try:
            while True:
                progress(0, 1)
                Event().wait(0.01)
        finally:
            was_visible.append(window.isVisible())

    background.start(window, work, pytest.fail)
    window.close()
    assert was_visible == [False]
