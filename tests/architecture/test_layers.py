"""The floors of the house, read from the code and checked in the running program."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.house import PROJECT, modules

HEAVY = {"PySide6", "sqlalchemy", "openpyxl", "reportlab", "lxml", "docx", "pypdfium2", "PIL"}


def test_import_contracts_hold() -> None:
    linter = next(Path(sys.executable).parent.glob("lint-imports*"))
    result = subprocess.run([linter, "--no-cache"], cwd=PROJECT, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def loaded_by(statements: str) -> set[str]:
    """Top-level names of the modules that are loaded after some statements in a fresh interpreter."""
    program = f"{statements}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    command = [sys.executable, "-c", program]
    answer = subprocess.run(command, cwd=PROJECT, capture_output=True, encoding="utf-8", check=True)
    return set(answer.stdout.split())


def test_core_loads_neither_qt_nor_sqlalchemy() -> None:
    names = [".".join(path.relative_to(PROJECT).with_suffix("").parts) for path in modules("core")]
    everything = "\n".join(f"import {name.removesuffix('.__init__')}" for name in names)
    assert loaded_by(everything) & {"PySide6", "shiboken6", "sqlalchemy"} == set()


@pytest.mark.parametrize("room", ["core.services", "core.cli", "core.audit", "core.layout"])
def test_what_the_services_import_loads_no_heavy_library(room: str) -> None:
    names = [".".join(path.relative_to(PROJECT).with_suffix("").parts) for path in modules(room.replace(".", "/"))]
    everything = "\n".join(f"import {name.removesuffix('.__init__')}" for name in names)
    assert loaded_by(everything) & HEAVY == set()


def test_the_program_starts_without_a_heavy_library() -> None:
    assert loaded_by("import main") & HEAVY == set()
