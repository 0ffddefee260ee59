"""Hands at a desktop with an input method: started by ``test_typing_chinese.py`` in Xvfb and an own D-Bus session.

Run as ``python session.py WORKSPACE DAEMON``, one of ``DAEMONS``, with ``HOME`` set to an empty folder. Types into the
grid with xdotool; the test reads the workspace afterwards. Writes what the program says (where the middle of the cell
is, and what is connected), and where the candidates stand.
"""

import os
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from gui.input_method.fcitx4 import Fcitx4
from tests.gui.input_method.keyboard import press, switch_on

PROGRAM = Path(__file__).with_name("program.py")
PROFILE = """
[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=keyboard-us
Layout=

[Groups/0/Items/1]
Name=pinyin
Layout=

[Groups/0/Items/2]
Name=wbx
Layout=

[GroupOrder]
0=Default
"""
FCITX_4_PROFILE = """
[Profile]
IMName=pinyin
EnabledIMList=fcitx-keyboard-us:True,pinyin:True
"""
DAEMONS = {
    "fcitx5": ["fcitx5"],
    "ibus": ["ibus-daemon", "--panel=disable", "--config=/usr/libexec/ibus-memconf"],
    "fcitx4": ["fcitx", "-D"],
    "fcitx4 by fcitx5": ["fcitx5", "--disable=ibusfrontend"],  # then only its front end of fcitx 4 is there for Qt
}
"""The commands. Debian's packages of fcitx 4 and fcitx5 exclude each other."""

PATIENCE_S = 20
PAUSE_S = 0.4  # between gestures, as hands make it


def main() -> None:
    """Start everything, type, end everything."""
    daemon = sys.argv[2]
    home = Path(os.environ["HOME"])
    for name, text in (("fcitx5", PROFILE), ("fcitx", FCITX_4_PROFILE)):
        profile = home / ".config" / name / "profile"
        profile.parent.mkdir(parents=True)
        profile.write_text(text, encoding="utf-8")
    with ExitStack() as stack:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        for command in (["openbox"], DAEMONS[daemon]):
            process = subprocess.Popen(command, **quiet)
            stack.callback(process.wait)
            stack.callback(process.terminate)
        wait_until_there(daemon, home)
        if daemon == "ibus":
            choose_ibus_engine()
        program = subprocess.Popen(
            [sys.executable, str(PROGRAM), sys.argv[1]],
            env=os.environ | {"QT_IM_MODULE": "ibus" if daemon == "ibus" else "fcitx", "QT_QPA_PLATFORM": "xcb"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        stack.callback(program.wait)
        stack.callback(program.stdin.close)
        line = program.stdout.readline()
        sys.stdout.write(line)
        x, y, _ = line.split(maxsplit=2)
        work((x, y), daemon)


def work(cell: tuple[str, str], daemon: str) -> None:
    """The gestures; ``cell`` is the middle of the second row's 三级指标 on the screen."""
    xdotool("mousemove", *cell, "click", "1")
    time.sleep(2 * PAUSE_S)  # the engine starts with the first field that has the focus
    if daemon != "ibus":
        xdotool("key", "ctrl+space")
    xdotool("type", "--delay", "60", ",zhongguo")  # a full-width comma comes without preedit
    if daemon != "ibus":  # whose panel is not there
        say_where_candidates_are()
    xdotool("key", "space")
    xdotool("key", "Return")
    xdotool("type", "--delay", "60", "zhongguo")
    xdotool("key", "space")
    xdotool("key", "Return")
    xdotool("type", "--delay", "60", "zhong")
    xdotool("mousemove", *cell, "click", "1")  # elsewhere, while composing the first word
    xdotool("key", "Down", "Down", "Down")
    xdotool("type", "--delay", "60", "zhongguo")
    xdotool("key", "space")
    xdotool("type", "--delay", "60", "zhong")
    xdotool("mousemove", *cell, "click", "1")  # elsewhere, while composing a later word
    time.sleep(2 * PAUSE_S)


def xdotool(*arguments: str) -> None:
    """One gesture."""
    subprocess.run(["xdotool", *arguments], check=True)
    time.sleep(PAUSE_S)


def say_where_candidates_are() -> None:
    """The corner of their window on the screen."""
    find = ["xdotool", "search", "--sync", "--onlyvisible", "--class", "fcitx", "getwindowgeometry", "--shell"]
    answer = subprocess.run(find, capture_output=True, encoding="utf-8", check=True, timeout=PATIENCE_S).stdout
    where = dict(line.split("=") for line in answer.splitlines())
    sys.stdout.write(f"{where['X']} {where['Y']}\n")


def choose_ibus_engine() -> None:
    """Pinyin, for every client; the answer to setting it means nothing, so ask for it."""
    deadline = time.monotonic() + PATIENCE_S
    while "libpinyin" not in ibus("engine"):
        ibus("engine", "libpinyin")
        if time.monotonic() > deadline:
            sys.exit("ibus did not take its engine")
        time.sleep(PAUSE_S)


def ibus(*arguments: str) -> str:
    """What ibus's own tool answers."""
    return subprocess.run(["ibus", *arguments], capture_output=True, encoding="utf-8", check=False).stdout


def wait_until_there(daemon: str, home: Path) -> None:
    """Wait until clients find it; fcitx5 leaves its address where ibus clients look for it, too."""
    if daemon.startswith("fcitx4"):
        client = Fcitx4(os.environ["DBUS_SESSION_BUS_ADDRESS"], int(os.environ["DISPLAY"].lstrip(":")), PATIENCE_S)
        switch_on(client)
        press(client, ord("z"))  # it loads its dictionary, which on a busy machine takes longer than the program waits
        client.close()
        return
    deadline = time.monotonic() + PATIENCE_S
    while not list(home.glob(".config/ibus/bus/*")):
        if time.monotonic() > deadline:
            sys.exit("the input method did not start")
        time.sleep(0.1)


if __name__ == "__main__":
    main()
