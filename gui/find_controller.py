"""查找 and 替换: one dialog, open beside the window as long as its workspace is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from gui.step_aside import work_beside

if TYPE_CHECKING:
    from core.services.replacing import Hit
    from gui.dialogs.find_dialog import FindDialog
    from gui.main_window import MainWindow

_LONGEST_PROPOSAL = 30
"""A longer cell is hardly what one wants to look for."""


class FindController:
    """Opens the dialog and goes where it points."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def find(self) -> None:
        """Look for a text in all tables, units' names and notes."""
        self._open(replacing_too=False)

    def replace(self) -> None:
        """Look for a text and replace it."""
        self._open(replacing_too=True)

    def _open(self, *, replacing_too: bool) -> None:
        bench = self._window.workbench
        if bench is None:
            return
        dialog = self._dialog()
        dialog.begin(bench.tree.scopes(), self._proposal(), replacing_too=replacing_too)

    def _dialog(self) -> FindDialog:
        from gui.dialogs.find_dialog import FindDialog

        bench = self._window.workbench
        assert bench is not None
        dialog = bench.findChild(FindDialog)
        if dialog is None:
            dialog = FindDialog(bench, bench.session)  # goes with the workspace
            dialog.chosen.connect(partial(self._go_to, dialog))
        return dialog

    def _proposal(self) -> str:
        """The text of the cell with the cursor, if it is a short one."""
        bench = self._window.workbench
        assert bench is not None
        table = bench.editor.current_table()
        row, column = bench.editor.current_place()
        if table is None or column is None or row is None or row > len(table.indicators):
            return ""
        text: str = getattr(table.indicators[row - 1], column)
        return text if len(text) <= _LONGEST_PROPOSAL and "\n" not in text else ""

    def _go_to(self, dialog: FindDialog, hit: Hit) -> None:
        bench = self._window.workbench
        if bench is None:
            return
        if hit.kind == "unit":
            bench.tree.select("unit", hit.record_id)
        else:
            bench.tree.select_project(hit.project_id)
            bench.editor.go_to(hit.row, hit.column)
        work_beside(self._window, dialog, dialog.close)
