"""Tables as a Word document, paragraph for paragraph and cell for cell as they are published."""

from core.exporting.docx.package import write_docx

__all__ = ["write_docx"]
