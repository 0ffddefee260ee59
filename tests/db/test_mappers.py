"""Between rows and records nothing is lost, whatever was typed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.amounts import Amount, parse_amount
from core.domain.edits import Edit, Insert, Remove, SetField
from core.domain.records import (
    RECORD_TYPES,
    Acceptance,
    BudgetUnit,
    BudgetYear,
    Indicator,
    Note,
    Project,
    Record,
    Remark,
    State,
)
from db import mappers
from db.schema import RECORD_TABLES

texts = st.text(st.characters(exclude_categories=("Cs",)))
numbers = st.decimals(allow_nan=False, allow_infinity=False)
typed = st.one_of(texts, numbers.map(str), st.from_regex(r"[0-9０-９，,.\-− ]{0,12}")).map(parse_amount)
amounts: st.SearchStrategy[Amount] = st.one_of(typed, texts, numbers, st.none())
positions = st.integers(-(2**62), 2**62)

records: st.SearchStrategy[Record] = st.one_of(
    st.builds(BudgetYear, st.integers(1, 9999), texts),
    st.builds(BudgetUnit, texts, texts, positions, texts, texts),
    st.builds(
        Project,
        texts,
        texts,
        positions,
        texts,
        amounts,
        amounts,
        amounts,
        texts,
        texts,
        st.sampled_from(State),
        texts,
        texts,
        texts,
    ),
    st.builds(Indicator, texts, texts, positions, *[texts] * 5),
    st.builds(Note, *[texts] * 5),
    st.builds(Acceptance, *[texts] * 7),
    st.builds(Remark, *[texts] * 4),
)
edits: st.SearchStrategy[Edit] = st.one_of(
    st.builds(Insert, records),
    st.builds(Remove, records),
    st.builds(SetField, st.just("project"), texts, st.sampled_from(["budget", "other_funds"]), amounts, amounts),
    st.builds(SetField, st.just("indicator"), texts, st.just("value"), texts, texts),
    st.builds(SetField, st.just("unit"), texts, st.just("position"), positions, positions),
    st.builds(SetField, st.just("project"), texts, st.just("state"), st.sampled_from(State), st.sampled_from(State)),
)


@given(amounts)
def test_an_amount_comes_back_exactly(amount: Amount) -> None:
    column = mappers.amount_to_column(amount)
    back = mappers.amount_from_column(column)
    assert type(back) is type(amount)
    assert back == amount
    if isinstance(amount, Decimal) and isinstance(back, Decimal):
        assert back.as_tuple() == amount.as_tuple()


@given(amounts, amounts)
def test_different_amounts_are_stored_differently(one: Amount, other: Amount) -> None:
    if type(one) is not type(other) or one != other:
        assert mappers.amount_to_column(one) != mappers.amount_to_column(other)


@pytest.mark.parametrize(("amount", "column"), [(None, None), (Decimal("114.00"), "114.00"), ("约100万", "'约100万")])
def test_amounts_can_be_read_in_the_file_by_whoever_must_help(amount: Amount, column: str | None) -> None:
    assert mappers.amount_to_column(amount) == column


@given(records)
def test_a_record_comes_back_from_its_row(record: Record) -> None:
    row = mappers.record_to_row(record)
    kind = next(kind for kind, record_type in RECORD_TYPES.items() if type(record) is record_type)
    assert row.keys() == set(RECORD_TABLES[kind].columns.keys())
    assert mappers.record_from_row(kind, row) == record


@given(edits)
def test_an_edit_comes_back_from_the_history(edit: Edit) -> None:
    row = mappers.edit_to_row(edit, None)
    back = mappers.edit_from_row(*(row[name] for name in ("verb", "kind", "id", "field", "old", "new")))  # type: ignore[arg-type]
    assert back == edit
