"""From a path to a proposal: which reader, by suffix and by what the file really is."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from core.domain.errors import KnownError
from core.importing.document import Document
from core.importing.docx_reader import read_docx
from core.importing.files import read_bytes
from core.importing.office import TARGETS, saved_anew
from core.importing.proposal import Proposal
from core.importing.recognise import recognise
from core.importing.records import propose_records
from core.importing.txt_reader import read_txt
from core.importing.xlsx_reader import read_xlsx
from core.ports import Pulse, go_on
from core.reach import is_folder

READERS: Final[dict[str, Callable[[bytes, str, Pulse], Document]]] = {
    ".docx": read_docx,
    ".xlsx": read_xlsx,
    ".xlsm": read_xlsx,
    ".txt": read_txt,
    ".csv": read_txt,
}
"""Reader of each kind of file, by suffix."""

_RECORDS: Final = ".json"
_SHEETS: Final = (".xlsx", ".xlsm")
_OPEN_DOCUMENT: Final = (".ods", ".odt")
_ZIP = b"PK\x03\x04"
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_MARK = "EncryptedPackage".encode("utf-16-le")


def propose(path: Path, pulse: Pulse = go_on) -> Proposal:
    """Read a file and recognise the tables in it.

    Args:
        path: The file.
        pulse: Called now and then; may raise Cancelled.

    Raises:
        KnownError: The file cannot be read, is not what its name says, or holds no table.
    """
    if path.suffix.lower() == _RECORDS:
        return propose_records(path)
    if path.suffix.lower() in TARGETS:
        return recognise(_read_saved_anew(path, pulse), pulse)
    reader = _reader_for(path)
    data = read_bytes(path)
    _check_kind(path, data)
    return recognise(reader(data, path.name, pulse), pulse)


def _read_saved_anew(path: Path, pulse: Pulse) -> Document:
    """A file of an older format; one that only bears the old suffix is read as what it is."""
    data = read_bytes(path)
    suffix = path.suffix.lower()
    _check_password(path, data)
    is_new_inside = data.startswith(_ZIP) and suffix not in _OPEN_DOCUMENT
    reader = READERS[TARGETS[suffix]]
    return reader(data if is_new_inside else saved_anew(path, data, pulse), path.name, pulse)


def _reader_for(path: Path) -> Callable[[bytes, str, Pulse], Document]:
    reader = READERS.get(path.suffix.lower())
    if reader is None and is_folder(path):
        raise KnownError(f"“{path.name}”是文件夹，请选择其中的文件。")
    if path.suffix.lower() == ".pdf":
        raise KnownError(f"“{path.name}”不能导入：它是 PDF 文件，请向填报单位要原来的 .xlsx 或 .docx 文件。")
    if reader is None:
        raise KnownError(f"“{path.name}”不能导入：可以导入的是 .docx、.xlsx、.txt、.csv 和本程序导出的 .json 文件。")
    return reader


def _check_password(path: Path, data: bytes) -> None:
    """Of the new formats: they are encrypted as a whole, in a file of the old kind."""
    if data.startswith(_COMPOUND_FILE) and _ENCRYPTED_MARK in data:
        raise KnownError(f"“{path.name}”设有打开密码，请在 Word、Excel 或 WPS 中打开它、取消密码再试。")


def _check_kind(path: Path, data: bytes) -> None:
    """Compare the first bytes with the suffix: renaming a file does not convert it."""
    kind = "Word" if path.suffix.lower() == ".docx" else "Excel" if path.suffix.lower() in _SHEETS else ""
    _check_password(path, data)
    if data.startswith(_COMPOUND_FILE):
        old = kind or "Word 或 Excel"
        target = {"Word": ".docx", "Excel": ".xlsx"}.get(kind, ".docx 或 .xlsx")
        raise KnownError(f"“{path.name}”其实是旧版 {old} 文件，请在 WPS 或 Office 中另存为 {target} 再试。")
    if kind and not data.startswith(_ZIP):
        raise KnownError(f"“{path.name}”不是 {kind} 文件，或已损坏；请用 {kind} 或 WPS 打开后另存一份再试。")
    if not kind and data.startswith(_ZIP):
        raise KnownError(f"“{path.name}”不是文本文件；如果它是 Word 或 Excel 文件，请改回原来的后缀再试。")
