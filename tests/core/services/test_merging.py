"""What came back is merged by field and row; only what both sides changed is a conflict."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.edits import Insert, Remove, SetField
from core.domain.records import FORM_FIELDS, INDICATOR_COLUMNS, Indicator, TargetTable
from core.importing.proposal import ProposedIndicator, ProposedTable
from core.services.merging import Kind, Merge, Side, merge
from tests.reference import reference_tables

BASE = reference_tables()[0]


def proposed(table: TargetTable) -> ProposedTable:
    """The table as a file has it."""
    rows = tuple(ProposedIndicator(**{c: getattr(row, c) for c in INDICATOR_COLUMNS}) for row in table.indicators)
    form = {field: getattr(table.project, field) for field in FORM_FIELDS}
    return ProposedTable("第 1 个表格", 1, table.unit.code, table.unit.name, indicators=rows, **form)


def with_cells(table: TargetTable, **texts: str) -> TargetTable:
    """``r3_value="…"`` sets 指标值 of the third row."""
    rows = list(table.indicators)
    for key, text in texts.items():
        number, column = key[1:].split("_")
        rows[int(number) - 1] = replace(rows[int(number) - 1], **{column: text})
    return replace(table, indicators=tuple(rows))


def without_row(table: TargetTable, number: int) -> TargetTable:
    rows = table.indicators
    return replace(table, indicators=rows[: number - 1] + rows[number:])


def with_new_row(table: TargetTable, before: int, name: str) -> TargetTable:
    rows = table.indicators
    position = rows[before - 1].position - 1
    row = Indicator(f"new-{name}", table.project.id, position, "效益指标", "社会效益指标", name, f"{name}说明", "1个")
    return replace(table, indicators=(*rows[: before - 1], row, *rows[before - 1 :]))


def found(merged: Merge) -> list[tuple[Kind, Side, str]]:
    return [(d.kind, d.side, d.place) for d in merged.differences]


def applied(table: TargetTable, merged: Merge, taken: frozenset[int] | None = None) -> list[tuple[str, ...]]:
    """The rows after the edits, as the database would have them."""
    rows = {row.id: row for row in table.indicators}
    for edit in merged.edits(merged.suggested if taken is None else taken):
        if isinstance(edit, Remove):
            assert rows.pop(edit.record.id) == edit.record
        elif isinstance(edit, Insert) and isinstance(edit.record, Indicator):
            rows[edit.record.id] = edit.record
        elif isinstance(edit, SetField) and edit.kind == "indicator":
            assert getattr(rows[edit.id], edit.field) == edit.old
            rows[edit.id] = replace(rows[edit.id], **{edit.field: edit.new})
    ordered = sorted(rows.values(), key=lambda row: row.position)
    assert len({row.position for row in ordered}) == len(ordered)
    return [tuple(getattr(row, column) for column in INDICATOR_COLUMNS) for row in ordered]


def texts(table: TargetTable) -> list[tuple[str, ...]]:
    return [tuple(getattr(row, column) for column in INDICATOR_COLUMNS) for row in table.indicators]


def test_nothing_has_changed() -> None:
    assert merge(BASE, proposed(BASE), BASE).differences == ()
    assert merge(BASE, proposed(BASE), None).differences == ()


def test_only_the_file_has_changed_a_cell() -> None:
    there = with_cells(BASE, r3_value="≥9次")
    merged = merge(BASE, proposed(there), BASE)
    assert found(merged) == [(Kind.CELL, Side.THERE, "第 3 行指标值")]
    assert applied(BASE, merged) == texts(there)


def test_only_the_workspace_has_changed_a_cell() -> None:
    here = with_cells(BASE, r3_value="≥9次")
    merged = merge(here, proposed(BASE), BASE)
    assert found(merged) == [(Kind.CELL, Side.HERE, "第 3 行指标值")]
    assert applied(here, merged) == texts(here)
    assert applied(here, merged, frozenset({0})) == texts(BASE)


def test_both_have_changed_different_cells_of_one_row() -> None:
    here, there = with_cells(BASE, r3_value="≥9次"), with_cells(BASE, r3_description="改过的说明")
    merged = merge(here, proposed(there), BASE)
    assert merged.conflicts == 0
    assert applied(here, merged) == texts(with_cells(BASE, r3_value="≥9次", r3_description="改过的说明"))


def test_both_have_changed_the_same_cell() -> None:
    here, there = with_cells(BASE, r3_value="≥9次"), with_cells(BASE, r3_value="≥8次")
    merged = merge(here, proposed(there), BASE)
    assert (merged.conflicts, merged.differences[0].base) == (1, BASE.indicators[2].value)
    assert applied(here, merged) == texts(here)  # a conflict is not decided by itself


def test_both_have_changed_it_alike() -> None:
    same = with_cells(BASE, r3_value="≥9次")
    assert merge(same, proposed(same), BASE).differences == ()


def test_a_row_that_was_taken_out_here_and_typed_anew_is_the_files_row() -> None:
    anew = replace(BASE.indicators[2], id="anew")
    here = replace(BASE, indicators=(*BASE.indicators[:2], anew, *BASE.indicators[3:]))
    assert merge(here, proposed(BASE), BASE).differences == ()
    there = proposed(with_cells(BASE, r3_value="≥9次"))
    assert found(merge(here, there, BASE)) == [(Kind.CELL, Side.THERE, "第 3 行指标值")]


def test_a_row_that_came_with_the_file_before_and_was_edited_in_it_again_is_one_row() -> None:
    here, there = with_new_row(BASE, 4, "新增"), with_cells(with_new_row(BASE, 4, "新增"), r4_value="≥2个")
    merged = merge(here, proposed(there), BASE)
    assert [(d.place, d.is_conflict) for d in merged.differences] == [("第 4 行指标值", True)]
    assert applied(here, merged, merged.all) == texts(there)


def test_rows_added_and_removed_on_both_sides() -> None:
    here = with_new_row(without_row(BASE, 5), 2, "这边新增")
    there = with_new_row(without_row(BASE, 8), 4, "那边新增")
    merged = merge(here, proposed(there), BASE)
    assert sorted((kind.value, side.value) for kind, side, _ in found(merged)) == [
        ("only_here", "here"),
        ("only_here", "there"),
        ("only_there", "here"),
        ("only_there", "there"),
    ]
    names = [row[2] for row in applied(here, merged)]
    gone = {BASE.indicators[4].name, BASE.indicators[7].name}
    expected = [row.name for row in BASE.indicators if row.name not in gone]
    expected.insert(1, "这边新增")
    expected.insert(expected.index(BASE.indicators[3].name), "那边新增")
    assert names == expected


def test_a_row_that_one_side_removed_and_the_other_changed_is_a_conflict() -> None:
    merged = merge(with_cells(BASE, r5_value="1个"), proposed(without_row(BASE, 5)), BASE)
    assert found(merged) == [(Kind.ONLY_HERE, Side.BOTH, "第 5 行")]
    merged = merge(without_row(BASE, 5), proposed(with_cells(BASE, r5_value="1个")), BASE)
    assert found(merged) == [(Kind.ONLY_THERE, Side.BOTH, "文件第 5 行")]


def test_a_format_that_keeps_white_space_and_blank_rows_gives_the_file_to_the_letter() -> None:
    spaced = with_cells(BASE, r2_name=f" {BASE.indicators[1].name}", r5_value="≥9次\n")
    blank = replace(BASE.indicators[0], id="blank", **dict.fromkeys(INDICATOR_COLUMNS, ""))
    there = replace(spaced, indicators=(*spaced.indicators[:3], blank, *spaced.indicators[3:]))
    for base in (BASE, None):
        merged = merge(BASE, replace(proposed(there), is_exact=True), base)
        assert [place for _, _, place in found(merged)] == ["第 2 行三级指标", "第 5 行指标值", "文件第 4 行"]
        assert applied(BASE, merged, merged.all) == texts(there)
        assert [place for _, _, place in found(merge(BASE, proposed(there), base))] == ["第 5 行指标值"]


def test_rows_moved_in_the_file() -> None:
    rows = BASE.indicators
    there = replace(BASE, indicators=(rows[2], rows[0], rows[1], *rows[3:]))
    merged = merge(BASE, proposed(there), BASE)
    assert found(merged) == [(Kind.ORDER, Side.THERE, "行的次序")]
    assert applied(BASE, merged) == texts(there)


def test_without_a_common_origin_nothing_that_stands_here_is_lost_unless_chosen() -> None:
    there = with_cells(without_row(BASE, 5), r3_value="≥9次")
    merged = merge(BASE, proposed(there), None)
    assert {side for _, side, _ in found(merged)} == {Side.UNKNOWN}
    assert [merged.differences[index].place for index in merged.undecided] == ["第 3 行指标值"]
    assert applied(BASE, merged) == texts(BASE)
    assert applied(BASE, merged, merged.all) == texts(there)


def test_without_a_common_origin_what_is_only_in_the_file_comes_in() -> None:
    there = with_new_row(BASE, 2, "那边新增")
    here = with_cells(BASE, r3_value="")
    merged = merge(here, proposed(there), None)
    assert merged.conflicts == 0
    assert applied(here, merged) == texts(there)
    emptied = merge(BASE, proposed(here), None)
    assert (emptied.conflicts, applied(BASE, emptied)) == (0, texts(BASE))


def test_without_a_common_origin_another_order_is_shown_and_that_of_the_workspace_stays() -> None:
    rows = BASE.indicators
    there = replace(BASE, indicators=(rows[2], rows[0], rows[1], *rows[3:]))
    merged = merge(BASE, proposed(there), None)
    assert [kind for kind, _, _ in found(merged)] == [Kind.ORDER]
    assert applied(BASE, merged) == texts(BASE)


def test_fields_of_the_form() -> None:
    here = replace(BASE, project=replace(BASE.project, purpose="这边的用途"))
    there = replace(BASE, project=replace(BASE.project, purpose="那边的用途", target="那边的目标"))
    merged = merge(here, proposed(there), BASE)
    assert found(merged) == [(Kind.FIELD, Side.BOTH, "资金用途"), (Kind.FIELD, Side.THERE, "绩效目标")]
    assert [edit.field for edit in merged.edits(merged.suggested) if isinstance(edit, SetField)] == ["target"]


_edits = st.lists(
    st.one_of(
        st.tuples(
            st.just("cell"),
            st.integers(0, 99),
            st.sampled_from(["name", "description", "value"]),
            st.text("甲乙丙丁1", min_size=1, max_size=5),
        ),
        st.tuples(st.just("drop"), st.integers(0, 99), st.just(""), st.just("")),
        st.tuples(st.just("add"), st.integers(0, 99), st.just(""), st.text("戊己庚辛", min_size=3, max_size=6)),
        st.tuples(st.just("move"), st.integers(0, 99), st.just(""), st.just("")),
    ),
    max_size=6,
)


def _edited(table: TargetTable, edits: list[tuple[str, int, str, str]], mark: str) -> TargetTable:
    rows = list(table.indicators)
    for number, (kind, place, column, text) in enumerate(edits):
        if kind == "add":
            row = Indicator(f"{mark}{number}", "p1", 0, "效益指标", "社会效益指标", mark + text, mark + text, "1个")
            rows.insert(place % (len(rows) + 1), row)
        elif rows and kind == "drop":
            rows.pop(place % len(rows))
        elif rows and kind == "move":
            rows.insert(0, rows.pop(place % len(rows)))
        elif rows:
            rows[place % len(rows)] = replace(rows[place % len(rows)], **{column: text})
    return replace(table, indicators=tuple(replace(row, position=(i + 1) * 1024) for i, row in enumerate(rows)))


@settings(max_examples=150, deadline=None)
@given(_edits)
def test_taking_everything_gives_the_file(edits: list[tuple[str, int, str, str]]) -> None:
    there = _edited(BASE, edits, "那")
    for base in (BASE, None):
        merged = merge(BASE, proposed(there), base)
        assert applied(BASE, merged, frozenset(range(len(merged.differences)))) == texts(there)


@settings(max_examples=150, deadline=None)
@given(st.sets(st.tuples(st.integers(1, len(BASE.indicators)), st.sampled_from(INDICATOR_COLUMNS))))
def test_cells_that_are_not_known_make_no_difference(unknown: set[tuple[int, str]]) -> None:
    rows = [
        ProposedIndicator(**{c: "" if (number, c) in unknown else getattr(row, c) for c in INDICATOR_COLUMNS})
        for number, row in enumerate(BASE.indicators, start=1)
    ]
    copy = replace(proposed(BASE), indicators=tuple(rows), unknown=frozenset(unknown))
    for base in (BASE, None):
        assert merge(BASE, copy, base).differences == ()


@settings(max_examples=100, deadline=None)
@given(_edits)
def test_taking_everything_keeps_every_row_that_the_file_still_has(edits: list[tuple[str, int, str, str]]) -> None:
    """Notes and accepted warnings hang on the rows."""
    there = _edited(BASE, edits, "那")
    for base in (BASE, None):
        merged = merge(BASE, proposed(there), base)
        edits_of_rows = [edit.record for edit in merged.edits(merged.all) if isinstance(edit, Remove)]
        came = Counter(texts(there))
        for row, content in zip(BASE.indicators, texts(BASE), strict=True):
            assert row not in edits_of_rows or not came[content]


@settings(max_examples=150, deadline=None)
@given(_edits, _edits)
def test_any_edits_on_both_sides_merge_to_what_either_has(
    mine: list[tuple[str, int, str, str]], theirs: list[tuple[str, int, str, str]]
) -> None:
    here, there = _edited(BASE, mine, "这"), _edited(BASE, theirs, "那")
    merged = merge(here, proposed(there), BASE)
    everything = frozenset(range(len(merged.differences)))
    assert sorted(applied(here, merged, everything)) == sorted(texts(there))
    assert applied(here, merged, frozenset()) == texts(here)
    applied(here, merged)
    if here.indicators == BASE.indicators:
        assert merged.conflicts == 0


@pytest.mark.parametrize("count", [500])
def test_long_tables_are_merged_too(count: int) -> None:
    rows = tuple(
        Indicator(f"r{i}", "p1", i + 1, "产出指标", "数量指标", f"指标{i}", f"说明{i}", f"{i}个") for i in range(count)
    )
    long = replace(BASE, indicators=rows)
    there = replace(long, indicators=tuple(replace(row, value=row.value + "以上") for row in reversed(rows)))
    merged = merge(long, proposed(there), long)
    assert applied(long, merged) == texts(there)
