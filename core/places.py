"""Where the program keeps what belongs to the user, outside of any workspace."""

import os
import sys
from pathlib import Path
from typing import Final

from core.domain.errors import KnownError

_FOLDER: Final = "jibiao"  # ASCII: a Linux user's locale may not be able to write any other name
_WORKSPACE: Final = "jibiao.jxdb"


def data_folder() -> Path:
    """The program's folder among the user's *local* data; policies redirect roaming folders to a network share.

    ``%LOCALAPPDATA%`` on Windows, else ``$XDG_DATA_HOME`` (XDG Base Directory Specification) or
    ``~/.local/share``. It need not exist yet.

    Raises:
        KnownError: The system does not tell where the user's home is.
    """
    variable, below_home = (
        ("LOCALAPPDATA", ("AppData", "Local")) if sys.platform == "win32" else ("XDG_DATA_HOME", (".local", "share"))
    )
    named = Path(os.environ.get(variable, ""))
    if named.is_absolute():  # the specification has relative paths ignored
        return named / _FOLDER
    try:
        return Path.home().joinpath(*below_home, _FOLDER)
    except RuntimeError:
        raise KnownError("找不到用户的主文件夹，请用 --workspace 指定工作区文件。") from None


def default_workspace() -> Path:
    """The workspace that is opened when none is named."""
    return data_folder() / _WORKSPACE


def log_file() -> Path:
    """What the program did, for whoever must help."""
    return data_folder() / "logs" / "jibiao.log"


def crash_folder() -> Path:
    """Where reports of bugs are kept."""
    return data_folder() / "crashes"


def recovery_folder() -> Path:
    """Where texts are kept that are typed and not committed yet."""
    return data_folder() / "recovery"
