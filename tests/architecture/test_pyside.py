"""Facts about PySide6 that the choice of its version rests on (resources/docs/adr/0005)."""

import sys

from PySide6.QtCore import QObject


def test_void_calls_keep_their_hands_off_none() -> None:
    # PySide6 6.12.0 on Python 3.10 and 3.11 lost one reference to None with each void call; some 5 000 calls
    # ended the process. From 3.12 on None is immortal and the count a constant.
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(2_000):
        thing.setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < 100
