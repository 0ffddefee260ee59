"""What a PDF of ours says beside each text that it draws: to which cell of which table it belongs.

Written as marked content (ISO 32000-1, 14.6), which no viewer shows, and read back where a copy is compared: the
pages can be read cell by cell, however the texts are broken into lines and spread over pages, and whichever pages of
which documents somebody has put together.
"""

import re
from typing import Final, NamedTuple

CELL: Final = "JBCell"
"""Tag of the content of a cell."""
PAGE: Final = "JBPage"
"""Tag of what stands around the tables: head, foot, contents, signature block, 校验码."""
KEY: Final = "At"
"""Key of the place in the properties of a cell's mark."""

_AGAIN: Final = "+"
_MARK: Final = re.compile(r"([0-9A-F]{4}(?:-[0-9A-F]{4}){3})\.(\d+)\.(\d+)\.(\d+)(\+?)")


class Place(NamedTuple):
    """Where a cell is in its table: ``grid`` 0 the heading, 1 Table A, 2 Table B; rows and columns from 0."""

    grid: int
    row: int
    column: int


class Mark(NamedTuple):
    """Which cell a text belongs to.

    Attributes:
        code: The 校验码 of its table.
        place: In the table.
        again: Whether it is printed again because it goes on over a page break.
    """

    code: str
    place: Place
    again: bool = False

    def written(self) -> str:
        """As it stands in the document."""
        grid, row, column = self.place
        return f"{self.code}.{grid}.{row}.{column}{_AGAIN * self.again}"


def read_mark(text: str) -> Mark | None:
    """A mark as :meth:`Mark.written` gives it, or ``None`` if the text is none."""
    found = _MARK.fullmatch(text)
    if found is None:
        return None
    code, grid, row, column, again = found.groups()
    return Mark(code, Place(int(grid), int(row), int(column)), bool(again))
