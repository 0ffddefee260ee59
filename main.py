"""绩表: the composition root. Reads the arguments, starts the log, wires the parts, hands over.

Everything heavy is imported when it is needed: the window stands on the screen before SQLAlchemy is loaded, and no
command loads Qt.
"""

import io
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from core import diagnostics, places
from core.cli.commands import parse
from core.cli.program import Context, Exit
from core.domain.errors import KnownError, UsageError


def run(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says; whatever happens, the user reads a sentence and never a traceback.

    Args:
        argv: The arguments without the program's name; by default the process's.

    Returns:
        The exit code, see :class:`core.cli.program.Exit`.
    """
    out, err = _utf8(sys.stdout), _utf8(sys.stderr)
    try:
        outcome = _run(sys.argv[1:] if argv is None else argv, out, err)
        out.flush()
        return outcome
    except UsageError as error:
        print(error.sentence, file=err)
        return Exit.WRONG_USAGE
    except KnownError as error:
        print(error.sentence, file=err)
        return Exit.COULD_NOT
    except KeyboardInterrupt:
        print("已中断。", file=err)
        return Exit.COULD_NOT
    except BrokenPipeError:
        # The reader (``head``) has seen enough. Python flushes standard output once more at exit: not into the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
        return Exit.DONE
    except Exception as error:
        print(_crash_sentence(error), file=err)
        return Exit.COULD_NOT


def _run(argv: Sequence[str], out: TextIO, err: TextIO) -> int:
    try:
        arguments = parse(argv, _program_name())
    except SystemExit:  # --help was printed
        return Exit.DONE
    _start_log()
    if arguments.command is None:
        return _show_window(arguments.workspace)
    return _run_command(arguments, out, err)


def _run_command(arguments: Namespace, out: TextIO, err: TextIO) -> int:
    from db.store import FileStore

    context = Context(FileStore(), arguments.workspace or places.default_workspace(), out, err)
    outcome: Exit = arguments.command.run(context, arguments)
    return outcome


def _show_window(workspace: Path | None) -> int:
    raise KnownError("窗口还不能打开。")


def _start_log() -> None:
    try:
        diagnostics.start_log(places.log_file())
    except KnownError:  # a system user without a home: it works without a log
        return


def _crash_sentence(error: BaseException) -> str:
    """Write the crash report and say where it is."""
    try:
        report = diagnostics.report_crash(places.crash_folder(), error)
    except KnownError:
        report = None
    where = f"，详情已写入“{report}”，请交给维护人员" if report else ""
    return f"程序出了意外的错误，这一步没有完成，已保存的内容不受影响{where}。"


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
    sys.exit(run())
