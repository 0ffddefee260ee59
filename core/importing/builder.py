"""One table while its rows are read: what was found, what is doubtful, what was cleaned."""

from collections.abc import Iterator, Sequence
from itertools import chain

from core.domain.amounts import Amount
from core.domain.copies import CopiedTable
from core.domain.records import AMOUNT_FIELDS, INDICATOR_COLUMNS, LABELS
from core.domain.texts import on_one_line, with_usual_line_ends, without_controls
from core.importing.document import Cell, Document, Row
from core.importing.labels import (
    MEASURE_LABELS,
    SIGN_LABELS,
    SIGN_WORDS,
    UNIT_LABELS,
    bare,
    form_field,
    is_caption,
    is_category,
    is_foot,
    is_group_label,
    join_texts,
    label_money,
    money_unit,
    names_no_project,
    split_unit,
    without_money_unit,
)
from core.importing.money import read_amount
from core.importing.proposal import (
    CleanedText,
    FieldPlace,
    Problem,
    ProposedIndicator,
    ProposedTable,
    Source,
    SourceCell,
    SourceRow,
    place_in_table,
    table_label,
)

FILLED_COLUMNS = ("category", "subcategory")
"""Columns whose cells are printed once over several rows."""
FORMULA_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
MOST_CAPTIONS = 2
"""Texts of a row that begins a form: the unit and the currency unit; a filled row has more."""
_EXCERPT = 20


class TableBuilder:
    """Collects one table row by row.

    Attributes:
        problems: After ``finish``: what to look at.
        cleaned: After ``finish``: white space and control characters left out.
        unit: Code and name of the unit, ``None`` while no row has told it.
        in_grid: Whether the header of the indicator grid has been seen.
        sheet: The worksheet that it stands on, ``""`` in a file without worksheets.
        place: Where it begins, in words.
    """

    def __init__(self, document: Document, place: str, sheet: str, inherited_unit: tuple[str, str]) -> None:
        self.sheet = sheet
        self.problems: list[Problem] = []
        self.cleaned: list[CleanedText] = []
        self.unit: tuple[str, str] | None = None
        self.in_grid = False
        self._document = document
        self.place = place
        self._inherited_unit = inherited_unit
        self._heading: tuple[int | None, str] | None = None
        self._unit_text = ""
        self._money: str | None = None
        self._form: dict[str, str] = {}
        self._purpose_may_follow = False
        self._columns: dict[str, tuple[int, int]] = {}
        self._parts_of_value: dict[str, tuple[int, int]] = {}
        self._unknown_columns: list[tuple[str, SourceCell]] = []
        self._titled: list[tuple[int, int]] = []
        self._rows: list[Row] = []
        self._source: list[SourceRow] = []
        self._places: dict[FieldPlace, SourceCell] = {}
        self._left_out: list[tuple[str, SourceCell | None]] = []
        self._index = 0
        self._label = ""

    @property
    def number(self) -> int | None:
        """The number of its heading."""
        return self._heading[0] if self._heading else None

    @property
    def has_name(self) -> bool:
        """Whether the 项目名称 row has been seen."""
        return "name" in self._form

    @property
    def has_form(self) -> bool:
        """Whether any row of the form has been seen."""
        return bool(self._form)

    @property
    def is_table(self) -> bool:
        """Whether enough was found to call it a table."""
        return self.in_grid or (self.has_name and any(text.strip() for text in self._form.values()))

    def filled_rows(self) -> int:
        """How many of its rows have more than a title or a unit could have."""
        return sum(len([cell for cell in line.cells if cell.text.strip()]) > MOST_CAPTIONS for line in self._source)

    def take_source(self, rows: Sequence[SourceRow]) -> None:
        """What is read next; the last one is the row that the following calls are about."""
        self._source += rows

    def take_heading(self, heading: tuple[int | None, str] | None) -> None:
        """The heading above the table, or a title row in it."""
        self._heading = heading or self._heading

    def take_unit_text(self, text: str | None, cell: SourceCell) -> None:
        """Code and name of the unit as one text, and where it stands."""
        if text is not None and text.strip():
            self.unit = split_unit(text)
            self._unit_text = text.strip()
            self._places[None, "unit"] = cell

    def take_money_unit(self, money: str | None) -> None:
        """The currency unit that the table states."""
        self._money = money or self._money

    def take_stray(self, text: str) -> None:
        """A paragraph between the form and the indicator grid."""
        if not self.in_grid:
            self._left_out.append((text, None))

    def begin_grid(self, columns: dict[str, int], header: Row) -> None:
        """The header row of the indicator grid, or its repetition on the next page."""
        self.in_grid = True
        self._columns = {name: (header[i].column, header[i].column + header[i].span) for name, i in columns.items()}
        known = set(columns.values())
        others = [cell for i, cell in enumerate(header) if i not in known and cell.text.strip()]
        self._parts_of_value = {
            part: (cell.column, cell.column + cell.span)
            for part, labels in (("sign", SIGN_LABELS), ("measure", MEASURE_LABELS))
            for cell in others
            if bare(cell.text) in labels
        }
        self._unknown_columns = [
            (cell.text.strip(), self.here(cell))
            for cell in others
            if bare(cell.text) not in SIGN_LABELS | MEASURE_LABELS
        ]
        self._titled = [(cell.column, cell.column + cell.span) for cell in header if cell.text.strip()]

    def add_indicator(self, row: Row) -> None:
        """A row below the header of the indicator grid."""
        texts = [cell.text for cell in row if cell.text.strip()]
        if not texts:
            if self._document.identities and row[0].covered:
                self._add_row(row)  # a row of ours of which only the merged 一级指标 is filled in
            return
        at_left = len(texts) == 1 and bool(row[0].text.strip())
        alone = at_left and (row[0].span > 1 or not (self._document.identities or is_category(texts[0])))
        if not row[0].covered and (len(row) == 1 or alone or is_foot(texts[0])):
            self._left_out.append((" ".join(texts), self.here(next(cell for cell in row if cell.text.strip()))))
        else:
            self._add_row(row)

    def add_form_row(self, row: Row) -> None:
        """A row of the form: labels with their values to the right of them."""
        if self._take_purpose(row):
            return
        cells = iter(enumerate(row))
        for index, cell in cells:
            label = bare(cell.text)
            follower = _follower(row, index)
            if label in UNIT_LABELS and follower is not None:
                self._take_labelled_unit(label, next(cells)[1])
            elif is_group_label(cell.text) and self._is_group(follower):
                self._purpose_may_follow = True
                self.take_money_unit(label_money(cell.text))
            elif (field := form_field(cell.text)) is not None:
                self.take_money_unit(label_money(cell.text) if field in AMOUNT_FIELDS else None)
                if self._take_value(field, follower):
                    _skip_to(cells, follower)
            elif money_unit(cell.text) is not None and not without_money_unit(cell.text).strip():
                self.take_money_unit(money_unit(cell.text))
            elif not self._take_label_and_value(cell) and cell.text.strip():
                self._left_out.append((cell.text, self.here(cell)))

    def here(self, cell: Cell) -> SourceCell:
        """Where a cell of the row being read stands."""
        return len(self._source) - 1, cell.column

    def finish(self, index: int, identity: CopiedTable | None = None) -> ProposedTable:
        """Make the table of what was found, and list problems and cleaned texts.

        Args:
            index: Which table of the file it is, from 0.
            identity: Which table of a workspace it was written as, if this program wrote it.
        """
        self._index = index
        if identity is not None and identity.unit_code and self._unit_text.startswith(identity.unit_code):
            self.unit = identity.unit_code, self._unit_text[len(identity.unit_code) :]
        number, heading_name = self._heading or (None, "")
        own_name = without_controls(self._form.get("name", "")).strip()
        self._label = table_label(number, own_name or without_controls(heading_name), self.place)
        unit_code, unit_name = self.unit or self._inherited_unit
        name, purpose, target = (self._form_text(field) for field in ("name", "purpose", "target"))
        budget, fiscal_funds, other_funds = (self._amount(field) for field in AMOUNT_FIELDS)
        self._report_form(heading_name, name)
        return ProposedTable(
            place=self.place,
            number=number,
            unit_code=self._clean(unit_code, None, "unit"),
            unit_name=self._clean(unit_name.strip(), None, "unit"),
            name=name,
            budget=budget,
            fiscal_funds=fiscal_funds,
            other_funds=other_funds,
            purpose=purpose,
            target=target,
            indicators=tuple(self._indicators()),
            identity=identity,
            source=Source(tuple(self._source), self._places),
        )

    # The form

    def _take_purpose(self, row: Row) -> bool:
        """The row under the amounts: no label of its own, the label of the group covers its first cell."""
        below_group = self._purpose_may_follow and bool(row) and (row[0].covered or not row[0].text.strip())
        if not below_group or any(form_field(cell.text) for cell in row):
            return False
        self._purpose_may_follow = False
        self._remember("purpose", row[1] if len(row) > 1 else None)
        self._form["purpose"] = join_texts(cell.text for cell in row[1:]) if len(row) > 2 else _text_at(row, 1)
        return True

    def _is_group(self, follower: Cell | None) -> bool:
        """预算规模 is the group's label where another label follows, else the label of an amount."""
        return follower is None or form_field(follower.text) is not None

    def _take_value(self, field: str, follower: Cell | None) -> bool:
        """Take the cell to the right of a label; True if it was one with a value."""
        if field == "budget":
            self._purpose_may_follow = True
        if follower is None or (field in AMOUNT_FIELDS and form_field(follower.text)):
            self._form.setdefault(field, "")
            return False
        self._remember(field, follower)
        self._form[field] = follower.digits or follower.text if field in AMOUNT_FIELDS else follower.text
        return True

    def _take_labelled_unit(self, label: str, cell: Cell) -> None:
        """Code and name of the unit in cells of their own, or both in one."""
        code, name = self.unit or ("", "")
        text = cell.text
        self._remember("unit", cell)
        match UNIT_LABELS[label]:
            case "code":
                self.unit = text.strip(), name
            case "name":
                self.unit = (code, text.strip()) if code else split_unit(text)

    def _take_label_and_value(self, cell: Cell) -> bool:
        """A label and its value in one cell, ``项目名称：…``."""
        label, colon, value = cell.text.replace(":", "：", 1).partition("：")
        field = form_field(label)
        if not colon or field is None:
            return False
        self._remember(field, cell)
        self._form[field] = value
        return True

    def _remember(self, field: str, cell: Cell | None) -> None:
        """That a field of the form stands in this cell of the row being read."""
        if cell is not None:
            self._places[None, field] = self.here(cell)

    def _form_text(self, field: str) -> str:
        return self._clean(self._form.get(field, ""), None, field)

    def _amount(self, field: str) -> Amount:
        read = read_amount(without_controls(self._form.get(field, "")), self._money)
        if read.done:
            self._report(read.done, None, field)
        return read.amount

    def _report_form(self, heading_name: str, name: str) -> None:
        if self.unit is None:
            code, unit_name = self._inherited_unit
            taken = f"按前一张表算作“{code}{unit_name}”" if code or unit_name else "单位留空"
            self._report(f"没有写明单位，{taken}。", None, "unit")
        elif not all(self.unit):
            what = "代码" if not self.unit[0] else "名称"
            self._report(f"“{''.join(self.unit)}”里没有单位{what}。", None, "unit")
        if not name:
            self._report("是空的。", None, "name")
        elif not names_no_project(heading_name) and bare(heading_name) != bare(name):
            self._report(f"“{name}”与标题里的“{heading_name}”不一致，按表内的导入。", None, "name")
        for field in ("budget", "purpose", "target"):
            if field not in self._form:
                self._report("没有找到。", None, field)
        for text, cell in self._left_out:
            if not is_caption(text):
                self._report(f"文字“{_excerpt(text)}”不属于表内任何一栏，没有导入。", cell=cell)

    # The indicator grid

    def _add_row(self, row: Row) -> None:
        self._rows.append(row)
        for column, (start, _) in self._columns.items():
            self._places[len(self._rows), column] = len(self._source) - 1, start

    def _indicators(self) -> Iterator[ProposedIndicator]:
        if not self.in_grid:
            self._report("没有找到指标（“一级指标、二级指标、三级指标……”一行）。")
            return
        for missing in (column for column in INDICATOR_COLUMNS if column not in self._columns):
            self._report("没有这一列，留空。", place=f"指标栏缺“{LABELS['indicator'][missing]}”")
        for title, cell in self._unknown_columns:
            self._report(f"列“{_excerpt(title)}”不是本表的栏目，没有导入。", cell=cell)
        if self._parts_of_value:
            self._report("符号和计量单位在表中另有列，已并入指标值。", place="指标值")
        fills_blanks = {column: self._fills_blanks(column) for column in FILLED_COLUMNS}
        above = dict.fromkeys(INDICATOR_COLUMNS, "")
        for number, row in enumerate(self._rows, start=1):
            self._report_width(row, number)
            self._report_beside(row, number)
            texts = {column: self._cell_text(row, column) for column in INDICATOR_COLUMNS}
            for column, under in ((c, self._cell(row, c)) for c in INDICATOR_COLUMNS):
                covered = under is not None and under.covered
                if covered or (not texts[column].strip() and fills_blanks.get(column, False)):
                    texts[column] = above[column]
                    if column == "subcategory" and not covered and above[column]:
                        self._report(f"是空的，按上一行填为“{above[column]}”。", number, column)
                else:
                    texts[column] = self._clean(texts[column], number, column)
            above = dict(texts)
            texts["value"] = self._whole_value(row, texts["value"])
            if texts["value"].strip() in FORMULA_ERRORS:
                self._report(f"是出错的公式“{texts['value'].strip()}”，按原样导入，请核对。", number, "value")
            yield ProposedIndicator(**texts)

    def _whole_value(self, row: Row, value: str) -> str:
        """The value with its sign and measure unit, where they stand in columns of their own."""
        if not value or not self._parts_of_value:
            return value
        sign, measure = (without_controls(self._under(row, part)).strip() for part in ("sign", "measure"))
        sign = SIGN_WORDS.get(sign, sign)
        before = "" if value.lstrip().startswith(sign) else sign
        return f"{before}{value}{'' if value.rstrip().endswith(measure) else measure}"

    def _under(self, row: Row, part: str) -> str:
        start, end = self._parts_of_value.get(part, (-1, -1))
        return next((cell.text for cell in row if start <= cell.column < end), "")

    def _fills_blanks(self, column: str) -> bool:
        """Whether a blank cell means the one above it.

        Where a format marks merged cells, a column that uses them says by itself what they cover, and a blank
        二级指标 is one that was not filled in. A copy that this program wrote has blank cells where the table has.
        """
        if self._document.identities:
            return False
        if not self._document.tells_merges:
            return True
        cells = (self._cell(row, column) for row in self._rows)
        return column == "category" and not any(cell is not None and cell.covered for cell in cells)

    def _cell(self, row: Row, column: str) -> Cell | None:
        start, _ = self._columns.get(column, (-1, -1))
        return next((cell for cell in row if cell.column <= start < cell.column + cell.span), None)

    def _cell_text(self, row: Row, column: str) -> str:
        """The text under a column's header; a header over several cells has all of them."""
        start, end = self._columns.get(column, (-1, -1))
        within = [cell.text for cell in row if start <= cell.column < end]
        if within:
            return within[0] if len(within) == 1 else join_texts(within)
        cell = self._cell(row, column)
        return cell.text if cell is not None else ""

    def _report_width(self, row: Row, number: int) -> None:
        width = max(chain((end for _, end in self._columns.values()), [0]))
        if sum(cell.span for cell in row) < width:
            self._report(f"只有 {len(row)} 个单元格，少于表头的 {width} 列，请核对。", number)

    def _report_beside(self, row: Row, number: int) -> None:
        """Texts under no column of the header."""
        line, _ = self._places.get((number, "name"), (0, 0))
        for cell in row:
            if cell.text.strip() and not any(start <= cell.column < end for start, end in self._titled):
                what = f"旁边的文字“{_excerpt(cell.text)}”不属于任何一列，没有导入。"
                self._report(what, number, cell=(line, cell.column))

    # Reports

    def _clean(self, text: str, row: int | None, column: str) -> str:
        text = with_usual_line_ends(text)
        after = without_controls(text).strip()
        if after != text and after:
            self.cleaned.append(CleanedText(self._index, self._label, row, column, text, after))
        return after

    def _report(
        self,
        what: str,
        row: int | None = None,
        column: str | None = None,
        *,
        place: str | None = None,
        cell: SourceCell | None = None,
    ) -> None:
        where = place if place is not None else place_in_table(row, column)
        sentence = f"《{self._document.file_name}》“{self._label}”{where}：{what}"
        self.problems.append(Problem(sentence, self._index, row, column, cell))


def _follower(row: Row, index: int) -> Cell | None:
    """The cell with the value of a label: the next one, or the first with a text before the next label."""
    behind = row[index + 1 :]
    for cell in behind:
        if cell.text.strip():
            return behind[0] if form_field(cell.text) or cell.text.endswith(("：", ":")) else cell
    return behind[0] if behind else None


def _skip_to(cells: Iterator[tuple[int, Cell]], last: Cell | None) -> None:
    """Go on behind this cell."""
    for _, cell in cells:
        if cell is last:
            return


def _text_at(row: Row, index: int) -> str:
    return row[index].text if index < len(row) else ""


def _excerpt(text: str) -> str:
    flat = on_one_line(" ".join(text.split()))
    return flat if len(flat) <= _EXCERPT else flat[:_EXCERPT] + "…"
