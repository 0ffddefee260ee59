"""对照: this table beside another one, with the differences marked; what the other says can be copied over."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from core.domain.locking import lock_sentence
from core.domain.records import State, TargetTable
from core.services.side_by_side import Line, copy_across, side_by_side
from gui.session import Session
from gui.style import em, note
from gui.text_table import TextTable, TextTableModel

DIFFERENT: Final = "≠"
_HEADERS: Final = ("", "位置", "本表", "对照表")
_WIDTHS: Final = (2, 12, 0, 0)


class SideBySideDialog(QDialog):
    """Shows two tables place by place; copying is one undo step in the table shown by the window."""

    def __init__(self, parent: QWidget, session: Session, project_id: str, others: Sequence[tuple[str, str]]) -> None:
        """Args: ``others`` are ids and names of the tables to choose from; the first one is shown."""
        super().__init__(parent)
        self.setObjectName("sideBySideDialog")
        self.setWindowTitle("对照两张表")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(em(self, 64), em(self, 40))
        self._session = session
        self._project_id = project_id
        self._here: TargetTable | None = None
        self._there: TargetTable | None = None
        self._lines: tuple[Line, ...] = ()
        self._name = QLabel(self)
        self._other = QComboBox(self)
        self._other.setObjectName("otherTable")
        self._other.setAccessibleName("对照表")
        self._model = TextTableModel(_HEADERS, _texts)
        self._view = TextTable(self, "两张表的内容", self._model, _WIDTHS)
        self._view.setObjectName("sideBySideTable")
        self._only = QCheckBox("只看不同的(&O)", self)
        self._only.setChecked(True)
        self._texts = [self._text_box("本表的内容"), self._text_box("对照表的内容")]
        self._copy = QPushButton("把选中的抄到本表(&C)", self)
        self._copy.setObjectName("copyAcross")
        self._copy.setAutoDefault(False)
        self._note = note("", self)
        self._note.setObjectName("sideBySideNote")
        self._fill(others)
        self._lay_out()
        self._other.currentIndexChanged.connect(lambda _index: self._load())
        self._only.toggled.connect(lambda _checked: self._show())
        self._view.current_changed.connect(self._describe)
        self._view.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self._copy.clicked.connect(lambda _checked: self._copy_selected())
        self._load()
        self._view.setFocus()

    # Inside -------------------------------------------------------------------------------------------------------

    def _text_box(self, name: str) -> QPlainTextEdit:
        box = QPlainTextEdit(self)
        box.setReadOnly(True)
        box.setTabChangesFocus(True)
        box.setAccessibleName(name)
        return box

    def _fill(self, others: Sequence[tuple[str, str]]) -> None:
        for project_id, name in others:
            self._other.addItem(name, project_id)
        self._other.setEditable(True)  # to find one of many by a part of its name
        self._other.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._other.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._other.setMinimumContentsLength(20)
        completer = self._other.completer()
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._other.lineEdit().setCursorPosition(0)

    def _lay_out(self) -> None:
        label = QLabel("对照表(&T)：", self)
        label.setBuddy(self._other)
        head = QHBoxLayout()
        head.addWidget(label)
        head.addWidget(self._other, 1)
        head.addWidget(self._only)
        boxes = QWidget(self)
        both = QHBoxLayout(boxes)
        both.setContentsMargins(0, 0, 0, 0)
        for box in self._texts:
            both.addWidget(box)
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.addWidget(self._view)
        splitter.addWidget(boxes)
        splitter.setSizes([em(self, 26), em(self, 7)])
        splitter.setChildrenCollapsible(False)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.addButton(self._copy, QDialogButtonBox.ButtonRole.ActionRole)
        for button in buttons.buttons():
            button.setAutoDefault(False)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(self._name)
        layout.addLayout(head)
        layout.addWidget(splitter, 1)
        layout.addWidget(self._note)
        layout.addWidget(buttons)

    def _load(self) -> None:
        other = self._other.currentData()
        with self._session.workspace.read() as reader:
            self._here = reader.table(self._project_id)
            self._there = reader.table(other) if other else None
        if self._here is not None:
            self._name.setText(f"本表：{self._here.year.year} 年度　{self._here.label}")
        both = self._here is not None and self._there is not None
        self._lines = side_by_side(self._here, self._there) if both else ()
        self._show()

    def _show(self) -> None:
        different = [line for line in self._lines if line.differs]
        self._model.show(different if self._only.isChecked() else self._lines)
        count = f"有 {len(different)} 处不同" if different else "两张表的内容一样"
        self._note.setText(f"{count}。{self._lock_reason() or '选中要抄的行，可以选多行；抄录可以撤销。'}")
        self._enable()

    def _lock_reason(self) -> str:
        if self._session.workspace.read_only:
            return "工作区是只读的，不能抄录。"
        state = self._here.project.state if self._here else State.DRAFT
        return "" if state is State.DRAFT else f"本表{lock_sentence(state)}"

    def _enable(self) -> None:
        lines = self._view.selected_items()
        self._copy.setEnabled(not self._lock_reason() and any(line.can_be_copied for line in lines))

    def _describe(self, line: Line | None) -> None:
        for box, text in zip(self._texts, (line.here, line.there) if line else ("", ""), strict=True):
            box.setPlainText(text)

    def _copy_selected(self) -> None:
        assert self._here is not None
        assert self._there is not None
        wanted = copy_across(self._here, self._there, self._view.selected_items())
        if self._session.perform(wanted):
            self._load()
            self._note.setText(f"已抄录 {len(wanted.edits)} 处，可以撤销。{self._note.text()}")
        else:
            self._note.setText(self._session.last_refusal)


def _texts(line: Line) -> tuple[str, ...]:
    return DIFFERENT if line.differs else "", line.place, line.here, line.there
