"""What helps to find out what went wrong: a rotating log and crash reports."""

import logging
import platform
import sys
import traceback
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

_LOG_BYTES: Final = 1_000_000
_OLD_LOGS: Final = 3
_FORMAT: Final = "%(asctime)s %(levelname)s %(name)s %(message)s"

log = logging.getLogger(__name__)


def start_log(file: Path) -> None:
    """Write the program's log to ``file``; a place that cannot be written costs the log, never the work."""
    logging.raiseExceptions = False  # else a full disk prints tracebacks at the clerk
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(file, maxBytes=_LOG_BYTES, backupCount=_OLD_LOGS, encoding="utf-8")
    except OSError:
        return
    handler.setFormatter(logging.Formatter(_FORMAT))
    logger = logging.getLogger()
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)


def report_crash(folder: Path, error: BaseException) -> Path | None:
    """Write down a bug: the traceback and the versions, without the values of any variable.

    Returns:
        The report, or ``None`` if it could not be written.
    """
    moment = datetime.now().astimezone()
    report = folder / f"crash-{moment:%Y%m%d-%H%M%S-%f}.txt"
    lines = [
        f"{moment.isoformat()}\n",
        f"Python {platform.python_version()}, {platform.platform()}\n",
        f"Program {sys.argv[0]}\n\n",
        *traceback.format_exception(error),
    ]
    log.critical("crash, see %s", report.name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        report.write_text("".join(lines), encoding="utf-8", errors="backslashreplace")
    except OSError:
        return None
    return report
