"""Small pieces of WordprocessingML: paragraphs, runs, lengths.

Written as text (ADR 11): the pieces needed are few, and a booklet is thousands of cells that are alike.
"""

import re
from typing import Final
from xml.sax.saxutils import escape

from core.domain.texts import with_usual_line_ends, without_controls
from core.layout.form import STYLES

FACES: Final = {"song": "宋体", "hei": "黑体"}
_NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_TWIPS_PER_MM: Final = 1440 / 25.4
_TWIPS_PER_POINT: Final = 20


def twips(millimetres: float) -> int:
    """A length as Word counts it, in twentieths of a point."""
    return round(millimetres * _TWIPS_PER_MM)


def quoted(text: str) -> str:
    """The text for an attribute or an element; what XML cannot hold becomes U+FFFD, seen and not lost silently.

    Control characters are left out as they are in print: nobody sees them anywhere.
    """
    return escape(_NOT_IN_XML.sub("\ufffd", without_controls(text)), {'"': "&quot;"})


def run(text: str, properties: str = "") -> str:
    """One run of text; tabs become Word's tabs."""
    pieces = (f'<w:t xml:space="preserve">{quoted(piece)}</w:t>' if piece else "" for piece in text.split("\t"))
    return f"<w:r>{properties}{'<w:tab/>'.join(pieces)}</w:r>" if text else ""


def paragraphs(text: str, style: str, *, keep_next: bool = False) -> str:
    """A text as paragraphs of a style of the form, one for each of its lines."""
    properties = f'<w:pPr><w:pStyle w:val="{style_id(style)}"/>{"<w:keepNext/>" if keep_next else ""}</w:pPr>'
    lines = with_usual_line_ends(text).split("\n")
    return "".join(f"<w:p>{properties}{run(line)}</w:p>" for line in lines)


def style_id(style: str) -> str:
    """The id of the Word style that stands for a style of the form."""
    return "".join(part.capitalize() for part in style.split("_")) if style != "heading" else "Heading2"


def paragraph_style(style: str, name: str, *, extra: str = "", based_on: str = "Normal") -> str:
    """The definition of the Word style for a style of the form."""
    given = STYLES[style]
    face = FACES[given.face]
    leading = round(given.leading * _TWIPS_PER_POINT)
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id(style)}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based_on}"/><w:qFormat/>'
        f'<w:pPr>{extra}<w:spacing w:before="0" w:after="0" w:line="{leading}" w:lineRule="exact"/>'
        f'<w:jc w:val="{given.align}"/>{_outline_level(style)}</w:pPr>'
        f'<w:rPr><w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" w:cs="{face}"/>'
        f'<w:sz w:val="{round(given.size * 2)}"/><w:szCs w:val="{round(given.size * 2)}"/></w:rPr></w:style>'
    )


def _outline_level(style: str) -> str:
    return '<w:outlineLvl w:val="1"/>' if style == "heading" else ""
