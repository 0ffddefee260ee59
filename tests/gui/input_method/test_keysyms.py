"""Keys that an input method sends itself."""

import pytest
from PySide6.QtCore import QEvent, Qt

from gui.input_method.keysyms import key_event

PLAIN, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.mark.parametrize(
    ("keysym", "state", "key", "modifiers", "text"),
    [
        (0xFF08, 0, Qt.Key.Key_Backspace, PLAIN, ""),
        (0xFF51, 1 << 4, Qt.Key.Key_Left, PLAIN, ""),  # Num Lock is no modifier of Qt's
        (ord("v"), 1 << 2, Qt.Key.Key_V, CONTROL, "v"),
        (0x0100_4E2D, 0, ord("中"), PLAIN, "中"),
    ],
)
def test_x_keysyms_become_keys_of_qt(keysym, state, key, modifiers, text):
    event = key_event(keysym, state, released=False)
    assert (event.type(), event.key(), event.modifiers(), event.text()) == (
        QEvent.Type.KeyPress,
        key,
        modifiers,
        text,
    )


def test_a_key_that_goes_up_is_told_apart():
    assert key_event(0xFF08, 0, released=True).type() == QEvent.Type.KeyRelease


@pytest.mark.parametrize("keysym", [0xFFE1, 0xFE03, 0x01FF_FFFF])  # Shift, AltGr, nothing at all
def test_keys_that_mean_nothing_in_a_text_are_left_out(keysym):
    assert key_event(keysym, 0, released=False) is None
