"""The form on paper: a renderer of FilledForms on the reportlab canvas. Import it on first use; it is slow to load."""

from core.exporting.pdf.booklet import write_pdf
from core.exporting.pdf.options import PdfOptions
from core.exporting.pdf.report import write_report_pdf

__all__ = ["PdfOptions", "write_pdf", "write_report_pdf"]
