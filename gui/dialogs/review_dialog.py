"""审核意见 of one table, section by section, with the conclusion."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from core.domain.records import TargetTable
from core.domain.review import CONCLUSION, CONCLUSIONS, SECTIONS
from core.services.reviewing import Review
from gui.style import button_box, em, heading, note, plain_label, resize
from gui.text_box import TextBox

_UNDECIDED = "（未定）"


class ReviewDialog(QDialog):
    """Shows and takes a review; nothing is written here.

    Signals:
        sheet_asked: The review was agreed to, and its sheet is wanted too.
    """

    sheet_asked = Signal()

    def __init__(self, parent: QWidget, table: TargetTable, review: Review) -> None:
        super().__init__(parent)
        self.setObjectName("reviewDialog")
        self.setWindowTitle("审核意见")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize(self, 44, 36)
        self._remarks = {section: self._make_remark(section, review) for section in SECTIONS}
        self._conclusion = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.addWidget(heading(table.label, self, 1.1, wraps=True))
        layout.addLayout(self._lay_out_sections(), 1)
        layout.addLayout(self._make_conclusions(review))
        layout.addWidget(self._make_buttons())

    @property
    def review(self) -> Review:
        """What was written."""
        texts = {section: field.toPlainText().strip() for section, field in self._remarks.items()}
        conclusion = ["", *CONCLUSIONS][self._conclusion.checkedId()]
        return Review({section: text for section, text in texts.items() if text}, conclusion)

    def _make_remark(self, section: str, review: Review) -> TextBox:
        field = TextBox(self, review.remarks.get(section, ""))
        field.setObjectName(section)
        field.setAccessibleName(section)
        field.setMinimumHeight(em(self, 1.8))  # Qt's own least keeps the dialog off a low screen
        return field

    def _lay_out_sections(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        for row, (section, field) in enumerate(self._remarks.items()):
            label = plain_label(f"{section}(&{row + 1})：", self)
            label.setBuddy(field)
            grid.addWidget(label, 2 * row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(note(SECTIONS[section], self), 2 * row, 1)
            grid.addWidget(field, 2 * row + 1, 0, 1, 2)
            grid.setRowStretch(2 * row + 1, 1)
        return grid

    def _make_conclusions(self, review: Review) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(plain_label(f"{CONCLUSION}：", self))
        for number, word in enumerate(("", *CONCLUSIONS)):
            button = QRadioButton(word or _UNDECIDED, self)
            button.setAccessibleName(f"结论：{button.text()}")
            button.setChecked(word == review.conclusion)
            self._conclusion.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = button_box(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel, self)
        sheet = buttons.addButton("保存并导出审核意见表…", QDialogButtonBox.ButtonRole.ActionRole)
        sheet.setAutoDefault(False)
        sheet.clicked.connect(self._ask_sheet)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def _ask_sheet(self) -> None:
        self.accept()
        self.sheet_asked.emit()
