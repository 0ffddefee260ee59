"""The one pairing of rows: which is which, which have moved."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from core.services.aligning import Texts, align, moved


def row(name: str, value: str = "1个") -> Texts:
    return ("产出指标", "数量指标", name, f"{name}的说明", value)


FOUR = [row(name) for name in ("培训人次", "设备台数", "系统可用率", "投诉件数")]


def test_a_row_taken_out_moves_no_other() -> None:
    pairs = align(FOUR, [FOUR[0], *FOUR[2:]])
    assert pairs == {0: 0, 1: 2, 2: 3}
    assert moved(pairs) == frozenset()


def test_a_first_row_typed_over_is_that_row() -> None:
    typed_over = ("产出指标", "数量指标", "完全另写", "另一种说法", "≥7件")
    assert align(FOUR, [typed_over, *FOUR[1:]]) == {0: 0, 1: 1, 2: 2, 3: 3}


def test_a_file_with_very_many_rows_is_paired_too() -> None:
    many = [row(f"第{number}项") for number in range(50_000)]
    assert align(FOUR, [*many, *FOUR]) == {50_000 + index: index for index in range(4)}
    assert align(many[:3_000], [row(f"第{number}项", "2个") for number in range(3_000)])[2_999] == 2_999


def test_of_rows_that_stand_elsewhere_as_few_as_possible_have_moved() -> None:
    assert moved(align(FOUR, [FOUR[3], *FOUR[:3]])) == {0}
    assert moved(align(FOUR, [*FOUR[1:], FOUR[0]])) == {3}
    assert moved({}) == frozenset()


@given(st.permutations(range(7)), st.integers(0, 7))
def test_without_what_has_moved_the_rest_is_in_order(order: list[int], count: int) -> None:
    pairs = dict(enumerate(order[:count]))
    gone = moved(pairs)
    rest = [old for new, old in sorted(pairs.items()) if new not in gone]
    assert rest == sorted(rest)
    longest = max(size for size in range(count + 1) if any(_ascends(run) for run in combinations(order[:count], size)))
    assert len(rest) == longest


@given(st.lists(st.sampled_from([*FOUR, row("培训人次", "2个"), row("新增")]), max_size=6), st.permutations(range(4)))
def test_every_row_is_paired_at_most_once_and_equal_rows_first(new: list[Texts], order: list[int]) -> None:
    old = [FOUR[index] for index in order]
    pairs = align(old, new)
    assert len(set(pairs.values())) == len(pairs)
    for texts in FOUR:
        here, there = ([i for i, one in enumerate(rows) if one == texts] for rows in (old, new))
        assert sum(pairs.get(place) in here for place in there) == min(len(here), len(there))


def _ascends(run: tuple[int, ...]) -> bool:
    return list(run) == sorted(run)
