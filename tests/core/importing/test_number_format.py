"""Numbers read as the worksheet shows them."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.importing.number_format import BUILT_IN, plain, read_number, shown


@pytest.mark.parametrize(
    ("digits", "code", "text"),
    [
        ("114", "General", "114"),
        ("0.1", "General", "0.1"),
        ("0.30000000000000004", "General", "0.3"),
        ("1E+2", "General", "100"),
        ("-0", "General", "0"),
        ("0.95", "0%", "95%"),
        ("0.955", "0.0%", "95.5%"),
        ("0.955", "0.00%", "95.50%"),
        ("114", "0.00", "114.00"),
        ("1234567.5", "#,##0.00", "1,234,567.50"),
        ("5", "000", "005"),
        ("3", '0"次"', "3次"),
        ("3", "≥0", "≥3"),
        ("2.50", "0.##", "2.5"),
        ("2", "0.##", "2"),
        ("-3", "0;(0)", "(3)"),
        ("-3", "0_ ;[Red]-0 ", "-3 "),
        ("12", "[$¥-804]#,##0", "¥12"),
        ("45992", "yyyy-m-d", "2025-12-1"),
        ("46022", 'yyyy"年"m"月"d"日"', "2025年12月31日"),
        ("46022", "yyyy/mm/dd", "2025/12/31"),
        ("46022.5", "yyyy-m-d h:mm", "2025-12-31 12:00"),
        ("99999999", "yyyy-m-d", "99999999"),
        ("0.5", "# ?/?", "0.5"),
        ("12", "@", "12"),
        ("1E+300", "0.00", "1E+300"),
    ],
)
def test_a_number_with_its_format(digits: str, code: str, text: str) -> None:
    number = read_number(digits)
    assert number is not None
    assert shown(number, code) == text


def test_days_counted_from_1904() -> None:
    assert shown(Decimal(44560), BUILT_IN[14], since_1904=True) == "2025-12-31"


@pytest.mark.parametrize("digits", ["", "abc", "NaN", "Infinity", "1,2"])
def test_what_is_no_number(digits: str) -> None:
    assert read_number(digits) is None


@given(st.decimals(allow_nan=False, allow_infinity=False), st.text('0#?.,%;-[]"\\_*@ymdhsEG年次 e/+', max_size=12))
@example(Decimal("1E+28"), "0")
@example(Decimal("9E+30"), "0.00%")
def test_any_format_shows_something(number: Decimal, code: str) -> None:
    assert shown(number, code) is not None


@given(st.decimals(-(10**12), 10**12, places=3))
def test_a_plain_number_is_the_same_number(number: Decimal) -> None:
    assert Decimal(plain(number)) == number
    assert "E" not in plain(number)
