"""Zip archives that come out the same each time: .xlsx and .docx files are archives of XML parts."""

from os import PathLike
from pathlib import Path
from typing import Any, BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EARLIEST_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip archive can name; every part carries it, so that equal content is equal bytes."""


class ReproducibleArchive(ZipFile):
    """A new archive whose bytes depend on nothing but its parts."""

    def __init__(self, out: BinaryIO) -> None:
        super().__init__(out, "w", ZIP_DEFLATED, allowZip64=True)

    def writestr(self, zinfo_or_arcname: str | ZipInfo, data: Any, *_args: Any, **_kwargs: Any) -> None:
        """Add a part."""
        name = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        info = ZipInfo(name, EARLIEST_TIME)
        info.compress_type = ZIP_DEFLATED
        info.create_system = 0  # else it tells on which system it was written
        super().writestr(info, data)

    def write(self, filename: str | PathLike[str], arcname: Any = None, *_args: Any, **_kwargs: Any) -> None:
        """Add a part from a file."""
        self.writestr(str(arcname or filename), Path(filename).read_bytes())
