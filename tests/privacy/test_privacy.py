"""What the program does stays on this computer and with this user."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from core import diagnostics, places
from tests.privacy.without_sockets import NOT_HERE

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("without_sockets.py")

FCITX_DESKTOP = {"QT_IM_MODULE": "fcitx", "DISPLAY": ":0", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/user/bus"}
"""Where the window would talk to the input method (ADR 21), but no command does."""


def without_sockets(*arguments: str) -> subprocess.CompletedProcess[str]:
    # Where no variable tells the user's name, the system is asked, which may ask a name service through a socket.
    environment = {**os.environ, "LOGNAME": "clerk", "PYTHONUTF8": "1", **FCITX_DESKTOP}
    command = [sys.executable, str(SCRIPT), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode == NOT_HERE:
        pytest.skip("needs a filter of system calls, which Linux has")
    return done


def test_the_whole_job_is_done_without_a_single_socket() -> None:
    assert without_sockets("--try-one").returncode < 0, "the filter does not work, so the test would show nothing"
    done = without_sockets("self-test")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "自检通过" in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a user's data folder for the user")
def test_whatever_is_kept_is_for_the_user_only() -> None:
    """Under the usual umask of 022, by which others may read what is made."""
    program = (
        "import contextlib, os, runpy, sys; os.umask(0o022); sys.argv = ['main.py', 'sample']\n"
        "with contextlib.suppress(SystemExit):\n    runpy.run_path('main.py', run_name='__main__')\n"
        "import main\n"
        "from core import diagnostics, places\n"
        "from core.services import recovery\n"
        "window = main.open_window(places.default_workspace())\n"
        "window.session.workspace.auto_backup('测试')\n"
        "recovery.keep(window.session.workspace.path, (recovery.Unsaved('p', '', 0, 'purpose', 'x'),))\n"
        "diagnostics.crash_sentence(ValueError())\n"
        "window.settings.sync()\n"
        "os._exit(0)\n"  # as it is while it runs: log, lock and journal are there
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    subprocess.run([sys.executable, "-c", program], env=environment, check=True, cwd=ROOT)
    kept = [path for path in places.data_folder().rglob("*") if path.is_file()]
    kinds = {path.suffix for path in kept}
    assert {".jxdb", ".log", ".txt", ".json", ".lock", ".ini", ".jxdb-wal"} <= kinds, kinds
    open_to_others = [str(path) for path in kept if stat.S_IMODE(path.stat().st_mode) & 0o077]
    assert open_to_others == []


@pytest.mark.skipif(os.name == "nt", reason="modes of files are the other systems'")
@pytest.mark.parametrize("umask", [0o022, 0o007])
def test_exports_are_for_whom_the_user_lets_open_new_files(tmp_path: Path, umask: int) -> None:
    """On a shared folder a colleague opens them, as what Word saves there."""
    before = tmp_path / "已有.xlsx"
    before.touch()
    before.chmod(0o640)
    program = (
        f"import contextlib, os, runpy, sys; os.umask({umask}); sys.argv = ['main.py', 'sample']\n"
        "with contextlib.suppress(SystemExit):\n    runpy.run_path('main.py', run_name='__main__')\n"
        "import main\n"
        "from pathlib import Path\n"
        "from core import places\n"
        "from core.services.export_each import export_each\n"
        "for name in ('表.pdf', '表.docx', '表.xlsx', '表.json', '已有.xlsx'):\n    main.run(['export', name])\n"
        "export_each(main._file_store().open(places.default_workspace()), Path.cwd(), '各表', '.docx')\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", program.replace("'main.py', run", f"{str(ROOT / 'main.py')!r}, run")]
    subprocess.run(command, env=environment, check=True, cwd=tmp_path)

    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*")}
    assert modes.pop(before) == 0o640, "what is replaced keeps its mode"
    files = [path for path in modes if path.is_file()]
    assert len(files) == 4 + 14
    assert {modes[path] for path in files} == {0o666 & ~umask}
    assert modes[tmp_path / "各表"] == 0o777 & ~umask


def test_the_log_tells_what_was_done_and_nothing_of_what_was_written() -> None:
    secret = "没有公开的项目"
    with diagnostics.log_kept():
        import main

        workspace = places.data_folder() / "甲.jxdb"
        workspace.parent.mkdir(parents=True, exist_ok=True)
        table = f'[{{"year": 2025, "number": 1, "unit_code": "1", "unit_name": "甲", "project": "{secret}"}}]'
        (workspace.parent / "表.json").write_text(table, "utf-8")
        for _ in range(2):  # the second is refused, since the table is there
            main.run(["--workspace", str(workspace), "import", str(workspace.parent / "表.json")])
    assert secret not in places.log_file().read_text("utf-8")
