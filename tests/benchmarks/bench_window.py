"""How long the window does not answer with 10 000 tables: the longest gap of its event loop, by what keys do.

The bars: the tree opens, filters and jumps within 100 ms of the key; nothing keeps the window from answering for more
than 100 ms without progress. So gaps that begin while progress is shown stand in a column of their own. Beside the
longest silent one stands how long the window's thread worked in it: where that is far less, the machine had other
things to do, or a thread of ours kept the interpreter. Baselines in the same run: an idle event loop, and Qt's own
models under a stock view.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QCoreApplication, QSettings, QSortFilterProxyModel, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeySequence, QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QProgressBar, QPushButton, QTreeView, QWidget

from core import places
from core.services import editing
from core.services.export_each import export_each
from db.first_look import first_look
from db.store import FileStore
from gui import application
from gui.main_window import MainWindow
from gui.text_table import TextTable
from tests.benchmarks.watchdog import Watchdog, wait_until
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
        print(f"{f'{TABLES} tables':48}{'done ms':>10}{'gap ms':>10}{'work ms':>13}{'gap ms, with progress':>24}")
        table = Table(Watchdog())
        _measure_stock_view(table)
        _measure(table, many, files)


class Table:
    """Prints a line for each thing done."""

    def __init__(self, watchdog: Watchdog) -> None:
        self.watchdog = watchdog

    def line(self, title: str, work: Work, is_over: Callable[[], bool] = lambda: True) -> None:
        """Do something, and print how long it took and the longest gaps."""
        self.lines(title, [work], is_over)

    def lines(self, title: str, works: Sequence[Work], is_over: Callable[[], bool] = lambda: True) -> None:
        """Do one thing after the other, each when the one before is over, and print of each figure the longest."""
        watched = [self.watchdog.watch(work, is_over) for work in works]
        done, shown = (1000 * max(getattr(each, name) for each in watched) for name in ("done", "shown_gap"))
        silent, work = max((1000 * each.silent_gap, 1000 * each.work) for each in watched)
        mark = "  !" if silent > BAR_MS else ""
        print(f"{title:48}{done:10.0f}{silent:10.0f}{mark:3}{work:10.0f}{shown:24.0f}", flush=True)

    def typed(self, title: str, text: str) -> None:
        """Type a text key by key, Chinese as an input method commits it, and print of each figure the longest."""
        signs = text if text.isascii() else [text]
        self.lines(title, [partial(_type, sign) for sign in signs])


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
    table.watchdog.shows_progress = lambda: any(bar.isVisible() for bar in window.findChildren(QProgressBar))

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
    _back_to(window)
    table.line("audit everything", partial(_press, _key_of(window, "audit_all")), lambda: _is_at_rest(window))
    few = files.parent / "few.jxdb"
    table.line("open another workspace", partial(window.rooms["files"].open_file, few), lambda: _shows(window, few))
    table.line("and this one again", partial(window.rooms["files"].open_file, path), lambda: _shows(window, path))
    table.line("close the window, which is gone at once", window.close)


def _measure_tree(table: Table, window: MainWindow) -> None:
    _back_to(window)
    _press("Ctrl+K")
    table.typed("filter: xtw, key by key", "xtw")
    table.line("filter: (cleared)", partial(_press, "Esc"))
    for text in ("信息系统", ">100", "9999"):
        table.typed(f"filter: {text}", text)
        if text != "9999":
            _press("Esc")
    table.line("jump to what was found", partial(_press, "Return"))
    _press("Ctrl+K")
    table.line("filter: (cleared)", partial(_press, "Esc"))
    _press("Ctrl+1")
    for key, place in (("End", "the last table"), ("Up", "the one before"), ("PgUp", "a page up")):
        table.line(f"jump to {place}", partial(_press, key))
    table.line("jump to the next finding", partial(_press, "F8"))
    _press("Ctrl+1", "Home")
    table.line("close the year", partial(_press, "Left"))
    table.line("open the year", partial(_press, "Right"))


def _measure_edits(table: Table, window: MainWindow) -> None:
    _press("Ctrl+1", "End")
    for title, command in (("move a project", "node_up"), ("delete a project", "delete")):
        table.line(title, partial(_press, _key_of(window, command)), lambda: _is_at_rest(window))
        table.line("undo that", partial(_press, "Ctrl+Z"), lambda: _is_at_rest(window))
        _press("Ctrl+1")
    _press("Ctrl+3", "End")
    table.typed("type a value, key by key", ">=95%")
    table.line("commit it", partial(_press, "Return"), lambda: _is_at_rest(window))
    cells = "\t".join(("产出指标", "数量指标", "系统无故障运行率", "考核全年运行情况", ">=95%"))
    QGuiApplication.clipboard().setText("\r\n".join([cells] * PASTED_ROWS))
    _press("Ctrl+Home")
    table.line(f"paste {PASTED_ROWS} × 5 cells", partial(_press, "Ctrl+V"), lambda: _is_at_rest(window))
    for step in ("the spelling of the values", "the paste"):
        table.line(f"undo {step}", partial(_press, "Ctrl+Z"), lambda: _is_at_rest(window))


def _measure_import(table: Table, window: MainWindow, files: Path) -> None:
    preview = partial(window.rooms["files"].preview_import, [files])  # the choice of files is the system's dialog
    table.line(f"read {FILES} files", preview, lambda: _dialog("importDialog"))
    press = _presser(_dialog("importDialog").findChild(QPushButton, "importButton"))
    table.line("import them", press, lambda: _dialog("importDialog") is None and _is_at_rest(window))
    _close_dialogs()
    _undo_and_redo(table, window)


def _measure_replacing(table: Table, window: MainWindow) -> None:
    _back_to(window)
    table.line("open 替换", partial(_press, "Ctrl+H"), lambda: _dialog("findDialog") is not None)
    dialog = _dialog("findDialog")
    find, replace = (_button(dialog, word) for word in ("查找", "替换选中的"))
    results = dialog.findChild(TextTable, "findResults").model()
    _back_to(dialog)
    dialog.findChild(QLineEdit, "findText").setFocus()
    _press("Ctrl+A")
    _type(EVERYWHERE)
    table.line(f"find “{EVERYWHERE}”", partial(_press, "Return"), lambda: results.rowCount() and find.isEnabled())
    dialog.findChild(QLineEdit, "replacement").setFocus()
    table.line("preview of replacing it", partial(_type, "号项目）"), replace.isEnabled)
    stack, before = window.session.undo_stack, window.session.undo_stack.count()
    table.line(
        "replace it",
        _presser(replace),
        lambda: stack.count() > before and find.isEnabled() and _is_at_rest(window),
    )
    dialog.close()
    _undo_and_redo(table, window)


def _measure_rolling(table: Table, window: MainWindow) -> None:
    _back_to(window)
    _press("Ctrl+1", "Home", _key_of(window, "roll_over"))
    years = _dialog("rollDialog").findChild(TextTable, "rollYears").model()
    table.line("复制上年: look at the year", lambda: None, years.rowCount)
    press = _presser(_button(_dialog("rollDialog"), "复制 "))
    table.line("复制上年", press, lambda: _dialog("rollDialog") is None and _is_at_rest(window))
    _undo_and_redo(table, window)


def _undo_and_redo(table: Table, window: MainWindow) -> None:
    _back_to(window)
    for key, word in (("Ctrl+Z", "undo that"), ("Ctrl+Y", "redo it")):
        table.line(word, partial(_press, key), lambda: _is_at_rest(window))


def _back_to(window: QWidget) -> None:
    """What no window manager does: give the keyboard back to a window."""
    window.activateWindow()
    wait_until(lambda: QApplication.activeWindow() is window and QApplication.focusWidget() is not None)


def _press(*keys: str) -> None:
    for key in keys:
        combination = QKeySequence(key)[0]
        QTest.keyClick(QApplication.focusWidget(), combination.key(), combination.keyboardModifiers())


def _type(text: str) -> None:
    if text.isascii():
        QTest.keyClicks(QApplication.focusWidget(), text)
        return
    event = QInputMethodEvent()
    event.setCommitString(text)
    QCoreApplication.sendEvent(QApplication.focusWidget(), event)


def _presser(button: QPushButton) -> Work:
    button.setFocus()
    return partial(QTest.keyClick, button, Qt.Key.Key_Space)


def _key_of(window: MainWindow, command: str) -> str:
    return window.commands[command].shortcut().toString()


def _is_at_rest(window: MainWindow) -> bool:
    """Whether every view shows what was written last, and every finding is as the tables are now."""
    bench = window.workbench
    return _dialog("progressDialog") is None and not bench.tree.model.is_behind and bench.live.is_current


def _shows(window: MainWindow, path: Path) -> bool:
    return window.session is not None and window.session.workspace.path == path and window.workbench.live.is_current


def _dialog(name: str) -> QDialog | None:
    return next((d for d in QApplication.topLevelWidgets() if d.objectName() == name and d.isVisible()), None)


def _close_dialogs() -> None:
    for dialog in [d for d in QApplication.topLevelWidgets() if isinstance(d, QDialog) and d.isVisible()]:
        dialog.close()


def _button(dialog: QDialog, word: str) -> QPushButton:
    return next(button for button in dialog.findChildren(QPushButton) if button.text().startswith(word))


if __name__ == "__main__":
    main()
