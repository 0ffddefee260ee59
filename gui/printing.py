"""From the PDF to paper: its pages are drawn at the printer's sharpness, never laid out again."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Any

from PySide6.QtCore import QRectF, QSettings, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from core.domain.errors import KnownError
from core.ports import Progress
from gui import background, messages, pdf_pages
from gui.preview import chosen_edition
from gui.print_job import take_pages, withdraw
from gui.session import Session

MIN_DPI, MAX_DPI = 300, 600
"""Below, small type is ragged on paper; above, an A4 page takes over 35 megabytes and looks the same."""

_NAME = "print/printer"


@dataclass(frozen=True, slots=True)
class _Choice:
    """One part of a printer's setup that is remembered by the name of an enumerator."""

    key: str
    kind: type[Enum]
    read: Callable[[QPrinter], Any]
    write: Callable[[QPrinter, Any], None]
    usual: Enum | None = None


_CHOICES = (
    _Choice("print/duplex", QPrinter.DuplexMode, QPrinter.duplex, QPrinter.setDuplex),
    _Choice(
        "print/colour",
        QPrinter.ColorMode,
        QPrinter.colorMode,
        QPrinter.setColorMode,
        QPrinter.ColorMode.GrayScale,  # the form is black on white
    ),
    _Choice("print/source", QPrinter.PaperSource, QPrinter.paperSource, QPrinter.setPaperSource),
    _Choice("print/order", QPrinter.PageOrder, QPrinter.pageOrder, QPrinter.setPageOrder),
)
"""The number of copies and the pages are for this once."""


def print_tables(parent: QWidget, session: Session, project_ids: Sequence[str]) -> None:
    """Print tables in the edition that the preview shows, through the system's dialog.

    Characters that no font draws are named before, by table and cell.
    """
    from core.services.printing import missing_glyphs, missing_words, tables_pdf

    if not session.settle():
        return
    edition, workspace = chosen_edition(), session.workspace

    def work(progress: Progress) -> tuple[bytes, tuple[str, ...]]:
        return tables_pdf(workspace, project_ids, edition, progress), missing_glyphs(workspace, project_ids)

    def drawn(result: tuple[bytes, tuple[str, ...]]) -> None:
        pdf, missing = result
        if pdf and missing:
            messages.ask(parent, missing_words(missing), "照样打印", lambda: print_pdf(parent, pdf))
        elif pdf:
            print_pdf(parent, pdf)

    background.run(parent, "准备打印", work, drawn)


def print_pdf(parent: QWidget, pdf: bytes) -> None:
    """Ask where and how, remember it, then print in the background with progress and 取消."""
    count = len(pdf_pages.page_sizes(pdf))
    printer = remembered_printer()
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle("打印")
    dialog.setMinMax(1, count)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange)

    def accepted() -> None:
        remember(printer)
        pages = take_pages(dialog, printer, count)
        if pages:
            background.run(parent, "打印", lambda progress: paint_pages(printer, pdf, pages, progress), lambda _: None)
        else:
            messages.show_sentence(parent, f"没有打印：共 {count} 页，其中没有所选的页，请重新选择页码。")

    dialog.accepted.connect(accepted)
    QDialog.open(dialog)  # QPrintDialog's own ``open`` asks for a slot by its C++ name


def remembered_printer() -> QPrinter:
    """The printer chosen last, with its setup, or the system's default one; A4 portrait, full page."""
    settings = QSettings()
    info = QPrinterInfo.printerInfo(str(settings.value(_NAME, "")))
    mode = QPrinter.PrinterMode.HighResolution
    printer = QPrinter(mode) if info.isNull() else QPrinter(info, mode)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    printer.setDocName("项目绩效目标表")
    for choice in _CHOICES:
        name = settings.value(choice.key)
        value = choice.kind.__members__.get(str(name), choice.usual)
        if value is not None:
            choice.write(printer, value)
    return printer


def remember(printer: QPrinter) -> None:
    """Keep the choice of printer and its setup for the next time."""
    settings = QSettings()
    settings.setValue(_NAME, printer.printerName())
    for choice in _CHOICES:
        settings.setValue(choice.key, choice.read(printer).name)


def paint_pages(printer: QPrinter, pdf: bytes, pages: Sequence[int], progress: Progress) -> None:
    """Paint pages of a PDF, counted from 0, on a printer; runs in a background thread.

    Raises:
        KnownError: The printer does not take the job.
        Cancelled: By ``progress``; what was not sent yet is thrown away.
    """
    sizes = pdf_pages.page_sizes(pdf)
    with _job(printer) as painter:
        for done, page in enumerate(pages):
            progress(done, len(pages))
            if done and not printer.newPage():
                raise KnownError(f"打印机“{printer.printerName()}”中断了打印，请检查打印机后重打。")
            _paint_page(printer, painter, pdf, page, sizes[page])
        progress(len(pages), len(pages))


@contextmanager
def _job(printer: QPrinter) -> Iterator[QPainter]:
    """A painter whose job is sent when the context ends well, and thrown away otherwise."""
    painter = QPainter()
    if not painter.begin(printer):
        raise KnownError(f"打印机“{printer.printerName()}”没有接受打印任务，请检查它是否开机、联机，再试一次。")
    try:
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        yield painter
    except BaseException:
        withdraw(printer)
        raise
    finally:
        painter.end()


def _paint_page(printer: QPrinter, painter: QPainter, pdf: bytes, page: int, size: QSizeF) -> None:
    resolution = printer.resolution()
    dpi = min(max(resolution, MIN_DPI), MAX_DPI)
    image = pdf_pages.draw_page(pdf, page, dpi / pdf_pages.POINTS_PER_INCH, grey=True)
    paper = QRectF(printer.pageLayout().fullRectPixels(resolution))
    natural = size * (resolution / pdf_pages.POINTS_PER_INCH)
    shrink = min(paper.width() / natural.width(), paper.height() / natural.height(), 1.0)
    target = QRectF(paper.topLeft(), natural * shrink)
    target.moveCenter(paper.center())
    painter.drawImage(target, image)
