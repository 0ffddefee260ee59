"""Taking back 定稿 or 签字 is as much as unlocking: it asks for the reason that the history will tell."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from core.domain.edits import ChangeSet
from core.domain.locking import steps_back
from core.domain.records import State
from gui.dialogs.reason_field import ReasonField
from gui.style import button_box, em, note


class UndoDialog(QDialog):
    """Asks for the reason; nothing is written here.

    Args:
        parent: The window.
        change: What would be taken back.
    """

    def __init__(self, parent: QWidget, change: ChangeSet) -> None:
        super().__init__(parent)
        self.setObjectName("undoDialog")
        self.setWindowTitle(f"撤销{change.operation}")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(em(self, 34))
        self._field = ReasonField(self, "undoReason", "撤销", "点错了；或：财政审核后退回，调整预算数")
        buttons = button_box(QDialogButtonBox.StandardButton.Cancel, self)
        undo = buttons.addButton("撤销", QDialogButtonBox.ButtonRole.AcceptRole)
        undo.setDefault(True)
        self._field.allow(undo)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow("理由：", self._field)
        layout = QVBoxLayout(self)
        layout.addWidget(note(_explanation(change), self))
        layout.addLayout(form)
        layout.addWidget(buttons)
        self._field.setFocus()

    @property
    def reason(self) -> str:
        """What was typed, without outer white space."""
        return self._field.reason


def _explanation(change: ChangeSet) -> str:
    back = [edit for edit in change.inverse().edits if steps_back(edit)]
    to_draft = any(State(edit.new) is State.DRAFT for edit in back)  # type: ignore[union-attr]
    outcome = "回到草稿，等于解锁" if to_draft else "回到定稿，登记的签字作废"
    return f"撤销“{change.operation}”，{len(back)} 张表就{outcome}。理由、时间和操作人记入修改历史。"
