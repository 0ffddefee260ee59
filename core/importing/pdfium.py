"""PDFium knows one caller at a time: whoever opens a PDF with it does so here, under one lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import pypdfium2

_one_at_a_time = Lock()


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """A document, closed again under the lock: a finalizer would call PDFium from whatever thread collects garbage.

    Raises:
        pypdfium2.PdfiumError: It is no PDF that PDFium can open.
    """
    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()
