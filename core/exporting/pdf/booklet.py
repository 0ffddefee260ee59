"""Puts PDFs together: the booklet of the 公开版, the documents of the 签字版."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import BinaryIO, Final

from core.exporting.pdf.canvas import PAGE_HEIGHT_PT, Ink
from core.exporting.pdf.drawing import (
    BODY_SIZE,
    CODE_LINE_HEIGHT,
    FRAME_HEIGHT,
    FRAME_WIDTH,
    LEFT,
    TOP,
    Pen,
)
from core.exporting.pdf.fonts import FontChain
from core.exporting.pdf.options import DEFAULT_OPTIONS, PdfOptions
from core.exporting.pdf.properties import cover_title, new_canvas
from core.layout import contents
from core.layout.fitting import measure_to_fit
from core.layout.form import Edition, Face, FilledForm, Style
from core.layout.measuring import MeasuredForm, measure_form, set_lines
from core.layout.pagination import Frame, Page, paginate
from core.layout.signature import signature_height
from core.layout.text import single_line
from core.ports import Progress

COVER_SIZES: Final = (22.0, 18.0, 16.0)  # 二号, 小二, 三号
MOST_COVER_LINES: Final = 2
COVER_ROOM: Final = 110.0
"""Of a cover line and the word 目录 above the first page's entries."""
_DOTS: Final = "…"
_PRINTED: Final = 4  # flag of an annotation that belongs to the paper too, which PDF/A asks for

saving = Lock()  # the font files are read while saving, through one position for all


def write_pdf(
    forms: Sequence[FilledForm],
    out: BinaryIO,
    edition: Edition,
    options: PdfOptions = DEFAULT_OPTIONS,
    progress: Progress | None = None,
) -> None:
    """Write a PDF; the same arguments give the same bytes.

    Args:
        forms: At least one, in publication order.
        out: Where it is written, at the end and at once.
        edition: 公开版: one booklet, with contents if there is more than one table. 签字版: each table a document
            of its own with signature block and page numbers from 1, one after another.
        options: See :class:`PdfOptions`.
        progress: Called with (done, total); each form counts twice, laid out and drawn. What it raises ends the work.

    Raises:
        KnownError: A font file of ``options`` cannot be used.
    """
    _Document(forms, out, options, progress or _silent).write(edition)


def _silent(done: int, total: int) -> None:
    """No progress is asked for."""


@dataclass(frozen=True, slots=True)
class _Cover:
    """The cover line as it is set."""

    style: Style
    lines: tuple[str, ...]

    @property
    def room(self) -> float:
        """Of it and the word 目录 above the first page's entries."""
        return COVER_ROOM + (len(self.lines) - 1) * self.style.leading


class _Document:
    """One PDF in the making."""

    def __init__(self, forms: Sequence[FilledForm], out: BinaryIO, options: PdfOptions, progress: Progress) -> None:
        self.forms = forms
        self.options = options
        self.fonts = FontChain(options.song_file, options.hei_file)
        self.canvas = new_canvas(out, forms, options, self.fonts.body_font_name)
        self.ink = Ink(self.canvas, self.fonts)
        self.pen = Pen(self.ink, self.fonts)
        self._codes = [form.check_code for form in forms]
        self._has_years = len({form.year for form in forms}) > 1
        self._progress = progress
        self._done = 0

    def write(self, edition: Edition) -> None:
        """Draw all pages and save."""
        if edition is Edition.PUBLICATION:
            self._publication()
        else:
            self._signature()
        with saving:
            self.canvas.save()

    def _publication(self) -> None:
        frame = Frame(FRAME_HEIGHT, CODE_LINE_HEIGHT, self.options.one_a_page, self.options.fit_on_one_page)
        pages = paginate(self._measured(frame), frame)
        cover = self._cover()
        contents_pages = self._contents_pages(cover) if len(self.forms) > 1 else []
        first = len(contents_pages) + 1
        page_of = {index: first + number for number, page in enumerate(pages) for index, _ in page.forms}
        for number, lines in enumerate(contents_pages, 1):
            self._draw_contents(lines, page_of, cover if number == 1 else None)
            self._end_page("", f"— {number} —", "")
        for number, page in enumerate(pages, first):
            self._draw(page)
            for index, y in page.closings:
                form = self.forms[index]
                self.pen.code_line(y, f"{contents.year_title(form.year)}　" * self._has_years, form.check_code)
            self._end_page("", f"— {number} —", "")
            self._advance(len(page.forms))

    def _signature(self) -> None:
        labels = tuple(map(single_line, self.options.signature_labels))
        frame = Frame(FRAME_HEIGHT, signature_height(labels))
        printed = f"打印时间：{self.options.printed_at:%Y-%m-%d %H:%M}" if self.options.printed_at else ""
        for index, (form, measured) in enumerate(zip(self.forms, self._measured(frame), strict=True)):
            pages = paginate([measured], frame)
            for number, page in enumerate(pages, 1):
                self._draw(page, first_form=index)
                for _, y in page.closings:
                    self.pen.signature_block(y, labels, form.check_code)
                self._end_page(printed, f"第 {number} 页 共 {len(pages)} 页", f"校验码 {form.check_code}")
            self._advance(1)

    def _measured(self, frame: Frame) -> Iterator[MeasuredForm]:
        for form in self.forms:
            fits = self.options.fit_on_one_page
            yield measure_to_fit(form, self.fonts, frame) if fits else measure_form(form, self.fonts)
            self._advance(1)

    def _advance(self, count: int) -> None:
        self._done += count
        self._progress(self._done, 2 * len(self.forms))

    def _begin_page(self) -> None:
        self.pen.head(single_line(self.options.header_line))

    def _draw(self, page: Page, first_form: int = 0) -> None:
        self._begin_page()
        for index, y in page.forms:
            self._mark(first_form + index, y)
        self.pen.boxes(page.boxes, self._codes, first_form)

    def _mark(self, index: int, y: float) -> None:
        """Bookmark of a form and its outline entry, below its unit's."""
        form, key = self.forms[index], f"form-{index}"
        self.canvas.bookmarkHorizontalAbsolute(key, PAGE_HEIGHT_PT - TOP - y + 6)
        level = 0
        if len(self.forms) > 1:
            before = self.forms[index - 1] if index else None
            new_year = before is None or before.year != form.year
            if self._has_years and new_year:
                self._title(contents.year_title(form.year), f"year-{index}", 0, y)
            level = 1 + self._has_years
            if before is None or new_year or before.unit_label != form.unit_label:
                self._title(contents.unit_title(form.unit_label), f"unit-{index}", level - 1, y)
        self.canvas.addOutlineEntry(single_line(form.heading), key, level)

    def _title(self, text: str, key: str, level: int, y: float) -> None:
        """Outline entry of a year or a unit, which leads to its first form."""
        self.canvas.bookmarkHorizontalAbsolute(key, PAGE_HEIGHT_PT - TOP - y + 6)
        self.canvas.addOutlineEntry(text, key, level)

    def _cover(self) -> _Cover:
        """The cover line, in the largest type that takes no more than two lines of it, or in the smallest."""
        title = cover_title(self.forms, self.options)
        for size in COVER_SIZES:
            style = Style("hei", size, size * 1.4, "center", balanced=True)
            lines = set_lines(title, FRAME_WIDTH, style, self.fonts.advance(style))
            if len(lines) <= MOST_COVER_LINES:
                break
        return _Cover(style, tuple(lines))

    def _contents_pages(self, cover: _Cover) -> list[list[contents.ContentsLine]]:
        return contents.lay_out(
            contents.entries([(form.year, form.unit_label, form.heading) for form in self.forms]),
            FRAME_WIDTH,
            FRAME_HEIGHT - cover.room,
            FRAME_HEIGHT,
            self.fonts.advance_of("hei", BODY_SIZE),
            self.fonts.advance_of("song", BODY_SIZE),
        )

    def _draw_contents(
        self, lines: Sequence[contents.ContentsLine], page_of: dict[int, int], cover: _Cover | None
    ) -> None:
        self._begin_page()
        top = 0.0
        if cover is not None:
            self.canvas.bookmarkHorizontalAbsolute("contents", PAGE_HEIGHT_PT)
            self.canvas.addOutlineEntry("目录", "contents", 0)
            self.canvas.showOutline()
            top = cover.room
            for number, text in enumerate(cover.lines):
                middle = 24 + number * cover.style.leading
                self.pen.aligned(0, FRAME_WIDTH, middle, "center", "hei", cover.style.size, text)
            self.pen.aligned(0, FRAME_WIDTH, top - 32, "center", "hei", 14, "目　录")
        for line in lines:
            face: Face = "song" if line.level is contents.Level.TABLE else "hei"
            middle = top + line.y + contents.LEADING / 2
            self.pen.aligned(line.x, FRAME_WIDTH, middle, "left", face, BODY_SIZE, line.text)
            if line.form is not None:
                self._draw_page_number(line, middle, page_of[line.form])

    def _draw_page_number(self, line: contents.ContentsLine, middle: float, page: int) -> None:
        number = str(page)
        end = FRAME_WIDTH - self.pen.width("song", BODY_SIZE, number) - 4
        begin = line.x + self.pen.width("song", BODY_SIZE, line.text) + 4
        count = int((end - begin) // self.pen.width("song", BODY_SIZE, _DOTS))
        dots = _DOTS * max(count, 0)
        self.pen.aligned(begin, end - begin, middle, "right", "song", BODY_SIZE, dots)
        self.pen.aligned(0, FRAME_WIDTH, middle, "right", "song", BODY_SIZE, number)
        y = PAGE_HEIGHT_PT - TOP - middle
        half = contents.LEADING / 2
        self.canvas.linkAbsolute(
            "",
            f"form-{line.form}",
            (LEFT + line.x, y - half, LEFT + FRAME_WIDTH, y + half),
            Border="[0 0 0]",
            F=_PRINTED,
        )

    def _end_page(self, left: str, middle: str, right: str) -> None:
        self.pen.foot(left, middle, right)
        self.ink.finish_page()
