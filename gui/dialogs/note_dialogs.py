"""批注: written on a cell or a table, and listed for the whole workspace."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from core.domain.edits import ChangeSet
from core.domain.records import Note, TargetTable
from core.services import noting
from core.services.noting import PlacedNote
from gui import background, messages
from gui.session import Session
from gui.style import button_box, heading, note, resize
from gui.text_box import TextBox
from gui.text_table import TextTable, TextTableModel

_HEADERS: Final = ("表", "位置", "批注")
_WIDTHS: Final = (16, 9, 0)
_CELL, _TABLE = range(2)


class NoteDialog(QDialog):
    """Writes the note of one place: the cell with the cursor, or the table as a whole.

    Args:
        parent: The window.
        session: Reads and writes.
        table: The table shown.
        row: The row with the cursor, from 1; ``None`` for the form.
        column: The column or field with the cursor; ``None`` for none: then the note is the table's.
        on_table: Whether the table is proposed, since the hands are elsewhere.
    """

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        table: TargetTable,
        row: int | None,
        column: str | None,
        *,
        on_table: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("noteDialog")
        self.setWindowTitle("批注")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize(self, 28, 15)
        self._session = session
        self._project_id = table.project.id
        self._notes = self._read()
        on_row = row is not None and row <= len(table.indicators)
        has_cell = column is not None and (row is None or on_row)
        row_id = table.indicators[row - 1].id if row is not None and on_row else ""
        self._places = ((row_id, column or "") if has_cell else ("", ""), ("", ""))
        self._drafts: dict[tuple[str, str], str] = {}  # what waits at a place that is not shown
        self._typed_at = self._places[_TABLE]  # where what is typed belongs
        self._text = TextBox(self)
        self._text.setObjectName("noteText")
        self._text.setAccessibleName("批注")
        self._hint = note("批注只给填表的人看，不打印、不导出。清空后保存就是删除。", self)
        buttons = button_box(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.addButton("保存", QDialogButtonBox.ButtonRole.AcceptRole).setToolTip("Ctrl+Enter")
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._save)
        buttons.accepted.connect(self._save)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(heading(table.label, self, 1.1, wraps=True))
        layout.addLayout(self._make_choice(noting.place_words(row, column), has_cell, on_table=on_table))
        layout.addWidget(self._text, 1)
        layout.addWidget(self._hint)
        layout.addWidget(buttons)
        self._show()
        self._text.setFocus()

    def _make_choice(self, cell_words: str, has_cell: bool, *, on_table: bool) -> QHBoxLayout:
        self._choice = QButtonGroup(self)
        line = QHBoxLayout()
        for number, words in ((_CELL, cell_words), (_TABLE, "整张表")):
            button = QRadioButton(words, self)
            self._choice.addButton(button, number)
            line.addWidget(button)
            button.setVisible(has_cell or number == _TABLE)
        line.addStretch()
        self._choice.button(_CELL if has_cell and not on_table else _TABLE).setChecked(True)
        self._choice.idToggled.connect(lambda _id, checked: self._change_place() if checked else None)
        return line

    def _read(self) -> tuple[Note, ...]:
        with self._session.workspace.read() as reader:
            return reader.notes(self._project_id)

    def _place(self) -> tuple[str, str]:
        return self._places[self._choice.checkedId()]

    def _written(self, place: tuple[str, str]) -> str:
        """What a place has by now."""
        there = noting.find_note(self._notes, *place)
        return there.text if there else ""

    def _unsaved(self) -> dict[tuple[str, str], str]:
        """What was typed and is not saved, by place."""
        typed = self._drafts | {self._typed_at: self._text.toPlainText()}
        return {place: text for place, text in typed.items() if text != self._written(place)}

    def _change_place(self) -> None:
        """What was typed goes along to a place without a note; else it waits at its own."""
        place = self._place()
        if self._typed_at in self._unsaved() and not self._drafts.get(place, self._written(place)):
            self._drafts.pop(self._typed_at, None)
            self._typed_at = place
            return
        self._drafts[self._typed_at] = self._text.toPlainText()
        self._show()

    def _show(self) -> None:
        self._typed_at = self._place()
        self._text.setPlainText(self._drafts.get(self._typed_at, self._written(self._typed_at)))
        self._text.selectAll()

    def reject(self) -> None:
        """Esc, 取消 and the window's cross: what was typed is given up only if that is meant."""
        if self._unsaved():
            messages.ask_to_give_up(self, "写好的批注还没有保存", super().reject)
        else:
            super().reject()

    def _save(self) -> None:
        """Write what was typed, at both places if it was."""
        unsaved = self._unsaved().items()
        changes = [noting.write_note(self._notes, self._project_id, *place, text) for place, text in unsaved]
        operation = changes[0].operation if len(changes) == 1 else "修改批注"
        if self._session.perform(ChangeSet(operation, tuple(edit for wanted in changes for edit in wanted.edits))):
            self.accept()
        else:
            self._hint.setText(self._session.last_refusal)


class NotesDialog(QDialog):
    """Lists every note; Enter goes to it.

    Signals:
        chosen: A :class:`PlacedNote` to go to.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent)
        self.setObjectName("notesDialog")
        self.setWindowTitle("批注一览")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize(self, 46, 26)
        self._session = session
        self._model = TextTableModel(_HEADERS, _texts)
        view = TextTable(self, "批注", self._model, _WIDTHS)
        view.setObjectName("notesTable")
        view.opened.connect(self.chosen)
        self._note = note("", self)
        buttons = button_box(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(view, 1)
        layout.addWidget(self._note)
        layout.addWidget(buttons)
        session.changed.connect(self._load)
        self._load()

    def _load(self, _applied: object = None) -> None:
        workspace = self._session.workspace
        background.start(self, lambda progress: noting.all_notes(workspace, progress), self._show)

    def _show(self, notes: Sequence[PlacedNote]) -> None:
        self._model.show(notes)
        self._note.setText(
            f"{len(notes)} 条批注，按回车转到。" if notes else "还没有批注。在表格里选一格，按 Shift+F2 写一条。"
        )


def _texts(placed: PlacedNote) -> tuple[str, ...]:
    return f"{placed.year} {placed.label}", placed.place, placed.note.text
