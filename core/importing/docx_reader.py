"""Read a ``.docx`` with lxml, straight from its main part (ADR 11).

What is needed is one pass over a tree, with merged cells marked, content controls and tracked insertions read and
tracked deletions left out. The tree is read and dropped one paragraph or table at a time, so that a file cannot fill
the memory. The parser takes no entities and no network, and no part is unpacked beyond a limit.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

from lxml import etree

from core.domain.copies import COPY_VERSION, SHORT_FIELDS, TABLE_PROPERTY, VERSION_PROPERTY, CopiedTable, read_record
from core.domain.errors import KnownError
from core.importing.allowance import MAX_CELL_TEXT, Allowance, cell_too_long
from core.importing.asides import aside_notes
from core.importing.document import Block, Cell, Document, Grid, Paragraph, Row
from core.importing.package import Kind, Package
from core.importing.runs import Run, has_struck, read_runs, struck_note

KIND = Kind("Word", "Word 或 WPS", ".docx")
MAX_NODES = 400_000
"""Elements and attributes of one paragraph or table, 200 bytes each: our own files have 71 a row, so 5 600 rows."""
MAX_ALL_NODES = 6_000_000
"""Of the whole text; several times those of a thousand tables, and read within seconds."""
_MAIN_PART = "word/document.xml"
_PROPERTIES = "docProps/custom.xml"
_DEEPEST_NESTING = 20

_SKIPPED = frozenset({"del", "moveFrom", "txbxContent", "Fallback", "pPr", "rPr", "instrText", "delText", "rt"})
"""Not part of the text: what tracked changes deleted, text boxes, a second version of a drawing, properties, pinyin."""
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
            raise _no_body(file_name)
        identities = tuple(_identities(package))
        reader = _Blocks(package)
        blocks = tuple(reader.of(_body_children(package, part), 0))
        notes = [*aside_notes(package, part, "")]
    if reader.struck:
        notes.append(struck_note(file_name, "", len(reader.struck), reader.struck[0]))
    return Document(file_name, blocks, tells_merges=True, identities=identities, notes=tuple(notes))


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


def _body_children(package: Package, part: str) -> Iterator[etree._Element]:
    """What the body holds, one after the other; each is dropped when the next one is asked for.

    Raises:
        KnownError: The part is broken, no text of a Word file, or one of its paragraphs or tables is too large.
    """
    parser = etree.XMLPullParser(
        ("start",), tag="{*}body", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    body: etree._Element | None = None
    nodes = all_nodes = 0
    try:
        for chunk in package.chunks(part):
            parser.feed(chunk)
            fresh = _nodes(chunk)
            nodes += fresh
            all_nodes += fresh
            if body is None:
                body = _find_body(parser, package)
            first = next(iter(body), None) if body is not None else None
            while body is not None and first is not None:
                following = first.getnext()
                if following is None:  # the last one may not be complete yet
                    break
                yield first
                body.remove(first)
                first = following
                nodes = fresh
            if nodes > MAX_NODES or all_nodes > MAX_ALL_NODES:
                raise package.too_large
        parser.close()
    except etree.XMLSyntaxError as error:
        raise KnownError(
            f"“{package.file_name}”的内容已损坏，读不出来；请用 Word 或 WPS 打开后另存一份再导入。"
        ) from error
    if body is None:
        raise _no_body(package.file_name)
    yield from body


def _find_body(parser: etree.XMLPullParser, package: Package) -> etree._Element | None:
    for _, element in parser.read_events():
        root = element.getparent()
        if root is not None and root.getparent() is None:
            if element.getroottree().docinfo.doctype:
                raise KnownError(f"“{package.file_name}”含有不安全的内容（文档类型声明），没有导入。")
            if _name(root) != "document":
                raise _no_body(package.file_name)
            return element
    return None


def _nodes(chunk: bytes) -> int:
    """How many elements and attributes begin in a piece of XML, at most."""
    return chunk.count(b"<") - chunk.count(b"</") + chunk.count(b"=")


def _no_body(file_name: str) -> KnownError:
    return KnownError(f"“{file_name}”里没有 Word 正文，请确认它是 .docx 文件。")


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


@dataclass(slots=True)
class _Blocks:
    """Makes paragraphs and grids of elements, as long as the allowance lasts.

    Attributes:
        struck: Where the cells stand in which something is struck out, in words.
    """

    package: Package
    allowance: Allowance = field(default_factory=Allowance)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    struck: list[str] = field(default_factory=list)

    def of(self, elements: Iterable[etree._Element], depth: int) -> Iterator[Block]:
        """The blocks in these elements, tables in tables behind the one that they stand in."""
        for child in elements:
            kind = _name(child)
            if kind == "p":
                yield Paragraph(read_runs(self._runs(child)).strip())
            elif kind == "tbl" and depth < _DEEPEST_NESTING:
                place = f"第 {next(self.numbers)} 个表格"
                elements = [row for row in _children(child, "tr") if not _is_deleted(row)]
                rows = tuple(self._row(row, f"{place}第 {line} 行") for line, row in enumerate(elements, start=1))
                yield Grid(rows, (place,) * len(rows))
                for row in elements:
                    for cell in _children(row, "tc"):
                        yield from (block for block in self.of(cell, depth + 1) if isinstance(block, Grid))
            elif kind in _WRAPPERS:
                yield from self.of(child, depth)

    def _row(self, row: etree._Element, place: str) -> Row:
        cells = []
        column = _whole(_attribute(_child(_child(row, "trPr"), "gridBefore"), "val"), 0)
        for cell in _children(row, "tc"):
            properties = _child(cell, "tcPr")
            span = _whole(_attribute(_child(properties, "gridSpan"), "val"), 1)
            merge = _child(properties, "vMerge")
            covered = merge is not None and (_attribute(merge, "val") or "continue") == "continue"
            text = "" if covered else self._cell_text(cell, place)
            if len(text) > MAX_CELL_TEXT:
                raise cell_too_long(self.package.file_name, place)
            self.allowance.take(self.package, 1, 0)
            cells.append(Cell(text, column, span, covered))
            column += span
        return tuple(cells)

    def _cell_text(self, cell: etree._Element, place: str) -> str:
        """Its paragraphs, one a line; if something is struck out, without that and without lines of nothing else."""
        lines = [self._runs(paragraph) for paragraph in _children(cell, "p")]
        if not any(map(has_struck, lines)):
            return "\n".join(map(read_runs, lines))
        self.struck.append(place)
        kept = ["".join(text for text, is_struck in line if not is_struck) for line in lines]
        return "\n".join(text for text in kept if text.strip()) or "\n".join(map(read_runs, lines))

    def _runs(self, paragraph: etree._Element) -> list[Run]:
        runs = list(_runs(paragraph))
        self.allowance.take(self.package, 1, sum(len(text) for text, _ in runs))
        return runs


def _is_deleted(row: etree._Element) -> bool:
    """Whether a tracked change has deleted the row."""
    return _child(_child(row, "trPr"), "del") is not None


def _whole(text: str | None, default: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"\d{1,4}", text) else default


def _runs(element: etree._Element, is_struck: bool = False) -> Iterator[Run]:
    for child in element:
        kind = _name(child)
        if kind in _SKIPPED:
            continue
        if kind == "t":
            yield child.text or "", is_struck
        elif kind in ("tab", "ptab"):
            yield "\t", is_struck
        elif kind in ("br", "cr"):
            yield "" if _attribute(child, "type") in ("page", "column") else "\n", is_struck
        elif kind == "noBreakHyphen":
            yield "-", is_struck
        elif kind == "sym":
            yield _symbol(_attribute(child, "char")), is_struck
        elif kind == "r":
            yield from _runs(child, _strikes(child))
        else:
            yield from _runs(child, is_struck)


def _strikes(run: etree._Element) -> bool:
    """Whether a run is struck out, once or twice."""
    marks = (run.find(f"{{*}}rPr/{{*}}{name}") for name in ("strike", "dstrike"))
    return any(mark is not None and (_attribute(mark, "val") or "1") not in ("0", "false", "off") for mark in marks)


def _symbol(code: str | None) -> str:
    """A character that Word keeps by its number in a symbol font."""
    return chr(int(code, 16)) if code is not None and re.fullmatch("[0-9A-Fa-f]{4}", code) else "\ufffd"
