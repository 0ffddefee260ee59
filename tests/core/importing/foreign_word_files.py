"""One table in Word files as people and programs leave them: tracked changes, controls, fields, boxes, notes."""

import re
from collections.abc import Callable
from functools import partial
from typing import Final

from tests.core.importing.word_files import W, paragraph, table, whole_table
from tests.core.importing.workbooks import archive_of

_STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL: Final = W.split('"')[1]
_OTHERS: Final = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:r="urn:r" xmlns:m="urn:m" '
    'xmlns:wps="urn:wps" xmlns:v="urn:v" mc:Ignorable="w14"'
)
_NOTE: Final = 'w:id="1" w:author="李四" w:date="2025-01-01T00:00:00Z"'
_RUN: Final = re.compile(r'<w:r><w:t xml:space="preserve">([^<]+)</w:t></w:r>')
_PARAGRAPH: Final = re.compile(r"<w:p><w:r>.*?</w:r></w:p>")
_CELL: Final = re.compile(r"<w:tc>.*?</w:tc>")
_ROW: Final = re.compile(r"<w:tr>.*?</w:tr>")
_TABLE: Final = re.compile(r"<w:tbl>.*?</w:tbl>")


def _each(pattern: re.Pattern[str], replacement: str) -> str:
    """The body with every match replaced; ``\\g<0>`` is what was there, ``\\1`` its text."""
    return pattern.sub(replacement, whole_table())


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def _control(content: str) -> str:
    properties = "<w:sdtPr><w:alias w:val='项目名称'/><w:showingPlcHdr/></w:sdtPr>"
    return f"<w:sdt>{properties}<w:sdtContent>{content}</w:sdtContent></w:sdt>"


def _field(begin: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{begin}</w:instrText></w:r>'
        r'<w:r><w:fldChar w:fldCharType="separate"/></w:r>\g<0><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


_BOX = f"<w:txbxContent>{paragraph('文本框')}{table([('项目名称', '框里的')])}</w:txbxContent>"
_DRAWING = (
    f"<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{_BOX}</wps:txbx></w:drawing>"
    f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{_BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    "</w:r></w:p>"
)
_DELETED = f"<w:del {_NOTE}><w:r><w:delText>旧的</w:delText></w:r></w:del>"
_DELETED_ROW = (
    f"<w:tr><w:trPr><w:del {_NOTE}/></w:trPr>"
    + f"<w:tc><w:p><w:del {_NOTE}><w:r><w:delText>删掉的</w:delText></w:r></w:del></w:p></w:tc>" * 5
    + "</w:tr>"
)
_MARKS = '<w:bookmarkStart w:id="1" w:name="a"/><w:proofErr w:type="spellStart"/><w:commentRangeStart w:id="2"/>'
_REFERENCES = (
    '<w:bookmarkEnd w:id="1"/><w:commentRangeEnd w:id="2"/><w:r><w:commentReference w:id="2"/></w:r>'
    '<w:r><w:footnoteReference w:id="3"/></w:r><w:r><w:endnoteReference w:id="4"/></w:r>'
    "<w:r><w:lastRenderedPageBreak/></w:r>"
)
_NOTES = {
    f"word/{kind}s.xml": f'<w:{kind}s {W}><w:{kind} w:id="3">{whole_table("注里的")}</w:{kind}></w:{kind}s>'
    for kind in ("footnote", "endnote", "comment", "header", "footer")
}
_PROPERTIES = (
    f"<w:pPr><w:pStyle w:val='a'/><w:pPrChange {_NOTE}><w:pPr/></w:pPrChange></w:pPr>"
    f"<w:r><w:rPr><w:b/><w:rPrChange {_NOTE}><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr>"
)


def _letter_by_letter() -> str:
    return _RUN.sub(lambda run: "".join(map(_run, run[1])), whole_table())


def _file(body: str, parts: dict[str, str] | None = None) -> bytes:
    document = f"<w:document {W} {_OTHERS}><w:body>{body}</w:body></w:document>"
    return archive_of({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **(parts or {})})


def _spelt(*renamed: tuple[str, str], encoding: str = "utf-8") -> bytes:
    text = f"<w:document {W}><w:body>{whole_table()}</w:body></w:document>"
    for old, new in renamed:
        text = text.replace(old, new)
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'
    return archive_of({"[Content_Types].xml": "<Types/>", "word/document.xml": (declared + text).encode(encoding)})


def _elsewhere() -> bytes:
    """The main part under another name, as the web edition of Word writes it."""
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="/word/document2.xml"/></Relationships>'
    )
    body = f"<w:document {W}><w:body>{whole_table()}</w:body></w:document>"
    return archive_of({"[Content_Types].xml": "<Types/>", "_rels/.rels": relations, "word/document2.xml": body})


def _last_row_and(row: str) -> str:
    """A row more at the end."""
    body = whole_table()
    return body[: -len("</w:tbl>")] + row + "</w:tbl>"


_BODIES: dict[str, str] = {
    "plain": whole_table(),
    "inserted": _each(_RUN, rf"{_DELETED}<w:ins {_NOTE}>\g<0></w:ins>"),
    "moved": _each(_RUN, rf"<w:moveFrom {_NOTE}>{_run('旧的')}</w:moveFrom><w:moveTo {_NOTE}>\g<0></w:moveTo>"),
    "inserted-rows": whole_table().replace("<w:tr>", f"<w:tr><w:trPr><w:ins {_NOTE}/></w:trPr>"),
    "deleted-row": _last_row_and(_DELETED_ROW),
    "deleted-paragraph": f"<w:p>{_DELETED}</w:p>" + whole_table(),
    "changed-looks": whole_table().replace("<w:p><w:r>", f"<w:p>{_PROPERTIES}"),
    "controls-on-runs": _each(_RUN, _control(r"\g<0>")),
    "controls-on-paragraphs": _each(_PARAGRAPH, _control(r"\g<0>")),
    "controls-on-cells": _each(_CELL, _control(r"\g<0>")),
    "controls-on-rows": _each(_ROW, _control(r"\g<0>")),
    "controls-on-tables": _each(_TABLE, _control(r"\g<0>")),
    "one-control": _control(_control(whole_table())),
    "custom-xml": _each(_RUN, r"<w:smartTag><w:customXml>\g<0></w:customXml></w:smartTag>"),
    "layout-table": table([("", "")]).replace("<w:p><w:r>", f"{whole_table()}<w:p><w:r>", 1),
    "text-boxes": _DRAWING + whole_table() + _DRAWING,
    "boxes-in-cells": _each(_RUN, rf"\g<0>{_DRAWING[len('<w:p>') : -len('</w:p>')]}"),
    "simple-fields": _each(_RUN, r'<w:fldSimple w:instr="DOCPROPERTY 项目名称">\g<0></w:fldSimple>'),
    "fields": _each(_RUN, _field(" MERGEFIELD 项目名称 ")),
    "links": _each(_RUN, r'<w:hyperlink r:id="x" w:tooltip="项目名称">\g<0></w:hyperlink>'),
    "marks": _each(_RUN, rf"{_MARKS}\g<0>{_REFERENCES}"),
    "letter-by-letter": _letter_by_letter(),
    "ruby": _each(
        _RUN,
        r"<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>pīn</w:t></w:r></w:rt><w:rubyBase>\g<0></w:rubyBase></w:ruby></w:r>",
    ),
    "formula": _each(_RUN, r"<m:oMath><m:r><m:t>\1</m:t></m:r></m:oMath>"),
    "sections": whole_table() + "<w:sectPr><w:pgSz w:w='1'/><w:sectPrChange><w:sectPr/></w:sectPrChange></w:sectPr>",
    "alt-chunk": f'{whole_table()}<w:altChunk r:id="rId9"><w:altChunkPr/></w:altChunk>',
    "page-breaks": f'<w:p><w:r><w:br w:type="page"/></w:r></w:p>{whole_table()}',
    "exceptions": whole_table().replace("<w:tr>", "<w:tr><w:tblPrEx><w:tblBorders/></w:tblPrEx>"),
    "row-marks": _each(_CELL, r'<w:bookmarkStart w:id="1" w:name="b"/>\g<0><w:bookmarkEnd w:id="1"/>'),
}
WORD_FILES: dict[str, Callable[[], bytes]] = {
    **{f"{name}.docx": partial(_file, body) for name, body in _BODIES.items()},
    "strict.docx": partial(_spelt, (_TRANSITIONAL, _STRICT)),
    "no-prefix.docx": partial(_spelt, ("xmlns:w=", "xmlns="), ("w:", "")),
    "other-prefix.docx": partial(_spelt, ("xmlns:w=", "xmlns:ns0="), ("w:", "ns0:")),
    "utf-16.docx": partial(_spelt, encoding="utf-16"),
    "elsewhere.docx": _elsewhere,
    "notes.docx": partial(_file, _each(_RUN, rf"\g<0>{_REFERENCES}"), _NOTES),
}
"""Every one of them holds the table of ``word_files.whole_table``, and no other."""
