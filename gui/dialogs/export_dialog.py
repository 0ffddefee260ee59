"""Asks what to export, in which format and edition."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QDialog, QDialogButtonBox, QFormLayout, QRadioButton, QVBoxLayout, QWidget

from core.domain.selection import Selection
from core.services.exporting import EXPORTERS
from core.services.file_names import safe_name
from gui.project_tree import Scope
from gui.style import button_box, em

_FORMATS = (
    (".pdf", "PDF 文件", "与打印出来的完全一样，适合公开和存档"),
    (".xlsx", "Excel 工作簿", "每张表一页，可用 Excel、WPS 打开，也能再导入"),
    (".docx", "Word 文件", "与公开的格式相同，可以继续编辑"),
)
_EDITIONS = (
    ("publication", "公开版", "多张表合成一册，没有签字栏"),
    ("signature", "签字版", "表下有签字栏、页码和校验码"),
)
_PAPER = ".pdf"
_CHOOSE_FILE, _CHOOSE_FOLDER = "选择文件…", "选择文件夹…"
_SPREADS = (
    ("合在一个文件里", ""),
    ("每张表一个文件", "放进一个新文件夹，文件名取自单位和项目"),
)


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What is to be exported.

    Attributes:
        name: Of the scope, for the file or folder.
        each: Whether every table becomes a file of its own.
    """

    selection: Selection
    suffix: str
    edition: str
    name: str
    each: bool

    @property
    def file_name(self) -> str:
        """A name that every system accepts."""
        return f"{safe_name(self.name)}{self.suffix}"

    @property
    def filters(self) -> str:
        """For the file dialog."""
        label = next(label for suffix, label, _ in _FORMATS if suffix == self.suffix)
        return f"{label} (*{self.suffix})"


class ExportDialog(QDialog):
    """Scope, of those given, which have tables; format, edition, one file or many. Nothing is written here."""

    def __init__(self, parent: QWidget, scopes: Sequence[Scope]) -> None:
        super().__init__(parent)
        self.setObjectName("exportDialog")
        self.setWindowTitle("导出")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(em(self, 30))
        self._scopes = scopes
        self._formats = [entry for entry in _FORMATS if entry[0] in EXPORTERS]
        self._form = QFormLayout()
        self._form.setVerticalSpacing(em(self, 0.6))
        scopes_offered = [(scope.words(self), "") for scope in self._scopes]
        self._scope = self._choice("范围", scopes_offered)
        self._format = self._choice("格式", [(label, tip) for _, label, tip in self._formats])
        self._edition = self._choice("版式", [(label, tip) for _, label, tip in _EDITIONS])
        self._spread = self._choice("文件", _SPREADS)
        self._format.idToggled.connect(self._offer_editions)
        buttons = button_box(QDialogButtonBox.StandardButton.Cancel, self)
        go_on = buttons.addButton(_CHOOSE_FILE, QDialogButtonBox.ButtonRole.AcceptRole)
        go_on.setDefault(True)
        self._spread.idToggled.connect(
            lambda _number, _checked: go_on.setText(_CHOOSE_FOLDER if self._each else _CHOOSE_FILE)
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(self._form)
        layout.addSpacing(em(self, 0.5))
        layout.addWidget(buttons)

    def request(self) -> ExportRequest:
        """What was chosen."""
        scope = self._scopes[self._scope.checkedId()]
        suffix = self._formats[self._format.checkedId()][0]
        edition = _EDITIONS[self._edition.checkedId()][0]
        return ExportRequest(scope.selection, suffix, edition, scope.name, self._each)

    @property
    def _each(self) -> bool:
        return self._spread.checkedId() == 1

    def _offer_editions(self, _number: int, _checked: bool) -> None:
        """Only paper is signed."""
        on_paper = self._formats[self._format.checkedId()][0] == _PAPER
        for number, (edition, _, _) in enumerate(_EDITIONS):
            self._edition.button(number).setEnabled(on_paper or edition == _EDITIONS[0][0])
        if not on_paper:
            self._edition.button(0).setChecked(True)

    def _choice(self, label: str, options: Sequence[tuple[str, str]]) -> QButtonGroup:
        group = QButtonGroup(self)
        column = QVBoxLayout()
        column.setSpacing(em(self, 0.2))
        for number, (text, explanation) in enumerate(options):
            button = QRadioButton(f"{text}：{explanation}" if explanation else text, self)
            button.setAccessibleName(f"{label}：{text}")
            button.setChecked(number == 0)
            group.addButton(button, number)
            column.addWidget(button)
        self._form.addRow(f"{label}：", column)
        return group
