"""Tables as an Excel workbook: a sheet a table, print-ready, every text as text."""

from core.exporting.xlsx.report import write_report_xlsx
from core.exporting.xlsx.workbook import Review, write_xlsx

__all__ = ["Review", "write_report_xlsx", "write_xlsx"]
