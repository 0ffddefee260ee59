"""Amounts in 万元: exact, as entered, blank is not zero."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.amounts import exact, parse_amount, print_amount, without_currency_unit

exact_amounts = st.decimals(min_value=-(10**15), max_value=10**15, places=6)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("114", "114.00"),
        ("581.2", "581.20"),
        ("0.21", "0.21"),
        ("1,234.50", "1234.50"),
        ("１１４．５", "114.50"),
        (" 20 ", "20.00"),
        ("0.123456", "0.123456"),
        ("0.210000", "0.21"),
        ("-3", "-3.00"),
        ("0", "0.00"),
        ("-0", "0.00"),
        (".5", "0.50"),
        ("-.25", "-0.25"),
        ("．５", "0.50"),
    ],
)
def test_an_amount_prints_with_two_decimals_or_as_many_as_were_entered(typed, printed):
    amount = parse_amount(typed)
    assert isinstance(amount, Decimal)
    assert print_amount(amount) == printed


@pytest.mark.parametrize("blank", ["", "  ", "\t", "\u3000"])
def test_blank_is_not_zero(blank):
    assert parse_amount(blank) is None
    assert print_amount(None) == ""
    assert parse_amount("0") == Decimal(0)


@pytest.mark.parametrize(
    "typed",
    [
        "约50",
        "12,34",
        "1e5",
        "NaN",
        "Infinity",
        "1.2345678",
        "五十",
        "50万元",
        "1.2.3",
        "9" * 19,
        "+",
        ".",
        "-",
        "-.",
        "5.",
        ",5",
    ],
)
def test_what_does_not_read_as_an_amount_is_kept_to_the_letter(typed):
    amount = parse_amount(typed)
    assert amount == typed
    assert print_amount(amount) == typed
    assert exact(amount) is None


@pytest.mark.parametrize(
    ("typed", "left"), [("5万元", "5"), (" 1,234.5 万元 ", "1,234.5 "), ("０．５万元", "０．５"), ("-.5万元", "-.5")]
)
def test_the_unit_that_the_heading_states_can_be_left_off(typed, left):
    assert without_currency_unit(typed) == left
    assert isinstance(parse_amount(left), Decimal)


@pytest.mark.parametrize("typed", ["5元", "5万", "5亿元", "约5万元", "万元", "", "5", "5万元左右"])
def test_any_other_unit_is_kept(typed):
    assert without_currency_unit(typed) == typed


@given(exact_amounts)
def test_printing_and_reading_again_gives_the_same_amount(number):
    amount = parse_amount(str(number))
    assert exact(amount) == number
    assert parse_amount(print_amount(amount)) == amount
    assert print_amount(parse_amount(print_amount(amount))) == print_amount(amount)


@given(st.text())
def test_reading_never_fails_and_reading_what_was_printed_changes_nothing(text):
    amount = parse_amount(text)
    again = parse_amount(print_amount(amount))
    assert (type(again), again) == (type(amount), amount)
