"""Where the program's data files are, run from source or from a PyInstaller folder."""

import tomllib
from pathlib import Path
from typing import Any, Final

# PyInstaller gives bundled modules a ``__file__`` below its content folder (``sys._MEIPASS``), where the build
# puts ``resources`` too, so that one expression serves both.
RESOURCES: Final = Path(__file__).resolve().parents[2] / "resources"


def resource(*parts: str) -> Path:
    """The path of a data file, e.g. ``resource("catalogue", "schemes.toml")``."""
    return RESOURCES.joinpath(*parts)


def read_toml(*parts: str) -> dict[str, Any]:
    """The content of a TOML data file of the program."""
    return tomllib.loads(resource(*parts).read_text(encoding="utf-8"))
