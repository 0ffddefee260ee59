"""Chinese typed through a real input method, fcitx5 with pinyin, on a desktop of its own (desk.md section 1)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from core.domain.edits import Insert, change
from core.services import editing
from db.store import FileStore
from tests.reference import reference_tables

SESSION = Path(__file__).with_name("input_method_session.py")
TOOLS = ("Xvfb", "openbox", "dbus-run-session", "fcitx5", "xdotool")
PINYIN = Path("/usr/share/fcitx5/inputmethod/pinyin.conf")
TABLE_1 = reference_tables()[0]

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, TOOLS)) or not PINYIN.exists(),
    reason="needs " + ", ".join(TOOLS) + " and fcitx5-pinyin",
)


@pytest.fixture
def display():
    """A screen of its own."""
    read_end, write_end = os.pipe()
    command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1366x800x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write_end], stderr=subprocess.DEVNULL)
    os.close(write_end)
    with os.fdopen(read_end, encoding="ascii") as pipe:
        number = pipe.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()


def test_fcitx5_types_chinese_into_the_grid_and_nothing_is_lost(tmp_path, display):
    path = tmp_path / "a.jxdb"
    workspace = FileStore().create(path)
    records = (TABLE_1.year, TABLE_1.unit, TABLE_1.project, *TABLE_1.indicators)
    editing.apply(workspace, change("准备", [Insert(record) for record in records]))
    workspace.close()
    home = tmp_path / "home"
    home.mkdir()
    private = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "QT_", "GTK_IM"))}
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, str(SESSION), str(path)],
        env=private | {"HOME": str(home), "DISPLAY": display},
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
    assert names[3:5] == ["zhong", "中国zhong"]
    assert names[5:] == [row.name for row in TABLE_1.indicators[5:]]
