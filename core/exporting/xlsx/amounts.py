"""What the sheets with totals share: columns wide enough for their amounts, and a word on what no total holds."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from core.domain.records import LABELS
from core.exporting.heights import text_height, text_width
from core.exporting.xlsx.sheet import SheetWriter
from core.layout.form import STYLES, FilledForm

_WIDEST: Final = 60.0
"""In millimetres; the longest amount that is read as one has 18 digits before the point and six behind it."""

_MOST_NAMED: Final = 20


def amount_width(amounts: Iterable[str], least: float) -> float:
    """The width in millimetres of a column that shows all of these amounts."""
    size = STYLES["amount"].size
    return min(max([least, *(text_width(amount, size) for amount in amounts)]), _WIDEST)


def draw_left_out(
    writer: SheetWriter, row: int, columns: int, width: float, forms: Sequence[FilledForm], fields: Collection[str]
) -> int:
    """Say under the totals in ``row`` which amounts they do not hold since they are no numbers.

    Args:
        writer: Of the sheet.
        row: The row of the totals.
        columns: How many columns the sheet has.
        width: Of all of them, in millimetres.
        forms: Whose amounts were added up.
        fields: Which of their amounts.

    Returns:
        The last row of the sheet.
    """
    left_out = [
        f"{form.number}.{form.project_name} {LABELS['project'][cell.field]}“{cell.text}”"
        for form in forms
        for cell in form.table_a.cells
        if cell.field in fields and cell.number is None and cell.text.strip()
    ]
    if not left_out:
        return row
    sentence = f"合计不含不是数字的 {len(left_out)} 项：{'；'.join(left_out[:_MOST_NAMED])}"
    sentence += "。" if len(left_out) <= _MOST_NAMED else "……"
    writer.text(row + 1, 1, sentence, "prose", bordered=False)
    writer.merge(row + 1, 1, row + 1, columns)
    writer.height(row + 1, text_height(sentence, width, STYLES["prose"].size))
    return row + 1
