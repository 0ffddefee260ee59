"""Prints from the window with keys, as a clerk does; a process of its own, since libcups looks for its server once.

    python print_session.py WORKSPACE UNIT_CODE COPIES FIRST LAST [DUPLEX]

``FIRST`` 0 prints all pages. Writes the setup that the dialog opened with, as JSON.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QElapsedTimer, Qt, QThreadPool
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QRadioButton, QSpinBox

from main import open_window

_MILLISECONDS = 20_000


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


def main(workspace: str, unit_code: str, copies: str, first: str, last: str, duplex: str = "") -> None:
    """Print all tables of a unit."""
    window = open_window(Path(workspace))
    bench = wait_for(lambda: window.workbench)
    wait_for(lambda: not bench.live.is_busy)
    with window.session.workspace.read() as reader:
        units = [unit.unit for year in reader.outline() for unit in year.units]
    bench.tree.select("unit", next(unit.id for unit in units if unit.code == unit_code))
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    dialog = wait_for(print_dialog)
    printer = dialog.printer()
    setup = {"printer": printer.printerName(), "duplex": printer.duplex().name, "copies": printer.copyCount()}
    sys.stdout.write(json.dumps(setup))
    dialog.findChild(QSpinBox, "copies").setValue(int(copies))
    if duplex:
        dialog.findChild(QRadioButton, duplex).click()
    if int(first):
        dialog.findChild(QRadioButton, "printRange").click()
        dialog.findChild(QSpinBox, "from").setValue(int(first))
        dialog.findChild(QSpinBox, "to").setValue(int(last))
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    wait_for(lambda: print_dialog() is None)
    wait_for(lambda: QThreadPool.globalInstance().waitForDone(20))
    QTest.qWait(50)
    window.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
