"""What a PDF says about itself: document properties, and what an archive asks for (PDF/A-2u, ISO 19005-2).

What of PDF/A is met, and how that is known, stands in ``resources/docs/adr/0013-pdf-for-the-archive.md``.
"""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Any, BinaryIO, Final

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFInfo, PDFName, PDFStream, PDFString
from reportlab.pdfgen.canvas import Canvas

from core.exporting.identity import PROGRAM, SUBJECT, author_of, title_of
from core.exporting.pdf.canvas import PAGE_HEIGHT_PT
from core.exporting.pdf.colour import NAME, srgb_profile
from core.exporting.pdf.options import PdfOptions
from core.layout.form import PAGE_WIDTH, POINTS_PER_MM, FilledForm
from core.layout.text import single_line

LANGUAGE: Final = "zh-CN"
_XMP: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>U</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Keywords>{keywords}</pdf:Keywords>
<pdf:Producer>{producer}</pdf:Producer>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>{dates}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
_XMP_DATES: Final = """
<xmp:CreateDate>{0}</xmp:CreateDate>
<xmp:ModifyDate>{0}</xmp:ModifyDate>"""


class _Info(PDFInfo):  # type: ignore[misc] # reportlab has no type hints
    """Document properties that date the document only by what they are told, so that its bytes depend on nothing else.

    WORKAROUND for reportlab 5.1: its ``invariant`` documents all say that they were made on 1 January 2000.
    """

    printed_at: datetime | None = None

    def format(self, document: Any) -> Any:
        """The dictionary's bytes."""
        texts = {
            "Title": self.title,
            "Author": self.author,
            "Subject": self.subject,
            "Keywords": self.keywords,
            "Creator": self.creator,
            "Producer": self.producer,
        }
        if self.printed_at:
            texts["CreationDate"] = texts["ModDate"] = _pdf_date(self.printed_at)
        return PDFDictionary({name: PDFString(text) for name, text in texts.items()}).format(document)


class _PlainStream(PDFStream):  # type: ignore[misc] # reportlab has no type hints
    """A stream without any filter: metadata must be readable by programs that know none."""

    def format(self, document: Any) -> bytes:
        """The stream's bytes."""
        entries = PDFDictionary({**self.dictionary.dict, "Length": len(self.content)})
        written: bytes = entries.format(document) + b"\nstream\n" + self.content + b"\nendstream\n"
        return written


def new_canvas(out: BinaryIO, forms: Sequence[FilledForm], options: PdfOptions, font_name: str) -> Canvas:
    """An empty document that says what it is.

    Args:
        out: Where it will be written.
        forms: What it will hold.
        options: Of them the time and the title.
        font_name: The face that every page begins with (otherwise a Helvetica would be listed).
    """
    return described_canvas(
        out,
        font_name,
        title=single_line(title_of(forms)) if len(forms) == 1 else cover_title(forms, options),
        author=single_line(author_of(forms)),
        keywords=" ".join(form.check_code for form in forms),
        printed_at=options.printed_at,
    )


def described_canvas(
    out: BinaryIO, font_name: str, *, title: str, author: str = "", keywords: str = "", printed_at: datetime | None
) -> Canvas:
    """An empty document with these properties, on one line each."""
    canvas = Canvas(
        out,
        pagesize=(PAGE_WIDTH * POINTS_PER_MM, PAGE_HEIGHT_PT),
        pageCompression=1,
        invariant=1,
        initialFontName=font_name,
        lang=LANGUAGE,
        pdfVersion=(1, 7),
    )
    document: Any = canvas._doc
    document.info = info = _Info()
    info.title = title
    info.author = author
    info.subject = SUBJECT
    info.creator = PROGRAM
    info.keywords = keywords
    info.printed_at = printed_at
    canvas.setViewerPreference("DisplayDocTitle", "true")
    catalog = document.Catalog
    kind = PDFDictionary({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")})
    catalog.Metadata = _PlainStream(kind, _xmp(info))
    catalog.OutputIntents = PDFArray([_output_intent(document)])
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]  # the entries that it writes if they are set
    return canvas


def cover_title(forms: Sequence[FilledForm], options: PdfOptions) -> str:
    """The line above the contents, also the booklet's title."""
    if options.cover_title:
        return single_line(options.cover_title)
    return title_of(forms)


def _output_intent(document: Any) -> Any:
    profile = PDFStream(PDFDictionary({"N": 3}), srgb_profile())
    return PDFDictionary(
        {
            "Type": PDFName("OutputIntent"),
            "S": PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": PDFString(NAME),
            "Info": PDFString(NAME),
            "DestOutputProfile": document.Reference(profile),
        }
    )


def _xmp(info: _Info) -> bytes:
    return _XMP.format(
        title=escape(info.title),
        author=escape(info.author),
        subject=escape(info.subject),
        language=LANGUAGE,
        keywords=escape(info.keywords),
        producer=escape(info.producer),
        creator=escape(info.creator),
        dates=_XMP_DATES.format(info.printed_at.isoformat(timespec="seconds")) if info.printed_at else "",
    ).encode()


def _pdf_date(time: datetime) -> str:
    zone = time.strftime("%z")
    return f"D:{time:%Y%m%d%H%M%S}" + (f"{zone[:3]}'{zone[3:5]}'" if zone else "")
