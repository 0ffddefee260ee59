"""One file's tables as they would come in: under which years, spelled as the workspace does, with what is doubtful."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from core.catalogue.schemes import Scheme, scheme
from core.domain.errors import UsageError
from core.domain.records import YEARS, BudgetUnit
from core.importing.proposal import CleanedText, Problem, Proposal, ProposedIndicator, ProposedTable, place_in_table
from core.ports import Clock, Outline, Reader, YearLine
from core.services import editing
from core.services.aligning import filled_down
from core.services.arrivals import scheme_of_new
from core.services.comparing import content_of_copy
from core.services.matching import (
    Originals,
    copied_from,
    is_still,
    is_version_of,
    matched,
    original_of,
    unit_of,
    units_by_project,
    units_of,
    year_line_of,
)

_YEAR_IN_TEXT = re.compile(r"(?<!\d)(20\d{2})(?=年)")


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What one file would bring in under one year; nothing has been written.

    Attributes:
        path: The file.
        year: The year that the tables would come in under.
        year_reason: One Chinese sentence: which year, and why.
        pairs: The tables in file order, each with the project of the workspace that it is about, if there is one.
        problems: What to look at, file and table named in each sentence.
        cleaned: White space at the ends of texts, and control characters, that are left out.
    """

    path: Path
    year: int
    year_reason: str
    pairs: tuple[tuple[ProposedTable, str | None], ...]
    problems: tuple[Problem, ...]
    cleaned: tuple[CleanedText, ...]

    @property
    def file_name(self) -> str:
        """The file without its folder."""
        return self.path.name

    @property
    def tables(self) -> tuple[ProposedTable, ...]:
        """The tables in file order."""
        return tuple(table for table, _ in self.pairs)


def previews(
    reader: Reader,
    outline: Outline,
    path: Path,
    proposal: Proposal,
    year: int | None = None,
    clock: Clock = editing.local_now,
    *,
    knows_renamed: bool = True,
) -> Iterator[ImportPreview]:
    """What a file has brought, a preview for each year that its tables would come in under.

    Args:
        reader: Where the tables would go: its scheme, its units.
        outline: That of the reader, which is one for all files.
        path: The file.
        proposal: What was read from it.
        year: The budget year of all its tables; by default the one that the file states for each, since this program
            wrote it, else the one named most in the tables' texts, else the current one.
        clock: Tells the current year.
        knows_renamed: See :func:`core.services.matching.matched`.

    Raises:
        UsageError: There is no such year.
    """
    for chosen, reason, part in _by_year(proposal, year, clock):
        yield _preview(reader, year_line_of(outline, chosen), path, part, chosen, reason, knows_renamed)


def reason_of(found: Sequence[ImportPreview]) -> str:
    """Which year the tables of one file come in under, or which years, and why, in a sentence."""
    if len(found) == 1:
        return found[0].year_reason
    years = "，".join(f"{preview.year} 年度 {len(preview.tables)} 张表" for preview in found)
    return f"按文件里写明的年度导入：{years}。"


def _preview(
    reader: Reader,
    year_line: YearLine | None,
    path: Path,
    proposal: Proposal,
    year: int,
    reason: str,
    knows_renamed: bool,
) -> ImportPreview:
    current = scheme(year_line.year.scheme if year_line else scheme_of_new(proposal.tables))
    written_from = _originals(reader, proposal.tables)
    tables, alias_problems = _resolve_aliases(written_from, proposal, current)
    tables, blank_problems = _fill_down(written_from, proposal.file_name, tables)
    pairs = matched(written_from, year_line, tables, knows_renamed=knows_renamed)
    problems = (
        *proposal.problems,
        *alias_problems,
        *blank_problems,
        *_unit_problems(proposal.file_name, pairs, year_line),
        *_copy_problems(written_from, proposal.file_name, pairs),
    )
    return ImportPreview(path, year, reason, tuple(pairs), problems, proposal.cleaned)


def _originals(reader: Reader, tables: Iterable[ProposedTable]) -> Originals:
    ids = dict.fromkeys(table.identity.project_id for table in tables if table.identity is not None)
    return {id_: original for id_ in ids if (original := reader.table(id_)) is not None}


def _by_year(proposal: Proposal, year: int | None, clock: Clock) -> Iterator[tuple[int, str, Proposal]]:
    """Each year, why it is that one, and what of the file comes in under it."""
    if year is not None:
        if year not in YEARS:
            raise UsageError(f"“{year}”不是年度，请写成 2025 这样的四位数。")
        yield year, f"按指定的 {year} 年度导入。", proposal
        return
    places: dict[int, list[int]] = {}
    for index, table in enumerate(proposal.tables):
        if table.year is not None:
            places.setdefault(table.year, []).append(index)
    for stated, indexes in places.items():
        yield stated, f"按 {stated} 年度导入：文件里写明的年度。", proposal.part(indexes)
    if not places:
        yield *_guess_year(proposal, clock), proposal


def _guess_year(proposal: Proposal, clock: Clock) -> tuple[int, str]:
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


def _resolve_aliases(
    originals: Originals, proposal: Proposal, current: Scheme
) -> tuple[tuple[ProposedTable, ...], list[Problem]]:
    """Spell categories as the year's scheme does, and say so once a table for each spelling.

    What the table that a copy was written from spells otherwise stays: it is no change of the copy's.
    """
    problems: list[Problem] = []
    tables: list[ProposedTable] = []
    for index, table in enumerate(proposal.tables):
        rows: list[ProposedIndicator] = []
        respelt: dict[tuple[str, str, str], list[int]] = {}
        original = original_of(table, originals)
        own = {(row.category, row.subcategory) for row in original.indicators} if original is not None else set()
        for number, row in enumerate(table.indicators, start=1):
            as_written = row.category, row.subcategory
            category, subcategory = as_written if as_written in own else current.canonical(*as_written)
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
    originals: Originals, file_name: str, tables: Sequence[ProposedTable]
) -> tuple[tuple[ProposedTable, ...], list[Problem]]:
    """See :func:`core.services.aligning.filled_down`; says so once a table."""
    problems: list[Problem] = []
    result: list[ProposedTable] = []
    for index, table in enumerate(tables):
        original = original_of(table, originals)
        filled = filled_down(table, original) if original is not None else table
        pairs = zip(table.indicators, filled.indicators, strict=True)
        changed = [number for number, (row, new) in enumerate(pairs, start=1) if row != new]
        if changed:
            what = f"有 {len(changed)} 行的“一级指标”是空的，已按原来的或上面的一级指标填上，请核对。"
            sentence = f"《{file_name}》“{table.label}”第 {changed[0]} 行起{what}"
            problems.append(Problem(sentence, index, changed[0], "category"))
        result.append(filled)
    return tuple(result), problems


def _unit_problems(
    file_name: str, pairs: Iterable[tuple[ProposedTable, str | None]], year_line: YearLine | None
) -> Iterable[Problem]:
    """Tables of, or for, a unit which is there, or earlier in the file, under another code or name; each pair once."""
    units = units_of(year_line)
    unit_here = units_by_project(year_line)
    reported: set[tuple[str, str]] = set()
    for index, (table, project_id) in enumerate(pairs):
        stated = (table.unit_code, table.unit_name)
        unit = unit_here[project_id] if project_id is not None else unit_of(units, *stated)
        if unit is None:
            units.append(BudgetUnit("", "", 0, *stated))
        elif (unit.code, unit.name) != stated and any(stated) and stated not in reported:
            reported.add(stated)
            known = f"“{unit.code}{unit.name}”"
            where = f"《{file_name}》“{table.label}”的单位"
            what = (
                f"写作“{''.join(stated)}”，工作区中是{known}；单位不随表导入，要改请在项目树里改。"
                if project_id is not None
                else f"“{''.join(stated)}”归入已有的{known}，请核对。"
            )
            yield Problem(where + what, index, None, "unit")


def _copy_problems(
    originals: Originals, file_name: str, pairs: Sequence[tuple[ProposedTable, str | None]]
) -> Iterator[Problem]:
    """New tables that somebody has made of one of ours: of a sheet that is still there, or under another name."""
    tables = [table for table, _ in pairs]
    said = {id(table): content_of_copy(table).trimmed().said for table in tables}
    for index, (table, project_id) in enumerate(pairs):
        if project_id is not None:
            continue
        model = copied_from(table, tables)
        original = original_of(table, originals)
        if model is not None and said[id(model)] != said[id(table)]:
            outcome = (
                "项目相同而内容不同，默认不导入；导入它会多出一个同名的项目。"
                if is_version_of(table, model)
                else "项目名称不同，作为新项目导入，请核对。"
            )
            sentence = f"《{file_name}》{table.place}的表是“{model.label}”的副本，{outcome}"
            yield Problem(sentence, index, None, "name")
        elif original is not None and is_still(table, original):
            was = f"工作区中“{original.label}”的副本改了名称"
            yield Problem(f"《{file_name}》“{table.label}”是{was}，作为新项目导入，请核对。", index, None, "name")
