"""System packages on Debian-like systems: what Qt, the tests and the build need beyond Python's packages.

As root they are installed, only those that are missing; otherwise the one command that does it is printed.
Elsewhere (Windows, other distributions) nothing is done.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from typing import Final

from telling import PreparationError, tell

# Libraries that the PySide6 wheels link to and do not bring: xcb and wayland platforms, fonts, printing.
_QT: Final = (
    *("libegl1", "libgl1", "libdrm2", "libdbus-1-3", "libglib2.0-0", "libfontconfig1", "libfreetype6", "libcups2"),
    *("libx11-6", "libx11-xcb1", "libxkbcommon0", "libxkbcommon-x11-0"),
    *("libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-randr0", "libxcb-render-util0"),
    *("libxcb-shape0", "libxcb-sync1", "libxcb-xfixes0", "libxcb-xkb1"),
    *("libwayland-client0", "libwayland-cursor0", "libwayland-egl1"),
)
_TESTS: Final = (
    *("xvfb", "xdotool", "openbox", "dbus"),  # keys typed into a real window,
    *("fcitx5", "fcitx5-pinyin", "fcitx5-table", "ibus", "ibus-libpinyin"),  # Chinese too
    *("libreoffice-calc", "libreoffice-writer", "fontconfig", "fonts-noto-cjk"),  # opening what was exported
    *("poppler-utils", "qpdf"),  # reading the PDF with other programs
    *("cups-daemon", "cups-client"),  # printing through a queue
)
_BUILD: Final = ("binutils",)

_NEEDS: Final = {"run": _QT, "test": _QT + _TESTS, "lint": (), "build": _QT + _BUILD}


def provide(need: str) -> None:
    """Install what is missing for ``run``, ``test``, ``lint`` or ``build``, or say how to.

    Raises:
        PreparationError: As root, apt-get could not install them.
    """
    if not (shutil.which("dpkg-query") and shutil.which("apt-get")):
        return
    present = _installed()
    missing = [name for name in (*_for_this_python(need), *_NEEDS[need]) if name not in present]
    if not missing:
        return
    names = " ".join(missing)
    if os.geteuid() != 0:
        command = f"sudo apt-get install --no-install-recommends {names}"
        tell(f"缺少系统组件，请运行：{command}", f"System packages are missing; run: {command}")
        return
    tell(f"正在安装系统组件：{names}", f"Installing system packages: {names}")
    options = ["-o", "Dpkg::Use-Pty=0", "-q=2", "-y", "--no-install-recommends"]
    commands = (
        ["dpkg", "--configure", "-a"],  # finish what somebody interrupted earlier
        ["apt-get", "-q=2", "update"],
        ["apt-get", *options, "install", *missing],
    )
    if [_run_undisturbed(command) for command in commands][-1] != 0:
        raise PreparationError("系统组件安装失败，原因见上。", "The system packages could not be installed, see above.")


def _run_undisturbed(command: list[str]) -> int:
    """Run a package tool out of reach of Ctrl+C, which would leave the system's packages half configured.

    Its lines go to standard error: standard output belongs to the program.
    """
    process = subprocess.Popen(
        command,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        start_new_session=True,
    )
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.wait()
        raise


def _for_this_python(need: str) -> tuple[str, ...]:
    """What Debian splits off its own Python: ``venv``, and the shared library that PyInstaller packs."""
    if not sys.base_prefix.startswith("/usr") or sys.base_prefix.startswith("/usr/local"):
        return ()
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    venv = () if importlib.util.find_spec("ensurepip") else (f"python{version}-venv",)
    return (*venv, f"libpython{version}") if need == "build" else venv


def _installed() -> frozenset[str]:
    """Names of all installed packages and of what they provide (``libcups2t64`` provides ``libcups2``)."""
    answer = subprocess.run(
        ["dpkg-query", "--show", "--showformat", "${db:Status-Status}\\t${Package}, ${Provides}\\n"],
        check=True,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    lines = (line.split("\t", 1)[1] for line in answer.stdout.splitlines() if line.startswith("installed\t"))
    return frozenset(name.split()[0] for line in lines for name in line.split(",") if name.strip())
