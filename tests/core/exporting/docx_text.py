"""The text of a .docx the way the published tables were turned into text.

Each body paragraph is one line. Each table cell starts with a tab and ends with a newline, each row and each
table ends with one more newline, and a bookmark that starts a paragraph is printed as ``[bookmark: NAME]`` before
its text. A vertically merged cell prints its text once; the cells it covers print empty. Standard library only, so
that it shares nothing with what it checks.
"""

import io
import zipfile
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def docx_text(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = ElementTree.fromstring(archive.read("word/document.xml")).find(W + "body")
    assert body is not None
    return "".join(_block_text(block) for block in body)


def _block_text(block: ElementTree.Element) -> str:
    if block.tag == W + "p":
        return _paragraph_text(block) + "\n"
    return _table_text(block) if block.tag == W + "tbl" else ""


def _table_text(table: ElementTree.Element) -> str:
    rows = ("".join(_cell_text(cell) for cell in row.findall(W + "tc")) + "\n" for row in table.findall(W + "tr"))
    return "".join(rows) + "\n"


def _cell_text(cell: ElementTree.Element) -> str:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    covered = merge is not None and merge.get(W + "val", "continue") == "continue"
    lines = [] if covered else [_paragraph_text(paragraph) for paragraph in cell.findall(W + "p")]
    return "\t" + "\n".join(lines) + "\n"


def _paragraph_text(paragraph: ElementTree.Element) -> str:
    return "".join(_node_text(node) for node in paragraph.iter())


def _node_text(node: ElementTree.Element) -> str:
    if node.tag == W + "bookmarkStart" and node.get(W + "name", "").startswith("_Toc"):
        return f"[bookmark: {node.get(W + 'name')}]"
    if node.tag == W + "t":
        return node.text or ""
    if node.tag == W + "tab" and node.get(W + "val") is None:  # a tab in a run, not a tab stop
        return "\t"
    return "\n" if node.tag in (W + "br", W + "cr") else ""
