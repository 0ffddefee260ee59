"""An edit of the grid, from key to repainted, beside a stock QTableView over a QStandardItemModel, in one run.

Both wrap the text, fit the row and paint what has changed. The stock side is measured twice: keeping its text in
memory only, and with the same commit to the same workspace file before it.
"""

import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView

from core.domain.edits import Insert
from core.domain.records import new_id
from core.ports import Workspace
from core.services import editing, intents
from db.store import FileStore
from gui.session import Session
from gui.table_editor import TableEditor
from tests.benchmarks.workload import bring_in, distinct_tables

TABLES = 10_000
ROUNDS = 60
ROWS = 13
WIDTHS = (140, 140, 250, 250, 130)


def main() -> None:
    """Print the figures in milliseconds."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else TABLES
    app = QApplication([])
    with tempfile.TemporaryDirectory() as name:
        workspace = FileStore().create(Path(name) / "workspace.jxdb")
        change = bring_in(distinct_tables(count))
        editing.apply(workspace, change)
        workspace.rest()
        projects: dict[str, int] = {}
        for edit in change.edits:
            if isinstance(edit, Insert) and hasattr(edit.record, "project_id"):
                projects[edit.record.project_id] = projects.get(edit.record.project_id, 0) + 1
        del change  # a million records would weigh on every collection of garbage
        project_id, other_id = [id_ for id_, rows in projects.items() if rows == ROWS][:2]
        editor = TableEditor(Session(workspace))
        editor.resize(1000, 760)
        editor.show_table(project_id)
        editor.show()
        QTest.qWaitForWindowExposed(editor)
        editor.activateWindow()
        grid = editor.findChild(QTableView, "indicatorGrid")
        beside = our_edit_beside_gathering(grid)
        texts = [[str(grid.model().index(r, c).data()) for c in range(5)] for r in range(ROWS)]
        set_data = median(lambda i: our_edit(grid, i))
        keys = median(lambda i: typed_cell(grid, i))
        entered = median_enter(grid)
        typing = median(lambda i: typed_key(grid, i))
        editor.close()
        stock = stock_view(texts)
        stock_set = median(lambda i: stock_edit(stock, i))
        stock_commit = median(lambda i: (commit_elsewhere(workspace, other_id, i), stock_edit(stock, i)))
        stock.close()
        commit = bare_commit(Path(name) / "bare.db")
        workspace.close()
    print(f"workspace of {count} tables, table of {ROWS} rows            ms")
    print(f"edit, commit, row height, repaint          {set_data:8.2f}")
    print(f"the same, stock view and model             {stock_commit:8.2f}   ratio {set_data / stock_commit:.2f}")
    print(f"the same, stock, nothing committed         {stock_set:8.2f}   ratio {set_data / stock_set:.2f}")
    print(f"the same, library gathered beside it       {beside:8.2f}")
    print(f"Enter in a typed cell, commit, repaint     {entered:8.2f}")
    print(f"the whole cell: keys with offers, Enter    {keys:8.2f}")
    print(f"one key in an open cell, repaint           {typing:8.2f}")
    print(f"bare sqlite3 commit (WAL, FULL)            {commit:8.2f}")
    app.quit()


def median(work: Callable[[int], None]) -> float:
    """The median of the rounds, in milliseconds."""
    times = []
    for i in range(ROUNDS):
        start = time.perf_counter()
        work(i)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def text_of(i: int) -> str:
    """Texts of one line and of several, so that the row's height changes."""
    return f"第{i}次修改" + "，内容很长需要换行" * (i % 4)


def our_edit(grid: QTableView, i: int) -> None:
    """Edit through the model, which commits; then paint."""
    grid.model().setData(grid.model().index(5, 3), text_of(i))
    QCoreApplication.processEvents()


def our_edit_beside_gathering(grid: QTableView) -> float:
    """The median edit from the moment the grid gets the focus until the indicator library has been gathered."""
    grid.setFocus()
    times = []
    while not grid.itemDelegate().library.words.all.entries:
        start = time.perf_counter()
        our_edit(grid, len(times))
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def typed_cell(grid: QTableView, i: int) -> None:
    """A whole typed cell: key, text, Enter."""
    grid.setCurrentIndex(grid.model().index(5, 2))
    QTest.keyClicks(grid, f"{i}x")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    QCoreApplication.processEvents()


def median_enter(grid: QTableView) -> float:
    """The median from the Enter key to committed and repainted, in milliseconds."""
    times = []
    for i in range(ROUNDS):
        grid.setCurrentIndex(grid.model().index(5, 2))
        QTest.keyClicks(grid, f"{i}y")
        QCoreApplication.processEvents()
        start = time.perf_counter()
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        QCoreApplication.processEvents()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def typed_key(grid: QTableView, i: int) -> None:
    """One more character in a growing cell."""
    if i == 0:
        grid.setCurrentIndex(grid.model().index(6, 3))
        QTest.keyClicks(grid, "start")
    QTest.keyClicks(QApplication.focusWidget(), "x")
    QCoreApplication.processEvents()


def stock_view(texts: list[list[str]]) -> QTableView:
    """A stock view over Qt's own model with the same texts."""
    model = QStandardItemModel(len(texts), 5)
    for r, row in enumerate(texts):
        for c, text in enumerate(row):
            model.setItem(r, c, QStandardItem(text))
    view = QTableView()
    view.setModel(model)
    view.setWordWrap(True)
    for column, width in enumerate(WIDTHS):
        view.setColumnWidth(column, width)
    view.resizeRowsToContents()
    view.resize(1000, 560)
    view.show()
    QTest.qWaitForWindowExposed(view)
    return view


def stock_edit(view: QTableView, i: int) -> None:
    """The same edit there."""
    view.model().setData(view.model().index(5, 3), text_of(i))
    view.resizeRowToContents(5)
    QCoreApplication.processEvents()


def commit_elsewhere(workspace: Workspace, project_id: str, i: int) -> None:
    """The same commit as ours, to another table."""
    with workspace.read() as reader:
        table = reader.table(project_id)
    editing.apply(workspace, intents.set_cells(table, {(5, "description"): text_of(i)}))


def bare_commit(path: Path) -> float:
    """One small commit of sqlite3 by itself."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE cell (id TEXT PRIMARY KEY, text TEXT)")
        connection.execute("INSERT INTO cell VALUES (?, '')", (new_id(),))

        def commit(i: int) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE cell SET text = ?", (text_of(i),))
            connection.execute("COMMIT")

        return median(commit)


if __name__ == "__main__":
    main()
