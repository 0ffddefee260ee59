"""对照: the table shown beside another one, first of all the same project of another year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.services.side_by_side import bare
from gui import messages

if TYPE_CHECKING:
    from gui.main_window import MainWindow

NOTHING_TO_COMPARE = "工作区里没有别的表可以对照。"


class SideBySideController:
    """Opens the dialog for the table shown."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def show(self) -> None:
        """Open it with the same project's table of another year, if there is one, else with any."""
        from gui.dialogs.side_by_side_dialog import SideBySideDialog

        session, bench = self._window.session, self._window.workbench
        table = bench.editor.current_table() if bench else None
        if session is None or table is None:
            return
        with session.workspace.read() as reader:
            outline = reader.outline()
        others = [
            (project, f"{year.year.year} 年度　{unit.unit.code}　{project.number}.{project.name}")
            for year in outline
            for unit in year.units
            for project in unit.projects
            if project.id != table.project.id
        ]
        if not others:
            messages.show_sentence(self._window, NOTHING_TO_COMPARE)
            return
        own = bare(table.project.name)
        others.sort(key=lambda other: bare(other[0].name) != own)  # stable: the same project first
        choices = [(project.id, name) for project, name in others]
        SideBySideDialog(self._window, session, table.project.id, choices).open()
