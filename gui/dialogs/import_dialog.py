"""Shows what a file would bring in before anything is written; only 导入 writes."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QRadioButton,
    QSpinBox,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.domain.amounts import print_amount
from core.domain.errors import KnownError
from core.services import importing
from core.services.editing import Applied
from core.services.importing import ImportPreview, OnConflict, Status
from gui import background
from gui.dialogs.new_records import FIRST_YEAR, LAST_YEAR
from gui.session import Session
from gui.style import em, heading, note

_COLUMNS: Final = ("表号", "项目名称", "预算单位", "预算（万元）", "指标", "状态")
_NUMBER, _NAME, _UNIT, _BUDGET, _ROWS, _STATUS = range(len(_COLUMNS))
_POLICIES: Final[tuple[tuple[OnConflict, str], ...]] = (
    ("skip", "跳过已有的，只导入新增的"),
    ("replace", "用文件中的内容替换已有的"),
)


class ImportDialog(QDialog):
    """Tables with their status, what to look at, which year, and what to do about tables that are there already.

    Signals:
        imported: :class:`Applied`, after the import was committed.
    """

    imported = Signal(object)

    def __init__(self, parent: QWidget, session: Session, preview: ImportPreview) -> None:
        super().__init__(parent)
        self.setObjectName("importDialog")
        self.setWindowTitle(f"导入 {preview.file_name}")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(em(self, 62), em(self, 40))
        self._session = session
        self._preview = preview
        self._summary = heading("", self, 1.15)
        self._summary.setWordWrap(True)
        self._reason = note("", self)
        self._year = self._make_year()
        self._tables = self._make_tables()
        self._notes = QTabWidget(self)
        self._problems = self._make_list("需要留意的地方")
        self._cleaned = self._make_list("去掉的空白")
        self._policy = self._make_policy()
        self._refusal = QLabel(self)
        self._refusal.setWordWrap(True)
        self._refusal.hide()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self._import = self._buttons.addButton("导入", QDialogButtonBox.ButtonRole.AcceptRole)
        self._import.setObjectName("importButton")
        self._import.setDefault(True)
        self._buttons.accepted.connect(self._accept_preview)
        self._buttons.rejected.connect(self.reject)
        self._lay_out()
        self._show(preview)
        self._tables.setFocus()

    # What the dialog is made of -----------------------------------------------------------------------------------

    def _make_year(self) -> QSpinBox:
        box = QSpinBox(self)
        box.setObjectName("importYear")
        box.setAccessibleName("年度")
        box.setRange(FIRST_YEAR, LAST_YEAR)
        box.setSuffix(" 年度")
        box.setValue(self._preview.year)
        box.setKeyboardTracking(False)
        box.valueChanged.connect(self._read_again)
        return box

    def _make_tables(self) -> QTreeWidget:
        tables = QTreeWidget(self)
        tables.setObjectName("importTables")
        tables.setAccessibleName("文件中的表")
        tables.setHeaderLabels(_COLUMNS)
        tables.setRootIsDecorated(False)
        tables.setUniformRowHeights(True)
        tables.setAlternatingRowColors(True)
        header = tables.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in ((_NUMBER, 3), (_UNIT, 14), (_BUDGET, 6), (_ROWS, 3), (_STATUS, 8)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(column, em(self, width))
        return tables

    def _make_list(self, name: str) -> QListWidget:
        sentences = QListWidget(self)
        sentences.setAccessibleName(name)
        sentences.setWordWrap(True)
        sentences.setAlternatingRowColors(True)
        self._notes.addTab(sentences, name)
        return sentences

    def _make_policy(self) -> QWidget:
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(QLabel("已有的表：", box))
        self._policies = QButtonGroup(box)
        for number, (_, text) in enumerate(_POLICIES):
            button = QRadioButton(text, box)
            button.setChecked(number == 0)
            self._policies.addButton(button, number)
            row.addWidget(button)
        row.addStretch()
        return box

    def _lay_out(self) -> None:
        year = QHBoxLayout()
        year.addWidget(QLabel("导入到：", self))
        year.addWidget(self._year)
        year.addWidget(self._reason, 1)
        layout = QVBoxLayout(self)
        layout.addWidget(self._summary)
        layout.addLayout(year)
        layout.addWidget(self._tables, 3)
        layout.addWidget(self._notes, 2)
        layout.addWidget(self._policy)
        layout.addWidget(self._refusal)
        layout.addWidget(self._buttons)

    # What it shows ------------------------------------------------------------------------------------------------

    def _show(self, preview: ImportPreview) -> None:
        self._preview = preview
        rows = sum(len(table.indicators) for table in preview.tables)
        there = len(preview.conflicts)
        already = f"，其中 {there} 张已有" if there else ""
        same = all(item.status is Status.SAME for item in preview.items)
        outcome = "内容都与工作区中的相同，不需要导入" if same else "还没有写入任何内容"
        self._summary.setText(f"{len(preview.items)} 张表，{rows} 条指标{already}。{outcome}。")
        self._import.setEnabled(not same)
        self._reason.setText(preview.year_reason)
        self._policy.setVisible(bool(there) and not same)
        self._fill_tables(preview)
        self._fill_notes(self._problems, [problem.sentence for problem in preview.problems])
        self._fill_notes(self._cleaned, [cleaned.sentence for cleaned in preview.cleaned])
        self._notes.setVisible(bool(preview.problems or preview.cleaned))

    def _fill_tables(self, preview: ImportPreview) -> None:
        self._tables.clear()
        for item in preview.items:
            table = item.table
            line = QTreeWidgetItem(
                [
                    "" if table.number is None else str(table.number),
                    table.name or table.label,
                    f"{table.unit_code} {table.unit_name}",
                    print_amount(table.budget),
                    str(len(table.indicators)),
                    item.status.label,
                ]
            )
            for column in (_NUMBER, _BUDGET, _ROWS):
                line.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for column in (_NAME, _UNIT):
                line.setToolTip(column, line.text(column))
            self._tables.addTopLevelItem(line)

    def _fill_notes(self, target: QListWidget, sentences: list[str]) -> None:
        target.clear()
        target.addItems(sentences)
        index = self._notes.indexOf(target)
        self._notes.setTabText(index, f"{target.accessibleName()}（{len(sentences)}）")
        self._notes.setTabVisible(index, bool(sentences))

    # What it does -------------------------------------------------------------------------------------------------

    def _read_again(self, year: int) -> None:
        """Another year: compare with what is there in that one."""
        self._import.setEnabled(False)
        path, workspace = self._preview.path, self._session.workspace
        background.run(
            self, "读取文件", lambda _progress: importing.preview(workspace, path, year), self._compared, self._refuse
        )

    def _compared(self, preview: ImportPreview) -> None:
        self._refusal.hide()
        self._show(preview)

    def _accept_preview(self) -> None:
        self._import.setEnabled(False)
        preview, workspace = self._preview, self._session.workspace
        policy: OnConflict = _POLICIES[self._policies.checkedId()][0] if preview.conflicts else "stop"
        background.run(
            self, "导入", lambda _progress: importing.accept(workspace, preview, policy), self._accepted, self._refuse
        )

    def _accepted(self, applied: Applied) -> None:
        self.accept()
        self.imported.emit(applied)

    def _refuse(self, error: KnownError) -> None:
        self._import.setEnabled(True)
        self._refusal.setText(error.sentence)
        self._refusal.show()
