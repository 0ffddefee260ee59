"""The one safe fix of a finding, and of all findings of its kind: proposed with before and after, then performed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeVar

from core.audit.findings import Finding
from core.audit.runner import fix
from core.audit.settings import DEFAULTS, AuditSettings
from core.domain.edits import ChangeSet, Edit, SetField, change
from core.domain.records import BudgetUnit, Indicator, Project, State, TargetTable, kind_of
from core.ports import Workspace

R = TypeVar("R", BudgetUnit, Project, Indicator)


@dataclass(frozen=True, slots=True)
class Step:
    """What one finding's fix does.

    Attributes:
        finding: The finding that it mends.
        table: Label of the table.
        before: The text as it stands; for a new order of rows, their 二级指标 in order.
        after: The text as it will be.
    """

    finding: Finding
    table: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Mending:
    """A proposal; nothing is written yet.

    Attributes:
        change: All of it, one undo step.
        steps: What it does, in the order of the findings.
        locked: Labels of the tables with such findings that are no drafts, and so stay as they are.
    """

    change: ChangeSet
    steps: tuple[Step, ...]
    locked: tuple[str, ...]


def can_be_mended(workspace: Workspace, finding: Finding, settings: AuditSettings = DEFAULTS) -> bool:
    """Whether there is one safe fix for the finding as its table stands."""
    return bool(propose(workspace, [finding], settings).steps)


def propose(workspace: Workspace, findings: Sequence[Finding], settings: AuditSettings = DEFAULTS) -> Mending:
    """The fixes of these findings, as the tables stand now; those that have none are left out.

    Where several of them are about one text, each mends what the one before has left, so that all that is listed is
    done; a finding that another one's fix has mended already is left out.

    Args:
        workspace: Where the tables are.
        findings: In publication order.
        settings: The rules as the workspace wants them.
    """
    steps: list[Step] = []
    edits: dict[tuple[str, str, str], SetField] = {}
    locked: list[str] = []
    operation = ""
    with workspace.read() as reader:
        for project_id, group in groupby(findings, key=lambda finding: finding.project_id):
            table = reader.table(project_id)
            if table is None:
                continue
            for finding in group:
                wanted = fix(finding, table, settings)
                if not wanted:
                    continue
                if table.project.state is not State.DRAFT:
                    locked.append(table.label)
                    break
                operation = wanted.operation
                steps.append(_step(table, finding, wanted))
                for edit in _settings_of(wanted):
                    key = edit.kind, edit.id, edit.field
                    edits[key] = replace(edit, old=edits[key].old) if key in edits else edit
                    table = _with(table, edit)
    return Mending(change(operation, edits.values()), tuple(steps), tuple(locked))


def _with(table: TargetTable, edit: SetField) -> TargetTable:
    """The table after an edit; rows keep their places among each other, by which the findings name them."""

    def mended(record: R) -> R:
        is_meant = (kind_of(record), record.id) == (edit.kind, edit.id)
        return replace(record, **{edit.field: edit.new}) if is_meant else record  # type: ignore[arg-type]

    rows = tuple(map(mended, table.indicators))
    return replace(table, unit=mended(table.unit), project=mended(table.project), indicators=rows)


def _step(table: TargetTable, finding: Finding, wanted: ChangeSet) -> Step:
    edits = list(_settings_of(wanted))
    if edits[0].field == "position":
        return Step(finding, table.label, *_orders(table, edits))
    return Step(finding, table.label, str(edits[0].old), str(edits[0].new))


def _orders(table: TargetTable, edits: Sequence[SetField]) -> tuple[str, str]:
    new = {edit.id: edit.new for edit in edits}
    rows = table.indicators
    mended = sorted(rows, key=lambda row: new.get(row.id, row.position))  # type: ignore[arg-type, return-value]
    names = ("、".join(row.subcategory for row in order) for order in (rows, mended))
    return next(names), next(names)


def _settings_of(wanted: ChangeSet) -> Iterator[SetField]:
    edits: Sequence[Edit] = wanted.edits
    yield from (edit for edit in edits if isinstance(edit, SetField))
