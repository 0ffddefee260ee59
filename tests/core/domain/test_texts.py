"""Texts as they come in from files."""

import pytest

from core.domain.texts import controls_in, on_one_line, with_usual_line_ends, without_controls


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\n"])
def test_every_kind_of_line_end_becomes_the_usual_one(end: str) -> None:
    assert with_usual_line_ends(f"甲{end}乙{end}{end}丙") == "甲\n乙\n\n丙"


def test_control_characters_are_left_out_and_can_be_named() -> None:
    text = "甲\x07\t乙\x1b\x07\r\n丙\x7f"
    assert without_controls(text) == "甲\t乙\n丙"
    assert controls_in(text) == ("U+0007", "U+001B", "U+007F")


def test_what_can_be_seen_stays() -> None:
    text = "é e\u0301 \u3000 葛\U000e0100 👨‍👩‍👧 \u2028"
    assert without_controls(text) == text


def test_a_sentence_stays_on_one_line_and_moves_no_cursor() -> None:
    assert on_one_line("甲\n乙\t丙\r\n\x1b[31m丁") == "甲↵乙⇥丙↵〈U+001B〉[31m丁"
