"""A bug in some slot: written down, said in plain words, and the work goes on."""

import os
import subprocess
import sys
from pathlib import Path

from core import places
from gui.table_editor.grid_look import FormTableView

ROOT = Path(__file__).parents[2]

PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
import main
from core.services import intents
from gui import application

def window():
    return next((w for w in QApplication.topLevelWidgets() if w.objectName() == "mainWindow"), None)

def until(met, then):
    QTimer.singleShot(50, lambda: then() if met() else until(met, then))

def break_down():
    QTimer.singleShot(0, lambda: 1 / 0)
    until(lambda: boxes(), go_on)

def boxes():
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]

def go_on():
    print(boxes()[0].text())
    print("details:", boxes()[0].detailedText())
    boxes()[0].accept()
    session = window().session
    print("edited:", session.perform(intents.add_year(2040, "2015")), window().isVisible(), session.workspace.check())
    window().close()
    QApplication.exit(0)

def give_up():
    print("given up:", [box.text() for box in boxes()])
    QApplication.exit(1)

application.application()
until(lambda: window() and window().workbench, break_down)
QTimer.singleShot(60_000, give_up)
sys.exit(application.run(main._window_store, main._first_look, Path(sys.argv[1])))
"""


def test_a_bug_in_a_slot_is_reported_and_the_window_stays_open(sample: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", PROGRAM, str(sample)]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "程序出了意外的错误，这一步没有完成，已保存的内容不受影响" in done.stdout
    assert "details: ZeroDivisionError" in done.stdout
    assert "edited: True True ()" in done.stdout
    assert "Traceback" not in done.stdout
    (report,) = places.crash_folder().iterdir()
    assert "ZeroDivisionError" in report.read_text("utf-8")
    assert str(report) in done.stdout


def test_a_bug_while_the_grid_is_drawn_leaves_no_painter_open(hands, monkeypatch):
    """One kept alive by the report of the bug would take the whole process down with the next picture."""
    grid = hands.window.workbench.grid
    with monkeypatch.context() as patch, hands.qtbot.captureExceptions() as bugs:
        patch.setattr(FormTableView, "_draw_hint", lambda *_: 1 / 0)
        grid.viewport().update()
        hands.qtbot.waitUntil(lambda: bool(bugs))
    hands.window.repaint()
