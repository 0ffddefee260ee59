"""The commands about tables: sample, import, list, audit."""

from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from core.audit.findings import Finding, Level
from core.cli.console import Side, columns
from core.cli.program import Context, Exit, opened, opened_or_created
from core.cli.selecting import selection_of
from core.domain.amounts import print_amount
from core.domain.errors import KnownError
from core.domain.selection import EVERYTHING
from core.exporting.json import as_record, dumps
from core.importing.proposal import CleanedText, Problem
from core.ports import Workspace
from core.services import auditing, listing
from core.services.auditing import AuditResult
from core.services.import_assistant import Incoming, Status, bring_in, read_files
from core.services.import_policy import Policy, choose, comes_in
from core.services.importing import reason_of
from core.services.listing import ListedTable
from core.services.sample import add_sample

_LIST_COLUMNS: Final[tuple[tuple[str, Side], ...]] = (
    ("年度", "left"),
    ("单位", "left"),
    ("序号", "right"),
    ("项目名称", "left"),
    ("预算数", "right"),
    ("状态", "left"),
    *((level.label, "right") for level in Level),
)


_DONE_WITH_THERE: Final = {Policy.STOP: "", Policy.SKIP: "跳过", Policy.REPLACE: "替换"}
"""What was done with tables that are there already; with one of them nothing comes in at all where it stops."""


def sample(context: Context, _arguments: Namespace) -> Exit:
    """Put the fourteen reference tables into the workspace."""
    with opened_or_created(context) as workspace:
        add_sample(workspace)
    context.say("已加入十四张示例表（2025 年度）。")
    return Exit.DONE


def import_files(context: Context, arguments: Namespace) -> Exit:
    """Bring in files one by one; one that fails is reported and does not stop the others."""
    outcome = Exit.DONE
    with opened_or_created(context) as workspace:
        for path in arguments.files:
            try:
                _import_file(context, workspace, path, arguments.year, Policy(arguments.on_conflict))
            except KnownError as error:
                context.complain(error.sentence)
                outcome = Exit.COULD_NOT
    return outcome


def list_tables(context: Context, arguments: Namespace) -> Exit:
    """Show what is in the workspace."""
    with opened(context) as workspace:
        lines = listing.list_tables(workspace)
    if arguments.json:
        context.out.write(dumps([_list_record(line) for line in lines]))
        return Exit.DONE
    headers, sides = zip(*_LIST_COLUMNS, strict=True)
    for text in columns([headers, *map(_list_row, lines)], sides):
        context.say(text)
    return Exit.DONE


def audit_tables(context: Context, arguments: Namespace) -> Exit:
    """Say what the rules find."""
    selection = selection_of(arguments)
    with opened(context) as workspace:
        result = auditing.audit(workspace, selection)
    if not result.counts and selection != EVERYTHING:
        raise KnownError("没有符合条件的项目绩效目标表，没有审核。")
    if arguments.json:
        context.out.write(dumps([finding.as_record() for finding in result.findings]))
    else:
        for finding in result.findings:
            context.say(_finding_line(finding))
        context.say(_summary(result))
    return Exit.FOUND if result.has_errors else Exit.DONE


def _import_file(context: Context, workspace: Workspace, path: Path, year: int | None, policy: Policy) -> None:
    # The contract: there already is what has the same year, unit and project name, whatever the copy says of itself.
    incoming = read_files(workspace, [path], year, knows_renamed=False)
    bring_in(workspace, incoming, choose(incoming, policy))
    context.say(f"“{path.name}”：{reason_of(incoming.previews)}{_imported(incoming, policy)}")
    first = 0
    for preview in incoming.previews:
        # What was cleaned of a table that stays out changes nothing; what of it is in no field may be missed.
        cleaned = [one for one in preview.cleaned if comes_in(incoming.tables[first + one.table], policy)]
        notes: tuple[Problem | CleanedText, ...] = (*preview.problems, *cleaned)
        for note in notes:
            context.say(f"  {note.sentence}")
        first += len(preview.tables)


def _imported(incoming: Incoming, policy: Policy) -> str:
    """How many tables came in, and what became of the others."""
    there = _DONE_WITH_THERE[policy]
    words = dict.fromkeys(Status, there) | {
        Status.NEW: "新增",
        Status.REPEATED: Status.REPEATED.label,
        Status.COPY: f"{Status.COPY.label}，没有导入",
    }
    if policy is Policy.REPLACE:
        words |= {Status.SAME: "内容相同，不必替换", Status.UNIT: f"{Status.UNIT.label}，没有替换"}
    counts = Counter(words[found.status] for found in incoming.tables)
    return "，".join(f"{word} {count} 张表" for word, count in counts.items()) + "。"


def _finding_line(finding: Finding) -> str:
    accepted = "（已接受）" if finding.accepted else ""
    table = f"{finding.year} 年度 {finding.unit_code} 第 {finding.number} 号表"
    return f"{finding.level.label}{accepted} {table} {finding.place}：{finding.message}（{finding.rule}）"


def _summary(result: AuditResult) -> str:
    totals = [sum(counts) for counts in zip(*result.counts.values(), strict=True)] or [0] * len(Level)
    parts = "，".join(f"{level.label} {total} 个" for level, total in zip(Level, totals, strict=True))
    accepted = sum(finding.accepted for finding in result.findings)
    settled = f"；已接受的警告 {accepted} 个" if accepted else ""
    return f"审核了 {len(result.counts)} 张表：{parts}{settled}。"


def _list_record(line: ListedTable) -> dict[str, object]:
    findings = {level.value: count for level, count in zip(Level, line.counts, strict=True)}
    return {**as_record(line.table), "state": line.table.project.state.value, "code": line.code, "findings": findings}


def _list_row(line: ListedTable) -> Sequence[str]:
    table = line.table
    return (
        str(table.year.year),
        table.unit.code,
        str(table.number),
        table.project.name,
        print_amount(table.project.budget),
        table.project.state.label,
        *map(str, line.counts),
    )
