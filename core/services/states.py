"""草稿 → 定稿 → 已签, and back by unlocking: who may go on, and the change that does it (rules.md)."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from core.audit.findings import Finding, Level
from core.domain.checkcode import changed_since_locked, check_code, is_as_locked
from core.domain.edits import ChangeSet, SetField, change, set_field
from core.domain.errors import KnownError, StaleEditError
from core.domain.locking import steps_forward
from core.domain.records import Acceptance, State, TargetTable
from core.domain.selection import Selection
from core.ports import Progress, Reader, Workspace
from core.services.auditing import audit

FINALISE: Final = "定稿"
SIGN: Final = "签字"
UNLOCK: Final = "解锁"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One table that may come into another state.

    Attributes:
        table: As it stands.
        obstacle: Why it cannot yet, one Chinese sentence; ``""`` if it can.
        accepted: The accepted warnings of it that this rests on.
        in_short: The obstacle in so few words that they stand in a list: ``1 个错误，2 个警告``.
    """

    table: TargetTable
    obstacle: str
    accepted: tuple[Acceptance, ...] = ()
    in_short: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """Findings that somebody keeps true.

    Attributes:
        sequence: The newest operation when they were.
        findings: Of each table, by project id.
    """

    sequence: int
    findings: Mapping[str, Iterable[Finding]]


def candidates(
    workspace: Workspace, selection: Selection, known: Known | None = None, progress: Progress | None = None
) -> tuple[Candidate, ...]:
    """The drafts of a selection, each with what stands in the way.

    Args:
        workspace: Only read.
        selection: Which tables.
        known: Their findings; without them, or if something was written since, the tables are audited now, which
            takes a while, since all others have to be looked at too.
        progress: Told while they are.

    Raises:
        Cancelled: By ``progress``.
        KnownError: The workspace cannot be read.
    """
    # Read before they are audited: what is typed in between is noticed when they are finalised, see `unchanged`.
    with workspace.read() as reader:
        drafts = [table for table in reader.tables(selection) if table.project.state is State.DRAFT]
        is_true = known is not None and known.sequence == reader.newest_sequence()
        accepted: dict[str, list[Acceptance]] = {}
        for acceptance in reader.acceptances():
            accepted.setdefault(acceptance.project_id, []).append(acceptance)
    findings = known.findings if known is not None and is_true else _audited(workspace, selection, progress)
    return tuple(
        _candidate(table, findings.get(table.project.id, ()), accepted.get(table.project.id, ())) for table in drafts
    )


def in_states(workspace: Workspace, selection: Selection, wanted: Collection[State]) -> tuple[Candidate, ...]:
    """The tables of a selection that are in one of these states; nothing stands in their way."""
    with workspace.read() as reader:
        return tuple(Candidate(table, "") for table in reader.tables(selection) if table.project.state in wanted)


def _candidate(table: TargetTable, findings: Iterable[Finding], accepted: Iterable[Acceptance]) -> Candidate:
    open_ones = [finding.level for finding in findings if not finding.accepted]
    errors, warnings = open_ones.count(Level.ERROR), open_ones.count(Level.WARNING)
    obstacles, in_short = [], []
    if errors:
        obstacles.append(f"有 {errors} 个错误要改正")
        in_short.append(f"{errors} 个错误")
    if warnings:
        obstacles.append(f"有 {warnings} 个警告要改正，或写明理由接受")
        in_short.append(f"{warnings} 个警告")
    obstacle = f"{'；'.join(obstacles)}。" if obstacles else ""
    return Candidate(table, obstacle, tuple(accepted), "，".join(in_short))


def unchanged(candidates: Sequence[Candidate]) -> Callable[[Reader], None]:
    """The condition on which tables are finalised or signed: what is printed of them is what was looked at.

    And the warnings that were accepted are so still; a withdrawn one stands in the way again.

    Raises:
        StaleEditError: By the condition; one of them is another by now.
    """
    seen = {candidate.table.project.id: candidate.table for candidate in candidates}
    accepted = {acceptance for candidate in candidates for acceptance in candidate.accepted}

    def condition(reader: Reader) -> None:
        withdrawn = next(iter(accepted.difference(reader.acceptances())), None) if accepted else None
        if withdrawn is not None:
            label = seen[withdrawn.project_id].label
            raise StaleEditError(f"“{label}”接受过的警告刚刚被撤回，请重新审核后再试一次。")
        for now in reader.tables(Selection(project_ids=frozenset(seen))):
            if check_code(now) != check_code(seen[now.project.id]):
                raise _changed_elsewhere(now)

    return condition


def once_more(workspace: Workspace, change: ChangeSet, progress: Progress | None = None) -> Callable[[Reader], None]:
    """The condition on which a change is carried out anew that was undone, or undone itself.

    Where it locks or signs a table again, that says what it said when its 校验码 was kept; where it finalises a
    draft again, nothing stands in the way by the present settings. Other changes are free.

    Args:
        workspace: Only read; here already it is looked whether the condition holds.
        change: What is carried out; of an undone change, the inverse.
        progress: Told while the drafts are audited.

    Raises:
        Cancelled: By ``progress``.
        StaleEditError: A table says something else by now; by the condition too.
        KnownError: A draft has errors or open warnings, or the workspace cannot be read.
    """
    steps = [edit for edit in change.edits if steps_forward(edit)]
    if not steps:
        return lambda _reader: None
    as_recorded = _as_recorded(change, frozenset(edit.id for edit in steps))
    with workspace.read() as reader:
        as_recorded(reader)
    final = frozenset(edit.id for edit in steps if edit.new == State.FINAL)
    drafts = candidates(workspace, Selection(project_ids=final), progress=progress) if final else ()
    hindered = next((candidate for candidate in drafts if candidate.obstacle), None)
    if hindered is not None:
        raise KnownError(f"“{hindered.table.label}”不能定稿：{hindered.obstacle}请处理后再试一次。")
    still_accepted = unchanged(drafts)

    def condition(reader: Reader) -> None:
        as_recorded(reader)
        if drafts:
            still_accepted(reader)

    return condition


def finalise(tables: Sequence[TargetTable]) -> ChangeSet:
    """Lock drafts and keep their 校验码.

    The caller has made sure that nothing stands in the way, and commits it while ``unchanged``.
    """
    edits = [
        set_field(table.project, field, new)
        for table in tables
        for field, new in (("state", State.FINAL), ("signed_code", check_code(table)))
    ]
    return change(FINALISE, edits)


def sign(tables: Sequence[TargetTable], day: date) -> ChangeSet:
    """Record that final tables were signed: the 校验码 of what was signed, and the day.

    Raises:
        KnownError: One of them is a draft still, or does not say any more what it said when it was finalised.
    """
    draft = next((table for table in tables if table.project.state is State.DRAFT), None)
    if draft is not None:
        raise KnownError(f"“{draft.label}”还是草稿，请先定稿，再登记签字。")
    other = next((table for table in tables if not is_as_locked(table)), None)
    if other is not None:
        raise KnownError(
            f"“{other.label}”的{changed_since_locked(other)}（校验码 {other.project.signed_code}），不能登记签字。"
            "请与定稿时打印的纸质表核对，或解锁后重新定稿。"
        )
    edits = [
        set_field(table.project, field, new)
        for table in tables
        for field, new in (
            ("state", State.SIGNED),
            ("signed_code", check_code(table)),
            ("signed_on", day.isoformat()),
        )
    ]
    return change(SIGN, edits)


def unlock(tables: Sequence[TargetTable], reason: str) -> ChangeSet:
    """Make drafts of final or signed tables again; code and day of the signature stay in the history.

    Raises:
        KnownError: The reason is blank.
    """
    given = " ".join(reason.split())
    if not given:
        raise KnownError("请写明解锁的理由，理由会记入修改历史。")
    edits = [
        set_field(table.project, field, new)
        for table in tables
        for field, new in (("state", State.DRAFT), ("signed_code", ""), ("signed_on", ""))
    ]
    return change(f"{UNLOCK}（{given}）", edits)


def _as_recorded(change: ChangeSet, project_ids: frozenset[str]) -> Callable[[Reader], None]:
    new: dict[str, dict[str, object]] = {id_: {} for id_ in project_ids}
    for edit in change.edits:
        if isinstance(edit, SetField) and edit.kind == "project" and edit.id in project_ids:
            new[edit.id][edit.field] = edit.new

    def condition(reader: Reader) -> None:
        for now in reader.tables(Selection(project_ids=project_ids)):
            project = replace(now.project, **new[now.project.id])  # type: ignore[arg-type]
            if not is_as_locked(replace(now, project=project)):
                raise _changed_elsewhere(now)

    return condition


def _changed_elsewhere(table: TargetTable) -> StaleEditError:
    return StaleEditError(f"“{table.label}”刚刚在别处改动过，请重新审核后再试一次。")


def _audited(workspace: Workspace, selection: Selection, progress: Progress | None) -> Mapping[str, Iterable[Finding]]:
    findings: dict[str, list[Finding]] = {}
    for finding in audit(workspace, selection, progress).findings:
        findings.setdefault(finding.project_id, []).append(finding)
    return findings
