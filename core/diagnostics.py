"""What helps to find out what went wrong: a rotating log and crash reports."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Final

from core import places
from core.domain.errors import KnownError

_LOG_BYTES: Final = 1_000_000
_OLD_LOGS: Final = 3
_FORMAT: Final = "%(asctime)s %(levelname)s %(name)s %(message)s"

_SPEAKING_OF_CODE: Final = (AttributeError, NameError, ImportError, TypeError, RecursionError, ZeroDivisionError)
"""Errors whose messages name parts of the program and kinds of values, never a value."""

log = logging.getLogger(__name__)


@contextmanager
def log_kept() -> Iterator[None]:
    """Keep the program's log among the user's data; a place that cannot be written costs the log, never the work."""
    logger = logging.getLogger()
    handler = _LogHandler()
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        handler.close()


class _LogHandler(logging.Handler):
    """Makes the file at the first line, since loading what that needs would keep the window waiting."""

    def emit(self, record: logging.LogRecord) -> None:
        self._file.emit(record)

    def close(self) -> None:
        if "_file" in vars(self):
            with suppress(OSError):  # a full disk: what could not be written is flushed once more
                self._file.close()
        super().close()

    @cached_property
    def _file(self) -> logging.Handler:
        from logging.handlers import RotatingFileHandler

        class QuietFileHandler(RotatingFileHandler):
            """A full disk, or a second window that holds the file while it is rotated, must not print at the clerk."""

            def handleError(self, _record: logging.LogRecord) -> None:  # noqa: N802 - overrides logging's name
                return

        try:
            file = places.log_file()
            file.parent.mkdir(parents=True, exist_ok=True)
            handler = QuietFileHandler(file, maxBytes=_LOG_BYTES, backupCount=_OLD_LOGS, encoding="utf-8", delay=True)
        except (OSError, KnownError):
            return logging.NullHandler()
        handler.setFormatter(logging.Formatter(_FORMAT))
        return handler


def crash_sentence(error: BaseException) -> str:
    """Write down a bug among the user's data: the traceback and the versions, and nothing of what the clerk typed.

    So neither the values of variables nor messages that may quote them (``int()`` quotes what is no number).

    Returns:
        The sentence for the clerk, which names the report if it could be written.
    """
    report = _write_report(error)
    log.critical("crash, see %s", report)
    where = f"，详情已写入“{report}”，请交给维护人员" if report else ""
    return f"程序出了意外的错误，这一步没有完成，已保存的内容不受影响{where}。"


def way_of(error: BaseException) -> Iterator[str]:
    """Traceback and kind of an error, and of those that led to it before it, without what the clerk typed."""
    import traceback

    led_to_it = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if led_to_it is not None:
        yield from way_of(led_to_it)
        yield "\nwhich led to:\n\n"
    yield from traceback.format_tb(error.__traceback__)
    message = f": {error}" if type(error) in _SPEAKING_OF_CODE else ""
    yield f"{type(error).__module__}.{type(error).__qualname__}{message}\n"


def _write_report(error: BaseException) -> Path | None:
    import platform  # these here, since bugs are rare and starting is not
    from datetime import datetime

    moment = datetime.now().astimezone()
    lines = [
        f"{moment.isoformat()}\n",
        f"Python {platform.python_version()}, {platform.platform()}\n",
        f"{sys.argv[0]}\n\n",
        *way_of(error),
    ]
    try:
        report = places.crash_folder() / f"crash-{moment:%Y%m%d-%H%M%S-%f}.txt"
        report.parent.mkdir(parents=True, exist_ok=True)
        report.write_text("".join(lines), encoding="utf-8", errors="backslashreplace")
    except (OSError, KnownError):
        return None
    return report
