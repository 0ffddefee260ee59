"""Chinese typed through real input methods with pinyin, on a desktop of its own (desk.md section 1, ADR 21)."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from core.domain.edits import Insert, change
from core.services import editing
from db.store import FileStore
from tests.gui.input_method.session import DAEMONS
from tests.gui.screens import own_screen
from tests.reference import reference_tables

SESSION = Path(__file__).with_name("session.py")
TOOLS = ("Xvfb", "openbox", "dbus-run-session", "xdotool")
PINYIN = {
    "fcitx5": Path("/usr/share/fcitx5/inputmethod/pinyin.conf"),
    "ibus": Path("/usr/share/ibus/component/libpinyin.xml"),
    "fcitx4": Path(os.environ.get("FCITXDIR", "/usr"), "share/fcitx/inputmethod/pinyin.conf"),
    "fcitx4 by fcitx5": Path("/usr/share/fcitx5/inputmethod/pinyin.conf"),
}
COMPOSED = {"fcitx5": "zhong", "ibus": "中", "fcitx4": "中", "fcitx4 by fcitx5": "zhong"}
"""What stands in the cell while ``zhong`` is being composed, and stays there when it is left."""
CONNECTION = {
    "fcitx5": "已装入输入法接口 ibus",
    "ibus": "已装入输入法接口 ibus",
    "fcitx4": "已连上小企鹅 fcitx 4",
    "fcitx4 by fcitx5": "已连上小企鹅 fcitx 4",
}

CELL_WIDTH, LINE_HEIGHT = 200, 20  # some pixels: the candidates stand under the cell, not in a corner of the screen

TABLE_1 = reference_tables()[0]

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, TOOLS)),
    reason="needs " + ", ".join(TOOLS),
)


@pytest.fixture
def display():
    """A screen of its own."""
    with own_screen() as name:
        yield name


@pytest.mark.parametrize("daemon", PINYIN)
def test_an_input_method_types_chinese_into_the_grid_and_nothing_is_lost(tmp_path, display, daemon):
    if not shutil.which(DAEMONS[daemon][0]) or not PINYIN[daemon].exists():
        pytest.skip(f"needs {daemon} with pinyin")
    path = tmp_path / "a.jxdb"
    workspace = FileStore().create(path)
    records = (TABLE_1.year, TABLE_1.unit, TABLE_1.project, *TABLE_1.indicators)
    editing.apply(workspace, change("准备", [Insert(record) for record in records]))
    workspace.close()
    private = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "QT_", "GTK_IM"))}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:  # short: ibus makes a socket there
        done = subprocess.run(
            ["dbus-run-session", "--", sys.executable, str(SESSION), str(path), daemon],
            env=private | {"HOME": home, "DISPLAY": display},
            capture_output=True,
            encoding="utf-8",
            timeout=90,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    cell, *candidates = (line for line in done.stdout.splitlines() if line[:1].isdigit())  # other daemons talk, too
    assert CONNECTION[daemon] in cell
    x, y, _ = cell.split(maxsplit=2)
    for line in candidates:
        left, top = map(int, line.split())
        assert (abs(left - int(x)) < CELL_WIDTH, 0 <= top - int(y) < 2 * LINE_HEIGHT) == (True, True), line
    workspace = FileStore().open(path)
    with workspace.read() as reader:
        names = [row.name for row in reader.table(TABLE_1.project.id).indicators]
    workspace.close()
    assert names[1:3] == ["，中国", "中国"]
    composed = COMPOSED[daemon]
    assert names[3:5] == [composed, f"中国{composed}"]
    assert names[5:] == [row.name for row in TABLE_1.indicators[5:]]
