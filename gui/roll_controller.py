"""复制上年 from where the tree's cursor is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.services.editing import local_now

if TYPE_CHECKING:
    from core.services.rolling import Rolled
    from gui.main_window import MainWindow


class RollController:
    """Copies a project, a unit or a year into another year."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def roll(self) -> None:
        """Ask what, where and which years to move; then write it in one step."""
        from gui.dialogs.roll_dialog import RollDialog

        session, bench = self._window.session, self._window.workbench
        if session is None or bench is None:
            return
        node = bench.tree.working_node()
        years = list(node.path())[-1:] if node else bench.tree.model.years()[:1]
        scopes = bench.tree.scopes_with_tables()
        near = scopes[:-1] if node else scopes  # a whole workspace has several years
        chosen = 0 if node and node.kind == "unit" else len(near) - 1  # from a single table it is the whole year, too
        source_year = years[0].year.year if years else local_now().year - 1
        dialog = RollDialog(self._window, session, near, chosen, source_year)
        dialog.rolled.connect(self._rolled)
        dialog.open()

    def _rolled(self, rolled: Rolled) -> None:
        bench = self._window.workbench
        if bench is None:
            return
        if rolled.count:
            bench.go_to_last_change()
        left_out = f"，另有 {len(rolled.there_already)} 张目标年度已有，没有复制" if rolled.there_already else ""
        self._window.status.showMessage(f"已复制 {rolled.count} 张表{left_out}；可以撤销。")
