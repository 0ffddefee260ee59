"""Gives the panels of an open workspace their actions: shortcuts that reach only there, and context menus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex

from core.domain.records import State
from gui.actions import ActionTable, Reach
from gui.context_menu import ContextMenu, Groups, Item
from gui.menus import BEGINNING, context_menus
from gui.menus.context_menus import Group, Submenu

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gui.workbench import Workbench


def offer_commands(bench: Workbench, commands: ActionTable) -> None:
    """Offer the window's actions in the panels."""
    tree, grid = bench.tree, bench.grid
    tree.view.addActions(commands.within(Reach.TREE))
    grid.addActions(commands.within(Reach.GRID))
    bench.editor.offer_unlocking(commands["unlock"])
    bench.editor.empty_page.offer([commands[name] for name in BEGINNING])
    bench.findings.offer([commands[name] for name in context_menus.FINDINGS])

    def on_line(index: QModelIndex) -> Groups:
        node = tree.model.node(index)
        return (_items(group, commands, lambda name: context_menus.applies(name, node)) for group in context_menus.TREE)

    def in_grid(_index: QModelIndex) -> Groups:
        table = bench.editor.current_table()
        is_locked = table is not None and table.project.state is not State.DRAFT
        groups = ((("unlock",),) if is_locked else ()) + context_menus.GRID
        return (_items(group, commands, lambda _name: True) for group in groups)

    ContextMenu(tree.view, on_line)
    ContextMenu(grid, in_grid)


def _items(group: Group, commands: ActionTable, applies: Callable[[str], bool]) -> Iterator[Item]:
    for entry in group:
        if not isinstance(entry, Submenu):
            if applies(entry):
                yield commands[entry]
        elif within := [commands[name] for name in entry.names if applies(name)]:
            yield entry.title, within
