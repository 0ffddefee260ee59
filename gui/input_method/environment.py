"""Let Qt find an input method that works.

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


def asks_for_fcitx(environ: Mapping[str, str]) -> bool:
    """Whether the desktop says that its input method is fcitx, and nobody has chosen another on purpose."""
    modules = wanted_modules(environ)
    asked = (*modules, environ.get("XMODIFIERS", ""), environ.get("GTK_IM_MODULE", ""))
    return CHOSEN_ON_PURPOSE.isdisjoint(modules) and any("fcitx" in name for name in asked)
