"""What the audit says about a table."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from core.domain.records import INDICATOR_COLUMNS, LABELS


class Level(Enum):
    """How much a finding weighs (rules.md); the value is the contract of ``audit --json``."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {Level.ERROR: "错误", Level.WARNING: "警告", Level.HINT: "提示"}[self]

    @property
    def rank(self) -> int:
        """0 for the gravest; sort key."""
        return list(Level).index(self)


UNIT_CODE: Final = "unit_code"
UNIT_NAME: Final = "unit_name"
"""Columns of findings about the 预算单位; all other columns are field names of ``Project`` or ``Indicator``."""

_PLACES: Final = {**LABELS["project"], UNIT_CODE: LABELS["unit"]["code"], UNIT_NAME: LABELS["unit"]["name"]}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found in one table.

    Attributes:
        rule: The rule's permanent id, ``"V03"``.
        level: How much it weighs.
        project_id: The table.
        year: Its budget year.
        unit_code: Code of its 预算单位.
        number: Its number in the publication.
        row: The indicator, from 1; ``None`` for the table as a whole or a field of the form.
        column: The field: of the indicator with ``row``, else of the form (``name`` is then 项目名称), or
            ``unit_code``, ``unit_name``; ``None`` if the finding is not about one field.
        message: One plain Chinese sentence with the values in it.
        basis: Why the rule exists, one Chinese sentence.
        unit_name: Name of its 预算单位.
        project_name: 项目名称.
        about: What it is about, where a rule may find several things at one place.
        reason: Why somebody accepted it, for the table as it stands; ``None`` if nobody did.
    """

    rule: str
    level: Level
    project_id: str
    year: int
    unit_code: str
    number: int
    row: int | None
    column: str | None
    message: str
    basis: str
    unit_name: str = ""
    project_name: str = ""
    about: str = ""
    reason: str | None = None

    @property
    def accepted(self) -> bool:
        """Whether somebody accepted it with a reason."""
        return self.reason is not None

    @property
    def place(self) -> str:
        """Where it is, for the eye: ``第 7 行 指标值``, ``预算数``, ``整张表``."""
        if self.row is not None:
            column = f" {LABELS['indicator'][self.column]}" if self.column else ""
            return f"第 {self.row} 行{column}"
        return _PLACES[self.column] if self.column else "整张表"

    @property
    def place_order(self) -> tuple[int, int]:
        """Sort key: the form first, then the rows from above, in a row from the left."""
        columns = INDICATOR_COLUMNS if self.row is not None else tuple(_PLACES)
        return self.row or 0, columns.index(self.column) if self.column else -1

    def as_record(self) -> dict[str, object]:
        """The object of ``audit --json`` (product.md), keys in the contract's order."""
        return {
            "rule": self.rule,
            "level": self.level.value,
            "year": self.year,
            "unit_code": self.unit_code,
            "number": self.number,
            "row": self.row,
            "column": self.column,
            "message": self.message,
            "accepted": self.accepted,
        }
