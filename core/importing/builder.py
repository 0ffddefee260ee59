"""One table while its rows are read, form and indicator grid, and what comes of it."""

from collections.abc import Sequence

from core.domain.copies import CopiedTable
from core.domain.records import AMOUNT_FIELDS
from core.domain.texts import without_controls
from core.importing.captions import split_heading
from core.importing.document import Cell, Document, Row
from core.importing.form_part import FormPart
from core.importing.grid_part import GridPart
from core.importing.own_form import MONEY, fields_of
from core.importing.proposal import CleanedText, Problem, ProposedTable, SourceCell, SourceRow, table_label
from core.importing.remarks import Remarks
from core.importing.stated_units import money_unit


class TableBuilder:
    """Collects one table row by row.

    Attributes:
        sheet: The worksheet that it stands on, ``""`` in a file without worksheets.
        place: Where it begins, in words.
    """

    def __init__(self, document: Document, place: str, sheet: str, inherited_unit: tuple[str, str]) -> None:
        self.sheet = sheet
        self.place = place
        self.bookmarks: tuple[str, ...] = ()
        self._inherited_unit = inherited_unit
        self._inherited_from = "前一张表"
        self._heading = ""
        self._remarks = Remarks(document.file_name)
        self._form = FormPart(self._remarks)
        self._grid = GridPart(document, self._remarks)

    @property
    def problems(self) -> Sequence[Problem]:
        """After ``finish``: what to look at."""
        return self._remarks.problems

    @property
    def cleaned(self) -> Sequence[CleanedText]:
        """After ``finish``: white space and control characters left out."""
        return self._remarks.cleaned

    @property
    def unit(self) -> tuple[str, str] | None:
        """Code and name of the unit, ``None`` while no row has told it."""
        return self._form.unit

    @property
    def number(self) -> int | None:
        """The number of its heading."""
        return self._split_heading[0]

    @property
    def in_grid(self) -> bool:
        """Whether the header of the indicator grid has been seen."""
        return self._grid.has_begun

    @property
    def has_name(self) -> bool:
        """Whether the 项目名称 row has been seen."""
        return "name" in self._form.texts

    @property
    def has_form(self) -> bool:
        """Whether any row of the form has been seen."""
        return bool(self._form.texts)

    @property
    def is_table(self) -> bool:
        """Whether enough was found to call it a table."""
        return self.in_grid or (self.has_name and any(text.strip() for text in self._form.texts.values()))

    @property
    def rows(self) -> Sequence[SourceRow]:
        """The rows that were read so far."""
        return self._remarks.rows

    def take_source(self, rows: Sequence[SourceRow]) -> None:
        """What is read next; the last one is the row that the following calls are about."""
        self._remarks.take_rows(rows)

    def here(self, cell: Cell) -> SourceCell:
        """Where a cell of the row being read stands."""
        return self._remarks.here(cell.column)

    @property
    def _split_heading(self) -> tuple[int | None, str]:
        return split_heading(self._heading) or (None, "")

    def take_heading(self, heading: str) -> None:
        """The heading above the table, or a title row in it; ``""`` if there is none."""
        self._heading = heading or self._heading

    def take_title(self, row: Row) -> None:
        """The row above a form of ours: its title, whatever it says."""
        for cell in row:
            if cell is row[0]:
                self.take_heading(cell.text.strip())
            elif cell.is_filled:
                self._form.leave_out(cell)

    def take_unit_text(self, text: str | None, cell: SourceCell) -> None:
        """Code and name of the unit as one text, and where it stands."""
        self._form.take_unit_text(text, cell)

    def take_unit_of_file(self, unit: tuple[str, str]) -> None:
        """The one 预算单位 that the tables of the file name: it is this table's, where no table above names any."""
        if not any(self._inherited_unit):
            self._inherited_unit, self._inherited_from = unit, "后面的表"

    def take_money_unit(self, money: str | None) -> None:
        """The currency unit that the table states."""
        self._form.take_money_unit(money)

    def take_stray(self, text: str) -> None:
        """A paragraph between the form and the indicator grid, or under the grid."""
        self._remarks.leave_out([text], None)

    def take_band(self, text: str) -> None:
        """A paragraph with nothing but the 一级指标 of the rows below it."""
        self._grid.take_band(text, None)

    def begin_grid(self, header: Row) -> None:
        """The header row of the indicator grid, or its repetition on the next page."""
        above = self.rows[-2].cells if len(self.rows) > 1 else ()
        if self._grid.begin(header, above):
            self._remarks.take_in(len(self.rows) - 2)

    def add_indicator(self, row: Row) -> None:
        """A row below the header of the indicator grid."""
        self._grid.add_row(row)

    def add_written_form_row(self, row: Row, number: int) -> None:
        """A row, counted from 0, of a form that stands as this program writes it."""
        for field, cell in fields_of(row, number):
            if field == MONEY:
                self._form.take_money_unit(money_unit(cell.text))
            elif field:
                self._form.take_written(field, cell)
            elif cell.is_filled:
                self._form.leave_out(cell)

    def add_written_row(self, row: Row) -> None:
        """A row below the header that stands as this program writes it."""
        self._grid.add_written_row(row)

    def add_form_row(self, row: Row) -> None:
        """A row of the form."""
        self._form.add_row(row)

    def finish(self, index: int, identity: CopiedTable | None = None) -> ProposedTable:
        """Make the table of what was found, and list problems and cleaned texts.

        Args:
            index: Which table of the file it is, from 0.
            identity: Which table of a workspace it was written as, if this program wrote it.
        """
        if identity is not None:
            self._form.take_identity(identity)
            self._grid.leave_out_lines_below(identity)
        number, heading_name = self._split_heading
        own_name = without_controls(self._form.texts.get("name", "")).strip()
        self._remarks.begin(index, table_label(number, own_name or without_controls(heading_name), self.place))
        unit_code, unit_name = self.unit or self._inherited_unit
        name, purpose, target = (self._form.text(field) for field in ("name", "purpose", "target"))
        budget, fiscal_funds, other_funds = (self._form.amount(field) for field in AMOUNT_FIELDS)
        self._form.report(heading_name, name, self._inherited_unit, self._inherited_from)
        self._remarks.report_left_out()
        return ProposedTable(
            place=self.place,
            number=number,
            unit_code=self._remarks.clean(unit_code, None, "unit"),
            unit_name=self._remarks.clean(unit_name.strip(), None, "unit"),
            name=name,
            budget=budget,
            fiscal_funds=fiscal_funds,
            other_funds=other_funds,
            purpose=purpose,
            target=target,
            indicators=tuple(self._grid.indicators(identity)),
            identity=identity,
            source=self._remarks.source,
            heading=self._heading,
            money_unit=self._form.money_unit,
            unknown=frozenset(self._form.unknown | self._grid.unknown),
        )
