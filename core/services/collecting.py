"""收件: which files a clerk means who chooses folders; what cannot be read there is told, not left out."""

import os
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from core.domain.errors import KnownError
from core.reach import is_folder

MAX_FILES: Final = 2000
_OF_THE_SYSTEM: Final = frozenset({"thumbs.db", "desktop.ini"})


def files_in(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The files themselves, and in the place of a folder all files in and below it, of whatever kind.

    A unit may have sent a picture or a PDF: reading refuses it with a sentence, and so it does a folder below that
    cannot be opened, which stands for what is in it. Left out are what Office and others put beside an open file, and
    what is hidden.

    Raises:
        KnownError: There is no file, or there are so many that another folder must have been meant.
    """
    found: list[Path] = []
    for path in paths:
        if not is_folder(path):
            found.append(path)
            continue
        inside = sorted(islice(_inside(path), MAX_FILES + 1))
        if len(inside) > MAX_FILES:
            raise KnownError(f"文件夹“{path.name}”里的文件超过 {MAX_FILES} 个，请选择只放着交来的表的文件夹。")
        found += inside
    if not found:
        raise KnownError(f"文件夹“{paths[0].name}”里没有文件。")
    return tuple(found)


def is_closed(path: Path) -> bool:
    """Whether this is a folder that we may not look into."""
    if not is_folder(path):
        return False
    try:
        os.scandir(path).close()
    except OSError:
        return True
    return False


def _inside(folder: Path) -> Iterator[Path]:
    closed: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename))):
        folders[:] = [name for name in folders if not _is_hidden(name)]
        yield from (Path(parent, name) for name in names if not _is_hidden(name))
    yield from closed


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _OF_THE_SYSTEM
