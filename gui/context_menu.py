"""The menu of a view: opened by right click or by the menu key, made anew for what is under it."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu

Item: TypeAlias = QAction | tuple[str, Sequence[QAction]]
"""An action, or the title of a submenu with its actions."""
Groups: TypeAlias = Iterable[Iterable[Item]]


class ContextMenu(QObject):
    """Opens the menu of a view, unless there is nothing to offer.

    Args:
        view: Whose menu it is.
        groups: What is offered at an index; at an invalid one, beside the lines.
    """

    def __init__(self, view: QAbstractItemView, groups: Callable[[QModelIndex], Groups]) -> None:
        super().__init__(view)
        self._view = view
        self._groups = groups
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)
        for part in (view, view.viewport()):  # the key's event goes to the view, the mouse's to its viewport
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """At the current line if the key was pressed, else under the mouse."""
        if isinstance(event, QContextMenuEvent) and event.reason() == QContextMenuEvent.Reason.Mouse:
            if watched is self._view.viewport():
                self._open(self._view.indexAt(event.pos()), event.pos())
        elif isinstance(event, QContextMenuEvent) or _is_other_menu_key(event):
            index = self._view.currentIndex()
            self._open(index, self._view.visualRect(index).bottomLeft())
        else:
            return False
        return True

    def _open(self, index: QModelIndex, place: QPoint) -> None:
        menu = QMenu(self._view)
        menu.setObjectName("contextMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill(menu, self._groups(index))
        if not menu.isEmpty():
            menu.popup(self._view.viewport().mapToGlobal(place))


def _is_other_menu_key(event: QEvent) -> bool:
    """Shift+F10, for keyboards without the key; Qt makes the menu's event of it on Windows only."""
    if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
        return False
    return (event.key(), event.modifiers()) == (Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)


def fill(menu: QMenu, groups: Groups) -> None:
    """Put groups into a menu, with a line between any two that are not empty."""
    for group in groups:
        items = list(group)
        if items and not menu.isEmpty():
            menu.addSeparator()
        for item in items:
            if isinstance(item, QAction):
                menu.addAction(item)
            else:
                title, actions = item
                menu.addMenu(title).addActions(actions)
