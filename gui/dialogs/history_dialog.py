"""修改历史 of a table or of one cell, and bringing back what once was."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QDialog, QDialogButtonBox, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from core.domain.edits import ChangeSet
from core.domain.records import LABELS, State, TargetTable
from core.services import history
from core.services.history import HistoryLine
from gui import background
from gui.session import Session
from gui.style import button_box, heading, note, resize
from gui.text_table import TextTable, TextTableModel

_HEADERS: Final = ("时间", "操作人", "操作", "位置", "原内容", "新内容")
_WIDTHS: Final = (8.2, 4.5, 9, 10, 0, 0)
_BEFORE_CHANGE: Final = 6  # characters that are shown of what two long texts have in common before they differ
_SEEN_WHOLE: Final = 20  # characters, of a text that the columns have room for


class HistoryDialog(QDialog):
    """Lists what was done to a table.

    Args:
        parent: The window.
        session: Reads and writes.
        table: The table shown.
        row: The row with the cursor, from 1; ``None`` for the form.
        column: The column or field with the cursor; ``None`` for none: then only the whole table is offered.
    """

    def __init__(
        self, parent: QWidget, session: Session, table: TargetTable, row: int | None, column: str | None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("historyDialog")
        self.setWindowTitle("修改历史")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize(self, 62, 32)
        self._session = session
        self._project_id = table.project.id
        self._table: TargetTable | None = table
        self._lines: Sequence[HistoryLine] = ()
        self._cell = _cell_of(table, row, column)
        self._model = TextTableModel(_HEADERS, _excerpts, whole=_texts)
        self._view = TextTable(self, "修改历史", self._model, _WIDTHS)
        self._view.setObjectName("historyTable")
        self._view.setSelectionMode(TextTable.SelectionMode.SingleSelection)
        self._view.current_changed.connect(self._look)
        self._note = note("正在读取…", self)
        self._buttons = button_box(QDialogButtonBox.StandardButton.Close, self)
        self._one = self._buttons.addButton("恢复原内容", QDialogButtonBox.ButtonRole.ActionRole)
        self._whole = self._buttons.addButton("恢复整张表到这一步之前", QDialogButtonBox.ButtonRole.ActionRole)
        for button in (self._one, self._whole):
            button.setAutoDefault(False)  # Enter in the list must not change anything
        self._one.clicked.connect(lambda _checked: self._bring_back_one())
        self._whole.clicked.connect(lambda _checked: self._bring_back_all())
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(heading(table.label, self, 1.15, wraps=True))
        layout.addLayout(self._make_choice(row, column))
        layout.addWidget(self._view, 1)
        layout.addWidget(self._note)
        layout.addWidget(self._buttons)
        session.changed.connect(self._load)
        self._load()

    def _make_choice(self, row: int | None, column: str | None) -> QHBoxLayout:
        self._choice = QButtonGroup(self)
        whole, cell = QRadioButton("整张表", self), QRadioButton(_cell_words(row, column), self)
        self._choice.addButton(whole, 0)
        self._choice.addButton(cell, 1)
        whole.setChecked(True)
        cell.setVisible(self._cell is not None)
        self._choice.idToggled.connect(lambda _id, checked: self._show() if checked else None)
        line = QHBoxLayout()
        line.addWidget(whole)
        line.addWidget(cell)
        line.addStretch()
        return line

    def _load(self, _applied: object = None) -> None:
        workspace, project_id = self._session.workspace, self._project_id

        def work(_progress: object) -> tuple[TargetTable | None, Sequence[HistoryLine]]:
            with workspace.read() as reader:
                table = reader.table(project_id)
            return table, history.table_history(workspace, project_id)

        background.start(self, work, self._loaded)

    def _loaded(self, found: tuple[TargetTable | None, Sequence[HistoryLine]]) -> None:
        self._table, self._lines = found
        self._show()

    def _show(self) -> None:
        lines = self._lines
        if self._choice.checkedId() == 1 and self._cell is not None:
            lines = [line for line in lines if history.concerns_cell(line, *self._cell)]
        self._model.show(lines)

    def _look(self, line: HistoryLine | None) -> None:
        self._one.setEnabled(self._change(line) is not None)
        is_draft = self._table is not None and self._table.project.state is State.DRAFT
        self._whole.setEnabled(line is not None and is_draft)
        locked = "本表已锁定，要恢复旧内容请先解锁。" if self._table is not None and not is_draft else ""
        self._note.setText(locked or ("恢复也是一步修改，会记入历史，可以撤销。" if self._lines else "还没有修改过。"))

    def _change(self, line: HistoryLine | None) -> ChangeSet | None:
        if line is None or self._table is None or self._table.project.state is not State.DRAFT:
            return None
        return history.bring_back(self._table, line)

    def _bring_back_one(self) -> None:
        wanted = self._change(self._view.current_item())
        if wanted is not None:
            self._perform(wanted)

    def _bring_back_all(self) -> None:
        line: HistoryLine = self._view.current_item()
        workspace, project_id = self._session.workspace, self._project_id

        def done(then: TargetTable | None) -> None:
            if then is None or self._table is None:
                self._note.setText("在这一步之前还没有这张表。")
                return
            wanted = history.restore(self._table, then)
            if wanted:
                self._perform(wanted)
            else:
                self._note.setText("表的内容与那时相同，不需要恢复。")

        background.start(self, lambda _progress: history.table_before(workspace, project_id, line.sequence), done)

    def _perform(self, wanted: ChangeSet) -> None:
        if not self._session.perform(wanted):
            self._note.setText(self._session.last_refusal)


def _texts(line: HistoryLine) -> tuple[str, ...]:
    return f"{line.stamp.at:%Y-%m-%d %H:%M}", line.stamp.user, line.operation, line.place, line.old, line.new


def _excerpts(line: HistoryLine) -> tuple[str, ...]:
    """The same, but of two long texts from shortly before they differ: alike beginnings would hide what was changed."""
    pairs = enumerate(zip(line.old, line.new, strict=False))
    alike = next((place for place, (old, new) in pairs if old != new), min(len(line.old), len(line.new)))
    skipped = alike - _BEFORE_CHANGE
    if skipped <= 0 or max(len(line.old), len(line.new)) <= _SEEN_WHOLE:
        return _texts(line)
    return (*_texts(line)[:-2], f"…{line.old[skipped:]}", f"…{line.new[skipped:]}")


def _cell_of(table: TargetTable, row: int | None, column: str | None) -> tuple[str, str] | None:
    if column is None or (row is not None and row > len(table.indicators)):
        return None
    return ("" if row is None else table.indicators[row - 1].id), column


def _cell_words(row: int | None, column: str | None) -> str:
    if column is None:
        return ""
    label = LABELS["project" if row is None else "indicator"][column]
    return f"当前格：{label}" if row is None else f"当前格：第 {row} 行 {label}"
