"""The grid's keys: Excel's, since that is what the hands know (desk.md section 2). Data, no branches."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from gui.table_editor import grid_cursor
from gui.table_editor.grid_cursor import DOWN, LEFT, RIGHT, UP, Cell, Filled, Shape

Key = Qt.Key
PLAIN: Final = Qt.KeyboardModifier.NoModifier
SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
CONTROL: Final = Qt.KeyboardModifier.ControlModifier
ALT: Final = Qt.KeyboardModifier.AltModifier
META: Final = Qt.KeyboardModifier.MetaModifier
KEYPAD: Final = Qt.KeyboardModifier.KeypadModifier

_ERASING: Final = frozenset({Key.Key_Backspace, Key.Key_Delete})
_CHANGING: Final = (QKeySequence.StandardKey.Paste, QKeySequence.StandardKey.Cut)

Move = Callable[[Cell, Shape, Filled], Cell]

EXTENDABLE: Final[dict[str, Move]] = {
    "up": lambda cell, shape, _: grid_cursor.stepped(cell, UP, shape),
    "down": lambda cell, shape, _: grid_cursor.stepped(cell, DOWN, shape),
    "left": lambda cell, shape, _: grid_cursor.stepped(cell, LEFT, shape),
    "right": lambda cell, shape, _: grid_cursor.stepped(cell, RIGHT, shape),
    "edge_up": lambda cell, shape, filled: grid_cursor.edge(cell, UP, shape, filled),
    "edge_down": lambda cell, shape, filled: grid_cursor.edge(cell, DOWN, shape, filled),
    "edge_left": lambda cell, shape, filled: grid_cursor.edge(cell, LEFT, shape, filled),
    "edge_right": lambda cell, shape, filled: grid_cursor.edge(cell, RIGHT, shape, filled),
    "row_start": lambda cell, _shape, _: (cell[0], 0),
    "row_end": lambda cell, shape, _: (cell[0], shape[1] - 1),
    "first": lambda _cell, _shape, _: (0, 0),
    "last": lambda _cell, shape, _: (shape[0] - 1, shape[1] - 1),
}
"""Moves of the current cell; each has an ``extend_`` twin with Shift that stretches the selection."""

_MOVES: Final = {
    (Key.Key_Up, PLAIN): "up",
    (Key.Key_Down, PLAIN): "down",
    (Key.Key_Left, PLAIN): "left",
    (Key.Key_Right, PLAIN): "right",
    (Key.Key_Up, CONTROL): "edge_up",
    (Key.Key_Down, CONTROL): "edge_down",
    (Key.Key_Left, CONTROL): "edge_left",
    (Key.Key_Right, CONTROL): "edge_right",
    (Key.Key_Home, PLAIN): "row_start",
    (Key.Key_End, PLAIN): "row_end",
    (Key.Key_Home, CONTROL): "first",
    (Key.Key_End, CONTROL): "last",
}

KEYS: Final = {
    **_MOVES,
    **{(key, modifiers | SHIFT): f"extend_{name}" for (key, modifiers), name in _MOVES.items()},
    (Key.Key_Return, PLAIN): "enter",
    (Key.Key_Enter, PLAIN): "enter",
    (Key.Key_Return, SHIFT): "enter_up",
    (Key.Key_Enter, SHIFT): "enter_up",
    (Key.Key_Tab, PLAIN): "next",
    (Key.Key_Backtab, SHIFT): "previous",
    (Key.Key_Backtab, PLAIN): "previous",
    (Key.Key_Tab, SHIFT): "previous",
    (Key.Key_Tab, CONTROL): "leave",
    (Key.Key_Backtab, CONTROL | SHIFT): "leave_back",
    (Key.Key_Tab, CONTROL | SHIFT): "leave_back",
    (Key.Key_F2, PLAIN): "edit",
    (Key.Key_Backspace, PLAIN): "edit_empty",
    (Key.Key_Delete, PLAIN): "clear",
    (Key.Key_C, CONTROL): "copy",
    (Key.Key_Insert, CONTROL): "copy",
    (Key.Key_X, CONTROL): "cut",
    (Key.Key_V, CONTROL): "paste",
    (Key.Key_Insert, SHIFT): "paste",
    (Key.Key_D, CONTROL): "fill_down",
    (Key.Key_R, CONTROL): "fill_right",
    (Key.Key_Up, ALT): "move_up",
    (Key.Key_Down, ALT): "move_down",
    (Key.Key_Plus, CONTROL): "insert_rows",
    (Key.Key_Plus, CONTROL | SHIFT): "insert_rows",
    (Key.Key_Equal, CONTROL): "insert_rows",
    (Key.Key_Minus, CONTROL): "delete_rows",
    (Key.Key_Space, SHIFT): "select_row",
    (Key.Key_A, CONTROL): "select_all",
}
"""Key and modifiers → name of the command."""


def command_of(event: QKeyEvent) -> str | None:
    """The command that a key means in the grid, or ``None``."""
    return KEYS.get((Key(event.key()), event.modifiers() & ~KEYPAD))


def changes_text(event: QKeyEvent) -> bool:
    """Whether a key would change the text of a field, if that took typing."""
    return is_text(event) or event.key() in _ERASING or any(map(event.matches, _CHANGING))


def is_text(event: QKeyEvent) -> bool:
    """Whether a key types something, so that the editor opens."""
    text = event.text()
    return bool(text) and text.isprintable() and not event.modifiers() & (CONTROL | ALT | META)
