"""The workspaces opened last, newest first."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread
from typing import Final, cast

from PySide6.QtCore import QObject, QSettings, QTimer

from core.reach import is_file, is_folder

KEEP = 8
PATIENCE_S: Final = 2.0
"""How long a share may take to answer before its files count as not there; one that is gone takes minutes."""
BLINK_S: Final = 0.1
"""How long the window may stand still for it."""
_ASK_EVERY_MS: Final = 5
_KEY = "files/recent"


def recent_files(settings: QSettings) -> list[Path]:
    """Those that are known; whether they are still there :func:`look` tells."""
    names = cast("list[str] | str | None", settings.value(_KEY, []))
    return [Path(name) for name in ([names] if isinstance(names, str) else names or [])]


def look(parent: QObject, paths: Sequence[Path], done: Callable[[list[Path]], None]) -> None:
    """Find out which files are there, each in a thread that nobody waits for.

    Args:
        parent: When it is gone, nothing is called any more.
        paths: Of files, on whatever disks and shares.
        done: Called once, in the window's thread, with those that are there.
    """
    answers: dict[Path, bool] = {}

    def ask(path: Path) -> None:
        answers[path] = is_file(path)

    for path in paths:
        Thread(target=ask, args=(path,), daemon=True).start()
    given_up = time.monotonic() + PATIENCE_S
    timer = QTimer(parent, interval=_ASK_EVERY_MS)

    def hear() -> None:
        if len(answers) == len(set(paths)) or time.monotonic() > given_up:
            timer.stop()
            timer.deleteLater()
            done([path for path in paths if answers.get(path)])

    timer.timeout.connect(hear)
    timer.start()


def remember_file(settings: QSettings, path: Path) -> None:
    """Put a file in front."""
    others = [other for other in recent_files(settings) if other != path]
    settings.setValue(_KEY, [str(known) for known in [path, *others][:KEEP]])


def folder_of(settings: QSettings, purpose: str) -> Path:
    """The folder last used for a purpose (``import``, ``export`` …), else the user's documents."""
    known = Path(str(settings.value(f"folders/{purpose}", "")))
    if known.is_absolute() and _is_at_hand(known):
        return known
    documents = Path.home() / "Documents"
    return documents if is_folder(documents) else Path.home()


def _is_at_hand(folder: Path) -> bool:
    """Whether a folder is there, asked in a thread: for a share that is gone the window waits no more than a blink."""
    answers: list[bool] = []
    asking = Thread(target=lambda: answers.append(is_folder(folder)), daemon=True)
    asking.start()
    asking.join(BLINK_S)
    return any(answers)


def remember_folder(settings: QSettings, purpose: str, file: Path) -> None:
    """Keep the folder of a file that was just read or written."""
    settings.setValue(f"folders/{purpose}", str(file.parent))
