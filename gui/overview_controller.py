"""总览: one dialog, open beside the window as long as its workspace is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from core.audit.findings import Finding
from gui.step_aside import work_beside

if TYPE_CHECKING:
    from core.services.overview import Lead
    from gui.dialogs.overview_dialog import OverviewDialog
    from gui.main_window import MainWindow


class OverviewController:
    """Opens the overview of the year or unit that the tree's cursor is in, and goes where it points."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def show(self) -> None:
        """Sum up."""
        from gui.dialogs.overview_dialog import OverviewDialog

        bench = self._window.workbench
        if bench is None:
            return
        dialog = bench.findChild(OverviewDialog)
        if dialog is None:
            dialog = OverviewDialog(bench, bench.session)  # goes with the workspace
            dialog.chosen.connect(partial(self._go_to, dialog))
        node = bench.tree.working_node()
        scopes = bench.tree.scopes()
        near = scopes[1:] if node and node.kind == "project" else scopes  # a single table needs no overview
        findings: dict[str, tuple[Finding, ...]] = {
            project_id: bench.live.of(project_id) for project_id in bench.live.counts()
        }
        dialog.begin(near, findings)

    def _go_to(self, dialog: OverviewDialog, lead: Lead) -> None:
        bench = self._window.workbench
        if bench is not None:
            bench.tree.select_project(lead.project_id)
            bench.editor.go_to(lead.row, lead.column)
            work_beside(self._window, dialog, dialog.put_away)
