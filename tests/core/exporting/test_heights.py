"""How many lines a text takes in a cell: never fewer than a program gives it, and not many more."""

import pytest

from core.exporting.heights import line_count
from core.layout.form import STYLES

DESCRIPTION_MM = 47.5
LABEL_MM = 25.0
SIZE = STYLES["prose"].size


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("社会效益指标", LABEL_MM, 1),
        ("字" * 12, DESCRIPTION_MM, 1),
        ("字" * 13, DESCRIPTION_MM, 2),
        ("字" * 600, DESCRIPTION_MM, 50),
        ("字" * 12 + "。" + "字" * 11, DESCRIPTION_MM, 3),  # no line begins with the full stop
        ("（" + "字" * 10 + "（" + "字" * 12, DESCRIPTION_MM, 3),  # none ends with the parenthesis
        ("字" * 9 + "，2025年", DESCRIPTION_MM, 2),  # LibreOffice lets no line end between comma and number
        ("第一行\n\n第三行", DESCRIPTION_MM, 3),
        ("", DESCRIPTION_MM, 1),
    ],
)
def test_lines_of_a_text(text: str, width: float, lines: int) -> None:
    assert line_count(text, width, SIZE) == lines


def test_a_word_longer_than_the_line_has_lines_of_its_own() -> None:
    """An address is cut somewhere, as each program likes."""
    address = "http://www.example.gov.cn/" + "a" * 30
    assert line_count("见" + address, DESCRIPTION_MM, SIZE) > line_count(address, DESCRIPTION_MM, SIZE) >= 4
