"""Hands at a desktop with fcitx5 or ibus: started by ``test_input_methods.py`` in Xvfb and a D-Bus session of its own.

Run as ``python input_method_session.py WORKSPACE fcitx5|ibus`` with ``HOME`` set to an empty folder. Types into the
grid with xdotool; the test reads the workspace afterwards.
"""

import os
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

PROGRAM = Path(__file__).with_name("input_method_program.py")
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

[GroupOrder]
0=Default
"""
DAEMONS = {
    "fcitx5": ["fcitx5"],
    "ibus": ["ibus-daemon", "--panel=disable", "--config=/usr/libexec/ibus-memconf"],
}
MODULES = {"fcitx5": "fcitx", "ibus": "ibus"}
"""What a desktop with that daemon exports as ``QT_IM_MODULE``."""

PATIENCE_S = 20
PAUSE_S = 0.4  # between gestures, as hands make it


def main() -> None:
    """Start everything, type, end everything."""
    daemon = sys.argv[2]
    home = Path(os.environ["HOME"])
    profile = home / ".config" / "fcitx5" / "profile"
    profile.parent.mkdir(parents=True)
    profile.write_text(PROFILE, encoding="utf-8")
    with ExitStack() as stack:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        for command in (["openbox"], DAEMONS[daemon]):
            process = subprocess.Popen(command, **quiet)
            stack.callback(process.wait)
            stack.callback(process.terminate)
        wait_for_address(home)
        if daemon == "ibus":
            choose_ibus_engine()
        program = subprocess.Popen(
            [sys.executable, str(PROGRAM), sys.argv[1]],
            env=os.environ | {"QT_IM_MODULE": MODULES[daemon], "QT_QPA_PLATFORM": "xcb"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        stack.callback(program.wait)
        stack.callback(program.stdin.close)
        x, y, connection = program.stdout.readline().split(maxsplit=2)
        sys.stdout.write(connection)
        work((x, y), switches_on=daemon == "fcitx5")


def work(cell: tuple[str, str], *, switches_on: bool) -> None:
    """The gestures; ``cell`` is the middle of the second row's 三级指标 on the screen."""
    xdotool("mousemove", *cell, "click", "1")
    time.sleep(2 * PAUSE_S)  # the engine starts with the first field that has the focus
    if switches_on:
        xdotool("key", "ctrl+space")
    xdotool("type", "--delay", "60", ",zhongguo")  # a full-width comma comes without preedit
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


def wait_for_address(home: Path) -> None:
    """The daemon is ready when it has left its address where ibus clients look for it; fcitx5 does, too."""
    deadline = time.monotonic() + PATIENCE_S
    while not list(home.glob(".config/ibus/bus/*")):
        if time.monotonic() > deadline:
            sys.exit("the input method did not start")
        time.sleep(0.1)


if __name__ == "__main__":
    main()
