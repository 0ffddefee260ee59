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
UNIT = "319202"  # with six tables, each of one page
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
    printing.paint_pages(printer, Path(sys.argv[1]).read_bytes(), [0, 1, 2], progress)
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


def print_unit(paper: Queue, workspace: Path, *choices: dict[str, object]) -> list[dict[str, object]]:
    """Print the tables of a unit, once for each choices; answers what the dialogs opened with."""
    told: list[dict[str, object]] = json.loads(run(paper, SESSION, workspace, UNIT, *map(json.dumps, choices)))
    return told


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


def drawn(sample: Path) -> bytes:
    """The document that the window prints."""
    workspace = FileStore().open(sample)
    try:
        with workspace.read() as reader:
            ids = [table.project.id for table in reader.tables(Selection(unit_code=UNIT))]
        return tables_pdf(workspace, ids, Edition.SIGNATURE)
    finally:
        workspace.close()


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


def numbers(document: bytes, wanted: list[Image.Image]) -> list[int]:
    """Which of the wanted pages the pages of a document are, from 1; an unlike one is 0."""

    def number(printed: Image.Image) -> int:
        likest = min(range(len(wanted)), key=lambda page: unlikeness(printed, wanted[page]))
        return likest + 1 if unlikeness(printed, wanted[likest]) < 0.3 else 0

    return [number(page) for page in pages_of(document)]


def test_a_job_arrives_with_the_right_pages_and_legible_text(paper: Queue, sample: Path) -> None:
    wanted = pages_of(drawn(sample))

    (first,) = print_unit(paper, sample, {"copies": 2, "duplex": "duplexLong"})
    (second,) = print_unit(paper, sample, {"from": 2, "to": 3})
    both, some = paper.jobs(2)

    assert first == {"printer": "paper", "duplex": "DuplexNone", "copies": 1}
    assert second == {"printer": "paper", "duplex": "DuplexLongSide", "copies": 1}, "the setup is remembered"
    assert both.title == some.title == "项目绩效目标表"
    assert (both.copies, some.copies) == (2, 1)
    assert {"sides=two-sided-long-edge", "print-color-mode=monochrome", "media=A4"} <= both.options
    assert numbers(both.document, wanted) == [1, 2, 3, 4, 5, 6]
    assert numbers(some.document, wanted) == [2, 3]


def test_the_chosen_pages_arrive_and_the_queue_is_not_asked_to_pick_any(paper: Queue, sample: Path) -> None:
    wanted = pages_of(drawn(sample))
    chosen: list[tuple[dict[str, object], list[int]]] = [
        ({"pages": "3-4"}, [3, 4]),
        ({"pages": "5"}, [5]),
        ({"pages": "1,3"}, [1, 3]),
        ({"set": 2, "reverse": True}, [6, 4, 2]),
        ({"set": 1, "from": 2, "to": 5}, [3, 5]),
    ]
    print_unit(paper, sample, *(choices for choices, _pages in chosen))
    jobs = paper.jobs(len(chosen))
    assert [numbers(job.document, wanted) for job in jobs] == [pages for _choices, pages in chosen]
    for job in jobs:
        assert not [option for option in job.options if option.startswith(("page-ranges", "page-set"))]


def test_pages_that_are_not_there_are_not_printed(paper: Queue, sample: Path) -> None:
    (none,) = print_unit(paper, sample, {"pages": "7-9"})
    print_unit(paper, sample, {"pages": "6"})

    assert none["said"] == "没有打印：共 6 页，其中没有所选的页，请重新选择页码。"
    (job,) = paper.jobs(1)
    assert len(pages_of(job.document)) == 1


def test_nothing_of_a_cancelled_job_is_printed(paper: Queue, sample: Path, tmp_path: Path) -> None:
    file = tmp_path / "job.pdf"
    file.write_bytes(drawn(sample))

    assert run(paper, "-c", CANCELLED_AFTER_TWO_PAGES, file) == "cancelled"
    print_unit(paper, sample, {"pages": "1"})

    (job,) = paper.jobs(1)
    assert len(pages_of(job.document)) == 1, "the first job that arrived is the second that was begun"
