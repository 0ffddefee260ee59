"""The line in which a reason is asked for that will be read in the history."""

from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget


class ReasonField(QLineEdit):
    """One line.

    Args:
        parent: The dialog.
        name: Its ``objectName``.
        deed: What the reason is for, in the words of the dialog.
        example: What it may be, shown while nothing is typed.
    """

    def __init__(self, parent: QWidget, name: str, deed: str, example: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(f"{deed}的理由")
        self.setPlaceholderText(f"例如：{example}")

    @property
    def reason(self) -> str:
        """What is typed, without outer white space."""
        return self.text().strip()

    def allow(self, button: QAbstractButton) -> None:
        """Let a button be pressed as long as there is a reason."""
        button.setEnabled(bool(self.reason))
        self.textChanged.connect(lambda _: button.setEnabled(bool(self.reason)))
