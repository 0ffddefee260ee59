"""Read a ``.docx`` with lxml, straight from its main part (ADR 11).

What is needed is one pass over a tree, with merged cells marked, content controls and tracked insertions read and
tracked deletions left out. The tree is read and dropped one paragraph or table at a time, so that a file cannot fill
the memory. The parser takes no entities and no network, and no part is unpacked beyond a limit.
"""

from collections.abc import Collection, Iterator

from lxml import etree

from core.domain.copies import COPY_VERSION, SHORT_FIELDS, TABLE_PROPERTY, VERSION_PROPERTY, CopiedTable, read_record
from core.domain.errors import KnownError
from core.importing.asides import aside_notes, texts_of
from core.importing.document import Document, Paragraph
from core.importing.docx_blocks import Blocks
from core.importing.docx_markup import name_of
from core.importing.docx_numbers import read_numbers
from core.importing.package import Kind, Package
from core.importing.remarks import excerpt
from core.importing.runs import struck_note
from core.importing.stated_units import money_unit, states_unit
from core.ports import Pulse, go_on

KIND = Kind("Word", "Word 或 WPS", ".docx")
MAX_NODES = 400_000
"""Elements and attributes of one paragraph or table, 200 bytes each: our own files have 71 a row, so 5 600 rows."""
MAX_ALL_NODES = 6_000_000
"""Of the whole text; several times those of a thousand tables, and read within seconds."""
_MAIN_PART = "word/document.xml"
_PROPERTIES = "docProps/custom.xml"


def read_docx(data: bytes, file_name: str, pulse: Pulse = go_on) -> Document:
    """Read the bytes of a Word file.

    Args:
        data: All of it.
        file_name: For messages.
        pulse: Called now and then; may raise Cancelled.

    Raises:
        KnownError: It is not a Word file, is damaged, or is too large to be one of tables.
    """
    with Package(data, file_name, KIND, pulse) as package:
        part = package.main_part(_MAIN_PART)
        if part not in package.names:
            raise _no_body(file_name)
        identities = tuple(_identities(package))
        reader = Blocks(package, read_numbers(package, part))
        headers = _page_headers(package, part) if not identities else ()
        blocks = (*headers, *reader.of(_body_children(package, part)))
        notes = [*aside_notes(package, part, "")]
    if reader.boxes:
        texts = f"“{excerpt(reader.boxes[0])}”{'等' if len(reader.boxes) > 1 else ''}"
        notes.append(f"《{file_name}》{len(reader.boxes)} 个文本框里的文字（{texts}）没有读取。")
    if reader.revised:
        notes.append(f"《{file_name}》里有修订还没有接受（{_some(reader.revised)}），按接受以后的样子读取，请核对。")
    if reader.hidden:
        notes.append(f"《{file_name}》里有隐藏的文字（{_some(reader.hidden)}），也读取了，请核对。")
    if reader.symbols:
        notes.append(
            f"《{file_name}》里有符号字体的字符（{_some(reader.symbols)}），读出来可能不是原来的样子，请核对。"
        )
    if reader.equations:
        notes.append(f"《{file_name}》里有公式（{_some(reader.equations)}），只读取了其中的文字，请核对。")
    if reader.too_deep:
        notes.append(f"《{file_name}》里层层套着的表格太深（{_some(reader.too_deep)}），最里面的没有读取，请另行查看。")
    if reader.struck:
        notes.append(struck_note(file_name, "", len(reader.struck), reader.struck[0]))
    return Document(file_name, blocks, tells_merges=True, identities=identities, notes=tuple(notes))


def _some(places: Collection[str]) -> str:
    """The first of these places, and how many there are."""
    first = next(iter(places))
    return f"{first}等 {len(places)} 处" if len(places) > 1 else first


def _page_headers(package: Package, part: str) -> Iterator[Paragraph]:
    """The lines above the pages that say what holds for the tables: the currency unit, the 预算单位."""
    for relation in package.relations(part).values():
        if relation.kind == "header" and relation.target in package.names:
            for text in texts_of(package, relation.target, "p"):
                if money_unit(text) or states_unit(text):
                    yield Paragraph(text)


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
                first.clear()  # else lxml looks over all that is in it again and again while it takes it out
                body.remove(first)
                first = following
                nodes = fresh
            if nodes > MAX_NODES or all_nodes > MAX_ALL_NODES:
                raise package.too_large
        parser.close()
    except etree.XMLSyntaxError as error:
        raise KnownError(
            f"“{package.file_name}”的内容已损坏，读不出来；请用 Word 或 WPS 打开后另存一份再试。"
        ) from error
    if body is None:
        raise _no_body(package.file_name)
    yield from body


def _find_body(parser: etree.XMLPullParser, package: Package) -> etree._Element | None:
    for _, element in parser.read_events():
        root = element.getparent()
        if root is not None and root.getparent() is None:
            if element.getroottree().docinfo.doctype:
                raise KnownError(f"“{package.file_name}”含有不安全的内容（文档类型声明），没有读取。")
            if name_of(root) != "document":
                raise _no_body(package.file_name)
            return element
    return None


def _nodes(chunk: bytes) -> int:
    """How many elements and attributes begin in a piece of XML, at most."""
    return chunk.count(b"<") - chunk.count(b"</") + chunk.count(b"=")


def _no_body(file_name: str) -> KnownError:
    return KnownError(f"“{file_name}”里没有 Word 正文，请确认它是 .docx 文件。")
