"""查找和替换 over the texts of many tables: find, see what replacing would do, replace in one change."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from core.domain.amounts import parse_amount, print_amount
from core.domain.edits import ChangeSet, Edit, change, set_field
from core.domain.errors import KnownError
from core.domain.records import (
    AMOUNT_FIELDS,
    FORM_FIELDS,
    INDICATOR_COLUMNS,
    LABELS,
    Indicator,
    Project,
    State,
    TargetTable,
)
from core.domain.selection import EVERYTHING, Selection
from core.ports import Progress, Workspace

REPLACE: Final = "替换"
_LEAD: Final = 10  # characters shown before what was found


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for.

    Attributes:
        text: As typed; not blank.
        selection: In which tables.
        match_case: Whether ``OA`` and ``oa`` differ.
        whole_cell: Whether it must be all that stands in a cell.
        is_regex: Whether ``text`` is a regular expression.
    """

    text: str
    selection: Selection = EVERYTHING
    match_case: bool = False
    whole_cell: bool = False
    is_regex: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One cell in which something was found.

    Attributes:
        year: The table's budget year.
        label: How messages name the table.
        row: The indicator's row from 1; ``None`` for a field of the form.
        record_id: The indicator or the project.
        column: Field name.
        text: All of the cell's text.
        start: Where in it the first find begins.
    """

    project_id: str
    year: int
    label: str
    state: State
    row: int | None
    record_id: str
    column: str
    text: str
    start: int

    @property
    def place(self) -> str:
        """``第 3 行 指标值``, ``绩效目标``."""
        label = LABELS["project" if self.row is None else "indicator"][self.column]
        return label if self.row is None else f"第 {self.row} 行 {label}"

    @property
    def excerpt(self) -> str:
        """The text from a little before what was found."""
        begin = max(0, self.start - _LEAD)
        return f"{'…' if begin else ''}{self.text[begin:]}"


@dataclass(frozen=True, slots=True)
class Replaced:
    """What a replacement did.

    Attributes:
        change: Still to be performed; empty if nothing was left to replace.
        cells: How many cells it changes.
        locked: The labels of the tables that were left out since they are final or signed.
        moved_on: How many cells hold something else by now, and were left out.
    """

    change: ChangeSet
    cells: int
    locked: tuple[str, ...]
    moved_on: int


def find(workspace: Workspace, query: Query, progress: Progress | None = None) -> tuple[Hit, ...]:
    """Every cell in which the query is found, in publication order.

    Raises:
        KnownError: The query is blank, or no regular expression.
        Cancelled: By ``progress``.
    """
    pattern = compiled(query)
    hits: list[Hit] = []
    with workspace.read() as reader:
        total = sum(len(unit.projects) for year in reader.outline() for unit in year.units)
        for number, table in enumerate(reader.tables(query.selection), start=1):
            hits += _hits(table, pattern, query.whole_cell)
            if progress is not None:
                progress(number, total)
    return tuple(hits)


def compiled(query: Query) -> re.Pattern[str]:
    """The query as a pattern.

    Raises:
        KnownError: It is blank, or no regular expression.
    """
    if not query.text:
        raise KnownError("请输入要查找的内容。")
    try:
        source = query.text if query.is_regex else re.escape(query.text)
        return re.compile(source, 0 if query.match_case else re.IGNORECASE)
    except re.error as error:
        place = f"第 {error.pos + 1} 个字符处" if error.pos is not None else "其中"
        raise KnownError(f"“{query.text}”不是正确的正则表达式，{place}有误。不用正则表达式时请取消勾选。") from error


def replaced_text(query: Query, replacement: str, text: str) -> str:
    r"""What becomes of a cell's text.

    Args:
        query: What is replaced; in a regular expression ``\1`` of the replacement stands for its first group.
        replacement: What comes in its place.
        text: The cell's text, in which the query is found.

    Raises:
        KnownError: The query, or the replacement of a regular expression, is wrong.
    """
    pattern = compiled(query)
    if not query.is_regex:
        return replacement if query.whole_cell else pattern.sub(lambda _match: replacement, text)
    try:
        if query.whole_cell:
            match = pattern.fullmatch(text)
            return match.expand(replacement) if match else text
        return pattern.sub(replacement, text)
    except (re.error, IndexError) as error:
        raise KnownError(f"“{replacement}”不能用来替换：反斜杠后面要写正则表达式中有的组号，如 \\1。") from error


def replace_in(workspace: Workspace, query: Query, replacement: str, hits: Sequence[Hit]) -> Replaced:
    """The change that replaces in these cells as they stand now; locked tables are left out.

    Raises:
        KnownError: As :func:`replaced_text`, or the workspace cannot be read.
    """
    wanted: dict[str, list[Hit]] = {}
    for hit in hits:
        wanted.setdefault(hit.project_id, []).append(hit)
    edits: list[Edit] = []
    locked: list[str] = []
    moved_on = 0
    with workspace.read() as reader:
        tables = list(reader.tables(Selection(project_ids=frozenset(wanted))))
    for table in tables:
        if table.project.state is not State.DRAFT:
            locked.append(table.label)
            continue
        records: dict[str, Project | Indicator] = {row.id: row for row in table.indicators}
        records[table.project.id] = table.project
        for hit in wanted[table.project.id]:
            record = records.get(hit.record_id)
            if record is None or _text(record, hit.column) != hit.text:
                moved_on += 1
                continue
            after = replaced_text(query, replacement, hit.text)
            edits.append(set_field(record, hit.column, parse_amount(after) if hit.column in AMOUNT_FIELDS else after))
    result = change(REPLACE, edits)
    return Replaced(result, len(result.edits), tuple(locked), moved_on)


def _hits(table: TargetTable, pattern: re.Pattern[str], whole_cell: bool) -> Iterator[Hit]:
    for row, record, columns in _records(table):
        for column in columns:
            text = _text(record, column)
            start = _found(pattern, text, whole_cell)
            if start is not None:
                yield Hit(
                    table.project.id,
                    table.year.year,
                    table.label,
                    table.project.state,
                    row,
                    record.id,
                    column,
                    text,
                    start,
                )


def _records(table: TargetTable) -> Iterable[tuple[int | None, Project | Indicator, tuple[str, ...]]]:
    yield None, table.project, FORM_FIELDS
    for number, row in enumerate(table.indicators, start=1):
        yield number, row, INDICATOR_COLUMNS


def _text(record: Project | Indicator, column: str) -> str:
    return print_amount(getattr(record, column))


def _found(pattern: re.Pattern[str], text: str, whole_cell: bool) -> int | None:
    if whole_cell:
        return 0 if pattern.fullmatch(text) else None
    return next((match.start() for match in pattern.finditer(text) if match.group()), None)
