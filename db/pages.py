"""The rows of a SQLite file read page by page, whatever is damaged around them.

Neither the file's header, nor the schema, nor the trees above the rows are needed: every page that looks like a leaf
gives what can be decoded of it. The format: https://www.sqlite.org/fileformat2.html, sections 1.5 to 2.1.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

Value: TypeAlias = str | int | float | bytes | None

_TABLE_LEAF: Final = 0x0D
_INDEX_LEAF: Final = 0x0A
_INDEX_INTERIOR: Final = 0x02
_FILE_HEADER: Final = 100
PAGE_SIZE: Final = 4096
"""Of every workspace: SQLite's own choice since 2016, which no release of this program has changed."""
_INTEGER_BYTES: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_FIRST_BLOB: Final = 12
_VARINT_BYTES: Final = 9


class Row(NamedTuple):
    """One stored row.

    Attributes:
        rowid: Of a row of an ordinary table, else ``None`` (indexes, tables without rowid).
        values: In the order of the columns; bytes that are no UTF-8 show as U+FFFD.
    """

    rowid: int | None
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class _Cells:
    """Where on a page its cells begin and what they look like."""

    has_rowid: bool
    has_child: bool
    header_bytes: int


_KINDS: Final = {
    _TABLE_LEAF: _Cells(has_rowid=True, has_child=False, header_bytes=8),
    _INDEX_LEAF: _Cells(has_rowid=False, has_child=False, header_bytes=8),
    _INDEX_INTERIOR: _Cells(has_rowid=False, has_child=True, header_bytes=12),
}


def read_rows(content: bytes) -> Iterator[Row]:
    """Every row that can be decoded, of whichever table or index, in the order of the pages.

    Pages that the file counts as free are left out: they hold what was deleted.
    """
    image = _Image(content)
    free = image.free_pages()
    for number in range(1, image.page_count + 1):
        if number not in free:
            yield from image.rows_of(number)


class _Image:
    def __init__(self, content: bytes) -> None:
        self._size = PAGE_SIZE  # what the header says of it may be damaged too
        self._usable = self._size  # this program reserves nothing at the end of a page
        self._content = content
        self.page_count = len(content) // self._size

    def free_pages(self) -> set[int]:
        free: set[int] = set()
        trunk = int.from_bytes(self._content[32:36], "big")
        while 0 < trunk <= self.page_count and trunk not in free:
            free.add(trunk)
            page = self._page(trunk)
            count = min(int.from_bytes(page[4:8], "big"), self._size // 4 - 2)
            free.update(int.from_bytes(page[8 + 4 * i : 12 + 4 * i], "big") for i in range(count))
            trunk = int.from_bytes(page[:4], "big")
        return free

    def rows_of(self, number: int) -> Iterator[Row]:
        page = self._page(number)
        start = _FILE_HEADER if number == 1 else 0
        cells = _KINDS.get(page[start])
        if cells is None:
            return
        pointers = start + cells.header_bytes
        count = min(int.from_bytes(page[start + 3 : start + 5], "big"), (self._size - pointers) // 2)
        for index in range(count):
            place = int.from_bytes(page[pointers + 2 * index : pointers + 2 * index + 2], "big")
            try:
                yield self._row(page, place, cells)
            except (IndexError, ValueError):  # this cell is damaged; the next may be whole
                continue

    def _page(self, number: int) -> bytes:
        return self._content[(number - 1) * self._size : number * self._size]

    def _row(self, page: bytes, place: int, cells: _Cells) -> Row:
        place += 4 if cells.has_child else 0
        length, place = _varint(page, place)
        rowid = None
        if cells.has_rowid:
            rowid, place = _varint(page, place)
        return Row(rowid, _values(self._payload(page, place, length, cells.has_rowid)))

    def _payload(self, page: bytes, place: int, length: int, is_table: bool) -> bytes:
        usable = self._usable
        most = usable - 35 if is_table else (usable - 12) * 64 // 255 - 23
        least = (usable - 12) * 32 // 255 - 23
        if length <= most:
            return _exactly(page[place : place + length], length)
        kept = least + (length - least) % (usable - 4)
        kept = kept if kept <= most else least
        parts = [_exactly(page[place : place + kept], kept)]
        following = int.from_bytes(page[place + kept : place + kept + 4], "big")
        rest, seen = length - kept, set[int]()
        while rest > 0:
            if not 0 < following <= self.page_count or following in seen:
                raise ValueError("a chain of overflow pages that leads nowhere")
            seen.add(following)
            overflow = self._page(following)
            parts.append(overflow[4 : 4 + min(rest, usable - 4)])
            rest -= len(parts[-1])
            following = int.from_bytes(overflow[:4], "big")
        return b"".join(parts)


def _values(record: bytes) -> tuple[Value, ...]:
    header, place = _varint(record, 0)
    types = []
    while place < header:
        serial, place = _varint(record, place)
        types.append(serial)
    if place != header:
        raise ValueError("a record whose header does not end where it says")
    values = []
    for serial in types:
        value, place = _value(record, place, serial)
        values.append(value)
    return tuple(values)


def _value(record: bytes, place: int, serial: int) -> tuple[Value, int]:
    if serial == 0:
        return None, place
    if serial in (8, 9):
        return serial - 8, place
    size = _INTEGER_BYTES.get(serial)
    if size is not None:
        return int.from_bytes(_exactly(record[place : place + size], size), "big", signed=True), place + size
    if serial < _FIRST_BLOB:
        raise ValueError("a kind of value that this program never stores")
    size = (serial - _FIRST_BLOB) // 2
    stored = _exactly(record[place : place + size], size)
    return (stored.decode("utf-8", "replace") if serial % 2 else stored), place + size


def _varint(data: Sequence[int], place: int) -> tuple[int, int]:
    value = 0
    for index in range(_VARINT_BYTES):
        byte = data[place + index]
        if index == _VARINT_BYTES - 1:
            return (value << 8) | byte, place + index + 1
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:
            break
    return value, place + index + 1


def _exactly(data: bytes, size: int) -> bytes:
    if len(data) != size:
        raise ValueError("a value that reaches over the end of its page")
    return data
