"""核对, from the menu 文件."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gui.dialogs import files
from gui.recent_files import folder_of, remember_folder

if TYPE_CHECKING:
    from pathlib import Path

    from gui.main_window import MainWindow


class VerifyController:
    """Shows the dialog, and asks for files on its behalf."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def verify(self) -> None:
        """Compare a 校验码 or a file with the workspace."""
        from gui.dialogs.verify_dialog import VerifyDialog

        window, session = self._window, self._window.session
        if session is None or not session.settle():
            return
        dialog = VerifyDialog(window, session.workspace)

        def take(path: Path) -> None:
            remember_folder(window.settings, "verify", path)
            dialog.verify_file(path)

        dialog.file_wanted.connect(
            lambda: files.ask_open(
                dialog, "选择要核对的文件", files.VERIFIABLE, folder_of(window.settings, "verify"), take
            )
        )
        dialog.open()
