"""Which input method is connected: by Qt's own plugin, or the client of fcitx 4 where Qt has found none (ADR 21)."""

from __future__ import annotations

import logging
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from gui.input_method.environment import MODULE_KEY, MODULES_KEY, asks_for_fcitx
from gui.soon import soon

if TYPE_CHECKING:
    from gui.input_method.fcitx4 import Fcitx4
    from gui.input_method.fcitx4_typing import Fcitx4Typing

log = logging.getLogger(__name__)

_BUS_KEY: Final = "DBUS_SESSION_BUS_ADDRESS"
_DISPLAY_NUMBER: Final = re.compile(r":(\d+)")
_FCITX_4: Final = "fcitx4"  # the name of the object that leads the keys through it, a child of the application
_PLUGIN_SUFFIX: Final = "platforminputcontextplugin"
_FALLBACK: Final = "compose"
"""What Qt takes when it finds no input method, also after it has loaded ibus's plugin and found nobody there."""


def connect(app: QGuiApplication) -> None:
    """Let keys go through fcitx 4 if the desktop asks for fcitx and Qt has found no input method.

    Done when the event loop runs; elsewhere nothing is imported and no socket opened.
    """
    if QGuiApplication.platformName() == "xcb" and os.environ.get(_BUS_KEY) and asks_for_fcitx(os.environ):
        soon(app, lambda: _connect(app))


def lead_keys_through(client: Fcitx4, app: QGuiApplication) -> Fcitx4Typing:
    """Have fcitx 4 see the keys of all windows before they do."""
    from gui.input_method.fcitx4_typing import Fcitx4Typing

    typing = Fcitx4Typing(client, app)
    typing.setObjectName(_FCITX_4)
    return typing


def commit() -> None:
    """Have the input method commit what is being composed, as far as it does that."""
    typing = _typing()
    if typing is not None:
        typing.finish()
    QGuiApplication.inputMethod().commit()


def describe_connection() -> str:
    """One Chinese sentence for the diagnostics: which input method is connected, since Qt is silent about it."""
    if not sys.platform.startswith("linux"):
        return "输入法由操作系统提供。"
    asked = os.environ.get(MODULES_KEY) or os.environ.get(MODULE_KEY) or "无"
    typing = _typing()
    if typing is not None:
        return f"{typing.describe()}（系统要求：{asked}）。"
    return describe(_plugins_in_use(), asked)


def describe(plugins: tuple[str, ...], asked: str) -> str:
    """The sentence for the plugins that are loaded and what the environment asked for."""
    if not plugins:
        return f"没有装入输入法接口（系统要求：{asked}），可能不能输入中文。"
    if _FALLBACK in plugins:
        return f"没有连上输入法（系统要求：{asked}），不能输入中文；请启动 fcitx5 或 ibus 后重新打开本程序。"
    return f"已装入输入法接口 {'、'.join(plugins)}（系统要求：{asked}）。"


def loaded_plugins(maps: str) -> tuple[str, ...]:
    """The input plugins named in a process's memory map (``/proc/self/maps``), e.g. ``("ibus",)``."""
    files = {Path(line.split()[-1]).name for line in maps.splitlines() if _PLUGIN_SUFFIX in line}
    return tuple(sorted(name.removeprefix("lib").split(_PLUGIN_SUFFIX)[0] for name in files))


def _plugins_in_use() -> tuple[str, ...]:
    return loaded_plugins(Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace"))


def _typing() -> Fcitx4Typing | None:
    app = QGuiApplication.instance()
    typing: Fcitx4Typing | None = app.findChild(QObject, _FCITX_4) if app else None
    return typing


def _connect(app: QGuiApplication) -> None:
    plugins = _plugins_in_use()
    display = _DISPLAY_NUMBER.search(os.environ.get("DISPLAY", ""))
    if display is None or (plugins and _FALLBACK not in plugins):
        return
    from gui.input_method.fcitx4 import Fcitx4

    try:
        client = Fcitx4(os.environ[_BUS_KEY], int(display[1]))
    except (OSError, RuntimeError, ValueError) as error:
        log.warning("no connection to the session bus, so none to fcitx 4: %s", error)
        return
    lead_keys_through(client, app)
