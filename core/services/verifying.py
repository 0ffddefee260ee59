"""核对: does a copy, on paper or in a file, equal the workspace, and if not, what differs?"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.domain.checkcode import DIGITS, GROUP, check_code
from core.domain.errors import KnownError
from core.domain.records import TargetTable
from core.ports import Reader, Workspace
from core.services.comparing import Content, content_of, content_of_copy, differences
from core.services.past import Past

_EVERY_OPERATION: Final = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Verified:
    """The outcome for one copy.

    Attributes:
        tables: How the tables that were compared are named, in the order of the copy.
        differences: One Chinese sentence each; none means that the copy equals the workspace.
    """

    tables: tuple[str, ...]
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Copy:
    """One table of a file; ``year`` is ``None``, and ``exact`` false, where the format does not keep so much."""

    year: int | None
    label: str
    content: Content
    exact: bool


def read_code(text: str) -> str | None:
    """校验码 as typed or scanned, with spaces, dashes, full width and lower case as may be.

    Returns:
        The code as ``A1B2-C3D4-E5F6-0718``, or ``None`` if the text is none.
    """
    digits = re.sub(r"[\s\-‐‑–—−]", "", unicodedata.normalize("NFKC", text)).upper()
    if not re.fullmatch(rf"[0-9A-F]{{{DIGITS}}}", digits):
        return None
    return "-".join(digits[i : i + GROUP] for i in range(0, DIGITS, GROUP))


def verify_code(workspace: Workspace, code: str) -> Verified:
    """Find the table with this 校验码, now or in the past, and say what has changed since.

    Args:
        workspace: Only read.
        code: As :func:`read_code` gives it.
    """
    with workspace.read() as reader:
        tables = tuple(reader.tables())
        current = next((table for table in tables if check_code(table) == code), None)
        if current is not None:
            return Verified((_label(current),), ())
        then = _find_in_past(reader, tables, code)
    if then is None:
        return Verified((), (f"工作区中没有、也不曾有过校验码为 {code} 的表。",))
    now = next((table for table in tables if table.project.id == then.project.id), None)
    if now is None:
        return Verified((), (f"校验码 {code} 是{_place(then)}“{then.project.name}”的，该表已从工作区中删除。",))
    changes = differences(content_of(now), content_of(then), "校验码对应的内容")
    return Verified((_label(now),), tuple(f"{_label(now)}：{change}。" for change in changes))


def verify_file(workspace: Workspace, path: Path) -> Verified:
    """Compare every table in a file with the one of the same unit and name.

    Tables of the workspace that the file does not hold are no difference: a copy may be of a selection. Nor is
    white space at the ends of texts, where the format does not keep it.

    Raises:
        KnownError: The file cannot be read, is of a kind that cannot be compared, or holds no table.
    """
    copies = _read_copies(path)
    here: dict[tuple[str, str], list[TargetTable]] = {}
    with workspace.read() as reader:
        for table in reader.tables():
            here.setdefault(content_of(table).identity, []).append(table)
    outcomes = [_compare(copy, here.get(copy.content.identity, [])) for copy in copies]
    labels = tuple(label for label, _ in outcomes)
    return Verified(labels, tuple(sentence for _, sentences in outcomes for sentence in sentences))


def _find_in_past(reader: Reader, tables: Sequence[TargetTable], code: str) -> TargetTable | None:
    past = Past(tables)
    for entry in reader.history(limit=_EVERY_OPERATION):
        for project_id in past.step_back(entry):
            table = past.table(project_id)
            if table is not None and check_code(table) == code:
                return table
    return None


def _read_copies(path: Path) -> list[_Copy]:
    suffix = path.suffix.lower()
    if suffix == ".json":
        from core.importing.records import read_records

        return [_Copy(one.year, one.table.label, content_of_copy(one.table), exact=True) for one in read_records(path)]
    from core.importing.reading import READERS, propose  # lxml is loaded on first use

    if suffix not in READERS:
        comparable = "、".join((*READERS, ".json"))
        raise KnownError(f"“{path.name}”目前不能直接核对，可以核对的是 {comparable} 文件；请改用表上的校验码核对。")
    return [_Copy(None, table.label, content_of_copy(table), exact=False) for table in propose(path).tables]


def _compare(copy: _Copy, candidates: Sequence[TargetTable]) -> tuple[str, list[str]]:
    """The label of a copy's table and its differences; of the same project in several years the nearest counts."""
    outcomes = []
    for table in candidates:
        if copy.year in (None, table.year.year):
            content = content_of(table) if copy.exact else content_of(table).trimmed()
            changes = differences(content, copy.content, "文件")
            outcomes.append((_label(table), [f"{_label(table)}：{change}。" for change in changes]))
    if not outcomes:
        unit = "".join(copy.content.fields[:2])
        return copy.label, [f"文件中的“{copy.label}”（{unit}）在工作区中没有。"]
    return min(outcomes, key=lambda outcome: len(outcome[1]))


def _label(table: TargetTable) -> str:
    return f"{_place(table)}“{table.label}”"


def _place(table: TargetTable) -> str:
    return f"{table.year.year} 年度 {table.unit.code} "
