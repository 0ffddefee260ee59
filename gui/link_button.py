"""Large buttons with a line that explains them: what the welcome page and an empty workspace offer."""

from typing import Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QAction, QIcon, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QCommandLinkButton, QSizePolicy, QWidget

from gui.actions import plain
from gui.style import em

_FRAME: Final = 2.0  # pixels, as the styles draw theirs
_CORNER: Final = 3.0


class LinkButton(QCommandLinkButton):
    """A button that Enter presses too."""

    def __init__(self, text: str, explanation: str, button_icon: QIcon, parent: QWidget) -> None:
        super().__init__(text, explanation, parent)
        self.setIcon(button_icon)
        side = em(parent, 1.6)
        self.setIconSize(QSize(side, side))
        self.setAccessibleName(text)
        self.setAutoDefault(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._least = QCommandLinkButton(text).sizeHint().height() + em(parent)
        self.setFixedHeight(self._least)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As high as the explanation needs at this width; the button's own size hint wraps it at another one."""
        super().resizeEvent(event)
        self.setFixedHeight(max(self._least, self.heightForWidth(self.width())))

    def paintEvent(self, event: QPaintEvent) -> None:
        """With a frame while it has the keyboard: the style draws none."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().highlight(), _FRAME))
            inset = _FRAME / 2
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), _CORNER, _CORNER)


class ActionButton(LinkButton):
    """One for an action of the menus: with its text and tip, possible when the action is."""

    def __init__(self, action: QAction, parent: QWidget) -> None:
        dots = "…" if action.text().endswith("…") else ""
        super().__init__(plain(action.text()) + dots, action.statusTip(), action.icon(), parent)
        self._action = action
        self.setObjectName(f"begin_{action.objectName()}")
        self.clicked.connect(lambda _checked: action.trigger())
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setEnabled(self._action.isEnabled())
        self.setDescription(self._action.statusTip())
