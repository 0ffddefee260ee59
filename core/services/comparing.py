"""What differs between two states of a table, said so that a clerk finds the cell."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from core.domain.amounts import Amount, print_amount
from core.domain.records import FORM_FIELDS, INDICATOR_COLUMNS, LABELS, TargetTable
from core.domain.texts import on_one_line, without_controls
from core.importing.money import HOME_UNIT
from core.importing.proposal import ProposedTable
from core.services.aligning import UNKNOWN, align, moved, texts_in, texts_of

Row: TypeAlias = tuple[str, ...]
Said: TypeAlias = tuple[Row, tuple[Row, ...]]
"""All fields, and the rows that count."""

STATED: Final = (LABELS["unit"]["code"], LABELS["unit"]["name"], "金额单位")
"""What a table states beside its own fields: they are the unit's, and all amounts of a workspace are in 万元."""
_FIELD_LABELS: Final = (*STATED, *(LABELS["project"][field] for field in FORM_FIELDS))
_EXCERPT: Final = 40


@dataclass(frozen=True, slots=True)
class Content:
    """What a table says, as texts in NFC.

    Attributes:
        fields: What is :data:`STATED`, then the fields of the form.
        rows: The indicators, a text for each column.
        is_exact: Whether white space at the ends of texts and blank rows count: readers of documents leave them out.
    """

    fields: Row
    rows: tuple[Row, ...]
    is_exact: bool = True

    @property
    def identity(self) -> tuple[str, str]:
        """What a copy's table is found by within a year: the unit's code and the project's name."""
        return self.fields[0].strip(), self.fields[len(STATED)].strip()

    @property
    def said(self) -> Said:
        """What two versions of a table that say the same have in common."""
        return self.fields, tuple(filter(self.counts, self.rows))

    def counts(self, row: Row) -> bool:
        """Whether a row that only one state has is a difference."""
        return self.is_exact or any(row)

    def tidied(self) -> "Content":
        """With the line ends and without the control characters that importing changes and leaves out."""
        return self._mapped(without_controls)

    def trimmed(self) -> "Content":
        """Without white space at the ends of texts, blank rows not counting: readers of documents leave them out."""
        return replace(self.tidied()._mapped(str.strip), is_exact=False)

    def _mapped(self, change: Callable[[str], str]) -> "Content":
        rows = tuple(tuple(map(change, row)) for row in self.rows)
        return replace(self, fields=tuple(map(change, self.fields)), rows=rows)


def stated_here(table: TargetTable) -> Row:
    """What a table of the workspace states beside its own fields, in the order of :data:`STATED`."""
    return _plain(table.unit.code, table.unit.name, HOME_UNIT)


def stated_there(table: ProposedTable) -> Row:
    """The same of a table in a file."""
    return _plain(table.unit_code, table.unit_name, table.money_unit)


def content_of(table: TargetTable) -> Content:
    """The content of a table of the workspace."""
    fields = _plain(*(getattr(table.project, field) for field in FORM_FIELDS))
    rows = (_plain(*texts) for texts in texts_of(table.indicators, exact=True))
    return Content((*stated_here(table), *fields), tuple(rows))


def content_of_copy(table: ProposedTable) -> Content:
    """The content of a table in a file; :data:`core.services.aligning.UNKNOWN` where it does not say what it is."""
    fields = _plain(*(UNKNOWN if (None, field) in table.unknown else getattr(table, field) for field in FORM_FIELDS))
    rows = (_plain(*texts) for texts in texts_in(table, exact=True))
    return Content((*stated_there(table), *fields), tuple(rows), table.is_exact)


def differences(here: Content, there: Content, copy: str) -> Iterator[str]:
    """Each difference as the end of a sentence; none if both say the same.

    Args:
        here: In the workspace.
        there: In the copy; whether it is exact decides for both.
        copy: How to name the copy, e.g. ``文件``.
    """
    if not there.is_exact:
        here, there = here.trimmed(), there.trimmed()
    for label, now, then in zip(_FIELD_LABELS, here.fields, there.fields, strict=True):
        if now != then:
            yield _difference(label, now, then, copy)
    yield from _row_differences(here, there, copy)


def _row_differences(here: Content, there: Content, copy: str) -> Iterator[str]:
    pairs = align([_bare(row) for row in here.rows], [_bare(row) for row in there.rows])
    place_there = {own: place for place, own in pairs.items()}
    elsewhere = moved(pairs)
    for own, row in enumerate(here.rows):
        place = place_there.get(own)
        if place is None:
            if here.counts(row):
                yield f"第 {own + 1} 行{_name(row)}只在工作区中有"
            continue
        if place in elsewhere:
            yield f"第 {own + 1} 行{_name(row)}在{copy}中移到了第 {place + 1} 行"
        for column, now, then in zip(INDICATOR_COLUMNS, row, there.rows[place], strict=True):
            if now != then:
                yield _difference(f"第 {own + 1} 行{LABELS['indicator'][column]}", now, then, copy)
    for place, row in enumerate(there.rows):
        if place not in pairs and there.counts(row):
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


def _bare(row: Row) -> Row:
    return tuple(map(str.strip, row))


def _name(row: Row) -> str:
    """A row's name in quotation marks, else the first text that it has."""
    texts = (row[INDICATOR_COLUMNS.index("name")], *row)
    filled = next(filter(str.strip, texts), "")
    return _quoted(filled, 0) if filled else "（空行）"


def _plain(*values: Amount) -> Row:
    return tuple(unicodedata.normalize("NFC", print_amount(value)) for value in values)
