"""Measures and looks that all widgets share: lengths in em, fonts derived from the system's, no colours of its own."""

from html import escape

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFont, QPalette, Qt
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QMessageBox, QPushButton, QWidget

PROGRAM = "绩表"
SHARE_OF_SCREEN = 0.92
"""How much of the screen a window takes at most; the rest is for its frame and for what it stands before."""

_MOST_OF_HEADING = 60  # characters, of one that wraps: its lines take room from what stands below
_PALE_SHARE = 0.3  # of the highlight; the rest is the ground


def em(widget: QWidget, count: float = 1.0) -> int:
    """``count`` times the height of a line of the widget's font, in its pixels; scales with font and display."""
    return round(widget.fontMetrics().height() * count)


def resize(window: QWidget, width: float, height: float) -> None:
    """Give a window its usual size in em, or what the screen has room for."""
    most = window.screen().availableSize() * SHARE_OF_SCREEN
    window.resize(QSize(em(window, width), em(window, height)).boundedTo(most))


def scaled_font(widget: QWidget, factor: float, *, bold: bool = False) -> QFont:
    """The widget's font, larger or smaller."""
    font = QFont(widget.font())
    font.setPointSizeF(font.pointSizeF() * factor)
    font.setBold(bold)
    return font


def plain_label(text: str, parent: QWidget | None = None) -> QLabel:
    """A label that shows its text as it is: a clerk's ``<b>`` is no HTML, as Qt would guess."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def tool_tip(text: str) -> str:
    """A text as a tool tip that shows it as it is; Qt takes what looks like HTML for it, and asks nobody."""
    return f"<span>{escape(text).replace(chr(10), '<br>')}</span>" if Qt.mightBeRichText(text) else text


def button_box(buttons: QDialogButtonBox.StandardButton, parent: QWidget) -> QDialogButtonBox:
    """The buttons below a dialog, in words alone; some desktops would put coloured icons before a few of them."""
    box = QDialogButtonBox(parent)
    without_icons(box)
    box.setStandardButtons(buttons)
    return box


def without_icons(box: QDialogButtonBox | QMessageBox) -> None:
    """Have the buttons that a dialog gets from now on show no icon; only a style sheet can ask the style for it."""
    box.setStyleSheet("QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }")


def leave_enter_alone(box: QDialogButtonBox) -> None:
    """Have none of its buttons pressed by Enter, which does something else in this dialog."""
    for button in box.buttons():
        if isinstance(button, QPushButton):
            button.setAutoDefault(False)


def heading(text: str, parent: QWidget | None = None, factor: float = 1.25, *, wraps: bool = False) -> QLabel:
    """A heading within a page or dialog; one that names a table wraps, or its dialog would be as wide as the name."""
    label = plain_label(text, parent)
    label.setFont(scaled_font(label, factor, bold=True))
    label.setWordWrap(wraps)
    if wraps:
        show_name(label, text)
    return label


def show_name(label: QLabel, text: str) -> None:
    """Show the name of a table in a label that wraps; of a very long one the beginning, with the whole as the tip."""
    too_long = len(text) > _MOST_OF_HEADING
    label.setText(f"{text[:_MOST_OF_HEADING]}…" if too_long else text)
    label.setToolTip(tool_tip(text) if too_long else "")


def note(text: str, parent: QWidget | None = None) -> QLabel:
    """A wrapped explaining text, a little quieter than the rest."""
    label = plain_label(text, parent)
    label.setWordWrap(True)
    label.setForegroundRole(label.palette().ColorRole.PlaceholderText)
    return label


def pale_highlight(palette: QPalette) -> QColor:
    """The highlight thinned with the ground, on which ordinary text can be read."""
    highlight, base = palette.color(QPalette.ColorRole.Highlight), palette.color(QPalette.ColorRole.Base)
    parts = ((highlight.red(), base.red()), (highlight.green(), base.green()), (highlight.blue(), base.blue()))
    return QColor(*(round(a * _PALE_SHARE + b * (1 - _PALE_SHARE)) for a, b in parts))
