"""The signature block of the 签字版: which fields it has and where they stand. Lengths are points."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

SIGNATURE_LABELS: Final = ("填报单位（盖章）", "单位负责人", "财务负责人", "填报人", "联系电话", "填报日期")
DATE_BLANK: Final = "        年      月      日"
"""What stands behind a label that ends with 日期, to be filled in by hand."""

COLUMNS: Final = 2
MOST_BESIDE: Final = 8
"""Characters of a label beside which half a row leaves room to sign, and for a date in full size."""
ROW_HEIGHT: Final = 28.0
CODE_WIDTH: Final = 92.0
"""Room on the right for the QR code and the 校验码 below it."""
QR_SIZE: Final = 62.0
CODE_HEIGHT: Final = QR_SIZE + 14.0


@dataclass(frozen=True, slots=True)
class SignatureField:
    """A label with the room to sign behind it; x and y of its upper left corner in the block."""

    x: float
    y: float
    width: float
    label: str
    is_date: bool


def signature_fields(labels: Sequence[str], width: float) -> tuple[SignatureField, ...]:
    """Place the labels row by row in a block of this width, beside the room of the code."""
    column_width = (width - CODE_WIDTH) / COLUMNS
    return tuple(
        SignatureField(
            x=column * column_width,
            y=row * ROW_HEIGHT,
            width=span * column_width,
            label=f"{label}：",
            is_date=label.endswith("日期"),
        )
        for label, (row, column, span) in zip(labels, _places(labels), strict=True)
    )


def signature_height(labels: Sequence[str]) -> float:
    """Height of the block."""
    rows = max((row + 1 for row, _, _ in _places(labels)), default=0)
    return max(rows * ROW_HEIGHT, CODE_HEIGHT)


def _places(labels: Sequence[str]) -> list[tuple[int, int, int]]:
    """Row, column and column span of each label; a long one has its row for itself."""
    places = []
    row = column = 0
    for label in labels:
        span = COLUMNS if len(label) > MOST_BESIDE else 1
        if column + span > COLUMNS:
            row, column = row + 1, 0
        places.append((row, column, span))
        column += span
    return places
