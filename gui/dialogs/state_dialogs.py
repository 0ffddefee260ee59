"""定稿, 签字 and 解锁: which tables, what stands in the way, and then one change."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QVBoxLayout,
    QWidget,
)

from core.domain.edits import ChangeSet
from core.domain.errors import KnownError
from core.domain.records import State, TargetTable
from core.domain.selection import Selection
from core.ports import Progress
from core.services import states
from core.services.states import Candidate, Known
from gui import background, long_change
from gui.dialogs.reason_field import ReasonField
from gui.live_findings import LiveFindings
from gui.project_tree import Scope
from gui.session import Session
from gui.style import button_box, note, resize
from gui.text_table import TextTable, TextTableModel

_HEADERS: Final = ("表号", "项目名称", "预算单位", "说明")
_WIDTHS: Final = (4.2, 0, 14, 11)
_REMARK: Final = len(_HEADERS) - 1
_WAY: Final = "在不能定稿的表上双击或按回车，转到它的问题。"


class StateDialog(QDialog):
    """A scope, the tables of it that may come into another state, and the step itself.

    Args:
        parent: The window.
        session: Writes the change.
        scopes: What may be chosen, the nearest first.
        live: Knows the findings.

    Signals:
        obstacle_chosen: The id of a project that cannot go on yet, whose line was opened; the dialog is closed.
    """

    obstacle_chosen = Signal(str)

    WORD = ""
    EXPLANATION = ""
    NOTHING = ""

    def __init__(self, parent: QWidget, session: Session, scopes: Sequence[Scope], live: LiveFindings) -> None:
        super().__init__(parent)
        self.setObjectName("stateDialog")
        self.setWindowTitle(self.WORD)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize(self, 52, 26)
        self._session = session
        self._live = live
        self._task: background.Task | None = None
        self._scopes = [scope for scope in scopes if scope.count]
        self._scope = QComboBox(self)
        self._scope.setObjectName("stateScope")
        self._scope.setAccessibleName("范围")
        self._scope.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._scope.addItems([scope.words(self) for scope in self._scopes])
        self._model = TextTableModel(
            _HEADERS, _texts, can_tick=True, may_tick=lambda candidate: not candidate.obstacle, whole=_whole
        )
        self._tables = TextTable(self, f"要{self.WORD}的表", self._model, _WIDTHS)
        self._tables.setObjectName("stateTables")
        self._note = note("", self)
        self._note.setObjectName("stateNote")
        self._buttons = button_box(QDialogButtonBox.StandardButton.Cancel, self)
        self._go = self._buttons.addButton(self.WORD, QDialogButtonBox.ButtonRole.AcceptRole)
        self._go.setDefault(True)
        self._fields = QFormLayout()
        self._fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._fields.addRow("范围：", self._scope)
        self._buttons.accepted.connect(self._perform)
        self._buttons.rejected.connect(self.reject)
        self._scope.currentIndexChanged.connect(self._load)
        self._model.dataChanged.connect(self._check)
        self._tables.opened.connect(self._leave_for)
        self._tables.current_changed.connect(lambda _candidate: self._check())
        self._add_fields()
        layout = QVBoxLayout(self)
        layout.addWidget(note(self.EXPLANATION, self))
        layout.addLayout(self._fields)
        layout.addWidget(self._tables, 1)
        layout.addWidget(self._note)
        layout.addWidget(self._buttons)
        self._load()

    # What each step is ----------------------------------------------------------------------------------------------

    def _add_fields(self) -> None:
        """Fields of the step's own, above the list."""

    def _search(self, selection: Selection) -> Callable[[Progress], tuple[Candidate, ...]]:
        """What finds the tables, in another thread."""
        raise NotImplementedError

    def _step(self, tables: Sequence[TargetTable]) -> Callable[[], ChangeSet]:
        """What makes the change, in another thread."""
        raise NotImplementedError

    def _missing(self) -> str:
        """What the clerk has to fill in first."""
        return ""

    # What all of them do --------------------------------------------------------------------------------------------

    def _load(self) -> None:
        if not self._scopes:
            self._show(())
            return
        self._go.setEnabled(False)
        self._note.setText("正在查看…")
        if self._task is not None:
            self._task.abandon()
        selection = self._scopes[self._scope.currentIndex()].selection
        self._task = background.start(self, self._search(selection), self._show, self._refuse)
        self._task.progressed.connect(self._tell_progress)

    def _tell_progress(self, done: int, total: int) -> None:
        self._note.setText(f"正在审核…{done * 100 // max(total, 1)}%")

    def _show(self, candidates: Sequence[Candidate]) -> None:
        self._task = None
        self._model.show(candidates)
        self._tables.setColumnHidden(_REMARK, not any(candidate.obstacle for candidate in candidates))
        self._check()
        if candidates and all(candidate.obstacle for candidate in candidates):
            self._tables.setFocus()  # what is left is to go to what hinders one

    def _chosen(self) -> list[Candidate]:
        return list(self._model.ticked())

    def _check(self) -> None:
        chosen = len(self._chosen())
        missing = self._missing()
        if not self._model.items:
            self._note.setText(self.NOTHING)
        else:
            hindered = any(candidate.obstacle for candidate in self._model.items)
            self._note.setText(missing or f"选中 {chosen} 张。{self._about_current()}{_WAY if hindered else ''}")
        self._go.setText(f"{self.WORD} {chosen} 张" if chosen > 1 else self.WORD)
        self._go.setEnabled(bool(chosen) and not missing)

    def _about_current(self) -> str:
        """What hinders the table with the cursor, in full."""
        current: Candidate | None = self._tables.current_item()
        return f"第 {current.table.number} 号表{current.obstacle}" if current and current.obstacle else ""

    def _leave_for(self, candidate: Candidate) -> None:
        if candidate.obstacle:
            self.reject()
            self.obstacle_chosen.emit(candidate.table.project.id)

    def _perform(self) -> None:
        self._go.setEnabled(False)
        chosen = self._chosen()
        long_change.commit(
            self,
            self.WORD,
            self._session,
            self._step([candidate.table for candidate in chosen]),
            lambda _change: self.accept(),
            self._refuse,
            states.unchanged(chosen),
        )

    def _refuse(self, error: KnownError) -> None:
        self._note.setText(error.sentence)


class FinaliseDialog(StateDialog):
    """草稿 → 定稿."""

    WORD = "定稿"
    EXPLANATION = "定稿后表被锁定，不能再修改，直到写明理由解锁。没有错误、警告都已改正或接受的表才能定稿。"
    NOTHING = "这个范围里没有草稿，都已定稿。"

    def _search(self, selection: Selection) -> Callable[[Progress], tuple[Candidate, ...]]:
        workspace = self._session.workspace
        with workspace.read() as reader:  # before the findings: whatever is written after it makes them untrue
            sequence = reader.newest_sequence()
        self._session.catch_up()
        known = None
        if self._live.is_current:
            known = Known(sequence, {id_: self._live.of(id_) for id_ in selection.project_ids or self._live.counts()})
        return lambda progress: states.candidates(workspace, selection, known, progress)

    def _step(self, tables: Sequence[TargetTable]) -> Callable[[], ChangeSet]:
        return partial(states.finalise, tables)


class SignDialog(StateDialog):
    """定稿 → 已签."""

    WORD = "登记签字"
    EXPLANATION = "纸质表签字盖章后在这里登记：记下校验码和签字日期，以后可以核对纸上的表与这里的内容是否一致。"
    NOTHING = "这个范围里没有等待签字的定稿。请先定稿。"

    def _add_fields(self) -> None:
        self._day = QDateEdit(QDate.currentDate(), self)
        self._day.setObjectName("signedOn")
        self._day.setAccessibleName("签字日期")
        self._day.setDisplayFormat("yyyy年M月d日")
        self._day.setCalendarPopup(True)
        self._day.setMaximumDate(QDate.currentDate())
        self._fields.addRow("签字日期：", self._day)

    def _search(self, selection: Selection) -> Callable[[Progress], tuple[Candidate, ...]]:
        return lambda _progress: states.in_states(self._session.workspace, selection, (State.FINAL,))

    def _step(self, tables: Sequence[TargetTable]) -> Callable[[], ChangeSet]:
        return partial(states.sign, tables, self._day.date().toPython())  # type: ignore[arg-type]


class UnlockDialog(StateDialog):
    """定稿 or 已签 → 草稿."""

    WORD = "解锁"
    EXPLANATION = "解锁后表回到草稿，可以修改。理由、时间和操作人记入修改历史；已登记的签字随之作废。"
    NOTHING = "这个范围里没有锁定的表，都是草稿。"

    def _add_fields(self) -> None:
        self._reason = ReasonField(self, "unlockReason", "解锁", "财政审核后退回，调整预算数")
        self._reason.textChanged.connect(self._check)
        self._fields.addRow("理由：", self._reason)
        self._reason.setFocus()

    def _search(self, selection: Selection) -> Callable[[Progress], tuple[Candidate, ...]]:
        locked = (State.FINAL, State.SIGNED)
        return lambda _progress: states.in_states(self._session.workspace, selection, locked)

    def _missing(self) -> str:
        return "" if self._reason.reason else "请写明解锁的理由。"

    def _step(self, tables: Sequence[TargetTable]) -> Callable[[], ChangeSet]:
        return partial(states.unlock, tables, self._reason.reason)


def _texts(candidate: Candidate) -> tuple[str, ...]:
    return (*_whole(candidate)[:_REMARK], candidate.in_short)


def _whole(candidate: Candidate) -> tuple[str, ...]:
    table = candidate.table
    unit = f"{table.unit.code} {table.unit.name}"
    return str(table.number), table.project.name or "（未命名项目）", unit, candidate.obstacle
