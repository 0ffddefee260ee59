"""Where the program keeps what belongs to the user: among local data, never where policies redirect to a share."""

import sys
from pathlib import Path

import pytest

from core import places

VARIABLE = "LOCALAPPDATA" if sys.platform == "win32" else "XDG_DATA_HOME"


def test_the_system_names_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))

    assert places.default_workspace() == tmp_path / "jibiao" / "jibiao.jxdb"
    assert places.log_file().is_relative_to(places.data_folder())
    assert places.crash_folder().is_relative_to(places.data_folder())


@pytest.mark.parametrize("named", [None, "", "relative/folder"])
def test_otherwise_it_is_below_the_home(monkeypatch: pytest.MonkeyPatch, named: str | None) -> None:
    monkeypatch.delenv(VARIABLE)
    if named is not None:
        monkeypatch.setenv(VARIABLE, named)

    assert places.data_folder().is_relative_to(Path.home())
    assert "Roaming" not in places.data_folder().parts
