"""Older and other formats, saved anew by an installed LibreOffice: ``.doc``, ``.wps``, ``.xls``, ``.et`` and more."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from core.domain.errors import KnownError
from core.ports import Pulse, go_on

TARGETS: Final[Mapping[str, str]] = {
    **dict.fromkeys((".doc", ".wps", ".rtf", ".odt"), ".docx"),
    **dict.fromkeys((".xls", ".et", ".ods"), ".xlsx"),
}
"""Suffix of a file that LibreOffice can open → what it is saved as."""
KINDS: Final[Mapping[str, str]] = {
    ".doc": "旧版 Word 文件",
    ".wps": "WPS 文字文件",
    ".rtf": "RTF 文件",
    ".odt": "OpenDocument 文字文件",
    ".xls": "旧版 Excel 文件",
    ".et": "WPS 表格文件",
    ".ods": "OpenDocument 表格文件",
}
MAX_SECONDS: Final = 90.0
"""The first start of a LibreOffice on an old machine takes half a minute."""

_PULSE_SECONDS: Final = 0.1
_WINDOWS_PLACES: Final = ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432")
_NO_PROXY: Final = "http://127.0.0.1:9"


def saved_anew(path: Path, data: bytes, pulse: Pulse = go_on) -> bytes:
    """The file as LibreOffice saves it in today's format.

    It works on a copy, with a profile of its own that has no macros and is gone afterwards.

    Args:
        path: The file.
        data: All of it.
        pulse: Called while LibreOffice works; if it raises Cancelled, that is ended.

    Raises:
        KnownError: There is no LibreOffice, or it cannot open the file.
    """
    office = find_office()
    target = TARGETS[path.suffix.lower()]
    kind = KINDS[path.suffix.lower()]
    if office is None:
        raise KnownError(f"“{path.name}”不能直接读取：{kind}，请在 WPS 或 Office 中另存为 {target} 再试。")
    with tempfile.TemporaryDirectory(prefix="jibiao-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        copy = folder / f"copy{path.suffix.lower()}"
        copy.write_bytes(data)
        _run(
            [
                str(office),
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--headless",
                "--norestore",
                "--convert-to",
                target[1:],
                "--outdir",
                str(folder / "out"),
                str(copy),
            ],
            pulse,
        )
        saved = folder / "out" / f"copy{target}"
        if not saved.is_file():
            raise KnownError(f"“{path.name}”打不开：{kind}可能已损坏，或设有打开密码；请另存为 {target} 再试。")
        return saved.read_bytes()


def find_office() -> Path | None:
    """The LibreOffice of this machine, ``None`` if there is none."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found:
        return Path(found)
    folders = [os.environ[name] for name in _WINDOWS_PLACES if name in os.environ]
    places = [Path(folder) / "LibreOffice" / "program" / "soffice.com" for folder in folders]
    return next((place for place in places if place.is_file()), None)


def _run(command: list[str], pulse: Pulse) -> None:
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        start_new_session=sys.platform != "win32",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # which Windows alone has
    )
    deadline = time.monotonic() + MAX_SECONDS
    try:
        while process.poll() is None and time.monotonic() < deadline:
            pulse()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_PULSE_SECONDS)
    finally:
        if process.poll() is None:
            _end(process)
            process.wait()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it with what it has started: on Linux ``soffice`` is a script that waits for the real program."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


def _environment() -> dict[str, str]:
    environment = dict(os.environ)
    # What a document links to on the network is not fetched: no proxy answers there.
    environment |= dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), _NO_PROXY)
    if getattr(sys, "frozen", False):
        # WORKAROUND (PyInstaller 6): the bundle's libraries come first for every program that it starts.
        original = environment.pop("LD_LIBRARY_PATH_ORIG", None)
        environment.pop("LD_LIBRARY_PATH", None)
        if original:
            environment["LD_LIBRARY_PATH"] = original
    return environment
