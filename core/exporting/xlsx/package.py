"""A workbook as a file: writes it through openpyxl, and puts in what that leaves out."""

import re
from collections.abc import Callable, Mapping
from os import PathLike
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeAlias
from zipfile import ZipInfo

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.constants import ARC_APP, ARC_CORE

from core.exporting.archive import ReproducibleArchive
from core.exporting.properties import APPLICATION_PART, core_part
from core.exporting.xlsx.sheet import Formula

Drawing: TypeAlias = Callable[[Worksheet], None]

_ALL_CELLS: Final = "A1:XFD1048576"
_IGNORED_ERRORS: Final = (
    f'<ignoredErrors><ignoredError sqref="{_ALL_CELLS}" numberStoredAsText="1" twoDigitTextYear="1" formulaRange="1"/>'
    "</ignoredErrors>"
).encode()
"""No green corners: a code or ``0012`` is a text on purpose, and a total leaves out numbers of another kind."""
_SHEET_END: Final = b"</worksheet>"


def save(
    workbook: Workbook, out: BinaryIO, title: str, creator: str, drawings: Mapping[str, Drawing] | None = None
) -> None:
    """Write a workbook; equal content gives equal bytes.

    Args:
        workbook: Without pictures, charts, comments and Excel tables: they would stand behind what is put in.
        out: Opened for writing; stays open.
        title: Of the document.
        creator: Its author.
        drawings: What draws each of the sheets, by title, when its turn comes; none if they have been drawn.
    """
    properties = {ARC_APP: APPLICATION_PART, ARC_CORE: core_part(title, creator)}
    with _Archive(out, properties) as archive:
        _Writer(workbook, archive, drawings or {}).write_data()


class _Archive(ReproducibleArchive):
    """Puts into the parts what openpyxl leaves out, and the program's name in place of its own.

    Attributes:
        results: Of the formulas of the next worksheet, by the cells' places.
    """

    def __init__(self, out: BinaryIO, replacements: Mapping[str, str]) -> None:
        super().__init__(out)
        self._replacements = replacements
        self.results: dict[str, str] = {}

    def writestr(self, zinfo_or_arcname: str | ZipInfo, data: Any, *_args: Any, **_kwargs: Any) -> None:
        """Add a part, or what replaces it."""
        super().writestr(zinfo_or_arcname, self._replacements.get(str(zinfo_or_arcname), data))

    def write(self, filename: str | PathLike[str], arcname: Any = None, *_args: Any, **_kwargs: Any) -> None:
        """Add a worksheet from the file that openpyxl has written it to."""
        content = Path(filename).read_bytes()
        for place, result in self.results.items():
            empty = re.compile(rb'(<c r="%b"[^>]*><f>[^<]*</f>)(?:<v></v>|<v ?/>)' % place.encode())
            content = empty.sub(rb"\g<1><v>%b</v>" % result.encode(), content, count=1)
        self.results = {}
        content = content.removesuffix(_SHEET_END) + _IGNORED_ERRORS + _SHEET_END
        self.writestr(str(arcname or filename), content)


class _Writer(ExcelWriter):  # type: ignore[misc]
    """Draws each sheet when its turn to be written comes, and forgets its cells again.

    Held all together, the cells of a thousand sheets take hundreds of megabytes, and Python's garbage collector
    looks through all of them over and over.
    """

    def __init__(self, workbook: Workbook, archive: _Archive, drawings: Mapping[str, Drawing]) -> None:
        super().__init__(workbook, archive)
        self._drawings_by_name = drawings

    def write_worksheet(self, ws: Worksheet) -> None:
        if ws.title in self._drawings_by_name:
            self._drawings_by_name[ws.title](ws)
        formulas = [cell for cell in ws._cells.values() if isinstance(cell._value, Formula)]
        self._archive.results = {cell.coordinate: cell._value.result for cell in formulas if cell._value.result}
        super().write_worksheet(ws)
        ws._cells.clear()
        ws.row_dimensions.clear()
