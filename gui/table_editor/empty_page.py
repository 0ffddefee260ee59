"""What stands in the place of a table while none is chosen: what can be done next, as text and as buttons."""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from gui.link_button import ActionButton
from gui.style import em, plain_label

CHOOSE: Final = "请在左边选一张表。"
NO_TABLES: Final = "这个工作区里还没有表。可以这样开始："


class EmptyPage(QWidget):
    """A sentence, and below it the ways to begin as long as there is no table at all."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("emptyPage")
        self._says = plain_label(CHOOSE, self)
        self._says.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._says.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.offers = QWidget(self)
        self.offers.setMaximumWidth(em(self, 34))
        self._column = QVBoxLayout(self.offers)
        self._column.setSpacing(0)
        layout = QGridLayout(self)
        layout.addWidget(self._says, 1, 0, 1, 3)
        layout.addWidget(self.offers, 2, 1)
        layout.setRowStretch(0, 2)
        layout.setRowStretch(3, 3)
        for column_number, stretch in enumerate((1, 100, 1)):
            layout.setColumnStretch(column_number, stretch)
        self.offers.hide()

    def offer(self, actions: Sequence[QAction]) -> None:
        """The actions with which a workspace is begun."""
        for action in actions:
            self._column.addWidget(ActionButton(action, self.offers))

    def tell(self, *, has_tables: bool) -> None:
        """Whether the workspace has tables to choose from."""
        self._says.setText(CHOOSE if has_tables else NO_TABLES)
        self.offers.setVisible(not has_tables)

    def take_focus(self) -> None:
        """Move the keyboard to the first offer."""
        buttons: Iterable[ActionButton] = self.findChildren(ActionButton)
        first = next((button for button in buttons if button.isEnabled()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)
