"""绩表: the composition root. Reads the arguments, starts the log, wires the parts, hands over.

Everything heavy is imported when it is needed: the window stands on the screen before SQLAlchemy is loaded, and no
command loads Qt.
"""

import contextlib
import errno
import gc
import io
import logging
import os
import sys
import threading
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from core import diagnostics, modes, places
from core.cli.commands import parse
from core.cli.program import Context, Exit
from core.domain.errors import KnownError, UsageError

if TYPE_CHECKING:
    from core.ports import Outline, WorkspaceStore
    from gui.main_window import MainWindow


log = logging.getLogger(__name__)

_FEW_COLLECTIONS = (20_000, 20, 50)
"""Thresholds of the garbage collector for a command, which keeps most of what it makes: saves a tenth of its time."""


def open_window(path: Path | str) -> "MainWindow":
    """The shown main window of a workspace, wired as in the program; the event loop is not started.

    Args:
        path: The ``.jxdb`` file; it is made if there is none.

    Raises:
        KnownError: It can neither be opened nor made.
    """
    from gui import application

    return application.open_window(_window_store, Path(path))


def run(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says; whatever happens, the user reads a sentence and never a traceback.

    Args:
        argv: The arguments without the program's name; by default the process's.

    Returns:
        The exit code, see :class:`core.cli.program.Exit`.
    """
    out, err = _utf8(sys.stdout), _utf8(sys.stderr)
    with diagnostics.log_kept():
        try:
            outcome = _run(sys.argv[1:] if argv is None else argv, out, err)
            out.flush()
        except BrokenPipeError:
            _send_nowhere(out)  # the reader (``head``) has seen enough
            return Exit.DONE
        except (Exception, KeyboardInterrupt) as error:
            sentence, outcome = _explained(error)
            log.info("ended with %d: %s", outcome, type(error).__name__)  # the sentence may quote a table
            print(sentence, file=err)
            if isinstance(error, OSError):
                _send_nowhere(out)
        return outcome


def _send_nowhere(stream: TextIO) -> None:
    """Python flushes standard output once more at exit; where that cannot be done it would speak English."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _explained(error: BaseException) -> tuple[str, Exit]:
    """What the user reads about an error, and the exit code."""
    match error:
        case UsageError():
            return error.sentence, Exit.WRONG_USAGE
        case KnownError():
            return error.sentence, Exit.COULD_NOT
        case OSError(errno=errno.ENOSPC):
            return "磁盘已满，结果没有写完整。请腾出空间后再试一次。", Exit.COULD_NOT
        case KeyboardInterrupt():
            return "已中断。", Exit.COULD_NOT
        case _:
            return diagnostics.crash_sentence(error), Exit.COULD_NOT


def _run(argv: Sequence[str], out: TextIO, err: TextIO) -> int:
    try:
        arguments = parse(argv, _program_name())
    except SystemExit:  # --help was printed
        return Exit.DONE
    if arguments.command is None:
        return _show_window(arguments.workspace)
    return _run_command(arguments, out, err)


def _run_command(arguments: Namespace, out: TextIO, err: TextIO) -> int:
    gc.set_threshold(*_FEW_COLLECTIONS)
    from core.cli.handlers import perform

    context = Context(_file_store(), arguments.workspace or _usual_workspace(), out, err, _try_window)
    return perform(context, arguments)


def _usual_workspace() -> Path:
    """The workspace in the user's data folder, where one can be made."""
    path = places.default_workspace()
    with contextlib.suppress(OSError):  # then making the workspace fails too, and says so
        path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _show_window(workspace: Path | None) -> int:
    from gui import application

    return application.run(_window_store, _first_look, workspace)


def _try_window(workspace: Path) -> None:
    """Open the window where nobody sees it, let it settle, close it; the user's window layout stays as it is."""
    from PySide6.QtCore import QCoreApplication, QThreadPool, qInstallMessageHandler

    kept_environment = dict(os.environ)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["LOCALAPPDATA"] = os.environ["XDG_DATA_HOME"] = str(workspace.parent)
    kept_handler = qInstallMessageHandler(lambda _kind, _place, message: log.info("Qt: %s", message))
    try:
        window = open_window(workspace)
        QThreadPool.globalInstance().waitForDone()
        QCoreApplication.processEvents()
        window.close()
    finally:
        qInstallMessageHandler(kept_handler)
        os.environ.clear()
        os.environ.update(kept_environment)


def _file_store() -> "WorkspaceStore":
    from db.store import FileStore

    return FileStore()


def _window_store() -> "WorkspaceStore":
    from db.store import FileStore

    return FileStore(claiming=True)


def _first_look(path: Path) -> "Outline | None":
    from db.first_look import first_look

    return first_look(path)


def _report_thread_crash(crash: threading.ExceptHookArgs) -> None:
    if crash.exc_value is not None:
        diagnostics.crash_sentence(crash.exc_value)


def _program_name() -> str:
    return Path(sys.executable).name if getattr(sys, "frozen", False) else "main.py"


def _utf8(stream: TextIO | None) -> TextIO:
    """The stream in UTF-8, whatever the locale; half a surrogate pair, which UTF-8 has not, is escaped.

    A windowed program on Windows has no standard streams: what is said there goes nowhere.
    """
    if stream is None:
        return io.StringIO()
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return stream


if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        import multiprocessing

        multiprocessing.freeze_support()  # where this is the process that core.importing.apart has started, work there
    modes.keep_private()  # settings, log, reports, notes, workspaces, backups
    threading.excepthook = _report_thread_crash
    sys.exit(run())
