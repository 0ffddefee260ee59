"""What can wait until a workspace has been on the screen for a while."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from core.domain.errors import KnownError
from core.ports import Progress, Workspace, pulse_of
from gui import background, pinyin
from gui.status import StatusBar


def do_chores(
    parent: QWidget, workspace: Workspace, status: StatusBar, found_damaged: Callable[[tuple[str, ...]], None]
) -> None:
    """Back up what is new in the file, look it over, load what the first search needs; in the background.

    Args:
        parent: When it is gone, the chores are.
        workspace: What is looked after.
        status: Where it is said that a backup could not be made.
        found_damaged: Called with a sentence for each fault of the file. A backup is made all the same, where the file
            lets it: the work goes on, and the schedule keeps those of better days.
    """

    def work(progress: Progress) -> tuple[str, ...]:
        no_backup: KnownError | None = None
        try:
            if not workspace.read_only:  # first, so that it holds as little as can be of what is being typed
                workspace.auto_backup("打开时", if_changed=True)
                workspace.mirror_backups()
        except KnownError as error:
            no_backup = error
        pinyin.warm_up()
        faults = workspace.check(pulse_of(progress))
        if no_backup and not faults:
            raise no_backup
        return faults

    def done(faults: tuple[str, ...]) -> None:
        if faults:
            found_damaged(faults)

    def failed(error: KnownError) -> None:
        status.tell(error.sentence)

    background.start(parent, work, done, failed)


def mirror_backups(parent: QWidget, workspace: Workspace, status: StatusBar) -> None:
    """Bring a backup that was just made (before an import, a roll-over …) to the second place, too, in the background.

    A place that is not there now is no failure: a sentence tells, and the next opening tries again.
    """
    if workspace.is_mirror_behind:
        background.start(
            parent,
            lambda _progress: workspace.mirror_backups(),
            lambda _none: None,
            lambda error: status.tell(error.sentence),
        )
