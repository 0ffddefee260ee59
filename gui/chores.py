"""What can wait until a workspace has been on the screen for a while."""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QWidget

from core.domain.errors import KnownError
from core.ports import Workspace
from gui import background, pinyin
from gui.status import StatusBar

BACKUP_AGE = timedelta(days=1)


def do_chores(
    parent: QWidget, workspace: Workspace, status: StatusBar, found_damaged: Callable[[tuple[str, ...]], None]
) -> None:
    """Look the file over, make the daily backup, load what the first search needs; in the background.

    Args:
        parent: When it is gone, the chores are.
        workspace: What is looked after.
        status: Where it is said that a backup could not be made.
        found_damaged: Called with a sentence for each fault of the file. A backup is made all the same, where the file
            lets it: the work goes on, and the schedule keeps those of better days.
    """

    def work(_progress: object) -> tuple[str, ...]:
        pinyin.warm_up()
        faults = workspace.check()
        try:
            if not workspace.read_only:
                workspace.auto_backup("打开时", BACKUP_AGE)
                workspace.mirror_backups()
        except KnownError:
            if not faults:
                raise
        return faults

    def done(faults: tuple[str, ...]) -> None:
        if faults:
            found_damaged(faults)

    def failed(error: KnownError) -> None:
        status.show_refusal(error.sentence)

    background.start(parent, work, done, failed)
