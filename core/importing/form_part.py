"""The form above the indicators, while its rows are read: labels, with their values to the right of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from decimal import Decimal
from typing import Final

from core.domain.amounts import Amount
from core.domain.copies import CopiedTable
from core.domain.records import AMOUNT_FIELDS, LABELS
from core.domain.texts import without_controls
from core.importing.allowance import MAX_CELL_TEXT
from core.importing.captions import names_no_project
from core.importing.document import Cell, Row
from core.importing.labels import (
    amount_head,
    bare,
    form_field,
    is_foot,
    is_goal,
    is_goal_of_year,
    is_group_label,
    join_texts,
    label_money,
    split_labelled,
    unit_part,
)
from core.importing.money import HOME_UNIT, IN_HOME_UNIT, read_amount
from core.importing.proposal import FieldPlace, SourceCell
from core.importing.remarks import FORMULA_ERRORS, Remarks
from core.importing.stated_units import money_unit, split_unit, without_money_unit
from core.importing.unit_or_measure import labels_unit

_HEADING: Final = re.compile(r"(?:指标|情况|信息|表)[:：]?\Z")


@dataclass(slots=True)
class _Open:
    """What the row below may go on with.

    Attributes:
        field: A text that may have more lines.
        is_alone: Nothing but its label stood in the row.
        heads: Labels side by side with the field of each, whose values may stand below; ``""``: of no field.
    """

    field: str = ""
    is_alone: bool = False
    heads: list[tuple[str, Cell]] = dataclass_field(default_factory=list)


class FormPart:
    """Collects the fields of the form.

    Attributes:
        texts: Field of the project → its text as in the file.
        unknown: The fields whose formulas were saved without a result.
    """

    def __init__(self, remarks: Remarks) -> None:
        self._unit: tuple[str, str] | None = None
        self.texts: dict[str, str] = {}
        self.unknown: set[FieldPlace] = set()
        self._remarks = remarks
        self._unit_text = ""
        self._executor: tuple[str, Cell, SourceCell] | None = None
        self._money: str | None = None
        self._money_of: dict[str, str] = {}
        self._purpose_may_follow = False
        self._open = _Open()

    @property
    def unit(self) -> tuple[str, str] | None:
        """Code and name of the unit, the 实施单位 where no other is named; ``None`` while no row has told it."""
        if not any(self._unit or ()) and self._executor is not None:
            return split_unit(self._executor[1].text)
        return self._unit

    def take_unit_text(self, text: str | None, cell: SourceCell) -> None:
        """Code and name of the unit as one text, and where it stands."""
        if text is not None and text.strip():
            code, name = split_unit(text)
            known_code, known_name = self._unit or ("", "")
            if name and not code and not known_name:  # the code has come on a line of its own
                code = known_code
            if code and not name and not known_code:  # the name has
                name = known_name
            self._put_unit(code, name, cell)
            self._unit_text = text.strip()

    def take_written(self, field: str, cell: Cell) -> None:
        """The cell of a field in a form of ours, known by its place; ``unit``: code and name as one text."""
        self._remember(field, cell)
        if field == "unit":
            self._unit = split_unit(cell.text)
            self._unit_text = cell.text
        else:
            self.texts[field] = _content(field, cell)

    def leave_out(self, cell: Cell) -> None:
        """What stands beside a form of ours."""
        self._leave_out([cell])

    def take_money_unit(self, money: str | None) -> None:
        """The currency unit that the table states: of several the lowest, but for those below the amounts."""
        is_below = self._money is not None and "budget" in self.texts
        if money is not None and is_below and money != self._money:
            self._remarks.leave_out([f"单位：{money}"], self._remarks.here(0))
            return
        if money is not None and self._money not in (None, money):
            self._remarks.leave_out([f"单位：{self._money}"], None)
        self._money = money or self._money

    @property
    def money_unit(self) -> str:
        """What the amounts are in as they come in: 万元, or what the table states and cannot be converted from."""
        money = self._stated()
        return HOME_UNIT if money in (None, *IN_HOME_UNIT) else str(money)

    def take_identity(self, identity: CopiedTable) -> None:
        """Where the unit's code ends, in a copy that this program wrote."""
        code = identity.unit_code
        text = self._unit_text if self._unit_text.startswith(code) else self._unit_text.strip()
        if code and text.startswith(code):
            self._unit = code, text[len(code) :]
        elif not code and text and not text.startswith(split_unit(text)[0]):  # digits behind are part of the name
            self._unit = "", text

    def add_row(self, row: Row) -> None:
        """A row of the form."""
        if self._take_amounts_below(row) or self._take_purpose(row) or self._take_text_below(row):
            return
        self._open = _Open()
        left_out: list[Cell] = []
        cells = iter(enumerate(row))
        for index, cell in cells:
            follower = _follower(row, index)
            if follower is not None and labels_unit(cell.text, follower.text):
                self._take_labelled_unit(cell.text, follower)
                _skip_to(cells, follower)
            elif is_group_label(cell.text) and self._is_group(follower):
                self._purpose_may_follow = True
                self.take_money_unit(label_money(cell.text))
            elif (field := form_field(cell.text)) is not None:
                if field in AMOUNT_FIELDS and (money := label_money(cell.text)):
                    self._money_of[field] = money
                follower = _amount_behind(row, index) if field in AMOUNT_FIELDS else follower
                if self._take_value(field, follower):
                    _skip_to(cells, follower)
            elif money_unit(cell.text) is not None and not without_money_unit(cell.text).strip():
                self.take_money_unit(money_unit(cell.text))
            elif not self._take_label_and_value(cell) and cell.text.strip():
                left_out.append(cell)
        self._leave_out(left_out)
        self._open_heads(row)

    def text(self, field: str) -> str:
        """A field as it comes in; an error that a formula shows is reported."""
        text = self.texts.get(field, "")
        self._remarks.report_error(text, None, field)
        return self._remarks.clean(text, None, field)

    def amount(self, field: str) -> Amount:
        """An amount in 万元; what was done to get it is reported."""
        text = without_controls(self.texts.get(field, ""))
        if text.strip() in FORMULA_ERRORS:
            self._remarks.report_error(text, None, field)
            return text.strip()
        read = read_amount(text, self._stated(field))
        if read.done:
            self._remarks.report(read.done, None, field)
        return read.amount

    def report(self, heading_name: str, name: str, inherited_unit: tuple[str, str], inherited_from: str) -> None:
        """Say what is missing, and what the heading says otherwise."""
        report = self._remarks.report
        self._report_executor()
        if self.unit is None:
            code, unit_name = inherited_unit
            taken = f"按{inherited_from}算作“{code}{unit_name}”" if code or unit_name else "单位留空"
            report(f"没有写明单位，{taken}。", None, "unit")
        elif not any(self.unit):
            report("没有写明单位，单位留空。", None, "unit")
        elif not all(self.unit):
            what = "代码" if not self.unit[0] else "名称"
            report(f"“{''.join(self.unit)}”里没有单位{what}。", None, "unit")
        if not name:
            report("是空的。", None, "name")
        elif not names_no_project(heading_name) and bare(heading_name) != bare(name):
            report(f"“{name}”与标题里的“{heading_name}”不一致，以表内的为准。", None, "name")
        missing = [LABELS["project"][field] for field in ("budget", "purpose", "target") if field not in self.texts]
        if missing:
            report(f"没有找到{'、'.join(f'“{label}”' for label in missing)}，留空。")

    def _report_executor(self) -> None:
        """Say what became of the 实施单位."""
        if self._executor is None:
            return
        label, cell, place = self._executor
        text = f"{bare(label)} {cell.text.strip()}"
        if not any(self._unit or ()):
            self._remarks.remember((None, "unit"), place)
            self._remarks.report(f"没有写明预算单位，按“{text}”填写，请核对。", None, "unit")
        elif cell.text.strip() not in ("".join(self._unit or ()), *(self._unit or ())):
            self._remarks.report_surplus(f"“{text}”不是预算单位", cell=place)

    def _take_purpose(self, row: Row) -> bool:
        """The row under the amounts: no label of its own, the label of the group covers its first cell."""
        below_group = self._purpose_may_follow and bool(row) and (row[0].covered or not row[0].text.strip())
        is_alone = len(row) == 2 and row[0].covered  # a purpose, even if it reads like a label
        if not below_group or (not is_alone and any(form_field(cell.text) for cell in row)):
            return False
        self._purpose_may_follow = False
        self._open = _Open("purpose")
        texts = [cell.text for cell in row[1:]]
        self._put("purpose", join_texts(texts) if len(texts) > 1 else "".join(texts), row[1] if len(row) > 1 else None)
        return True

    def _open_heads(self, row: Row) -> None:
        """Labels side by side, whose values stand in the row below."""
        filled = [cell for cell in row if cell.text.strip()]
        amounts = [(field, cell) for cell in filled if (field := amount_head(cell.text))]
        goals = [cell for cell in filled[1:] if is_goal(cell.text)]
        if len(amounts) > 1 and not any(map(_has_digit, filled)):
            self._open = _Open(heads=amounts)
        elif self._open.field and len(filled) == 1 and not self.texts[self._open.field].strip():
            self._open = _Open(self._open.field, is_alone=True)
        elif self._open.field == "target" and goals:
            of_year = next((cell for cell in goals if is_goal_of_year(cell.text)), goals[-1])
            self._open = _Open("target", heads=[("target" if cell is of_year else "", cell) for cell in goals])

    def _take_amounts_below(self, row: Row) -> bool:
        """Amounts under their labels, which stand side by side in the row above."""
        filled = _below(row)
        heads = self._open.heads if not self._open.field else []
        is_alone = len(row) == 2 and row[0].covered  # that is a purpose
        are_amounts = all(isinstance(read_amount(cell.text, None).amount, Decimal) for cell in filled)
        if not heads or not filled or is_alone or not are_amounts:
            return False
        self._remarks.take_in(len(self._remarks.rows) - 2)  # the labels; 合计 was none that is known
        self._take_under(filled)
        return True

    def _take_text_below(self, row: Row) -> bool:
        """More of the text above: further lines, or what stands under its two labels side by side."""
        filled = _below(row) or self._alone(row)
        if not self._open.field or not filled or any(_is_label(cell.text) for cell in filled):
            return False
        if self._open.heads:
            self._take_under(filled)
            self._open = _Open(self._open.field)
            return True
        text = join_texts([self.texts[self._open.field], *(cell.text for cell in filled)])
        if len(text) > MAX_CELL_TEXT:
            return False
        self.texts[self._open.field] = text
        return True

    def _alone(self, row: Row) -> list[Cell]:
        """The one text of a row that stands below a label alone in its row; none if it is a heading of what follows."""
        filled = [cell for cell in row if cell.text.strip()]
        is_text = self._open.is_alone and len(filled) == 1 and not _HEADING.search(filled[0].text.strip())
        return filled if is_text else []

    def _take_under(self, filled: Sequence[Cell]) -> None:
        """Each cell into the field of the label above it."""
        left_out: list[Cell] = []
        for cell in filled:
            heads = [(field, head) for field, head in self._open.heads if head.column <= cell.column]
            field, head = heads[-1] if heads else ("", cell)
            if field and (field not in AMOUNT_FIELDS or cell.column < head.column + head.span):
                self._put(field, _content(field, cell), cell)
            else:
                left_out += [head, cell] if heads else [cell]
        self._leave_out(left_out)

    def _leave_out(self, cells: Sequence[Cell]) -> None:
        if cells:
            self._remarks.leave_out([cell.text for cell in cells], self._remarks.here(cells[0].column))

    def _stated(self, field: str = "") -> str | None:
        """The currency unit of an amount: that of its label, else the table's, else that of another label."""
        return self._money_of.get(field) or self._money or next(iter(self._money_of.values()), None)

    def _is_group(self, follower: Cell | None) -> bool:
        """预算规模 is the group's label where another label follows, else the label of an amount."""
        return follower is None or form_field(follower.text) is not None

    def _take_value(self, field: str, follower: Cell | None) -> bool:
        """Take the cell to the right of a label; True if it was one with a value."""
        if field not in AMOUNT_FIELDS:
            self._purpose_may_follow = False
            self._open = _Open(field if field != "name" else "")
        elif field == "budget":
            self._purpose_may_follow = True
        if follower is None or (field in AMOUNT_FIELDS and form_field(follower.text)):
            self.texts.setdefault(field, "")
            return False
        self._put(field, _content(field, follower), follower)
        return True

    def _put(self, field: str, text: str, cell: Cell | None) -> None:
        """Take a field's text; another one that it had from elsewhere is named."""
        before = self.texts.get(field, "")
        if before.strip() and before != text and not is_goal(before):
            self._remarks.leave_out([before], self._remarks.place_of((None, field)))
        self._remember(field, cell)
        self.texts[field] = text

    def _put_unit(self, code: str, name: str, place: SourceCell) -> None:
        """The same for the unit, of which code and name may come one by one."""
        before = self._unit or ("", "")
        if before[0] not in ("", code) or before[1] not in ("", name):
            self._remarks.leave_out(["".join(before)], self._remarks.place_of((None, "unit")))
        self._unit = code, name
        self._remarks.remember((None, "unit"), place)

    def _take_labelled_unit(self, label: str, cell: Cell) -> None:
        """Code and name of the unit in cells of their own, or both in one."""
        if unit_part(label) == "executor":
            self._executor = (label, cell, self._remarks.here(cell.column)) if cell.text.strip() else self._executor
            return
        code, name = self._unit or ("", "")
        text = cell.text.strip()
        parts = (text, name) if unit_part(label) == "code" else (code, text) if code else split_unit(text)
        self._put_unit(*parts, self._remarks.here(cell.column))

    def _take_label_and_value(self, cell: Cell) -> bool:
        """A label and its value in one cell, ``项目名称：…``."""
        split = split_labelled(cell.text)
        if split is None:
            return False
        field, value = split
        self._put(field, value, cell)
        return True

    def _remember(self, field: str, cell: Cell | None) -> None:
        """That a field stands in this cell of the row being read."""
        if cell is not None:
            if cell.is_unknown:
                self.unknown.add((None, field))
            self._remarks.remember((None, field), self._remarks.here(cell.column))


def _content(field: str, cell: Cell) -> str:
    return cell.digits or cell.text if field in AMOUNT_FIELDS else cell.text


def _below(row: Row) -> list[Cell]:
    """The filled cells of a row that goes on with what the label above began; none if it begins anew."""
    is_below = bool(row) and (row[0].covered or not row[0].text.strip())
    return [cell for cell in row if cell.text.strip()] if is_below else []


def _is_label(text: str) -> bool:
    is_known = form_field(text) is not None or unit_part(text) is not None or is_group_label(text)
    return is_known or split_labelled(text) is not None or money_unit(text) is not None


def _amount_behind(row: Row, index: int) -> Cell | None:
    """The cell with the amount of a label: the next one, unless that is another label with what is its own."""
    follower = _follower(row, index)
    if follower is None or form_field(follower.text) or not follower.text.strip() or _has_digit(follower):
        return follower
    following = row[index + 1]
    behind = next((cell for cell in row[row.index(follower) + 1 :] if cell.text.strip()), None)
    is_before_amount = behind is not None and _has_digit(behind) and not form_field(behind.text)
    is_label = is_before_amount or is_foot(follower.text)  # 备注 and the like
    return following if follower is not following else None if is_label else follower


def _has_digit(cell: Cell) -> bool:
    """Whether a cell may hold an amount."""
    return any(character.isdecimal() for character in cell.text)


def _follower(row: Row, index: int) -> Cell | None:
    """The cell with the value of a label: the next one, or the first with a text before the next label."""
    behind = row[index + 1 :]
    for cell in behind:
        if cell.is_filled:
            return behind[0] if form_field(cell.text) or cell.text.endswith(("：", ":")) else cell
    return behind[0] if behind else None


def _skip_to(cells: Iterator[tuple[int, Cell]], last: Cell | None) -> None:
    """Go on behind this cell."""
    for _, cell in cells:
        if cell is last:
            return
