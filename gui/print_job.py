"""What a queue is told of a job: it prints all that it gets, since the program picks the pages; or it gets nothing."""

from PySide6.QtPrintSupport import QPrintDialog, QPrintEngine, QPrinter
from PySide6.QtWidgets import QComboBox

_CUPS_OPTIONS = QPrintEngine.PrintEnginePropertyKey(0xFE00)
"""``PPK_CupsOptions``, which Qt does not publish: names and values in turn; nothing where CUPS does not print."""

_PICKING = ("page-ranges", "page-set")
_IMPOSSIBLE = ["page-ranges", "2-1", "job-hold-until", "indefinite"]
"""CUPS refuses a job whose pages run backwards; another server would at least not begin with it."""

_EVERY_PAGE, _ODD, _EVEN = (0, 1), (1,), (0,)
"""What page numbers may leave when halved."""


def take_pages(dialog: QPrintDialog, printer: QPrinter, count: int) -> list[int]:
    """The pages to print, from 0, in the order in which they leave the printer; the queue then prints what it gets.

    WORKAROUND for Qt 6.8: what is chosen beside 页数 and 页面组 becomes options of the job, by which CUPS picks pages
    from those that were picked already, and by which a queue without filters picks none.

    Args:
        dialog: As it was accepted.
        printer: As the dialog has set it up.
        count: Of the pages of the document.
    """
    engine = printer.printEngine()
    options = engine.property(_CUPS_OPTIONS) or []
    pairs = zip(options[::2], options[1::2], strict=True)
    engine.setProperty(_CUPS_OPTIONS, [word for pair in pairs if pair[0] not in _PICKING for word in pair])
    sets: QComboBox | None = dialog.findChild(
        QComboBox, "pageSetCombo"
    )  # there is none in a dialog that is not Qt's own
    wanted = (_EVERY_PAGE, _ODD, _EVEN)[sets.currentIndex()] if sets and sets.isEnabled() else _EVERY_PAGE
    return [page for page in chosen_pages(printer, count) if (page + 1) % 2 in wanted]


def chosen_pages(printer: QPrinter, count: int) -> list[int]:
    """The pages that a printer is set up for, from 0, in the order in which they leave it."""
    pages, ranges = list(range(count)), printer.pageRanges()
    if printer.printRange() is QPrinter.PrintRange.PageRange and not ranges.isEmpty():
        pages = [page for page in pages if ranges.contains(page + 1)]
    return pages[::-1] if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst else pages


def withdraw(printer: QPrinter) -> None:
    """Throw away a job that is being painted; its painter must still be ended.

    WORKAROUND for Qt 6.8: ``QPrinter.abort`` does nothing where CUPS prints, and the pages painted so far would come
    out of the printer.
    """
    printer.printEngine().setProperty(_CUPS_OPTIONS, _IMPOSSIBLE)
    printer.abort()
