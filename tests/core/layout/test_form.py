"""The official form, cell by cell (form.md section 2)."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from core.domain.records import Indicator
from core.layout.form import STYLES, TABLE_A_WIDTHS, TABLE_B_SPANS, TABLE_B_WIDTHS, FilledForm, FormOptions, Grid, fill
from tests.reference import reference_tables

GOLDEN = Path(__file__).parents[2] / "golden"


def cell(grid: Grid, field: str) -> str:
    return next(cell.text for cell in grid.cells if cell.field == field)


def as_text(form: FilledForm) -> str:
    """The form as lines: where each cell stands, how it is set, what it says."""
    lines = [form.heading]
    for name, grid in (("A", form.table_a), ("B", form.table_b)):
        lines.append(f"-- {name} {grid.row_count} rows, widths {' '.join(f'{width:g}' for width in grid.widths)}")
        lines += [
            f"{c.row},{c.column} {c.row_span}x{c.column_span} {c.style}{'' if c.bordered else ' open'}: {c.text!r}"
            for c in grid.cells
        ]
    return "\n".join([*lines, form.check_code, ""])


@pytest.mark.parametrize("number", [1, 12])
def test_the_filled_form_is_the_golden_one(number: int) -> None:
    golden = GOLDEN / f"form-{number}.txt"
    assert as_text(fill(reference_tables()[number - 1])) == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("table", reference_tables(), ids=lambda table: str(table.number))
def test_every_grid_square_is_covered_once(table: object) -> None:
    form = fill(table)  # type: ignore[arg-type]
    for grid in (form.table_a, form.table_b):
        squares = [
            (cell.row + row, cell.column + column)
            for cell in grid.cells
            for row in range(cell.row_span)
            for column in range(cell.column_span)
        ]
        assert sorted(squares) == [(r, c) for r in range(grid.row_count) for c in range(len(grid.widths))]
        assert all(cell.style in STYLES for cell in grid.cells)
        assert list(grid.cells) == sorted(grid.cells, key=lambda cell: (cell.row, cell.column))


def test_output_indicators_are_merged_and_the_others_are_printed_on_every_row() -> None:
    form = fill(reference_tables()[2])
    categories = [(c.text, c.row_span) for c in form.table_b.cells if c.field == "category"]
    assert categories == [("产出指标", 10), ("效益指标", 1), ("效益指标", 1), ("满意度指标", 1)]


def test_all_consecutive_equal_categories_are_merged_if_asked_for() -> None:
    form = fill(reference_tables()[2], FormOptions(merge_all_categories=True))
    categories = [(c.text, c.row_span) for c in form.table_b.cells if c.field == "category"]
    assert categories == [("产出指标", 10), ("效益指标", 2), ("满意度指标", 1)]


def test_a_text_too_long_for_a_label_is_never_merged() -> None:
    table = reference_tables()[0]
    rows = tuple(Indicator(str(i), "p", i, category="甲" * 13) for i in range(2))
    form = fill(replace(table, indicators=rows), FormOptions(merge_all_categories=True))
    assert [c.row_span for c in form.table_b.cells if c.field == "category"] == [1, 1]


def test_blank_funds_stay_blank_and_amounts_are_printed_exactly() -> None:
    table = reference_tables()[0]
    project = replace(table.project, budget=Decimal("114.123456"), fiscal_funds="约一百", other_funds=None)
    form = fill(replace(table, project=project))
    assert cell(form.table_a, "budget") == "114.123456"
    assert cell(form.table_a, "fiscal_funds") == "约一百"
    assert cell(form.table_a, "other_funds") == ""
    assert [c.number for c in form.table_a.cells if c.style == "amount"] == [Decimal("114.123456"), None, None]


def test_both_tables_share_their_edges() -> None:
    spans = iter(TABLE_A_WIDTHS)
    assert tuple(sum(next(spans) for _ in range(count)) for count in TABLE_B_SPANS) == TABLE_B_WIDTHS
