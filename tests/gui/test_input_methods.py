"""Chinese typed through real input methods, fcitx5 and ibus with pinyin, on a desktop of its own (desk.md, 1)."""

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
from tests.gui.screens import own_screen
from tests.reference import reference_tables

SESSION = Path(__file__).with_name("input_method_session.py")
TOOLS = ("Xvfb", "openbox", "dbus-run-session", "xdotool")
PINYIN = {
    "fcitx5": Path("/usr/share/fcitx5/inputmethod/pinyin.conf"),
    "ibus": Path("/usr/share/ibus/component/libpinyin.xml"),
}
COMPOSED = {"fcitx5": "zhong", "ibus": "中"}
"""What stands in the cell while ``zhong`` is being composed, and stays there when it is left."""

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
    if not shutil.which(daemon) or not PINYIN[daemon].exists():
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
    assert "已装入输入法接口 ibus" in done.stdout
    workspace = FileStore().open(path)
    with workspace.read() as reader:
        names = [row.name for row in reader.table(TABLE_1.project.id).indicators]
    workspace.close()
    assert names[1:3] == ["，中国", "中国"]
    composed = COMPOSED[daemon]
    assert names[3:5] == [composed, f"中国{composed}"]
    assert names[5:] == [row.name for row in TABLE_1.indicators[5:]]
