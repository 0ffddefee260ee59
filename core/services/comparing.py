"""What differs between two states of a table, said so that a clerk finds the cell."""

import unicodedata
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, TypeAlias

from core.domain.amounts import Amount, print_amount
from core.domain.records import FORM_FIELDS, INDICATOR_COLUMNS, LABELS, Indicator, Project, TargetTable
from core.domain.texts import on_one_line, without_controls
from core.importing.proposal import ProposedIndicator, ProposedTable

Row: TypeAlias = tuple[str, ...]
Body: TypeAlias = tuple[Row, tuple[Row, ...]]
"""The fields of the form, and the rows."""
_Placed: TypeAlias = tuple[int, Row]
"""A row and its place, from 0."""

_FIELD_LABELS: Final = {
    "unit_code": LABELS["unit"]["code"],
    "unit_name": LABELS["unit"]["name"],
    **{field: LABELS["project"][field] for field in FORM_FIELDS},
}
_EXCERPT: Final = 40


@dataclass(frozen=True, slots=True)
class Content:
    """What a table says, as texts in NFC.

    Attributes:
        fields: The unit's code and name and the fields of the form, in the order of ``_FIELD_LABELS``.
        rows: The indicators, a text for each column.
    """

    fields: Row
    rows: tuple[Row, ...]

    @property
    def identity(self) -> tuple[str, str]:
        """What a copy's table is found by within a year: the unit's code and the project's name."""
        return self.fields[0].strip(), self.fields[2].strip()

    @property
    def body(self) -> Body:
        """All but the unit: a table may come into one that is there under another code or name."""
        return self.fields[2:], self.rows

    def tidied(self) -> "Content":
        """With the line ends and without the control characters that importing changes and leaves out."""
        return self._mapped(without_controls)

    def trimmed(self) -> "Content":
        """Without white space at the ends of texts and blank rows, which the readers of documents leave out."""
        trimmed = self.tidied()._mapped(str.strip)
        return Content(trimmed.fields, tuple(row for row in trimmed.rows if any(row)))

    def _mapped(self, change: Callable[[str], str]) -> "Content":
        return Content(tuple(map(change, self.fields)), tuple(tuple(map(change, row)) for row in self.rows))


def content_of(table: TargetTable) -> Content:
    """The content of a table of the workspace."""
    return _content(table.unit.code, table.unit.name, table.project, table.indicators)


def content_of_copy(table: ProposedTable) -> Content:
    """The content of a table in a file."""
    return _content(table.unit_code, table.unit_name, table, table.indicators)


def differences(here: Content, there: Content, copy: str) -> Iterator[str]:
    """Each difference as the end of a sentence; none if both say the same.

    Args:
        here: In the workspace.
        there: In the copy.
        copy: How to name the copy, e.g. ``文件``.
    """
    for label, now, then in zip(_FIELD_LABELS.values(), here.fields, there.fields, strict=True):
        if now != then:
            yield _difference(label, now, then, copy)
    codes = SequenceMatcher(None, here.rows, there.rows, autojunk=False).get_opcodes()
    runs = [(range(a, b), range(c, d)) for kind, a, b, c, d in codes if kind != "equal"]
    moves = _moves(here.rows, there.rows, runs)
    moved_there = set(moves.values())
    for now_places, then_places in runs:
        for place in now_places:
            if place in moves:
                yield f"第 {place + 1} 行{_name(here.rows[place])}在{copy}中移到了第 {moves[place] + 1} 行"
        yield from _row_differences(
            [(place, here.rows[place]) for place in now_places if place not in moves],
            [(place, there.rows[place]) for place in then_places if place not in moved_there],
            copy,
        )


def _moves(here: Sequence[Row], there: Sequence[Row], runs: Sequence[tuple[range, range]]) -> dict[int, int]:
    """Rows that stand in both, but elsewhere: their places from 0, here and there."""
    places: dict[Row, deque[int]] = {}
    for _, then_places in runs:
        for place in then_places:
            places.setdefault(there[place], deque()).append(place)
    own = [place for now_places, _ in runs for place in now_places]
    return {place: places[here[place]].popleft() for place in own if places.get(here[place])}


def _row_differences(here: Sequence[_Placed], there: Sequence[_Placed], copy: str) -> Iterator[str]:
    paired = min(len(here), len(there))
    for (place, row), (_, copy_row) in zip(here, there, strict=False):
        for column, now, then in zip(INDICATOR_COLUMNS, row, copy_row, strict=True):
            if now != then:
                yield _difference(f"第 {place + 1} 行{LABELS['indicator'][column]}", now, then, copy)
    for place, row in here[paired:]:
        yield f"第 {place + 1} 行{_name(row)}只在工作区中有"
    for place, row in there[paired:]:
        yield f"{copy}第 {place + 1} 行{_name(row)}在工作区中没有"


def quoted(one: str, other: str = "") -> tuple[str, str]:
    """Two texts for the inside of a sentence, in quotation marks; long ones from a little before they part."""
    start = _parting(one, other)
    return _quoted(one, start), _quoted(other, start)


def _difference(place: str, now: str, then: str, copy: str) -> str:
    here, there = quoted(now, then)
    return f"{place}：工作区为{here}，{copy}为{there}"


def _parting(one: str, other: str) -> int:
    """Where a long text is quoted from: a little before the first character that differs."""
    same = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return max(0, same - _EXCERPT // 4) if max(len(one), len(other)) > _EXCERPT else 0


def _quoted(text: str, start: int) -> str:
    if not text:
        return "空白"
    end = start + _EXCERPT
    return f"“{'…' if start else ''}{on_one_line(text[start:end])}{'…' if end < len(text) else ''}”"


def _name(row: Row) -> str:
    return f"“{on_one_line(row[INDICATOR_COLUMNS.index('name')])}”"


def _content(
    unit_code: str,
    unit_name: str,
    form: Project | ProposedTable,
    indicators: Sequence[Indicator] | Sequence[ProposedIndicator],
) -> Content:
    fields = _plain(unit_code, unit_name, *(getattr(form, field) for field in FORM_FIELDS))
    rows = (_plain(*(getattr(row, column) for column in INDICATOR_COLUMNS)) for row in indicators)
    return Content(fields, tuple(rows))


def _plain(*values: Amount) -> Row:
    return tuple(unicodedata.normalize("NFC", print_amount(value)) for value in values)
