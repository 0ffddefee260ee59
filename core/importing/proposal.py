"""What an import proposes, before anything is written: tables, problems, cleaned texts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TypeAlias

from core.domain.amounts import Amount
from core.domain.copies import CopiedTable
from core.domain.records import INDICATOR_COLUMNS, LABELS
from core.domain.texts import controls_in, on_one_line, without_controls
from core.importing.document import Row
from core.importing.money import HOME_UNIT

FieldPlace: TypeAlias = tuple[int | None, str]
"""The indicator's row from 1, ``None`` for the form, and the field's name."""
SourceCell: TypeAlias = tuple[int, int]
"""Index in :attr:`Source.rows`, and the grid column in which the cell begins."""


@dataclass(frozen=True, slots=True)
class ProposedIndicator:
    """One row that would come in."""

    category: str = ""
    subcategory: str = ""
    name: str = ""
    description: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of the file, or a paragraph as a row of one cell, before anything was recognised in it.

    Attributes:
        place: Where it stands in the file, in words.
        cells: As the reader gave them.
    """

    place: str
    cells: Row


@dataclass(frozen=True, slots=True)
class Source:
    """What one table was read from.

    Attributes:
        rows: From the top, the paragraphs above the table included.
        places: Field → the cell that it was read from.
    """

    rows: tuple[SourceRow, ...] = ()
    places: Mapping[FieldPlace, SourceCell] = field(default_factory=lambda: MappingProxyType({}))

    def cells(self, places: Iterable[FieldPlace]) -> list[SourceCell]:
        """The cells that these fields were read from; none of a field that the file does not have."""
        return [self.places[place] for place in places if place in self.places]


@dataclass(frozen=True, slots=True)
class ProposedTable:
    """One table that would come in.

    Attributes:
        place: Where it stands in the file, in words.
        number: The number of its heading; ``None`` if it has none.
        name: The project's name; amounts are in 万元, see :mod:`core.domain.amounts`.
        year: The budget year, if the file itself says so: this program wrote it.
        identity: Which table of a workspace it was written as, if this program wrote the file.
        source: What it was read from, to be looked at; two tables with the same content are equal wherever they stand.
        heading: Its title as the file has it; ``""`` if there is none.
        money_unit: What its amounts are in: 万元, unless it states what cannot be converted.
        unknown: The fields that hold a formula without its result; what comes in of them is blank.
        is_exact: Whether white space at the ends of texts and blank rows count, since the format keeps them.
    """

    place: str
    number: int | None
    unit_code: str
    unit_name: str
    name: str
    budget: Amount
    fiscal_funds: Amount
    other_funds: Amount
    purpose: str
    target: str
    indicators: tuple[ProposedIndicator, ...]
    year: int | None = None
    identity: CopiedTable | None = None
    source: Source = field(default=Source(), compare=False, repr=False)
    heading: str = ""
    money_unit: str = HOME_UNIT
    unknown: frozenset[FieldPlace] = frozenset()
    is_exact: bool = False

    @property
    def label(self) -> str:
        """How messages name the table."""
        return table_label(self.number, self.name, self.place)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is filled in: a form may give its unit, number, year and categories beforehand."""
        amounts = (self.budget, self.fiscal_funds, self.other_funds)
        written = (text for row in self.indicators for text in (row.name, row.description, row.value))
        texts = (self.name, self.purpose, self.target, *written)
        return not any((*texts, self.unknown)) and all(amount is None for amount in amounts)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the file to look at; the import is possible all the same.

    Attributes:
        sentence: One Chinese sentence that names the file, the table, the row and the column.
        table: Index of the table it is about, from 0; ``None``: the file.
        row: The indicator's row, from 1; ``None``: the form.
        column: Field name of the column or of the form.
        cell: Where it stands in the table's source, if it is about a text that is no field's.
        surplus: The same as said of a copy of ours, which should hold nothing but its tables: that there is more in it;
            ``""`` if it is about something else.
    """

    sentence: str
    table: int | None = None
    row: int | None = None
    column: str | None = None
    cell: SourceCell | None = None
    surplus: str = ""

    def cells(self, source: Source) -> list[SourceCell]:
        """The cells of its table's source that it is about."""
        return [self.cell] if self.cell is not None else source.cells(places_of(self.row, self.column))


@dataclass(frozen=True, slots=True)
class CleanedText:
    """White space at the ends of a text or in a category's name, or control characters, that are left out.

    Attributes:
        table: Index of the table, from 0.
        label: How messages name the table.
        row: The indicator's row, from 1; ``None``: the form.
        column: Field name.
        before: As in the file.
        after: As it comes in.
    """

    table: int
    label: str
    row: int | None
    column: str
    before: str
    after: str

    def cells(self, source: Source) -> list[SourceCell]:
        """The cells of its table's source that it is about."""
        return source.cells(places_of(self.row, self.column))

    @property
    def sentence(self) -> str:
        """What was cleaned, for the preview and the command line."""
        before = without_controls(self.before)
        white, controls = _white(before), controls_in(self.before)
        parts = [f"首尾的空白（{white}）"] if white else []
        parts += ["字间的空白"] if before.strip() != self.after else []
        parts += [f"看不见的控制字符（{'、'.join(controls)}）"] if controls else []
        return f"“{on_one_line(self.label)}”{place_in_table(self.row, self.column)}：{'和'.join(parts)}已去掉。"


@dataclass(frozen=True, slots=True)
class Proposal:
    """All that one file would bring in.

    Attributes:
        captions: Titles above and in the tables that are no field of theirs, such as ``（2024年度）``.
        missing: The tables that this program wrote into the file and that are not there any more.
        set_aside: The worksheets of a workbook of ours that hold no table, 目录 and the like: nobody has read them.
    """

    file_name: str
    tables: tuple[ProposedTable, ...]
    problems: tuple[Problem, ...]
    cleaned: tuple[CleanedText, ...]
    captions: tuple[str, ...] = ()
    missing: tuple[CopiedTable, ...] = ()
    set_aside: tuple[str, ...] = ()

    def part(self, indexes: Sequence[int]) -> "Proposal":
        """Some of its tables, with what there is to say of them; of the file as a whole where its first table is."""
        places: dict[int | None, int | None] = {old: index for index, old in enumerate(indexes)}
        if 0 in indexes:
            places[None] = None
        return replace(
            self,
            tables=tuple(self.tables[index] for index in indexes),
            problems=tuple(replace(one, table=places[one.table]) for one in self.problems if one.table in places),
            cleaned=tuple(replace(one, table=indexes.index(one.table)) for one in self.cleaned if one.table in places),
        )

    @property
    def is_ours(self) -> bool:
        """Whether this program wrote the file."""
        return bool(self.missing) or any(table.identity is not None for table in self.tables)


def surplus(what: str, table: int | None = None, row: int | None = None, cell: SourceCell | None = None) -> Problem:
    """The problem that a text of the file, ``what`` in words, is no field of a table."""
    return Problem(f"{what}，没有导入。", table, row, None, cell, f"{what}。")


def table_label(number: int | None, name: str, place: str) -> str:
    """``3.某项目``, or where the table stands if it has no name."""
    if not name:
        return place
    return f"{number}.{name}" if number is not None else name


def places_of(row: int | None, column: str | None = None) -> tuple[FieldPlace, ...]:
    """One field; all fields of a row where no column is named; nothing where neither is."""
    if column is not None:
        return ((row, column),)
    return tuple((row, name) for name in INDICATOR_COLUMNS) if row is not None else ()


def place_in_table(row: int | None, column: str | None) -> str:
    """``第 3 行“指标值”`` or ``“绩效目标”``."""
    line = f"第 {row} 行" if row is not None else ""
    if column is None:
        return line
    kind = "project" if row is None else "indicator"
    names = LABELS[kind] | ({} if row is not None else {"unit": "预算单位", "number": "表号"})
    return f"{line}“{names[column]}”"


def _white(text: str) -> str:
    """The white space at the ends of a text, in words."""
    core = text.strip()
    ends = text if not core else text[: text.index(core)] + text[text.index(core) + len(core) :]
    counts = {"换行": ends.count("\n"), "制表符": ends.count("\t")}
    counts["空格"] = len(ends) - sum(counts.values())
    return "、".join(f"{n} 个{what}" for what, n in counts.items() if n)
