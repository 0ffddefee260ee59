"""校验码: the code that ties a signed sheet to the table in the workspace (form.md section 5).

The canonical form is documented in ``resources/docs/check-code.md`` and held by fixed vectors in the tests.
It is versioned: a change to it is a new version, never a change of this one.
"""

import hashlib
import json
import unicodedata

from core.domain.amounts import Amount, print_amount
from core.domain.records import INDICATOR_COLUMNS, State, TargetTable

CANONICAL_VERSION = "jibiao-table-1"
DIGITS = 16
GROUP = 4


def canonical_form(table: TargetTable) -> bytes:
    """The table's content as one line of UTF-8 JSON: every field in order, NFC, exact decimals.

    Left out is what is not content of the table: ids, positions, state, and the number in the
    publication, which depends on the other tables.
    """
    unit, project = table.unit, table.project
    content = [
        CANONICAL_VERSION,
        table.year.year,
        _nfc(unit.code),
        _nfc(unit.name),
        _nfc(project.name),
        *(_amount(a) for a in (project.budget, project.fiscal_funds, project.other_funds)),
        _nfc(project.purpose),
        _nfc(project.target),
        [[_nfc(getattr(row, column)) for column in INDICATOR_COLUMNS] for row in table.indicators],
    ]
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def check_code(table: TargetTable) -> str:
    """校验码: the first 16 hexadecimal digits of the content's SHA-256, as ``A1B2-C3D4-E5F6-0718``."""
    digits = hashlib.sha256(canonical_form(table)).hexdigest()[:DIGITS].upper()
    return "-".join(digits[i : i + GROUP] for i in range(0, DIGITS, GROUP))


def is_as_locked(table: TargetTable) -> bool:
    """Whether a final or signed table still has the content that it was finalised and signed with; True for a draft.

    Also for a final one without a code: programs before this one kept a code only of signed tables.
    """
    state, code = table.project.state, table.project.signed_code
    if state is State.DRAFT or (state is State.FINAL and not code):
        return True
    return code == check_code(table)


def changed_since_locked(table: TargetTable) -> str:
    """What is wrong with a table that is not as it was locked, for a sentence; ``""`` if nothing is."""
    if is_as_locked(table):
        return ""
    return "内容与签字时不符" if table.project.state is State.SIGNED else "内容与定稿时不符"


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _amount(amount: Amount) -> str | None:
    return None if amount is None else _nfc(print_amount(amount))
