"""Reading back the JSON that ``core.exporting.json`` writes."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from core.domain.amounts import Amount, parse_amount
from core.domain.errors import KnownError
from core.domain.records import AMOUNT_FIELDS, INDICATOR_COLUMNS, YEARS
from core.domain.texts import controls_in, without_controls
from core.importing.files import read_bytes
from core.importing.proposal import CleanedText, FieldPlace, Proposal, ProposedIndicator, ProposedTable

MAX_BYTES: Final = 48 * 1024 * 1024
"""More than ten thousand tables."""
MAX_VALUES: Final = 3_000_000
"""Lists, records and what stands in them, a hundred bytes each; ten thousand tables have a million."""
_MARKS: Final = (b",", b"[", b"{")


def propose_records(path: Path) -> Proposal:
    """The tables of a JSON file, in its order, texts to the letter but for line ends and control characters.

    Raises:
        KnownError: It cannot be read, is not JSON, or not a list of tables as this program writes it; or it holds none.
    """
    data = read_bytes(path, MAX_BYTES)
    if sum(map(data.count, _MARKS)) > MAX_VALUES:
        raise KnownError(f"“{path.name}”的内容太大，不像是绩效目标表。")
    try:
        text = data.decode("utf-8-sig")
        del data  # the whole of a large file need not be there three times
        records = json.loads(text)
        read = [_recorded(record, index) for index, record in enumerate(_typed(records, list))]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise KnownError(f"“{path.name}”不是本程序导出的 JSON 文件，或已损坏。") from error
    if not read:
        raise KnownError(f"“{path.name}”里没有表。")
    return Proposal(
        path.name, tuple(table for table, _ in read), (), tuple(text for _, texts in read for text in texts)
    )


def _recorded(record: dict[str, Any], index: int) -> tuple[ProposedTable, Sequence[CleanedText]]:
    """The table at this index, and the control characters that are left out."""
    written: dict[FieldPlace, str] = {(None, name): _typed(record[key], str) for name, key in _TEXT_KEYS.items()}
    for number, row in enumerate(_typed(record["indicators"], list), start=1):
        written |= {(number, column): _typed(row[column], str) for column in INDICATOR_COLUMNS}
    texts = {place: without_controls(text) for place, text in written.items()}
    rows = [
        ProposedIndicator(**{column: texts[number, column] for column in INDICATOR_COLUMNS})
        for number in range(1, len(record["indicators"]) + 1)
    ]
    budget, fiscal_funds, other_funds = (_amount(record[field]) for field in AMOUNT_FIELDS)
    table = ProposedTable(
        place=f"第 {index + 1} 张表",
        number=_typed(record["number"], int),
        budget=budget,
        fiscal_funds=fiscal_funds,
        other_funds=other_funds,
        indicators=tuple(rows),
        unit_code=texts[None, "unit_code"],
        unit_name=texts[None, "unit_name"],
        name=texts[None, "name"],
        purpose=texts[None, "purpose"],
        target=texts[None, "target"],
        year=_year(record["year"]),
        is_exact=True,
    )
    cleaned = [
        CleanedText(index, table.label, row, _LABELLED.get(name, name), text, texts[row, name])
        for (row, name), text in written.items()
        if controls_in(text)
    ]
    return table, cleaned


_TEXT_KEYS = {
    "unit_code": "unit_code",
    "unit_name": "unit_name",
    "name": "project",
    "purpose": "purpose",
    "target": "target",
}
_LABELLED = {"unit_code": "unit", "unit_name": "unit"}
"""Where one name tells the clerk where a text stands."""


def _amount(value: object) -> Amount:
    return None if value is None else parse_amount(without_controls(_typed(value, str)))


def _year(value: object) -> int:
    year: int = _typed(value, int)
    if year not in YEARS:
        raise ValueError
    return year


def _typed(value: Any, wanted: type) -> Any:
    if not isinstance(value, wanted):
        raise TypeError
    return value
