"""What every reader gives: the paragraphs and grids of a file in reading order, before anything is recognised."""

from dataclasses import dataclass
from typing import TypeAlias

from core.domain.copies import CopiedTable


@dataclass(frozen=True, slots=True)
class Cell:
    r"""One cell of a grid.

    Attributes:
        text: As the file shows it, line breaks as ``\n``, white space at the ends included.
        column: Grid column in which it begins, from 0.
        span: How many grid columns it takes.
        covered: It is covered by the vertically merged cell above it; ``text`` is empty.
        digits: The number behind the text, where a worksheet holds one and shows it rounded, and its currency unit.
        is_unknown: It holds a formula that was saved without its result; ``text`` is empty.
    """

    text: str
    column: int
    span: int = 1
    covered: bool = False
    digits: str = ""
    is_unknown: bool = False

    @property
    def is_filled(self) -> bool:
        """Whether it says something, known or not."""
        return self.is_unknown or bool(self.text.strip())


Row: TypeAlias = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text outside of all grids; ``bookmarks`` are the names of those that begin in it."""

    text: str
    bookmarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A run of rows. Where a file does not tell two tables that follow each other apart, it is both of them.

    Attributes:
        rows: From the top; rows need not be of one length.
        places: Where each row stands, in the words of the message that names it (``第 87 行``).
        sheet: The name of the worksheet that it is, on which no table of the sheet before goes on; else ``""``.
    """

    rows: tuple[Row, ...]
    places: tuple[str, ...]
    sheet: str = ""


Block: TypeAlias = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read.

    Attributes:
        file_name: Without its folder, for messages.
        blocks: Paragraphs and grids in reading order.
        tells_merges: Whether the format marks merged cells. Where it does not, as in plain text, a blank
            cell may be a covered one.
        identities: What a copy that this program wrote says about its tables; none in other files.
        notes: Sentences about what was not read.
    """

    file_name: str
    blocks: tuple[Block, ...]
    tells_merges: bool
    identities: tuple[CopiedTable, ...] = ()
    notes: tuple[str, ...] = ()
