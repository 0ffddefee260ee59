"""Cells copied in LibreOffice Calc and pasted here, and the other way, through a real clipboard."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from core.domain.edits import Insert, change
from core.domain.records import INDICATOR_COLUMNS
from core.services import editing
from db.store import FileStore
from tests.gui.screens import own_screen, running, xdotool
from tests.reference import reference_tables

PROGRAM = Path(__file__).with_name("input_method") / "program.py"
TOOLS = ("Xvfb", "openbox", "soffice", "xdotool")
TABLE_1 = reference_tables()[0]
BLOCK = [
    ["产出指标", "数量指标", "系统漏洞扫描次数", "第一行\n第二行", "12次"],
    [None, "质量指标", "1-2", "A & B <C>", "≥99%"],
    [None, "质量指标", '他说"好"', None, "0012"],
]
PATIENCE_S = 20
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Save/Document">
<prop oor:name="WarnAlienFormat" oor:op="fuse"><value>false</value></prop>
</item>
</oor:items>
"""
"""Calc saves .xlsx without asking."""

pytestmark = pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason="needs " + ", ".join(TOOLS))


@pytest.fixture
def workspace_path(tmp_path: Path) -> Path:
    """A workspace with reference table 1."""
    path = tmp_path / "receiver.jxdb"
    workspace = FileStore().create(path)
    records = (TABLE_1.year, TABLE_1.unit, TABLE_1.project, *TABLE_1.indicators)
    editing.apply(workspace, change("准备", [Insert(record) for record in records]))
    workspace.close()
    return path


@pytest.fixture
def spreadsheet(tmp_path: Path) -> Path:
    """The block with 一级指标 merged, every cell text."""
    book = Workbook()
    for row, texts in enumerate(BLOCK, start=1):
        for column, text in enumerate(texts, start=1):
            book.active.cell(row, column, text).number_format = "@"
    book.active.merge_cells("A1:A3")
    path = tmp_path / "sender.xlsx"
    book.save(path)
    return path


def test_cells_go_from_calc_to_the_grid_and_back(tmp_path: Path, workspace_path: Path, spreadsheet: Path) -> None:
    home = tmp_path / "home"
    settings = home / ".config" / "libreoffice" / "4" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(SETTINGS, encoding="utf-8")
    private = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "QT_"))}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with own_screen() as display:
        environ = private | {"HOME": str(home), "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "QT_IM_MODULE": "none"}
        calc = ["soffice", "--norestore", "--nologo", "--nofirststartwizard", str(spreadsheet)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "encoding": "utf-8"}
        with (
            running(["openbox"], environ, **quiet),
            running(calc, environ, **quiet),
            running([sys.executable, str(PROGRAM), str(workspace_path)], environ, **pipes) as program,
        ):
            x, y, _ = program.stdout.readline().split(maxsplit=2)
            book = window_of(environ, spreadsheet.stem)
            focus(environ, book)
            xdotool(environ, "key", "ctrl+Home", "ctrl+shift+End", "ctrl+c")
            focus(environ, window_of(environ, workspace_path.stem))
            xdotool(environ, "mousemove", x, y, "click", "1")
            xdotool(environ, "key", "ctrl+Home", "ctrl+v")
            time.sleep(1)
            xdotool(environ, "key", "ctrl+Home", "ctrl+shift+End", "ctrl+c")
            focus(environ, book)
            xdotool(environ, "key", "ctrl+Home", "Down", "ctrl+v")  # below the merged cell
            time.sleep(1)
            xdotool(environ, "key", "Return")  # Calc asks how to read HTML
            time.sleep(1)
            xdotool(environ, "key", "ctrl+s")
            wait_for_rows(spreadsheet)
            program.stdin.close()
            program.wait(PATIENCE_S)
    workspace = FileStore().open(workspace_path)
    with workspace.read() as reader:
        rows = reader.table(TABLE_1.project.id).indicators
    workspace.close()
    pasted = [[getattr(row, column) for column in INDICATOR_COLUMNS] for row in rows]
    assert pasted[:3] == [["产出指标", *(text or "" for text in texts[1:])] for texts in BLOCK]
    sheet = load_workbook(spreadsheet).active
    back = [[cell.value or "" for cell in row] for row in sheet.iter_rows(min_row=4, max_col=5)]
    assert back == pasted


def window_of(environ: dict[str, str], name: str) -> str:
    """The window whose title has this name, waited for."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            return xdotool(environ, "search", "--onlyvisible", "--name", name).split()[0]
        except (subprocess.CalledProcessError, IndexError):
            assert time.monotonic() < deadline, f"no window {name}"


def focus(environ: dict[str, str], window: str) -> None:
    """Bring a window to the front."""
    xdotool(environ, "windowactivate", "--sync", window)


def wait_for_rows(path: Path) -> None:
    """Until Calc has written what was pasted."""
    deadline = time.monotonic() + PATIENCE_S
    while load_workbook(path).active.max_row <= len(BLOCK):
        assert time.monotonic() < deadline, "not saved"
        time.sleep(0.5)
