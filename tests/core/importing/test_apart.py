"""Work in a process of its own: it can be stopped, and what goes wrong in it is not lost."""

import time

import pytest

from core.domain.errors import Cancelled, KnownError
from core.importing.apart import apart

TOO_MUCH = "文件太大或已损坏，不能读取。"


def with_a_bug(_path: str) -> str:
    return str({}["missing"])


def that_hangs(_path: str) -> str:
    time.sleep(600)
    return ""


def refused(path: str) -> str:
    raise KnownError(f"“{path}”不是 PDF 文件。")


@pytest.mark.expects_log(r"with_a_bug broke down in its process:\n(.|\n)*in with_a_bug(.|\n)*KeyError")
def test_a_bug_goes_to_the_log_and_the_clerk_gets_the_sentence() -> None:
    with pytest.raises(KnownError, match=TOO_MUCH):
        apart(with_a_bug, "表.pdf", 60, TOO_MUCH)


def test_what_is_known_is_said_and_nothing_logged() -> None:
    with pytest.raises(KnownError, match="不是 PDF 文件"):
        apart(refused, "表.pdf", 60, TOO_MUCH)


def test_it_can_be_cancelled_while_it_hangs() -> None:
    asked = 0

    def pulse() -> None:
        nonlocal asked
        asked += 1
        if asked == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        apart(that_hangs, "表.pdf", 600, TOO_MUCH, pulse)


def test_it_ends_when_its_time_is_over() -> None:
    with pytest.raises(KnownError, match=TOO_MUCH):
        apart(that_hangs, "表.pdf", 0.3, TOO_MUCH)
