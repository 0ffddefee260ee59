"""A screen of its own for real windows: Xvfb with a window manager, and hands at it."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

PAUSE_S = 0.4  # between gestures, as hands make it


@contextmanager
def own_screen() -> Iterator[str]:
    """Start Xvfb; the value of ``DISPLAY`` for it."""
    read_end, write_end = os.pipe()
    command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1366x800x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write_end], stderr=subprocess.DEVNULL)
    os.close(write_end)
    with os.fdopen(read_end, encoding="ascii") as pipe:
        number = pipe.readline().strip()
    try:
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


@contextmanager
def running(command: list[str], environ: dict[str, str], **options) -> Iterator[subprocess.Popen]:
    """A program until the end of the block, or until it ends by itself."""
    with subprocess.Popen(command, env=environ, **options) as process:
        try:
            yield process
        finally:
            process.terminate()


def xdotool(environ: dict[str, str], *arguments: str) -> str:
    """One gesture, and a pause; what xdotool answers."""
    done = subprocess.run(["xdotool", *arguments], env=environ, capture_output=True, encoding="utf-8", check=True)
    time.sleep(PAUSE_S)
    return done.stdout.strip()
