"""What a style option holds, for the type checker.

WORKAROUND: the stubs of PySide6 6.8 leave the fields out. May go when they have them.
"""

from typing import Protocol, cast

from PySide6.QtCore import QRect
from PySide6.QtGui import QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QStyle, QStyleOption, QWidget


class Fields(Protocol):
    """Of ``QStyleOptionViewItem``, which has those of ``QStyleOption`` too."""

    rect: QRect
    palette: QPalette
    state: QStyle.StateFlag
    fontMetrics: QFontMetrics  # noqa: N815 - Qt's
    font: QFont
    text: str
    widget: QWidget | None


def fields(option: QStyleOption) -> Fields:
    """The same option, typed."""
    return cast("Fields", option)
