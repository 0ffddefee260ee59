"""Prints from the window with keys, as a clerk does; a process of its own, since libcups looks for its server once.

    python print_session.py WORKSPACE UNIT_CODE CHOICES...

Prints once for each ``CHOICES``, a JSON object of what is chosen in the dialog: ``copies``, ``from`` and ``to``,
``pages`` ("1,3-4"), ``set`` (the row of 页面组), ``reverse``, ``duplex`` (the name of a button). Writes what each
dialog opened with, and what was said afterwards, as JSON.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QElapsedTimer, Qt, QThreadPool
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QMessageBox, QRadioButton, QSpinBox

from main import open_window

_MILLISECONDS = 60_000


def wait_for(what):
    """The first true answer."""
    timer = QElapsedTimer()
    timer.start()
    while not (answer := what()):
        if timer.elapsed() > _MILLISECONDS:
            raise TimeoutError
        QTest.qWait(20)
    return answer


def print_dialog():
    """The system's dialog, once it is there."""
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, QPrintDialog) and w.isVisible()]
    return found[0] if found else None


def choose(dialog, copies=1, pages="", reverse=False, duplex="", **rest) -> None:
    """Choose what is wanted, and leave all else as the dialog has it."""
    dialog.findChild(QSpinBox, "copies").setValue(copies)
    dialog.findChild(QCheckBox, "reverse").setChecked(reverse)
    dialog.findChild(QComboBox, "pageSetCombo").setCurrentIndex(rest.get("set", 0))
    if duplex:
        dialog.findChild(QRadioButton, duplex).click()
    if pages:
        dialog.findChild(QRadioButton, "pagesRadioButton").click()
        QTest.keyClicks(dialog.findChild(QLineEdit, "pagesLineEdit"), pages)
    if "from" in rest:
        dialog.findChild(QRadioButton, "printRange").click()
        dialog.findChild(QSpinBox, "from").setValue(rest["from"])
        dialog.findChild(QSpinBox, "to").setValue(rest["to"])


def print_once(window, choices) -> dict[str, object]:
    """Print what is selected, and tell what the dialog opened with."""
    wait_for(lambda: QApplication.activeModalWidget() is None)  # the progress of a slow print before
    window.activateWindow()  # where no window manager does after a dialog
    wait_for(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    dialog = wait_for(print_dialog)
    printer = dialog.printer()
    told = {"printer": printer.printerName(), "duplex": printer.duplex().name, "copies": printer.copyCount()}
    choose(dialog, **choices)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    wait_for(lambda: print_dialog() is None)
    wait_for(lambda: QThreadPool.globalInstance().waitForDone(20))
    QTest.qWait(50)
    for box in window.findChildren(QMessageBox):
        told["said"] = box.text()
        box.reject()
    return told


def main(workspace: str, unit_code: str, *choices: str) -> None:
    """Print all tables of a unit."""
    window = open_window(Path(workspace))
    bench = wait_for(lambda: window.workbench)
    wait_for(lambda: not bench.live.is_busy)
    with window.session.workspace.read() as reader:
        units = [unit.unit for year in reader.outline() for unit in year.units]
    bench.tree.select("unit", next(unit.id for unit in units if unit.code == unit_code))
    sys.stdout.write(json.dumps([print_once(window, json.loads(once)) for once in choices]))
    window.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
