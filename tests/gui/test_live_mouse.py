"""What is selected in one field and brought into another by the mouse alone, on a real X server."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.domain.edits import Insert, change
from core.domain.records import BudgetUnit, BudgetYear, Project
from core.services import editing
from db.store import FileStore
from tests.gui.screens import own_screen, running, xdotool

PROGRAM = Path(__file__).with_name("input_method") / "program.py"
TOOLS = ("Xvfb", "openbox", "xdotool")
FIELDS = ("projectName", "purpose", "target")
PATIENCE_S = 20
NAME = "name"
ONE_LINE = "x" * 70  # past the middle of its field, where the mouse takes hold of it
TWO_LINES = f"{ONE_LINE}\n{ONE_LINE}"

pytestmark = pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason="needs " + ", ".join(TOOLS))

Places = dict[str, tuple[int, int]]


@pytest.fixture
def workspace_path(tmp_path: Path) -> Path:
    """A workspace with one project."""
    path = tmp_path / "mouse.jxdb"
    workspace = FileStore().create(path)
    year, unit = BudgetYear(2025, "2021"), BudgetUnit("u", "2025", 1, "319101", "unit")
    project = Project("p", "u", 1, name=NAME, purpose=TWO_LINES, target=ONE_LINE)
    editing.apply(workspace, change("准备", [Insert(record) for record in (year, unit, project)]))
    workspace.close()
    return path


@contextmanager
def at_the_form(path: Path, home: Path) -> Iterator[tuple[dict[str, str], Places]]:
    """The program on a screen of its own, and where the middles of its fields are."""
    private = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "QT_"))}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "encoding": "utf-8"}
    with own_screen() as display:
        environ = private | {"HOME": str(home), "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "QT_IM_MODULE": "none"}
        with (
            running(["openbox"], environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL),
            running([sys.executable, str(PROGRAM), str(path), *FIELDS], environ, **pipes) as program,
        ):
            lines = [program.stdout.readline().split() for _ in ("cell", *FIELDS)]
            yield environ, {name: (int(x), int(y)) for x, y, name in lines[1:]}
            program.stdin.close()
            program.wait(PATIENCE_S)


def on_disk(path: Path) -> Project:
    workspace = FileStore().open(path)
    try:
        with workspace.read() as reader:
            return reader.table("p").project
    finally:
        workspace.close()


def move(environ: dict[str, str], place: tuple[int, int], *then: str) -> None:
    """Move the mouse, and do something there."""
    xdotool(environ, "mousemove", *map(str, place), *then)


def select_all(environ: dict[str, str], field: tuple[int, int]) -> None:
    move(environ, field, "click", "1")
    xdotool(environ, "key", "ctrl+a")


@pytest.mark.parametrize(("source", "name"), [("purpose", NAME), ("target", NAME + ONE_LINE)])
def test_a_middle_click_puts_one_line_into_the_name_but_no_block(tmp_path, workspace_path, source, name):
    with at_the_form(workspace_path, tmp_path / "home") as (environ, places):
        select_all(environ, places[source])
        move(environ, places["projectName"], "click", "2")
        xdotool(environ, "key", "Tab")
    project = on_disk(workspace_path)
    assert (project.name, project.purpose, project.target) == (name, TWO_LINES, ONE_LINE)


@pytest.mark.parametrize(("source", "name", "left"), [("purpose", NAME, TWO_LINES), ("target", NAME + ONE_LINE, "")])
def test_one_line_can_be_dragged_into_the_name_but_no_block(tmp_path, workspace_path, source, name, left):
    with at_the_form(workspace_path, tmp_path / "home") as (environ, places):
        select_all(environ, places[source])
        (x, y), (to_x, to_y) = places[source], places["projectName"]
        move(environ, (x, y), "mousedown", "1")
        for place in ((x + 20, y), (to_x, to_y + 2), (to_x, to_y)):
            move(environ, place)
        xdotool(environ, "mouseup", "1")
    project = on_disk(workspace_path)
    assert (project.name, getattr(project, source)) == (name, left)
