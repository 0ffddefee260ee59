"""Lets go of views and of what they knew, so that nothing stays behind and the hands feel nothing of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from typing import Any, Final, TypeAlias

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject

from gui.soon import soon

Heap: TypeAlias = dict[Any, Any] | list[Any]

_AT_ONCE: Final = 100
_BREATH_S: Final = 0.001


def free(heaps: Iterable[Heap]) -> None:
    """Empty what nobody needs any more, bit by bit, in another thread, which the end of the program does not wait for.

    All at once, the findings of ten thousand tables, or the edits of all of them, stop every thread for a tenth of a
    second.
    """
    threading.Thread(target=_empty, args=(tuple(heaps),), daemon=True).start()


def part_with(views: Iterable[QObject], heaps: Iterable[Heap]) -> None:
    """Delete views, each in an event of its own, and when they are gone all that their Python halves hold.

    These hold each other in circles, and those that :func:`core.services.auditing.set_aside` has set aside are never
    looked for again: with ten thousand tables each workspace that was closed would keep 200 MB.

    Args:
        views: Together with what is below them.
        heaps: The large things that they hold, for :func:`free`.
    """
    all_views = list(views)
    halves = [half for view in all_views for half in (view, *view.findChildren(QObject))]

    def empty() -> None:
        for half in halves:
            vars(half).clear()
        halves.clear()
        all_views.clear()
        free(heaps)

    application = QCoreApplication.instance()
    assert application is not None
    context: QObject = application

    def step() -> None:
        view = next(filter(shiboken6.isValid, all_views), None)  # the others are gone, with the window perhaps
        if view is None:
            empty()
            return
        view.deleteLater()
        soon(context, step)

    soon(context, step)


def _empty(heaps: tuple[Heap, ...]) -> None:
    done = 0
    for heap in heaps:
        take = heap.popitem if isinstance(heap, dict) else heap.pop
        while heap:
            take()
            done += 1
            if done % _AT_ONCE == 0:
                time.sleep(_BREATH_S)
