"""What is drawn of a text, and what cannot be (rule T04)."""

import pytest

from core.catalogue.glyphs import CHAINS, face_of, undrawable
from core.layout.text import printable


@pytest.mark.parametrize(
    ("entered", "drawn"),
    [
        ("绩效目标", "绩效目标"),
        ("一\r\n二\r三\n四\u2028五", "一\n二\n三\n四\n五"),
        ("甲\t乙", "甲 乙"),
        ("零\u200b宽\ufeff度", "零宽度"),
        ("异体\ufe00\U000e0100", "异体"),
        ("控\x00制\x1f", "控制"),
        ("甲\ue000乙", "甲〓乙"),
        ("Cafe\u0301、Ha\u0308user、か\u3099", "Café、Häuser、が"),
        ("兼容字\uf900\ufa0e照旧", "兼容字\uf900\ufa0e照旧"),
        ("q\u0308、e\u0301\u0308", "q〓、é〓"),
    ],
)
def test_a_text_is_cleaned_for_print(entered: str, drawn: str) -> None:
    assert printable(entered) == drawn


@pytest.mark.parametrize(
    ("character", "face"),
    [("绩", "song"), ("≥", "song"), ("①", "song"), ("㐀", "song"), ("𬺓", "song"), ("𠮷", "hana_b"), ("☑", "hana_a")],
)
def test_each_character_comes_from_the_first_face_that_has_it(character: str, face: str) -> None:
    assert face_of(character, CHAINS["song"]) == face


def test_the_boxes_of_one_cell_come_from_one_face() -> None:
    assert {face_of(box, CHAINS["song"]) for box in "□■☐☑☒"} == {"hana_a"}


def test_what_no_face_has_is_named() -> None:
    assert undrawable("项目\ue000名称\U00031350\ud800") == {"\ue000", "\U00031350", "\ud800"}


def test_an_accent_is_missing_only_where_it_is_not_drawn_with_its_letter() -> None:
    assert undrawable("Ha\u0308user") == frozenset()
    assert undrawable("Ha\u0308user 和 q\u0308") == {"\u0308"}


def test_line_breaks_and_invisible_characters_are_not_missing() -> None:
    assert undrawable("一\r\n二\t三\u200b\ufe0f") == frozenset()


def test_the_basic_ideographs_and_the_extensions_a_to_f_can_all_be_drawn() -> None:
    blocks = [(0x4E00, 0x9FFF), (0x3400, 0x4DB5), (0x20000, 0x2A6D6), (0x2A700, 0x2B734), (0x2B740, 0x2B81D)]
    blocks += [(0x2B820, 0x2CEA1), (0x2CEB0, 0x2EBE0)]
    for first, last in blocks:
        assert undrawable("".join(map(chr, range(first, last + 1)))) == frozenset(), hex(first)
