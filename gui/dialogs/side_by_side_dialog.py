"""对照: two tables side by side, differences marked; what the one says is copied into the other by key."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QSignalBlocker, QStringListModel, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.domain.records import TargetTable
from core.services.side_by_side import LEFT, RIGHT, Line, copy_across, side_by_side
from gui.dialogs.side_by_side_view import SIDES, SideBySideView, place_numbers
from gui.session import Session
from gui.style import note, resize

GONE: Final = "所选的表已不在工作区中，请另选。"
_EQUAL: Final = "两张表的内容一样。"
_HINT: Final = "选中的格、行抄到另一张表，可以撤销；另一张表没有的行整行抄过去。"


class SideBySideDialog(QDialog):
    """Stays open beside the window; each copying is one undo step of the session."""

    def __init__(self, parent: QWidget, session: Session, undo_and_redo: Sequence[QAction]) -> None:
        super().__init__(parent)
        self.setObjectName("sideBySideDialog")
        self.setWindowTitle("对照")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        resize(self, 76, 44)
        self.addActions(undo_and_redo)
        self._session = session
        self._ids: tuple[str, ...] = ()
        self._tables: tuple[TargetTable, TargetTable] | None = None
        self._lines: tuple[Line, ...] = ()
        self._names = QStringListModel(self)
        self._boxes = [self._make_box(side) for side in (LEFT, RIGHT)]
        self._view = SideBySideView(self)
        self._only = QCheckBox("只看不同的(&O)", self)
        self._note = note("", self)
        self._note.setObjectName("sideBySideNote")
        self._next = self._button("下一处不同（F8）", "nextDifference", partial(self._step, 1))
        self._copies = [
            self._button("←  抄到左表（Alt+←）", "copyToLeft", partial(self._copy, LEFT)),
            self._button("抄到右表（Alt+→）", "copyToRight", partial(self._copy, RIGHT)),
        ]
        for key, act in (
            ("F8", partial(self._step, 1)),
            ("Shift+F8", partial(self._step, -1)),
            ("Alt+Left", partial(self._copy, LEFT)),
            ("Alt+Right", partial(self._copy, RIGHT)),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(act)
        self._lay_out()
        self._only.toggled.connect(lambda _checked: self._show())
        session.changed.connect(self._follow)

    def begin(self, choices: Sequence[tuple[str, str]], left: str, right: str) -> None:
        """Come to the front.

        Args:
            choices: Ids and names of all tables.
            left: Id of the one that is shown on the left.
            right: And on the right.
        """
        self._ids = tuple(project_id for project_id, _ in choices)
        blockers = [QSignalBlocker(box) for box in self._boxes]
        self._names.setStringList([name for _, name in choices])
        for box, project_id in zip(self._boxes, (left, right), strict=True):
            box.setCurrentIndex(self._ids.index(project_id))
            line = box.lineEdit()
            assert line is not None  # it is editable
            line.setCursorPosition(0)
        del blockers
        self._load()
        self.show()
        self.activateWindow()
        self._view.setFocus()

    # Inside -------------------------------------------------------------------------------------------------------

    def _make_box(self, side: int) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(("leftTable", "rightTable")[side])
        box.setAccessibleName(SIDES[side])
        box.setModel(self._names)
        box.setEditable(True)  # to find one of many by a part of its name
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        completer = box.completer()
        assert completer is not None  # an editable box has one
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        box.currentIndexChanged.connect(lambda _index: self._load())
        return box

    def _button(self, text: str, name: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked: act())
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        for box in self._boxes:
            head.addWidget(box, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._copies[LEFT])
        foot.addWidget(self._copies[RIGHT])
        foot.addWidget(self._next)
        foot.addWidget(self._only)
        foot.addStretch()
        foot.addWidget(self._button("关闭", "closeSideBySide", self.close))
        layout = QVBoxLayout(self)
        layout.addLayout(head)
        layout.addWidget(self._view, 1)
        layout.addWidget(self._note)
        layout.addLayout(foot)

    def _follow(self, _applied: object) -> None:
        if self.isVisible():
            self._load()

    def _load(self) -> None:
        with self._session.workspace.read() as reader:
            left, right = (reader.table(self._ids[box.currentIndex()]) for box in self._boxes)
        self._tables = (left, right) if left is not None and right is not None else None
        self._lines = side_by_side(self._tables) if self._tables else ()
        self._show()

    def _show(self) -> None:
        count = sum(len(line.differing) for line in self._lines)
        shown = [line for line in self._lines if line.differing] if self._only.isChecked() else self._lines
        self._view.show_lines(shown)
        outcome = f"有 {count} 处不同，用粗字和“≠”标出。{_HINT}" if count else _EQUAL
        self._note.setText(outcome if self._tables else GONE)
        for button in (*self._copies, self._next):
            button.setEnabled(count > 0)

    def _step(self, step: int) -> None:
        self._view.setFocus()
        if not self._view.go_to_difference(step):
            self._note.setText(_EQUAL)

    def _copy(self, target: int) -> None:
        if self._tables is None:
            return
        if not self._session.settle():
            self._note.setText(self._session.last_refusal)
            return
        assert self._tables is not None  # settling may have brought it up to date
        wanted = copy_across(self._tables, place_numbers(self._lines, self._view.places()), target)
        if not wanted:
            self._note.setText("选中的地方没有可以抄的：两边一样，或另一张表没有这一行。")
        elif self._session.perform(wanted):
            self._note.setText(f"已抄到{SIDES[target]} {len(wanted.edits)} 处，可以撤销（Ctrl+Z）。")
        else:
            self._note.setText(self._session.last_refusal)
