"""Sets up QApplication: Chinese, fonts that exist, the program's name and icon, bugs to the crash report."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, Qt, QTranslator
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication

from core import diagnostics, places
from core.catalogue.resources import resource
from core.domain.errors import KnownError
from gui.icons import program_icon
from gui.input_method import connection
from gui.input_method.environment import prepare_environment
from gui.leaving import leave_in_order
from gui.main_window import MainWindow
from gui.soon import soon
from gui.style import PROGRAM

if TYPE_CHECKING:
    from core.ports import Outline, WorkspaceStore

APPLICATION = "jibiao"
COLLECT_AFTER_MS = 3000
GARBAGE_THRESHOLD = (5_000, 3, 320)
"""Python's own first number is 700. The first two together are how many objects a second pass goes over, which stops
every thread: with 20 000 for the first it took 37 ms of a 复制上年 of 10 000 tables, now 8. The third keeps full ones
rare."""
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
_OWN_FONT = "NotoSansSC_500Medium.ttf"
"""The face that headings are printed with, for a system that has no Chinese font at all."""
_RARE_FONT = "HanaMinB.ttf"
"""For characters that few systems have, Ext B–F. Naming it costs 2 ms; Qt reads it when one is drawn."""
_SWITCH_S = 0.001
"""How long a thread beside the window may keep the interpreter to itself. By Python's own 5 ms the window, which has to
ask for it some twenty times to draw itself, stands for a tenth of a second."""
_LOCALE = "zh_CN"  # as text: making the enums of all languages and countries takes 10 ms


def application() -> QApplication:
    """The one QApplication, made and set up on the first call."""
    instance = QApplication.instance()
    if not isinstance(instance, QApplication):
        _need_a_screen()
        prepare_environment()
        QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
        instance = QApplication(sys.argv[:1])
        connection.connect(instance)
    if instance.applicationName() != APPLICATION:
        _set_up(instance)
    return instance


def run(
    load_store: Callable[[], WorkspaceStore],
    first_look: Callable[[Path], Outline | None],
    workspace: Path | None,
) -> int:
    """Show the window and let it work until it is closed.

    Args:
        load_store: Imports and makes the store; called in a thread after the first paint, since that takes a while.
        first_look: Reads the outline of a workspace before the store is loaded; ``None`` where it cannot.
        workspace: The file to open; ``None``: the last one, or the welcome page.
    """
    gc.disable()  # what is made at the start stays, so that looking for garbage in it is time lost
    app = application()
    sys.excepthook = _report_bug
    window = MainWindow(load_store, QSettings(), places.data_folder(), first_look)
    leave_in_order(app, window)
    window.show()
    window.start(workspace)
    soon(app, collect_garbage_from_now_on, COLLECT_AFTER_MS)
    return app.exec()


def open_window(load_store: Callable[[], WorkspaceStore], workspace: Path) -> MainWindow:
    """The shown main window of a workspace (made if it is not there), without an event loop.

    Raises:
        KnownError: The workspace can be neither opened nor made.
    """
    application()
    window = MainWindow(load_store, QSettings(), places.data_folder())
    window.show()
    window.opener.open_now(workspace)
    return window


def collect_garbage_from_now_on() -> None:
    """Leave alone what the start has made, and look for garbage seldom: each time costs a frame with 10 000 tables."""
    gc.freeze()
    gc.set_threshold(*GARBAGE_THRESHOLD)
    gc.enable()


def _need_a_screen() -> None:
    """Qt ends the process, in English, where there is no screen."""
    if sys.platform == "linux" and not any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))):
        raise KnownError("没有找到图形界面，窗口打不开。请在桌面上启动，或使用命令行（--help 查看用法）。")


def _set_up(app: QApplication) -> None:
    sys.setswitchinterval(_SWITCH_S)
    app.setOrganizationName(APPLICATION)
    app.setApplicationName(APPLICATION)
    # Layout, recent files and printer: a small text file among the user's data, on every system.
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(places.data_folder()))
    app.setApplicationDisplayName(PROGRAM)
    app.setApplicationVersion(VERSION)
    app.setWindowIcon(program_icon())
    QLocale.setDefault(QLocale(_LOCALE))
    app.installTranslator(_Untranslated(app))  # the first is asked last
    translator = QTranslator(app)
    if translator.load(QLocale(_LOCALE), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    app.setFont(_chinese_font(app.font()))


class _Untranslated(QTranslator):
    """The words of Qt's own file dialog that its Chinese translation leaves in English."""

    WORDS: ClassVar = {
        "Folder": "文件夹",
        "File Folder": "文件夹",
        "File": "文件",
        "%1 File": "%1 文件",
        "Drive": "磁盘",
    }

    def isEmpty(self) -> bool:  # noqa: N802
        """It is not."""
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:  # type: ignore[override]
        """The Chinese word; ``None`` for what is none of these, which Qt then leaves as it is."""
        return self.WORDS.get(source) if context == "QAbstractFileIconProvider" else None


def _chinese_font(system: QFont) -> QFont:
    """The system's font, with Chinese ones for what it lacks: else Han characters may look Japanese, or be boxes."""
    present = set(QFontDatabase.families())
    families = [family for family in _CHINESE_FONTS if family in present] or _brought_along(_OWN_FONT)
    font = QFont(system)
    font.setFamilies([system.family(), *families, *_brought_along(_RARE_FONT)])
    return font


def _brought_along(file: str) -> list[str]:
    """The families of a face that the program brings along for paper."""
    return QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(resource("fonts", file))))


def _report_bug(_kind: type[BaseException], error: BaseException, _traceback: TracebackType | None) -> None:
    """What happens to every exception that nobody expected: written down, said in plain words, work goes on.

    A KnownError that comes here is none of ours: it says itself what the surroundings did, and what to do.
    """
    if isinstance(error, KeyboardInterrupt):
        QApplication.quit()
        return
    from PySide6.QtWidgets import QMessageBox

    from gui import background, messages

    active = QApplication.activeWindow()  # not a dialog, of progress say, which would take the box along when it goes
    window = active and background.top_window(active)
    if isinstance(error, KnownError):
        messages.show_error(window, error)
        return
    sentence = diagnostics.crash_sentence(error)
    messages.show_sentence(window, sentence, QMessageBox.Icon.Critical, repr(error))
