"""指标库: one dialog, open beside the window as long as its workspace is; rows come in by Enter or are dropped."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragMoveEvent, QDropEvent

from core.services import intents

if TYPE_CHECKING:
    from gui.dialogs.library_dialog import LibraryDialog
    from gui.main_window import MainWindow
    from gui.workbench import Workbench


class LibraryController:
    """Opens the library and puts its rows into the table shown."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def show(self) -> None:
        """Open the library."""
        from gui.dialogs.library_dialog import LibraryDialog

        bench = self._window.workbench
        if bench is None:
            return
        dialog = bench.findChild(LibraryDialog)
        if dialog is None:
            dialog = LibraryDialog(bench, bench.session, self._window.store(), self._window.settings)
            dialog.chosen.connect(lambda rows: _insert_below(bench, dialog, rows))
            dialog.renewed.connect(bench.editor.renew_offers)
            _DropOnGrid(bench, dialog)
        dialog.begin()


class _DropOnGrid(QObject):
    """Lets the grid take rows that are dragged onto it; lives as long as the dialog."""

    def __init__(self, bench: Workbench, dialog: LibraryDialog) -> None:
        super().__init__(dialog)
        self._bench, self._dialog = bench, dialog
        bench.grid.viewport().setAcceptDrops(True)
        bench.grid.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Drag over and drop."""
        from gui.dialogs.library_dialog import ROWS_TYPE

        if isinstance(event, QDropEvent) and event.mimeData().hasFormat(ROWS_TYPE):
            event.acceptProposedAction()
            if not isinstance(event, QDragMoveEvent):
                rows = json.loads(bytes(event.mimeData().data(ROWS_TYPE).data()))
                row = self._bench.grid.rowAt(round(event.position().y()))
                _insert(self._bench, self._dialog, rows, row)
            return True
        return False


def _insert_below(bench: Workbench, dialog: LibraryDialog, rows: Sequence[Mapping[str, str]]) -> None:
    row, _ = bench.editor.current_place()
    _insert(bench, dialog, rows, -1 if row is None else row)


def _insert(bench: Workbench, dialog: LibraryDialog, rows: Sequence[Mapping[str, str]], index: int) -> None:
    """Insert before the row at ``index``; -1, or past the last row: at the end."""
    if not bench.session.settle():
        dialog.say(bench.session.last_refusal)
        return
    table = bench.editor.current_table()
    if table is None:
        dialog.say("请先在左边选一张表。")
        return
    count = len(table.indicators)
    place = index if 0 <= index <= count else count
    if not bench.session.perform(intents.insert_indicators(table, place, rows, "从指标库插入")):
        dialog.say(bench.session.last_refusal)
        return
    bench.editor.go_to(place + len(rows), "value")
    dialog.say(f"已插入 {len(rows)} 行到“{table.label}”第 {place + 1} 行，可以撤销。")
