"""The one table that the editor shows: read from the workspace, kept up to date, written through the session."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from core.domain.edits import ChangeSet, Edit, SetField
from core.domain.errors import KnownError
from core.domain.locking import lock_sentence
from core.domain.records import Indicator, State, TargetTable
from core.services import intents
from core.services.editing import Applied
from gui.session import Session

UNLOCK_KEY: Final = "Ctrl+Shift+J"
AGAIN_AFTER_MS = 2000
"""When a table that could not be read is read again."""


class CurrentTable(QObject):
    """Holds the shown table as a frozen value and replaces it after each commit that concerns it.

    Signals:
        chosen: Another table is shown, or none.
        refreshed: The same table, after an edit.
        noted: Its notes are others.
    """

    chosen = Signal()
    refreshed = Signal()
    noted = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.table: TargetTable | None = None
        self.is_gone = False
        """Whether the table shown last was deleted behind the editor's back."""

        self._notes: dict[tuple[str, str], str] = {}
        self._wanted: str | None = None
        self._again = QTimer(self, singleShot=True, interval=AGAIN_AFTER_MS)
        self._again.timeout.connect(self._try_again)
        session.changed.connect(self._follow)
        session.refused.connect(self._look_again)

    @property
    def rows(self) -> tuple[Indicator, ...]:
        """The indicators of the table, none if there is no table."""
        return self.table.indicators if self.table else ()

    def choose(self, project_id: str | None) -> None:
        """Show another table, or none."""
        self._again.stop()
        self._wanted = project_id
        self.is_gone = False
        try:
            self.table, self._notes = self._read(project_id) if project_id else (None, {})
        except KnownError as error:  # another table under the tree's cursor would be worse than none
            self.table, self._notes = None, {}
            self._try_later(error)
        self.chosen.emit()
        self.noted.emit()

    def note(self, row: int | None, column: str) -> str:
        """The note at a place, empty for none.

        Args:
            row: Row from 0; ``None`` for the form or the table as a whole.
            column: Field name; ``""`` for the table as a whole.
        """
        if not self._notes or (row is not None and row >= len(self.rows)):
            return ""
        return self._notes.get(("" if row is None else self.rows[row].id, column), "")

    def lock_reason(self) -> str:
        """Why the table takes no typing, in a sentence; empty if it does."""
        if self.session.workspace.read_only:
            return self.session.workspace.why_read_only
        if self.table is not None and self.table.project.state is not State.DRAFT:
            return f"本表{lock_sentence(self.table.project.state, UNLOCK_KEY)}"
        return ""

    def perform(self, change: ChangeSet) -> bool:
        """Commit a change; True after the commit. The sentence of a refusal is in ``session.last_refusal``."""
        return self.session.perform(change, origin=self)

    def put(self, texts: Mapping[tuple[int, str], str], operation: str | None = None) -> bool:
        """Put texts into cells, ``(row from 0, column name) → text``; rows past the end are added."""
        if self.table is None or not texts:
            return False
        return self.perform(intents.set_cells(self.table, texts, operation))

    def _read(self, project_id: str) -> tuple[TargetTable | None, dict[tuple[str, str], str]]:
        with self.session.workspace.read() as reader:
            notes = {(note.row_id, note.column): note.text for note in reader.notes(project_id)}
            return reader.table(project_id), notes

    def _follow(self, applied: Applied) -> None:
        if self.table is None or not self._concerns(applied.change):
            return
        try:
            self._reread(self.table.project.id)
        except KnownError as error:
            self._try_later(error)

    def _try_later(self, error: KnownError) -> None:
        self._again.start()
        self.session.refused.emit(error.sentence)

    def _try_again(self) -> None:
        """It could not be read; perhaps it can by now."""
        try:
            if self.table is not None:
                self._reread(self.table.project.id)
            elif self._wanted is not None:
                self._read(self._wanted)
                self.choose(self._wanted)
        except KnownError:  # which was said the first time
            self._again.start()

    def _look_again(self, _sentence: object) -> None:
        """A write was refused: perhaps because the file holds something else by now, so show what it holds."""
        self.session.catch_up()
        if self.table is not None:
            with suppress(KnownError):  # the refusal was said already
                self._reread(self.table.project.id)

    def _reread(self, project_id: str) -> None:
        before = self._notes
        self.table, self._notes = self._read(project_id)
        self.is_gone = self.table is None
        (self.chosen if self.table is None else self.refreshed).emit()
        if self._notes != before:
            self.noted.emit()

    def _concerns(self, change: ChangeSet) -> bool:
        """Whether the table may look different now; its number depends on every project before it."""
        assert self.table is not None
        own_rows = {row.id for row in self.table.indicators}
        return any(_concerns(edit, self.table.project.id, own_rows) for edit in change.edits)


def _concerns(edit: Edit, project_id: str, own_rows: set[str]) -> bool:
    if isinstance(edit, SetField):
        return edit.kind != "indicator" or edit.id in own_rows
    return not isinstance(edit.record, Indicator) or edit.record.project_id == project_id
