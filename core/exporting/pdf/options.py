"""What may be chosen about a PDF."""

from dataclasses import dataclass
from datetime import datetime

from core.layout.signature import SIGNATURE_LABELS


@dataclass(frozen=True, slots=True)
class PdfOptions:
    """Choices for both editions.

    Attributes:
        one_a_page: 公开版: each table begins a page, instead of following the one before.
        cover_title: 公开版: the line above the contents; ``""`` names the year.
        signature_labels: 签字版: the fields to be filled in by hand, row by row.
        printed_at: 签字版: the time in the foot, or None to leave it out. Passed in, so that the same tables give
            the same bytes.
    """

    one_a_page: bool = False
    cover_title: str = ""
    signature_labels: tuple[str, ...] = SIGNATURE_LABELS
    printed_at: datetime | None = None


DEFAULT_OPTIONS = PdfOptions()
