"""禁则: what may not begin and what may not end a line."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.layout.breaking import NOT_AT_END, NOT_AT_START, SPACES, break_lines
from tests.reference import reference_tables

EM = 10.5
WIDTHS = (59.0, 66.0, 125.0, 400.0)


def advance(text: str) -> float:
    return sum(EM if ord(character) > 0x2000 else EM / 2 for character in text)


def reference_texts() -> list[str]:
    texts = []
    for table in reference_tables():
        texts += [table.heading, table.project.purpose, table.project.target]
        texts += [text for row in table.indicators for text in (row.name, row.description, row.value)]
    return texts


def faults(lines: list[str]) -> list[tuple[str, str]]:
    """Breaks that 禁则 forbids."""
    return [
        (before, after)
        for before, after in pairwise(lines)
        if after[0] in NOT_AT_START or before.rstrip(SPACES)[-1:] in NOT_AT_END
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_of_the_reference_texts_breaks_the_rules_or_the_frame(width: float) -> None:
    for text in reference_texts():
        for paragraph in text.split("\n"):
            lines = break_lines(paragraph, width, advance)
            assert faults(lines) == []
            assert all(advance(line.rstrip(SPACES)) <= width for line in lines)
            assert "".join(lines) == paragraph


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("提升服务能力，", 6 * EM, ["提升服务能", "力，"]),
        ("提升服务（网络）", 5 * EM, ["提升服务", "（网络）"]),
        ("预算1234567.89元", 6 * EM, ["预算", "1234567.89元"]),
        ("完成率≥99%以上", 4 * EM, ["完成率", "≥99%以", "上"]),
        ("2025-2027年完成", 5 * EM, ["2025-2027", "年完成"]),
        ("值守——重大", 3 * EM, ["值", "守——", "重大"]),
        ("每天4次/天以上", 4 * EM, ["每天4", "次/天以", "上"]),
        ("确保 安全", 2 * EM, ["确保 ", "安全"]),
        ("甲\n\n乙", 2 * EM, ["甲", "", "乙"]),
        ("", 2 * EM, [""]),
    ],
)
def test_where_a_line_breaks(text: str, width: float, lines: list[str]) -> None:
    assert break_lines(text, width, advance) == lines


def test_a_word_wider_than_the_line_is_cut_where_it_hurts_least() -> None:
    lines = break_lines("https://www.example.gov.cn/abcdefghijklmnop", 8 * EM, advance)
    assert lines == ["https://", "www.example.gov.", "cn/abcdefghijklm", "nop"]
    assert all(advance(line) <= 8 * EM for line in lines)


def test_a_character_wider_than_the_line_stands_alone() -> None:
    assert break_lines("绩效", 5.0, advance) == ["绩", "效"]


ALPHABET = "绩效目标年月日件" * 3 + "，。、；：？！）》”’（《“‘≥≤%％—…·/-~ \u3000abcXYZ0123456789.,()[]\u0301𠮷\n"


@given(st.text(ALPHABET, max_size=300), st.integers(1, 40))
def test_joined_lines_give_the_text_back_and_none_overflows(text: str, ems: int) -> None:
    width = ems * EM
    lines = break_lines(text, width, advance)
    assert "".join(lines) == text.replace("\n", "")
    assert all(advance(line.rstrip(SPACES)) <= width for line in lines)


WORDS = st.sampled_from(
    ["绩效目标", "（一）", "≥99.9%", "“一网通办”", "2025年", "——", "……", "A/B", "，", "。", "、", " "]
)


@given(st.lists(WORDS, max_size=60).map("".join), st.integers(24, 60))
def test_no_break_is_against_the_rules_where_every_unit_fits(text: str, ems: int) -> None:
    lines = break_lines("标" + text, ems * EM, advance)
    # A long run of closing marks alone can be wider than a line; then there is no lawful place.
    if all(advance(run) < ems * EM / 2 for run in _runs_without_lawful_break(text)):
        assert faults(lines) == []


def _runs_without_lawful_break(text: str) -> list[str]:
    runs, current = [], ""
    for character in text:
        if character in NOT_AT_START or character in NOT_AT_END or character in SPACES or character.isascii():
            current += character
        else:
            runs.append(current)
            current = ""
    return [*runs, current]


def test_long_texts_without_any_lawful_break_are_broken_in_reasonable_time() -> None:
    for text in ("（" * 5000, "。" * 5000, " " * 5000, "a" * 5000, "甲/" * 2500):
        assert "".join(break_lines(text, 60, advance)) == text
