"""核对: type or scan a 校验码, or choose a file, and read whether it still equals the workspace."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.domain.errors import KnownError
from core.ports import Progress, Workspace
from core.services.verifying import Verified, read_code, verify_code, verify_file
from gui import background
from gui.icons import icon
from gui.style import button_box, em, heading, note, plain_label, resize

_HINT: Final = (
    "校验码印在签字栏旁和每张表的下方，可以键入，也可以用扫码枪扫二维码。"
    "文件可以是导出的 PDF、Excel、Word 或 JSON 文件，也可以是公开的文本文件。"
)
_NO_CODE: Final = "校验码是 16 位数字和字母 A 到 F，如 1A2B-3C4D-5E6F-7081。"


class VerifyDialog(QDialog):
    """Compares, and shows what came of it; nothing is written.

    Signals:
        file_wanted: The clerk wants to choose a file; :meth:`verify_file` takes it.
    """

    file_wanted = Signal()

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent)
        self.setObjectName("verifyDialog")
        self.setWindowTitle("核对")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize(self, 44, 26)
        self._workspace = workspace
        self._code = QLineEdit(self)
        self._code.setObjectName("verifyCode")
        self._code.setAccessibleName("校验码")
        self._code.setPlaceholderText("键入或扫描校验码")
        self._code.setClearButtonEnabled(True)
        self._go = QPushButton("核对", self)
        self._go.setDefault(True)
        self._go.setEnabled(False)
        self._choose = QPushButton("选择文件…", self)
        self._choose.setAutoDefault(False)
        self._mark = plain_label("", self)
        self._outcome = heading("", self, 1.1)
        self._outcome.setObjectName("verifyOutcome")
        self._outcome.setWordWrap(True)
        self._lines = QListWidget(self)
        self._lines.setObjectName("verifyLines")
        self._lines.setAccessibleName("核对结果")
        self._lines.setWordWrap(True)
        self._lines.setAlternatingRowColors(True)
        self._code.textChanged.connect(lambda text: self._go.setEnabled(bool(text.strip())))
        self._go.clicked.connect(self._verify_code)
        self._choose.clicked.connect(lambda _checked: self.file_wanted.emit())
        self._lay_out()
        self._code.setFocus()

    def verify_file(self, path: Path) -> None:
        """Compare a file."""
        self._run(f"《{path.name}》", lambda progress: verify_file(self._workspace, path, progress))

    def _lay_out(self) -> None:
        code = QHBoxLayout()
        code.addWidget(self._code, 1)
        code.addWidget(self._go)
        code.addWidget(self._choose)
        outcome = QHBoxLayout()
        outcome.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        outcome.addWidget(self._outcome, 1)
        buttons = button_box(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(note(_HINT, self))
        layout.addLayout(code)
        layout.addSpacing(em(self, 0.5))
        layout.addLayout(outcome)
        layout.addWidget(self._lines, 1)
        layout.addWidget(buttons)

    def _verify_code(self) -> None:
        code = read_code(self._code.text())
        if code is None:
            self._show("warning", _NO_CODE, ())
        else:
            self._run(f"校验码 {code} ", lambda _progress: verify_code(self._workspace, code))
        self._code.selectAll()  # the next code replaces this one
        self._code.setFocus()

    def _run(self, copy: str, compare: Callable[[Progress], Verified]) -> None:
        self._set_busy(True)
        task = background.run(self, "核对", compare, partial(self._tell, copy), self._fail)
        task.ended.connect(self._let_verify_again)

    def _let_verify_again(self) -> None:
        """It has an outcome, or was cancelled."""
        self._set_busy(False)

    def _fail(self, error: KnownError) -> None:
        self._show("error", error.sentence, ())

    def _tell(self, copy: str, verified: Verified) -> None:
        if verified.unknown and verified.unknown == len(verified.differences) and not verified.tables:
            self._show("warning", f"未找到：工作区中没有{copy}对应的表。", (*verified.differences, *verified.notes))
        elif verified.differences:
            count = len(verified.differences)
            lines = (*verified.differences, *verified.notes)
            self._show("warning", f"不一致：{copy}与工作区有 {count} 处不同。", lines)
        elif len(verified.tables) == 1:
            self._show("accepted", f"一致：{copy}与工作区中的{verified.tables[0]}相同。", verified.notes)
        else:
            lines = (*verified.notes, *verified.tables)
            self._show("accepted", f"一致：{copy}的 {len(verified.tables)} 张表都与工作区相同。", lines)

    def _show(self, mark: str, sentence: str, lines: tuple[str, ...]) -> None:
        self._mark.setPixmap(icon(mark).pixmap(em(self, 1.4)))
        self._outcome.setText(sentence)
        self._lines.clear()
        self._lines.addItems(lines)

    def _set_busy(self, busy: bool) -> None:
        self._choose.setDisabled(busy)
        self._go.setEnabled(not busy and bool(self._code.text().strip()))
