"""The menu 审核, as far as findings are mended, accepted, reported and judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from core.audit.acceptance import can_be_accepted
from core.audit.findings import Finding
from core.audit.rules import RULES
from core.domain.errors import KnownError
from core.services import accepting, audit_settings, mending
from gui import messages
from gui.actions import Needs
from gui.findings_model import rule_title
from gui.recent_files import folder_of

if TYPE_CHECKING:
    from core.audit.settings import AuditSettings
    from core.domain.edits import ChangeSet
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
        self._perform(accepting.withdraw(self._session.workspace, chosen))

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
