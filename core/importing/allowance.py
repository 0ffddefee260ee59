"""How much one file may hold. Beyond it no real file of tables goes, and the window would feel it."""

from dataclasses import dataclass
from typing import Final

from core.importing.package import Package

MAX_CELLS: Final = 600_000
"""Cells and paragraphs; three times those of a thousand tables."""
MAX_CHARACTERS: Final = 32 * 1024 * 1024


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
