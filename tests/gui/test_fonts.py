"""Every character that can be printed can be read in the window too."""

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui import application


def picture(qtbot: QtBot, text: str) -> QImage:
    label = QLabel(text)
    qtbot.addWidget(label)
    label.resize(40, 40)
    return label.grab().toImage()


@pytest.mark.parametrize(
    ("one", "other"),
    [("𠀀", "𪚥"), ("𪜀", "𫜳"), ("𫝀", "𫠟"), ("𫠠", "𬺤"), ("㐀", "䶵"), ("龙", "凤")],
    ids=["Ext B", "Ext C", "Ext D", "Ext E", "Ext A", "common"],
)
def test_a_rare_character_is_no_box(qtbot: QtBot, one: str, other: str) -> None:
    application.application()  # sets the font up
    assert picture(qtbot, one) != picture(qtbot, other)
