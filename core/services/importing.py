"""Bring in tables that stand in other files: first a preview, then one transaction.

An import is one ChangeSet, so it is one undo step. Whatever is doubtful in the file is in the preview, beside
what would come in; accepting it carries out exactly that.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import chain
from pathlib import Path
from typing import Final, Literal, TypeAlias

from core.catalogue.schemes import DEFAULT_SCHEME, Scheme, scheme
from core.domain.edits import ChangeSet
from core.domain.errors import UsageError
from core.domain.records import BudgetUnit
from core.importing.proposal import CleanedText, Problem, Proposal, ProposedIndicator, ProposedTable, place_in_table
from core.ports import Clock, Outline, Reader, Workspace, YearLine
from core.services import editing
from core.services.aligning import filled_down
from core.services.comparing import content_of, content_of_copy
from core.services.editing import Applied
from core.services.import_plan import Policy, make_change, match_existing, unit_of, units_of

OnConflict: TypeAlias = Literal["stop", "skip", "replace"]
"""What to do about tables that are there already: same year, unit and project name."""

BACKUP_REASON: Final = "导入前"
_YEAR_IN_TEXT = re.compile(r"(?<!\d)(20\d{2})(?=年)")
_YEARS: Final = range(1900, 3000)


class Status(Enum):
    """How a proposed table stands to the workspace."""

    NEW = "new"
    SAME = "same"
    DIFFERENT = "different"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {
            Status.NEW: "新增",
            Status.SAME: "已有，内容相同",
            Status.DIFFERENT: "已有，内容不同",
        }[self]


@dataclass(frozen=True, slots=True)
class ImportItem:
    """One table of the file.

    Attributes:
        table: What would come in.
        status: How it stands to the workspace.
        existing_id: The project that is there already, or ``None``.
    """

    table: ProposedTable
    status: Status
    existing_id: str | None = None


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What one file would bring in; nothing has been written.

    Attributes:
        path: The file.
        year: The year that the tables would come in under.
        year_reason: One Chinese sentence: which year, and why.
        items: The tables in file order.
        problems: What to look at, file and table named in each sentence.
        cleaned: White space at the ends of texts, and control characters, that are left out.
    """

    path: Path
    year: int
    year_reason: str
    items: tuple[ImportItem, ...]
    problems: tuple[Problem, ...]
    cleaned: tuple[CleanedText, ...]

    @property
    def file_name(self) -> str:
        """The file without its folder."""
        return self.path.name

    @property
    def tables(self) -> tuple[ProposedTable, ...]:
        """The tables in file order."""
        return tuple(item.table for item in self.items)

    @property
    def conflicts(self) -> tuple[ImportItem, ...]:
        """The tables that are there already."""
        return tuple(item for item in self.items if item.status is not Status.NEW)


def preview(
    workspace: Workspace, path: Path, year: int | None = None, clock: Clock = editing.local_now
) -> ImportPreview:
    """Read a file and compare it with the workspace.

    Args:
        workspace: Where the tables would go; only read.
        path: A ``.docx``, ``.xlsx``, ``.txt`` or ``.json`` file.
        year: The budget year; by default the one that the file was exported from, else the one named most in the
            tables' texts, else the current one.
        clock: Tells the current year.

    Raises:
        KnownError: The file cannot be read, or holds no table.
        UsageError: There is no such year.
    """
    from core.importing.reading import propose  # lxml is loaded on first use

    proposal = propose(path)
    chosen, reason = _choose_year(proposal, year, clock)
    with workspace.read() as reader:
        outline = reader.outline()
        year_line = next((line for line in outline if line.year.year == chosen), None)
        current = scheme(year_line.year.scheme if year_line else DEFAULT_SCHEME)
        tables, alias_problems = _resolve_aliases(proposal, current)
        tables, blank_problems = _fill_down(reader, proposal.file_name, tables)
        items = tuple(_compare(reader, year_line, tables))
    problems = (
        *proposal.problems,
        *alias_problems,
        *blank_problems,
        *_unit_problems(proposal.file_name, tables, year_line),
    )
    return ImportPreview(path, chosen, reason, items, problems, proposal.cleaned)


def plan(workspace: Workspace, preview: ImportPreview, on_conflict: OnConflict = "stop") -> ChangeSet:
    """The change that accepting would make, against the workspace as it stands now.

    Raises:
        KnownError: ``stop`` and a table is there already; or a table to replace is final.
        UsageError: There is no such policy.
    """
    try:
        policy = Policy(on_conflict)
    except ValueError:
        raise UsageError(
            f"没有名为“{on_conflict}”的处理方式，只有 stop（停止）、skip（跳过）和 replace（替换）。"
        ) from None
    with workspace.read() as reader:
        return make_change(reader, preview.file_name, preview.year, preview.tables, policy)


def accept(
    workspace: Workspace,
    preview: ImportPreview,
    on_conflict: OnConflict = "stop",
    origin: object = None,
    clock: Clock = editing.local_now,
) -> Applied:
    """Bring in what the preview showed, in one transaction; an automatic backup is made before.

    Args:
        workspace: Where the tables go.
        preview: Made for this workspace.
        on_conflict: ``stop`` changes nothing if any table is there already, ``skip`` leaves those as they
            are, ``replace`` gives them the file's fields and rows and keeps their identity and place.
        origin: See :class:`core.services.editing.Applied`.
        clock: Dates the history's entry.

    Raises:
        KnownError: See :func:`plan`; or the file cannot be written. Nothing was changed.
    """
    change = plan(workspace, preview, on_conflict)
    if change and _holds_anything(workspace):
        workspace.auto_backup(BACKUP_REASON)
    return editing.apply(workspace, change, origin, clock)


def _holds_anything(workspace: Workspace) -> bool:
    with workspace.read() as reader:
        outline: Outline = reader.outline()
    return bool(outline)


def _choose_year(proposal: Proposal, year: int | None, clock: Clock) -> tuple[int, str]:
    if year is not None:
        if year not in _YEARS:
            raise UsageError(f"“{year}”不是年度，请写成 2025 这样的四位数。")
        return year, f"按指定的 {year} 年度导入。"
    if proposal.year is not None:
        return proposal.year, f"按 {proposal.year} 年度导入：文件里写明的年度。"
    texts = chain(proposal.captions, _texts(proposal.tables))
    counts = Counter(int(found) for text in texts for found in _YEAR_IN_TEXT.findall(text))
    if counts:
        named = max(counts, key=lambda candidate: (counts[candidate], candidate))
        return named, f"按 {named} 年度导入：表中提到最多的年份（{counts[named]} 次）。"
    current = clock().year
    return current, f"按 {current} 年度导入：表中没有写年份，取今年。"


def _texts(tables: Iterable[ProposedTable]) -> Iterable[str]:
    for table in tables:
        yield from (table.name, table.purpose, table.target)
        for row in table.indicators:
            yield from (row.name, row.description, row.value)


def _resolve_aliases(proposal: Proposal, current: Scheme) -> tuple[tuple[ProposedTable, ...], list[Problem]]:
    """Spell categories as the year's scheme does, and say so once a table for each spelling."""
    problems: list[Problem] = []
    tables: list[ProposedTable] = []
    for index, table in enumerate(proposal.tables):
        rows: list[ProposedIndicator] = []
        respelt: dict[tuple[str, str, str], list[int]] = {}
        for number, row in enumerate(table.indicators, start=1):
            category, subcategory = current.canonical(row.category, row.subcategory)
            for column, new in (("category", category), ("subcategory", subcategory)):
                old = getattr(row, column)
                if old != new:
                    respelt.setdefault((column, old, new), []).append(number)
            rows.append(replace(row, category=category, subcategory=subcategory))
        for (column, old, new), numbers in respelt.items():
            more = f"等 {len(numbers)} 行" if len(numbers) > 1 else ""
            sentence = f"“{old}”{more}按指标体系写作“{new}”。"
            where = f"《{proposal.file_name}》“{table.label}”{place_in_table(numbers[0], column)}"
            problems.append(Problem(f"{where}：{sentence}", index, numbers[0], column))
        tables.append(replace(table, indicators=tuple(rows)))
    return tuple(tables), problems


def _fill_down(
    reader: Reader, file_name: str, tables: Sequence[ProposedTable]
) -> tuple[tuple[ProposedTable, ...], list[Problem]]:
    """See :func:`core.services.aligning.filled_down`; says so once a table."""
    problems: list[Problem] = []
    result: list[ProposedTable] = []
    for index, table in enumerate(tables):
        original = reader.table(table.identity.project_id) if table.identity is not None else None
        filled = filled_down(table, original) if original is not None else table
        pairs = zip(table.indicators, filled.indicators, strict=True)
        changed = [number for number, (row, new) in enumerate(pairs, start=1) if row != new]
        if changed:
            what = f"有 {len(changed)} 行的“一级指标”是空的，已按原来的或上面的一级指标填上，请核对。"
            sentence = f"《{file_name}》“{table.label}”第 {changed[0]} 行起{what}"
            problems.append(Problem(sentence, index, changed[0], "category"))
        result.append(filled)
    return tuple(result), problems


def _compare(reader: Reader, year_line: YearLine | None, tables: Sequence[ProposedTable]) -> Iterator[ImportItem]:
    for table, line in match_existing(year_line, tables):
        existing = reader.table(line.id) if line is not None else None
        if existing is None:
            yield ImportItem(table, Status.NEW)
        else:
            status = Status.SAME if content_of(existing).body == content_of_copy(table).body else Status.DIFFERENT
            yield ImportItem(table, status, existing.project.id)


def _unit_problems(file_name: str, tables: Iterable[ProposedTable], year_line: YearLine | None) -> Iterable[Problem]:
    """Tables that come into a unit which is there, or earlier in the file, under another code or name."""
    units = units_of(year_line)
    reported: set[tuple[str, str]] = set()
    for index, table in enumerate(tables):
        pair = (table.unit_code, table.unit_name)
        unit = unit_of(units, *pair)
        if unit is None:
            units.append(BudgetUnit("", "", 0, *pair))
        elif (unit.code, unit.name) != pair and pair not in reported:
            reported.add(pair)
            sentence = (
                f"《{file_name}》“{table.label}”的单位“{''.join(pair)}”归入已有的“{unit.code}{unit.name}”，请核对。"
            )
            yield Problem(sentence, index, None, "unit")
