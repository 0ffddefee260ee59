"""The main window: puts menus, toolbar, status bar and pages together; the work is done by the rooms it names."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSettings, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from core.domain.errors import KnownError
from gui.actions import ActionTable
from gui.bars import add_toolbar, fill_menu_bar
from gui.facts import facts_of
from gui.geometry import keep_geometry, restore_geometry
from gui.menus import WRITING, specs
from gui.opener import Opener
from gui.opening_page import OpeningPage
from gui.recent_files import look, recent_files, remember_file
from gui.soon import soon
from gui.status import StatusBar

if TYPE_CHECKING:  # loaded after the first paint, as are all imports inside functions here
    from core.ports import Outline, Workspace, WorkspaceStore
    from gui.project_tree import ProjectTree
    from gui.safety_net import SafetyNet
    from gui.session import Session
    from gui.welcome import WelcomePage
    from gui.workbench import Workbench

REST_AFTER_MS = 3000
"""How long the keyboard is still before the one file is brought up to date."""
CHORES_AFTER_MS = 1500

_SETTLING_BY_ITSELF = frozenset({"editor", "window"})
"""Rooms that have what was typed committed themselves."""

_READING_NOTHING = frozenset({"edit", "view", "help"})
"""Rooms whose actions are possible while something typed cannot be written."""


class MainWindow(QMainWindow):
    """One window with at most one open workspace.

    Args:
        load_store: Imports and makes the store; called when a workspace is first needed.
        settings: Where layout and recent files are remembered.
        data_folder: Where new workspaces are proposed and the sample is put.
        first_look: Reads the outline of a workspace before the store is loaded; ``None`` where it cannot.
    """

    def __init__(
        self,
        load_store: Callable[[], WorkspaceStore],
        settings: QSettings,
        data_folder: Path,
        first_look: Callable[[Path], Outline | None] = lambda _path: None,
    ) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.settings = settings
        self.data_folder = data_folder
        self.store = cache(load_store)
        self.session: Session | None = None
        self.workbench: Workbench | None = None
        self.commands = ActionTable(self, specs(), self._call, WRITING)
        self._after_first_paint: Callable[[], None] | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST_AFTER_MS)
        self._rest.timeout.connect(self._bring_up_to_date)
        self._assemble()
        self.opener = Opener(self, first_look)
        restore_geometry(self, settings)
        self.update_commands()

    @cached_property
    def rooms(self) -> dict[str, object]:
        """What carries out the actions, by the names in their table; ``tree`` and ``editor`` with a workspace only."""
        from gui.rooms import rooms_of

        return rooms_of(self)

    @cached_property
    def safety(self) -> SafetyNet:
        """What keeps typed text through crashes, and a second window from the file."""
        from gui.safety_net import SafetyNet

        return SafetyNet(self)

    # Workspaces ---------------------------------------------------------------------------------------------------

    def start(self, path: Path | None) -> None:
        """After the first paint open a workspace, see :meth:`gui.opener.Opener.start`; else welcome the clerk."""
        self._after_first_paint = self.opener.start(path)
        if self._after_first_paint:
            self._pages.setCurrentWidget(self.opening_page)
        else:
            self.show_welcome()

    def adopt(self, workspace: Workspace, outline: Outline) -> None:
        """Show an open workspace, whose outline has just been read, in place of the one so far."""
        from gui.bench_commands import offer_commands
        from gui.chores import do_chores
        from gui.session import Session
        from gui.tree_controller import TreeController
        from gui.workbench import Workbench

        self.close_workspace()
        self.session = session = Session(workspace, self)
        self.workbench = bench = Workbench(session, self._tree_of(session, outline), self)
        self.rooms |= {"tree": TreeController(session, bench.tree, bench.editor), "editor": bench.editor}
        offer_commands(bench, self.commands)
        bench.tree.node_chosen.connect(self.update_commands)
        bench.table_changed.connect(self.update_commands)
        bench.live.updated.connect(self.update_commands)
        bench.findings.current_changed.connect(self.update_commands)
        bench.panel_toggled.connect(lambda panel, shown: self.commands[f"show_{panel}"].setChecked(shown))
        bench.editor.status_changed.connect(self.status.show_place)
        session.changed.connect(self._changed)
        session.undo_stack.indexChanged.connect(self.update_commands)
        session.refused.connect(self.status.show_refusal)
        self._pages.addWidget(bench)
        self._pages.setCurrentWidget(bench)
        self.status.show_workspace(workspace.path, read_only=workspace.read_only)
        bench.restore_layout(self.settings)
        remember_file(self.settings, workspace.path)
        self.setWindowTitle(f"{workspace.path.stem}{'（只读）' if workspace.read_only else ''}")
        self.update_commands()
        bench.take_focus()
        bench.live.audit_all()
        self.safety.spread(workspace)
        chores = partial(do_chores, self, workspace, self.status, self.safety.report_damage)
        soon(bench, chores, CHORES_AFTER_MS)

    def _tree_of(self, session: Session, outline: Outline) -> ProjectTree:
        """The tree that stands already, or a new one."""
        from gui.project_tree import ProjectTree

        early = self.opening_page.take_tree()
        tree = early or ProjectTree()
        tree.attach(session, outline)
        if not early:
            tree.restore_layout(self.settings)
        return tree

    def is_settled(self, go_on: Callable[[], object]) -> bool:
        """Whether all that was typed is committed; if not, it is asked what to do, see ``gui.unwritten``."""
        if self.session is None or self.workbench is None:
            return True
        from gui.unwritten import is_settled

        return is_settled(self, self.session, self.workbench.editor, go_on)

    def close_workspace(self) -> None:
        """Let go of the open workspace; what is in an open cell editor is committed first."""
        if self.session is None or self.workbench is None:
            return
        from gui import background, messages
        from gui.parting import part_with

        self.session.settle()
        self.safety.take_in()
        self._rest.stop()
        self.workbench.save_layout(self.settings)
        heaps = (*self.workbench.live.stop(), *self.workbench.tree.model.lines(), self.session.edits())
        background.stop_all(self)
        self._pages.removeWidget(self.workbench)
        part_with((self.workbench, self.session), heaps)
        workspace, self.session, self.workbench = self.session.workspace, None, None
        for room in ("tree", "editor"):
            del self.rooms[room]
        self.status.show_workspace(None)
        try:
            workspace.close()
        except KnownError as error:  # it is let go of all the same; the sentence says what is where
            messages.show_error(None, error)

    def secure(self) -> None:
        """Commit what stands typed, or else put it into the recovery note, now: the computer may be about to stop."""
        if self.session:
            self.session.settle()
            self.safety.keep_now()
            self._bring_up_to_date()

    def end(self) -> None:
        """Let go of everything, and ask nobody; what stands typed is committed, or else stays in the recovery note."""
        from gui import background

        if self.session:
            keep_geometry(self, self.settings)
            self.session.settle()  # before an input method loses the window that it composes in
        self.hide()  # with 10 000 tables it takes a fifth of a second to let go of them, in which nobody is to wait
        self.close_workspace()
        background.stop_all(self)  # a workspace that is just being opened
        self.opener.let_go()
        self.settings.sync()

    # What is possible ---------------------------------------------------------------------------------------------

    def update_commands(self, *_: object) -> None:
        """Enable the actions that are possible now, and name what would be undone."""
        self.commands.allow(facts_of(self), self.session.workspace.why_read_only if self.session else "")
        stack = self.session.undo_stack if self.session else None
        self.commands.name_undo("undo", stack.undoText() if stack else "")
        self.commands.name_undo("redo", stack.redoText() if stack else "")

    def _call(self, handler: str, *arguments: object) -> None:
        room, _, method = handler.partition(".")
        settled = room in _SETTLING_BY_ITSELF or self.session is None or self.session.settle()
        if not settled and room not in _READING_NOTHING:
            return  # why was said where it was typed
        getattr(self.rooms[room], method)(*arguments)

    def _changed(self, applied: object) -> None:
        self.status.show_saved(applied.change.operation)  # type: ignore[attr-defined]
        self._rest.start()

    def _bring_up_to_date(self) -> None:
        if self.session:
            from gui.chores import mirror_backups

            mirror_backups(self, self.session.workspace, self.status)
            try:
                self.session.workspace.rest()
            except KnownError as error:
                self.status.tell(error.sentence)

    # Assembly -----------------------------------------------------------------------------------------------------

    def _assemble(self) -> None:
        self.opening_page = OpeningPage(self)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.opening_page)
        self.setCentralWidget(self._pages)
        self.status = StatusBar(self)
        self.setStatusBar(self.status)
        self.setAcceptDrops(True)
        fill_menu_bar(self.menuBar(), self.commands, self.settings, partial(self._call, "files.open_file"))
        add_toolbar(self, self.commands)

    @cached_property
    def _welcome(self) -> WelcomePage:
        from gui.welcome import WelcomePage

        page = WelcomePage(self)
        page.chosen.connect(lambda name: self._call(f"files.{name}"))
        page.file_chosen.connect(lambda path: self._call("files.open_file", path))
        self._pages.addWidget(page)
        return page

    def show_welcome(self) -> None:
        """Offer the ways to begin."""
        look(self, recent_files(self.settings), self._welcome.set_recent)
        self._pages.setCurrentWidget(self._welcome)
        self.setWindowTitle("欢迎")

    # Events -------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The window stands: now the heavy parts may be loaded."""
        super().paintEvent(event)
        if self._after_first_paint:
            soon(self, self._after_first_paint)
            self._after_first_paint = None

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave the one file whole; what stands typed and cannot be written keeps it open."""
        if not self.is_settled(self.close):
            event.ignore()
            return
        self.end()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files that can be opened or imported are welcome."""
        if self.rooms["files"].can_take(event.mimeData().urls()):  # type: ignore[attr-defined]
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a workspace, import anything else."""
        self.rooms["files"].take(event.mimeData().urls())  # type: ignore[attr-defined]
        event.acceptProposedAction()

    def changeEvent(self, event: QEvent) -> None:
        """When another program comes to the front, the one file is brought up to date at once."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self._bring_up_to_date()
