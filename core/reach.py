"""Looking for files where the system may not let us look: on a share that is gone, in a folder that was closed to us.

``pathlib`` raises there up to Python 3.13. For whoever only asks, what cannot be looked at is not there.
"""

import os
from pathlib import Path


def is_there(path: Path) -> bool:
    """Whether there is such a file or folder; a name that no file can have is none."""
    return os.path.exists(path)  # noqa: PTH110 - see above


def is_file(path: Path) -> bool:
    """Whether there is such a file."""
    return os.path.isfile(path)  # noqa: PTH113 - see above


def is_folder(path: Path) -> bool:
    """Whether there is such a folder."""
    return os.path.isdir(path)  # noqa: PTH112 - see above
