"""审核报告 on screen: by rule, by unit, by table; from here it goes out as a file."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QTextBrowser, QVBoxLayout, QWidget

from core.domain.errors import KnownError
from core.ports import Progress
from core.services import audit_report, reviewing
from core.services.audit_report import AuditReport
from core.services.file_names import safe_name
from gui import background, messages
from gui.dialogs import files
from gui.project_tree import Scope
from gui.report_html import report_html
from gui.session import Session
from gui.style import button_box, note, resize

_REPORT: Final = "审核报告"
_SHEETS: Final = "审核意见表"
_EXPORTS: Final = (
    (_REPORT, ".pdf", "导出 PDF…", "PDF 文件 (*.pdf)"),
    (_REPORT, ".xlsx", "导出 Excel…", "Excel 工作簿 (*.xlsx)"),
    (_SHEETS, ".pdf", "导出审核意见表…", "PDF 文件 (*.pdf)"),
)
_AUDITING: Final = "正在审核…"
_SHOWN_AT_MOST: Final = 2000
"""Findings that are shown whole; of more the dialog shows the summaries, a text browser being no place for them."""


class ReportDialog(QDialog):
    """A scope, and the report on it.

    Args:
        parent: The window.
        session: Whose tables they are.
        scopes: What may be chosen, the nearest first; each has a table at least.
        folder: Where files are proposed.

    Signals:
        written: The :class:`Path` of a report that was written.
    """

    written = Signal(object)

    def __init__(self, parent: QWidget, session: Session, scopes: Sequence[Scope], folder: Path) -> None:
        super().__init__(parent)
        self.setObjectName("reportDialog")
        self.setWindowTitle("审核报告")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize(self, 56, 40)
        self._session, self._folder = session, folder
        self._scopes = scopes
        self._report: AuditReport | None = None
        self._scope = QComboBox(self)
        self._scope.setObjectName("reportScope")
        self._scope.setAccessibleName("范围")
        self._scope.addItems([scope.words(self) for scope in self._scopes])
        self._text = QTextBrowser(self)
        self._text.setObjectName("reportText")
        self._text.setAccessibleName("审核报告")
        self._note = note("", self)
        self._note.setObjectName("reportNote")
        buttons = button_box(QDialogButtonBox.StandardButton.Close, self)
        self._exports = []
        for what, suffix, text, filters in _EXPORTS:
            button = buttons.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
            button.clicked.connect(lambda _checked, export=(what, suffix, filters): self._ask_file(*export))
            self._exports.append(button)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow("范围：", self._scope)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._note)
        layout.addWidget(buttons)
        self._scope.currentIndexChanged.connect(self._make)
        self._make()

    def _make(self) -> None:
        self._show(None)
        self._say(_AUDITING)
        selection, workspace = self._scopes[self._scope.currentIndex()].selection, self._session.workspace

        def work(progress: Progress) -> AuditReport:
            return audit_report.report(workspace, selection, progress)

        def done(report: AuditReport) -> None:
            if selection == self._scopes[self._scope.currentIndex()].selection:  # else another was asked for meanwhile
                self._show(report)

        background.run(self, "审核", work, done, lambda error: self._say(error.sentence))

    def _say(self, text: str) -> None:
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def _show(self, report: AuditReport | None) -> None:
        self._report = report
        for button in self._exports:
            button.setEnabled(report is not None)
        if report is None:
            self._text.clear()
            self._say("")
            return
        whole = report.finding_count <= _SHOWN_AT_MOST
        self._text.setHtml(report_html(report.paper if whole else report.summary))
        self._say("" if whole else f"共 {report.finding_count} 条，这里只显示汇总；逐条内容请导出后查看。")

    def _ask_file(self, what: str, suffix: str, filters: str) -> None:
        name = self._scopes[self._scope.currentIndex()].name
        proposed = self._folder / f"{safe_name(f'{name} {what}')}{suffix}"
        files.ask_save(self, f"导出{what}", filters, proposed, partial(self._write, what))

    def _write(self, what: str, path: Path) -> None:
        report, workspace = self._report, self._session.workspace
        selection = self._scopes[self._scope.currentIndex()].selection

        def work(_progress: Progress) -> None:
            if what == _SHEETS:
                reviewing.export_review_sheets(workspace, path, selection)
            elif report is not None:
                audit_report.write_report(report, path)

        background.run(self, f"导出{what}", work, lambda _none: self._wrote(what, path), self._refuse)

    def _wrote(self, what: str, path: Path) -> None:
        self._folder = path.parent
        self.written.emit(path)
        url = QUrl.fromLocalFile(str(path))
        messages.offer(self, f"{what}已写到“{path}”。", "打开文件", lambda: QDesktopServices.openUrl(url))

    def _refuse(self, error: KnownError) -> None:
        messages.show_error(self, error)
