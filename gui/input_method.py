"""Chinese input methods on Linux: let Qt find one that works.

PySide6's wheels hold the ibus and compose input plugins only. Where the desktop asks for fcitx, or for nothing,
Qt falls back to compose silently and no Chinese can be typed. fcitx5 speaks the protocol of ibus, so offering
Qt the ibus plugin as well serves both. (desk.md section 1: measured with PySide6 6.8.3 on X11.)
"""

import os
import sys
from collections.abc import Iterable, Mapping, MutableMapping
from pathlib import Path
from typing import Final

MODULES_KEY: Final = "QT_IM_MODULES"  # read by Qt 6.7 and later: the first that loads; wins over the other
MODULE_KEY: Final = "QT_IM_MODULE"
CHOSEN_ON_PURPOSE: Final = frozenset({"none", "compose", "simple", "qtvirtualkeyboard"})
FALLBACK: Final = "ibus"

MACHINE_IDS: Final = (Path("/var/lib/dbus/machine-id"), Path("/etc/machine-id"))
"""Where libdbus looks for the id of the machine, which systemd and the packages of D-Bus make."""

_PLUGIN_SUFFIX: Final = "platforminputcontextplugin"


def wanted_modules(environ: Mapping[str, str]) -> tuple[str, ...]:
    """The input modules that Qt shall try, in order.

    Args:
        environ: The environment as the desktop left it.
    """
    source = environ.get(MODULES_KEY) or environ.get(MODULE_KEY) or ""
    asked = tuple(name for name in (part.strip() for part in source.split(";")) if name)
    if FALLBACK in asked or not CHOSEN_ON_PURPOSE.isdisjoint(asked):
        return asked
    return (*asked, FALLBACK)


def prepare_environment(
    environ: MutableMapping[str, str] | None = None,
    platform: str = sys.platform,
    machine_ids: Iterable[Path] = MACHINE_IDS,
) -> None:
    """Offer Qt an input plugin that works; call before QApplication exists.

    Does nothing where somebody chose compose, none, simple or the virtual keyboard on purpose, nor on other
    systems than Linux. Latin typing without an input method daemon is not harmed.

    WORKAROUND (libdbus 1.14): the ibus plugin speaks over D-Bus, and libdbus ends the whole process on a machine
    without an id, as a bare container is one. No input method runs there, so nothing is offered.
    """
    if not platform.startswith("linux") or not any(path.is_file() for path in machine_ids):
        return
    environ = os.environ if environ is None else environ
    modules = wanted_modules(environ)
    if FALLBACK in modules:
        environ[MODULES_KEY] = ";".join(modules)


def loaded_plugins(maps: str) -> tuple[str, ...]:
    """The input plugins named in a process's memory map (``/proc/self/maps``), e.g. ``("ibus",)``."""
    files = {Path(line.split()[-1]).name for line in maps.splitlines() if _PLUGIN_SUFFIX in line}
    return tuple(sorted(name.removeprefix("lib").split(_PLUGIN_SUFFIX)[0] for name in files))


def describe_connection() -> str:
    """One Chinese sentence for the diagnostics: which input method is connected, since Qt is silent about it."""
    if not sys.platform.startswith("linux"):
        return "输入法由操作系统提供。"
    plugins = loaded_plugins(Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace"))
    return describe(plugins, os.environ.get(MODULES_KEY) or os.environ.get(MODULE_KEY) or "无")


def describe(plugins: tuple[str, ...], asked: str) -> str:
    """The sentence for the plugins that are loaded and what the environment asked for."""
    if not plugins:
        return f"没有装入输入法接口（系统要求：{asked}），可能不能输入中文。"
    if "compose" in plugins:  # what Qt falls back to, also after it has loaded ibus and found nobody there
        return f"没有连上输入法（系统要求：{asked}），不能输入中文；请启动 fcitx5 或 ibus 后重新打开本程序。"
    return f"已装入输入法接口 {'、'.join(plugins)}（系统要求：{asked}）。"
