"""Positions with gaps: a newcomer stands where it was put, whatever was there before."""

from hypothesis import given
from hypothesis import strategies as st

from core.domain.positions import place


@given(st.data(), st.lists(st.integers(-(10**9), 10**9), unique=True).map(sorted), st.integers(1, 50))
def test_newcomers_stand_between_their_neighbours_in_order(data, existing, count):
    index = data.draw(st.integers(0, len(existing)))
    taken, respread = place(existing, index, count)
    siblings = existing if respread is None else respread
    assert len(taken) == count
    assert len(siblings) == len(existing)
    in_order = [*siblings[:index], *taken, *siblings[index:]]
    assert in_order == sorted(set(in_order))


def test_putting_a_row_first_again_and_again_moves_the_others_seldom():
    rows, spread_anew = [1024], 0
    for _ in range(100):
        (position,), respread = place(rows, 0, 1)
        spread_anew += respread is not None
        rows = [position, *(respread or rows)]
    assert spread_anew == 0
