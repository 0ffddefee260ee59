"""PDF of 1 000 distinct tables, beside LibreOffice and bare reportlab calls that draw the same strings and lines.

The fonts are loaded before. The bare side gets its lines broken and placed for nothing; LibreOffice gets the tables
as one Word file and has the fonts installed. All in one run, so that the ratios are of one machine and moment.
"""

import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from core.catalogue.glyphs import face_path
from core.domain.records import TargetTable
from core.exporting.docx import write_docx
from core.exporting.pdf import write_pdf
from core.exporting.pdf.drawing import FRAME_HEIGHT, LEFT, TOP
from core.exporting.pdf.fonts import FontChain, load
from core.layout.form import PAGE_HEIGHT, POINTS_PER_MM, Edition, fill
from core.layout.measuring import measure_form
from core.layout.pagination import Frame, Page, paginate
from tests.benchmarks.office import SOFFICE, Office, whole_process
from tests.benchmarks.workload import distinct_tables
from tests.reference import reference_tables

TABLES = 1000
RUNS = 3


def test_pdf_beside_bare_reportlab() -> None:
    main()


def draw_bare(pages: list[Page], out: BytesIO) -> None:
    """The same strings and lines with reportlab's own calls."""
    faces = {"song": "bare-song", "hei": "bare-hei"}
    canvas = Canvas(out, initialFontName=faces["song"], pageCompression=1, invariant=1)
    height = PAGE_HEIGHT * POINTS_PER_MM
    for page in pages:
        canvas.setLineWidth(0.6)
        for box in page.boxes:
            x, y = LEFT + box.x, height - TOP - box.y
            if box.bordered:
                canvas.rect(x, y - box.height, box.width, box.height)
            style = box.style
            canvas.setFont(faces[style.face], style.size)
            for index, line in enumerate(box.lines):
                canvas.drawString(x + 4, y - (index + 1) * style.leading, line)
        canvas.showPage()
    canvas.save()


def peak_megabytes() -> float | None:
    """The process's peak memory, where the system tells."""
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def main() -> None:
    """Print times, ratios and the peak memory."""
    tables = list(distinct_tables(TABLES))
    for face in ("song", "hei"):
        load(face)
        pdfmetrics.registerFont(TTFont(f"bare-{face}", str(face_path(face))))

    ours = BytesIO()
    write_ours(tables, ours)
    memory = peak_megabytes()
    fonts = FontChain()
    pages = paginate((measure_form(fill(table), fonts) for table in tables), Frame(FRAME_HEIGHT, 12))
    # In turns, so that both meet the same load of the machine.
    times = [(seconds(write_ours, tables), seconds(draw_bare, pages)) for _ in range(RUNS)]
    our_time, bare_time = map(min, zip(*times, strict=True))

    print(f"{TABLES} tables, {len(pages)} pages, {len(ours.getvalue()) / 1e6:.1f} MB")
    print(f"绩表             {our_time:6.2f} s, peak memory {memory and round(memory)} MB (bar 200)")
    print(f"bare reportlab   {bare_time:6.2f} s, ratio {our_time / bare_time:.2f} (bar 1.5)")
    if SOFFICE is None:
        print("LibreOffice is not installed")
        return
    with TemporaryDirectory() as name:
        beside_office(Path(name), tables, our_time)


def write_ours(tables: list[TargetTable], out: BytesIO) -> None:
    """All that the program does, from the tables on."""
    write_pdf([fill(table) for table in tables], out, Edition.PUBLICATION)


def seconds(write: Callable[[Any, BytesIO], None], content: object) -> float:
    """How long writing takes."""
    start = time.perf_counter()
    write(content, BytesIO())
    return time.perf_counter() - start


def beside_office(folder: Path, tables: list[TargetTable], our_time: float) -> None:
    """The same tables from .docx with LibreOffice; the fourteen published ones as whole processes."""
    workspace = folder / "sample.jxdb"
    whole_process(["--workspace", str(workspace), "sample"])
    export = ["--workspace", str(workspace), "export", str(folder / "ours.pdf")]
    office, fourteen = Office(folder), docx(list(reference_tables()))
    office.seconds(fourteen, "warm")  # makes its profile and its cache of fonts
    whole_process(export)
    small_office = min(office.seconds(fourteen, "fourteen") for _ in range(RUNS))
    small_ours = min(whole_process(export) for _ in range(RUNS))
    large_office = office.seconds(docx(tables), "thousand")
    print(f"LibreOffice      {large_office:6.2f} s, ratio {our_time / large_office:.2f} (bar 0.2)")
    print(f"14 tables, whole process: 绩表 {small_ours:.2f} s, LibreOffice {small_office:.2f} s,", end=" ")
    print(f"ratio {small_ours / small_office:.2f} (bar 0.5)")


def docx(tables: list[TargetTable]) -> bytes:
    """The tables as a Word file."""
    out = BytesIO()
    write_docx([fill(table) for table in tables], out)
    return out.getvalue()


if __name__ == "__main__":
    main()
