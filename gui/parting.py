"""Lets go of views so that nothing of them stays behind."""

from PySide6.QtCore import QObject

from gui.soon import soon


def part_with(view: QObject) -> None:
    """Delete a view in an event of its own, and after it what its parts hold.

    The Python halves of widgets hold each other in circles. Those that :func:`core.services.auditing.set_aside` has set
    aside are never looked for again: with ten thousand tables each workspace that was closed would keep 200 MB.
    """
    parts = [view, *view.findChildren(QObject)]

    def empty() -> None:
        for part in parts:
            vars(part).clear()
        parts.clear()

    view.destroyed.connect(empty)
    soon(view, view.deleteLater)
