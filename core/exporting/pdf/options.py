"""What may be chosen about a PDF."""

from dataclasses import dataclass
from datetime import datetime

from core.layout.signature import SIGNATURE_LABELS


@dataclass(frozen=True, slots=True)
class PdfOptions:
    """Choices for both editions.

    Attributes:
        one_a_page: 公开版: each table begins a page, instead of following the one before.
        fit_on_one_page: A table that needs more than a page is set in smaller type if that puts it on one.
        cover_title: 公开版: the line above the contents; ``""`` names the year.
        header_line: The unit's own line in the head of every page; ``""`` for none.
        signature_labels: 签字版: the fields to be filled in by hand, row by row.
        printed_at: 签字版: the time in the foot, or None to leave it out; also when the document says it was made.
            Passed in, so that the same tables give the same bytes.
        song_file, hei_file: Fonts of this machine to set body and headings in, before the vendored ones; ``""`` for
            none.
    """

    one_a_page: bool = False
    fit_on_one_page: bool = False
    cover_title: str = ""
    header_line: str = ""
    signature_labels: tuple[str, ...] = SIGNATURE_LABELS
    printed_at: datetime | None = None
    song_file: str = ""
    hei_file: str = ""


DEFAULT_OPTIONS = PdfOptions()
