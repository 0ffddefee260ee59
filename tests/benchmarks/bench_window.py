"""How long the window does not answer with 10 000 tables: the longest gap of its event loop, by what is done.

The bars: the tree opens, filters and jumps within 100 ms of the key; nothing keeps the window from answering for more
than 100 ms without progress. The baselines of the same run: an idle event loop, and Qt's own models under a stock view.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QSettings, QSortFilterProxyModel
from PySide6.QtGui import QGuiApplication, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QTreeView

from core import places
from core.services import editing
from core.services.export_each import export_each
from db.first_look import first_look
from db.store import FileStore
from gui import application
from gui.main_window import MainWindow
from gui.text_table import TextTable
from tests.benchmarks.watchdog import Watchdog
from tests.benchmarks.workload import PROJECTS_PER_UNIT, bring_in, distinct_tables

TABLES = 10_000
FILES = 50
PASTED_ROWS = 2_000
EVERYWHERE = "号）"  # stands in 资金用途 and 绩效目标 of every table
BAR_MS = 100

Work = Callable[[], object]


def main() -> None:
    """Print milliseconds."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_DATA_HOME"] = os.environ["LOCALAPPDATA"] = name
        many, files = _many_tables(folder / "many.jxdb"), _many_files(folder)
        application.application()
        print(f"{f'{TABLES} tables':48}{'done ms':>10}{'gap ms':>10}")
        table = Table(Watchdog())
        _measure_stock_view(table)
        _measure(table, many, files)


class Table:
    """Prints a line for each thing done."""

    def __init__(self, watchdog: Watchdog) -> None:
        self._watchdog = watchdog

    def line(self, title: str, work: Work, is_over: Callable[[], bool] = lambda: True) -> None:
        """Do something, and print how long it took and the longest gap."""
        done, longest = (1000 * seconds for seconds in self._watchdog.watch(work, is_over))
        print(f"{title:48}{done:10.0f}{longest:10.0f}{'  !' if longest > BAR_MS else ''}", flush=True)


def _many_tables(path: Path) -> Path:
    workspace = FileStore().create(path)
    editing.apply(workspace, bring_in(distinct_tables(TABLES)))
    workspace.close()
    return path


def _many_files(folder: Path) -> Path:
    """A folder of workbooks with a table each, none of which is there already."""
    workspace = FileStore().create(folder / "few.jxdb")
    editing.apply(workspace, bring_in(islice(distinct_tables(TABLES + FILES), TABLES, None)))
    sent = export_each(workspace, folder, "sent", ".xlsx")
    workspace.close()
    return sent.folder


def _measure_stock_view(table: Table) -> None:
    table.line("nothing at all", lambda: None)
    names = [(one.unit.name, one.project.name) for one in distinct_tables(TABLES)]
    view = QTreeView()
    view.setUniformRowHeights(True)
    model, proxy = QStandardItemModel(view), QSortFilterProxyModel(view)
    proxy.setRecursiveFilteringEnabled(True)
    proxy.setSourceModel(model)
    view.setModel(proxy)
    view.show()

    def fill() -> None:
        year = QStandardItem("2025")
        for number, (unit_name, name) in enumerate(names):
            if number % PROJECTS_PER_UNIT == 0:
                unit = QStandardItem(unit_name)
                year.appendRow(unit)
            unit.appendRow(QStandardItem(name))
        model.appendRow(year)
        view.expandAll()

    table.line("stock tree view: fill a QStandardItemModel", fill)
    table.line("stock tree view: filter: 信息系统", lambda: proxy.setFilterFixedString("信息系统"))
    table.line("stock tree view: filter: (cleared)", lambda: proxy.setFilterFixedString(""))
    view.close()
    view.deleteLater()


def _measure(table: Table, path: Path, files: Path) -> None:
    window = MainWindow(FileStore, QSettings(), places.data_folder(), first_look)

    def start() -> None:
        window.show()
        window.start(path)

    table.line("start, until the workspace is open", start, lambda: window.workbench is not None)
    table.line("audit of all tables", lambda: None, lambda: window.workbench.live.is_current)
    application.collect_garbage_from_now_on()
    _measure_tree(table, window)
    _measure_edits(table, window)
    _measure_import(table, window, files)
    _measure_replacing(table, window)
    _measure_rolling(table, window)
    table.line("audit everything", window.commands["audit_all"].trigger, lambda: _is_at_rest(window))
    table.line("close the window", window.close)


def _measure_tree(table: Table, window: MainWindow) -> None:
    tree, box = window.workbench.tree, window.workbench.tree.search_box
    for text in ("x", "xt", "xtw", "信息系统", "9999", ">100 <200", ""):
        table.line(f"filter: {text or '(cleared)'}", lambda text=text: box.setText(text))
    projects = [node.line.id for year in tree.model.years() for node in year.projects()]
    for step in (0, TABLES // 2, TABLES - 1):
        table.line(f"jump to table {step + 1}", lambda step=step: tree.select_project(projects[step]))
    year = tree.model.index(0, 0)
    table.line("close the year", lambda: tree.view.collapse(year))
    table.line("open the year", lambda: tree.view.expand(year))


def _measure_edits(table: Table, window: MainWindow) -> None:
    for title, command in (("move a project", "node_up"), ("delete a project", "delete")):
        table.line(title, window.commands[command].trigger, lambda: _is_at_rest(window))
        table.line("undo that", window.commands["undo"].trigger, lambda: _is_at_rest(window))
    window.workbench.grid.setFocus()
    cells = "\t".join(("产出指标", "数量指标", "系统无故障运行率", "考核全年运行情况", "≥95%"))
    QGuiApplication.clipboard().setText("\r\n".join([cells] * PASTED_ROWS))
    table.line(f"paste {PASTED_ROWS} × 5 cells", window.workbench.editor.paste, lambda: _is_at_rest(window))
    _undo_and_redo(table, window)
    window.session.undo()


def _measure_import(table: Table, window: MainWindow, files: Path) -> None:
    preview = partial(window.rooms["files"].preview_import, [files])
    table.line(f"read {FILES} files", preview, lambda: _dialog("importDialog"))
    press = _dialog("importDialog").findChild(QPushButton, "importButton").click
    table.line("import them", press, lambda: _dialog("importDialog") is None and _is_at_rest(window))
    _close_dialogs()
    _undo_and_redo(table, window)


def _measure_replacing(table: Table, window: MainWindow) -> None:
    window.commands["replace"].trigger()
    dialog = _dialog("findDialog")
    find, replace = (_button(dialog, word) for word in ("查找", "替换选中的"))
    results = dialog.findChild(TextTable, "findResults").model()
    dialog.findChild(QLineEdit, "findText").setText(EVERYWHERE)
    table.line(f"find “{EVERYWHERE}”", find.click, lambda: results.rowCount() and find.isEnabled())
    replacement = dialog.findChild(QLineEdit, "replacement")
    table.line("preview of replacing it", lambda: replacement.setText("号项目）"), replace.isEnabled)
    stack, before = window.session.undo_stack, window.session.undo_stack.count()
    table.line(
        "replace it",
        replace.click,
        lambda: stack.count() > before and find.isEnabled() and _is_at_rest(window),
    )
    dialog.close()
    _undo_and_redo(table, window)


def _measure_rolling(table: Table, window: MainWindow) -> None:
    tree = window.workbench.tree
    tree.select("year", tree.model.years()[0].line.id)
    window.commands["roll_over"].trigger()
    years = _dialog("rollDialog").findChild(TextTable, "rollYears").model()
    table.line("复制上年: look at the year", lambda: None, years.rowCount)
    press = _button(_dialog("rollDialog"), "复制 ").click
    table.line("复制上年", press, lambda: _dialog("rollDialog") is None and _is_at_rest(window))
    _undo_and_redo(table, window)


def _undo_and_redo(table: Table, window: MainWindow) -> None:
    for step, word in (("undo", "undo that"), ("redo", "redo it")):
        table.line(word, window.commands[step].trigger, lambda: _is_at_rest(window))


def _is_at_rest(window: MainWindow) -> bool:
    """Whether every view shows what was written last, and every finding is as the tables are now."""
    bench = window.workbench
    return _dialog("progressDialog") is None and not bench.tree.model.is_behind and bench.live.is_current


def _dialog(name: str) -> QDialog | None:
    return next((d for d in QApplication.topLevelWidgets() if d.objectName() == name and d.isVisible()), None)


def _close_dialogs() -> None:
    for dialog in [d for d in QApplication.topLevelWidgets() if isinstance(d, QDialog) and d.isVisible()]:
        dialog.close()


def _button(dialog: QDialog, word: str) -> QPushButton:
    return next(button for button in dialog.findChildren(QPushButton) if button.text().startswith(word))


if __name__ == "__main__":
    main()
