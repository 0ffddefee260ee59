"""The program for ``test_leaving.py``: opens the window as ``main.py`` does, and types into a field without leaving it.

Run as ``python leaving_program.py WORKSPACE TEXT``; writes ``ready`` to standard output when the text stands there.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

import main
from gui import application


def type_and_tell() -> None:
    window = next(w for w in application.application().topLevelWidgets() if w.objectName() == "mainWindow")
    field = window.findChild(QLineEdit, "projectName")
    if field is None or not field.isVisible():
        QTimer.singleShot(50, type_and_tell)
        return
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, sys.argv[2])
    sys.stdout.write("ready\n")
    sys.stdout.flush()


if __name__ == "__main__":
    app = application.application()
    QTimer.singleShot(0, app, type_and_tell)
    sys.exit(main.run(["--workspace", sys.argv[1]]))
