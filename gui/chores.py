"""What can wait until a workspace has been on the screen for a while."""

from datetime import timedelta

from PySide6.QtWidgets import QWidget

from core.domain.errors import KnownError
from core.ports import Workspace
from gui import background, pinyin
from gui.status import StatusBar

BACKUP_AGE = timedelta(days=1)


def do_chores(parent: QWidget, workspace: Workspace, status: StatusBar) -> None:
    """Load what the first search needs, and make the daily backup; in the background."""

    def work(_progress: object) -> None:
        pinyin.warm_up()
        if not workspace.read_only:
            workspace.auto_backup("打开时", BACKUP_AGE)

    def failed(error: KnownError) -> None:
        status.show_refusal(error.sentence)

    background.start(parent, work, lambda _none: None, failed)
