"""Keys that an input method sends itself, from X's keysyms to Qt's: a cursor that steps back between two quotes."""

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

Key = Qt.Key
Modifier = Qt.KeyboardModifier

_NAMED: Final = {
    0xFF08: Key.Key_Backspace,
    0xFF09: Key.Key_Tab,
    0xFF0D: Key.Key_Return,
    0xFF1B: Key.Key_Escape,
    0xFF50: Key.Key_Home,
    0xFF51: Key.Key_Left,
    0xFF52: Key.Key_Up,
    0xFF53: Key.Key_Right,
    0xFF54: Key.Key_Down,
    0xFF55: Key.Key_PageUp,
    0xFF56: Key.Key_PageDown,
    0xFF57: Key.Key_End,
    0xFFFF: Key.Key_Delete,
}
_MODIFIERS: Final = {
    1 << 0: Modifier.ShiftModifier,
    1 << 2: Modifier.ControlModifier,
    1 << 3: Modifier.AltModifier,
}
_UNICODE: Final = 0x0100_0000  # keysyms of all characters beyond Latin-1 are their code points and this


def key_event(keysym: int, state: int, *, released: bool) -> QKeyEvent | None:
    """The event of a key; ``None`` for keys that mean nothing in a text.

    Args:
        keysym: X's symbol.
        state: X's bits of the modifiers.
        released: Whether it goes up.
    """
    kind = QEvent.Type.KeyRelease if released else QEvent.Type.KeyPress
    modifiers = Modifier.NoModifier
    for bit, modifier in _MODIFIERS.items():
        if state & bit:
            modifiers |= modifier
    if keysym in _NAMED:
        return QKeyEvent(kind, _NAMED[keysym], modifiers)
    code = keysym - _UNICODE if keysym >= _UNICODE else keysym
    if not (0x20 <= code <= 0xFF or (keysym >= _UNICODE and code <= 0x10FFFF)):
        return None
    return QKeyEvent(kind, ord(chr(code).upper()[0]), modifiers, chr(code))
