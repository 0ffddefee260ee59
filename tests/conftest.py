"""What every test stands on: private settings, no screen, nothing unexpected said or left behind."""

import logging
import os
import re
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before the first import of Qt

# Two cores shared by several workers: how long an example takes says nothing.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

NOBODY = 65534
_PRIVATE_FOLDERS = {
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_STATE_HOME": "state",
    "XDG_CACHE_HOME": "cache",
    "APPDATA": "roaming",
    "LOCALAPPDATA": "local",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--long``: the tests that have a long version run it (CONTRIBUTING.md, "The long run")."""
    parser.addoption("--long", action="store_true", help="run the long versions of the tests of faults")


@pytest.fixture(scope="session")
def is_long(pytestconfig: pytest.Config) -> bool:
    """Whether this is the long run."""
    return bool(pytestconfig.getoption("--long"))


@pytest.fixture(autouse=True)
def settings_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for whatever the program keeps outside its workspace, this process and its children."""
    folder = tmp_path_factory.mktemp("settings")
    for variable, name in _PRIVATE_FOLDERS.items():
        (folder / name).mkdir()
        monkeypatch.setenv(variable, str(folder / name))
    _send_qt_settings_to(folder / "config")
    return folder


def _send_qt_settings_to(folder: Path) -> None:
    # QSettings reads the variables once a process, so they do not suffice.
    from PySide6.QtCore import QSettings

    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
            QSettings.setPath(kind, scope, str(folder))


@pytest.fixture(autouse=True)
def no_unexpected_log_line(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test that logs a WARNING or worse, save for lines that it expects, which must then be logged."""
    yield
    expected = [re.compile(mark.args[0]) for mark in request.node.iter_markers("expects_log")]
    records = [r for phase in ("setup", "call") for r in caplog.get_records(phase) if r.levelno >= logging.WARNING]
    lines = [f"{record.levelname} {record.name}: {record.getMessage()}" for record in records]
    unexpected = [line for line in lines if not any(pattern.search(line) for pattern in expected)]
    missing = [pattern.pattern for pattern in expected if not any(pattern.search(line) for line in lines)]
    assert not unexpected, "logged unexpectedly"
    assert not missing, "expected in the log, but not there"


@pytest.fixture(autouse=True)
def nothing_left_on_the_desk() -> Iterator[None]:
    """Fail a test that leaves a window open; close it and empty the clipboard, so that the next does not suffer."""
    yield
    if "PySide6.QtWidgets" not in sys.modules:
        return
    from PySide6.QtWidgets import QApplication

    if QApplication.instance() is None:
        return
    # WORKAROUND (PySide6 6.8.3): offscreen, the clipboard is a static object; what Python put there is destroyed
    # after the interpreter has ended, which crashes the process.
    QApplication.clipboard().clear()
    left = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    names = [f"{type(widget).__name__} {widget.objectName()!r}" for widget in left]
    for widget in left:
        widget.hide()
        widget.deleteLater()
    assert not names, "windows left open"


@pytest.fixture
def no_superuser(tmp_path: Path) -> Iterator[None]:
    """Be somebody whom write protection stops, also where the tests run as root."""
    if os.name == "nt" or os.geteuid() != 0:
        yield
        return
    for folder in tmp_path.parents:
        if folder.is_relative_to(tempfile.gettempdir()) and stat.S_IMODE(folder.stat().st_mode) == 0o700:
            folder.chmod(0o711)  # pytest's own folders, through which nobody else may pass
    for path in (tmp_path, *tmp_path.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
