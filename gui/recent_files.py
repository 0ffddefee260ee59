"""The workspaces opened last, newest first."""

from pathlib import Path

from PySide6.QtCore import QSettings

from core.reach import is_file, is_folder

KEEP = 8
_KEY = "files/recent"


def recent_files(settings: QSettings) -> list[Path]:
    """Those that are still there."""
    names = settings.value(_KEY, [])
    paths = [Path(name) for name in ([names] if isinstance(names, str) else names or [])]
    return [path for path in paths if is_file(path)]


def remember_file(settings: QSettings, path: Path) -> None:
    """Put a file in front."""
    others = [other for other in recent_files(settings) if other != path]
    settings.setValue(_KEY, [str(known) for known in [path, *others][:KEEP]])


def folder_of(settings: QSettings, purpose: str) -> Path:
    """The folder last used for a purpose (``import``, ``export`` …), else the user's documents."""
    known = Path(str(settings.value(f"folders/{purpose}", "")))
    if known.is_absolute() and is_folder(known):
        return known
    documents = Path.home() / "Documents"
    return documents if is_folder(documents) else Path.home()


def remember_folder(settings: QSettings, purpose: str, file: Path) -> None:
    """Keep the folder of a file that was just read or written."""
    settings.setValue(f"folders/{purpose}", str(file.parent))
