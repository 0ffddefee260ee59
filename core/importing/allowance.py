"""How much one file may hold. Beyond it no real file of tables goes, and the window would feel it."""

from dataclasses import dataclass
from typing import Final

from core.domain.errors import KnownError
from core.importing.package import Package

MAX_CELLS: Final = 600_000
"""Cells and paragraphs; three times those of a thousand tables."""
MAX_CHARACTERS: Final = 32 * 1024 * 1024
MAX_CELL_TEXT: Final = 32_767
"""Characters of one cell: Excel's own limit."""


def cell_too_long(file_name: str, place: str) -> KnownError:
    """What to raise when a cell holds more than :data:`MAX_CELL_TEXT`."""
    what = f"有一个单元格超过 {MAX_CELL_TEXT} 个字，不像是绩效目标表，没有读取。"
    return KnownError(f"“{file_name}”的{place}{what}")


@dataclass(slots=True)
class Allowance:
    """What is left of the limits for all sheets of a workbook, or all of a text."""

    cells: int = MAX_CELLS
    characters: int = MAX_CHARACTERS

    def take(self, package: Package, cells: int, characters: int) -> None:
        """Use some of it up.

        Raises:
            KnownError: There is not so much left.
        """
        self.cells -= cells
        self.characters -= characters
        if self.cells < 0 or self.characters < 0:
            raise package.too_large
