"""What Qt's field for plain text makes of a text, so that a look into it changes nothing."""

from typing import Final

from PySide6.QtWidgets import QPlainTextEdit

from core.domain.texts import without_controls

_CHANGED_BY_QT: Final = str.maketrans(
    {"\r": "\n", "\u2028": "\n", "\u2029": "\n", "\ufdd0": "\n", "\ufdd1": "\n", "\u00a0": " "}
)


def typed_in(field: QPlainTextEdit, before: str) -> str:
    """The text of a field in which ``before`` was shown: just that if nobody typed, else without control characters.

    ``toPlainText`` alone gives every kind of line end as one, and a hard space as a soft one; so a cell that was only
    looked at would be changed.
    """
    text = field.toPlainText()
    return before if text == as_shown(before) else without_controls(text)


def as_shown(text: str) -> str:
    """The text as ``toPlainText`` gives it back."""
    return text.replace("\r\n", "\n").translate(_CHANGED_BY_QT)
