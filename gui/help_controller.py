"""The menu 帮助."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gui.main_window import MainWindow


class HelpController:
    """Shows the manual, the table of keys and the diagnostics."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def manual(self) -> None:
        """The user manual."""
        from gui.dialogs.manual_dialog import ManualDialog

        ManualDialog(self._window).show()

    def shortcuts(self) -> None:
        """Every shortcut."""
        from gui.dialogs.shortcuts_dialog import ShortcutsDialog

        ShortcutsDialog(self._window).show()

    def about(self) -> None:
        """Versions, places, input method."""
        from gui.dialogs.about_dialog import AboutDialog

        session = self._window.session
        AboutDialog(self._window, session.workspace.path if session else None).show()
