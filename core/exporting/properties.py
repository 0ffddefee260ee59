"""The properties of a document, as workbooks and Word files hold them: parts of the same form in both.

They name no time: that of the export would make equal content unequal bytes, and any other would be false.
"""

import re
from typing import Final
from xml.sax.saxutils import escape

from core.exporting.identity import PROGRAM

NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that a part cannot hold, or a carriage return, which reading would make a line feed."""

_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
APPLICATION_PART: Final = (
    f'{_XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    f"<Application>{PROGRAM}</Application></Properties>"
)
"""``docProps/app.xml``: the program that has made the file."""


def core_part(title: str, creator: str) -> str:
    """``docProps/core.xml``: title, author and language; what XML cannot hold is left out."""
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{_bare(title)}</dc:title><dc:creator>{_bare(creator)}</dc:creator>"
        "<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


def _bare(text: str) -> str:
    return escape(NOT_IN_XML.sub("", text))
