"""The body of the Word document: contents, then each table under its heading."""

from collections.abc import Iterator, Sequence
from typing import Final

from core.exporting.docx.markup import quoted, run, style_id, twips
from core.exporting.docx.tables import form_table
from core.exporting.heights import line_count, row_heights, text_height
from core.layout.contents import year_title
from core.layout.form import (
    MARGIN_BOTTOM,
    MARGIN_LEFT,
    MARGIN_RIGHT,
    MARGIN_TOP,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    POINTS_PER_MM,
    STYLES,
    FilledForm,
)
from core.ports import Progress

NAMESPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
GAP_POINTS: Final = 12.0
"""Line of the empty paragraphs between and under the tables."""
CONTENTS_LINES_A_PAGE: Final = 36
PAGE_NUMBER_MM: Final = 12.0
"""Room for the page number at the right end of a line of the contents, with a few dots before it."""
FIRST_BOOKMARK: Final = 4
"""The published file counts its bookmarks from here."""

_YEARS: Final = "Y"
"""Letter of the contents' entries for years, which are no headings of the publication."""
_GAP: Final = '<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>'
_FIELD_BEGIN: Final = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
_FIELD_SEPARATE: Final = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
_FIELD_END: Final = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def bookmark(index: int) -> str:
    """The bookmark of the heading of the table at ``index``, named as in the published file."""
    return f"_Toc_4_4_{index + FIRST_BOOKMARK:010d}"


def document(forms: Sequence[FilledForm], progress: Progress | None) -> Iterator[str]:
    """The main part, in pieces."""
    yield f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document {NAMESPACES}><w:body>'
    if len(forms) > 1:
        yield from _contents(forms)
    years = _first_of_years(forms)
    for index, form in enumerate(forms):
        yield _heading(form, index, new_page=len(forms) > 1, begins_year=index in years)
        yield form_table(form.table_a) + _GAP + form_table(form.table_b) + _GAP + _GAP
        if progress is not None:
            progress(index + 1, len(forms))
    yield _section() + "</w:body></w:document>"


def field(instruction: str, shown: str, properties: str = "") -> str:
    """A field of Word's with the text that it shows until it is brought up to date."""
    return _field_code(instruction) + _FIELD_SEPARATE + run(shown, properties) + _FIELD_END


def _field_code(instruction: str) -> str:
    return f'{_FIELD_BEGIN}<w:r><w:instrText xml:space="preserve"> {quoted(instruction)} </w:instrText></w:r>'


def _first_of_years(forms: Sequence[FilledForm]) -> frozenset[int]:
    """Where another year begins, if there are several."""
    starts = [index for index, form in enumerate(forms) if index == 0 or forms[index - 1].year != form.year]
    return frozenset(starts) if len(starts) > 1 else frozenset()


def _heading(form: FilledForm, index: int, *, new_page: bool, begins_year: bool) -> str:
    page_break = "<w:pageBreakBefore/>" if new_page else ""
    year = _field_code(rf'TC "{year_title(form.year)}" \f {_YEARS} \l 1') + _FIELD_END if begins_year else ""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style_id("heading")}"/>{page_break}</w:pPr>{year}'
        f'<w:bookmarkStart w:id="{index}" w:name="{bookmark(index)}"/>{run(_one_line(form.heading))}'
        f'<w:bookmarkEnd w:id="{index}"/></w:p>'
    )


def _contents(forms: Sequence[FilledForm]) -> Iterator[str]:
    """The contents field, in a content control as Word itself makes it: no part of the published text."""
    pages, years = _first_pages(forms), _first_of_years(forms)
    switches = r'TOC \o "2-2" \h \z \u' + ("" if pages else r" \n") + (rf" \f {_YEARS}" if years else "")
    yield (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
        '</w:docPartObj></w:sdtPr><w:sdtContent><w:p><w:pPr><w:pStyle w:val="ContentsTitle"/></w:pPr>'
        f"{run('目  录')}</w:p>"
    )
    lines = []
    for index, form in enumerate(forms):
        page = run("\t") + field(rf"PAGEREF {bookmark(index)} \h", str(pages[index])) if pages else ""
        if index in years:
            lines.append(("ContentsYear", index, run(year_title(form.year)) + page))
        lines.append(("Contents", index, run(_one_line(form.heading)) + page))
    for number, (style, index, content) in enumerate(lines):
        begin = _field_code(switches) + _FIELD_SEPARATE if number == 0 else ""
        end = _FIELD_END if number == len(lines) - 1 else ""
        yield (
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{begin}<w:hyperlink w:anchor="{bookmark(index)}" '
            f'w:history="1">{content}</w:hyperlink>{end}</w:p>'
        )
    yield "</w:sdtContent></w:sdt>"


def _first_pages(forms: Sequence[FilledForm]) -> list[int] | None:
    """The page of each table, or ``None`` where only Word can tell: a wrong number is worse than none.

    Each table begins a page; as long as every one surely fits on its page, the pages are counted off.
    """
    room = (PAGE_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM) * POINTS_PER_MM
    if _contents_lines(forms) > CONTENTS_LINES_A_PAGE or any(_height(form) > room for form in forms):
        return None
    return list(range(2, len(forms) + 2))


def _contents_lines(forms: Sequence[FilledForm]) -> int:
    """Lines of the contents: an entry with a long name takes several."""
    width = PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT - PAGE_NUMBER_MM
    entries = sum(line_count(_one_line(form.heading), width, STYLES["prose"].size) for form in forms)
    return entries + len(_first_of_years(forms))


def _height(form: FilledForm) -> float:
    heading = text_height(form.heading, sum(form.table_a.widths), STYLES["heading"].size)
    return heading + sum(row_heights(form.table_a)) + sum(row_heights(form.table_b)) + 3 * GAP_POINTS


def _section() -> str:
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rIdFooter"/>'
        f'<w:pgSz w:w="{twips(PAGE_WIDTH)}" w:h="{twips(PAGE_HEIGHT)}"/>'
        f'<w:pgMar w:top="{twips(MARGIN_TOP)}" w:right="{twips(MARGIN_RIGHT)}" w:bottom="{twips(MARGIN_BOTTOM)}" '
        f'w:left="{twips(MARGIN_LEFT)}" w:header="{twips(MARGIN_TOP / 2)}" w:footer="{twips(MARGIN_BOTTOM / 2)}" '
        'w:gutter="0"/></w:sectPr>'
    )


def _one_line(text: str) -> str:
    """A heading is one paragraph, whatever line breaks the project's name has."""
    return " ".join(text.splitlines())
