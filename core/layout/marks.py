"""What a PDF of ours says beside each text that it draws: to which cell of which table it belongs.

Written as marked content (ISO 32000-1, 14.6), which no viewer shows, and read back where a copy is compared: the
pages can be read cell by cell, however the texts are broken into lines and spread over pages.
"""

from typing import Final, NamedTuple

CELL: Final = "JBCell"
"""Tag of the content of a cell."""
PAGE: Final = "JBPage"
"""Tag of what stands around the tables: head, foot, contents, signature block, 校验码."""
KEY: Final = "At"
"""Key of the place in the properties of a cell's mark."""

_AGAIN: Final = "+"
_PARTS: Final = 4


class Mark(NamedTuple):
    """The place of a cell.

    Attributes:
        form: The table's position in the document, from 0.
        grid: 0 the heading, 1 Table A, 2 Table B.
        row, column: In its grid, from 0.
        again: Whether it is printed again because it goes on over a page break.
    """

    form: int
    grid: int
    row: int
    column: int
    again: bool = False

    def written(self) -> str:
        """As it stands in the document."""
        return f"{self.form}.{self.grid}.{self.row}.{self.column}{_AGAIN * self.again}"


def read_mark(text: str) -> Mark | None:
    """A mark as :meth:`Mark.written` gives it, or ``None`` if the text is none."""
    parts = text.removesuffix(_AGAIN).split(".")
    if len(parts) != _PARTS or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    form, grid, row, column = map(int, parts)
    return Mark(form, grid, row, column, text.endswith(_AGAIN))
