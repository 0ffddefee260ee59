"""Whether a row begins a table: a title, the unit's row, or that of 项目名称, whatever comes first."""

import re
from collections.abc import Sequence
from typing import Final

from core.importing.builder import TableBuilder
from core.importing.captions import split_heading
from core.importing.document import Cell, Row
from core.importing.labels import form_field, header_columns, is_category, is_foot, labelled_field, unit_part
from core.importing.stated_units import money_unit, states_unit, without_money_unit
from core.importing.unit_or_measure import labels_unit, names_organisation

_UNIT_ALONE: Final = re.compile(r"\d{6}\s*[\u3400-\u9fff]{2,}\Z")


def texts_of(row: Row) -> list[str]:
    """The texts of a row that say something."""
    return [cell.text for cell in row if cell.text.strip()]


def begins_table(row: Row, following: Row, current: TableBuilder | None, *, is_announced: bool) -> bool:
    """Whether this row belongs to a table that has not begun yet.

    Args:
        row: The row.
        following: The row below it.
        current: The table that is being read.
        is_announced: Whether a heading or lines of a form stand above, in paragraphs.
    """
    if row and row[0].covered:  # it goes on with what the merged cell above began
        return False
    names_project = _names_project(row)
    begins = is_title(row) or is_unit_row(row, following, current) or names_project
    if current is None or current.in_grid:
        begins = begins or is_unit_alone(row) or (_is_labelled_unit(row) and not _is_signature(row, following, current))
    if current is None:
        return begins or header_columns(row) is not None
    if is_announced and (begins or header_columns(row) is not None):
        return True
    if current.in_grid:
        return begins
    if header_columns(following) is not None and not is_title(row):  # a currency unit between its form and its grid
        begins = names_project
    return (names_project and current.has_name) or (begins and current.has_form)


def is_title(row: Row) -> bool:
    """Whether a row is the heading of a table; a text under a merged label is a purpose or an indicator."""
    texts = texts_of(row)
    is_label = len(texts) != 1 or form_field(texts[0]) is not None
    return not is_label and not row[0].covered and split_heading(texts[0]) is not None


def _is_labelled_unit(row: Row) -> bool:
    """Whether a row begins with 单位名称 or the like, and its value."""
    texts = texts_of(row)
    return len(texts) > 1 and labels_unit(texts[0], texts[1])


def _is_signature(row: Row, following: Row, current: TableBuilder | None) -> bool:
    """Whether 填报单位 stands under a grid and not above a form: who signs for the table, and no other table."""
    return current is not None and is_foot(texts_of(row)[0]) and not _goes_on_with_form(following)


def is_unit_alone(row: Row) -> bool:
    """Whether a row has nothing but the unit, code before name: ``319202天津市便民专线服务中心``."""
    texts = texts_of(row)
    return len(texts) == 1 and row[0].text == texts[0] and _UNIT_ALONE.match(texts[0].strip()) is not None


def is_unit_row(row: Row, following: Row, current: TableBuilder | None) -> bool:
    """Whether a row states the currency unit, and with it begins the form.

    A cell that says nothing else is enough, but in the indicator grid nothing may stand beside it but the unit. A text
    that only ends so may be a purpose or an indicator, unless it stands alone at the left, or no table has been named
    yet.
    """
    if _names_project(row):
        return False
    texts = [cell for cell in row if cell.text.strip()]
    stating = [cell for cell in texts if money_unit(cell.text) is not None]
    if current is not None and current.in_grid:
        others = [cell for cell in texts if cell not in stating]
        if not _is_unit_beside(row, following, others):
            return False
    if any(not without_money_unit(cell.text).strip() for cell in stating):
        return True
    alone = texts == stating and stating == list(row[:1])
    return bool(stating) and (alone or current is None or not current.has_name)


def _is_unit_beside(row: Row, following: Row, others: Sequence[Cell]) -> bool:
    """Whether the texts of a row beside its currency unit are none, or one that may be the unit's.

    What is no name of an organisation is one where the row below goes on with the form.
    """
    if len(others) != 1:
        return not others
    (cell,) = others
    is_unit = _UNIT_ALONE.match(cell.text.strip()) or states_unit(cell.text)
    is_at_left = cell is row[0] and not is_category(cell.text)
    return bool(is_unit) or (is_at_left and (names_organisation(cell.text) or _goes_on_with_form(following)))


def _goes_on_with_form(row: Row) -> bool:
    first = next(iter(texts_of(row)), "")
    return form_field(first) is not None or labelled_field(first) is not None or unit_part(first) is not None


def _names_project(row: Row) -> bool:
    """Whether a row begins with 项目名称; with another label beside it, it is the head of a list."""
    texts = [cell.text for cell in row]
    first = next((index for index, text in enumerate(texts) if text.strip()), None)
    if first is None:
        return False
    names = "name" in (form_field(texts[first]), labelled_field(texts[first]))
    if names:
        return not any(form_field(text) for text in texts[first + 1 : first + 2])
    filled = texts_of(row)
    is_pair = len(filled) > 3 and form_field(filled[2]) == "name" and form_field(filled[3]) is None
    return is_pair and not is_category(filled[0])
