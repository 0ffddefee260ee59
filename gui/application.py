"""Sets up QApplication: Chinese, fonts that exist, the program's name and icon, bugs to the crash report."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, Qt, QTranslator
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from core import diagnostics, places
from gui import input_method, messages
from gui.icons import program_icon
from gui.main_window import MainWindow

if TYPE_CHECKING:
    from core.ports import WorkspaceStore

APPLICATION = "jibiao"
VERSION = "0.1.0"

_CHINESE_FONTS = (
    "Microsoft YaHei UI",  # Windows
    "Microsoft YaHei",
    "Noto Sans CJK SC",  # Debian, UOS, Kylin
    "Source Han Sans SC",
    "Source Han Sans CN",
    "HarmonyOS Sans SC",
    "WenQuanYi Micro Hei",
    "PingFang SC",
)
_LOCALE = "zh_CN"  # as text: making the enums of all languages and countries takes 10 ms


def application() -> QApplication:
    """The one QApplication, made and set up on the first call."""
    instance = QApplication.instance()
    if not isinstance(instance, QApplication):
        input_method.prepare_environment()
        QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
        instance = QApplication(sys.argv[:1])
    if instance.applicationName() != APPLICATION:
        _set_up(instance)
    return instance


def run(load_store: Callable[[], WorkspaceStore], workspace: Path | None) -> int:
    """Show the window and let it work until it is closed.

    Args:
        load_store: Imports and makes the store; called in a thread after the first paint, since that takes a while.
        workspace: The file to open; ``None``: the last one, or the welcome page.
    """
    app = application()
    sys.excepthook = _report_bug
    window = MainWindow(load_store, QSettings(), places.data_folder())
    window.show()
    window.start(workspace)
    return app.exec()


def open_window(load_store: Callable[[], WorkspaceStore], workspace: Path) -> MainWindow:
    """The shown main window of a workspace (made if it is not there), without an event loop.

    Raises:
        KnownError: The workspace can be neither opened nor made.
    """
    application()
    window = MainWindow(load_store, QSettings(), places.data_folder())
    window.show()
    window.open_now(workspace)
    return window


def _set_up(app: QApplication) -> None:
    app.setOrganizationName(APPLICATION)
    app.setApplicationName(APPLICATION)
    # Layout, recent files and printer: a small text file among the user's data, on every system.
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(places.data_folder()))
    app.setApplicationDisplayName(messages.PROGRAM)
    app.setApplicationVersion(VERSION)
    app.setWindowIcon(program_icon())
    QLocale.setDefault(QLocale(_LOCALE))
    translator = QTranslator(app)
    if translator.load(QLocale(_LOCALE), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    app.setFont(_chinese_font(app.font()))


def _chinese_font(system: QFont) -> QFont:
    """The system's font, with a Simplified Chinese one for what it lacks: else Han characters may look Japanese."""
    present = set(QFontDatabase.families())
    font = QFont(system)
    font.setFamilies([system.family(), *(family for family in _CHINESE_FONTS if family in present)])
    return font


def _report_bug(_kind: type[BaseException], error: BaseException, _traceback: TracebackType | None) -> None:
    """What happens to every exception that nobody expected: written down, said in plain words, work goes on."""
    if isinstance(error, KeyboardInterrupt):
        QApplication.quit()
        return
    sentence = diagnostics.crash_sentence(error)
    messages.show_sentence(QApplication.activeWindow(), sentence, QMessageBox.Icon.Critical, repr(error))
