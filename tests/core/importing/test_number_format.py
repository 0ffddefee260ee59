"""Numbers read as the worksheet shows them."""

import json
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook

from core.importing.amount_behind import behind
from core.importing.number_format import BUILT_IN, plain, read_number, shown
from core.importing.recognise import recognise
from core.importing.xlsx_reader import read_xlsx
from tests.core.importing.test_told_or_taken import form, said
from tests.core.importing.workbooks import FORM, HEADER, ROWS, saved
from tests.reference import DATA


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
        ("-3", "0_ ;[Red]-0 ", "-3"),
        ("12", "[$¥-804]#,##0", "¥12"),
        ("45992", "yyyy-m-d", "2025-12-1"),
        ("46022", 'yyyy"年"m"月"d"日"', "2025年12月31日"),
        ("46022", "yyyy/mm/dd", "2025/12/31"),
        ("46022.5", "yyyy-m-d h:mm", "2025-12-31 12:00"),
        ("2.5", '0.##"次"', "2.5次"),
        ("15000", '0!.0,"万"', "1.5万"),
        ("123456789", '0!.0000"万元"', "12345.6789万元"),
        ("12", 'G/通用格式"次"', "12次"),
        ("0.604166666666667", '上午/下午h"时"mm"分"', "下午2时30分"),
        ("46022", "aaaa", "星期三"),
        ("46022", "[$-804]ddd", "周三"),
        ("46022", "[$-804]mmm", "12月"),
        ("46022", "[$-F800]dddd, mmmm dd, yyyy", "2025年12月31日"),
        ("0.5", "[$-F400]h:mm:ss AM/PM", "12:00:00"),
        ("0.0625", BUILT_IN[46], "1:30:00"),
        ("46022", BUILT_IN[17], "Dec-25"),
        ("46022.5", BUILT_IN[22], "2025/12/31 12:00"),
        ("46022", BUILT_IN[57], "2025年12月"),
        ("0", BUILT_IN[43], "-"),
        ("12", "@", "12"),
        ("1E+300", "0.00", "1E+300"),
        ("-5", "0.00;[Red]0.00", "-5.00"),
        ("-5", "0.00_);[Red](0.00)", "(5.00)"),
        ("46022", "[$-x-sysdate]dddd, mmmm dd, yyyy", "2025年12月31日"),
        ("0.5", "[$-x-systime]h:mm:ss AM/PM", "12:00:00"),
        ("46022", "[$-zh-CN]dddd", "星期三"),
        ("2958465", "yyyy-m-d", "9999-12-31"),
        ("5", BUILT_IN[7], "¥5.00"),
        ("1", "0" + "%" * 40, "1" + "0" * 80 + "%" * 40),
    ],
)
def test_a_number_with_its_format(digits: str, code: str, text: str) -> None:
    number = read_number(digits)
    assert number is not None
    assert shown(number, code) == text


def test_days_counted_from_1904() -> None:
    assert shown(Decimal(44560), BUILT_IN[14], since_1904=True) == "2025/12/31"
    assert shown(Decimal(2957003), BUILT_IN[14], since_1904=True) == "9999/12/31"
    assert shown(Decimal(2958464), BUILT_IN[14], since_1904=True) is None


@pytest.mark.parametrize(("digits", "code", "text"), json.loads((DATA / "number-formats.json").read_text("utf-8")))
def test_a_number_is_shown_as_libreoffice_shows_it(digits: str, code: str, text: str) -> None:
    """Written down from LibreOffice 7.4 saving a worksheet as text, without the blanks at the ends."""
    number = read_number(digits)
    assert number is not None
    assert shown(number, code) == text


@pytest.mark.parametrize(
    ("digits", "code"),
    [
        ("0.5", "# ?/?"),
        ("0.75", "0/4"),
        ("125", '[DBNum2][$-804]General"元"'),
        ("46022", '[DBNum1][$-804]yyyy"年"m"月"d"日"'),
        ("12", '@"次"'),
        ("12", ";;;"),
        ("-12", "0;;;"),
        ("-1", "yyyy-m-d"),
        ("99999999", "yyyy-m-d"),
        ("400", '0!.0,"万元"'),
        ("1", f'0"{"x" * 300}"'),
        ("45992", "ww"),
    ],
)
def test_what_a_format_shows_that_is_not_understood_is_not_known(digits: str, code: str) -> None:
    assert shown(Decimal(digits), code) is None


def test_a_cell_whose_format_is_not_understood_is_read_as_its_number_and_named() -> None:
    sheet = Workbook()
    for row in [*FORM, HEADER, *ROWS]:
        sheet.active.append(row)
    value = sheet.active.cell(sheet.active.max_row, 5)
    value.value, value.number_format = 0.5, "# ?/?"
    proposal = recognise(read_xlsx(saved(sheet), "表.xlsx"))
    assert proposal.tables[0].indicators[-1].value == "0.5"
    assert f"有 1 格的数字格式读不出来或把数字隐藏了（{value.coordinate}），照原来的数字读取" in said(proposal)


@pytest.mark.parametrize("digits", ["", "abc", "NaN", "Infinity", "1,2", "1E9999999", "1E99999999999999999999"])
def test_what_is_no_number(digits: str) -> None:
    assert read_number(digits) is None


@given(st.decimals(allow_nan=False, allow_infinity=False), st.text('0#?.,%;-[]"\\_*@ymdhsEG年次 e/+', max_size=12))
@example(Decimal("1E+28"), "0")
@example(Decimal("9E+30"), "0.00%")
@example(Decimal("1234.5"), f"0.{'0' * 40}E+0")
@example(Decimal("45992.5"), f"ss.{'0' * 40}")
def test_any_format_is_shown_or_not_known(number: Decimal, code: str) -> None:
    text = shown(number, code)
    assert text is None or text == text.strip()
    assert text is None or isinstance(behind(number, text), str)


@given(st.decimals(-(10**12), 10**12, places=3))
def test_a_plain_number_is_the_same_number(number: Decimal) -> None:
    assert Decimal(plain(number)) == number
    assert plain(Decimal("0E-1000013")) == "0"
    assert "E" not in plain(number)


@pytest.mark.parametrize(
    ("digits", "text", "read"),
    [
        ("627.804", "627.80", "627.804"),
        ("1140000", "1,140,000.00", "1140000"),
        ("-5", "(5.00)", "-5"),
        ("1140000", "1.14E+06", "1140000"),
        ("0.5", ".50", "0.5"),
        ("0", " - ", "0"),
        ("114", "114", ""),
        ("1140000.4", "1,140,000 元", "1140000.4元"),
        ("114.004", "114.00万元", "114.004万元"),
        ("1140000", "114.0万元", ""),
        ("1140000", "114.0000", ""),
        ("200", "900.00", ""),
        ("1", "是", ""),
        ("0", "无", ""),
        ("5", "5亿", "5亿"),
        ("5", "5百万", "5百万"),
        ("5", "5次", ""),
        ("5", "$5.00", ""),
        ("5", "5.00美元", ""),
        ("5", "约5.00", ""),
        ("-5", "¥-5.00", "-5"),
        ("5", "5E9999999", ""),
        ("1234567", "123.5万元", "123.4567万元"),
        ("-1234567", "-123.5万元", "-123.4567万元"),
        ("1234567", "1,235", "1234.567"),
    ],
)
def test_the_number_behind_what_a_cell_shows_is_the_same_number(digits: str, text: str, read: str) -> None:
    assert behind(Decimal(digits), text) == read


@pytest.mark.parametrize(
    ("number", "code", "budget"),
    [
        (1140000, '0!.0,"万元"', "114.00"),
        (1140000, "0!.0000", "114.00"),
        (1140000.4, '#,##0"元"', "114.00004"),
        (114.004, '0.00"万元"', "114.004"),
        (114, '"900.00"', "900.00"),
        (1234567, '0!.0,"万元"', "123.4567"),
        (1140000, '0.00,,"百万"', "114.00"),
        (5, '0"亿"', "50000.00"),
        (5, "[$$-409]#,##0.00", "$5.00"),
        (5, '0.00"美元"', "5.00美元"),
    ],
)
def test_an_amount_is_what_a_person_reads_in_its_cell(number: float, code: str, budget: str) -> None:
    workbook = Workbook()
    for row in [*form(budget=number), HEADER, *ROWS]:
        workbook.active.append(row)
    workbook.active["B3"].number_format = code
    (table,) = recognise(read_xlsx(saved(workbook), "表.xlsx")).tables
    assert str(table.budget) == budget
