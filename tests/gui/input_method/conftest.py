"""fcitx5 with pinyin and wubi, speaking as fcitx 4 does, on a message bus of its own."""

import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from gui.input_method.fcitx4 import Fcitx4
from tests.gui.input_method.keyboard import PATIENCE_S, switch_on
from tests.gui.input_method.session import PROFILE

ENGINES = [Path("/usr/share/fcitx5/inputmethod", name) for name in ("pinyin.conf", "wbx.conf")]
COMMAND = ["fcitx5", "--disable=all", "--enable=dbus,fcitx4frontend,keyboard,pinyin,punctuation,pinyinhelper,table"]
DISPLAY = 0  # what it calls itself after without a screen


class Bus:
    """The bus, and the daemon that can be started and stopped there."""

    def __init__(self, address: str, home: Path, stack: ExitStack) -> None:
        self.address = address
        self._home = home
        self._stack = stack
        self._daemon: subprocess.Popen | None = None

    def start_fcitx(self) -> None:
        environ = {"HOME": str(self._home), "PATH": "/usr/bin:/bin", "DBUS_SESSION_BUS_ADDRESS": self.address}
        self._daemon = subprocess.Popen(COMMAND, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._stack.callback(self.end_fcitx)

    def end_fcitx(self) -> None:
        self._daemon.kill()
        self._daemon.wait()

    def freeze_fcitx(self) -> None:
        self._daemon.send_signal(signal.SIGSTOP)

    def thaw_fcitx(self) -> None:
        self._daemon.send_signal(signal.SIGCONT)

    def switch_fcitx_off(self) -> None:
        """As by a click on its icon."""
        self._control("Deactivate")

    def choose_wubi(self) -> None:
        self._control("SetCurrentIM", "string:wbx")

    def _control(self, method: str, *arguments: str) -> None:
        call = ["--dest=org.fcitx.Fcitx5", "/controller", f"org.fcitx.Fcitx.Controller1.{method}", *arguments]
        command = ["dbus-send", f"--bus={self.address}", "--print-reply", *call]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)

    def end(self) -> None:
        """The bus itself ends, as it does when the clerk logs off."""
        self._stack.close()


@pytest.fixture
def bus() -> Iterator[Bus]:
    """A message bus with nobody on it."""
    if not (shutil.which("fcitx5") and shutil.which("dbus-daemon") and all(path.exists() for path in ENGINES)):
        pytest.skip("needs fcitx5 with pinyin and wubi, and dbus")
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        for name, text in (
            ("profile", PROFILE),
            ("conf/punctuation.conf", "TypePairedPunctuationsTogether=True"),
            ("conf/pinyin.conf", "PreeditCursorPositionAtBeginning=False"),
        ):
            path = home / ".config" / "fcitx5" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        command = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8")
        stack.callback(process.stdout.close)
        stack.callback(process.wait)
        stack.callback(process.terminate)
        yield Bus(process.stdout.readline().strip(), home, stack)


@pytest.fixture
def client(bus) -> Iterator[Fcitx4]:
    """Connected, focused, and typing pinyin."""
    bus.start_fcitx()
    client = Fcitx4(bus.address, DISPLAY, PATIENCE_S)
    switch_on(client)
    yield client
    client.close()
