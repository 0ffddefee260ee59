"""What the label 单位 means where nothing else is said: the 预算单位, or the 计量单位 of 指标值."""

import re
from collections.abc import Sequence
from typing import Final

from core.catalogue.measures import measures
from core.importing.document import Cell, Row
from core.importing.labels import GRID_LABELS, grid_column, plain_label, unit_part

_EITHER: Final = "单位"
_WITH_CODE: Final = re.compile(r"[\[【（(]?\d{3,}[\]】）)]?\s*[-—_:：、]?\s*[\u3400-\u9fff]{2,}")
_ORGANISATION: Final = re.compile(
    r"(?![个家所座间名])[\u3400-\u9fff（）()·]{2,}"
    r"(?:[局厅委办部处科室所站队院校园馆会社团台司镇乡村街区学厂]|中心|政府|公司|街道|集团|机关|单位|银行)\Z"
)
"""At least three characters: 所, 队 and the like are measure units when alone, as 个街道 is behind its 个."""


def means_either(text: str) -> bool:
    """Whether a label may mean both."""
    return plain_label(text) == _EITHER


def names_organisation(text: str) -> bool:
    """Whether a text is the name of a 预算单位, by its code or its last word."""
    text = text.strip()
    return _WITH_CODE.match(text) is not None or _ORGANISATION.match(text) is not None


def labels_unit(label: str, text: str) -> bool:
    """Whether a text is the label of the 预算单位 whose name or code is the text behind it."""
    return unit_part(label) is not None and (not means_either(label) or names_organisation(text))


def is_of_budget_units(head: Cell, header: Row, texts: Sequence[str]) -> bool:
    """Whether a column 单位 names 预算单位: by what stands in it, else by its place before the indicator's columns.

    Args:
        head: The cell with the label.
        header: The row that it stands in.
        texts: What stands under it.
    """
    filled = {text.strip() for text in texts if text.strip()}
    if filled and all(map(names_organisation, filled)):
        return True
    if filled and all(measures().kind_of(text) for text in filled):
        return False
    of_grid = [cell.column for cell in header if grid_column(cell.text) in _GRID_COLUMNS]
    return bool(of_grid) and head.column < min(of_grid)


_GRID_COLUMNS: Final = frozenset(GRID_LABELS.values())
