"""A plain report as PDF: the pages, faces and line breaks of the form."""

from datetime import datetime
from typing import BinaryIO

from core.exporting.pdf.booklet import saving
from core.exporting.pdf.canvas import PAGE_HEIGHT_PT, Ink
from core.exporting.pdf.drawing import FRAME_HEIGHT, TOP, Pen
from core.exporting.pdf.fonts import FontChain
from core.exporting.pdf.properties import described_canvas
from core.layout.pagination import Frame, paginate
from core.layout.report import Report, measured
from core.layout.text import single_line


def write_report_pdf(report: Report, out: BinaryIO, printed_at: datetime | None = None) -> None:
    """Write a report; the same arguments give the same bytes.

    Args:
        report: With at least a title or one table.
        out: Where it is written, at the end and at once.
        printed_at: When the document says it was made.
    """
    fonts = FontChain()
    canvas = described_canvas(out, fonts.body_font_name, title=single_line(report.subject), printed_at=printed_at)
    ink = Ink(canvas, fonts)
    pen = Pen(ink, fonts)
    pages = paginate(measured(report, fonts), Frame(FRAME_HEIGHT, form_on_new_page=report.one_a_page))
    titles = [title for title in (report.title, *(table.title for table in report.tables)) if title]
    for number, page in enumerate(pages, 1):
        for index, y in page.forms:
            key = f"part-{index}"
            canvas.bookmarkHorizontalAbsolute(key, PAGE_HEIGHT_PT - TOP - y + 6)
            canvas.addOutlineEntry(single_line(titles[index]), key, 0)
        pen.boxes(page.boxes)
        pen.foot(report.foot, f"第 {number} 页 共 {len(pages)} 页", "")
        ink.finish_page()
    with saving:
        canvas.save()
