"""Pages of any length: nothing lost, nothing lone, nothing outside the frame."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.records import Indicator, TargetTable
from core.layout.fitting import measure_to_fit
from core.layout.form import STYLES, FormOptions, Style, fill
from core.layout.measuring import MIN_NUMBER_SIZE, PADDING_X, PADDING_Y, MeasuredCell, MeasuredForm, measure_form
from core.layout.pagination import (
    GAP_ABOVE_CLOSING,
    GAP_BETWEEN_TABLES,
    Box,
    Frame,
    Page,
    fits_on_a_page,
    paginate,
)
from tests.reference import reference_tables

FRAME = Frame(height=720.0)
SIGNED = Frame(height=720.0, closing_height=84.0)
WIDTH = 170 * 72 / 25.4
HEADER = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值")
SENTENCE = "统筹推进政务服务改革，全年办件量不少于一百万件，群众满意度达到百分之九十五以上。"


class SquareType:
    """Every character as wide as its type size, digits and the like half of it."""

    def advance(self, style: Style) -> Callable[[str], float]:
        size = style.size
        return lambda text: sum(size if ord(character) > 0x2000 else size / 2 for character in text)


def prose(length: int) -> str:
    return (SENTENCE * (length // len(SENTENCE) + 1))[:length]


def row(number: int, category: str = "产出指标", **texts: str) -> Indicator:
    contents = {"subcategory": "数量指标", "name": f"第{number}项", "description": "说明", "value": "≥95%", **texts}
    return Indicator(f"r{number}", "p", number, category=category, **contents)


def table(rows: list[Indicator], target: str = "1.目标", purpose: str = "用途", name: str = "项目") -> TargetTable:
    model = reference_tables()[0]
    project = replace(model.project, name=name, purpose=purpose, target=target)
    return replace(model, project=project, indicators=tuple(rows))


def measured(model: TargetTable) -> MeasuredForm:
    return measure_form(fill(model), SquareType())


def pages_of(model: TargetTable, frame: Frame = FRAME) -> list[Page]:
    return paginate([measured(model)], frame)


def texts(page: Page) -> list[str]:
    return ["".join(box.lines) for box in page.boxes]


def is_heading(box: Box) -> bool:
    return box.style.face == "hei" and box.style.balanced


def bottom(page: Page, closing_height: float = 0.0) -> float:
    return max([box.y + box.height for box in page.boxes] + [y + closing_height for _, y in page.closings])


def assert_sound(pages: list[Page], forms: list[MeasuredForm], frame: Frame) -> None:
    """What holds of every booklet, whatever is in it."""
    for page in pages:
        assert page.boxes
        assert bottom(page, frame.closing_height) <= frame.height + 0.01
        for box in page.boxes:
            assert box.x >= 0
            assert box.y >= 0
            assert box.x + box.width <= WIDTH + 0.01
            assert len(box.lines) * box.style.leading <= box.height - 2 * PADDING_Y + 0.01
        assert_no_overlap(page.boxes)
        last = page.boxes[-1]
        assert not is_heading(last) or (len(pages) > 1 and last.height > frame.height / 3), "a lone heading"
        assert last.style != STYLES["column_heading"] or any(len(form.table_b) == 1 for form in forms), (
            "a lone header row"
        )
        assert last.place.grid != 1 or opening_height(forms[last.form], frame) > frame.height, (
            "a Table A without indicators"
        )
        for _, y in page.closings:
            assert any(box.y < y for box in page.boxes), "a lone closing block"
    printed = [line for page in pages for box in page.boxes for line in box.lines]
    for line in {line for form in forms for cell in cells(form) for line in cell}:
        assert line in printed
    assert sum(len(page.forms) for page in pages) == len(forms)
    assert sum(len(page.closings) for page in pages) == (len(forms) if frame.closing_height else 0)


def opening_height(form: MeasuredForm, frame: Frame) -> float:
    """Of a form down to its first indicator, and of what keeps with that."""
    first = form.header_rows + 1
    rows = (form.heading, *form.table_a, *form.table_b[:first])
    closing = GAP_ABOVE_CLOSING + frame.closing_height if frame.closing_height and len(form.table_b) <= first else 0.0
    return sum(row.height for row in rows) + GAP_BETWEEN_TABLES + closing


def cells(form: MeasuredForm) -> list[tuple[str, ...]]:
    rows = [form.heading, *form.table_a, *form.table_b]
    return [cell.lines for row in rows for cell in row.cells]


def assert_no_overlap(boxes: list[Box]) -> None:
    """Boxes come from top to bottom, so that those below the one in hand need no look."""
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            if one.y + one.height <= other.y + 0.01:
                break
            apart = one.x + one.width <= other.x + 0.01 or other.x + other.width <= one.x + 0.01
            assert apart, (one, other)


@pytest.mark.parametrize("frame", [FRAME, SIGNED], ids=["open", "with closing block"])
@pytest.mark.parametrize("model", reference_tables(), ids=lambda model: str(model.number))
def test_every_reference_table_is_laid_out_soundly(model: TargetTable, frame: Frame) -> None:
    assert_sound(pages_of(model, frame), [measured(model)], frame)


def test_the_reference_tables_follow_one_another_or_each_begin_a_page() -> None:
    forms = [measured(model) for model in reference_tables()]
    flowing = paginate(forms, FRAME)
    apart = paginate(forms, replace(FRAME, form_on_new_page=True))
    assert_sound(flowing, forms, FRAME)
    assert_sound(apart, forms, FRAME)
    assert len(flowing) < len(apart)
    assert all(len(page.forms) <= 1 for page in apart)
    assert [index for page in flowing for index, _ in page.forms] == list(range(14))


def test_a_table_that_runs_over_repeats_its_header_and_goes_on_with_the_merged_category() -> None:
    pages = pages_of(table([row(number) for number in range(1, 501)]))
    assert len(pages) > 10
    for page in pages[1:]:
        assert tuple(texts(page)[:6]) == (*HEADER, "产出指标")
        label = page.boxes[5]
        assert label.y + label.height == pytest.approx(bottom(page)), "the label's cell reaches down to the last row"
    names = [text for page in pages for text in texts(page) if text.startswith("第")]
    assert names == [f"第{number}项" for number in range(1, 501)]


def test_a_row_that_is_taller_than_what_is_left_moves_on_whole() -> None:
    rows = [row(number) for number in range(1, 19)] + [row(19, description=prose(300))] + [row(20)]
    pages = pages_of(table(rows))
    assert len(pages) == 2
    assert sum(text == prose(300) for page in pages for text in texts(page)) == 1


def test_a_row_taller_than_a_page_is_split_and_says_everything_once() -> None:
    long = prose(5000)
    pages = pages_of(table([row(1), row(2, description=long), row(3)]))
    parts = [text for page in pages for text in texts(page) if len(text) > 20 and text in long]
    assert "".join(parts) == long
    for page in pages[1:]:
        assert tuple(texts(page)[:5]) == HEADER
        assert texts(page)[5] == "产出指标"


def test_a_target_taller_than_a_page_begins_under_the_heading_and_repeats_its_label() -> None:
    long = prose(5000)
    pages = pages_of(table([row(1)], target=long))
    assert len(texts(pages[0])[-1]) > 500
    assert texts(pages[1])[0] == "绩效目标"
    assert "".join(text for page in pages for text in texts(page) if len(text) > 60) == long


@pytest.mark.parametrize("count", range(1, 40))
def test_the_closing_block_never_stands_without_an_indicator_above_it(count: int) -> None:
    pages = pages_of(table([row(number) for number in range(1, count + 1)]), SIGNED)
    page = next(page for page in pages if page.closings)
    assert sum(text.startswith("第") for text in texts(page)) >= min(count, 2)


def test_a_table_without_indicators_keeps_its_header_row_with_the_form_above() -> None:
    (page,) = pages_of(table([], target="", purpose="", name=""), SIGNED)
    assert tuple(texts(page)[-5:]) == HEADER
    assert page.closings


def test_no_forms_give_one_empty_page() -> None:
    assert paginate([], FRAME) == [Page()]


def test_boxes_come_in_reading_order() -> None:
    for page in pages_of(reference_tables()[2]):
        tops = [(box.y, box.x) for box in page.boxes]
        assert tops == sorted(tops)


LENGTH = st.one_of(st.integers(0, 60), st.integers(0, 400), st.integers(1000, 5000))
CATEGORY = st.sampled_from(["产出指标", "效益指标", "满意度指标", "", "甲乙丙丁戊己庚辛壬癸子丑"])
ROW = st.builds(
    lambda category, name, description, value: row(
        1, category, name=prose(name), description=prose(description), value=prose(value)
    ),
    CATEGORY,
    st.integers(0, 60),
    LENGTH,
    st.integers(0, 30),
)
TABLE = st.builds(
    lambda rows, target, purpose, name: table(rows, prose(target), prose(purpose), prose(name)),
    st.lists(ROW, max_size=16),
    LENGTH,
    LENGTH,
    st.integers(0, 120),
)


@settings(max_examples=40)
@given(
    st.lists(TABLE, min_size=1, max_size=3),
    st.booleans(),
    st.sampled_from([0.0, 14.0, 84.0]),
    st.booleans(),
)
def test_any_booklet_is_sound(tables: list[TargetTable], merge_all: bool, closing: float, apart: bool) -> None:
    frame = Frame(720.0, closing, apart)
    forms = [measure_form(fill(model, FormOptions(merge_all)), SquareType()) for model in tables]
    assert_sound(paginate(forms, frame), forms, frame)


def test_lines_fit_into_their_boxes() -> None:
    measure = SquareType()
    for model in reference_tables():
        for page in pages_of(model):
            for box in page.boxes:
                for line in box.lines:
                    assert measure.advance(box.style)(line.rstrip()) <= box.width - 2 * PADDING_X + 0.01


class TestFitting:
    """Smaller type before a second page is begun."""

    @pytest.mark.parametrize(("rows", "size"), [(18, 10.5), (20, 9.0), (23, 8.0), (60, 10.5)])
    def test_type_is_made_smaller_only_as_far_as_it_puts_the_table_on_one_page(self, rows: int, size: float) -> None:
        form = fill(table([row(number) for number in range(rows)]))
        fitted = measure_to_fit(form, SquareType(), SIGNED)
        assert fitted.table_b[1].cells[2].style.size == pytest.approx(size)
        assert fits_on_a_page(fitted, SIGNED) == (len(paginate([fitted], SIGNED)) == 1) == (rows < 60)
        assert_sound(paginate([fitted], SIGNED), [fitted], SIGNED)

    def test_tables_that_a_page_has_room_for_are_not_divided(self) -> None:
        forms = [measured(model) for model in reference_tables()]
        frame = replace(FRAME, forms_whole=True)
        pages = paginate(forms, frame)
        assert_sound(pages, forms, frame)
        begins = {index: number for number, page in enumerate(pages) for index, _ in page.forms}
        for index, form in enumerate(forms):
            ends = begins.get(index + 1, len(pages))
            assert not fits_on_a_page(form, frame) or ends - begins[index] <= 1


@pytest.mark.parametrize("count", [5, 27])
def test_no_page_ends_with_a_table_a(count: int) -> None:
    """Of a form half a page high the indicators stood on the next page, and the form on neither."""
    forms = [measured(table([row(number) for number in range(count)], target="目" * 100)) for _ in range(12)]
    for height in range(400, 720, 7):
        frame = Frame(height, 12.0)
        assert_sound(paginate(forms, frame), forms, frame)


def cell_of(form: MeasuredForm, text: str) -> MeasuredCell:
    rows = [*form.table_a, *form.table_b]
    return next(cell for row in rows for cell in row.cells if "".join(cell.lines) == text)


class TestLongNumbers:
    """A number is never cut at the end of a line if smaller type can help."""

    @pytest.mark.parametrize("number", ["12345.678901", "123456789.99"])
    def test_an_amount_stands_on_one_line(self, number: str) -> None:
        model = table([row(1, value=f"≥{number}")])
        form = measured(replace(model, project=replace(model.project, budget=Decimal(number))))
        for text in (number, f"≥{number}"):
            cell = cell_of(form, text)
            assert len(cell.lines) == 1
            assert MIN_NUMBER_SIZE <= cell.style.size < 10.5
            assert SquareType().advance(cell.style)(text) <= cell.width - 2 * PADDING_X

    def test_a_number_of_usual_length_keeps_its_size(self) -> None:
        assert cell_of(measured(table([row(1, value="≤12345.67万元")])), "≤12345.67万元").style.size == 10.5

    def test_no_number_is_set_too_small_to_be_read(self) -> None:
        """小五 and 8 points are the least that the form is printed in."""
        assert MIN_NUMBER_SIZE == 8
        number = "999999999999999999.123456"
        cell = cell_of(measured(table([row(1, value=number)])), number)
        assert (cell.style.size, len(cell.lines) > 1) == (8, True)

    def test_an_absurdly_long_number_is_cut_at_the_smallest_size(self) -> None:
        cell = cell_of(measured(table([row(1, value="9" * 40)])), "9" * 40)
        assert len(cell.lines) > 1
        assert cell.style.size == MIN_NUMBER_SIZE
