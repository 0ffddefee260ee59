"""What `tests/conftest.py` promises: a test that says or leaves something unexpected fails."""

from pathlib import Path

import pytest

pytest_plugins = "pytester"

PROJECT = Path(__file__).parents[2]

SAMPLE = """
import logging, os, warnings
from pathlib import Path
import pytest
from PySide6.QtCore import QSettings, QStandardPaths, qWarning
from PySide6.QtWidgets import QWidget

log = logging.getLogger("sample")

def test_log_line():
    log.warning("odd")

@pytest.mark.expects_log("^WARNING sample: odd")
def test_expected_log_line_passes():
    log.warning("odd")

@pytest.mark.expects_log("odd")
def test_expected_log_line_that_never_comes():
    pass

def test_python_warning():
    warnings.warn("odd")

def test_qt_warning(qapp):
    qWarning(b"odd")

def test_window_left_open(qapp):
    global window
    window = QWidget()
    window.show()

def test_window_closed_by_qtbot_passes(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()

def test_settings_are_private_passes(qapp, settings_folder):
    places = [QSettings("house", "sample").fileName(), os.environ["APPDATA"]]
    places.append(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation))
    assert all(Path(place).is_relative_to(settings_folder) for place in places)
"""


def test_whatever_is_unexpected_fails(pytester: pytest.Pytester) -> None:
    pytester.makeconftest((PROJECT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    pytester.makepyprojecttoml((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    pytester.makepyfile(SAMPLE)

    result = pytester.runpytest_subprocess("-v", "-o", "testpaths=.")

    outcome = {}
    for line in result.outlines:
        for word in ("PASSED", "FAILED", "ERROR"):
            if f" {word} " in line and "::" in line and line.endswith("%]"):
                outcome.setdefault(line.split("::")[1].split(" ")[0], []).append(word)
    assert {name for name, words in outcome.items() if words == ["PASSED"]} == {
        "test_expected_log_line_passes",
        "test_window_closed_by_qtbot_passes",
        "test_settings_are_private_passes",
    }
    assert len(outcome) == SAMPLE.count("def test_")
