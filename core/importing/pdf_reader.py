"""Reads a PDF of ours back, cell by cell, for the comparison with the workspace.

The texts are those that the pages draw, told apart by the marks beside them (:mod:`core.layout.marks`). What is
drawn as lines, black areas or pictures is not read.
"""

import ctypes
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pypdfium2
from pypdfium2 import raw

from core.domain.errors import KnownError
from core.importing.apart import apart
from core.importing.files import read_bytes
from core.importing.pdfium import opened
from core.layout.marks import CELL, KEY, PAGE, Mark, Place, read_mark
from core.ports import Pulse, go_on

MAX_SECONDS: Final = 60.0
"""For one file; the 10 000 tables of a large workspace take half of it."""
_MAX_DEPTH: Final = 8  # of drawings inside drawings
_CODE: Final = re.compile(r"[0-9A-F]{4}(?:-[0-9A-F]{4}){3}")
_PRINTED_CODE: Final = re.compile(rf"校验码({_CODE.pattern})")
_LINE_END_HYPHENS: Final = str.maketrans({"\x02": "-", "\ufffe": "-"})
"""PDFium's own characters for a hyphen at the end of a line."""
_SILENT_ANNOTATIONS: Final = frozenset((raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_WIDGET))
"""Links are ours; a form field is how a signature shows itself."""


@dataclass(frozen=True, slots=True)
class PrintedText:
    """A text on a page that no table of ours holds: ``page`` counts from 1."""

    page: int
    text: str


@dataclass(slots=True)
class PrintedCell:
    """What the pages show of a cell.

    Attributes:
        pieces: On each page that it is on, in order.
        again: What is printed again of it on later pages.
    """

    pieces: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PrintedDocument:
    """What a PDF of ours shows. No text of it holds white space.

    Attributes:
        codes: The 校验码 of its tables: those among its properties, then those on its pages.
        tables: By 校验码 the cells of each table; empty cells are left out. Of pages that are there twice, all.
        has_marks: Whether its texts can be told apart: earlier versions and other programs write no marks.
        codes_on_pages: The 校验码 that the pages show in print.
        added: Texts that this program did not write, in order.
        pages_with_notes: Pages, from 1, to which another program has added notes.
    """

    codes: tuple[str, ...]
    tables: dict[str, dict[Place, PrintedCell]]
    has_marks: bool
    codes_on_pages: tuple[str, ...]
    added: tuple[PrintedText, ...]
    pages_with_notes: tuple[int, ...]


def read_pdf(path: Path, pulse: Pulse = go_on) -> PrintedDocument:
    """Read a PDF, in a process of its own.

    Args:
        path: The file.
        pulse: Called now and then; may raise Cancelled.

    Raises:
        KnownError: It cannot be read, is no PDF, or names no 校验码.
    """
    return apart(_read, str(path), MAX_SECONDS, f"“{path.name}”太大或已损坏，不能读取；{_INSTEAD}", pulse)


_INSTEAD: Final = "请改用印在表上的校验码核对。"


def _read(file: str) -> PrintedDocument:
    path = Path(file)
    data = read_bytes(path)
    if not data.lstrip().startswith(b"%PDF-"):
        raise KnownError(f"“{path.name}”不是 PDF 文件，或已损坏。")
    reader = _Reader()
    try:
        with opened(data) as pdf:
            named = pdf.get_metadata_value("Keywords")
            for number in range(len(pdf)):
                reader.read_page(pdf, number)
    except pypdfium2.PdfiumError as error:
        raise KnownError(f"“{path.name}”有密码保护或已损坏，不能读取；{_INSTEAD}") from error
    document = reader.document(tuple(_CODE.findall(named)))
    if not document.codes:
        raise KnownError(f"“{path.name}”里没有校验码，不是本程序导出的 PDF 文件；{_INSTEAD}")
    return document


class _Reader:
    """Gathers texts, page after page."""

    def __init__(self) -> None:
        self._texts: dict[Mark, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))  # by mark and page
        self._around: list[str] = []
        self._added: dict[int, list[str]] = defaultdict(list)
        self._with_notes: list[int] = []

    def read_page(self, pdf: pypdfium2.PdfDocument, number: int) -> None:
        """Take what a page shows; ``number`` counts from 0."""
        page = pdf[number]
        try:
            text_page = page.get_textpage()
            try:
                for drawn in _texts_of(page):
                    self._take(_tight(_text(drawn, text_page)), *_tag_of(drawn), number)
            finally:
                text_page.close()
            if _has_notes(page):
                self._with_notes.append(number + 1)
        finally:
            page.close()

    def _take(self, text: str, tag: str, mark: Mark | None, page: int) -> None:
        if tag == CELL and mark is not None:
            self._texts[mark][page].append(text)
        elif tag == PAGE:
            self._around.append(text)
        elif text:
            self._added[page].append(text)

    def document(self, named: tuple[str, ...]) -> PrintedDocument:
        """All that was taken; ``named`` are the codes among the document's properties."""
        tables: dict[str, dict[Place, PrintedCell]] = {}
        for mark, pages in self._texts.items():
            cell = tables.setdefault(mark.code, {}).setdefault(mark.place, PrintedCell())
            (cell.again if mark.again else cell.pieces).extend("".join(texts) for texts in pages.values())
        everything = "".join(self._around) if tables else "".join("".join(texts) for texts in self._added.values())
        on_pages = tuple(dict.fromkeys(_PRINTED_CODE.findall(everything)))
        added = (PrintedText(page + 1, "".join(texts)) for page, texts in self._added.items())
        return PrintedDocument(
            codes=tuple(dict.fromkeys((*named, *(tables or on_pages)))),
            tables=tables,
            has_marks=bool(tables),
            codes_on_pages=on_pages,
            added=tuple(added) if tables else (),
            pages_with_notes=tuple(self._with_notes),
        )


def _texts_of(page: Any) -> Iterator[Any]:
    """The text objects of a page, also those inside drawings that were put on it."""
    for index in range(raw.FPDFPage_CountObjects(page)):
        yield from _texts_in(raw.FPDFPage_GetObject(page, index), _MAX_DEPTH)


def _texts_in(drawn: Any, depth: int) -> Iterator[Any]:
    kind = raw.FPDFPageObj_GetType(drawn)
    if kind == raw.FPDF_PAGEOBJ_TEXT:
        yield drawn
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth:
        for index in range(raw.FPDFFormObj_CountObjects(drawn)):
            yield from _texts_in(raw.FPDFFormObj_GetObject(drawn, index), depth - 1)


def _text(drawn: Any, text_page: Any) -> str:
    size = raw.FPDFTextObj_GetText(drawn, text_page, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFTextObj_GetText(drawn, text_page, _as_utf16(buffer), size)
    return _decoded(buffer, size)


def _tag_of(drawn: Any) -> tuple[str, Mark | None]:
    """The innermost of our tags on a text, and the cell that it names."""
    for index in reversed(range(raw.FPDFPageObj_CountMarks(drawn))):
        mark = raw.FPDFPageObj_GetMark(drawn, index)
        name = _mark_text(lambda *rest, mark=mark: raw.FPDFPageObjMark_GetName(mark, *rest))
        if name == PAGE:
            return PAGE, None
        if name == CELL:
            at = _mark_text(lambda *rest, mark=mark: raw.FPDFPageObjMark_GetParamStringValue(mark, KEY.encode(), *rest))
            return CELL, read_mark(at)
    return "", None


_MARK_BYTES: Final = 128
"""Longer than any name or place of ours."""


def _mark_text(get: Any) -> str:
    buffer, size = ctypes.create_string_buffer(_MARK_BYTES), ctypes.c_ulong()
    is_there = get(_as_utf16(buffer), _MARK_BYTES, ctypes.byref(size))
    return _decoded(buffer, size.value) if is_there and size.value <= _MARK_BYTES else ""


def _as_utf16(buffer: Any) -> Any:
    return ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))


def _decoded(buffer: Any, size: int) -> str:
    """UTF-16 with a zero at its end."""
    return str(buffer.raw[: max(size - 2, 0)].decode("utf-16-le", errors="replace"))


def _tight(text: str) -> str:
    return "".join(text.translate(_LINE_END_HYPHENS).split())


def _has_notes(page: Any) -> bool:
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        try:
            if raw.FPDFAnnot_GetSubtype(annotation) not in _SILENT_ANNOTATIONS:
                return True
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return False
