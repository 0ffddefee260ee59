"""Accepting warnings: their sentences, and the reason that whoever reviews will read."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from core.audit.findings import Finding
from gui.dialogs.reason_field import ReasonField
from gui.style import button_box, note, resize

_SHOWN = 8  # lines of the list before it scrolls


class AcceptDialog(QDialog):
    """Asks for the reason; nothing is written here.

    Args:
        parent: The window.
        findings: The warnings, at least one.
        earlier: Reasons given before, offered while typing.
    """

    def __init__(self, parent: QWidget, findings: Sequence[Finding], earlier: Sequence[str]) -> None:
        super().__init__(parent)
        self.setObjectName("acceptDialog")
        self.setWindowTitle("接受警告")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize(self, 40, 16)
        warnings = QListWidget(self)
        warnings.setAccessibleName("要接受的警告")
        warnings.setWordWrap(True)
        warnings.setAlternatingRowColors(True)
        warnings.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        warnings.addItems([f"表 {f.number} {f.place}：{f.message}" for f in findings])
        self._field = ReasonField(self, "acceptReason", "接受", "合同按固定总价签订，单位负责人已核对")
        self._field.setText(next((f.reason for f in findings if f.reason), ""))
        self._field.setCompleter(self._completer(earlier))
        buttons = button_box(QDialogButtonBox.StandardButton.Cancel, self)
        accept = buttons.addButton("接受", QDialogButtonBox.ButtonRole.AcceptRole)
        accept.setDefault(True)
        self._field.allow(accept)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow("理由：", self._field)
        layout = QVBoxLayout(self)
        layout.addWidget(note("理由与内容一起记录在案；以后内容改了，警告会重新出现。", self))
        layout.addWidget(warnings, 1)
        layout.addLayout(form)
        layout.addWidget(buttons)
        self._field.setFocus()

    @property
    def reason(self) -> str:
        """What was typed, without outer white space."""
        return self._field.reason

    def _completer(self, earlier: Sequence[str]) -> QCompleter:
        completer = QCompleter(list(dict.fromkeys(earlier)), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(_SHOWN)
        return completer
