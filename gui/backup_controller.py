"""浏览备份."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gui.main_window import MainWindow


class BackupController:
    """Shows the backups of the workspace."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def show(self) -> None:
        """Open the browser of backups."""
        from gui.dialogs.backups_dialog import BackupsDialog

        window = self._window
        if window.session:
            dialog = BackupsDialog(window, window.session, window.store())
            dialog.workspace_chosen.connect(window.rooms["files"].confirm_restore)  # type: ignore[attr-defined]
            dialog.open()
