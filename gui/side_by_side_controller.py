"""对照: the table shown beside another one, first of all the same project's of the year before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.services.side_by_side import partner
from gui import messages

if TYPE_CHECKING:
    from gui.dialogs.side_by_side_dialog import SideBySideDialog
    from gui.main_window import MainWindow

NOTHING_TO_COMPARE = "工作区里没有别的表可以对照。"


class SideBySideController:
    """Opens the dialog for the table shown; it goes with the workspace."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def show(self) -> None:
        """Show it at the right, at the left its partner of the year before, if there is none the table next to it."""
        session, bench = self._window.session, self._window.workbench
        table = bench.editor.current_table() if bench else None
        if session is None or table is None:
            return
        with session.workspace.read() as reader:
            outline = reader.outline()
        choices = [
            (project.id, f"{year.year.year} 年度　{unit.unit.code}　{project.number}.{project.name}")
            for year in outline
            for unit in year.units
            for project in unit.projects
        ]
        own = table.project.id
        place = [project_id for project_id, _ in choices].index(own)
        beside = [*choices[place + 1 :], *reversed(choices[:place])]
        other = partner(outline, own) or (beside[0][0] if beside else None)
        if other is None:
            messages.show_sentence(self._window, NOTHING_TO_COMPARE)
            return
        self._dialog().begin(choices, other, own)

    def _dialog(self) -> SideBySideDialog:
        from gui.dialogs.side_by_side_dialog import SideBySideDialog

        bench, session = self._window.workbench, self._window.session
        assert bench is not None
        assert session is not None
        steps = [self._window.commands[name] for name in ("undo", "redo")]
        return bench.findChild(SideBySideDialog) or SideBySideDialog(bench, session, steps)
