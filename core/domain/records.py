"""The records of a workspace and the table they make up. Frozen; ids, not references, cross every border."""

from dataclasses import dataclass, fields
from enum import Enum
from typing import Final, TypeAlias
from uuid import uuid4

from core.domain.amounts import Amount


class State(Enum):
    """How far a table has come."""

    DRAFT = "draft"
    FINAL = "final"
    SIGNED = "signed"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {State.DRAFT: "草稿", State.FINAL: "定稿", State.SIGNED: "已签"}[self]


YEARS: Final = range(1900, 3000)
"""What a budget year can be."""


@dataclass(frozen=True, slots=True)
class BudgetYear:
    """年度 and the scheme of categories that is in force in it."""

    year: int
    scheme: str  # id of a scheme in the catalogue, "2015" or "2021"

    @property
    def id(self) -> str:
        """The year as text; a year is its own identity."""
        return str(self.year)


@dataclass(frozen=True, slots=True)
class BudgetUnit:
    """预算单位 in one year. The code is text (``0012`` keeps its zeros)."""

    id: str
    year_id: str
    position: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Project:
    """项目 with its form fields. Amounts are in 万元, see :mod:`core.domain.amounts`.

    Attributes:
        signed_code: 校验码 of the table when it was finalised, which is what is signed; ``""`` for a draft, and for a
            final table of a program that kept it only on signing (resources/docs/adr/0020).
        signed_on: The day on which it was signed, ISO 8601; ``""`` unless its state is 已签.
        tag: A word for working with it, 待核 or 退回; ``""`` for none. Never printed.
    """

    id: str
    unit_id: str
    position: int
    name: str = ""
    budget: Amount = None
    fiscal_funds: Amount = None
    other_funds: Amount = None
    purpose: str = ""
    target: str = ""
    state: State = State.DRAFT
    signed_code: str = ""
    signed_on: str = ""
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of the indicator grid: 一级指标, 二级指标, 三级指标, 绩效指标描述, 指标值, all as entered."""

    id: str
    project_id: str
    position: int
    category: str = ""
    subcategory: str = ""
    name: str = ""
    description: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """批注 on a cell, a field or a whole table. Never printed, and no part of the table's content.

    A note outlives its row and its table, so that it is there again when they are brought back.

    Attributes:
        row_id: The indicator; ``""`` for the form or the table as a whole.
        column: Field name of the indicator or of the form; ``""`` for the row or the table as a whole.
    """

    id: str
    project_id: str
    row_id: str
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A warning of the audit that somebody accepts, and why. Never printed on the form; outlives its table as notes do.

    Attributes:
        rule: Id of the rule.
        row_id: The indicator; ``""`` for the form or the table as a whole.
        column: Field name, as the finding has it; ``""`` for none.
        digest: Of what the warning was given for (:mod:`core.audit.acceptance`); when that changes, it is back.
        reason: In the accepting person's words, never blank.
    """

    id: str
    project_id: str
    rule: str
    row_id: str
    column: str
    digest: str
    reason: str


@dataclass(frozen=True, slots=True)
class Remark:
    """审核意见: what a reviewer says on one section of a table. Printed on the review sheet; outlives its table.

    Attributes:
        section: One of :data:`core.domain.review.SECTIONS`, or ``结论``.
        text: In the reviewer's words; for the conclusion one of :data:`core.domain.review.CONCLUSIONS`.
    """

    id: str
    project_id: str
    section: str
    text: str


Record: TypeAlias = BudgetYear | BudgetUnit | Project | Indicator | Note | Acceptance | Remark
FieldValue: TypeAlias = Amount | int | State

RECORD_TYPES: Final[dict[str, type[Record]]] = {
    "year": BudgetYear,
    "unit": BudgetUnit,
    "project": Project,
    "indicator": Indicator,
    "note": Note,
    "acceptance": Acceptance,
    "remark": Remark,
}
"""Name of each kind of record, as edits and the history spell it."""

PARENT_FIELD: Final = {"unit": "year_id", "project": "unit_id", "indicator": "project_id"}
"""The field that holds the parent's id, by kind; a year has no parent."""

AMOUNT_FIELDS: Final = ("budget", "fiscal_funds", "other_funds")
INDICATOR_COLUMNS: Final = ("category", "subcategory", "name", "description", "value")
FORM_FIELDS: Final = ("name", "budget", "fiscal_funds", "other_funds", "purpose", "target")

LABELS: Final = {
    "year": {"year": "年度", "scheme": "指标体系"},
    "unit": {"code": "单位代码", "name": "单位名称", "position": "次序", "year_id": "年度"},
    "project": {
        "name": "项目名称",
        "budget": "预算数",
        "fiscal_funds": "财政资金",
        "other_funds": "其他资金",
        "purpose": "资金用途",
        "target": "绩效目标",
        "state": "状态",
        "signed_code": "定稿时的校验码",
        "signed_on": "签字日期",
        "tag": "标记",
        "position": "次序",
        "unit_id": "预算单位",
    },
    "indicator": {
        "category": "一级指标",
        "subcategory": "二级指标",
        "name": "三级指标",
        "description": "绩效指标描述",
        "value": "指标值",
        "position": "次序",
        "project_id": "项目",
    },
    "note": {"project_id": "项目", "row_id": "指标", "column": "栏目", "text": "批注"},
    "acceptance": {
        "project_id": "项目",
        "rule": "规则",
        "row_id": "指标",
        "column": "栏目",
        "digest": "内容摘要",
        "reason": "接受的理由",
    },
    "remark": {"project_id": "项目", "section": "审核方面", "text": "审核意见"},
}
"""The Chinese word for each field, as the form prints it (form.md section 1)."""


KIND_WORDS: Final = {
    "year": "年度",
    "unit": "单位",
    "project": "项目",
    "indicator": "指标行",
    "note": "批注",
    "acceptance": "接受的警告",
    "remark": "审核意见",
}
"""How messages and the history name each kind of record."""


def new_id() -> str:
    """A fresh identity: 32 hexadecimal digits, unique across workspaces."""
    return uuid4().hex


def kind_of(record: Record) -> str:
    """The record's kind, a key of :data:`RECORD_TYPES`."""
    return next(kind for kind, record_type in RECORD_TYPES.items() if isinstance(record, record_type))


def field_names(kind: str) -> tuple[str, ...]:
    """All fields of a kind of record, in order."""
    return tuple(field.name for field in fields(RECORD_TYPES[kind]))


@dataclass(frozen=True, slots=True)
class TargetTable:
    """项目绩效目标表: one project with all that is printed about it.

    Attributes:
        number: The number in publication order, from 1, counted across the units of the year.
        indicators: In the order in which the clerk put them.
    """

    year: BudgetYear
    unit: BudgetUnit
    project: Project
    indicators: tuple[Indicator, ...]
    number: int

    @property
    def heading(self) -> str:
        """``{N}.{项目名称}绩效目标表``, as the publication prints it."""
        return f"{self.number}.{self.project.name}绩效目标表"

    @property
    def label(self) -> str:
        """How messages name the table."""
        return f"{self.number}.{self.project.name or '（未命名项目）'}"
