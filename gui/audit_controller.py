"""The menu 审核, as far as findings are mended, accepted, reported and judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from core.audit.acceptance import can_be_accepted
from core.audit.findings import Finding
from core.audit.rules import RULES
from core.domain.errors import KnownError
from core.domain.selection import Selection
from core.services import accepting, audit_settings, mending
from core.services.file_names import safe_name
from gui import background, messages
from gui.actions import Needs
from gui.dialogs import files
from gui.findings_model import rule_title
from gui.recent_files import folder_of, remember_folder

if TYPE_CHECKING:
    from core.audit.settings import AuditSettings
    from core.domain.edits import ChangeSet
    from core.domain.records import TargetTable
    from gui.main_window import MainWindow
    from gui.session import Session
    from gui.workbench import Workbench


class AuditController:
    """What is done about findings; all of it needs an open workspace."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def facts(self) -> Mapping[Needs, bool]:
        """What is possible with the finding that the panel's cursor is on."""
        current = self._bench.findings.current_finding()
        chosen = self._bench.findings.selected_findings()
        return {
            Needs.MENDABLE: current is not None and self._can_be_mended(current),
            Needs.ACCEPTABLE: any(map(can_be_accepted, chosen)),
            Needs.ACCEPTED: any(finding.accepted for finding in chosen),
        }

    def fix(self) -> None:
        """Show what would mend the current finding, or all of its kind, and do what is agreed to."""
        from gui.dialogs.mend_dialog import MendDialog

        finding = self._bench.findings.current_finding()
        if finding is None:
            return
        of_table = _of_kind(self._bench.live.of(finding.project_id), finding)
        of_all = _of_kind(self._bench.live.all(), finding)
        offers = [("只修正这一处", partial(self._propose, [finding]))]
        if len(of_table) > 1:
            offers.append(("修正本表所有同类问题", partial(self._propose, of_table)))
        if len(of_all) > len(of_table):
            offers.append(("修正工作区所有表的同类问题", partial(self._propose, of_all)))
        dialog = MendDialog(self._window, rule_title(finding.rule), offers)
        dialog.accepted.connect(lambda: self._perform(dialog.change))
        dialog.open()

    def accept(self) -> None:
        """Ask for the reason why the selected warnings are accepted."""
        from gui.dialogs.accept_dialog import AcceptDialog

        chosen = [finding for finding in self._bench.findings.selected_findings() if can_be_accepted(finding)]
        if not chosen:
            return
        with self._session.workspace.read() as reader:
            earlier = [acceptance.reason for acceptance in reader.acceptances()]
        dialog = AcceptDialog(self._window, chosen, earlier)
        dialog.accepted.connect(lambda: self._perform(accepting.accept(self._session.workspace, chosen, dialog.reason)))
        dialog.open()

    def withdraw(self) -> None:
        """Let the selected warnings stand again."""
        chosen = [finding for finding in self._bench.findings.selected_findings() if finding.accepted]
        try:
            change = accepting.withdraw(self._session.workspace, chosen)
        except KnownError as error:
            messages.show_error(self._window, error)
        else:
            self._perform(change)

    def report(self) -> None:
        """Audit a part of the workspace and show the report, which can be written to a file."""
        from gui.dialogs.report_dialog import ReportDialog

        scopes = self._bench.tree.scopes_with_tables()
        if not scopes:
            messages.show_sentence(self._window, messages.NO_TABLES)
            return
        dialog = ReportDialog(self._window, self._session, scopes, folder_of(self._window.settings, "export"))
        dialog.written.connect(partial(remember_folder, self._window.settings, "export"))
        dialog.open()

    def review(self) -> None:
        """Let a reviewer write on the table shown, and print it if wanted."""
        from core.services import reviewing
        from gui.dialogs.review_dialog import ReviewDialog

        table = self._bench.editor.current_table()
        if table is None:
            return
        project_id, workspace = table.project.id, self._session.workspace
        dialog = ReviewDialog(self._window, table, reviewing.review_of(workspace, project_id))
        dialog.accepted.connect(lambda: self._perform(reviewing.write_review(workspace, project_id, dialog.review)))
        dialog.sheet_asked.connect(lambda: self._ask_sheet(table))
        dialog.open()

    def convert_scheme(self) -> None:
        """Show what another scheme of categories would change in a year, and do it if agreed to."""
        from gui.dialogs.convert_dialog import ConvertDialog

        with self._session.workspace.read() as reader:
            years = [line.year for line in reader.outline()]
        node = self._bench.tree.working_node()
        current = next((step.line.id for step in node.path() if step.kind == "year"), "") if node else ""
        years.sort(key=lambda year: year.id != current)  # stable: the others stay in order
        if not years:
            messages.show_sentence(self._window, "还没有年度，没有可以转换的指标体系。")
            return
        dialog = ConvertDialog(self._window, self._session, years)
        dialog.accepted.connect(lambda: self._perform(dialog.change))
        dialog.open()

    def settings(self) -> None:
        """Let the rules of this workspace be set; they are in force at once."""
        from gui.dialogs.audit_settings_dialog import AuditSettingsDialog

        dialog = AuditSettingsDialog(self._window, self._bench.live.settings, folder_of(self._window.settings, "audit"))
        dialog.accepted.connect(lambda: self._use(dialog.settings))
        dialog.open()

    # Inside -------------------------------------------------------------------------------------------------------

    @property
    def _session(self) -> Session:
        session = self._window.session
        assert session is not None, "these actions are disabled without a workspace"
        return session

    @property
    def _bench(self) -> Workbench:
        bench = self._window.workbench
        assert bench is not None, "these actions are disabled without a workspace"
        return bench

    def _can_be_mended(self, finding: Finding) -> bool:
        if RULES[finding.rule].fix is None:
            return False
        return mending.can_be_mended(self._session.workspace, finding, self._bench.live.settings)

    def _propose(self, findings: Sequence[Finding]) -> mending.Mending:
        return mending.propose(self._session.workspace, findings, self._bench.live.settings)

    def _ask_sheet(self, table: TargetTable) -> None:
        from core.services.reviewing import export_review_sheets

        selection, workspace = Selection(project_ids=frozenset({table.project.id})), self._session.workspace

        def chosen(path: Path) -> None:
            remember_folder(self._window.settings, "export", path)
            background.run(
                self._window,
                "导出审核意见表",
                lambda _progress: export_review_sheets(workspace, path, selection),
                lambda _count: self._offer(path),
            )

        name = safe_name(f"{table.label} 审核意见")
        proposed = folder_of(self._window.settings, "export") / f"{name}.pdf"
        files.ask_save(self._window, "导出审核意见表", "PDF 文件 (*.pdf)", proposed, chosen)

    def _offer(self, path: Path) -> None:
        url = QUrl.fromLocalFile(str(path))
        messages.offer(self._window, f"审核意见表已写到“{path}”。", "打开文件", lambda: QDesktopServices.openUrl(url))

    def _use(self, settings: AuditSettings) -> None:
        try:
            audit_settings.save(self._session.workspace, settings)
        except KnownError as error:
            messages.show_error(self._window, error)
        else:
            self._bench.live.use_settings(settings)

    def _perform(self, change: ChangeSet) -> None:
        if not self._session.perform(change):
            messages.show_sentence(self._window, self._session.last_refusal)


def _of_kind(findings: Sequence[Finding], like: Finding) -> list[Finding]:
    return [finding for finding in findings if finding.rule == like.rule]
