"""A real print job: from the window, through the system's dialog and a CUPS queue, to paper kept as a file."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from core.domain.selection import Selection
from core.layout.form import Edition
from core.services.printing import tables_pdf
from db.store import FileStore
from tests.gui.cups_queue import Queue, is_installed, queue

SESSION = Path(__file__).with_name("print_session.py")
ROOT = Path(__file__).parents[2]
DPI = 150
FOOT = 0.93
"""Below this part of the height stands the time of printing."""

CANCELLED_AFTER_TWO_PAGES = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from core.domain.errors import Cancelled
from gui import printing
application = QApplication([])
printer = printing.remembered_printer()
assert printer.printerName() == "paper"
def progress(done, total):
    if done == 2:
        raise Cancelled
try:
    printing.paint_pages(printer, Path(sys.argv[1]).read_bytes(), progress)
except Cancelled:
    sys.stdout.write("cancelled")
"""

pytestmark = pytest.mark.skipif(not is_installed(), reason="cups-daemon and cups-client are not installed")


@pytest.fixture
def paper() -> Iterator[Queue]:
    folder = Path(tempfile.mkdtemp(prefix="cups-"))  # pytest's own are too deep for the name of a socket
    try:
        with queue(folder) as running:
            yield running
    finally:
        shutil.rmtree(folder)


def print_unit(paper: Queue, workspace: Path, unit_code: str, *arguments: str) -> dict[str, object]:
    """Print the tables of a unit; answers the setup that the dialog opened with."""
    setup: dict[str, object] = json.loads(run(paper, SESSION, workspace, unit_code, *arguments))
    return setup


def run(paper: Queue, *command: str | Path) -> str:
    """What a program says that sees the queue."""
    done = subprocess.run(
        [sys.executable, *command],
        env={**os.environ, **paper.environment, "QT_QPA_PLATFORM": "offscreen"},
        cwd=ROOT,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    return done.stdout


def pages_of(document: bytes) -> list[Image.Image]:
    opened = pypdfium2.PdfDocument(document)
    try:
        return [page.render(scale=DPI / 72, grayscale=True).to_pil() for page in opened]
    finally:
        opened.close()


def unlikeness(printed: Image.Image, wanted: Image.Image) -> float:
    """How much ink stands where it should not, or lacks where it should stand, by all ink that should.

    A little blurred, since the way through the printer's pixels moves strokes by a fraction of one.
    """
    width, height = wanted.size
    area = (0, 0, width, round(height * FOOT))
    blur = ImageFilter.GaussianBlur(1.5)
    printed, wanted = (page.resize((width, height)).crop(area).filter(blur) for page in (printed, wanted))
    ink = 255 - ImageStat.Stat(wanted).mean[0]
    return ImageStat.Stat(ImageChops.difference(printed, wanted)).mean[0] / ink


def test_a_job_arrives_with_the_right_pages_and_legible_text(paper: Queue, sample: Path) -> None:
    workspace = FileStore().open(sample)
    with workspace.read() as reader:
        ids = [table.project.id for table in reader.tables(Selection(unit_code="319202"))]
    wanted = pages_of(tables_pdf(workspace, ids, Edition.SIGNATURE))
    workspace.close()

    first = print_unit(paper, sample, "319202", "2", "0", "0", "duplexLong")
    second = print_unit(paper, sample, "319202", "1", "2", "3")
    both, some = paper.jobs(2)

    assert first == {"printer": "paper", "duplex": "DuplexNone", "copies": 1}
    assert second == {"printer": "paper", "duplex": "DuplexLongSide", "copies": 1}, "the setup is remembered"
    assert both.title == some.title == "项目绩效目标表"
    assert (both.copies, some.copies) == (2, 1)
    assert {"sides=two-sided-long-edge", "print-color-mode=monochrome", "media=A4"} <= both.options
    for job, expected in ((both, wanted), (some, wanted[1:3])):
        printed = pages_of(job.document)
        assert len(printed) == len(expected)
        for page, original in zip(printed, expected, strict=True):
            assert unlikeness(page, original) < 0.3


def test_nothing_of_a_cancelled_job_is_printed(paper: Queue, sample: Path, tmp_path: Path) -> None:
    workspace = FileStore().open(sample)
    with workspace.read() as reader:
        ids = [table.project.id for table in reader.tables(Selection(unit_code="319202"))][:3]
    file = tmp_path / "job.pdf"
    file.write_bytes(tables_pdf(workspace, ids, Edition.SIGNATURE))
    workspace.close()

    assert run(paper, "-c", CANCELLED_AFTER_TWO_PAGES, file) == "cancelled"
    first = print_unit(paper, sample, "319202", "1", "1", "1")

    assert first["printer"] == "paper"
    (job,) = paper.jobs(1)
    assert len(pages_of(job.document)) == 1, "the first job that arrived is the second that was begun"
