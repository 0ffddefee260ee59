"""定稿, 签字 and 解锁 of the tables that the tree's cursor is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gui import messages

if TYPE_CHECKING:
    from gui.dialogs.state_dialogs import StateDialog
    from gui.main_window import MainWindow


class StateController:
    """The steps from one state of a table to the next; each asks in a dialog."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def finalise(self) -> None:
        """Lock drafts in which nothing is left to mend."""
        from gui.dialogs.state_dialogs import FinaliseDialog

        self._open(FinaliseDialog)

    def sign(self) -> None:
        """Record that final tables were signed on paper."""
        from gui.dialogs.state_dialogs import SignDialog

        self._open(SignDialog)

    def unlock(self) -> None:
        """Make drafts of locked tables again, with a reason."""
        from gui.dialogs.state_dialogs import UnlockDialog

        self._open(UnlockDialog)

    def _open(self, kind: type[StateDialog]) -> None:
        session, bench = self._window.session, self._window.workbench
        if not session or not bench:
            return
        scopes = bench.tree.scopes_with_tables()
        if not scopes:
            messages.show_sentence(self._window, messages.NO_TABLES)
            return
        dialog = kind(self._window, session, scopes, bench.live)
        dialog.obstacle_chosen.connect(bench.go_to_gravest)
        dialog.open()
