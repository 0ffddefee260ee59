"""What :mod:`tests.benchmarks.bench_startup` starts as a process: a window that says when it stood, and then ends.

``bare`` is the least that a PySide6 program with a tree and a table can be, ``ours WORKSPACE`` is the program. Each
writes one line: two moments in seconds of the system's monotonic clock, of the first paint and of the filled tree.
"""

import os
import sys
import time
from collections.abc import Callable

TREE_LINES = 14
TABLE_SIZE = (13, 5)


def bare() -> None:
    """A window with a splitter, a tree of some lines and a table."""
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtGui import QPaintEvent, QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QTableView, QTreeView

    class Window(QMainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            QTimer.singleShot(0, lambda: _end(time.monotonic(), time.monotonic()))

    app = QApplication(sys.argv[:1])
    lines = QStandardItemModel()
    for number in range(TREE_LINES):
        lines.appendRow([QStandardItem(f"{number}. 项目"), QStandardItem("114.00"), QStandardItem("")])
    tree, table = QTreeView(), QTableView()
    tree.setModel(lines)
    table.setModel(QStandardItemModel(*TABLE_SIZE))
    splitter = QSplitter(Qt.Orientation.Horizontal)  # no program does without the enums of Qt, which take 10 ms to make
    splitter.addWidget(tree)
    splitter.addWidget(table)
    window = Window()
    window.setCentralWidget(splitter)
    window.resize(1366, 768)
    window.show()
    app.exec()


def ours(workspace: str) -> None:
    """The program as it is, with an eye on its first paint and on that of its tree."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtGui import QPaintEvent

    import main
    from gui.main_window import MainWindow

    moments: list[float] = []
    paint = MainWindow.paintEvent

    def after_painting(then: Callable[[], None]) -> None:
        QTimer.singleShot(0, then)

    def painted(window: MainWindow, event: QPaintEvent) -> None:
        if not moments:
            after_painting(note_first_paint)
        paint(window, event)

    def note_first_paint() -> None:
        moments.append(time.monotonic())
        from gui.project_tree import ProjectTree  # not sooner: it is not loaded before the first paint

        make_tree = ProjectTree.__init__

        def made_tree(tree: ProjectTree, *arguments: object, **named: object) -> None:
            make_tree(tree, *arguments, **named)
            tree.view.viewport().installEventFilter(TreeWatch(tree))

        ProjectTree.__init__ = made_tree

    class TreeWatch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and self.parent().model.rowCount():
                watched.removeEventFilter(self)
                after_painting(lambda: _end(moments[0], time.monotonic()))
            return False

    MainWindow.paintEvent = painted
    main.run(["--workspace", workspace])


def _end(first_paint: float, tree_filled: float) -> None:
    print(first_paint, tree_filled, flush=True)
    os._exit(0)  # closing is not what is measured


if __name__ == "__main__":
    {"bare": bare, "ours": ours}[sys.argv[1]](*sys.argv[2:])
