"""From measured forms to pages of positioned boxes.

Pure: lengths are points, x from the left and y from the top of the page frame (the page without its margins).
The rules, after form.md section 2:

- Table B's header row is repeated on every page that the table runs on to, and a merged 一级指标 goes on with
  its label;
- a row that is taller than what is left moves on whole; only one taller than a page is split inside its cells;
- a heading, a header row or a closing block never stands alone: they keep with the row after or before them;
- the first two indicators of a table keep together, and the last two; a Table A that a page has room for with the
  first of its indicators does not end a page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Final

from core.layout.form import Style
from core.layout.marks import Place
from core.layout.measuring import MIN_FRAGMENT_LINES, PADDING_Y, MeasuredCell, MeasuredForm, MeasuredRow

GAP_BETWEEN_TABLES: Final = 15.0
"""The empty line between Table A and Table B."""
GAP_BETWEEN_FORMS: Final = 30.0
GAP_ABOVE_CLOSING: Final = 12.0
_FUNDS_ROW: Final = 2  # of Table A: unit, project and amounts stay below the heading
_TOLERANCE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Box:
    """A cell, or the part of one that is on this page.

    Attributes:
        style: How its lines are set.
        lines: Set from the middle of the box outwards, ``()`` for an empty part.
        bordered: Whether it has rules on all four sides.
        form: Position of its form among those that are placed.
        place: Which cell of the form it is.
        again: Whether its text stands on an earlier page already.
    """

    x: float
    y: float
    width: float
    height: float
    style: Style
    lines: tuple[str, ...]
    bordered: bool
    form: int
    place: Place
    again: bool


@dataclass(slots=True)
class Page:
    """What is on one page.

    Attributes:
        boxes: In reading order, which is the order of drawing.
        forms: ``(index of the form, y)`` of each form that begins here.
        closings: The same of each closing block that is here.
    """

    boxes: list[Box] = field(default_factory=list)
    forms: list[tuple[int, float]] = field(default_factory=list)
    closings: list[tuple[int, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Frame:
    """The room of a page, and what each form asks for beside its tables.

    Attributes:
        height: Of the page frame.
        closing_height: Of the block below each form (signatures, 校验码); 0 for none.
        form_on_new_page: Whether each form begins a page.
        forms_whole: Whether a form that a page has room for is never divided.
    """

    height: float
    closing_height: float = 0.0
    form_on_new_page: bool = False
    forms_whole: bool = False


class Keep(IntEnum):
    """How strongly a strip keeps with the next one."""

    NOT = 0
    RATHER = 1
    ALWAYS = 2


@dataclass(frozen=True, slots=True)
class _Strip:
    """What is placed as a whole: a row of a table, the heading, or the closing block (no row)."""

    height: float
    gap: float = 0.0  # above it, unless it stands at the top of a page
    row: MeasuredRow | None = None
    table: int = 0  # rows of one table share their merged cells: 0 heading, 1 Table A, 2 Table B
    index: int = 0  # of the row in its table
    header: bool = False
    keep: Keep = Keep.NOT  # with the next

    @property
    def leading(self) -> float:
        """Distance of the lines by which it may be split."""
        return self.row.leading if self.row else self.height


@dataclass(frozen=True, slots=True)
class _Slice:
    """A row, or some lines of it, at its place on a page."""

    strip: _Strip
    y: float
    height: float
    first_line: int = 0
    line_count: int | None = None  # None: all of them
    again: bool = False  # a header row, repeated


def paginate(forms: Iterable[MeasuredForm], frame: Frame) -> list[Page]:
    """Place forms one after another; at least one page."""
    flow = _Flow(frame)
    for index, form in enumerate(forms):
        flow.add(index, form)
    return flow.pages


def fits_on_a_page(form: MeasuredForm, frame: Frame) -> bool:
    """Whether a page has room for the whole form, its closing block included."""
    return _height(_strips(form, frame.closing_height)) <= frame.height + _TOLERANCE


class _Flow:
    """The pages so far and the place where the next strip goes."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.pages = [Page()]
        self._y = 0.0
        self._slices: list[_Slice] = []
        self._tables: Sequence[Sequence[MeasuredRow]] = ()
        self._header: tuple[_Strip, ...] = ()
        self._heading_place = (0, 0.0)
        self._form = 0

    def add(self, index: int, form: MeasuredForm) -> None:
        """Place one form behind what is there."""
        strips = _strips(form, self.frame.closing_height)
        if _height(_opening(strips, form)) <= self.frame.height + _TOLERANCE:
            strips = [_kept_with_indicators(strip, form) for strip in strips]
        if not self._at_top() and self._wants_new_page(strips):
            self._new_page()
        self._form = index
        self._tables = ((form.heading,), form.table_a, form.table_b)
        self._header = tuple(strip for strip in strips if strip.header)
        self._place_all(strips)
        self._flush()
        page, y = self._heading_place
        self.pages[page].forms.append((index, y))

    def _wants_new_page(self, strips: Sequence[_Strip]) -> bool:
        if self.frame.form_on_new_page:
            return True
        too_high = self._needs(strips) > self._left(strips[0])
        return self.frame.forms_whole and too_high and _height(strips) <= self.frame.height + _TOLERANCE

    def _place_all(self, strips: Sequence[_Strip]) -> None:
        start = 0
        while start < len(strips):
            end = start
            while strips[end].keep:
                end += 1
            start = self._place_chain(strips, start, end + 1)

    def _place_chain(self, strips: Sequence[_Strip], start: int, end: int) -> int:
        """Place strips that keep together, or as many of them as can; answers the index of the next to place."""
        chain = strips[start:end]
        room = self._left(chain[0])
        if self._needs(chain) <= room:
            for strip in chain:
                self._place(strip)
            return end
        tall = next((i for i, strip in enumerate(chain) if strip.height > self._page_room(strip)), None)
        if tall is not None and self._needs(chain[:tall]) + _least_fragment(chain[tall]) <= room:
            for strip in chain[:tall]:
                self._place(strip)
            self._place_split(chain[tall], tail=self._needs(chain[tall + 1 :]))
            return start + tall + 1
        if not self._at_top():
            self._new_page()
            return start
        cut = self._weakest_link(chain, room)
        for strip in chain[:cut]:
            self._place(strip)
        return start + cut

    def _weakest_link(self, chain: Sequence[_Strip], room: float) -> int:
        """How many strips of a chain that is longer than a page go on this one."""
        fitting = 1
        while fitting < len(chain) - 1 and self._needs(chain[: fitting + 1]) <= room:
            fitting += 1
        weak = [cut for cut in range(fitting, 0, -1) if chain[cut - 1].keep is Keep.RATHER]
        return weak[0] if weak else fitting

    def _place_split(self, strip: _Strip, tail: float) -> None:
        """Spread a row over pages; its last part leaves room for ``tail`` below it if a page has that much."""
        total, leading = _line_count(strip), strip.leading
        done = 0
        if tail > self._page_room(strip) / 2:
            tail = 0.0
        while done < total:
            fresh = self._at_top()
            self._repeat_header(strip)
            y = self._y + self._gap(strip)
            room = self.frame.height - y - 2 * PADDING_Y + _TOLERANCE
            count = total - done
            if count * leading + tail > room:
                count = min(int(room // leading), count - MIN_FRAGMENT_LINES)
                if count < MIN_FRAGMENT_LINES and not fresh:
                    self._new_page()
                    continue
                count = max(count, 1)
            self._put(_Slice(strip, y, count * leading + 2 * PADDING_Y, done, count))
            done += count
            if done < total:
                self._new_page()

    def _place(self, strip: _Strip) -> None:
        self._repeat_header(strip)
        y = self._y + self._gap(strip)
        if strip.row is None:
            self.pages[-1].closings.append((self._form, y))
            self._y = y + strip.height
        else:
            self._put(_Slice(strip, y, strip.height))

    def _put(self, piece: _Slice) -> None:
        if piece.strip.table == 0 and piece.first_line == 0:
            self._heading_place = (len(self.pages) - 1, piece.y)
        self._slices.append(piece)
        self._y = piece.y + piece.height

    def _repeat_header(self, strip: _Strip) -> None:
        if self._lacks_header(strip):
            for header in self._header:
                self._put(_Slice(header, self._y, header.height, again=True))

    def _lacks_header(self, strip: _Strip) -> bool:
        return strip.table == 2 and not strip.header and self._at_top()

    def _needs(self, chain: Sequence[_Strip]) -> float:
        if not chain:
            return 0.0
        return sum(strip.height + strip.gap for strip in chain) - (chain[0].gap - self._gap(chain[0]))

    def _left(self, first: _Strip) -> float:
        header = sum(strip.height for strip in self._header) if self._lacks_header(first) else 0.0
        return self.frame.height - self._y - header + _TOLERANCE

    def _page_room(self, strip: _Strip) -> float:
        header = sum(h.height for h in self._header) if strip.table == 2 and not strip.header else 0.0
        return self.frame.height - header + _TOLERANCE

    def _gap(self, strip: _Strip) -> float:
        return 0.0 if self._at_top() else strip.gap

    def _at_top(self) -> bool:
        return self._y == 0.0

    def _new_page(self) -> None:
        self._flush()
        self.pages.append(Page())
        self._y = 0.0

    def _flush(self) -> None:
        """Turn the slices placed on this page into boxes."""
        self.pages[-1].boxes.extend(_boxes(self._form, self._slices, self._tables))
        self._slices = []


def _height(strips: Sequence[_Strip]) -> float:
    """Of strips that begin a page."""
    return sum(strip.height + strip.gap for strip in strips) - strips[0].gap


def _strips(form: MeasuredForm, closing_height: float) -> list[_Strip]:
    strips = [_Strip(form.heading.height, GAP_BETWEEN_FORMS, form.heading, keep=Keep.ALWAYS)]
    for index, row in enumerate(form.table_a):
        strips.append(_Strip(row.height, row=row, table=1, index=index, keep=_keep_in_a(index, form)))
    for index, row in enumerate(form.table_b):
        strips.append(
            _Strip(
                height=row.height,
                gap=0.0 if index else GAP_BETWEEN_TABLES,
                row=row,
                table=2,
                index=index,
                header=index < form.header_rows,
                keep=_keep_in_b(index, form),
            )
        )
    if closing_height:
        strips[-1] = replace(strips[-1], keep=Keep.ALWAYS)
        strips.append(_Strip(closing_height, GAP_ABOVE_CLOSING))
    return strips


def _keep_in_a(index: int, form: MeasuredForm) -> Keep:
    """Table A keeps together if it can; its last row keeps with a Table B that has no indicators."""
    if index < len(form.table_a) - 1:
        return Keep.ALWAYS if index < _FUNDS_ROW else Keep.RATHER
    return Keep.RATHER if len(form.table_b) == form.header_rows else Keep.NOT


def _opening(strips: Sequence[_Strip], form: MeasuredForm) -> Sequence[_Strip]:
    """A form down to its first indicator, and to the closing block that keeps with that."""
    end = 1 + len(form.table_a) + form.header_rows + 1
    return strips[: end + 1] if strips[:end][-1].keep is Keep.ALWAYS else strips[:end]


def _kept_with_indicators(strip: _Strip, form: MeasuredForm) -> _Strip:
    """The end of a Table A keeps with its first indicators."""
    is_end = strip.table == 1 and strip.index == len(form.table_a) - 1
    return replace(strip, keep=Keep.RATHER) if is_end else strip


def _keep_in_b(index: int, form: MeasuredForm) -> Keep:
    """Header rows keep with the first row; the first two rows and the last two keep together."""
    last = len(form.table_b) - 1
    if index == last:
        return Keep.NOT
    if index < form.header_rows:
        return Keep.ALWAYS
    return Keep.RATHER if index in (form.header_rows, last - 1) else Keep.NOT


def _line_count(strip: _Strip) -> int:
    return round((strip.height - 2 * PADDING_Y) / strip.leading)


def _least_fragment(strip: _Strip) -> float:
    return strip.gap + MIN_FRAGMENT_LINES * strip.leading + 2 * PADDING_Y


def _boxes(form: int, slices: Sequence[_Slice], tables: Sequence[Sequence[MeasuredRow]]) -> Iterable[Box]:
    for position, piece in enumerate(slices):
        strip = piece.strip
        row = strip.row
        if row is None:
            continue
        goes_on = position > 0 and slices[position - 1].strip.table == strip.table
        starts_run = not goes_on or slices[position - 1].strip.header
        if starts_run and not strip.header:
            for cell in _cells_from_above(tables[strip.table], strip.index):
                yield _box(cell, slices, position, form, None)
        for cell in row.cells:
            yield _box(cell, slices, position, form, piece)


def _cells_from_above(rows: Sequence[MeasuredRow], index: int) -> list[MeasuredCell]:
    """Merged cells that began in a row above and cover this one."""
    return [cell for row in rows[:index] for cell in row.cells if cell.row + cell.row_span > index]


def _box(cell: MeasuredCell, slices: Sequence[_Slice], position: int, form: int, piece: _Slice | None) -> Box:
    """A cell from its upper edge in a slice, or, where ``piece`` is ``None``, going on from the page before."""
    top = slices[position]
    last_row = cell.row + cell.row_span - 1
    height = 0.0
    for below in slices[position:]:
        if below.strip.table != top.strip.table or below.strip.index > last_row:
            break
        height += below.height
    lines, again = cell.lines, piece is None
    if piece is not None:
        again = piece.again or (cell.repeats and piece.first_line > 0)
        if not cell.repeats and piece.line_count is not None:
            lines = lines[piece.first_line : piece.first_line + piece.line_count]
    place = Place(top.strip.table, cell.row, cell.column)
    return Box(cell.x, top.y, cell.width, height, cell.style, lines, cell.bordered, form, place, again)
