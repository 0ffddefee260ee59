"""The program for ``test_typing_chinese.py``: opens the window, says where a cell is, ends when told.

Run as ``python program.py WORKSPACE [NAME…]``; writes ``X Y`` of a cell's middle to standard output, then a line for
each widget of these names.
"""

import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from gui.input_method.connection import describe_connection
from main import open_window

ROW, COLUMN = 1, 2


def main() -> None:
    """Open, say where, wait for the end of standard input."""
    window = open_window(Path(sys.argv[1]))
    window.resize(1200, 800)
    app = QApplication.instance()

    def say_where() -> None:
        grid = window.findChild(QTableView, "indicatorGrid")
        middle = grid.viewport().mapToGlobal(grid.visualRect(grid.model().index(ROW, COLUMN)).center())
        sys.stdout.write(f"{middle.x()} {middle.y()} {describe_connection()}\n")
        for name in sys.argv[2:]:
            widget = window.findChild(QWidget, name)
            middle = widget.mapToGlobal(widget.rect().center())
            sys.stdout.write(f"{middle.x()} {middle.y()} {name}\n")
        sys.stdout.flush()

    def wait_for_end() -> None:
        sys.stdin.read()
        QTimer.singleShot(0, app, window.close)

    QTimer.singleShot(1500, window, say_where)
    threading.Thread(target=wait_for_end, daemon=True).start()
    app.exec()


if __name__ == "__main__":
    main()
