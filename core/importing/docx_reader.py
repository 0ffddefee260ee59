"""Read a ``.docx`` with lxml, straight from its main part (ADR 11).

What is needed is one pass over a tree, with merged cells marked, content controls and tracked insertions read and
tracked deletions left out. The parser takes no entities and no network, and no part is unpacked beyond a limit.
"""

import re
from collections.abc import Iterator

from lxml import etree

from core.domain.copies import COPY_VERSION, SHORT_FIELDS, TABLE_PROPERTY, VERSION_PROPERTY, CopiedTable, read_record
from core.domain.errors import KnownError
from core.importing.document import Block, Cell, Document, Grid, Paragraph, Row
from core.importing.package import Kind, Package

KIND = Kind("Word", "Word 或 WPS", ".docx")
MAX_ELEMENTS = 2_000_000
"""Of the main part; four times those of a thousand tables. The tree takes 200 bytes for each."""
_MAIN_PART = "word/document.xml"
_PROPERTIES = "docProps/custom.xml"
_DEEPEST_NESTING = 20

_SKIPPED = frozenset({"del", "moveFrom", "txbxContent", "Fallback", "pPr", "rPr", "instrText", "delText"})
"""Not part of the text: what tracked changes deleted, text boxes, a second version of a drawing, properties."""
_WRAPPERS = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent", "Choice"})
"""Elements that only wrap blocks, rows or cells."""


def read_docx(data: bytes, file_name: str) -> Document:
    """Read the bytes of a Word file.

    Raises:
        KnownError: It is not a Word file, is damaged, or is too large to be one of tables.
    """
    with Package(data, file_name, KIND) as package:
        part = package.main_part(_MAIN_PART)
        if part not in package.names:
            raise KnownError(f"“{file_name}”里没有 Word 正文，请确认它是 .docx 文件。")
        content = package.read(part)
        if content.count(b"<") - content.count(b"</") > MAX_ELEMENTS:
            raise package.too_large
        root = _parse(content, file_name)
        identities = tuple(_identities(package))
    body = next((child for child in root if _name(child) == "body"), None)
    if _name(root) != "document" or body is None:
        raise KnownError(f"“{file_name}”里没有 Word 正文，请确认它是 .docx 文件。")
    counter = iter(range(1, 1_000_000))
    return Document(file_name, tuple(_blocks(body, counter, 0)), tells_merges=True, identities=identities)


def _identities(package: Package) -> Iterator[CopiedTable]:
    """What a copy of ours says of its tables, in the document's own properties."""
    if _PROPERTIES not in package.names:
        return
    properties: dict[str, str] = {}
    name = ""

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal name
        if element == "property":
            name = attributes.get("name", "")

    def data(text: str) -> None:
        properties[name] = properties.get(name, "") + text

    package.parse(_PROPERTIES, start, None, data)
    if properties.get(VERSION_PROPERTY) == COPY_VERSION:
        for key, value in properties.items():
            record = value.split(" ", len(SHORT_FIELDS) - 1) if key.startswith(TABLE_PROPERTY) else ()
            table = read_record(record)
            if table is not None:
                yield table


def _parse(content: bytes, file_name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise KnownError(f"“{file_name}”的内容已损坏，读不出来；请用 Word 或 WPS 打开后另存一份再导入。") from error
    if root.getroottree().docinfo.doctype:
        raise KnownError(f"“{file_name}”含有不安全的内容（文档类型声明），没有导入。")
    return root


def _name(element: etree._Element) -> str:
    """Local name: the transitional and the strict edition of the format differ in their namespaces only."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _attribute(element: etree._Element | None, name: str) -> str | None:
    if element is None:
        return None
    return next((str(v) for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name), None)


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Children of that name, wrapped ones included."""
    for child in element:
        if _name(child) == name:
            yield child
        elif _name(child) in _WRAPPERS:
            yield from _children(child, name)


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    return None if element is None else next((c for c in element if _name(c) == name), None)


def _blocks(body: etree._Element, counter: Iterator[int], depth: int) -> Iterator[Block]:
    for child in body:
        kind = _name(child)
        if kind == "p":
            yield Paragraph(_paragraph_text(child).strip())
        elif kind == "tbl" and depth < _DEEPEST_NESTING:
            place = f"第 {next(counter)} 个表格"
            rows = tuple(_row(row) for row in _children(child, "tr"))
            yield Grid(rows, (place,) * len(rows))
            for row in _children(child, "tr"):
                for cell in _children(row, "tc"):
                    yield from (b for b in _blocks(cell, counter, depth + 1) if isinstance(b, Grid))
        elif kind in _WRAPPERS:
            yield from _blocks(child, counter, depth)


def _row(row: etree._Element) -> Row:
    cells = []
    column = _whole(_attribute(_child(_child(row, "trPr"), "gridBefore"), "val"), 0)
    for cell in _children(row, "tc"):
        properties = _child(cell, "tcPr")
        span = _whole(_attribute(_child(properties, "gridSpan"), "val"), 1)
        merge = _child(properties, "vMerge")
        covered = merge is not None and (_attribute(merge, "val") or "continue") == "continue"
        text = "" if covered else "\n".join(_paragraph_text(p) for p in _children(cell, "p"))
        cells.append(Cell(text, column, span, covered))
        column += span
    return tuple(cells)


def _whole(text: str | None, default: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"\d{1,4}", text) else default


def _paragraph_text(paragraph: etree._Element) -> str:
    return "".join(_texts(paragraph))


def _texts(element: etree._Element) -> Iterator[str]:
    for child in element:
        kind = _name(child)
        if kind in _SKIPPED:
            continue
        if kind == "t":
            yield child.text or ""
        elif kind in ("tab", "ptab"):
            yield "\t"
        elif kind in ("br", "cr"):
            yield "" if _attribute(child, "type") in ("page", "column") else "\n"
        elif kind == "noBreakHyphen":
            yield "-"
        elif kind == "sym":
            yield _symbol(_attribute(child, "char"))
        else:
            yield from _texts(child)


def _symbol(code: str | None) -> str:
    """A character that Word keeps by its number in a symbol font."""
    return chr(int(code, 16)) if code is not None and re.fullmatch("[0-9A-Fa-f]{4}", code) else "\ufffd"
