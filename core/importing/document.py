"""What every reader gives: the paragraphs and grids of a file in reading order, before anything is recognised."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Cell:
    r"""One cell of a grid.

    Attributes:
        text: As in the file, line breaks as ``\n``, white space at the ends included.
        column: Grid column in which it begins, from 0.
        span: How many grid columns it takes.
        covered: It is covered by the vertically merged cell above it; ``text`` is empty.
    """

    text: str
    column: int
    span: int = 1
    covered: bool = False


Row: TypeAlias = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text outside of all grids."""

    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A run of rows. Where a file does not tell two tables that follow each other apart, it is both of them.

    Attributes:
        rows: From the top; rows need not be of one length.
        places: Where each row stands, in the words of the message that names it (``第 87 行``).
    """

    rows: tuple[Row, ...]
    places: tuple[str, ...]


Block: TypeAlias = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read.

    Attributes:
        file_name: Without its folder, for messages.
        blocks: Paragraphs and grids in reading order.
        tells_merges: Whether the format marks merged cells. Where it does not, as in plain text, a blank
            cell may be a covered one.
    """

    file_name: str
    blocks: tuple[Block, ...]
    tells_merges: bool
