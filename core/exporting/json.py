"""Tables as JSON: the shape that product.md promises to whoever automates."""

import json
from collections.abc import Iterable
from typing import Any, BinaryIO

from core.domain.amounts import Amount, print_amount
from core.domain.records import INDICATOR_COLUMNS, Indicator, TargetTable


def as_record(table: TargetTable) -> dict[str, Any]:
    """One table as a JSON object; amounts are text, exact to the last digit, and ``None`` where blank."""
    return {
        "year": table.year.year,
        "number": table.number,
        "unit_code": table.unit.code,
        "unit_name": table.unit.name,
        "project": table.project.name,
        "budget": _amount(table.project.budget),
        "fiscal_funds": _amount(table.project.fiscal_funds),
        "other_funds": _amount(table.project.other_funds),
        "purpose": table.project.purpose,
        "target": table.project.target,
        "indicators": [_row(row) for row in table.indicators],
    }


def dumps(value: Any) -> str:
    """JSON text as this program writes it: readable, Chinese as Chinese, one line break at the end."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def write_json(tables: Iterable[TargetTable], out: BinaryIO) -> None:
    r"""Write tables as UTF-8 JSON, a list in the order given.

    Half of a surrogate pair, which no UTF-8 holds, is written as JSON's own ``\\udXXX`` escape.
    """
    out.write(dumps([as_record(table) for table in tables]).encode("utf-8", "backslashreplace"))


def _amount(amount: Amount) -> str | None:
    return None if amount is None else print_amount(amount)


def _row(row: Indicator) -> dict[str, str]:
    return {column: getattr(row, column) for column in INDICATOR_COLUMNS}
