"""Showing and hiding panels, moving the keyboard between them, zoom, and going through the findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from gui.main_window import MainWindow
    from gui.workbench import Workbench

_BY_KEY = Qt.FocusReason.ShortcutFocusReason


class ViewController:
    """The menus 查看 and 审核; all of it needs an open workspace."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    @property
    def _bench(self) -> Workbench:
        bench = self._window.workbench
        assert bench is not None, "these actions are disabled without a workspace"
        return bench

    def show_tree(self, shown: bool) -> None:
        """Show or hide the tree."""
        self._bench.show_panel("tree", shown)

    def show_findings(self, shown: bool) -> None:
        """Show or hide the findings."""
        self._bench.show_panel("findings", shown)

    def show_preview(self, shown: bool) -> None:
        """Show or hide the preview of the printed page."""
        self._bench.show_panel("preview", shown)

    def find_project(self) -> None:
        """Go to the search box, everything in it selected."""
        self._bench.show_panel("tree", True)
        self._bench.tree.search_box.setFocus(_BY_KEY)
        self._bench.tree.search_box.selectAll()

    def filter(self) -> None:
        """Open the menu of filters."""
        self._bench.show_panel("tree", True)
        self._bench.tree.filter_button.showMenu()

    def next_pane(self) -> None:
        """Move the keyboard to the next part of the window, round and round."""
        self._bench.step_pane(1)

    def previous_pane(self) -> None:
        """Move it to the one before."""
        self._bench.step_pane(-1)

    def go_to_tree(self) -> None:
        """Move the keyboard to the tree."""
        self._bench.show_panel("tree", True)
        self._bench.tree.view.setFocus(_BY_KEY)

    def go_to_form(self) -> None:
        """Move the keyboard to the form's first field."""
        self._bench.editor.go_to(None, "name")

    def go_to_grid(self) -> None:
        """Move the keyboard to the indicator grid."""
        self._bench.grid.setFocus(_BY_KEY)

    def go_to_findings(self) -> None:
        """Move the keyboard to the findings."""
        self._bench.show_panel("findings", True)
        self._bench.findings.setFocus(_BY_KEY)

    def zoom_in(self) -> None:
        """Make the grid's text larger."""
        self._bench.editor.zoom(1)

    def zoom_out(self) -> None:
        """Make the grid's text smaller."""
        self._bench.editor.zoom(-1)

    def audit_all(self) -> None:
        """Audit every table anew."""
        self._bench.live.audit_all()

    def next_finding(self) -> None:
        """Go to the next finding in the order of the panel."""
        self._bench.step_finding(1)

    def previous_finding(self) -> None:
        """Go to the one before."""
        self._bench.step_finding(-1)
