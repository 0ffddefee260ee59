"""Who may open a file: what the program keeps is for its user only; what it exports is made to be handed on.

So the process makes all its files with mode 0600, and an export gets the mode that any other program of this user would
have given it: on a shared folder colleagues can open it.
"""

import contextlib
import os
from pathlib import Path
from typing import Final

_PRIVATE: Final = 0o077
_FILE: Final = 0o666
_FOLDER: Final = 0o777
_umask: Final[list[int]] = []
"""The user's own, once :func:`keep_private` was called: a process cannot look at its umask without setting it."""


def keep_private() -> None:
    """Make whatever this process makes from now on for its user only; called once, before any thread is there."""
    _umask[:] = [os.umask(_PRIVATE)]


def hand_on(path: Path) -> None:
    """Give a new export, or a folder of them, the mode that the user's own umask gives new files."""
    if _umask:
        with contextlib.suppress(OSError):  # many a share or stick knows no modes
            path.chmod((_FOLDER if path.is_dir() else _FILE) & ~_umask[0])
