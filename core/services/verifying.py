"""核对: does a copy, on paper or in a file, equal the workspace, and if not, what differs?"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Final

from core.domain.checkcode import DIGITS, GROUP
from core.domain.errors import KnownError
from core.domain.records import TargetTable
from core.domain.texts import on_one_line
from core.importing.files import IMPORTABLE
from core.importing.labels import bare
from core.importing.proposal import Proposal, ProposedTable
from core.ports import Progress, Pulse, Workspace, pulse_of
from core.services.aligning import filled_down
from core.services.comparing import content_of, content_of_copy, differences, quoted
from core.services.matching import is_still
from core.services.pages import PrintedCells, differences_on_pages, notes_on_pages, surprises_on_pages
from core.services.past import tables_with_codes

_NUMBER: Final = re.compile(r"\A\d{1,6}[.．、]")
_BESIDE: Final = {
    (".xlsx", ".xlsm", ".xls", ".et", ".ods"): "页眉、页脚和图片",
    (".docx", ".doc", ".wps", ".rtf", ".odt"): "目录、页眉、页脚和图片",
}
"""What a copy of ours may show beside its tables that nobody compares, by suffix."""
_LOOK_ALIKES: Final = str.maketrans("OIL", "011")


@dataclass(frozen=True, slots=True)
class Verified:
    """The outcome for one copy.

    Attributes:
        tables: How the tables that were compared are named, in the order of the copy.
        differences: One Chinese sentence each; none means that the copy equals the workspace.
        unknown: How many of the differences say that the workspace has, and had, no such table.
        notes: What else is to be known about the copy, one Chinese sentence each.
    """

    tables: tuple[str, ...]
    differences: tuple[str, ...]
    unknown: int = 0
    notes: tuple[str, ...] = ()


def read_code(text: str) -> str | None:
    """校验码 as typed, scanned or copied: with its name before it, spaces, dashes, full width and lower case as may be.

    Letters that look like digits, and are no digits of the code, are taken for them: O for 0, I and l for 1.

    Returns:
        The code as ``A1B2-C3D4-E5F6-0718``, or ``None`` if the text is none.
    """
    plain = re.sub(r"[\s\-‐‑–—−]", "", unicodedata.normalize("NFKC", text)).upper()
    digits = plain.removeprefix("校验码").removeprefix(":").translate(_LOOK_ALIKES)
    if not re.fullmatch(rf"[0-9A-F]{{{DIGITS}}}", digits):
        return None
    return "-".join(digits[i : i + GROUP] for i in range(0, DIGITS, GROUP))


def verify_code(workspace: Workspace, code: str) -> Verified:
    """Find the table with this 校验码, now or in the past, and say what has changed since.

    Args:
        workspace: Only read.
        code: As :func:`read_code` gives it.
    """
    return _verify_codes(workspace, {code: None})


def verify_file(workspace: Workspace, path: Path, progress: Progress | None = None) -> Verified:
    """Compare every table in a file with the one that it is a copy of, or the one of the same unit and name.

    A PDF is compared by the 校验码 that it carries, and its pages with what these stand for. Tables of the workspace
    that the file does not hold are no difference: a copy may be of a selection. Nor are white space at the ends of
    texts and blank rows, where the format does not keep them.

    What is written into a copy of ours beside its fields, a title that names another project, and a table that is
    gone from it are differences too.

    Raises:
        KnownError: The file cannot be read, is of a kind that cannot be compared, or holds no table.
    """
    if path.suffix.lower() == ".pdf":
        return _verify_pdf(workspace, path, pulse_of(progress))
    proposal = _read_copies(path, pulse_of(progress))
    with workspace.read() as reader:
        tables = tuple(reader.tables())
    by_id = {table.project.id: table for table in tables}
    by_name: dict[tuple[str, str], list[TargetTable]] = {}
    for table in tables:
        by_name.setdefault(content_of(table).tidied().identity, []).append(table)
    compared: dict[int, TargetTable] = {}
    sentences: dict[int, list[str]] = {}
    for index, copy in enumerate(proposal.tables):
        original = by_id.get(copy.identity.project_id) if copy.identity is not None else None
        is_its_copy = original is not None and is_still(copy, original)
        counterpart, sentences[index] = _compare(
            copy, [original] if original and is_its_copy else by_name.get(content_of_copy(copy).identity, [])
        )
        if counterpart is not None:
            compared[index] = counterpart
            sentences[index] += _title_differences(copy, counterpart) if proposal.is_ours else ()
    of_file, notes = _sort_problems(proposal, sentences)
    gone = _missing(proposal, by_id, {table.project.id for table in compared.values()})
    return Verified(
        tuple(_label(table) for table in compared.values()),
        (*chain.from_iterable(sentences.values()), *gone, *of_file),
        len(proposal.tables) - len(compared),
        (*notes, *_notes(proposal, path.name)),
    )


def _title_differences(copy: ProposedTable, table: TargetTable) -> Iterator[str]:
    """The title of a copy of ours names its project, or as it is called here by now; its number is not compared."""
    title = _NUMBER.sub("", bare(copy.heading))
    if not title:
        yield f"{_label(table)}：文件里没有标题。"
    elif title not in (bare(f"{name}绩效目标表") for name in (copy.name, table.project.name)):
        yield f"{_label(table)}：文件里的标题{quoted(copy.heading)[0]}与项目名称不符。"


def _sort_problems(proposal: Proposal, sentences: Mapping[int, list[str]]) -> tuple[list[str], list[str]]:
    """What reading a file has found beside its tables' contents.

    A text that is no field's is a difference in a copy of ours, in which nothing else was written: one of a table is
    added to its ``sentences``. What else there is to look at is a note, but for a table of ours that equals the
    workspace: it was written so.

    Returns:
        The differences that are of no table, and the notes.
    """
    differences: list[str] = []
    notes: list[str] = []
    for problem in proposal.problems:
        of_table = differences if problem.table is None else sentences[problem.table]
        if problem.surplus and proposal.is_ours:
            of_table.append(problem.surplus)
    for problem in proposal.problems:
        is_as_written = problem.table is not None and proposal.is_ours and not sentences[problem.table]
        if not (problem.surplus and proposal.is_ours) and not is_as_written:
            notes.append(problem.surplus or problem.sentence)
    return differences, notes


def _missing(proposal: Proposal, by_id: Mapping[str, TargetTable], compared: Collection[str]) -> Iterator[str]:
    """The tables that were written into a file and are not there any more, under another number or name either.

    Where one was written over with another table, that is named; it was compared with its namesake, or is unknown.
    """
    for identity in proposal.missing:
        if identity.project_id not in compared:
            table = by_id.get(identity.project_id)
            number = f"{identity.year} 年度 {identity.unit_code} 第 {identity.number} 号表"
            yield f"文件里原有的 {_label(table) if table is not None else number}不在了。"
    for copy in proposal.tables:
        table = by_id.get(copy.identity.project_id) if copy.identity is not None else None
        if table is not None and table.project.id not in compared:
            place, name = on_one_line(copy.place), on_one_line(copy.label)
            yield f"文件里原有的 {_label(table)}不在了：{place}现在写的是“{name}”。"


def _notes(proposal: Proposal, name: str) -> Iterator[str]:
    if not proposal.is_ours:
        yield f"“{name}”里没有校验码，只核对了各栏的内容。"
    beside = next((beside for suffixes, beside in _BESIDE.items() if Path(name).suffix.lower() in suffixes), "")
    if proposal.is_ours and beside:
        sheets = f"工作表{'、'.join(f'“{sheet}”' for sheet in proposal.set_aside)}、" if proposal.set_aside else ""
        yield f"核对的是各张表，不包括{sheets}{beside}。"


def _verify_pdf(workspace: Workspace, path: Path, pulse: Pulse) -> Verified:
    from core.importing.pdf_reader import read_pdf  # PDFium is loaded on first use

    document = read_pdf(path, pulse)
    pages = {code: document.tables.get(code, {}) if document.has_marks else None for code in document.codes}
    verified = _verify_codes(workspace, pages)
    return replace(
        verified,
        differences=(*verified.differences, *surprises_on_pages(document)),
        notes=(notes_on_pages(document, path.name),),
    )


def _verify_codes(workspace: Workspace, codes: Mapping[str, PrintedCells | None]) -> Verified:
    """Compare what each code stands for with the workspace, and with the pages on which it is printed, if any."""
    with workspace.read() as reader:
        tables = tuple(reader.tables())
        found = tables_with_codes(reader, tables, tuple(codes))
    by_id = {table.project.id: table for table in tables}
    labels: list[str] = []
    sentences: list[str] = []
    unknown = 0
    for code, cells in codes.items():
        then = found.get(code)
        if then is None:
            unknown += 1
            sentences.append(f"工作区中没有、也不曾有过校验码为 {code} 的表。")
            continue
        altered = differences_on_pages(cells, then) if cells is not None else []
        now = by_id.get(then.project.id)
        if now is None:
            sentences.append(f"校验码 {code} 是{_place(then)}“{then.project.name}”的，该表已从工作区中删除。")
        else:
            labels.append(_label(now))
            changes = differences(content_of(now), content_of(then), "校验码对应的内容")
            sentences += (f"{_label(now)}：{change}。" for change in changes)
        sentences += (f"{_label(now or then)}：{change}。" for change in altered)
    return Verified(tuple(labels), tuple(sentences), unknown)


def _read_copies(path: Path, pulse: Pulse) -> Proposal:
    if path.suffix.lower() not in IMPORTABLE:
        raise KnownError(
            f"“{path.name}”不能直接核对，可以核对的是 PDF、Excel、Word、文本和 JSON 文件；请改用表上的校验码核对。"
        )
    from core.importing.reading import propose  # lxml is loaded on first use

    return propose(path, pulse)


def _compare(copy: ProposedTable, candidates: Sequence[TargetTable]) -> tuple[TargetTable | None, list[str]]:
    """What a table of a copy is compared with, and how it differs from it.

    Of the same project in several years the nearest counts; that the workspace has no such table is a difference too.
    """
    outcomes: list[tuple[TargetTable | None, list[str]]] = []
    for table in candidates:
        if copy.year in (None, table.year.year):
            there = content_of_copy(_as_written_from(table, copy))
            changes = differences(content_of(table).tidied(), there, "文件")
            outcomes.append((table, [f"{_label(table)}：{change}。" for change in changes]))
    unit = on_one_line(copy.unit_code + copy.unit_name)
    unknown = f"文件中的“{on_one_line(copy.label)}”（{unit}）在工作区中没有。"
    return min(outcomes, key=lambda outcome: len(outcome[1]), default=(None, [unknown]))


def _as_written_from(table: TargetTable, copy: ProposedTable) -> ProposedTable:
    """The table of a copy of ours, its first column whole again where a program has taken merged cells apart."""
    return filled_down(copy, table) if copy.identity is not None else copy


def _label(table: TargetTable) -> str:
    return f"{_place(table)}“{on_one_line(table.label)}”"


def _place(table: TargetTable) -> str:
    return f"{table.year.year} 年度 {table.unit.code} "
