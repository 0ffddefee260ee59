"""What differs between two states of a table, said so that a clerk finds the cell."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, TypeAlias

from core.domain.amounts import Amount, print_amount
from core.domain.records import FORM_FIELDS, INDICATOR_COLUMNS, LABELS, Indicator, Project, TargetTable
from core.importing.proposal import ProposedIndicator, ProposedTable

Row: TypeAlias = tuple[str, ...]

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

    def trimmed(self) -> "Content":
        """Without white space at the ends of texts and blank rows, which the readers of documents leave out."""
        rows = map(_trimmed, self.rows)
        return Content(_trimmed(self.fields), tuple(row for row in rows if any(row)))


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
    matcher = SequenceMatcher(None, here.rows, there.rows, autojunk=False)
    for kind, start, end, copy_start, copy_end in matcher.get_opcodes():
        if kind != "equal":
            yield from _row_differences(
                here.rows[start:end], there.rows[copy_start:copy_end], start + 1, copy_start + 1, copy
            )


def _row_differences(
    here: tuple[Row, ...], there: tuple[Row, ...], number: int, copy_number: int, copy: str
) -> Iterator[str]:
    paired = min(len(here), len(there))
    for offset in range(paired):
        for column, now, then in zip(INDICATOR_COLUMNS, here[offset], there[offset], strict=True):
            if now != then:
                place = f"第 {number + offset} 行{LABELS['indicator'][column]}"
                yield _difference(place, now, then, copy)
    for offset in range(paired, len(here)):
        yield f"第 {number + offset} 行{_name(here[offset])}只在工作区中有"
    for offset in range(paired, len(there)):
        yield f"{copy}第 {copy_number + offset} 行{_name(there[offset])}在工作区中没有"


def _difference(place: str, now: str, then: str, copy: str) -> str:
    start = _parting(now, then)
    return f"{place}：工作区为{_quoted(now, start)}，{copy}为{_quoted(then, start)}"


def _parting(one: str, other: str) -> int:
    """Where a long text is quoted from: a little before the first character that differs."""
    same = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return max(0, same - _EXCERPT // 4) if max(len(one), len(other)) > _EXCERPT else 0


def _quoted(text: str, start: int) -> str:
    if not text:
        return "空白"
    end = start + _EXCERPT
    return f"“{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}”"


def _name(row: Row) -> str:
    return f"“{row[INDICATOR_COLUMNS.index('name')]}”"


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


def _trimmed(texts: Row) -> Row:
    return tuple(text.strip() for text in texts)
