"""Who carries out the actions of the window, by the names in the table of actions. Loaded after the first paint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gui.audit_controller import AuditController
from gui.backup_controller import BackupController
from gui.edit_controller import EditController
from gui.file_controller import FileController
from gui.find_controller import FindController
from gui.help_controller import HelpController
from gui.history_controller import HistoryController
from gui.library_controller import LibraryController
from gui.note_controller import NoteController
from gui.overview_controller import OverviewController
from gui.roll_controller import RollController
from gui.side_by_side_controller import SideBySideController
from gui.state_controller import StateController
from gui.template_controller import TemplateController
from gui.verify_controller import VerifyController
from gui.view_controller import ViewController

if TYPE_CHECKING:
    from gui.main_window import MainWindow


def rooms_of(window: MainWindow) -> dict[str, object]:
    """The rooms that are there whether a workspace is open or not."""
    return {
        "window": window,
        "files": FileController(window),
        "backups": BackupController(window),
        "edit": EditController(window),
        "view": ViewController(window),
        "states": StateController(window),
        "audit": AuditController(window),
        "history": HistoryController(window),
        "find": FindController(window),
        "roll": RollController(window),
        "library": LibraryController(window),
        "sides": SideBySideController(window),
        "notes": NoteController(window),
        "templates": TemplateController(window),
        "overview": OverviewController(window),
        "verify": VerifyController(window),
        "help": HelpController(window),
    }
