"""Accepting warnings with a reason, and taking that back."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from core.audit.acceptance import can_be_accepted, digest_of, row_id_of
from core.audit.findings import Finding
from core.domain.edits import ChangeSet, Edit, Insert, Remove, change
from core.domain.errors import KnownError
from core.domain.locking import LockedError
from core.domain.records import Acceptance, State, TargetTable, new_id
from core.ports import Reader, Workspace


def accept(workspace: Workspace, findings: Sequence[Finding], reason: str) -> ChangeSet:
    """Accept warnings for the tables as they stand; one accepted already gets the new reason.

    Findings that are no warnings are left out. The change is still to be performed.

    Raises:
        KnownError: The reason is blank.
    """
    given = reason.strip()
    if not given:
        raise KnownError("请写明接受的理由，审核的人要凭它判断。")
    with workspace.read() as reader:
        return change("接受警告", list(_acceptances(reader, findings, given)))


def withdraw(workspace: Workspace, findings: Sequence[Finding]) -> ChangeSet:
    """Take back the acceptance of these findings; the change is still to be performed.

    Raises:
        LockedError: A table of them is final or signed, which rests on its accepted warnings.
    """
    with workspace.read() as reader:
        for project_id in dict.fromkeys(finding.project_id for finding in findings):
            table = reader.table(project_id)
            if table is not None and table.project.state is not State.DRAFT:
                raise LockedError(table.project.name, table.project.state)
        return change("撤回接受", list(_acceptances(reader, findings, None)))


def _acceptances(reader: Reader, findings: Sequence[Finding], reason: str | None) -> Iterator[Edit]:
    chosen = sorted(filter(can_be_accepted, findings), key=lambda finding: finding.project_id)
    for project_id, group in groupby(chosen, key=lambda finding: finding.project_id):
        table = reader.table(project_id)
        if table is None:
            continue
        there = reader.acceptances(project_id)
        for wanted in dict.fromkeys(_draft(table, finding) for finding in group if _still_there(table, finding)):
            yield from (Remove(old) for old in there if _place(old) == wanted)
            if reason is not None:
                rule, row_id, column, digest = wanted
                yield Insert(Acceptance(new_id(), project_id, rule, row_id, column, digest, reason))


def _still_there(table: TargetTable, finding: Finding) -> bool:
    return finding.row is None or finding.row <= len(table.indicators)


def _draft(table: TargetTable, finding: Finding) -> tuple[str, str, str, str]:
    return finding.rule, row_id_of(finding, table), finding.column or "", digest_of(finding, table)


def _place(acceptance: Acceptance) -> tuple[str, str, str, str]:
    return acceptance.rule, acceptance.row_id, acceptance.column, acceptance.digest
