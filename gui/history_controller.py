"""修改历史 of the table shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gui.main_window import MainWindow


class HistoryController:
    """Shows what was done to the table, or to the cell with the cursor."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def show(self) -> None:
        """Open the history of the table shown."""
        from gui.dialogs.history_dialog import HistoryDialog

        session, bench = self._window.session, self._window.workbench
        table = bench.editor.current_table() if bench else None
        if session and bench and table:
            HistoryDialog(self._window, session, table, *bench.editor.current_place()).open()
