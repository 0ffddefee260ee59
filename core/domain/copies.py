"""What an exported copy carries besides the form, so that the way back knows what it holds.

The visible cells stay the truth: identity only says which table of which workspace they were, and the 校验码
whether they are still as they were written.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

from core.domain.records import YEARS

COPY_VERSION: Final = "jibiao-copy-1"

VERSION_PROPERTY: Final = "jibiao.version"
CODE_PROPERTY: Final = "校验码"
"""Document property with the 校验码 of a copy that holds one table."""
TABLE_PROPERTY: Final = "jibiao.table."
"""Begin of the names of the properties that hold one table's identity each, where there is no hidden sheet."""
HINT_MARK: Final = "← "
"""Begin of what formulas beside a blank form of ours say is missing: no content of it."""
IDENTITY_SHEET: Final = "绩表标识"
"""The hidden worksheet: the version, the names of the fields, a row for each table."""
CONTENTS_SHEET: Final = "目录"
SUMMARY_SHEET: Final = "汇总表"
REVIEW_SHEET: Final = "退回意见"
SHEETS_WITHOUT_TABLE: Final = frozenset({CONTENTS_SHEET, SUMMARY_SHEET, REVIEW_SHEET})
"""What a workbook of ours holds besides its tables."""


@dataclass(frozen=True, slots=True)
class CopiedTable:
    """The identity of one table in a copy.

    Attributes:
        place: Where the copy holds it, a sheet name or a bookmark, as it was written.
        number: Its number in the publication then.
        check_code: 校验码 of what was written: the common ancestor of what each side has made of it since.
        unit_code: Tells where in ``319101某单位`` the code ends.
        indicator_ids: One for each row that was written; none where the format has no room for them.
    """

    place: str
    year: int
    scheme: str
    number: int
    unit_id: str
    project_id: str
    check_code: str
    unit_code: str
    indicator_ids: tuple[str, ...] = ()


FIELDS: Final = tuple(field.name for field in fields(CopiedTable))
SHORT_FIELDS: Final = FIELDS[: FIELDS.index("indicator_ids")]
"""Without the ids of the rows, which a document property of 255 characters does not hold."""

_IDS_A_TEXT: Final = 500
"""Ids have 32 characters, and a cell of a worksheet holds 32 767."""


def as_record(table: CopiedTable) -> tuple[str, ...]:
    """The identity as texts, in the order of :data:`FIELDS`; the ids of very many rows take further texts."""
    ids = table.indicator_ids
    texts = (" ".join(ids[start : start + _IDS_A_TEXT]) for start in range(0, max(1, len(ids)), _IDS_A_TEXT))
    return (*(str(getattr(table, name)) for name in SHORT_FIELDS), *texts)


def read_record(record: Sequence[str]) -> CopiedTable | None:
    """An identity from its texts, the last of which may be missing; ``None`` if somebody has spoiled them."""
    if len(record) < len(SHORT_FIELDS):
        return None
    texts = dict(zip(FIELDS, record, strict=False))
    texts.pop(FIELDS[-1], None)
    year, number = texts.pop("year"), texts.pop("number")
    if not all(re.fullmatch(r"\d{1,6}", text, re.ASCII) for text in (year, number)) or int(year) not in YEARS:
        return None
    ids = tuple(" ".join(record[len(SHORT_FIELDS) :]).split())
    return CopiedTable(**texts, year=int(year), number=int(number), indicator_ids=ids)
