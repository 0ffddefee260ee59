"""批注 and 标记: notes on what has the cursor, tags on what the tree's cursor is on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from core.domain.selection import Selection
from core.services import noting
from gui import messages
from gui.step_aside import work_beside

if TYPE_CHECKING:
    from core.services.noting import PlacedNote
    from gui.dialogs.note_dialogs import NotesDialog
    from gui.main_window import MainWindow


class NoteController:
    """Opens the dialogs of notes, and tags tables."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def write(self) -> None:
        """Write the note of the cell, the field or the table."""
        from gui.dialogs.note_dialogs import NoteDialog

        session, bench = self._window.session, self._window.workbench
        table = bench.editor.current_table() if bench else None
        if session and bench and table:
            from_tree = bench.tree.view.hasFocus()
            NoteDialog(self._window, session, table, *bench.editor.current_place(), on_table=from_tree).open()

    def show_all(self) -> None:
        """List the notes of all tables."""
        from gui.dialogs.note_dialogs import NotesDialog

        bench = self._window.workbench
        if bench is None:
            return
        dialog = bench.findChild(NotesDialog)
        if dialog is None:
            dialog = NotesDialog(bench, bench.session)  # goes with the workspace
            dialog.chosen.connect(partial(self._go_to, dialog))
        dialog.show()
        dialog.activateWindow()

    def tag_to_review(self) -> None:
        """Tag the tables as 待核."""
        self._tag(noting.TO_REVIEW)

    def tag_returned(self) -> None:
        """Tag them as 退回."""
        self._tag(noting.RETURNED)

    def untag(self) -> None:
        """Take their tags away."""
        self._tag("")

    def _tag(self, word: str) -> None:
        session, bench = self._window.session, self._window.workbench
        node = bench.tree.working_node() if bench else None
        if session is None or node is None:
            return
        ids = frozenset(project.line.id for project in node.projects())
        with session.workspace.read() as reader:
            tables = list(reader.tables(Selection(project_ids=ids))) if ids else []
        if not session.perform(noting.tag(tables, word)):
            messages.show_sentence(self._window, session.last_refusal)

    def _go_to(self, dialog: NotesDialog, placed: PlacedNote) -> None:
        bench = self._window.workbench
        if bench is not None:
            bench.tree.select_project(placed.project_id)
            bench.editor.go_to(placed.row, placed.column)
            work_beside(self._window, dialog, dialog.close)
