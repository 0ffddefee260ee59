"""Measures and looks that all widgets share: lengths in em, fonts derived from the system's, no colours of its own."""

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QWidget

PROGRAM = "绩表"


def em(widget: QWidget, count: float = 1.0) -> int:
    """``count`` times the height of a line of the widget's font, in its pixels; scales with font and display."""
    return round(widget.fontMetrics().height() * count)


def scaled_font(widget: QWidget, factor: float, *, bold: bool = False) -> QFont:
    """The widget's font, larger or smaller."""
    font = QFont(widget.font())
    font.setPointSizeF(font.pointSizeF() * factor)
    font.setBold(bold)
    return font


def heading(text: str, parent: QWidget | None = None, factor: float = 1.25) -> QLabel:
    """A heading within a page or dialog."""
    label = QLabel(text, parent)
    label.setFont(scaled_font(label, factor, bold=True))
    return label


def note(text: str, parent: QWidget | None = None) -> QLabel:
    """A wrapped explaining text, a little quieter than the rest."""
    label = QLabel(text, parent)
    label.setWordWrap(True)
    label.setForegroundRole(label.palette().ColorRole.PlaceholderText)
    return label
