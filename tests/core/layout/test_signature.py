"""The signature block: where its fields stand."""

from itertools import pairwise

import pytest

from core.exporting.pdf.drawing import BODY_SIZE, FRAME_WIDTH
from core.layout.signature import (
    CODE_HEIGHT,
    CODE_WIDTH,
    ROW_HEIGHT,
    SIGNATURE_LABELS,
    signature_fields,
    signature_height,
)

DATE_ROOM = 90.0
"""What “年 月 日” takes in full size, with some air."""


def test_short_labels_stand_two_in_a_row() -> None:
    fields = signature_fields(SIGNATURE_LABELS, FRAME_WIDTH)
    assert [field.y / ROW_HEIGHT for field in fields] == [0, 0, 1, 1, 2, 2]
    assert signature_height(SIGNATURE_LABELS) == 3 * ROW_HEIGHT


@pytest.mark.parametrize("length", range(2, 13))
def test_beside_every_label_there_is_room_for_a_date(length: int) -> None:
    labels = ("填报人", "签" * (length - 2) + "日期", "联系电话", "单位负责人签字确认日期")
    for field in signature_fields(labels, FRAME_WIDTH):
        assert field.width - len(field.label) * BODY_SIZE > DATE_ROOM


def test_a_long_label_has_its_row_for_itself() -> None:
    labels = ("填报人", "单位负责人签字确认日期", "联系电话", "财务负责人")
    fields = signature_fields(labels, FRAME_WIDTH)
    assert [field.y / ROW_HEIGHT for field in fields] == [0, 1, 2, 2]
    assert fields[1].width == FRAME_WIDTH - CODE_WIDTH
    assert signature_height(labels) == 3 * ROW_HEIGHT
    for above, below in pairwise(fields):
        assert below.y > above.y or below.x >= above.x + above.width


def test_without_labels_there_is_room_for_the_code() -> None:
    assert signature_height(()) == CODE_HEIGHT
    assert signature_fields((), FRAME_WIDTH) == ()
