"""The bytes of a file that somebody else made."""

import re
from pathlib import Path
from typing import Final

from core.domain.errors import KnownError

IMPORTABLE: Final = (
    *(".xlsx", ".xlsm", ".docx", ".txt", ".csv", ".json"),
    *(".xls", ".et", ".ods", ".doc", ".wps", ".rtf", ".odt"),  # with an installed LibreOffice
)
"""Suffixes of all files that tables can be taken from."""
MAX_FILE_BYTES: Final = 256 * 1024 * 1024

_ANYTHING: Final = re.compile(rb"[^\0 \t\r\n]")


def read_bytes(path: Path, most: int = MAX_FILE_BYTES) -> bytes:
    """The content of a file of at most so many bytes.

    Raises:
        KnownError: It is missing, empty, no file, too large, or cannot be read.
    """
    try:
        if path.is_dir():
            raise KnownError(f"“{path.name}”是文件夹，请选择其中的文件。")
        if not path.is_file() and path.exists():  # a pipe or a device, which never ends
            raise KnownError(f"“{path.name}”不是普通文件，不能读取。")
        with path.open("rb") as file:
            data = file.read(most + 1)
        if len(data) > most:
            raise KnownError(f"“{path.name}”太大（超过 {most // 1024 // 1024} MB），不像是绩效目标表。")
    except FileNotFoundError as error:
        raise KnownError(f"找不到文件“{path}”。") from error
    except PermissionError as error:
        raise KnownError(f"“{path.name}”打不开：没有读取权限，或正被别的程序占用。") from error
    except (OSError, ValueError) as error:
        raise KnownError(f"“{path.name}”读不出来，请检查磁盘或网络。") from error
    if _ANYTHING.search(data) is None:
        raise KnownError(f"“{path.name}”是空文件，可能没有下载或复制完，请重新取一份。")
    return data
