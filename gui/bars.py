"""The menu bar and the toolbar, made from the table of actions."""

from functools import partial
from pathlib import Path
from typing import Protocol, cast

from PySide6.QtCore import QSettings, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar, QToolBar, QToolButton

from gui.actions import RECENT, ActionTable, Spec
from gui.icons import icon
from gui.menus import MENUS, TOOLBAR
from gui.recent_files import look, recent_files
from gui.style import em


class Opener(Protocol):
    """What opens a workspace that was chosen."""

    def __call__(self, path: Path) -> None:
        """Open it."""


def fill_menu_bar(bar: QMenuBar, commands: ActionTable, settings: QSettings, opener: Opener) -> None:
    """Put all menus into a bar; ``opener`` is called with one of the files opened last."""
    for title, entries in MENUS.items():
        menu = bar.addMenu(title)
        for entry in entries:
            if isinstance(entry, Spec):
                menu.addAction(commands[entry.id])
            elif entry == RECENT:
                recent = menu.addMenu("最近打开(&T)")
                recent.aboutToShow.connect(partial(_fill_recent, recent, settings, opener))
            else:
                menu.addSeparator()


def add_toolbar(window: QMainWindow, commands: ActionTable) -> None:
    """Give a window its toolbar."""
    toolbar = QToolBar("工具栏", window)
    toolbar.setObjectName("toolbar")
    toolbar.setMovable(False)
    toolbar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    toolbar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    side = em(window, 1.1)
    toolbar.setIconSize(QSize(side, side))
    for group in TOOLBAR:
        toolbar.addActions([commands[name] for name in group])
        toolbar.addSeparator()
    for more in cast("list[QToolButton]", toolbar.findChildren(QToolButton, "qt_toolbar_ext_button")):
        more.setIcon(icon("more"))  # Qt's own is black on a dark ground too
    window.addToolBar(toolbar)


def _fill_recent(menu: QMenu, settings: QSettings, opener: Opener) -> None:
    """List the files at once; of those that are not there it is said as soon as that is known."""
    menu.clear()
    actions: dict[Path, QAction] = {}
    for number, path in enumerate(recent_files(settings), start=1):
        actions[path] = menu.addAction(f"&{number} {path.stem}  （{path.parent}）")
        actions[path].triggered.connect(partial(opener, path))
    if menu.isEmpty():
        menu.addAction("（还没有）").setEnabled(False)

    def mark(there: list[Path]) -> None:
        for path, action in actions.items():
            if path not in there and action in menu.actions():
                action.setText(f"{action.text()}　现在找不到")
                action.setEnabled(False)

    look(menu, list(actions), mark)
