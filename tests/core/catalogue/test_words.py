"""The word lists are whole, and no word in them is idle."""

from dataclasses import fields

import pytest

from core.catalogue.words import Words, any_in, words

LISTS = [field.name for field in fields(Words)]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_holds_each_word_once_and_no_blank_one(name: str) -> None:
    listed = getattr(words(), name)
    assert listed
    assert len(set(listed)) == len(listed)
    assert all(word.strip() == word and word for word in listed)


def test_exceptions_hold_the_word_that_they_are_exceptions_of() -> None:
    exceptions = [word for word in words().satisfaction_otherwise if word != "CNAS"]
    assert all(any_in(words().satisfaction, exception) for exception in exceptions)


def test_a_word_is_found_where_it_stands() -> None:
    assert any_in(("满意", "认可"), "进驻人员对服务认可度")
    assert not any_in(("满意", "认可"), "系统无故障运行率")
    assert not any_in((), "满意")
