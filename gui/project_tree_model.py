"""The project tree as an item model that follows a session: lines come and go, are renamed, dragged and dropped."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from core.domain.edits import ChangeSet, SetField
from core.domain.errors import KnownError
from core.domain.records import State
from core.ports import Outline
from core.services import intents
from core.services.editing import Applied
from gui.outline_model import NAME, SELECTABLE, Index, OutlineModel
from gui.project_tree_moves import LINE_TYPE, as_mime, can_be_dropped, dragged, dropped
from gui.project_tree_nodes import Forest, Node, changes_structure
from gui.session import Session
from gui.soon import soon

if TYPE_CHECKING:
    from gui.background import Task

_EDIT = Qt.ItemDataRole.EditRole
_BY_KIND = {
    "year": Qt.ItemFlag.ItemIsDropEnabled,
    "unit": Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled,
    "project": Qt.ItemFlag.ItemIsDragEnabled,
}
_LARGE = 2000  # edits; after a larger change the outline is read beside the window


class ProjectTreeModel(OutlineModel):
    """Shows the outline of a workspace; with a session it follows its changes and makes some itself.

    Signals:
        rename_refused: ``(node, sentence)``; the old name stands.
        caught_up: A very large change, read beside the window, is shown now.
    """

    rename_refused = Signal(object, str)
    caught_up = Signal()

    def __init__(self, session: Session | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tree = parent
        self._session: Session | None = None
        self._reading: Task | None = None  # what a very large change has made of the outline
        if session:
            self.attach(session)

    @property
    def is_behind(self) -> bool:
        """Whether a very large change is still to be shown; ``caught_up`` will tell."""
        return self._reading is not None

    def attach(self, session: Session, outline: Outline | None = None) -> None:
        """From now on follow a session.

        Args:
            session: Of the workspace that may be shown already.
            outline: Its outline, if it has just been read.
        """
        self._session = session
        session.changed.connect(self._follow)
        if outline is None:
            outline = _read(session)
        if outline != self._forest.outline:
            self.show_forest(Forest(outline))

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The name of a draft can be edited in place; projects and units can be dragged among their like."""
        node = self.node(index)
        if node is None:
            return Qt.ItemFlag.NoItemFlags
        if self._session is None:
            return SELECTABLE
        flags = SELECTABLE | _BY_KIND[node.kind]
        editable = node.kind == "project" and index.column() == NAME and node.state is State.DRAFT
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    def setData(self, index: Index, value: object, role: int = _EDIT) -> bool:
        """Rename a project: True only after the commit."""
        node = self.node(index)
        session = self._session
        if session is None or node is None or role != _EDIT or node.kind != "project" or index.column() != NAME:
            return False
        try:
            with session.workspace.read() as reader:
                table = reader.table(node.line.id)
        except KnownError as error:
            session.refused.emit(error.sentence)
            self.rename_refused.emit(node, error.sentence)
            return False
        if table is None:
            return False
        done = session.perform(intents.set_form_field(table.project, "name", str(value)), self)
        if not done:
            self.rename_refused.emit(node, session.last_refusal)
        return done

    # Drag and drop ----------------------------------------------------------------------------------------------------

    def supportedDropActions(self) -> Qt.DropAction:  # noqa: N802
        """Lines are moved, never copied."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:  # noqa: N802
        """A line of this tree, of use to nobody else."""
        return [LINE_TYPE]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:  # noqa: N802
        """The line that is dragged, by kind and id."""
        return as_mime(self.node(indexes[0]))

    def canDropMimeData(  # noqa: N802
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """See :func:`can_be_dropped`; only while all lines are shown."""
        node = self._dragged(data)
        if node is None or self._query.strip() or self._filter.count:
            return False
        return can_be_dropped(node, self.node(parent), row)

    def dropMimeData(  # noqa: N802
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Move the line before the one at ``row`` or to the unit's end, once the view has done with the drop."""
        node, target, session = self._dragged(data), self.node(parent), self._session
        if (
            session is None
            or node is None
            or target is None
            or not self.canDropMimeData(data, action, row, column, parent)
        ):
            return False
        soon(self, partial(session.perform, dropped(node, target, row)))
        return True

    def _dragged(self, data: QMimeData) -> Node | None:
        return self.find(*dragged(data))

    # Inside -----------------------------------------------------------------------------------------------------------

    def _follow(self, applied: Applied) -> None:
        """Refresh what a change touches: a few rows, or everything when the structure is another."""
        if self._session and (self.is_behind or changes_structure(applied.change)):
            if self.is_behind or len(applied.change.edits) > _LARGE or not self._reshape(applied.change):
                self._read_anew(self._session)
            return
        edits = (edit for edit in applied.change.edits if isinstance(edit, SetField))
        self._show_changed([node for edit in edits if (node := self._forest.update(edit))])

    def _reshape(self, change: ChangeSet) -> bool:
        """Let lines come, go and move; False if the change does not fit those that stand here."""
        self.beginResetModel()
        try:
            return self._forest.reshape(change)
        finally:
            self._renew()
            self.endResetModel()

    def _read_anew(self, session: Session) -> None:
        """Read the outline without holding up the window, if there is one; the last reading counts."""
        if self._tree is None:
            self.show_forest(_grown(session))
            return
        from gui import background  # here, since loading it would keep the tree waiting at the start

        if self._reading is not None:
            self._reading.abandon()
        self._reading = background.start(
            self._tree, lambda _progress: _grown(session), self._take, self._could_not_read
        )

    def _take(self, grown: Forest) -> None:
        self._reading = None
        self.show_forest(grown)
        self.caught_up.emit()

    def _could_not_read(self, error: KnownError) -> None:
        self._reading = None
        if self._session:
            self._session.refused.emit(error.sentence)


def _read(session: Session) -> Outline:
    with session.workspace.read() as reader:
        return reader.outline()


def _grown(session: Session) -> Forest:
    return Forest(_read(session))
